"""Pictures of graphs: SVG that stands alone, DOT and Mermaid for other tools, and an outline for terminals.

It exists so that a workflow is recognised at a glance in a notebook, on a code host and in a terminal, with nothing
installed but wfkit. It shows graphs and what it is told about them; it must not read documents or know the registry.

A picture always comes about: where Graphviz cannot be run the tool's own canvas gives the places, and where there is
none, the picture is the outline. Whatever the document says is escaped; secrets are not shown.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from wfkit.errors import InvalidInput
from wfkit.render import _miniature
from wfkit.render._comparing import diff_svg
from wfkit.render._dot import dot
from wfkit.render._highlights import highlights
from wfkit.render._kinds import short_type
from wfkit.render._marks import edge_names, keys_before
from wfkit.render._mermaid import mermaid
from wfkit.render._outline import outline
from wfkit.render._picture import picture
from wfkit.render._png import png_of
from wfkit.render._sheet import wire_of
from wfkit.render._themes import style_sheet
from wfkit.render._xml import kept as key_of
from wfkit.render.html import diff_html, graph_bundle, merge_bundle, report_bundle, workflow_bundle

if TYPE_CHECKING:
    from wfkit.core.model import Graph
    from wfkit.render._picture import LayoutName
    from wfkit.render._themes import Theme

__all__ = [
    "diff_html",
    "diff_svg",
    "dot",
    "edge_names",
    "graph_bundle",
    "highlights",
    "key_of",
    "keys_before",
    "merge_bundle",
    "mermaid",
    "miniature",
    "outline",
    "png",
    "report_bundle",
    "short_type",
    "style_sheet",
    "svg",
    "svg_data_url",
    "wire_of",
    "workflow_bundle",
]

_SMALLEST = 48


def svg(
    graph: Graph,
    *,
    theme: Theme = "auto",
    layout: LayoutName = "auto",
    highlights: bool = True,
    near: Graph | None = None,
    title: str = "",
) -> str:
    """The picture of a graph as an SVG document; that of an equal graph comes from a cache.

    Args:
        graph: What to draw.
        theme: `light` or `dark` colours, or `auto`: those that the reader's system prefers.
        layout: `dot`, from left to right by Graphviz; `canvas`, as the tool's canvas has it; `auto` is `dot`. Where
            one cannot be had the picture takes the other.
        highlights: Whether cards show the most telling settings of their nodes.
        near: Another graph, such as an earlier version: a node of both has the same place in both pictures, when each
            is drawn near the other.
        title: What the picture is called by a screen reader and in a tooltip; `Workflow` when empty.

    Raises:
        InvalidInput: There is no such theme or layout.
    """
    return picture(graph, theme=theme, layout=layout, highlights=highlights, near=near, title=title).svg


def miniature(graph: Graph, *, width: int = 288, height: int = 144, theme: Theme = "light") -> str:
    """The graph as an SVG as small as a stamp: a sign for each node and the lines between them, no words and no paper.

    Its colours are in `style_sheet`, which it does not hold: there may be many on a page.

    Args:
        graph: What to draw; of more than 600 nodes the first are.
        width: In pixels.
        height: In pixels.
        theme: The name of the colours.

    Raises:
        InvalidInput: It is too small for a sign.
    """
    if min(width, height) < _SMALLEST:
        msg = f"a miniature of {width!r} by {height!r} is too small; it must be {_SMALLEST} by {_SMALLEST} at least"
        raise InvalidInput(msg)
    return _miniature.miniature(graph, (width, height), theme)


def png(graph: Graph, *, theme: Theme = "light", layout: LayoutName = "auto", scale: float = 2.0) -> bytes:
    """The picture of a graph as PNG; a very large one is made smaller.

    With resvg_py or cairosvg installed it is the picture that `svg` makes, else Graphviz draws it in a plainer way.

    Args:
        graph: What to draw.
        theme: `light` or `dark`; Graphviz knows only light.
        layout: As for `svg`.
        scale: Pixels for each unit of the SVG.

    Raises:
        InvalidInput: There is no such theme or layout, the scale is not above 0, or nothing that makes a PNG is
            installed.
    """
    if not scale > 0:
        msg = f"scale is {scale!r}; it must be a number above 0, such as 2"
        raise InvalidInput(msg)
    made = picture(graph, theme=theme, layout=layout)
    return png_of(made.svg, lambda: dot(graph), size=made.size, scale=scale)


def svg_data_url(svg_text: str) -> str:
    """The SVG as a `data:` URL, for the `src` of an `<img>`: notebooks keep it where they remove inline SVG."""
    return f"data:image/svg+xml;base64,{b64encode(svg_text.encode()).decode()}"
