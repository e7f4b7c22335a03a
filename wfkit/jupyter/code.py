"""Python that opens a registry, as it is put into a notebook."""

from __future__ import annotations

import os
from pathlib import Path

from wfkit.errors import InvalidInput
from wfkit.service.opening import default_place
from wfkit.widgets.lines import literal

# A file further up than this is hardly moved together with the notebook.
_NEAR = 2


def opening(path: Path, *, beside: Path | None = None) -> str:
    """The expression that opens the registry in a file: `wfkit.open()` when that is the default one.

    Args:
        path: The file.
        beside: The folder that the code will run in; a file near it is named from there, so that both can be moved.
    """
    whole = path.expanduser().resolve()
    return "wfkit.open()" if _is_default(whole) else f"wfkit.open({literal(_named_from(beside, whole))})"


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
