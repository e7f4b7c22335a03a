"""Writing back into the prompt that ComfyUI's server runs: an input is a value or a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.pointer import append, split
from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput
from wfkit.formats.writing._change import Change, setting
from wfkit.formats.writing._writer import Writer

if TYPE_CHECKING:
    from wfkit.core.model import Edge, Graph, Node


class PromptWriter(Writer):
    """Nodes by id, bare or under `prompt`."""

    tool = "ComfyUI's prompts"

    def configured(self, data: Any, graph: Graph, node: Node, path: str, value: Any) -> Change:
        """The value of an input.

        Raises:
            InvalidInput: There is a link at this input.
        """
        require_free(graph, node, split(path)[0] if path else "")
        return super().configured(data, graph, node, path, value)

    def labelled(self, data: Any, graph: Graph, node: Node, label: str) -> Change:
        """The title, which is for people only."""
        del graph
        return setting(data, f"{node.pointer}/_meta/title", label)

    def linked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """A link at an input, instead of the value or the link that it has.

        Raises:
            InvalidInput: The input has no name, or the output is no number.
        """
        if not edge.target_port or not (edge.source_port or "0").isdecimal():
            msg = (
                "a prompt of ComfyUI names inputs and counts outputs: pass target_port, such as 'model', and "
                f"source_port, a number from 0; these are {quoted(edge.target_port)} and {quoted(edge.source_port)}"
            )
            raise InvalidInput(msg)
        place = append(f"{graph.node(edge.target).pointer}/inputs", edge.target_port)
        return setting(data, place, [edge.source, int(edge.source_port or 0)])


def require_free(graph: Graph, node: Node, port: str) -> None:
    """Refuses to put a value where an edge enters.

    Raises:
        InvalidInput: One does.
    """
    if any(edge.target_port == port for edge in graph.incoming.get(node.id, ())):
        msg = f"{quoted(port)} of {quoted(node.label)} comes from another node; disconnect them first"
        raise InvalidInput(msg)
