"""Writing back into Haystack's pipelines: a component goes by its name, in connections and in what hayhooks adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.pointer import append, resolve
from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput
from wfkit.formats.writing._change import Change, together
from wfkit.formats.writing._writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.model import Edge, Graph, Node

# What a pipeline takes and gives, each a socket or a list of them.
_FACES = ("inputs", "outputs")


class HaystackWriter(Writer):
    """Pipelines of Haystack 2. They have no canvas, and no component of one can be left out."""

    tool = "Haystack"

    def labelled(self, data: Any, graph: Graph, node: Node, label: str) -> Change:
        """The name, with every connection, input and output that names the component.

        Raises:
            InvalidInput: Another component has this name, it is empty, or it has a dot, which begins a socket.
        """
        if not label or label in graph.by_id or "." in label:
            fault = "has a dot" if "." in label else "is taken" if label else "is none"
            msg = f"Haystack knows components by their names, and {quoted(label)} {fault}; pass another"
            raise InvalidInput(msg)
        held = resolve(data, "/components")
        renamed = {label if name == node.id else name: item for name, item in held.items()}
        ends = {
            append(edge.pointer, key): _with_name(resolve(data, edge.pointer)[key], node.id, label)
            for edge in graph.edges
            for key, name in (("sender", edge.source), ("receiver", edge.target))
            if name == node.id
        }
        faces = {
            place: _with_name(said, node.id, label) for place, said in _faces(data) if _name_of(said, graph) == node.id
        }
        return Change({"/components": renamed, **ends, **faces})

    def linked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """A connection at the end of their list; without a port it names the component alone, which has only one."""
        del graph
        sender = ".".join(filter(None, (edge.source, edge.source_port)))
        receiver = ".".join(filter(None, (edge.target, edge.target_port)))
        held = data.get("connections") or []
        new = {"sender": sender, "receiver": receiver}
        return Change() if new in held else Change({"/connections": [*held, new]})

    def removed(self, data: Any, graph: Graph, node: Node) -> Change:
        """The component, and what the pipeline takes or gives by it."""
        gone = {place for place, said in _faces(data) if _name_of(said, graph) == node.id}
        lists: dict[str, Any] = {}
        for key in _FACES:
            for name, said in _members(data, key):
                place = append("", key, name)
                if isinstance(said, list):
                    kept = [item for at, item in enumerate(said) if append(place, at) not in gone]
                    if kept and len(kept) < len(said):
                        lists[place] = kept
                    elif not kept:
                        gone.add(place)
        whole = [place for place in gone if place.count("/") == len(_FACES)]
        return together(Change(lists), Change(removed=(node.pointer, *whole)))


def _faces(data: Any) -> Iterator[tuple[str, str]]:
    """The sockets that a pipeline takes from and gives to whoever runs it, with the JSON Pointers to them."""
    for key in _FACES:
        for name, said in _members(data, key):
            place = append("", key, name)
            if isinstance(said, str):
                yield place, said
            for at, item in enumerate(said if isinstance(said, list) else ()):
                if isinstance(item, str):
                    yield append(place, at), item


def _members(data: Any, key: str) -> list[tuple[str, Any]]:
    held = data.get(key)
    return list(held.items()) if isinstance(held, dict) else []


def _name_of(said: str, graph: Graph) -> str:
    return said if said in graph.by_id else said.rpartition(".")[0]


def _with_name(said: str, old: str, new: str) -> str:
    return f"{new}{said[len(old) :]}"


WRITER = HaystackWriter()
