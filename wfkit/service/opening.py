"""Opening a registry: which file it is, and who works on it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from wfkit.errors import InvalidInput, NotFound
from wfkit.service._context import Context, default_author
from wfkit.service.inputs import checked_name, checked_text, checked_timeout, described
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
    name = checked_name(default_author() if author is None else author, "author")
    engine = engine_for(_path(url), busy_timeout_s=checked_timeout(busy_timeout_s))
    return Registry(Context(engine, name, clock or _utc_now))


def look_into(url: str | os.PathLike[str] | None = None, *, busy_timeout_s: float = 30.0) -> Registry:
    """The registry at `url` to look at only: it is neither made nor written, nor brought to a newer schema.

    Args:
        url: As for `open_registry`.
        busy_timeout_s: How long to wait for another process, in seconds.

    Raises:
        NotFound: There is no file.
        Forbidden: An older wfkit wrote it; `open_registry` brings it up to date.
        RegistryBusy: Another process keeps the file locked.
        RegistryTooNew: A newer wfkit wrote it.
        RegistryUnusable: It is no registry.
        InvalidInput: The url is of a kind that wfkit does not know.
    """
    path = _path(url)
    if path is None or not path.expanduser().exists():
        msg = f"there is no registry at {str(path or ':memory:')!r} yet"
        raise NotFound(msg)
    engine = engine_for(path, busy_timeout_s=checked_timeout(busy_timeout_s), only_reads=True)
    return Registry(Context(engine, default_author(), _utc_now))


def default_place() -> Path | None:
    """The file that `open_registry` opens when no url is given; None when `$WFKIT_URL` says `:memory:`.

    Raises:
        InvalidInput: `$WFKIT_URL` is of a kind that wfkit does not know.
    """
    path = _path(None)
    return None if path is None else path.expanduser()


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _path(url: str | os.PathLike[str] | None) -> Path | None:
    if not isinstance(url, str | os.PathLike | None):
        msg = f"the url is {described(url)}; name a file such as 'flows.duckdb', or ':memory:'"
        raise InvalidInput(msg)
    given = checked_text("the url", os.environ.get("WFKIT_URL", "") if url is None else os.fspath(url))
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
