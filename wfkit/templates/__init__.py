"""The pre-built workflows: native documents that are meant to be cloned.

They exist so that nobody starts from an empty canvas. Packages add more through the entry-point group
`wfkit.templates`: a native document (a dict or its JSON text), an iterable or a mapping of them, or a function that
returns any of these. This package only reads; cloning one into a registry is the service's work.

    >>> get("Simple RAG").key
    'simple_rag'
"""

from __future__ import annotations

import warnings
from functools import cache

from wfkit.core.wording import Names, quoted
from wfkit.errors import NotFound
from wfkit.templates._read import Template, everything

__all__ = ["Template", "available", "get"]


def available() -> tuple[Template, ...]:
    """All templates: the built-in ones, then those of installed packages.

    The packages are looked for once, at the first call; one that cannot be read is skipped with a `RuntimeWarning`
    that names it, and so is a template whose key or name is taken.
    """
    templates, untold = _load()
    while untold:
        warnings.warn(untold.pop(0), RuntimeWarning, stacklevel=2)
    return templates


def get(name_or_key: str) -> Template:
    """The template with this key or this name, in whatever case.

    Raises:
        NotFound: There is none; the message names the nearest, and all that there are.
    """
    wanted = name_or_key.casefold()
    for template in available():
        if wanted in template.handles:
            return template
    msg = f"no template {quoted(name_or_key)}; {_hint(name_or_key)}"
    raise NotFound(msg)


def _hint(wanted: str) -> str:
    names = tuple(template.name for template in available())
    guess = Names(names).closest(wanted)
    return f"{f'did you mean {guess!r}? ' if guess else ''}available: {', '.join(names)}"


@cache
def _load() -> tuple[tuple[Template, ...], list[str]]:
    """All templates, and the faults of packages that nobody was told of yet."""
    return everything()
