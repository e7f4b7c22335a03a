"""Steps that the source has not: what the tool does by itself, natively needs a node."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wfkit.service.converting.drafting import Part
from wfkit.service.converting.wiring import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.nodetype import NodeType
    from wfkit.service.converting.drafting import Draft
    from wfkit.service.converting.plan import Plan

_MESSAGES = {"chat_input": "message", "question_input": "question"}


@dataclass(frozen=True, slots=True)
class Addition:
    """A step that the source has not, and why it is there.

    Attributes:
        near: Id of a node of the source beside which it is drawn, or "".
    """

    part: Part
    label: str
    reason: str
    near: str = ""


def feed(plan: Plan, kinds: Mapping[str, NodeType]) -> None:
    """Let the user's message feed what the tool feeds with it by itplan."""
    for draft in list(plan.drafts.values()):
        _set(plan, draft, kinds)
        for part, name in _asking(plan, draft):
            source, port = _message(plan, kinds)
            plan.wiring.add(Wire(plan.claimed(f"{source}->{part.id}.{name}"), source, port, part.id, name))


def join(plan: Plan, kinds: Mapping[str, NodeType]) -> None:
    """Put a `merge` before every input that takes one edge and has several."""
    home = {part.id: (key, part) for key, draft in plan.drafts.items() for part in draft.parts.values()}
    home |= {addition.part.id: (addition.near, addition.part) for addition in plan.added}
    moved: dict[int, Wire] = {}
    for (target, port), wires in list(plan.wiring.taken.items()):
        key, part = home[target]
        if len(wires) < 2 or any(one.name == port and one.multiple for one in part.kind.inputs):  # noqa: PLR2004
            continue
        made = Part(plan.claimed(f"{target}-merge"), kinds["merge"], {"mode": plan.table.joins})
        reason = f"{len(wires)} edges lead to {port!r} of {part.kind.key}, which takes one"
        plan.added.append(Addition(made, "Merge", reason, key))
        moved |= {id(wire): wire.to(made.id, "values") for wire in wires}
        plan.wiring.add(Wire(plan.claimed(f"{made.id}->{target}"), made.id, "value", target, port))
    plan.wiring.wires = [moved.get(id(wire), wire) for wire in plan.wiring.wires]


def end(plan: Plan, kinds: Mapping[str, NodeType]) -> None:
    """Lead the results of the workflow to an `output`, where the tool shows them by itplan."""
    sources = {wire.source for wire in plan.wiring.wires}
    lasts = [
        [*draft.parts.values()][-1] for draft in plan.drafts.values() if draft.rule and draft.rule.ends and draft.parts
    ]
    ends = [part for part in lasts if part.id not in sources]
    if not ends:
        return
    made = Part(plan.claimed("output"), kinds["output"])
    plan.added.append(Addition(made, "Answer", "the source shows the result without a node"))
    for part in ends:
        name = part.kind.outputs[0].name
        plan.wiring.add(Wire(plan.claimed(f"{part.id}.{name}->{made.id}"), part.id, name, made.id, "value"))


def _set(plan: Plan, draft: Draft, kinds: Mapping[str, NodeType]) -> None:
    """Let a text feed an input that the source sets in a field, where no edge does."""
    for (kind, name), value in draft.literals.items():
        part = draft.parts[kind]
        if not plan.wiring.taken.get((part.id, name)):
            made = Part(plan.claimed(f"{part.id}-{name}"), kinds["text_input"], {"value": value})
            reason = f"the source sets {name!r} of {part.kind.key} in a field"
            plan.added.append(Addition(made, f"{draft.node.label}: {name}", reason, draft.node.id))
            plan.wiring.add(Wire(plan.claimed(f"{made.id}->{part.id}"), made.id, "text", part.id, name))


def _asking(plan: Plan, draft: Draft) -> Iterator[tuple[Part, str]]:
    for place in draft.rule.asks if draft.rule else ():
        kind, _, name = place.partition(".")
        part = draft.parts.get(kind)
        if part is None or plan.wiring.taken.get((part.id, name)):
            continue
        is_required = any(port.name == name and port.required for port in part.kind.inputs)
        if is_required or not any(plan.wiring.taken.get((part.id, port.name)) for port in part.kind.inputs):
            yield part, name


def _message(plan: Plan, kinds: Mapping[str, NodeType]) -> tuple[str, str]:
    """The step and port that give what the user writes; the step is added where there is none."""
    if plan.message is None:
        parts = (part for draft in plan.drafts.values() for part in draft.parts.values())
        plan.message = next(((part.id, _MESSAGES[part.kind.key]) for part in parts if part.kind.key in _MESSAGES), None)
    if plan.message is None:
        made = Part(plan.claimed("chat_input"), kinds["chat_input"])
        plan.added.append(Addition(made, "Message", "the source takes the user's message without a node"))
        plan.message = (made.id, "message")
    return plan.message
