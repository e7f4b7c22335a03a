"""One node of the source as native steps: which there are, and what becomes of each of its settings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wfkit.core.pointer import split
from wfkit.core.reference import is_reference
from wfkit.service.converting import secrecy, values
from wfkit.service.converting.conversion import Loss

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from wfkit.core.model import Node
    from wfkit.core.nodetype import NodeType
    from wfkit.service.converting.conversion import Status
    from wfkit.service.converting.rule import Rule, Table

FOREIGN = "foreign"
_UNSAID = "the source does not say it; replace the reference"
_COPY = "an edge says it"


@dataclass(slots=True)
class Part:
    """One native step.

    Attributes:
        id: Its id in the new document.
        kind: Its type.
        config: Its settings.
    """

    id: str
    kind: NodeType
    config: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Draft:
    """What a node is to become.

    Attributes:
        node: The node of the source.
        config: Its config, in which variables that the tool keeps apart are references.
        rule: What its table says, None for a node that stays foreign.
        parts: The native steps by type, in the order of the flow; none for a node that only configures others.
        owners: Ids of the nodes whose settings it went into.
        used: Paths of the config whose values went somewhere.
        notes: The rows of the report on its settings.
        literals: Texts for inputs, by part and port, that the source sets in fields.
        reason: Why it is as it is.
    """

    node: Node
    config: Mapping[str, Any]
    rule: Rule | None = None
    parts: dict[str, Part] = field(default_factory=dict)
    owners: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    notes: list[Loss] = field(default_factory=list)
    literals: dict[tuple[str, str], str] = field(default_factory=dict)
    reason: str = ""

    @property
    def is_foreign(self) -> bool:
        """Whether it is kept as it was."""
        return FOREIGN in self.parts

    def note(self, status: Status, path: str, value: Any, reason: str) -> None:
        """Add a row on a setting."""
        node = self.node
        self.notes.append(Loss(node.id, node.label, node.type, self.to_type, status, path, value, reason))

    @property
    def to_type(self) -> str:
        """The native types of its steps, joined by ` + `."""
        return " + ".join(self.parts)

    def put(self, place: str, path: str, value: Any) -> None:
        """Set a field of a step from the setting at a path, or note why that cannot be."""
        kind, _, name = place.partition(".")
        part = self.parts.get(kind)
        schema = part.kind.config_schema["properties"].get(name) if part else None
        if part is None:
            return
        if schema is None:
            self._put_into_port(part, name, path, value)
            return
        try:
            fitted = values.fitted(value, schema)
        except values.UnfitError as error:
            self.used.add(path)
            self.note("dropped", path, value, f"{name!r} of {kind!r} {error}")
            return
        self.used.add(path)
        part.config[name] = self.kept_secret(path, fitted) if schema.get("format") == "secret" else fitted

    def _put_into_port(self, part: Part, name: str, path: str, value: Any) -> None:
        if isinstance(value, str) and any(port.name == name for port in part.kind.inputs):
            self.used.add(path)
            self.literals[part.kind.key, name] = value

    def note_remark(self, rule: Rule) -> None:
        """Add the row on what its rule puts differently."""
        if rule.remark:
            self.note("partly", "/", None, rule.remark)

    def kept_secret(self, path: str, value: Any) -> Any:
        """The value of a secret field: a reference, whatever the source says there."""
        if not isinstance(value, str) or not value or is_reference(value):
            return value
        substitute = secrecy.reference(self.node.id, split(path)[-1])
        self.note("partly", path, substitute, secrecy.REASON)
        return substitute


def native(draft: Draft, kinds: Mapping[str, NodeType], ports: Collection[str], claimed: Callable[[str], str]) -> None:
    """Give a draft the steps that its rule names and that the edges at its ports call for, with their settings.

    Args:
        draft: What to draft.
        kinds: The catalogue.
        ports: The ports of the node that have edges.
        claimed: Gives an id that no other step has, like the one that it is asked for.
    """
    rule = draft.rule
    if rule is None:
        return
    names = [name for name in rule.parts if name not in rule.when or not rule.when[name].isdisjoint(ports)]
    names = names or [*rule.parts[-1:]]
    for name in names:
        is_last = name == names[-1]
        draft.parts[name] = Part(draft.node.id if is_last else claimed(f"{draft.node.id}-{name}"), kinds[name])
    for place, value in rule.given.items():
        kind, _, name = place.partition(".")
        if kind in draft.parts:
            draft.parts[kind].config[name] = value
    for path, places in rule.fields.items():
        value = values.at(draft.config, path)
        if not values.is_empty(value):
            for place in places.split():
                draft.put(place, f"/{path}", value)


def foreign(draft: Draft, kinds: Mapping[str, NodeType], tool: str, reason: str) -> None:
    """Make a draft a step that keeps everything as it was."""
    draft.rule, draft.reason = None, reason
    draft.notes.clear()
    draft.used.clear()
    draft.literals.clear()
    config = {"tool": tool, "type": draft.node.type or "unknown", "config": values.copied(draft.config)}
    if draft.node.settings:
        config["settings"] = values.copied(draft.node.settings)
    draft.parts = {FOREIGN: Part(draft.node.id, kinds[FOREIGN], config)}


def fold(supplier: Draft, rule: Rule, consumer: Draft, targets: Collection[str]) -> None:
    """Put the settings of a node that only configures another one into that one's steps, as the rule says."""
    supplier.owners.append(consumer.node.id)
    offered: list[tuple[str, str | None, Any]] = [(place, None, value) for place, value in rule.given.items()]
    found = (
        (place, f"/{path}", values.at(supplier.config, path))
        for path, places in rule.fields.items()
        for place in places.split()
    )
    offered += [(place, path, value) for place, path, value in found if not values.is_empty(value)]
    for place, path, value in offered:
        for goal in _goals(place.rpartition(".")[2], targets):
            _hand_over(supplier, consumer, goal, path, value)


