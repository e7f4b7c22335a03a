"""The JavaScript and CSS of panels, put together from the files in `static/`."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from posixpath import dirname, join, normpath

from wfkit import render

_REFERENCE = re.compile(r'^/// <reference path="(.+\.js)" />$', re.MULTILINE)
_STYLES = ("panel.css", "controls.css", "canvas.css")


@cache
def module(name: str) -> str:
    """The module of a panel: a file of `static/`, after all that it and those refer to by `/// <reference path=…>`.

    A widget can import no file beside its own, so that they are one text. `LOOKS` are the style sheets of pictures, by
    theme.
    """
    looks = json.dumps({theme: render.style_sheet(theme) for theme in ("light", "dark")})
    return "\n".join([f"const LOOKS = {looks};", *_scripts(name, {}).values()])


@cache
def style(*names: str) -> str:
    """The style sheet of a panel: what all panels have, then these files of `static/`."""
    return "\n".join(map(_text, (*_STYLES, *names)))


def _scripts(name: str, found: dict[str, str]) -> dict[str, str]:
    """The texts of a file and of those that it refers to, by name, each after those that it needs."""
    if name not in found:
        text = _text(name)
        for reference in _REFERENCE.findall(text):
            _scripts(normpath(join(dirname(name), reference)), found)
        found[name] = text
    return found


def _text(name: str) -> str:
    return (files("wfkit.widgets") / "static" / name).read_text(encoding="utf-8")
