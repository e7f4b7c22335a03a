"""Servers that show panels: each is a module of Python that serves at a port of this machine."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import pytest

_PATIENCE_S = 90


@contextmanager
def serving(command, *, env, log, cwd=None, path=""):
    """Runs a module with its arguments, of which `{port}` becomes a free one, and gives its address once it answers.

    It runs for as long as the block lasts. `path` is what answers when all of it is there.
    """
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    with log.open("wb") as file:
        server = subprocess.Popen(
            [sys.executable, "-m", *(part.format(port=port) for part in command)],
            env=env,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(f"{url}{path}", server, log)
            yield url
        finally:
            server.terminate()
            server.wait(timeout=30)


def asked(url, method="GET"):
    """What the server answers."""
    request = urllib.request.Request(url, method=method)  # noqa: S310 - our own server
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own server
        return answer.read()


def _wait_for(url, server, log):
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end and server.poll() is None:
        try:
            asked(url)
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"it did not start:\n{log.read_text(errors='replace')[-3000:]}")


def _free_port():
    with socket.socket() as waiting:
        waiting.bind(("127.0.0.1", 0))
        return waiting.getsockname()[1]
