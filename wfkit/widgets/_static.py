"""The JavaScript and CSS of panels, put together from the files in `static/`."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from wfkit import render

_SCRIPTS = ("panel.js", "controls.js", "beside.js", "view.js", "viewport.js", "minimap.js", "picture.js", "canvas.js")
_STYLES = ("panel.css", "controls.css", "canvas.css")


@cache
def module(*names: str) -> str:
    """The module of a panel: what all panels have, then these files of `static/`; the last one exports its `render`.

    A widget can import no file beside its own, so that they are one text. `LOOKS` are the style sheets of pictures, by
    theme.
    """
    looks = json.dumps({theme: render.style_sheet(theme) for theme in ("light", "dark")})
    return "\n".join([f"const LOOKS = {looks};", *map(_text, (*_SCRIPTS, *names))])


@cache
def style(*names: str) -> str:
    """The style sheet of a panel: what all panels have, then these files of `static/`."""
    return "\n".join(map(_text, (*_STYLES, *names)))


def _text(name: str) -> str:
    return (files("wfkit.widgets") / "static" / name).read_text(encoding="utf-8")
