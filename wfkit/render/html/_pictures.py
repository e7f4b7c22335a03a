"""Pictures inside HTML: an SVG as the address of an `img`, which sanitisers let through; inline it would be lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wfkit.core import display
from wfkit.core.wording import shortened
from wfkit.render.html import _parts as parts
from wfkit.render.html import _styles as styles
from wfkit.render.html._elements import Markup, element, joined, void

if TYPE_CHECKING:
    from collections.abc import Callable

# A notebook keeps it with the output of each cell.
_LARGEST: Final = 550_000
_FITS_PX: Final = 1400
_SCALE: Final = 0.75
_HEAD: Final = 1000
_WIDTH = re.compile(r'<svg[^>]{0,900}?\swidth="(\d{1,6}(?:\.\d+)?)(pt|px|)"')
_PX_PER_PT: Final = 4 / 3
_REASON: Final = 200
_OUTLINE_LINES: Final = 120


def picture(draw: Callable[[], str], alt: str, *, otherwise: Callable[[], str] | None = None) -> Markup:
    """The picture; where none can be made, why not, and the outline.

    Args:
        draw: Gives the SVG.
        alt: What is in the picture, for whoever does not see it.
        otherwise: Gives the outline.
    """
    try:
        svg = draw()
        address = display.renderer().svg_data_url(svg)
    except Exception as error:  # noqa: BLE001 - a notebook shows an object whatever keeps it from being drawn
        return _without(str(error) or type(error).__name__, otherwise)
    if len(address) > _LARGEST:
        size_kb = len(address) // 1000
        return _without(f"with {size_kb:,} kB it is too large to be kept in a notebook; svg() makes it.", otherwise)
    return element("div", _image(address, alt, _width_px(svg)), style=styles.PICTURE)


def _image(address: str, alt: str, width_px: float) -> Markup:
    if width_px > _FITS_PX:
        # Squeezed into the page it would be too small to read, so it keeps a size, and the reader scrolls.
        return void("img", src=address, alt=alt, width=round(width_px * _SCALE), style=styles.LARGE_IMAGE)
    return void("img", src=address, alt=alt, style=styles.IMAGE)


def _width_px(svg: str) -> float:
    found = _WIDTH.search(svg[:_HEAD])
    return float(found[1]) * (_PX_PER_PT if found[2] == "pt" else 1) if found else 0


def _without(reason: str, otherwise: Callable[[], str] | None) -> Markup:
    why = parts.remark(f"No picture: {shortened(reason, _REASON)}")
    return why if otherwise is None else joined([why, _outline(otherwise())])


def _outline(text: str) -> Markup:
    lines = text.splitlines()
    left_out = len(lines) - _OUTLINE_LINES
    more = [f"… {left_out} more lines"] if left_out > 0 else []
    return element("pre", "\n".join([*lines[:_OUTLINE_LINES], *more]), style=styles.OUTLINE)
