"""Opening a registry: which file it is, and who works on it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from wfkit.errors import InvalidInput
from wfkit.service._context import Context, default_author
from wfkit.service.inputs import checked_name
from wfkit.service.registry import Registry
from wfkit.store import engine_for

if TYPE_CHECKING:
    from collections.abc import Callable


def open_registry(
    url: str | os.PathLike[str] | None = None,
    *,
    author: str | None = None,
    busy_timeout_s: float = 30.0,
    clock: Callable[[], datetime] | None = None,
) -> Registry:
    """The registry at `url`, made when the file is not there.

    Args:
        url: A file, `:memory:`, or nothing: then `$WFKIT_URL`, else `wfkit.duckdb` in the user's data folder.
        author: Who is recorded for what is saved; default `$WFKIT_AUTHOR`, else the account's name.
        busy_timeout_s: How long to wait for another process, in seconds.
        clock: The time now; for tests.

    Raises:
        RegistryBusy: Another process keeps the file locked.
        RegistryTooNew: A newer wfkit wrote it.
        RegistryUnusable: It is no registry, or its folder does not exist.
        InvalidInput: The url is of a kind that wfkit does not know.
    """
    engine = engine_for(_path(url), busy_timeout_s=busy_timeout_s)
    name = checked_name(author) if author is not None else default_author()
    return Registry(Context(engine, name, clock or _utc_now))


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _path(url: str | os.PathLike[str] | None) -> Path | None:
    given = os.fspath(url) if url is not None else os.environ.get("WFKIT_URL", "")
    if given == ":memory:":
        return None
    if "://" in given:
        msg = f"cannot open {given!r}; name a file such as 'flows.duckdb', or ':memory:'"
        raise InvalidInput(msg)
    if "\0" in given:
        msg = f"{given!r} is no path; name a file such as 'flows.duckdb'"
        raise InvalidInput(msg)
    return Path(given) if given else _default_path()


def _default_path() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir("wfkit", appauthor=False, ensure_exists=True)) / "wfkit.duckdb"
