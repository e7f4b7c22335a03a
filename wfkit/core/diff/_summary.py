"""What happened, in one sentence and in numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any

from wfkit.core.diff import operations as ops
from wfkit.core.diff._replacing import replaced
from wfkit.core.diff.leaves import ABSENT
from wfkit.core.diff.matching import Matching
from wfkit.core.model import Graph
from wfkit.core.pointer import split
from wfkit.core.wording import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wfkit.core.diff.operations import Operation
    from wfkit.core.model import Edge, Node

    # By their kinds, a kind that there is none of included.
    Found = Mapping[str, Sequence[Any]]

_NAMES = 3
_FIELDS = 2
# So many nodes are looked through for those of which the same is said.
_MERGED = 30
_LENGTH = 240
_LABEL = 30
_VALUE = 24
_PRINTED_BITS = 200
_KEPT = " that the tool keeps for itself"
# What people put somewhere, and what may go unsaid beside it.
_PLACED = {
    "moved": ("node moved", "nodes moved"),
    "note": ("note changed", "notes changed"),
    "group": ("frame changed", "frames changed"),
}
_DRAWN = {
    "node": ("node drawn otherwise", "nodes drawn otherwise"),
    "edge": ("edge drawn otherwise", "edges drawn otherwise"),
}


def stats(operations: Iterable[Operation]) -> dict[str, int]:
    """How many operations of each kind there are, and of each facet."""
    counts = Counter((operation.kind, operation.facet) for operation in operations)
    found = dict.fromkeys((*ops.FACETS, *ops.KINDS), 0)
    for names, count in counts.items():
        for name in names:
            found[name] += count
    return found


def summary(operations: Iterable[Operation], matching: Matching | None = None) -> str:
    """The operations in one sentence, logic first; "No changes" for none.

    Args:
        operations: What happened.
        matching: Knows how the ends of edges are called; without it they go by their ids.
    """
    found: dict[str, defaultdict[str, list[Any]]] = {facet: defaultdict(list) for facet in ops.FACETS}
    for operation in operations:
        found[operation.facet][operation.kind].append(operation)
    logic = _cut([*_logic(found["logic"], matching or Matching(Graph(), Graph()))])
    layout = [*_layout(found["layout"])]
    noise = [*_noise(found["noise"], is_all=not logic and not layout)]
    titled = [f"{title}: {', '.join(parts)}" for title, parts in (("layout", layout), ("noise", noise)) if parts]
    sentence = "; ".join([*logic, *titled]) or "no changes"
    return sentence[0].upper() + sentence[1:]


def _cut(clauses: Sequence[str]) -> list[str]:
    """As many of the clauses as are read at a glance, and how many are left out."""
    ends = accumulate(map(len, clauses))
    kept = [
        clause for place, (clause, end) in enumerate(zip(clauses, ends, strict=True)) if not place or end <= _LENGTH
    ]
    left_out = len(clauses) - len(kept)
    return [*kept, f"and {_counted(left_out, 'more kind')} of change"] if left_out else kept


def _logic(found: Found, matching: Matching) -> Iterator[str]:
    pairs = replaced(found, matching.names)
    yield from _listed("replaced", [f"{_label(old.label)} with {_label(new.label)}" for old, new in pairs])
    known = {id(operation) for pair in pairs for operation in pair}
    for verb, kind in (("added", "node-added"), ("removed", "node-removed")):
        yield from _listed(verb, [_label(op.label) for op in found[kind] if id(op) not in known])
    yield from _listed("changed the type of", [_retyped(op) for op in found["node-retyped"]])
    yield from _listed("renamed", [_renamed(op) for op in found["node-renamed"]])
    yield from _listed("enabled", [_label(op.label) for op in found["node-switched"] if op.new])
    yield from _listed("disabled", [_label(op.label) for op in found["node-switched"] if not op.new])
    # What is set differently says little of a node that is another type now.
    retyped = {op.node for op in found["node-retyped"]}
    yield from _values([op for op in (*found["config-changed"], *found["setting-changed"]) if op.node not in retyped])
    yield from _listed("put into another container:", [_label(op.label) for op in found["node-reparented"]])
    yield from _edges(found, matching)
    yield from _workflow(found["workflow-changed"])


def _layout(found: Found) -> Iterator[str]:
    names: defaultdict[str, set[str]] = defaultdict(set)
    for operation in chain.from_iterable(found.values()):
        names[_drawn(operation)].add(operation.node + operation.label)
    shown = _PLACED if names.keys() & _PLACED.keys() else _DRAWN
    for what, (one, several) in shown.items():
        if names[what]:
            yield _counted(len(names[what]), one, several)
    if not any(names[what] for what in (*_PLACED, *_DRAWN)) and names["canvas"]:
        yield "the canvas"


def _drawn(operation: Operation) -> str:
    if isinstance(operation, ops.WorkflowChanged):
        return "canvas"
    role = str(getattr(operation.sides[-1], "role", "edge"))
    return "moved" if role == "node" and isinstance(operation, ops.NodeMoved) else role


def _noise(found: Found, *, is_all: bool) -> Iterator[str]:
    rekeyed = len(found["node-rekeyed"])
    values = sum(map(len, found.values())) - rekeyed - len(found["reference-followed"])
    if rekeyed:
        yield _counted(rekeyed, "new id")
    if values:
        yield _counted(values, "value") + (_KEPT if is_all else "")


def _values(changed: Sequence[Any]) -> Iterator[str]:
    """The one value that changed with both its sides; of several, the nodes and what was changed in them."""
    by_node: defaultdict[str, list[Any]] = defaultdict(list)
    for operation in changed:
        by_node[operation.node].append(operation)
    if len(changed) == 1:
        yield f"changed {_value(changed[0])}"
    elif len(by_node) == 1:
        yield f"changed {_enumerated(_fields(changed), 'value')} of {_label(changed[0].label)}"
    elif by_node:
        first = [*by_node.values()][:_MERGED]
        nodes = [f"{_label(found[0].label)} ({_in_brackets(_fields(found))})" for found in first]
        yield f"changed {_enumerated(nodes, 'node', len(by_node) - len(first))}"


def _value(operation: Operation) -> str:
    name = f"{_field('/'.join(split(operation.path)))} of {_label(operation.label)}"
    old, new = _shown(operation.old), _shown(operation.new)
    if old and new:
        return f"{name} from {old} to {new}"
    if operation.old is ABSENT and new:
        return f"{name} to {new}"
    return name


def _shown(value: object) -> str:
    """A value short enough for a sentence, else ""."""
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, int | float):
        is_printable = isinstance(value, float) or value.bit_length() <= _PRINTED_BITS
        return shortened(str(value), _VALUE) if is_printable else ""
    if isinstance(value, str) and value.isprintable() and 0 < len(value) <= _VALUE:
        return value
    return ""


def _fields(changed: Sequence[Any]) -> list[str]:
    """What people call the values: the outermost key of each, once."""
    return [*dict.fromkeys(_field(next(iter(split(operation.path)), "")) for operation in changed)]


def _field(name: str) -> str:
    if not name:
        return "all values"
    return f"value {name}" if name.isdecimal() else _label(name if len(name) <= _LABEL else f"…{name[1 - _LABEL :]}")


def _in_brackets(fields: Sequence[str]) -> str:
    return ", ".join(fields) if len(fields) <= _FIELDS else f"{len(fields)} values"


def _edges(found: Found, matching: Matching) -> Iterator[str]:
    """The edges between nodes that both versions have; those of a node that came or went are no news."""
    gone, come = ({op.node for op in found[kind]} for kind in ("node-removed", "node-added"))
    old, new = (graph.by_id for graph in matching.graphs)
    added = [op.after for op in found["edge-added"] if not come & {op.after.source, op.after.target}]
    removed = [op.before for op in found["edge-removed"] if not gone & {op.before.source, op.before.target}]
    yield from _listed("connected", [_joined(edge, new, "to") for edge in added if not _dangles(edge, new)])
    yield from _listed("disconnected", [_joined(edge, old, "from") for edge in removed if not _dangles(edge, old)])
    for verb, count in (
        ("added", sum(_dangles(edge, new) for edge in added)),
        ("removed", sum(_dangles(edge, old) for edge in removed)),
    ):
        if count:
            yield f"{verb} {_counted(count, 'edge')} to nowhere"
    yield from _listed("changed the ports from", [_joined(op.after, new, "to") for op in found["edge-rewired"]])
    changed = {op.label: _joined(op.after, new, "to") for op in found["edge-changed"]}
    yield from _listed("changed the edge from", [*changed.values()])


def _dangles(edge: Edge, nodes: Mapping[str, Node]) -> bool:
    """Whether an end is missing, where the nodes are known at all."""
    return bool(nodes) and not (edge.source in nodes and edge.target in nodes)


def _joined(edge: Edge, nodes: Mapping[str, Node], word: str) -> str:
    source, target = (nodes[name].label if name in nodes else name for name in (edge.source, edge.target))
    return f"{_label(source)} {word} {_label(target)}"


def _workflow(changed: Sequence[Any]) -> Iterator[str]:
    if changed:
        yield f"changed {_enumerated(_fields(changed), 'value')} of the workflow"


def _renamed(operation: ops.NodeRenamed) -> str:
    follows = ops.follow_up(operation)
    return f"{_label(operation.old)} to {_label(operation.new)}{f' ({follows})' if follows else ''}"


def _retyped(operation: ops.NodeRetyped) -> str:
    return f"{_label(operation.label)} from {_type(operation.old)} to {_type(operation.new)}"


def _type(name: str) -> str:
    """The last part of a type such as `@n8n/n8n-nodes-langchain.agent`, which is what people call it."""
    return _label(name.rstrip("./").replace("/", ".").rsplit(".", 1)[-1] or name)


def _listed(verb: str, names: Sequence[str]) -> Iterator[str]:
    if names:
        yield f"{verb} {_enumerated(names)}"


def _enumerated(names: Sequence[str], noun: str = "", more: int = 0) -> str:
    """Up to three names, each once with its number, and how many more there are, besides those not given here."""
    counts = Counter(names)
    shown = [name if count == 1 else f"{count}x {name}" for name, count in [*counts.items()][:_NAMES]]
    left_out = more + len(names) - sum([*counts.values()][:_NAMES])
    if left_out:
        shown.append(f"{left_out} more {noun}{'s' if noun and left_out > 1 else ''}".rstrip())
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]


def _label(text: str) -> str:
    words = " ".join(text.split())
    return shortened("".join(sign if sign.isprintable() else "�" for sign in words), _LABEL)


def _counted(count: int, noun: str, plural: str = "") -> str:
    return f"{count} {noun if count == 1 else plural or f'{noun}s'}"
