"""Writing back into RAGFlow's agents: what is drawn and what runs say the same, and both are written.

Read off agents of 0.2x; the editor (`web/src/pages/agent/utils.ts`) makes the components out of the drawing: their
parameters out of a form, `downstream` and `upstream` out of the edges. A branch of a node names its targets once more,
in `to`: by its name in what runs, and for some types in the form. Edges to tools are in the drawing alone.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from wfkit.core.diff import ABSENT
from wfkit.core.model import Edge
from wfkit.core.pointer import append, resolve, split
from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput, NotFound
from wfkit.formats._foreign import is_same
from wfkit.formats._reading import as_text
from wfkit.formats._sniffing import child
from wfkit.formats.ragflow import INNER_HANDLES
from wfkit.formats.writing._change import Change, setting, together
from wfkit.formats.writing._react_flow import Handles, HandleWriter, chosen, end_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from wfkit.core.model import Graph, Node
    from wfkit.formats.writing._react_flow import End

    _Edit = Callable[[list[Any], str], list[Any]]

_START, _END, _HELPER, _HELPED = "start", "end", "agentBottom", "agentTop"
_PREFIX, _OLD_PREFIX = "xy-edge__", "reactflow__edge-"
# Places of nodes in the first versions; a `begin` has none.
_LETTERS = ("a", "b", "c", "d")
_BY_NAME = "category_description"
_ELSE = "end_cpn_ids"
_FORM_ONLY = ("items", "parameter", "setups")
_BRANCHING = ("Relevant", "Switch")
# Parameters that name the targets of a branch by its name.
_OTHERS = (_ELSE, "end_cpn_id", "yes", "no")


class RagflowWriter(HandleWriter):
    """Agents, with or without a drawing, and their bare canvases."""

    tool = "RAGFlow"
    label_at = "/data/name"

    def configured(self, data: Any, graph: Graph, node: Node, path: str, value: Any) -> Change:
        """The value in the form, and in the parameters of what runs where these say the same as the form."""
        del graph
        change = setting(data, f"{node.config_pointer}{path}", value)
        params_at = _params_at(data, node.id)
        if not params_at or params_at == node.config_pointer:
            return change
        if _are_alike(node.config, resolve(data, params_at), split(path)):
            return together(change, setting(data, f"{params_at}{path}", value))
        return together(change, *_classes(data, node, change, params_at))

    def labelled(self, data: Any, graph: Graph, node: Node, label: str) -> Change:
        """The name of a node that is drawn."""
        self.require_drawn(node, "renamed")
        return super().labelled(data, graph, node, label)

    def moved(self, data: Any, graph: Graph, node: Node, x: float, y: float) -> Change:
        """The position of a node that is drawn."""
        self.require_drawn(node, "moved")
        return super().moved(data, graph, node, x, y)

    def linked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """The edge in the drawing, where there is one, at both components, and in the branch that it is.

        Raises:
            InvalidInput: Only one of the nodes is drawn, or the source has no such branch.
        """
        ends = graph.node(edge.source), graph.node(edge.target)
        if _is_drawn(ends[0]) is not _is_drawn(ends[1]):
            msg = f"one of {quoted(edge.source)} and {quoted(edge.target)} is not drawn, so no edge can be between them"
            raise InvalidInput(msg)
        if not _is_drawn(ends[0]):
            source = end_at(data, graph, edge.source, edge.source_port)
            ported = Edge("", edge.source, edge.target, _branch(source))
            return together(*_neighbours(data, ported, _with), *_branches(data, ends[0], ported, _with))
        made = super().linked(data, graph, edge)
        ported = Edge("", edge.source, edge.target, self.edge(data, graph, edge).get("sourceHandle", ""))
        return together(made, *_neighbours(data, ported, _with), *_branches(data, ends[0], ported, _with))

    def unlinked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """One edge less, in the drawing, at both components, and in the branch that it was."""
        made = Change(removed=(edge.pointer,)) if "/downstream/" not in edge.pointer else Change()
        source = graph.by_id.get(edge.source)
        branches = () if source is None else _branches(data, source, edge, _without)
        return together(made, *_neighbours(data, edge, _without), *branches)

    def removed(self, data: Any, graph: Graph, node: Node) -> Change:
        """The node, drawn and running."""
        del graph
        component = append(_base(data), "components", node.id)
        return Change(removed=tuple({node.pointer: None, **({component: None} if _has(data, component) else {})}))

    def handles(self, source: End, target: End, peer: Mapping[str, Any]) -> Handles:
        """Names of places at a node: `start` and `end` but for branches, tools, and letters in older files.

        Raises:
            InvalidInput: The source has branches, and the port is none of them.
        """
        is_lettered = as_text(peer.get("targetHandle")) in _LETTERS
        output = _branch(source) or ("" if is_lettered else _START)
        input_ = target.port if is_lettered else target.port or (_HELPED if output == _HELPER else _END)
        prefix = _OLD_PREFIX if as_text(peer.get("id")).startswith(_OLD_PREFIX) else _PREFIX
        edge_id = f"{prefix}{source.id}{output}-{target.id}{input_}"
        return Handles(output, input_, edge_id, {"isHovered": False} if not peer or "data" in peer else None)

    def require_drawn(self, node: Node, what: str) -> None:
        """Refuses a component that is not drawn.

        Raises:
            InvalidInput: It is one.
        """
        if not _is_drawn(node):
            self.refuse(what, node)


def _is_drawn(node: Node) -> bool:
    return "/graph/nodes/" in node.pointer and "/components/" not in node.pointer


def _base(data: Any) -> str:
    return "/dsl" if isinstance(data.get("dsl"), dict) else ""


def _has(data: Any, pointer: str) -> bool:
    above, _, _ = pointer.rpartition("/")
    try:
        holder = resolve(data, above)
    except NotFound:
        return False
    return isinstance(holder, dict) and split(pointer)[-1] in holder


def _params_at(data: Any, node_id: str) -> str:
    """JSON Pointer to the parameters of the component of this node; "" where there is none."""
    pointer = append(_base(data), "components", node_id, "obj", "params")
    return pointer if _has(data, pointer) and isinstance(resolve(data, pointer), dict) else ""


def _are_alike(form: Any, params: Any, keys: tuple[str, ...]) -> bool:
    """Whether what lies at these keys is the same in both, or the values there are no more than values, or is in none.

    What differs in kind is made by the editor for the run, in a way of its own.
    """
    for key in keys:
        if isinstance(form, dict) and isinstance(params, dict):
            form, params = form.get(key, ABSENT), params.get(key, ABSENT)
        elif isinstance(form, list) and isinstance(params, list):
            place = int(key) if key.isdecimal() else len(form)
            form, params = (items[place] if place < len(items) else ABSENT for items in (form, params))
        else:
            return form is ABSENT and params is ABSENT
    if form is ABSENT or params is ABSENT:
        return form is params and not _is_of_form(keys[0])
    return is_same(form, params) or not (isinstance(form, dict | list) or isinstance(params, dict | list))


def _is_of_form(key: str) -> bool:
    """Whether the editor keeps a field for itself: switches of other fields, presets, and what it makes others of."""
    return key.endswith("Enabled") or key in _FORM_ONLY


def _classes(data: Any, node: Node, change: Change, params_at: str) -> Iterator[Change]:
    """What runs of the classes in a form, where it was made of them; targets stay with the class that had them."""
    held = resolve(data, params_at).get(_BY_NAME)
    before = node.config.get("items")
    if not (isinstance(held, dict) and isinstance(before, list) and is_same(_described(before, held), held)):
        return
    after = resolve(change.applied(data), node.config_pointer).get("items")
    if isinstance(after, list):
        names = [as_text(child(item, "name")) for item in before]
        by_id = {as_text(child(item, "uuid")): name for name, item in zip(names, before, strict=True)} | {"": None}
        olds = [
            by_id.get(as_text(child(item, "uuid"))) or name for item, name in zip_longest(after, names, fillvalue="")
        ]
        order = [*held]
        pairs = [(as_text(child(item, "name")), old) for item, old in zip(after, olds, strict=False)]
        pairs.sort(key=lambda pair: order.index(pair[1]) if pair[1] in order else len(order))
        moved = {name: held.get(old, {}) for name, old in pairs}
        yield Change({append(params_at, _BY_NAME): _described(after, moved)})


def _described(items: list[Any], held: Mapping[str, Any]) -> dict[str, Any]:
    """The classes by name, as the editor makes them of its form, in the order that they were in."""
    found = {}
    for item in items:
        name, examples = as_text(child(item, "name")), child(item, "examples")
        texts = [child(each, "value") for each in examples] if isinstance(examples, list) else []
        said = {**held.get(name, {}), "description": child(item, "description"), "examples": texts}
        found[name] = said if "to" in said else {**said, "to": []}
    return {name: found[name] for name in (*(name for name in held if name in found), *found)}


def _branch_handles(node: Node) -> dict[str, str]:
    """The handles of the branches of a node, by what people call these; empty where it has none."""
    items, by_name, cases = (node.config.get(key) for key in ("items", _BY_NAME, "conditions"))
    if node.type == "Categorize" and isinstance(items, list):
        return {as_text(child(item, "name")): as_text(child(item, "uuid")) for item in items}
    names = list(by_name) if isinstance(by_name, dict) else []
    if node.type == "Switch" and isinstance(cases, list):
        names += [*(f"Case {place + 1}" for place in range(len(cases))), *([_ELSE] if _is_drawn(node) else [])]
    names += [key for key in _OTHERS if key in node.config and node.type in _BRANCHING]
    return {name: name for name in names}


def _branch(end: End) -> str:
    """The handle of the branch that the port of an end is; the port where the node has no branches."""
    branches = _branch_handles(end.node)
    if end.port in INNER_HANDLES or not branches:
        return end.port
    return branches.get(end.port) or chosen(end.port, branches.values(), end, "output")


def _neighbours(data: Any, edge: Edge, edit: _Edit) -> Iterator[Change]:
    """The lists of neighbours of both components, where these have any."""
    if edge.source_port in INNER_HANDLES:
        return
    for key, holder, other in (("downstream", edge.source, edge.target), ("upstream", edge.target, edge.source)):
        component = append(_base(data), "components", holder)
        if _has(data, component):
            yield from _edited(data, append(component, key), other, edit)


def _branches(data: Any, node: Node, edge: Edge, edit: _Edit) -> Iterator[Change]:
    """The targets of the branch that an edge is, in the form and in what runs."""
    by_handle = {handle: name for name, handle in _branch_handles(node).items()}
    for base in dict.fromkeys((node.config_pointer, _params_at(data, node.id))):
        if base and _has(data, base):
            for pointer in _branch_at(resolve(data, base), by_handle.get(edge.source_port, edge.source_port)):
                yield from _edited(data, f"{base}{pointer}", edge.target, edit)


def _branch_at(params: Any, name: str) -> Iterator[str]:
    """Where a branch names its targets; for an edge that does not say which it is, all of them."""
    classes, conditions = child(params, _BY_NAME), child(params, "conditions")
    for key in classes if isinstance(classes, dict) else ():
        if name in ("", key):
            yield append("", _BY_NAME, key, "to")
    for place in range(len(conditions)) if isinstance(conditions, list) else ():
        if name in ("", f"Case {place + 1}"):
            yield f"/conditions/{place}/to"
    for key in _OTHERS:
        if name in ("", key) and child(params, key) is not None:
            yield f"/{key}"


def _edited(data: Any, pointer: str, other: str, edit: _Edit) -> Iterator[Change]:
    """A list of ids, or the only id, with one more or one less."""
    held = resolve(data, pointer) if _has(data, pointer) else []
    if isinstance(held, list):
        new = edit(held, other)
        if new != held:
            yield setting(data, pointer, new)
    elif isinstance(held, str):
        yield from (Change({pointer: ids[-1] if ids else ""}) for ids in [edit([held] if held else [], other)])


def _with(ids: list[Any], other: str) -> list[Any]:
    return [*ids, other]


def _without(ids: list[Any], other: str) -> list[Any]:
    """The list without the last of these ids."""
    if other not in ids:
        return ids
    place = len(ids) - 1 - ids[::-1].index(other)
    return ids[:place] + ids[place + 1 :]


WRITER = RagflowWriter()
