"""Writing back into ComfyUI's documents, of either form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.formats.comfyui import prompt_at
from wfkit.formats.writing._comfyui_graph import GraphWriter
from wfkit.formats.writing._comfyui_prompt import PromptWriter
from wfkit.formats.writing._writer import Writer

if TYPE_CHECKING:
    from wfkit.core.model import Edge, Graph, Node
    from wfkit.formats.writing._change import Change

_GRAPH, _PROMPT = GraphWriter(), PromptWriter()


class ComfyUIWriter(Writer):
    """The graph that the editor saves, and the prompt that the server runs."""

    tool = "ComfyUI"

    def configured(self, data: Any, graph: Graph, node: Node, path: str, value: Any) -> Change:
        """A widget of the node, or an input of a prompt."""
        return _form(data).configured(data, graph, node, path, value)

    def labelled(self, data: Any, graph: Graph, node: Node, label: str) -> Change:
        """The title."""
        return _form(data).labelled(data, graph, node, label)

    def switched(self, data: Any, graph: Graph, node: Node, *, enabled: bool) -> Change:
        """The mode; prompts have none."""
        return _form(data).switched(data, graph, node, enabled=enabled)

    def moved(self, data: Any, graph: Graph, node: Node, x: float, y: float) -> Change:
        """The position; prompts have none."""
        return _form(data).moved(data, graph, node, x, y)

    def linked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """A link instead of what the input has."""
        return _form(data).linked(data, graph, edge)

    def unlinked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """One link less."""
        return _form(data).unlinked(data, graph, edge)

    def removed(self, data: Any, graph: Graph, node: Node) -> Change:
        """One node less."""
        return _form(data).removed(data, graph, node)


def _form(data: Any) -> Writer:
    return _GRAPH if prompt_at(data) is None else _PROMPT


WRITER = ComfyUIWriter()
