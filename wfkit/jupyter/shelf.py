"""Which registries the sidebar may look into."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput, NotFound
from wfkit.jupyter import code
from wfkit.service.opening import default_place, look_into

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.service.registry import Registry

SUFFIX = ".duckdb"
_MOST = 50


@dataclass(frozen=True, slots=True)
class Shelf:
    """The configured registry, and the files of registries in the folder that the server serves.

    A file is named by its path from that folder, the configured one by the empty text. Nothing outside is opened,
    whatever a name says.

    Attributes:
        folder: What the server serves.
        configured: The registry to show first; empty for what `wfkit.open()` opens.
        busy_timeout_s: How long to wait for a kernel that holds a registry.
    """

    folder: Path
    configured: str = ""
    busy_timeout_s: float = 5.0
    # What is referred to keeps its instance of DuckDB: the next question does not have to make one.
    _last: list[Registry] = field(default_factory=list)

    def first(self) -> Path | None:
        """The configured file; None for a registry in memory, which has nothing to show.

        Raises:
            InvalidInput: `$WFKIT_URL` is of a kind that wfkit does not know.
        """
        if not self.configured:
            return default_place()
        return self.folder / Path(self.configured).expanduser()

    def names(self, beside: str | None = None) -> list[str]:
        """The names of the registries: the configured one, then those in the folder and beside a notebook, at most 50.

        Args:
            beside: The folder of the notebook, from that of the server.
        """
        root = self.folder.resolve()
        folders = dict.fromkeys(filter(None, (root, self.beside(beside))))
        first = self.first()
        own = None if first is None else first.resolve()
        found = (path for folder in folders for path in _registries(folder) if path != own)
        return ["", *(path.relative_to(root).as_posix() for path in islice(found, _MOST))]

    def path(self, name: str) -> Path | None:
        """The file of this name; whether it is there is another question.

        Raises:
            NotFound: The name is not one that `names` gives.
        """
        if not name:
            return self.first()
        path = self._inner(name)
        if path.suffix != SUFFIX or not path.is_file():
            msg = f"there is no registry {quoted(name)} in the folder of the server"
            raise NotFound(msg)
        return path

    def open(self, name: str) -> Registry:
        """The registry of this name, to look into.

        Raises:
            NotFound: There is no file, or the name is not one that `names` gives.
            WfkitError: It cannot be looked into; see `look_into`.
        """
        path = self.path(name)
        registry = look_into(":memory:" if path is None else path, busy_timeout_s=self.busy_timeout_s)
        self._last[:] = [registry]
        return registry

    def code(self, name: str, beside: str | None) -> str:
        """The expression that opens the registry of this name in a notebook; empty for one in memory.

        Args:
            name: As for `path`.
            beside: The folder of the notebook, from that of the server.

        Raises:
            NotFound: The name is not one that `names` gives.
        """
        path = self.path(name)
        return "" if path is None else code.opening(path, beside=self.beside(beside))

    def beside(self, name: str | None) -> Path | None:
        """The folder of this name, None where there is none that may be looked into."""
        try:
            folder = None if name is None else self._inner(name)
        except (InvalidInput, NotFound):
            return None
        return folder if folder is not None and folder.is_dir() else None

    def _inner(self, name: str) -> Path:
        """The path of a file or folder below that of the server, links followed.

        Raises:
            NotFound: It is hidden, outside, or not there.
            InvalidInput: It is no path.
        """
        root = self.folder.resolve()
        try:
            path = (root / name).resolve()
            is_inside = path.is_relative_to(root) and path.exists()
            is_hidden = is_inside and any(part.startswith(".") for part in path.relative_to(root).parts)
        except (OSError, ValueError) as exc:
            msg = f"{quoted(name)} is no path"
            raise InvalidInput(msg) from exc
        if not is_inside or is_hidden:
            msg = f"{quoted(name)} is not in the folder of the server"
            raise NotFound(msg)
        return path


def _registries(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.glob(f"[!.]*{SUFFIX}"))
    except OSError:
        return
    yield from (path for path in entries if path.is_file() and not path.is_symlink())
