"""Lines of Python that get a workflow, for people to copy or to have put into a notebook."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from wfkit.errors import AmbiguousName, InvalidInput, NotFound
from wfkit.service.opening import default_place

if TYPE_CHECKING:
    from wfkit.service.registry import Registry
    from wfkit.service.workflow import Workflow

# A file further up than this is hardly moved together with the notebook.
_NEAR = 2
_LONGEST = 60


def opening(path: Path, *, beside: Path | None = None) -> str:
    """The expression that opens the registry in a file: `wfkit.open()` when that is the default one.

    Args:
        path: The file.
        beside: The folder that the code will run in; a file near it is named from there, so that both can be moved.
    """
    whole = path.expanduser().resolve()
    return "wfkit.open()" if _is_default(whole) else f"wfkit.open({literal(_named_from(beside, whole))})"


def getting(registry: Registry, workflow: Workflow, *, opened: str = "registry") -> str:
    """The expression that gets a workflow.

    Args:
        registry: Where it is.
        workflow: Which one.
        opened: The variable or expression that is the registry.
    """
    return f"{opened}.get({literal(reference(registry, workflow))})"


def reference(registry: Registry, workflow: Workflow) -> str:
    """What names the workflow: its name where that is short, plain to see and means no other; else its id."""
    name = workflow.name
    if len(name) > _LONGEST or not name.isprintable():
        return workflow.id
    try:
        return name if registry.get(name).id == workflow.id else workflow.id
    except (AmbiguousName, NotFound):
        return workflow.id


def literal(text: str) -> str:
    """The text as Python writes it, in double quotes; what does not print is escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' if text.isprintable() else repr(text)


def _named_from(folder: Path | None, path: Path) -> str:
    try:
        near = None if folder is None else Path(os.path.relpath(path, folder.resolve()))
    except ValueError:  # another drive
        near = None
    is_near = near is not None and near.parts.count(os.pardir) <= _NEAR
    return near.as_posix() if near is not None and is_near else str(path)


def _is_default(path: Path) -> bool:
    try:
        place = default_place()
    except InvalidInput:
        return False
    # A relative $WFKIT_URL is another file in each folder that a program runs in.
    return place is not None and place.is_absolute() and place.resolve() == path
