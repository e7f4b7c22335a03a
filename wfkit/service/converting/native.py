"""The native document of a plan, and the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.errors import InvalidInput
from wfkit.service import documents
from wfkit.service.converting import drafting, secrecy, values
from wfkit.service.converting.conversion import Conversion, Loss
from wfkit.service.converting.plan import Plan
from wfkit.service.converting.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.document import Document
    from wfkit.core.model import Edge, Graph, Node
    from wfkit.service.converting.adding import Addition
    from wfkit.service.converting.conversion import Status
    from wfkit.service.converting.drafting import Draft
    from wfkit.service.converting.wiring import Wire

# Where each tool says what a workflow is called and for.
_HEAD = {"name": ("name", "title", "app/name"), "description": ("description", "app/description")}
_GAP = 320.0
_STEP = 140.0


def to_native(source: Document) -> Conversion:
    """The source as a native document.

    Raises:
        InvalidInput: There is no table for its format.
    """
    if source.format not in TABLES:
        msg = f"no conversion from {source.format!r} to 'wfkit'; formats that have one: {', '.join(sorted(TABLES))}"
        raise InvalidInput(msg)
    document, secrets = secrecy.referring(source)
    plan = Plan(document, TABLES[source.format])
    plan.make()
    writing = _Writing(plan)
    data = {**writing.head(), "nodes": [*writing.nodes()], "edges": [_edge(wire, plan) for wire in plan.wiring.wires]}
    return Conversion(documents.from_data(data, format="wfkit"), (*writing.report(), *secrets), source.format)


class _Writing:
    """What a plan is written down as."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._graph: Graph = plan.document.graph
        self._notes: list[Loss] = []

    def head(self) -> dict[str, Any]:
        """What the document says of itself."""
        settings = self._graph.settings
        found: dict[str, Any] = {"schema_version": 1}
        for key, paths in _HEAD.items():
            texts = [values.at(settings, path) for path in paths]
            if text := next((text for text in texts if isinstance(text, str) and text), ""):
                found[key] = text
        tags = settings.get("tags")
        if isinstance(tags, list) and tags and all(isinstance(tag, str) for tag in tags):
            found["tags"] = tags
        return found

    def nodes(self) -> Iterator[dict[str, Any]]:
        """The nodes; a group comes before what it holds."""
        every = [*self._plan.every.values()]
        written: dict[str, list[dict[str, Any]]] = {node.id: [*self._of(node)] for node in every}
        for addition in self._plan.added:
            yield self._addition(addition)
        for node in sorted(every, key=self._depth):
            yield from written[node.id]

    def _depth(self, node: Node) -> int:
        """In how many groups it lies; a circle of them counts as none."""
        seen = {node.id}
        parent = self._plan.every.get(node.parent or "")
        while parent is not None and parent.id not in seen:
            seen.add(parent.id)
            parent = self._plan.every.get(parent.parent or "")
        return len(seen)

    def _of(self, node: Node) -> Iterator[dict[str, Any]]:
        draft = self._plan.drafts.get(node.id)
        if draft is None:
            yield self._drawn(node)
            return
        for back, part in enumerate(reversed(draft.parts.values())):
            label = node.label if not back else f"{node.label}: {part.kind.title}"
            yield self._written(node, part.id, part.kind.key, label, part.config, back)

    def _drawn(self, node: Node) -> dict[str, Any]:
        """A note or group, which says what it said."""
        config = values.copied(node.config)
        kind = node.role
        self._notes.append(_row(node, "converted", "", None, "", kind))
        for path, value in values.leaves(node.settings) if node.settings else ():
            status: Status = "empty" if values.is_empty(value) else "dropped"
            self._notes.append(_row(node, status, f"/settings{path}", value, "no native counterpart", kind))
        return self._written(node, node.id, kind, node.label, config, 0)

    def _written(
        self, node: Node, own_id: str, kind: str, label: str, config: dict[str, Any], back: int
    ) -> dict[str, Any]:
        x, y = node.position or (0.0, 0.0)
        made: dict[str, Any] = {"id": own_id, "type": kind}
        if node.position is not None:
            made["position"] = {"x": x, "y": y - back * _STEP}
        if node.parent in self._plan.every and node.parent != node.id and self._is_written(node.parent):
            made["parentId"] = node.parent
        elif node.parent and not back:
            self._notes.append(_row(node, "dropped", "/parent", node.parent, "there is no such group"))
        if node.size is not None and kind in ("note", "group"):
            made["width"], made["height"] = node.size
        if not node.enabled:
            made["disabled"] = True
        made["data"] = {"label": label, "config": config}
        return made

    def _is_written(self, node_id: str) -> bool:
        """Whether a step with this id is in the document: a node that only configures others is not."""
        draft = self._plan.drafts.get(node_id)
        return draft is None or bool(draft.parts)

    def _addition(self, addition: Addition) -> dict[str, Any]:
        places = [node.position for node in self._graph.nodes if node.position is not None and node.parent is None]
        near = self._plan.every.get(addition.near)
        if near is not None:
            x, y = near.position or (0.0, 0.0)
            place = (x - _GAP / 2, y)
        elif addition.part.kind.inputs:
            place = (max((x for x, _ in places), default=0.0) + _GAP, min((y for _, y in places), default=0.0))
        else:
            place = (min((x for x, _ in places), default=0.0) - _GAP, min((y for _, y in places), default=0.0))
        made: dict[str, Any] = {
            "id": addition.part.id,
            "type": addition.part.kind.key,
            "position": {"x": place[0], "y": place[1]},
            "data": {"label": addition.label, "config": addition.part.config},
        }
        if near is not None and near.parent in self._plan.every and self._is_written(near.parent):
            made["parentId"] = near.parent
        return made

    def report(self) -> Iterator[Loss]:
        """The rows: each node in the order of the source with what it lost, then what was added, then the edges."""
        drawn: dict[str, list[Loss]] = {}
        for row in self._notes:
            drawn.setdefault(row.node, []).append(row)
        for node in self._plan.every.values():
            draft = self._plan.drafts.get(node.id)
            if draft is not None:
                yield from self._drafted(draft)
            yield from drawn.get(node.id, ())
        yield from self._repeated()
        for addition in self._plan.added:
            part = addition.part
            yield Loss(part.id, addition.label, "", part.kind.key, "added", "", None, addition.reason)
        yield from self._plan.astray
        yield from self._plan.wiring.lost
        yield from self._outside()

    def _drafted(self, draft: Draft) -> Iterator[Loss]:
        rows = list({(row.status, row.path, row.reason): row for row in draft.notes}.values())
        rows += drafting.lost(draft, self._plan.table)
        node = draft.node
        status: Status = "converted"
        if draft.is_foreign:
            status = "kept"
        elif any(row.status in ("partly", "dropped") for row in rows):
            status = "partly"
        to_type, reason = draft.to_type, draft.reason
        if draft.owners:
            owners = ", ".join(dict.fromkeys(draft.owners))
            reason = f"{reason}; its settings went into {owners}".removeprefix("; ")
        yield Loss(node.id, node.label, node.type, to_type, status, "", None, reason)
        yield from rows

    def _repeated(self) -> Iterator[Loss]:
        """The nodes that have new ids, for others have theirs."""
        for node, own in zip(self._graph.nodes, self._plan.every.values(), strict=True):
            if own.id != node.id:
                yield _row(own, "partly", "/id", node.id, "another node has this id; ids are unique natively")

    def _outside(self) -> Iterator[Loss]:
        head = self.head()
        for path, value in values.leaves(self._graph.settings) if self._graph.settings else ():
            if path.startswith("/tags/") and "tags" in head:
                continue
            if any(path[1:] in paths and head.get(key) == value for key, paths in _HEAD.items()):
                continue
            status: Status = "empty" if values.is_empty(value) else "dropped"
            yield Loss("", "", "document", "", status, path, value, "no native counterpart")


def _row(node: Node, status: Status, path: str, value: Any, reason: str, to_type: str = "") -> Loss:
    return Loss(node.id, node.label, node.type, to_type, status, path, value, reason)


def _edge(wire: Wire, plan: Plan) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": wire.id,
        "source": wire.source,
        "target": wire.target,
        "sourceHandle": wire.source_port,
        "targetHandle": wire.target_port,
    }
    # A foreign step has one port a side: which of its own ports are meant is said beside.
    ends = [] if wire.edge is None else _ends(wire.edge)
    if ports := {key: port for key, node_id, port in ends if port and plan.drafts[node_id].is_foreign}:
        made["data"] = {"ports": ports}
    return made


def _ends(edge: Edge) -> list[tuple[str, str, str]]:
    return [("source", edge.source, edge.source_port), ("target", edge.target, edge.target_port)]
