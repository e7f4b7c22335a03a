"""Lines of Python that get a workflow, for people to copy or to have put into a notebook."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from wfkit.errors import AmbiguousName, InvalidInput, NotFound
from wfkit.service.opening import default_place

# A file further up than this is hardly moved together with the notebook.
_NEAR = 2

if TYPE_CHECKING:
    from wfkit.service.registry import Registry
    from wfkit.service.workflow import Workflow


def opening(registry: Registry, *, beside: Path | None = None) -> str:
    """The expression that opens the registry: `wfkit.open()` when that is the default one.

    Args:
        registry: One in a file.
        beside: The folder that the code will run in; a file near it is named from there, so that both can be moved.
    """
    path = Path(registry.url)
    if _is_default(path):
        return "wfkit.open()"
    return f"wfkit.open({literal(_named_from(beside, path))})"


def getting(registry: Registry, workflow: Workflow, *, beside: Path | None = None) -> str:
    """The expression that gets a workflow: by its name while no other has it, else by its id."""
    return f"{opening(registry, beside=beside)}.get({literal(_reference(registry, workflow))})"


def literal(text: str) -> str:
    """The text as Python writes it, in double quotes where that is legible; what does not print is escaped."""
    written = repr(text)
    return f'"{text}"' if written == f"'{text}'" and '"' not in text else written


def _reference(registry: Registry, workflow: Workflow) -> str:
    try:
        is_alone = registry.get(workflow.name).id == workflow.id
    except (AmbiguousName, NotFound):
        is_alone = False
    return workflow.name if is_alone else workflow.id


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
