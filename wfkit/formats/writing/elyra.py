"""Writing back into Elyra's pipelines: the edges with the port that they enter, the drawing in `ui_data`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_OID, uuid5

from wfkit.core.pointer import append, resolve, split
from wfkit.core.wording import listed, quoted
from wfkit.errors import InvalidInput
from wfkit.formats.writing._change import Change, setting, together
from wfkit.formats.writing._writer import Writer, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.model import Edge, Graph, Node, Port


class ElyraWriter(Writer):
    """Pipelines of versions 1 to 8. Where the parameters of a node lie, the reader says (`config_pointer`)."""

    tool = "Elyra"

    def labelled(self, data: Any, graph: Graph, node: Node, label: str) -> Change:
        """The label that is drawn, and the one that the user gave where the file has a place for one."""
        del graph
        if node.role == "note":
            self.refuse("renamed", node)
        item = resolve(data, node.pointer)
        drawn = setting(data, f"{node.pointer}/app_data/ui_data/label", label)
        app = item.get("app_data")
        is_given = isinstance(app, dict) and ("label" in app or not isinstance(app.get("ui_data"), dict))
        return together(drawn, Change({f"{node.pointer}/app_data/label": label})) if is_given else drawn

    def moved(self, data: Any, graph: Graph, node: Node, x: float, y: float) -> Change:
        """Two numbers, of a node in what is drawn of it."""
        del graph
        place = node.pointer if node.role == "note" else f"{node.pointer}/app_data/ui_data"
        return together(
            *(setting(data, f"{place}/{key}", number(value)) for key, value in (("x_pos", x), ("y_pos", y)))
        )

    def linked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """A link at the port that it enters; its id follows from its ends.

        Raises:
            InvalidInput: The nodes are not in one pipeline, or have no such ports.
        """
        source, target = graph.node(edge.source), graph.node(edge.target)
        pipeline = append("", *split(source.pointer)[:2])
        if split(target.pointer)[:2] != split(source.pointer)[:2] or "note" in (source.role, target.role):
            msg = f"{quoted(source.label)} and {quoted(target.label)} are not nodes of one pipeline of Elyra"
            raise InvalidInput(msg)
        output = _port(source, source.outputs, edge.source_port, "output")
        place = _place(data, target, _port(target, target.inputs, edge.target_port, "input"))
        own = resolve(data, source.pointer)["id"]
        held = resolve(data, place).get("links") or []
        if any(isinstance(link, dict) and _ends(link) == (own, output) for link in held):
            return Change()
        name = _new_id((pipeline, str(own), output, node_text(data, target), edge.target_port), graph)
        return Change({append(place, "links"): [*held, {"id": name, "node_id_ref": own, "port_id_ref": output}]})

    def unlinked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """One link less; a port without any has no list of them."""
        del graph
        above = edge.pointer.rpartition("/")[0]
        return Change(removed=(above if len(resolve(data, above)) == 1 else edge.pointer,))

    def removed(self, data: Any, graph: Graph, node: Node) -> Change:
        """The node, and the lines from comments to it."""
        del graph
        own = resolve(data, node.pointer).get("id")
        pipeline = append("", *split(node.pointer)[:2])
        lines = [
            Change({place: kept})
            for place, held in _associations(resolve(data, pipeline), pipeline)
            if len(kept := [line for line in held if not (isinstance(line, dict) and line.get("node_ref") == own)])
            < len(held)
        ]
        return together(Change(removed=(node.pointer,)), *lines)


def node_text(data: Any, node: Node) -> str:
    """The id that a node has in its pipeline."""
    return str(resolve(data, node.pointer).get("id"))


def _port(node: Node, ports: tuple[Port, ...], name: str, kind: str) -> str:
    """The port of this name; the only one for "".

    Raises:
        InvalidInput: There is none, or none is meant.
    """
    names = [port.name for port in ports]
    if name in names:
        return name
    if not name and len(names) == 1:
        return names[0]
    msg = f"{quoted(node.label)} has no {kind} {quoted(name)}; it has {listed(names, 10) if names else 'none'}"
    raise InvalidInput(msg)


def _place(data: Any, node: Node, port: str) -> str:
    """JSON Pointer to an input that a node has."""
    pointer = append(node.pointer, "inputs")
    items = resolve(data, pointer)
    return append(
        pointer, next(at for at, item in enumerate(items) if isinstance(item, dict) and item.get("id") == port)
    )


def _ends(link: dict[str, Any]) -> tuple[Any, Any]:
    return link.get("node_id_ref"), link.get("port_id_ref")


def _new_id(parts: tuple[str, ...], graph: Graph) -> str:
    """A uuid that is made of these texts, and that no edge has."""
    taken = {edge.id for edge in graph.edges}
    text = "\n".join(parts)
    while (name := str(uuid5(NAMESPACE_OID, text))) in taken:
        text += "\n"
    return name


def _associations(pipeline: dict[str, Any], pointer: str) -> Iterator[tuple[str, list[Any]]]:
    """The lines of every comment of a pipeline, with the JSON Pointers to the lists."""
    value: Any = pipeline
    for key in ("app_data", "ui_data", "comments"):
        value = value.get(key) if isinstance(value, dict) else None
    for at, comment in enumerate(value if isinstance(value, list) else ()):
        lines = comment.get("associated_id_refs") if isinstance(comment, dict) else None
        if isinstance(lines, list):
            yield append(pointer, "app_data", "ui_data", "comments", at, "associated_id_refs"), lines


WRITER = ElyraWriter()
