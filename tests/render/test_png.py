from __future__ import annotations

import struct
import sys

import pytest

from wfkit import render
from wfkit.errors import InvalidInput

from .conftest import chain

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def converter(machine, monkeypatch, name, source):
    """A module of this name that converts; it is on the path, and forgotten after the test."""
    (machine.folder / "site" / f"{name}.py").write_text(source)
    monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.syspath_prepend(machine.folder / "site")


def test_a_plain_installation_makes_a_png():
    found = render.png(chain("a", "b"))
    assert found.startswith(SIGNATURE)
    width, height = struct.unpack(">II", found[16:24])
    assert width > height > 10


@pytest.mark.usefixtures("machine")
def test_without_anything_that_makes_one_the_error_says_what_would():
    with pytest.raises(InvalidInput, match="pip install resvg_py"):
        render.png(chain("a"))


def test_an_engine_that_prints_something_else_makes_none(machine):
    machine.bundle("echo not a picture")
    with pytest.raises(InvalidInput, match="nothing here makes a PNG"):
        render.png(chain("a"))


def test_a_converter_is_given_our_own_picture(machine, monkeypatch):
    converter(
        machine,
        monkeypatch,
        "resvg_py",
        "def svg_to_bytes(svg_string, zoom):\n    return list(f'{zoom} {svg_string}'.encode())\n",
    )
    found = render.png(chain("a", "b"), theme="dark", scale=3)
    assert found.decode() == f"3 {render.svg(chain('a', 'b'), theme='dark')}"


def test_another_converter_does_as_well(machine, monkeypatch):
    converter(
        machine,
        monkeypatch,
        "cairosvg",
        "def svg2png(bytestring, scale):\n    return f'{scale} '.encode() + bytestring\n",
    )
    assert render.png(chain("a")).decode() == f"2.0 {render.svg(chain('a'), theme='light')}"


def test_a_huge_picture_is_made_smaller(machine, monkeypatch):
    converter(machine, monkeypatch, "resvg_py", "def svg_to_bytes(svg_string, zoom):\n    return str(zoom).encode()\n")
    assert float(render.png(chain("a", "b"), scale=1e6)) < 1e3


@pytest.mark.parametrize("scale", [0, -1, float("nan")])
def test_a_scale_is_above_zero(scale):
    with pytest.raises(InvalidInput, match="above 0"):
        render.png(chain("a"), scale=scale)


def test_an_unknown_theme_is_refused():
    with pytest.raises(InvalidInput, match="theme"):
        render.png(chain("a"), theme="pink")
