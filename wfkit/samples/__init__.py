"""Ten sample files that `wfkit demo` imports: eight workflows, and two files that are none.

The two are there on purpose: an import must show what it skipped, and why.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from wfkit.errors import InvalidInput

if TYPE_CHECKING:
    import os
    from importlib.resources.abc import Traversable

__all__ = ["copy_to", "names"]


def names() -> tuple[str, ...]:
    """The names of the sample files, sorted."""
    return tuple(file.name for file in _files())


def copy_to(folder: str | os.PathLike[str]) -> tuple[Path, ...]:
    """Writes the samples into a folder and returns where each is, sorted by name.

    The folder is made when it is missing. A file that is already there is left as it is, edited or not.

    Raises:
        InvalidInput: The folder cannot be made or written.
    """
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
        return tuple(_copy(file, target) for file in _files())
    except OSError as error:
        msg = f"cannot write the samples into {str(target)!r}: {error.strerror}; name a folder that can be written"
        raise InvalidInput(msg) from error


def _files() -> list[Traversable]:
    files = [file for file in resources.files(__name__).iterdir() if file.name.endswith(".json")]
    return sorted(files, key=lambda file: file.name)


def _copy(file: Traversable, folder: Path) -> Path:
    path = folder / file.name
    if not path.exists():
        path.write_bytes(file.read_bytes())
    return path
