"""The routes that the sidebar asks: they only read, and every one wants somebody who is logged in.

A registry may be held by a kernel for a while, and a picture takes Graphviz some time: neither keeps the event loop
from serving kernels, for the answers are made in threads of their own.
"""

from __future__ import annotations

import asyncio
import json
import re
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado import web

from wfkit.core.wording import quoted
from wfkit.errors import (
    Forbidden,
    InvalidInput,
    NotFound,
    RegistryBusy,
    RegistryTooNew,
    RegistryUnusable,
    UnknownFormat,
    WfkitError,
)
from wfkit.jupyter import answers
from wfkit.jupyter.settings import WfkitSidebar
from wfkit.jupyter.shelf import Shelf
from wfkit.widgets import _static

if TYPE_CHECKING:
    from collections.abc import Callable

    from jupyter_server.serverapp import ServerApp

_THREADS = 4
_MEMORY = ":memory:"
_NUMBER = re.compile("[0-9]{1,9}", re.ASCII)
# What stands first is asked first: the errors of a registry as such, then those of what was asked.
_REFUSALS: Final = (
    (RegistryBusy, HTTPStatus.SERVICE_UNAVAILABLE, "busy"),
    (RegistryTooNew, HTTPStatus.CONFLICT, "too-new"),
    (Forbidden, HTTPStatus.CONFLICT, "too-old"),
    (RegistryUnusable, HTTPStatus.UNPROCESSABLE_ENTITY, "unusable"),
    (NotFound, HTTPStatus.NOT_FOUND, "not-found"),
    (UnknownFormat, HTTPStatus.BAD_REQUEST, "unknown-format"),
    (InvalidInput, HTTPStatus.BAD_REQUEST, "invalid"),
)


def add_routes(server: ServerApp) -> None:
    """Has the server answer under `wfkit/`."""
    settings = WfkitSidebar(parent=server)
    shelf = Shelf(Path(server.root_dir), settings.registry, settings.busy_timeout_s)
    given = {"shelf": shelf, "threads": ThreadPoolExecutor(_THREADS, "wfkit-sidebar")}
    base = server.web_app.settings["base_url"]
    server.web_app.add_handlers(  # type: ignore[no-untyped-call]  # in tornado's package
        ".*$", [(url_path_join(base, "wfkit", name), handler, given) for name, handler in _ROUTES.items()]
    )


class _Answer(APIHandler):
    """What one route answers."""

    auth_resource = "wfkit"

    def initialize(self, shelf: Shelf, threads: ThreadPoolExecutor) -> None:
        self.shelf = shelf
        self.threads = threads

    @web.authenticated
    @authorized(action="read")  # type: ignore[untyped-decorator]  # in jupyter_server
    async def get(self) -> None:
        """Answers with JSON: what was asked for, or what was wrong with it, in words."""
        try:
            answer = await asyncio.get_running_loop().run_in_executor(self.threads, self._asked())
        except WfkitError as error:
            self._refuse(error)
        else:
            self.finish(json.dumps(answer))

    def _asked(self) -> Callable[[], Any]:
        """What gives the answer; the request itself is read before, in the event loop."""
        raise NotImplementedError

    def _refuse(self, error: WfkitError) -> None:
        kinds = ((status, kind) for cause, status, kind in _REFUSALS if isinstance(error, cause))
        status, kind = next(kinds, (HTTPStatus.INTERNAL_SERVER_ERROR, "failed"))
        self.set_status(status)
        self.finish(json.dumps({"message": str(error), "kind": kind}))

    def _name(self) -> str:
        """The name of the registry that is asked."""
        return self.get_argument("registry", "", strip=False)

    def _number(self, name: str) -> int | None:
        text = self.get_argument(name, "")
        if text and not _NUMBER.fullmatch(text):
            msg = f"{name} is {quoted(text)}; it is a number from 1"
            raise InvalidInput(msg)
        return int(text) if text else None


class _View(_Answer):
    """The code of the sidebar: the JavaScript and CSS of panels, so that both are always of one version."""

    def _asked(self) -> Callable[[], Any]:
        return lambda: {
            "module": _static.module("sidebar/sidebar.js"),
            "style": _static.style("sidebar/sidebar.css"),
        }


class _Registries(_Answer):
    """Which registries there are, and the code that opens each."""

    def _asked(self) -> Callable[[], Any]:
        beside = self.get_argument("beside", None)
        return lambda: [self._described(name, beside) for name in self.shelf.names(beside)]

    def _described(self, name: str, beside: str | None) -> dict[str, str]:
        path = self.shelf.path(name)
        shown = name or (path.name if path else _MEMORY)
        return {"key": name, "name": shown, "path": str(path or _MEMORY), "code": self.shelf.code(name, beside)}


class _Stamp(_Answer):
    """A text that is another one after each change of a registry; the file is not opened for it."""

    # Asked every few seconds, it must not keep a server awake that nobody uses.
    _track_activity = False

    def _asked(self) -> Callable[[], Any]:
        name = self._name()
        return lambda: self._stamp(self.shelf.path(name))

    def _stamp(self, path: Path | None) -> str:
        return "" if path is None else " ".join(map(_changed_at, (path, path.with_name(f"{path.name}.wal"))))


class _Workflows(_Answer):
    """A page of workflows."""

    def _asked(self) -> Callable[[], Any]:
        name, page = self._name(), self._number("page")
        search, kind, format_name = (self.get_argument(key, "", strip=False) for key in ("search", "kind", "format"))
        return lambda: answers.page_of(
            self.shelf.open(name), search=search, kind=kind, format=format_name, page=1 if page is None else page
        )


class _Workflow(_Answer):
    """One workflow with its versions."""

    def _asked(self) -> Callable[[], Any]:
        name, beside, workflow_id = self._name(), self.get_argument("beside", None), self.get_argument("id", "")
        return lambda: answers.workflow_of(self.shelf.open(name), workflow_id, opened=self.shelf.code(name, beside))


class _Picture(_Answer):
    """The picture of a workflow."""

    def _asked(self) -> Callable[[], Any]:
        name, workflow_id, version = self._name(), self.get_argument("id", ""), self._number("version")
        return lambda: answers.drawn(self.shelf.open(name), workflow_id, version=version)


_ROUTES: Final = {
    "view": _View,
    "registries": _Registries,
    "stamp": _Stamp,
    "workflows": _Workflows,
    "workflow": _Workflow,
    "picture": _Picture,
}


def _changed_at(path: Path) -> str:
    try:
        found = path.stat()
    except OSError:
        return "none"
    return f"{found.st_mtime_ns}-{found.st_size}"
