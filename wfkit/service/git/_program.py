"""Running git, and the command by which git runs wfkit."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wfkit.core.wording import shortened
from wfkit.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    import os

_MESSAGE = 300


def run(
    *arguments: str, folder: str | os.PathLike[str] | None = None, ok: tuple[int, ...] = (0,)
) -> subprocess.CompletedProcess[bytes]:
    """What git answers.

    Args:
        arguments: Of git.
        folder: Where it runs; default here.
        ok: The exit codes that are no error.

    Raises:
        NotFound: git is not installed.
        InvalidInput: git refuses; the message is its own.
    """
    program = shutil.which("git")
    if program is None:
        msg = "no program 'git' on the PATH; install it first"
        raise NotFound(msg)
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, check=False)  # noqa: S603 - no shell
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


def wfkit_command() -> str:
    """The shell words that run this very wfkit, wherever git is called from: without its environment being active."""
    script = Path(sys.executable).with_name("wfkit.exe" if sys.platform == "win32" else "wfkit")
    if script.is_file():
        return shlex.quote(script.as_posix())
    # -P, lest a file of the repository takes the place of a module.
    return f"{shlex.quote(Path(sys.executable).as_posix())} -P -m wfkit"
