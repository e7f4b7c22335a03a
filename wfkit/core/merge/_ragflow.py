"""RAGFlow says of each edge that is drawn, at both components, what is next: after a merge they say the same again."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from wfkit.core.pointer import append
from wfkit.core.rewriting import replaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Edges to tools and helpers are drawn alone.
_DRAWN_ALONE = ("tool", "agentBottom")


def in_step(merged: Any, sides: Sequence[Any]) -> Any:
    """The merged agent with components that know their neighbours, where those of all sides do."""
    if any(_fixes(side) for side in sides):
        return merged
    return replaced(merged, _fixes(merged))


def _fixes(data: Any) -> dict[str, list[str]]:
    """What has to be changed, by JSON Pointer; nothing where nothing is drawn."""
    base, canvas = ("/dsl", data["dsl"]) if isinstance(data.get("dsl"), dict) else ("", data)
    components, graph = canvas.get("components"), canvas.get("graph")
    if not isinstance(components, dict) or not isinstance(graph, dict) or not graph.get("nodes"):
        return {}
    wanted: dict[str, defaultdict[str, list[str]]] = {key: defaultdict(list) for key in ("downstream", "upstream")}
    for source, target in _ends(graph):
        if source in components and target in components:
            wanted["downstream"][source].append(target)
            wanted["upstream"][target].append(source)
    changes = {}
    for name, component in components.items():
        for key, ids in wanted.items():
            said = component.get(key) if isinstance(component, dict) else None
            if isinstance(said, list) and {*map(type, said)} <= {str} and sorted(said) != sorted(ids[name]):
                changes[append(base, "components", name, key)] = _as_held(said, ids[name])
    return changes


def _ends(graph: dict[str, Any]) -> Iterator[tuple[str, str]]:
    edges = graph.get("edges")
    for edge in edges if isinstance(edges, list) else ():
        if isinstance(edge, dict) and edge.get("sourceHandle") not in _DRAWN_ALONE:
            source, target = edge.get("source"), edge.get("target")
            if isinstance(source, str) and isinstance(target, str):
                yield source, target


def _as_held(said: list[str], wanted: list[str]) -> list[str]:
    """The ids that are wanted, in the order that they stand in."""
    left = [*wanted]
    kept = []
    for name in said:
        if name in left:
            left.remove(name)
            kept.append(name)
    return kept + left
