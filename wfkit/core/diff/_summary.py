"""What happened, in one sentence and in numbers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from wfkit.core.diff import operations as ops
from wfkit.core.diff.leaves import ABSENT
from wfkit.core.wording import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wfkit.core.diff.operations import Operation

_NAMES = 3
_CLAUSES = 6
_LABEL = 30
_VALUE = 24
_VALUES = (ops.ConfigChanged, ops.SettingChanged)


def stats(operations: Iterable[Operation]) -> dict[str, int]:
    """How many operations of each kind there are, and of each facet."""
    operations = tuple(operations)
    kinds = Counter(operation.kind for operation in operations)
    facets = Counter(operation.facet for operation in operations)
    return {**{facet: facets[facet] for facet in ops.FACETS}, **{kind: kinds[kind] for kind in ops.KINDS}}


def summary(operations: Sequence[Operation]) -> str:
    """The operations in one sentence, logic first; "No changes" for none."""
    logic = [operation for operation in operations if operation.facet == "logic"]
    clauses = [*_logic(logic), *_rest(operations)]
    if not clauses:
        return "No changes"
    left_out = len(clauses) - _CLAUSES
    if left_out > 0:
        clauses = [*clauses[:_CLAUSES], f"and {_counted(left_out, 'more kind')} of change"]
    sentence = "; ".join(clauses)
    return sentence[0].upper() + sentence[1:]


def _logic(logic: Sequence[Operation]) -> Iterator[str]:
    yield from _named("added", [op.label for op in logic if isinstance(op, ops.NodeAdded)])
    yield from _named("removed", [op.label for op in logic if isinstance(op, ops.NodeRemoved)])
    yield from _pairs("renamed", [op for op in logic if isinstance(op, ops.NodeRenamed)])
    yield from _pairs("changed the type of", [op for op in logic if isinstance(op, ops.NodeRetyped)])
    switched = [op for op in logic if isinstance(op, ops.NodeSwitched)]
    yield from _named("enabled", [op.label for op in switched if op.new])
    yield from _named("disabled", [op.label for op in switched if not op.new])
    yield from _values([op for op in logic if isinstance(op, _VALUES)])
    yield from _named("moved between containers:", [op.label for op in logic if isinstance(op, ops.NodeReparented)])
    yield from _edges(logic)
    yield from _workflow([op for op in logic if isinstance(op, ops.WorkflowChanged)])


def _rest(operations: Sequence[Operation]) -> Iterator[str]:
    moved = sum(isinstance(op, ops.NodeMoved) for op in operations)
    if moved:
        yield f"moved {_counted(moved, 'node')}"
    drawn = [op for op in operations if op.facet == "layout" and not isinstance(op, ops.NodeMoved)]
    notes = {op.node for op in drawn if _is_of_note(op)}
    if notes:
        yield f"changed {_counted(len(notes), 'note or frame', 'notes or frames')}"
    if any(not _is_of_note(op) for op in drawn):
        yield "changed how it is drawn"
    noise = [op for op in operations if op.facet == "noise"]
    rekeyed = sum(isinstance(op, ops.NodeRekeyed) for op in noise)
    if rekeyed:
        yield f"gave {_counted(rekeyed, 'node')} another id"
    if len(noise) > rekeyed:
        yield f"rewrote {_counted(len(noise) - rekeyed, 'value')} that the tool keeps for itself"


def _is_of_note(operation: Operation) -> bool:
    node = getattr(operation, "after", None) or getattr(operation, "before", None)
    return getattr(node, "role", "node") != "node"


def _values(changed: Sequence[Operation]) -> Iterator[str]:
    """The one value that changed with both its sides; of several, the nodes and what they are called."""
    by_node: dict[str, list[Operation]] = {}
    for operation in changed:
        by_node.setdefault(operation.node, []).append(operation)
    if len(changed) == 1:
        yield f"changed {_value(changed[0])}"
    elif len(by_node) == 1:
        names = [_field(operation) for operation in changed]
        yield f"changed {_list(names)} of {_label(changed[0].label)}"
    elif by_node:
        yield f"changed the settings of {_list([_label(found[0].label) for found in by_node.values()])}"


def _value(operation: Operation) -> str:
    name = f"{_field(operation)} of {_label(operation.label)}"
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
        return shortened(str(value), _VALUE) if not isinstance(value, int) or value.bit_length() < 200 else ""  # noqa: PLR2004 - printable
    if isinstance(value, str) and value.isprintable() and 0 < len(value) <= _VALUE:
        return value
    return ""


def _field(operation: Operation) -> str:
    name = operation.path.rsplit("/", 1)[-1] if operation.path.count("/") == 1 else operation.path.lstrip("/")
    return _label(name.replace("~1", "/").replace("~0", "~")) or "the config"


def _edges(logic: Sequence[Operation]) -> Iterator[str]:
    for verb, kind in (("added", ops.EdgeAdded), ("removed", ops.EdgeRemoved), ("rewired", ops.EdgeRewired)):
        count = sum(isinstance(operation, kind) for operation in logic)
        if count:
            yield f"{verb} {_counted(count, 'edge')}"
    count = len({operation.label for operation in logic if isinstance(operation, ops.EdgeChanged)})
    if count:
        yield f"changed {_counted(count, 'edge')}"


def _workflow(changed: Sequence[Operation]) -> Iterator[str]:
    if changed:
        yield f"changed {_list([_field(operation) for operation in changed])} of the workflow"


def _pairs(verb: str, operations: Sequence[Operation]) -> Iterator[str]:
    if operations:
        if operations[0].kind == "node-retyped":
            names = [f"{_label(op.label)} from {_label(op.old)} to {_label(op.new)}" for op in operations]
        else:
            names = [f"{_label(op.old)} to {_label(op.new)}" for op in operations]
        yield f"{verb} {_list(names)}"


def _named(verb: str, labels: Sequence[str]) -> Iterator[str]:
    if labels:
        yield f"{verb} {_list([_label(label) for label in labels])}"


def _list(names: Sequence[str]) -> str:
    """Up to three names, each once, and how many more there are."""
    counts = Counter(names)
    each = [name if count == 1 else f"{name} ({count}×)" for name, count in counts.items()]
    shown = each[:_NAMES]
    left_out = len(each) - len(shown)
    if left_out:
        return f"{', '.join(shown)} and {left_out} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def _label(text: object) -> str:
    words = " ".join(str(text).split())
    return shortened("".join(sign if sign.isprintable() else "�" for sign in words), _LABEL)


def _counted(count: int, noun: str, plural: str = "") -> str:
    return f"{count} {noun if count == 1 else plural or f'{noun}s'}"
