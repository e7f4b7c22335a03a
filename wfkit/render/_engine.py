"""The Graphviz that there is, and running it: bounded in time, and never an exception for want of one.

The order: what `WFKIT_DOT` names, the one that `pip` installs with wfkit, a `dot` of the system, pygraphviz.
Each is a process of its own, so that one which hangs can be ended.
"""

from __future__ import annotations

import os
import shutil
import sys
from functools import lru_cache
from importlib import metadata, util
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired
from tempfile import TemporaryFile
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

VARIABLE: Final = "WFKIT_DOT"
TIMEOUT_S: Final = 20.0
_BUNDLED = "graphviz-pure"
# pygraphviz is a library: a small program makes a `dot` of it, with the one option that is used here.
_PYGRAPHVIZ = """
import re, sys
import pygraphviz
sources = re.split("(?m)(?<=^})\\n", sys.stdin.buffer.read().decode())
for source in filter(str.strip, sources):
    graph = pygraphviz.AGraph(string=source)
    sys.stdout.buffer.write(graph.draw(format=sys.argv[1][2:], prog="dot"))
"""


class Engine(NamedTuple):
    """One Graphviz.

    Attributes:
        name: How a person would know it.
        command: The program and its first arguments; `-T` and the format follow.
    """

    name: str
    command: tuple[str, ...]


def engines() -> tuple[Engine, ...]:
    """Every engine that there seems to be, the preferred first; none of them has been run."""
    return _engines(os.environ.get(VARIABLE, ""), os.environ.get("PATH", ""))


def forget() -> None:
    """Looks for the engines anew when they are asked for next."""
    _engines.cache_clear()


def run(
    source: str,
    form: str,
    read: Callable[[bytes], T | None],
    *,
    meanwhile: Callable[[], object] = lambda: None,
    timeout_s: float = TIMEOUT_S,
) -> T | None:
    """What is read from the output of the first engine that does well, None when none does.

    Args:
        source: DOT of one or more graphs.
        form: The output format, such as `plain-ext` or `png`.
        read: Makes something of an output, or None where it is of no use, and then the next engine is asked.
        meanwhile: What can be done while an engine works; done again for each engine that is asked.
        timeout_s: For all engines together; none takes more than half of what is left, but for the last.
    """
    deadline, waiting = monotonic() + timeout_s, [*engines()]
    while waiting:
        engine = waiting.pop(0)
        left_s = (deadline - monotonic()) / (2 if waiting else 1)
        output = _output([*engine.command, f"-T{form}"], source, meanwhile, left_s)
        found = read(output) if output else None
        if found is not None:
            return found
    return None


def _output(command: list[str], source: str, meanwhile: Callable[[], object], timeout_s: float) -> bytes:
    """What the command prints, b"" where it fails, cannot be run or takes too long; then it is ended."""
    if timeout_s <= 0:
        return b""
    # A pipe would fill up before the engine reads it, and nothing could be done meanwhile.
    with TemporaryFile() as given:
        given.write(source.encode())
        given.seek(0)
        try:
            with Popen(command, stdin=given, stdout=PIPE, stderr=DEVNULL) as process:  # noqa: S603 - the user's choice
                return _awaited(process, meanwhile, timeout_s)
        except (OSError, TimeoutExpired):
            return b""


def _awaited(process: Popen[bytes], meanwhile: Callable[[], object], timeout_s: float) -> bytes:
    try:
        meanwhile()
        output, _ = process.communicate(timeout=timeout_s)
        return output if process.returncode == 0 else b""
    finally:
        process.kill()


@lru_cache(maxsize=16)
def _engines(named: str, path: str) -> tuple[Engine, ...]:
    """The engines for these values of the two environment variables."""
    found = [
        Engine(f"${VARIABLE}", (chosen,)) if (chosen := _program(named, path)) else None,
        Engine(_BUNDLED, (bundled,)) if (bundled := _bundled()) else None,
        Engine("dot", (system,)) if (system := shutil.which("dot", path=path)) else None,
        Engine("pygraphviz", (sys.executable, "-c", _PYGRAPHVIZ)) if util.find_spec("pygraphviz") else None,
    ]
    return tuple(engine for engine in found if engine is not None)


def _program(named: str, path: str) -> str:
    return (shutil.which(named, path=path) or named) if named else ""


def _bundled() -> str:
    """The path of the executable that the package graphviz-pure brings, "" when it is not installed whole.

    The executable is not called `dot`, and need not be on the PATH of a virtual environment that is not activated.
    """
    try:
        files = metadata.files(_BUNDLED) or ()
    except metadata.PackageNotFoundError:
        return ""
    places = (Path(str(file.locate())) for file in files if Path(file.name).stem == _BUNDLED)
    return next((str(place.resolve()) for place in places if place.is_file()), "")
