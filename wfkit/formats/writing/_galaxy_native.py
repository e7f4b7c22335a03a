"""Writing back into Galaxy's `.ga` files: steps by number, connections with the step that they enter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.mention import rewritten
from wfkit.core.pointer import append, resolve, split
from wfkit.core.wording import listed, quoted
from wfkit.errors import InvalidInput
from wfkit.formats._reading import as_text
from wfkit.formats.writing._change import Change, setting, together
from wfkit.formats.writing._galaxy_state import state_with
from wfkit.formats.writing._writer import Writer, members, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.mention import Mention
    from wfkit.core.model import Edge, Graph, Node

_OUTPUT = "output"
_SUBWORKFLOW = "subworkflow"
_INPUTS = ("data_input", "data_collection_input", "parameter_input")


class NativeGalaxyWriter(Writer):
    """Workflows as Galaxy exports them. The numbers of steps stay when one goes: Galaxy counts anew as it imports."""

    tool = "Galaxy"

    def configured(self, data: Any, graph: Graph, node: Node, path: str, value: Any) -> Change:
        """A parameter in the text of the state."""
        if node.role == "note":
            return super().configured(data, graph, node, path, value)
        held = resolve(data, node.pointer).get("tool_state")
        return Change({node.config_pointer: state_with(held, path, value)})

    def labelled(self, data: Any, graph: Graph, node: Node, label: str) -> Change:
        """The label, and where others name a parameter of the workflow by it.

        Raises:
            InvalidInput: Another step of this workflow has it.
        """
        require_step(self, node, "renamed")
        siblings = (other for other in graph.nodes if other.parent == node.parent and other.role == "node")
        if any(resolve(data, other.pointer).get("label") == label for other in siblings if other.id != node.id):
            msg = f"another step is labelled {quoted(label)}; Galaxy allows a label once in a workflow"
            raise InvalidInput(msg)
        return together(Change({f"{node.pointer}/label": label}), *followed(data, graph, node, label))

    def moved(self, data: Any, graph: Graph, node: Node, x: float, y: float) -> Change:
        """`left` and `top` of the position; a comment has a list of two."""
        del graph
        return moved(data, node, x, y)

    def linked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """A connection of an input. One that is connected already has a list of them, as inputs of several files do.

        Raises:
            InvalidInput: The steps are not in one workflow, or no port is named.
        """
        source, target = graph.node(edge.source), graph.node(edge.target)
        require_ports(graph, edge)
        connection: dict[str, Any] = {"id": _number(data, source), "output_name": output_of(source, edge.source_port)}
        inner = self._inner_step(data, graph, target, edge.target_port)
        if inner is not None:
            connection["input_subworkflow_step_id"] = inner
        place = append(target.pointer, "input_connections", edge.target_port)
        said = (resolve(data, target.pointer).get("input_connections") or {}).get(edge.target_port)
        held = said if isinstance(said, list) else [said] if said else []
        if connection in held:
            return Change()
        return setting(data, place, [*held, connection] if held else connection)

    def unlinked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """One connection less; an input without any is not named any more."""
        del graph
        above = edge.pointer.rpartition("/")[0]
        held = resolve(data, above)
        return Change(removed=(above if isinstance(held, list) and len(held) == 1 else edge.pointer,))

    def removed(self, data: Any, graph: Graph, node: Node) -> Change:
        """The step, and its number in the frames around it."""
        del graph
        workflow = node.pointer.rpartition("/")[0].rpartition("/")[0]
        own = _number(data, node) if node.role == "node" else None
        frames = [
            Change({append(pointer, key): [other for other in held if other != own]})
            for pointer, comment in _comments(data, workflow)
            if isinstance(held := comment.get(key := "child_steps"), list) and own in held
        ]
        return together(Change(removed=(node.pointer,)), *frames)

    def _inner_step(self, data: Any, graph: Graph, target: Node, port: str) -> Any:
        """The number of the inner input that a port of a subworkflow is, None where it cannot be told."""
        if target.type != _SUBWORKFLOW:
            return None
        for node in graph.nodes:
            if node.parent == target.id and node.type in _INPUTS:
                own, label = _number(data, node), resolve(data, node.pointer).get("label")
                if port == label or port.partition(":")[0] == str(own):
                    return own
        return None


def require_step(writer: Writer, node: Node, what: str) -> None:
    """Refuses comments, which have no more than their text.

    Raises:
        InvalidInput: It is one.
    """
    if node.role == "note":
        writer.refuse(what, node)


def require_ports(graph: Graph, edge: Edge) -> None:
    """Refuses an edge between workflows, or into no named input.

    Raises:
        InvalidInput: It is one.
    """
    source, target = graph.node(edge.source), graph.node(edge.target)
    if source.parent != target.parent or "note" in (source.role, target.role):
        msg = f"{quoted(source.label)} and {quoted(target.label)} are not steps of one workflow of Galaxy"
        raise InvalidInput(msg)
    if not edge.target_port:
        msg = f"inputs of Galaxy go by names; pass target_port for an input of {quoted(target.label)}"
        raise InvalidInput(msg)


def output_of(source: Node, port: str) -> str:
    """The output that is meant: the only one for "".

    Raises:
        InvalidInput: The step has several.
    """
    names = [known.name for known in source.outputs]
    if port or len(names) == 1:
        return port or names[0]
    if source.type in _INPUTS or not names:
        return _OUTPUT
    msg = f"{quoted(source.label)} has several outputs; pass source_port, one of {listed(names, 10)}"
    raise InvalidInput(msg)


def moved(data: Any, node: Node, x: float, y: float) -> Change:
    """The position of a step or comment."""
    place = f"{node.pointer}/position"
    if node.role == "note":
        return Change({place: [number(x), number(y)]})
    return members(resolve(data, node.pointer).get("position"), place, {"left": x, "top": y})


def followed(data: Any, graph: Graph, node: Node, label: str) -> Iterator[Change]:
    """Other texts for what names a node by its label: settings, and parameters in the text of a state."""
    for other in graph.nodes:
        texts: dict[str, list[Mention]] = {}
        for mention in graph.mentions(other):
            if mention.node_id == node.id and mention.is_label:
                texts.setdefault(mention.pointer_from(other), []).append(mention)
        state = resolve(data, other.pointer).get("tool_state") if texts else None
        new = state
        for place, mentions in texts.items():
            text = rewritten(mentions[0].text_in(other), mentions, {}, {node.id: label})
            if place.startswith(f"{other.config_pointer}/") and isinstance(state, str | dict):
                new = state_with(new, mentions[0].path, text)
            else:
                yield Change({place: text})
        if new is not state:
            yield Change({other.config_pointer: new})


def _number(data: Any, node: Node) -> Any:
    """The number of a step, which connections go by."""
    own = resolve(data, node.pointer).get("id")
    key = split(node.pointer)[-1]
    return own if as_text(own) else int(key) if key.isdecimal() else key


def _comments(data: Any, workflow: str) -> Iterator[tuple[str, dict[str, Any]]]:
    held = resolve(data, workflow).get("comments")
    for place, item in enumerate(held if isinstance(held, list) else ()):
        if isinstance(item, dict):
            yield append(workflow, "comments", place), item
