"""Writing back into Langflow's flows: values lie in the fields of a form, and edges repeat what both forms say of them.

A handle is an object that stands in an edge three times: in `data`, as a text with œ for the quotes, and in the id.
Read off exports from 2023 on, which spell those texts in three ways; the editor has the rules in `reactflowUtils.ts`.
"""

from __future__ import annotations

import json
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from wfkit.core.pointer import append, resolve, split
from wfkit.core.wording import listed, quoted
from wfkit.errors import InvalidInput
from wfkit.formats._reading import as_text
from wfkit.formats._sniffing import child
from wfkit.formats.writing._change import Change, setting, together
from wfkit.formats.writing._react_flow import Handles, HandleWriter, chosen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from wfkit.core.model import Graph, Node
    from wfkit.formats.writing._react_flow import End

_compact = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))
_spaced = partial(json.dumps, ensure_ascii=False)
_PREFIXES = ("reactflow__edge-", "xy-edge__")


class LangflowWriter(HandleWriter):
    """Flows, flows in groups and collections."""

    tool = "Langflow"
    label_at = "/data/node/display_name"
    drawn = MappingProxyType({"className": "", "animated": False, "selected": False})

    def configured(self, data: Any, graph: Graph, node: Node, path: str, value: Any) -> Change:
        """The value of a field of the form, or the text of a note.

        Raises:
            InvalidInput: There is no such field; Langflow makes them, by the source of the component.
        """
        del graph
        if node.role == "note" and path == "/description":
            return self.copied(data, node, "description", node.config.get("description"), value)
        field, *inner = split(path) or ("",)
        template = child(child(resolve(data, node.pointer).get("data"), "node"), "template")
        fields = [key for key, held in template.items() if isinstance(held, dict)] if isinstance(template, dict) else []
        if field == "code" and field in fields and field not in node.config:
            msg = f"{quoted(node.label)} has the source that came with Langflow; make it a component of your own there"
            raise InvalidInput(msg)
        if field not in fields:
            hint = f"it has {listed(fields, 12)}" if fields else "it has none"
            msg = f"{quoted(node.label)} has no field {quoted(field)}; {hint}"
            raise InvalidInput(msg)
        return setting(data, append(node.config_pointer, field, "value", *inner), value)

    def labelled(self, data: Any, graph: Graph, node: Node, label: str) -> Change:
        """The name of a component or note, and the copy of it beside that; of a flow in a collection, its name."""
        del graph
        if node.role == "group":
            return setting(data, f"{node.pointer}/name", label)
        return self.copied(data, node, "display_name", node.label, label)

    def moved(self, data: Any, graph: Graph, node: Node, x: float, y: float) -> Change:
        """The position; a flow of a collection has none."""
        if node.role == "group":
            self.refuse("moved", node)
        return super().moved(data, graph, node, x, y)

    def copied(self, data: Any, node: Node, key: str, old: Any, new: Any) -> Change:
        """A text of the component, and the copy that some versions keep beside it."""
        change = setting(data, f"{node.pointer}/data/node/{key}", new)
        outer = child(resolve(data, node.pointer).get("data"), key)
        return together(change, setting(data, f"{node.pointer}/data/{key}", new)) if outer and outer == old else change

    def handles(self, source: End, target: End, peer: Mapping[str, Any]) -> Handles:
        """The handles as other edges of the flow have them: objects in three spellings, or words between strokes."""
        if is_of_first_form(peer):
            return _first_form(source, target)
        output, input_ = _output(source), _input(target)
        spell = _spelling_of(peer)
        texts = [_quoted(spell(handle)) for handle in (output, input_)]
        name = _name_spelling(peer)
        prefix = next((prefix for prefix in _PREFIXES if as_text(peer.get("id")).startswith(prefix)), _PREFIXES[1])
        edge_id = f"{prefix}{source.id}{name(output)}-{target.id}{name(input_)}"
        return Handles(texts[0], texts[1], edge_id, {"sourceHandle": output, "targetHandle": input_})


def is_of_first_form(edge: Mapping[str, Any]) -> bool:
    """Whether the handles of an edge are words between strokes, as in 2023."""
    return "|" in (handle := as_text(edge.get("sourceHandle"))) and not handle.startswith("{")


def _output(end: End) -> dict[str, Any]:
    component = child(end.data, "node")
    outputs = dict(_outputs(component))
    if not outputs and not end.port:
        # As it was before outputs had names.
        return {"baseClasses": _items(component, "base_classes"), "dataType": end.node.type, "id": end.id}
    name = chosen(end.port, outputs, end, "output")
    return {"dataType": end.node.type, "id": end.id, "name": name, "output_types": _types(outputs[name])}


def _input(end: End) -> dict[str, Any]:
    component = child(end.data, "node")
    template = child(component, "template")
    loops = {name: item for name, item in _outputs(component) if item.get("allows_loop")}
    fields = dict(_fields(template))
    if end.port in fields:
        return _field(end, end.port, fields[end.port])
    name = chosen(end.port, [*(port.name for port in end.node.inputs), *loops], end, "input")
    if name in loops:
        return {"dataType": end.node.type, "id": end.id, "name": name, "output_types": _types(loops[name])}
    return _field(end, name, fields[name])


def _field(end: End, name: str, field: Mapping[str, Any]) -> dict[str, Any]:
    handle = {"fieldName": name, "id": end.id, "inputTypes": field.get("input_types"), "type": field.get("type")}
    return {**handle, "proxy": field["proxy"]} if field.get("proxy") else handle


def _fields(template: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, field in template.items() if isinstance(template, dict) else ():
        if isinstance(field, dict):
            yield name, field


def _outputs(component: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for item in _items(component, "outputs"):
        if isinstance(item, dict):
            yield as_text(item.get("name")), item


def _types(output: Mapping[str, Any]) -> list[Any]:
    """The type that the user chose of an output's, and all of them where nobody did."""
    return [output["selected"]] if output.get("selected") else _items(output, "types")


def _items(holder: Any, key: str) -> list[Any]:
    found = child(holder, key)
    return found if isinstance(found, list) else []


def _first_form(source: End, target: End) -> Handles:
    """Words between strokes: type, id and classes of the source; type of the field, its name and id of the target."""
    classes = _items(child(source.data, "node"), "base_classes")
    output = "|".join([source.node.type, source.id, *map(as_text, classes)])
    fields = dict(_fields(child(child(target.data, "node"), "template")))
    name = target.port if target.port in fields else chosen(target.port, fields, target, "input")
    input_ = "|".join([as_text(fields[name].get("type")), name, target.id])
    return Handles(output, input_, f"{_PREFIXES[0]}{source.id}{output}-{target.id}{input_}", None)


def _spelling_of(peer: Mapping[str, Any]) -> Callable[[Any], str]:
    """With spaces, as a server in Python writes it, or without, as the editor does."""
    return _spaced if "œ: " in as_text(peer.get("sourceHandle")) else _compact


def _name_spelling(peer: Mapping[str, Any]) -> Callable[[Any], str]:
    """How a handle stands in the id of an edge."""
    known = as_text(peer.get("id"))
    spell = _spaced if "œ: " in known else _compact
    return spell if '{"' in known else lambda handle: _quoted(spell(handle))


def _quoted(text: str) -> str:
    return text.replace('"', "œ")


WRITER = LangflowWriter()
