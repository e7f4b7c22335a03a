"""A Jupyter server of its own in this process, with a token, and the sidebar's part in it."""

from __future__ import annotations

import asyncio
import json
import threading
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

import wfkit

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "a-token-of-the-tests"  # noqa: S105 - of a server that ends with them


@dataclass(frozen=True)
class Server:
    """A running server: `ask` asks one of the sidebar's routes."""

    url: str
    folder: Path
    registry: Path

    def ask(self, name, *, token=TOKEN, method="GET", **query):
        """The status and the JSON of an answer."""
        url = f"{self.url}/wfkit/{name}?{urllib.parse.urlencode(query)}"
        headers = {"Authorization": f"token {token}"} if token else {}
        request = urllib.request.Request(url, method=method, headers=headers)  # noqa: S310 - our own server
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - our own server
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.loads(error.read() or b"null")

    def fill(self, names):
        """Saves a workflow of each name."""
        with wfkit.open(self.registry) as registry:
            return [registry.create(name, {"nodes": [], "edges": []}) for name in names]


@pytest.fixture
def server(tmp_path, monkeypatch):
    """A server whose default registry is not made yet."""
    pytest.importorskip("jupyter_server", reason="the sidebar's routes need jupyter_server: pip install jupyterlab")
    for name in ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR"):
        monkeypatch.setenv(f"JUPYTER_{name}", str(tmp_path / name))
    monkeypatch.setenv("JUPYTER_NO_CONFIG", "1")
    monkeypatch.setenv("WFKIT_URL", str(tmp_path / "mine.duckdb"))
    folder = tmp_path / "work"
    folder.mkdir()
    with _Running(folder) as url:
        yield Server(url, folder, tmp_path / "mine.duckdb")


class _Running:
    """The server in a thread with an event loop of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.ready = threading.Event()
        self.thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    def __enter__(self):
        self.thread.start()
        assert self.ready.wait(60)
        return self.url

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.ended.set)
        self.thread.join(60)

    async def _serve(self):
        from jupyter_server.serverapp import ServerApp
        from tornado.httpserver import HTTPServer
        from tornado.netutil import bind_sockets

        class Threaded(ServerApp):
            def init_signal(self):
                """Leaves signals to pytest: only a main thread may take them."""

        app = Threaded(
            root_dir=str(self.folder),
            allow_root=True,
            open_browser=False,
            jpserver_extensions={"wfkit.jupyter": True},
        )
        app.config.IdentityProvider.token = TOKEN
        app.initialize(argv=[], new_httpserver=False)
        sockets = bind_sockets(0, "127.0.0.1")
        http = HTTPServer(app.web_app)
        http.add_sockets(sockets)
        self.url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
        self.loop, self.ended = asyncio.get_running_loop(), asyncio.Event()
        self.ready.set()
        await self.ended.wait()
        http.stop()
        await http.close_all_connections()
        Threaded.clear_instance()
