"""DuckDB's errors in wfkit's words; they are wrapped once, here at the border."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.errors import Forbidden, InvalidInput, RegistryUnusable, WfkitError

if TYPE_CHECKING:
    from pathlib import Path

_HELD_HERE = "Unique file handle conflict"
_LOCKED = ("Could not set lock on file", _HELD_HERE, "being used by another process")
_FULL = ("No space left", "Could not write", "File too large", "Disk quota", "out of disk")
_NOT_OURS = ("not a valid DuckDB database", "Is a directory", "newer version", "storage version")
_FORBIDDEN = (
    "read-only mode",
    "disabled by configuration",
    "disabled through configuration",
    "configuration has been locked",
)


def is_locked(exc: Exception) -> bool:
    """Whether the file is taken by another process, or by another connection of this one."""
    return any(mark in str(exc) for mark in _LOCKED)


def is_held_here(message: str) -> bool:
    """Whether this driver message says that a connection of this process, not made by wfkit, has the file."""
    return _HELD_HERE in message


def translated(exc: Exception, path: Path | None) -> WfkitError:
    """The wfkit error that says what this driver error means for the registry at `path`."""
    where = f"the registry {str(path)!r}" if path else "the registry in memory"
    first_line = _first_line(exc)
    if any(mark in first_line for mark in _FULL):
        return RegistryUnusable(f"{where} could not be written; make room on the disk and try again ({first_line})")
    if any(mark in first_line for mark in _NOT_OURS):
        return RegistryUnusable(
            f"{str(path)!r} is not a registry file; name a new file or one that wfkit made ({first_line})"
        )
    if "No such file or directory" in first_line:
        return RegistryUnusable(f"the folder of {str(path)!r} does not exist; make it first")
    if any(mark in first_line for mark in _FORBIDDEN):
        return Forbidden(f"{where} does not allow this: {first_line}")
    return RegistryUnusable(f"{where} failed: {first_line}")


def translated_query(exc: Exception) -> WfkitError:
    """The wfkit error for a statement that a user wrote."""
    message = _first_line(exc)
    if any(mark in str(exc) for mark in _FORBIDDEN):
        return Forbidden(f"sql() only reads the registry: {message}")
    return InvalidInput(f"this statement does not run: {str(exc).strip()}")


def _first_line(exc: Exception) -> str:
    return str(exc).strip().split("\n", 1)[0]
