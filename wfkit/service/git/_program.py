"""Running git, and the command by which git runs wfkit."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wfkit.core.wording import shortened
from wfkit.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

_MESSAGE = 300
_NAMES_OF_BASES = {False: "empty tree", True: "merged common ancestors"}


def run(
    *arguments: str,
    folder: str | os.PathLike[str] | None = None,
    ok: tuple[int, ...] = (0,),
    given: bytes = b"",
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """What git answers.

    Args:
        arguments: Of git.
        folder: Where it runs; default here.
        ok: The exit codes that are no error.
        given: What it reads.
        environment: What is added to that of this process.

    Raises:
        NotFound: git is not installed.
        InvalidInput: git refuses; the message is its own.
    """
    program = shutil.which("git")
    if program is None:
        msg = "no program 'git' on the PATH; install it first"
        raise NotFound(msg)
    done = subprocess.run(  # noqa: S603 - no shell
        [program, *arguments],
        cwd=folder, input=given, env={**os.environ, **(environment or {})}, capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode not in ok:
        said = shortened(done.stderr.decode(errors="replace").strip(), _MESSAGE)
        msg = f"git {arguments[0]}: {said or f'exit code {done.returncode}'}"
        raise InvalidInput(msg)
    return done


def text(*arguments: str, ok: tuple[int, ...] = (0,)) -> str:
    """What git answers, as one text without the last line break."""
    return run(*arguments, ok=ok).stdout.decode(errors="surrogateescape").rstrip("\n")


def wants_color() -> bool:
    """Whether git would colour what it writes to stdout: it knows of its pager, and of what the user set."""
    program = shutil.which("git") or "git"
    asked = [program, "config", "--get-colorbool", "color.diff"]
    return subprocess.run(asked, stderr=subprocess.DEVNULL, check=False).returncode == 0  # noqa: S603 - no shell


def name_of_base(*commits: str) -> str:
    """What git calls what two commits began with, beside the markers of a conflict; "" where it does not know."""
    try:
        bases = text("merge-base", "--all", *commits, ok=(0, 1)).split()
        return text("rev-parse", "--short", *bases) if len(bases) == 1 else _NAMES_OF_BASES[bool(bases)]
    except InvalidInput:
        return ""


def wfkit_command() -> str:
    """The shell words that run this very wfkit, wherever git is called from: without its environment being active."""
    script = Path(sys.executable).with_name("wfkit.exe" if sys.platform == "win32" else "wfkit")
    if script.is_file():
        return shlex.quote(script.as_posix())
    # -P, lest a file of the repository takes the place of a module.
    return f"{shlex.quote(Path(sys.executable).as_posix())} -P -m wfkit"
