"""Secrets that stand in a source as they are: a conversion refers to them by a name, and never copies them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from wfkit.core.reference import is_reference

_NAMES = re.compile(
    r"(api|access|private|secret|service_account|subscription)[_-]?key\b|apikey|password|passwd|secret\b"
    r"|(?<![a-z])token$|Token$|credential|authorization|connection_?string|database_?ur[il]|dsn$",
    re.IGNORECASE,
)
_VALUES = re.compile(
    r"\b(?:sk|pk|rk)-[\w-]{16,}|\b(?:sk|pk|rk)_(?:live|test)_\w{10,}|\bgh[pousr]_\w{20,}|\bxox[abprs]-[\w-]{10,}"
    r"|\bAKIA[0-9A-Z]{16}\b|\bAIza[\w-]{30,}|\bhf_\w{20,}|\bpcsk_\w{20,}|\btvly-[\w-]{16,}"
    r"|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,}|(?<=Bearer )[\w.~+/=-]{12,}|(?<=://)[^\s/:@{}$]+:[^\s/@{}$]+(?=@)"
)
_VARIABLE = re.compile(r"[A-Za-z_]\w*")
# A field that is called after a secret may also say where it is kept, or whether there is one.
_SHORTEST = 6


def is_secret(name: str, value: Any) -> bool:
    """Whether a setting is a secret by its name, or holds one by its looks; references are none."""
    if not isinstance(value, str) or is_reference(value):
        return False
    return (len(value) >= _SHORTEST and bool(_NAMES.search(name))) or bool(_VALUES.search(value))


def reference(*words: str) -> str:
    """A reference to an environment variable called after these words.

    >>> reference("chatOpenAI_0", "apiKey")
    '${CHAT_OPEN_AI_0_API_KEY}'
    """
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", "_".join(words))
    name = re.sub(r"[\W_]+", "_", parted, flags=re.ASCII).strip("_").upper() or "VALUE"
    return f"${{{name if not name[0].isdigit() else f'_{name}'}}}"


def as_variable(value: Any) -> Any:
    """A reference to the variable that the value names; the value where it is no name."""
    return f"${{{value}}}" if isinstance(value, str) and _VARIABLE.fullmatch(value) else value


def without(name: str, value: str, substitute: str) -> str:
    """The text with the substitute for what is secret in it: all of it where its name says so."""
    if len(value) >= _SHORTEST and _NAMES.search(name):
        return substitute
    return _VALUES.sub(lambda _found: substitute, value)


def masked(value: Any, owner: str) -> tuple[Any, tuple[str, ...]]:
    """A copy of a config with references for its secrets, and the paths at which they stood.

    Args:
        value: The config, which is changed: pass a copy.
        owner: Id of its node, which the references are called after.
    """
    found: list[str] = []
    waiting: list[tuple[Any, str, str]] = [(value, "", "")]
    while waiting:
        holder, path, name = waiting.pop()
        items = holder.items() if isinstance(holder, Mapping) else enumerate(holder) if isinstance(holder, list) else ()
        for key, item in list(items):
            # An item of a list is called after the list: `api_keys`.
            word, place = (str(key), f"{path}/{key}") if isinstance(holder, Mapping) else (name, f"{path}/{key}")
            if isinstance(item, (Mapping, list)):
                waiting.append((item, place, word))
            elif is_secret(word, item):
                holder[key] = without(word, item, reference(owner, *place.split("/")))
                found.append(place)
    return value, tuple(sorted(found))
