"""Pictures of one workflow, into files or with `-` to stdout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from wfkit.cli._pages import write_all

if TYPE_CHECKING:
    from collections.abc import Callable

    from wfkit import Graph

SvgOption = Annotated[str | None, typer.Option(metavar="FILE", help="Write its picture as SVG.", show_default=False)]
PngOption = Annotated[str | None, typer.Option(metavar="FILE", help="Write its picture as PNG.", show_default=False)]
MermaidOption = Annotated[
    str | None, typer.Option(metavar="FILE", help="Write it as a Mermaid flowchart.", show_default=False)
]
DotOption = Annotated[str | None, typer.Option(metavar="FILE", help="Write it for Graphviz.", show_default=False)]


@dataclass(frozen=True, slots=True)
class Pictures:
    """Where each kind of picture goes, None for nowhere."""

    svg: str | None = None
    png: str | None = None
    mermaid: str | None = None
    dot: str | None = None

    def __bool__(self) -> bool:
        """Whether any is wanted."""
        return any(path is not None for path in (self.svg, self.png, self.mermaid, self.dot))

    def write(self, graph: Graph) -> None:
        """Writes those that are wanted.

        Raises:
            InvalidInput: Nothing is installed that makes a PNG, or a path names no file.
            NotFound: There is no such folder.
        """
        wanted: list[tuple[str | None, Callable[[], str | bytes]]] = [
            (self.svg, graph.svg),
            (self.png, graph.png),
            (self.mermaid, graph.mermaid),
            (self.dot, graph.dot),
        ]
        write_all(wanted)
