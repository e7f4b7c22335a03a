"""A picture as PNG, for where SVG is not shown, as far as something is installed that makes one."""

from __future__ import annotations

from importlib import import_module, util
from typing import TYPE_CHECKING, Final

from wfkit.errors import InvalidInput
from wfkit.render import _engine

if TYPE_CHECKING:
    from collections.abc import Callable

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
# About 250 MB while it is drawn; a picture beyond it is made smaller.
_MOST_PIXELS: Final = 64_000_000


def png_of(svg: str, dot: Callable[[], str], *, size: tuple[int, int], scale: float) -> bytes:
    """The PNG of the SVG where a converter is installed, else that of the DOT, as an engine draws it by itself.

    Raises:
        InvalidInput: There is neither.
    """
    zoom = min(scale, (_MOST_PIXELS / (size[0] * size[1])) ** 0.5)
    for module, convert in _CONVERTERS.items():
        if util.find_spec(module) is not None:
            return convert(svg, zoom)
    drawn = _engine.run(dot(), "png", lambda output: output if output.startswith(_SIGNATURE) else None)
    if drawn is None:
        msg = (
            "nothing here makes a PNG: `pip install resvg_py`, `pip install cairosvg` or a Graphviz that "
            f"{_engine.VARIABLE} names would; svg() needs none of them"
        )
        raise InvalidInput(msg)
    return drawn


def _by_resvg(svg: str, zoom: float) -> bytes:
    return bytes(import_module("resvg_py").svg_to_bytes(svg_string=svg, zoom=zoom))


def _by_cairosvg(svg: str, zoom: float) -> bytes:
    return bytes(import_module("cairosvg").svg2png(bytestring=svg.encode(), scale=zoom))


_CONVERTERS: Final = {"resvg_py": _by_resvg, "cairosvg": _by_cairosvg}
