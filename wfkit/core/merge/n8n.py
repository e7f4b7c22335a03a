"""n8n joins nodes by name: for a merge by what does not change when one is renamed, and back.

Without it, a rename on one side would be another end to every edge of the other, and two new nodes that n8n called
alike would be one. Expressions name nodes too, as `$('Name')`, and n8n rewrites them in all nodes when one is renamed.
Nodes that have no ids, as in older exports, are lent the name that the base calls them as one, where one was renamed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.diff.matching import match
from wfkit.core.mention import renamed_texts
from wfkit.core.pointer import append, resolve
from wfkit.core.rewriting import replaced, without

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from wfkit.core.model import Graph


def given_anew(base: Graph, side: Graph) -> dict[str, str]:
    """The ids of the base, by JSON Pointer, for nodes that have new ones and are called and typed as they were."""
    known, used = {node.uid for node in base.nodes}, {node.uid for node in side.nodes}
    return {
        append(node.pointer, "id"): old.uid
        for node in side.by_id.values()
        if node.uid and node.uid not in known and (old := base.by_id.get(node.id)) is not None
        if old.uid and old.uid not in used and old.type == node.type
    }


def lent_ids(base: Graph, ours: Graph, theirs: Graph) -> tuple[dict[str, str], ...]:
    """The ids of nodes that have none, by JSON Pointer, in the base, ours and theirs: the names that the base has.

    Empty where no such node was renamed, or where the ids would not be unique.
    """
    graphs, names = (base, ours, theirs), tuple([_renames(base, side) for side in (base, ours, theirs)])
    if not any(names):
        return ()
    ids = [
        {append(node.pointer, "id"): node.uid or old.get(node.id, node.id) for node in graph.nodes}
        for graph, old in zip(graphs, names, strict=True)
    ]
    if any(len({*found.values()}) < len(graph.nodes) for found, graph in zip(ids, graphs, strict=True)):
        return ()
    bare = [{append(node.pointer, "id") for node in graph.nodes if not node.uid} for graph in graphs]
    return tuple(
        [{at: name for at, name in found.items() if at in none} for found, none in zip(ids, bare, strict=True)]
    )


def without_lent(data: Any, graph: Graph, lent: Collection[str]) -> Any:
    """The merged document without the ids that its nodes were lent."""
    return without(data, [append(node.pointer, "id") for node in graph.nodes if node.uid in lent])


def tokens_of(graphs: tuple[Graph, ...]) -> dict[str, str]:
    """A name for each node of these graphs by its id: what the first of them that has it calls it.

    Empty where it would change nothing, or where nodes cannot be told by their ids, or edges not by names.
    """
    tokens: dict[str, str] = {}
    taken = {edge_end for graph in graphs for edge_end in _strangers(graph)}
    for graph in graphs:
        uids = [node.uid for node in graph.nodes]
        if "" in uids or len({*uids}) < len(uids) or len(graph.by_id) < len(uids):
            return {}
        for node in graph.nodes:
            if node.uid not in tokens:
                tokens[node.uid] = _unused(node.id, taken)
                taken.add(tokens[node.uid])
    is_needed = any(tokens[node.uid] != node.id for graph in graphs for node in graph.nodes)
    return tokens if is_needed else {}


def with_tokens(data: Any, graph: Graph, tokens: Mapping[str, str]) -> tuple[Any, Any]:
    """The document with tokens in its connections, and one whose nodes are called so too."""
    names = {node.id: tokens[node.uid] for node in graph.nodes}
    joined = replaced(data, with_names(data, graph, names))
    return joined, replaced(joined, {append(node.pointer, "name"): names[node.id] for node in graph.nodes})


def without_tokens(data: Any, graph: Graph, tokens: Mapping[str, str]) -> tuple[Any, dict[str, str]]:
    """The merged document with the names of its nodes in its connections, and names given where two had the same one.

    Args:
        data: The merged document.
        graph: It, as it was read before: its nodes have their names, its connections not.
        tokens: By the id of a node.
    """
    names: dict[str, str] = {}
    changes: dict[str, str] = {}
    taken: set[str] = set()
    for node in graph.nodes:
        name = _unused(node.id, taken)
        taken.add(name)
        names[tokens.get(node.uid, node.id)] = name
        if name != node.id:
            changes[append(node.pointer, "name")] = name
    given = {resolve(data, pointer): name for pointer, name in changes.items()}
    return replaced(data, {**with_names(data, graph, names), **changes}), given


def _renames(base: Graph, side: Graph) -> dict[str, str]:
    """What the base calls the nodes without ids that are called otherwise here."""
    if base is side or not any(not node.uid and node.id not in side.by_id for node in base.nodes):
        return {}
    pairs = [(found.new, found.old) for found in match(base, side).found]
    return {
        new.id: old.id
        for new, old in pairs
        if new.id != old.id and new.type == old.type and not new.uid and not old.uid
    }


def _strangers(graph: Graph) -> Iterator[str]:
    """Names in the connections that no node has."""
    return (end for edge in graph.edges for end in (edge.source, edge.target) if end not in graph.by_id)


def _base(graph: Graph) -> str:
    return graph.nodes[0].pointer.rpartition("/nodes/")[0] if graph.nodes else ""


def with_names(data: Any, graph: Graph, names: Mapping[str, str]) -> dict[str, Any]:
    """What is otherwise in a document, by JSON Pointer, with other names in its connections and expressions.

    The nodes themselves keep theirs, and what is no connection there stays.
    """
    base = _base(graph)
    changes: dict[str, Any] = dict(renamed_texts(graph, {old: new for old, new in names.items() if old != new}))
    connections = resolve(data, base).get("connections")
    if isinstance(connections, dict):
        changed = {names.get(source, source): _renamed(kinds, names) for source, kinds in connections.items()}
        changes[append(base, "connections")] = changed
    return changes


def _renamed(kinds: Any, names: Mapping[str, str]) -> Any:
    if not isinstance(kinds, dict):
        return kinds
    return {kind: _slots(slots, names) for kind, slots in kinds.items()}


def _slots(slots: Any, names: Mapping[str, str]) -> Any:
    return [_slot(slot, names) for slot in slots] if isinstance(slots, list) else slots


def _slot(slot: Any, names: Mapping[str, str]) -> Any:
    return [_target(item, names) for item in slot] if isinstance(slot, list) else slot


def _target(item: Any, names: Mapping[str, str]) -> Any:
    is_known = isinstance(item, dict) and isinstance(item.get("node"), str) and item["node"] in names
    return {**item, "node": names[item["node"]]} if is_known else item


def _unused(name: str, taken: Collection[str]) -> str:
    """The name, or as n8n has it, with the next number at its end."""
    found, number = name, 1
    while found in taken:
        found, number = f"{name.rstrip('0123456789')}{number}", number + 1
    return found
