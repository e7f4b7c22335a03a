"""Writing back into Galaxy's format 2: inputs and steps by name, connections as texts such as `step/output`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.pointer import append, resolve, split
from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput, NotFound
from wfkit.formats._galaxy_scope import Scope, entries
from wfkit.formats._reading import as_text
from wfkit.formats.writing._change import Change, setting, together
from wfkit.formats.writing._galaxy_native import followed, moved, output_of, require_ports, require_step
from wfkit.formats.writing._galaxy_state import state_with
from wfkit.formats.writing._writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.model import Edge, Graph, Node
    from wfkit.formats._galaxy_scope import Entry

_OUTPUT = "output"
_LINK = "$link"
_CONNECTED = {"__class__": "ConnectedValue"}


class Format2Writer(Writer):
    """Workflows of `class: GalaxyWorkflow`, whose inputs and steps are objects or lists."""

    tool = "Galaxy"

    def configured(self, data: Any, graph: Graph, node: Node, path: str, value: Any) -> Change:
        """A parameter, in `state` or in the text of `tool_state`; what an input says of itself.

        Raises:
            InvalidInput: The value comes from another step.
        """
        item = _whole(data, node)
        if not _is_step(node):
            return Change({node.pointer: setting(item, path, value).applied(item)})
        if not isinstance(item.get("state"), dict) and item.get("tool_state") is not None:
            return Change({f"{node.pointer}/tool_state": state_with(item["tool_state"], path, value)})
        inside = f"{node.pointer}/state{path}"
        if any(f"{inside}/".startswith(edge.pointer.removesuffix(_LINK)) for edge in _links(graph, node)):
            msg = f"{quoted(path)} of {quoted(node.label)} comes from another step; disconnect them first"
            raise InvalidInput(msg)
        changed = setting(item, f"/state{path}", value).applied(item)
        return Change({node.pointer: {key: held for key, held in changed.items() if key != "state" or held}})

    def labelled(self, data: Any, graph: Graph, node: Node, label: str) -> Change:
        """The label, the id in a list, or else the key; connections and outputs of the workflow that go by it follow.

        Raises:
            InvalidInput: Something else in this workflow goes by it.
        """
        require_step(self, node, "renamed")
        scope, base = _scope(data, node)
        if label in scope.names or not label:
            msg = f"{quoted(label)} is {'taken' if label else 'no name'}; Galaxy connects steps by their names"
            raise InvalidInput(msg)
        entry = _entry(scope, node)
        item = _whole(data, node)
        key = "label" if as_text(item.get("label")) or not (entry.is_listed and as_text(item.get("id"))) else "id"
        old = as_text(item.get(key)) or ("" if entry.is_listed else entry.key)
        changes = [*followed(data, graph, node, label), *_renamed_sources(data, graph, scope, base, node, (old, label))]
        if entry.is_listed or as_text(item.get("label")):
            # What also is the key of the step still leads to it.
            kept = [] if not entry.is_listed and old == entry.key else changes
            return together(Change({node.pointer: {**item, key: label}}), *kept)
        # In an object the name is the key.
        container = node.pointer.rpartition("/")[0]
        edited = together(*changes).applied(data)
        renamed = {label if name == entry.key else name: held for name, held in resolve(edited, container).items()}
        outside = [change for change in changes if not _is_inside(change, container)]
        return together(Change({container: renamed}), *outside)

    def moved(self, data: Any, graph: Graph, node: Node, x: float, y: float) -> Change:
        """`left` and `top` of the position; a comment has a list of two."""
        del graph
        item = _whole(data, node)
        if item is resolve(data, node.pointer):
            return moved(data, node, x, y)
        return Change({node.pointer: {**item, "position": {"left": x, "top": y}}})

    def linked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """A source of an input, or one more.

        Raises:
            InvalidInput: The steps are not in one workflow, or no port is named.
        """
        require_ports(graph, edge)
        source, target = graph.node(edge.source), graph.node(edge.target)
        if not _is_step(target):
            self.refuse("connected to", target)
        scope, _ = _scope(data, source)
        name, output = _entry(scope, source).key, output_of(source, edge.source_port)
        said = name if output == _OUTPUT else f"{name}/{output}"
        ends = (edge.source, output, edge.target_port)
        if ends in {(at.source, at.source_port, at.target_port) for at in graph.incoming.get(target.id, ())}:
            return Change()
        item = _whole(data, target)
        marked = append(target.pointer, "state", *edge.target_port.split("|"))
        if edge.target_port not in {port.target_port for port in graph.incoming.get(target.id, ())} and _is_mark(
            data, marked
        ):
            return Change({marked: {_LINK: said}})
        return Change({target.pointer: {**item, "in": _with_source(item.get("in"), edge.target_port, said)}})

    def unlinked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """One source less; an input that says nothing else goes with its last one."""
        above, _, last = edge.pointer.rpartition("/")
        if last == _LINK:
            return Change({above: dict(_CONNECTED)})
        pointer = edge.pointer
        step = graph.node(edge.target).pointer
        while (above := pointer.rpartition("/")[0]) != f"{step}/in":
            held = resolve(data, above)
            rest = [key for key in held if key != "id"] if isinstance(held, dict) else held
            if len(rest) > 1:
                break
            pointer = above
        return Change(removed=(pointer,))

    def removed(self, data: Any, graph: Graph, node: Node) -> Change:
        """The step or input, with the outputs of the workflow that it gives, and its place in frames.

        Sources may go by the place of a step; those after it move up.
        """
        if node.role == "note":
            return Change(removed=(node.pointer,))
        scope, base = _scope(data, node)
        own = _entry(scope, node)
        gone = [pointer for pointer, _, text in _outputs(data, base) if scope.named(text)[0] is own]
        moved_up = dict(_moved_up(data, graph, scope, base, own))
        sources = {
            place: text for place, text in moved_up.items() if not any(place.startswith(there) for there in gone)
        }
        return together(Change(sources, (node.pointer, *gone)), *_frames(scope, own, ""))


def _whole(data: Any, node: Node) -> dict[str, Any]:
    """What stands at a node, as an object: an input may be no more than its type."""
    item = resolve(data, node.pointer)
    return item if isinstance(item, dict) else {} if item is None else {"type": item}


def _is_step(node: Node) -> bool:
    return split(node.pointer)[-2] == "steps"


def _is_mark(data: Any, pointer: str) -> bool:
    """Whether Galaxy's mark of a connected value is there."""
    try:
        return bool(resolve(data, pointer) == _CONNECTED)
    except NotFound:
        return False


