"""Writing back into Dify's apps: what stands in a node's `data` beside its config, and edges that name both types.

Read off apps that people share; the editor (1.x) has these rules in `use-nodes-interactions.ts`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from wfkit.core.pointer import resolve, split
from wfkit.core.wording import listed, quoted
from wfkit.errors import InvalidInput
from wfkit.formats.writing._react_flow import Handles, HandleWriter, chosen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.core.model import Edge, Graph, Node
    from wfkit.formats.writing._change import Change
    from wfkit.formats.writing._react_flow import End

_SOURCE, _TARGET = "source", "target"
# The handles of questions that have no cases yet, as in older apps.
_ANSWERS = ("true", "false")
_ASKING = ("if-else", "question-classifier")
_HOLDERS = {"iteration": ("isInIteration", "iteration_id"), "loop": ("isInLoop", "loop_id")}
_ABOVE_CONTAINER = 1002


class DifyWriter(HandleWriter):
    """Apps with a workflow, knowledge pipelines and bare graphs."""

    tool = "Dify"
    label_at = "/data/title"
    drawn = MappingProxyType({"type": "custom", "zIndex": 0})

    def configured(self, data: Any, graph: Graph, node: Node, path: str, value: Any) -> Change:
        """What the node does.

        Raises:
            InvalidInput: The key says what the node is, or how it is drawn.
        """
        key = split(path)[0] if path else ""
        held = resolve(data, node.pointer).get("data") or {}
        if not key or (key in held and key not in node.config):
            msg = f"{quoted(path)} is no setting of {quoted(node.label)}; its settings are {listed(node.config, 12)}"
            raise InvalidInput(msg)
        return super().configured(data, graph, node, path, value)

    def edge(self, data: Any, graph: Graph, edge: Edge) -> dict[str, Any]:
        """The edge, which inside a container lies above it, and says which container that is."""
        made = super().edge(data, graph, edge)
        holder = graph.by_id.get(graph.node(edge.target).parent or "")
        if "zIndex" in made:
            made["zIndex"] = 0 if holder is None else _ABOVE_CONTAINER
        if "data" in made:
            made["data"] = _with_holder(made["data"], holder)
        return made

    def handles(self, source: End, target: End, peer: Mapping[str, Any]) -> Handles:
        """The handles: the branch that the edge is, or `source`, and `target`; some graphs have no handles.

        Raises:
            InvalidInput: The node has no such branch.
        """
        branches = [port.name for port in source.node.outputs]
        if source.node.type not in _ASKING:
            branches.append(_SOURCE)
        elif not branches:
            branches = [*_ANSWERS]
        is_plain = source.node.type not in _ASKING and not source.port
        output = _SOURCE if is_plain else chosen(source.port, branches, source, "output")
        input_ = chosen(target.port or _TARGET, [_TARGET], target, "input")
        edge_id = f"{source.id}-{output}-{target.id}-{input_}"
        if peer and "data" not in peer:
            return Handles("", "", edge_id if "id" in peer else "", None)
        flags = peer.get("data") or {_HOLDERS["iteration"][0]: False}
        said: dict[str, Any] = {key: False for key, value in flags.items() if isinstance(value, bool)}
        said |= {"sourceType": source.node.type, "targetType": target.node.type}
        return Handles(output, input_, edge_id, said)


def _with_holder(said: Mapping[str, Any], holder: Node | None) -> dict[str, Any]:
    """What an edge says of its ends, and of the container around them."""
    flag, name = _HOLDERS.get(holder.type, ("", "")) if holder else ("", "")
    inside = {flag: True, name: holder.id} if holder and flag else {}
    return dict(sorted({**said, **inside}.items()))


WRITER = DifyWriter()
