"""A repository that is only read, and trusted with nothing: none of its hooks, commands or remotes is ever used."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from wfkit.core.wording import quoted, shortened
from wfkit.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_MESSAGE = 300
_CHUNK = 65_536
# What of the environment may stay: settings of the user, such as whom to trust. All else could lead elsewhere.
_KEPT = ("GIT_CONFIG", "GIT_EXEC_PATH")
_SAFE = {
    "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_PAGER": "cat",
    # protocol.allow is outdone by protocol.<name>.allow of the repository; this variable is by nothing.
    "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": os.devnull,
}  # fmt: skip
_SETTINGS = {
    "core.fsmonitor": "false", "core.hooksPath": os.devnull, "core.pager": "cat", "core.alternateRefsCommand": "",
    "core.askPass": "", "credential.helper": "", "diff.external": "", "log.showSignature": "false",
    "protocol.allow": "never", "core.bigFileThreshold": "100m", "advice.graftFileDeprecated": "false",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Repository:
    """A folder of a repository, bare or not.

    Attributes:
        folder: Where git runs.
        program: git.
        prefix: The folder within the repository, with `/` at its end; empty at the top.
    """

    folder: Path
    program: str
    prefix: bytes = b""

    def answer(self, *arguments: str) -> bytes:
        """What git writes.

        Raises:
            InvalidInput: git refuses; the message is its own.
        """
        done = subprocess.run(  # noqa: S603 - no shell
            self._words(arguments), env=_environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        if done.returncode:
            msg = f"git {arguments[0]}: {_said(done.stderr) or f'exit code {done.returncode}'}"
            raise InvalidInput(msg)
        return done.stdout

    @contextmanager
    def pieces(self, *arguments: str, stdin: bytes) -> Iterator[Iterator[bytes]]:
        """What git writes, in the pieces between its zero bytes, as it writes them.

        Raises:
            InvalidInput: git refuses; the message is its own.
        """
        with tempfile.TemporaryFile() as given:
            given.write(stdin)
            given.seek(0)
            with self.running(*arguments, stdin=given) as (process, complaint):
                yield _pieces(process)
                if process.wait():
                    raise complaint()

    @contextmanager
    def running(self, *arguments: str, stdin: IO[bytes] | int) -> Iterator[tuple[subprocess.Popen[bytes], Complaint]]:
        """A process of git, ended when the block ends, and what makes an error of what it says."""
        with tempfile.TemporaryFile() as errors:
            process = subprocess.Popen(  # noqa: S603 - no shell
                self._words(arguments), env=_environment(), stdin=stdin, stdout=subprocess.PIPE, stderr=errors
            )
            try:
                yield process, Complaint(arguments[0], errors)
            finally:
                process.kill()
                for stream in (process.stdin, process.stdout):
                    if stream is not None:
                        _close(stream)
                process.wait()

    def _words(self, arguments: Sequence[str]) -> list[str]:
        settings = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
        return [self.program, "--no-pager", "-C", str(self.folder), *settings, *arguments]


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a process of git said on stderr, as an error."""

    command: str
    stream: IO[bytes]

    def __call__(self) -> InvalidInput:
        """The error."""
        self.stream.seek(0)
        return InvalidInput(f"git {self.command}: {_said(self.stream.read(_CHUNK)) or 'it ended early'}")


def opened(folder: str) -> Repository:
    """The repository that this folder is, or lies in.

    Raises:
        NotFound: There is no git, no such folder, or no repository.
        InvalidInput: git does not trust it.
    """
    program = shutil.which("git")
    if program is None:
        msg = "no program 'git' on the PATH; install it first"
        raise NotFound(msg)
    if "\0" in folder or not Path(folder).is_dir():
        msg = f"no folder {quoted(folder, 200)}; name a git repository on this machine, cloned beforehand"
        raise NotFound(msg)
    repository = Repository(Path(folder), program)
    try:
        prefix = repository.answer("rev-parse", "--show-prefix")
    except InvalidInput as exc:
        raise _refusal(folder, str(exc)) from exc
    return Repository(Path(folder), program, prefix.removesuffix(b"\n"))


def _refusal(folder: str, said: str) -> NotFound | InvalidInput:
    if "dubious ownership" in said:
        msg = (
            f"git does not trust {quoted(folder, 200)}, for it belongs to another user; if you do, run:"
            f" git config --global --add safe.directory {Path(folder).resolve()}"
        )
        return InvalidInput(msg)
    if "not a git repository" in said:
        msg = f"{quoted(folder, 200)} is no git repository and lies in none; `import` without --history takes folders"
        return NotFound(msg)
    return InvalidInput(f"{quoted(folder, 200)} cannot be read: {said}")


def _environment() -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(_KEPT)}
    return kept | _SAFE


def _said(stderr: bytes) -> str:
    text = " ".join(stderr.decode(errors="replace").split())
    return shortened("".join(c if c.isprintable() else "?" for c in text), _MESSAGE)


def _pieces(process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    # What no zero byte ends is left out: git was interrupted there, and its exit code will say so.
    rest = b""
    while process.stdout is not None and (chunk := process.stdout.read1(_CHUNK)):  # type: ignore[attr-defined]  # it is buffered
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole


def _close(stream: IO[bytes]) -> None:
    with suppress(BrokenPipeError):  # there may be something left for a process that is gone
        stream.close()