def _links(graph: Graph, node: Node) -> list[Edge]:
    """The edges that enter a step by a link in its state."""
    return [edge for edge in graph.incoming.get(node.id, ()) if edge.pointer.endswith(f"/{_LINK}")]


def _scope(data: Any, node: Node) -> tuple[Scope, str]:
    """The names in the workflow of a node, and the JSON Pointer to it."""
    base = append("", *split(node.pointer)[:-2])
    read = dict(resolve(data, base))
    inputs, steps, comments = [entries(read, key, base) for key in ("inputs", "steps", "comments")]
    scope = Scope("", None, inputs, steps, comments)
    scope.name_all({}, 0)
    return scope, base


def _entry(scope: Scope, node: Node) -> Entry:
    return next(entry for entry in (*scope.inputs, *scope.steps) if entry.pointer == node.pointer)


def _renamed_sources(
    data: Any, graph: Graph, scope: Scope, base: str, node: Node, names: tuple[str, str]
) -> Iterator[Change]:
    """Other texts for the sources that name a node by the old one of two names."""
    old, new = names
    places = [edge.pointer for edge in graph.outgoing.get(node.id, ())]
    places += [place for _, place, _ in _outputs(data, base)]
    own = _entry(scope, node)
    for place in places:
        text = resolve(data, place)
        entry, name = scope.named(text) if isinstance(text, str) else (None, "")
        if entry is own and name == old:
            yield Change({place: new + text[len(old) :]})
    yield from _frames(scope, own, new)


def _moved_up(data: Any, graph: Graph, scope: Scope, base: str, own: Entry) -> Iterator[tuple[str, str]]:
    """The sources of a workflow that go by the places of entries after this one, with the next lower numbers."""
    order = [*scope.inputs, *scope.steps]
    inside = {entry.pointer for entry in order}
    places = [edge.pointer for edge in graph.edges if graph.node(edge.target).pointer in inside]
    for place in (*places, *(place for _, place, _ in _outputs(data, base))):
        text = resolve(data, place)
        entry, name = scope.named(str(text))
        if entry is None or order.index(entry) <= order.index(own) or name != str(order.index(entry)):
            continue
        if entry.is_listed or entry.key != name:
            yield place, f"{int(name) - 1}{str(text)[len(name) :]}"


def _outputs(data: Any, base: str) -> Iterator[tuple[str, str, str]]:
    """The outputs of a workflow: the JSON Pointers to each and to its source, and that."""
    for entry in entries(dict(resolve(data, base)), "outputs", base):
        if isinstance(entry.item, str):
            yield entry.pointer, entry.pointer, entry.item
        for key in ("outputSource", "source"):
            if isinstance(entry.item, dict) and isinstance(entry.item.get(key), str):
                yield entry.pointer, append(entry.pointer, key), entry.item[key]


def _frames(scope: Scope, own: Entry, new: str) -> Iterator[Change]:
    """The frames around a node with another name for it, or without it for ""."""
    for comment in scope.comments:
        held = comment.item.get("contains_steps") if isinstance(comment.item, dict) else None
        if isinstance(held, list) and any(scope.names.get(as_text(name)) is own for name in held):
            kept = [new if scope.names.get(as_text(name)) is own else name for name in held]
            yield Change({append(comment.pointer, "contains_steps"): [name for name in kept if name != ""]})


def _with_source(said: Any, port: str, source: str) -> Any:
    """The inputs of a step with one more source of one."""
    if isinstance(said, list):
        for place, item in enumerate(said):
            if isinstance(item, dict) and as_text(item.get("id")) == port:
                return [*said[:place], {**item, "source": _more(item.get("source"), source)}, *said[place + 1 :]]
        return [*said, {"id": port, "source": source}]
    held = said if isinstance(said, dict) else {}
    item = held.get(port)
    if isinstance(item, dict):
        return {**held, port: {**item, "source": _more(item.get("source"), source)}}
    return {**held, port: _more(item, source)}


def _more(said: Any, source: str) -> Any:
    held = said if isinstance(said, list) else [said] if said not in (None, "") else []
    if source in held:
        return said
    return [*held, source] if held else source


def _is_inside(change: Change, container: str) -> bool:
    return all(f"{pointer}/".startswith(f"{container}/") for pointer in change.replaced)
