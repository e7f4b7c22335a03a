"""Writing back into Galaxy's workflows, of either form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.formats._sniffing import is_galaxy_format2
from wfkit.formats.writing._galaxy_format2 import Format2Writer
from wfkit.formats.writing._galaxy_native import NativeGalaxyWriter
from wfkit.formats.writing._writer import Writer

if TYPE_CHECKING:
    from wfkit.core.model import Edge, Graph, Node
    from wfkit.formats.writing._change import Change

_NATIVE, _FORMAT2 = NativeGalaxyWriter(), Format2Writer()


class GalaxyWriter(Writer):
    """`.ga` files and format 2. No step of Galaxy can be disabled; a condition of its own is `when`, a setting."""

    tool = "Galaxy"

    def configured(self, data: Any, graph: Graph, node: Node, path: str, value: Any) -> Change:
        """A parameter of the step."""
        return _form(data).configured(data, graph, node, path, value)

    def labelled(self, data: Any, graph: Graph, node: Node, label: str) -> Change:
        """The label, and what names the step by it."""
        return _form(data).labelled(data, graph, node, label)

    def moved(self, data: Any, graph: Graph, node: Node, x: float, y: float) -> Change:
        """The position."""
        return _form(data).moved(data, graph, node, x, y)

    def linked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """A connection of an input."""
        return _form(data).linked(data, graph, edge)

    def unlinked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """One connection less."""
        return _form(data).unlinked(data, graph, edge)

    def removed(self, data: Any, graph: Graph, node: Node) -> Change:
        """One step less."""
        return _form(data).removed(data, graph, node)


def _form(data: Any) -> Writer:
    return _FORMAT2 if is_galaxy_format2(data) else _NATIVE


WRITER = GalaxyWriter()
