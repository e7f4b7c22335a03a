"""The JavaScript and CSS of panels, put together from the files in `static/`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def joined(*names: str) -> str:
    """The text of these files of `static/`, one after the other: a widget can import no file beside its own."""
    folder = files("wfkit.widgets") / "static"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)
