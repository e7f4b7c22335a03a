"""What goes into a file, or with `-` to stdout: pages, pictures and documents."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from wfkit.cli._output import say, write_bytes
from wfkit.cli._sources import STDIN
from wfkit.cli._text import size
from wfkit.errors import InvalidInput, NotFound, RegistryUnusable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Nothing is loaded and nothing runs, whatever a document holds.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_STYLE = (
    ":root{color-scheme:light}"
    "body{font:15px/1.5 system-ui,sans-serif;max-width:90rem;margin:2rem auto;padding:0 1rem;"
    "background:#fff;color:#1f2328}"
)


def page(title: str, content: str) -> bytes:
    """A web page of its own around HTML that is safe already."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n{content}\n</body>\n</html>\n"
    ).encode(errors="backslashreplace")


def write_all(wanted: Sequence[tuple[str | None, Callable[[], str | bytes]]]) -> None:
    """Writes each of these into its file, where one is named.

    Raises:
        InvalidInput: Two of them go to the same place, or one names no file.
        NotFound: There is no such folder.
        RegistryUnusable: A file cannot be written.
    """
    named = [(path, make) for path, make in wanted if path is not None]
    if len({path for path, _ in named}) < len(named):
        msg = f"two outputs go to {named[0][0]!r}; name a file for each"
        raise InvalidInput(msg)
    for path, make in named:
        made = make()
        write(path, made if isinstance(made, bytes) else _ended(made).encode())


def write(path: str, raw: bytes) -> None:
    """Writes the bytes to the file, whole or not at all, and says so; `-` is stdout.

    Raises:
        InvalidInput: The path names no file.
        NotFound: There is no such folder.
        RegistryUnusable: The file cannot be written.
    """
    if path == STDIN:
        write_bytes(raw)
        return
    write_file(path, raw)
    say(f"wrote {path}, {size(len(raw))}", "green")


def write_file(path: str, raw: bytes) -> None:
    """Writes the bytes to the file, whole or not at all.

    Raises:
        InvalidInput: The path names no file.
        NotFound: There is no such folder.
        RegistryUnusable: The file cannot be written.
    """
    try:
        _replace(Path(os.path.realpath(path)), raw)
    except (FileNotFoundError, NotADirectoryError) as exc:
        msg = f"no folder {str(Path(path).parent)!r}; make it first"
        raise NotFound(msg) from exc
    except (IsADirectoryError, ValueError) as exc:
        msg = f"{path!r} names no file; give one such as 'flow.json'"
        raise InvalidInput(msg) from exc
    except OSError as exc:
        msg = f"cannot write {path!r}: {exc.strerror or exc}"
        raise RegistryUnusable(msg) from exc


def _ended(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"


def _replace(target: Path, raw: bytes) -> None:
    if target.is_dir():
        raise IsADirectoryError
    if target.exists() and not target.is_file():  # a pipe or a device
        target.write_bytes(raw)
        return
    beside = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        beside.write_bytes(raw)
        if target.exists():
            beside.chmod(target.stat().st_mode)
        beside.replace(target)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
