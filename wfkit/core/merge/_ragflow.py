"""RAGFlow says of each edge at both of its components what is next, and draws each component as a node of a graph.

What lists of neighbours repeat is taken out before a merge, and so are the parameters that the form of a node has too,
and the component of a node that a side deleted: else one change would be asked about several times. After it the lists
say what the edges do, the parameters what the forms do, and a component is there where its node is.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wfkit.core.diff.leaves import ABSENT
from wfkit.core.merge._order import merged_order
from wfkit.core.merge._sameness import is_spelt_same
from wfkit.core.pointer import append, resolve
from wfkit.core.rewriting import replaced, without
from wfkit.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Neighbours = Mapping[str, Mapping[str, list[str]]]

# Edges to tools and helpers are drawn alone.
_DRAWN_ALONE = ("tool", "agentBottom")
_DOWN, _UP = "downstream", "upstream"


@dataclass(frozen=True, slots=True)
class Repeated:
    """What three agents say twice.

    Attributes:
        sides: The base, ours and theirs as they were.
        lists: JSON Pointers to the lists of neighbours that say what the edges do.
        params: JSON Pointers to the parameters that say what the forms do.
        deleted: Ids of components that a side deleted with the node that draws them.
    """

    sides: Sequence[Any]
    lists: frozenset[str]
    params: frozenset[str]
    deleted: Sequence[str]

    @staticmethod
    def of(sides: Sequence[Any]) -> Repeated:
        """What is repeated in all of these agents that have it."""
        lists, params = (_in_all([look(side) for side in sides]) for look in (_lists, _params))
        return Repeated(sides, lists, params, [*_deleted(sides)])

    def stripped(self, data: Any) -> Any:
        """One of the agents without that."""
        base, components = _components(data)
        gone = [append(base, "components", name) for name in self.deleted if name in components]
        emptied: dict[str, Any] = {pointer: [] for pointer in self.lists if _has(data, pointer)}
        copies = [pointer for pointer in self.params if _has(data, pointer)]
        return without(without(replaced(data, emptied), copies), gone)

    def restored(self, merged: Any) -> Any:
        """The merged agent with what it should say twice."""
        base, _ = _components(merged)
        complete = self._with_params(self._with_deleted(merged, base))
        _, components = _components(complete)
        wanted = _neighbours(complete)
        changes = {}
        for name in components:
            for key in (_DOWN, _UP):
                pointer = append(base, "components", name, key)
                if pointer in self.lists and _has(complete, pointer):
                    changes[pointer] = _as_held(self._held(pointer), wanted.get(key, {}).get(name, []))
        return replaced(complete, changes)

    def _with_deleted(self, merged: Any, base: str) -> Any:
        there = _drawn(merged)
        found: dict[str, Any] = dict(_components(merged)[1])
        known = [_components(side)[1] for side in self.sides]
        back = {name: known[1].get(name, known[2].get(name)) for name in self.deleted if name in there}
        if not back:
            return merged
        found |= back
        order = merged_order(*map(list, known))
        return replaced(merged, {append(base, "components"): {name: found[name] for name in order if name in found}})

    def _with_params(self, merged: Any) -> Any:
        changes = {}
        for pointer, form, params in _forms(merged):
            own = {key: value for key, value in params.items() if append(pointer, key) not in self.params}
            found = own | {key: value for key, value in form.items() if append(pointer, key) in self.params}
            known = (_at(side, pointer) for side in self.sides)
            order = [*merged_order(*([*each] if isinstance(each, dict) else [] for each in known)), *found]
            changes[pointer] = {key: found[key] for key in order if key in found}
        return replaced(merged, changes)

    def _held(self, pointer: str) -> list[str]:
        """The ids in the order of ours, or of theirs where only they changed it."""
        before, ours, theirs = (_at(side, pointer) for side in self.sides)
        found = theirs if ours is None or ours == before else ours
        return found if found is not None else ours or []


def _deleted(sides: Sequence[Any]) -> Iterator[str]:
    drawn = [_drawn(side) for side in sides]
    known = [_components(side)[1] for side in sides]
    for name in known[0]:
        is_whole = [name in nodes and name in components for nodes, components in zip(drawn, known, strict=True)]
        is_gone = [name not in nodes and name not in parts for nodes, parts in zip(drawn, known, strict=True)]
        if is_whole[0] and (is_gone[1] or is_gone[2]) and (is_whole[1] or is_whole[2]):
            yield name


def _in_all(looks: Sequence[Mapping[str, bool]]) -> frozenset[str]:
    """What is repeated in an agent, and in none of them otherwise."""
    found = {
        is_repeated: {at for look in looks for at in look if look[at] is is_repeated} for is_repeated in (True, False)
    }
    return frozenset(found[True] - found[False])


def _params(data: Any) -> dict[str, bool]:
    """The parameters and fields of forms, by the JSON Pointer of the parameter, and whether both say the same."""
    return {
        append(pointer, key): key in form and key in params and is_spelt_same(form[key], params[key])
        for pointer, form, params in _forms(data)
        for key in {**form, **params}
    }


def _forms(data: Any) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    """Where the parameters of each component that is drawn lie, the form of its node, and they themselves."""
    base, components = _components(data)
    for name, node in _drawn(data).items():
        form, params = _inner(node, "data", "form"), _inner(components.get(name), "obj", "params")
        if isinstance(form, dict) and isinstance(params, dict):
            yield append(base, "components", name, "obj", "params"), form, params


def _inner(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _lists(data: Any) -> dict[str, bool]:
    """The lists of neighbours, by JSON Pointer, and whether they say what the edges do."""
    base, components = _components(data)
    wanted = _neighbours(data)
    found = {}
    for name, component in components.items():
        for key in (_DOWN, _UP):
            said = _inner(component, key)
            is_known = key in wanted and isinstance(said, list) and {*map(type, said)} <= {str}
            found[append(base, "components", name, key)] = is_known and sorted(said) == sorted(wanted[key][name])
    return found


def _neighbours(data: Any) -> Neighbours:
    """What each component should name, by the edges that are drawn; without a drawing `downstream` are the edges."""
    _, components = _components(data)
    graph = _graph(data)
    found: dict[str, defaultdict[str, list[str]]] = {key: defaultdict(list) for key in (_DOWN, _UP)}
    if not _drawn(data):
        ends: Iterable[tuple[str, str]] = () if graph.get("edges") else _ends_of(components)
        del found[_DOWN]
    else:
        ends = _ends(graph)
    for source, target in ends:
        if source in components and target in components:
            for key, name, other in ((_DOWN, source, target), (_UP, target, source)):
                if key in found:
                    found[key][name].append(other)
    return found


def _ends(graph: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    edges = graph.get("edges")
    for edge in edges if isinstance(edges, list) else ():
        if isinstance(edge, dict) and edge.get("sourceHandle") not in _DRAWN_ALONE:
            source, target = edge.get("source"), edge.get("target")
            if isinstance(source, str) and isinstance(target, str):
                yield source, target


def _ends_of(components: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for source, component in components.items():
        targets = component.get(_DOWN) if isinstance(component, dict) else None
        for target in targets if isinstance(targets, list) else ():
            if isinstance(target, str):
                yield source, target


def _components(data: Any) -> tuple[str, Mapping[str, Any]]:
    """Where the canvas lies, and its components."""
    base, canvas = _canvas(data)
    components = canvas.get("components")
    return base, components if isinstance(components, dict) else {}


def _graph(data: Any) -> Mapping[str, Any]:
    graph = _canvas(data)[1].get("graph")
    return graph if isinstance(graph, dict) else {}


def _canvas(data: Any) -> tuple[str, Mapping[str, Any]]:
    found = _inner(data, "dsl")
    return ("/dsl", found) if isinstance(found, dict) else ("", data if isinstance(data, dict) else {})


def _drawn(data: Any) -> dict[str, Mapping[str, Any]]:
    """The nodes of the drawing by id; what has none is no component."""
    nodes = _graph(data).get("nodes")
    found = (node for node in (nodes if isinstance(nodes, list) else ()) if isinstance(node, dict))
    return {node["id"]: node for node in found if isinstance(node.get("id"), str)}


def _has(data: Any, pointer: str) -> bool:
    return _at(data, pointer, ABSENT) is not ABSENT


def _at(data: Any, pointer: str, default: Any = None) -> Any:
    try:
        return resolve(data, pointer)
    except NotFound:
        return default


def _as_held(said: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """The ids that are wanted, in the order that they stand in."""
    left = [*wanted]
    kept = []
    for name in said:
        if name in left:
            left.remove(name)
            kept.append(name)
    return kept + left