def _goals(name: str, targets: Collection[str]) -> Iterator[str]:
    for target in targets:
        place, is_named, wanted = target.partition("=")
        if not is_named:
            yield f"{place}.{name}"
        elif wanted == name:
            yield place


def _hand_over(supplier: Draft, consumer: Draft, goal: str, path: str | None, value: Any) -> None:
    """Let the supplier put its value into the steps of the consumer: what it says of it stands in its own rows."""
    kind, _, name = goal.partition(".")
    part = consumer.parts.get(kind)
    if part is None or name not in part.kind.config_schema["properties"]:
        return
    if path is None:
        part.config[name] = value
        return
    own, supplier.parts = supplier.parts, {kind: part}
    supplier.put(goal, path, value)
    supplier.parts = own


def complete(draft: Draft) -> None:
    """Put references in place of required settings that the source leaves open."""
    for part in draft.parts.values():
        properties = part.kind.config_schema["properties"]
        for name in part.kind.config_schema.get("required", ()):
            if values.is_empty(part.config.get(name)) and name in properties:
                part.config[name] = secrecy.reference(draft.node.id, name)
                draft.note("partly", f"/{name}", part.config[name], _UNSAID)


def lost(draft: Draft, table: Table) -> Iterator[Loss]:
    """A row for every setting of a node that went nowhere."""
    if draft.is_foreign:
        return
    node, to_type = draft.node, draft.to_type
    for base, whole in (("", draft.config), ("/settings", node.settings)):
        for path, value in values.leaves(whole, base) if whole else ():
            if base == "" and _is_used(path, draft.used):
                continue
            if re.fullmatch(table.said, path) or (table.copies and table.copies(value)):
                continue
            status: Status = "empty" if values.is_empty(value) else "dropped"
            reason = "it says nothing" if status == "empty" else "no native counterpart"
            yield Loss(node.id, node.label, node.type, to_type, status, path, value, reason)


def _is_used(path: str, used: Collection[str]) -> bool:
    """Whether the setting, or one that holds it, went somewhere."""
    while path:
        if path in used:
            return True
        path = path.rpartition("/")[0]
    return False
