"""RAGFlow: what is drawn (`dsl.graph`, a React-Flow graph) beside what runs (`dsl.components`).

Read off RAGFlow's own `agent/canvas.py` (0.2x), its templates and test files. The editor writes both: a node's
`data.form` becomes the parameters of a component, its edges their `downstream`. So a node is read from the graph,
and what its component says otherwise is among its settings, under `component`: a file edited by hand, and what the
editor turns into something else for the run. A component that is not drawn is a node by itself, and where nothing is
drawn its `downstream` are the edges.

The conversation that a canvas had when it was exported (`history`, `path`, `messages`, …) is noise.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wfkit.core.model import Edge, Graph, Node
from wfkit.core.pointer import append
from wfkit.formats import _habits
from wfkit.formats._foreign import Reading, take_list, take_mapping, take_text
from wfkit.formats._format import Format
from wfkit.formats._ragflow_params import is_left_by_run, is_said
from wfkit.formats._react_flow import derived_edge_id
from wfkit.formats._react_flow_reader import edges, shells
from wfkit.formats._reading import as_text
from wfkit.formats._shares import joined, nest, put, settle, share, table, take_label
from wfkit.formats._sniffing import is_ragflow
from wfkit.formats._wording import kind_of
from wfkit.formats.mentions.ragflow import mentions
from wfkit.formats.secrets.ragflow import secrets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.model import NodeRole
    from wfkit.formats._react_flow_reader import Shell
    from wfkit.formats._shares import Shares
    from wfkit.formats.writing import Writer

__all__ = ["FORMAT", "read"]

_NOTES = frozenset({"noteNode", "Note"})
# Handles of the edges from an agent to its tools and helpers. The components know them by the agent's parameters.
INNER_HANDLES = frozenset({"tool", "agentBottom"})


_ENVELOPE = table(
    read=("dsl",),
    layout=("avatar",),
    noise=("id", "user_id", "nickname", "create_date", "create_time", "update_date", "update_time"),
)
_CANVAS = table(
    read=("components", "graph", "globals"),
    noise=(
        *("history", "path", "messages", "answer", "reference", "retrieval", "retrival", "memory"),
        *("task_id", "embed_id"),
    ),
)
_BARE = _ENVELOPE | _CANVAS
_DRAWING = table(read=("nodes", "edges"), layout=("viewport",))
_DATA = table(read=("label", "name", "form"))
_EDGE_DATA = table(noise=("isHovered",))
_COMPONENT = table(read=("obj", "downstream", "upstream", "parent_id"))
_OBJECT = table(read=("component_name", "params"), noise=("inputs", "output"))
_EXPECTED = {
    **dict.fromkeys(("label", "name", "component_name", "parent_id"), "a string"),
    **dict.fromkeys(("nodes", "edges"), "a list"),
    **dict.fromkeys(("dsl", "components", "graph", "globals", "form", "obj", "params"), "an object"),
}


def read(data: Any) -> Graph:
    """The graph of an agent, or of its bare canvas; whatever is out of order in it is in `problems`.

    A node without an id, and an edge without an end, is no part of the graph.
    """
    reading = Reading()
    if not isinstance(data, dict):
        message = f"an agent is {kind_of(data)}; it must be an object"
        reading.report("error", "not-an-object", message, "")
        return Graph(problems=tuple(reading.problems))
    shares, base = _shared(data)
    drawing = share(take_mapping(shares.read, "graph"), _DRAWING)
    canvas = _Canvas(reading, base, _components(shares, base, reading))
    canvas.read(take_list(drawing.read, "nodes"), take_list(drawing.read, "edges"))
    if not canvas.nodes:
        message = "there are no nodes, neither in the graph nor among the components"
        reading.report("error", "missing-nodes", message, base)
    settle(drawing, _EXPECTED, f"{base}/graph", reading)
    nest(shares, "graph", drawing)
    settle(shares, _EXPECTED, base, reading)
    return Graph(
        nodes=tuple(canvas.nodes),
        edges=tuple(canvas.edges),
        problems=tuple(reading.problems),
        settings=reading.settings_with(shares.settings),
        layout=shares.layout,
        noise=shares.noise,
    )


def _shared(data: dict[str, Any]) -> tuple[Shares, str]:
    """What an agent and its canvas say, with the canvas still to read, and the pointer to that."""
    if not isinstance(data.get("dsl"), dict):
        shares, base = share(data, _BARE), ""
    else:
        outside, base = share(data, _ENVELOPE), "/dsl"
        inside = share(outside.read.pop("dsl"), _CANVAS)
        shares = joined(outside, inside, "dsl")._replace(read=inside.read)
    variables = take_mapping(shares.read, "globals")
    # `sys.query` and its like hold what the last conversation left in them.
    for part, is_kept in ((shares.noise, False), (shares.settings, True)):
        found = {key: value for key, value in variables.items() if key.startswith("sys.") != is_kept}
        if found:
            part["globals"] = found
    return shares, base


def _components(shares: Shares, base: str, reading: Reading) -> dict[str, dict[str, Any]]:
    """The components by id; whatever is none is refused."""
    found: dict[str, dict[str, Any]] = {}
    for key, item in take_mapping(shares.read, "components").items():
        pointer = append(base, "components", key)
        if not key:
            message = "the component has an empty id; it must be a text, unique among them"
            reading.refuse("missing-id", message, pointer, item)
        elif isinstance(item, dict):
            found[key] = item
        else:
            reading.refuse_kind("one of the components", "an object", pointer, item)
    return found


@dataclass(slots=True)
class _Canvas:
    """The nodes and edges read so far, and what has to be known of the others to read one.

    Attributes:
        reading: What else comes up.
        base: JSON Pointer to the canvas.
        components: What runs, by id.
        nodes: The nodes: those that are drawn first.
        edges: The edges.
        downstream: The targets that each node's component should name, by the edges.
        upstream: The sources, likewise.
    """

    reading: Reading
    base: str
    components: dict[str, dict[str, Any]]
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    downstream: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    upstream: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def read(self, nodes: list[Any], drawn: list[Any]) -> None:
        """Read what is drawn, and then the components that are not."""
        found = list(shells(nodes, f"{self.base}/graph/nodes", self.reading))
        self.edges += edges(drawn, f"{self.base}/graph/edges", self.reading, _ports, _EDGE_DATA)
        if not found:
            self.edges += self.edges_of_components()
        for edge in self.edges:
            if edge.source_port not in INNER_HANDLES:
                self.downstream[edge.source].append(edge.target)
                self.upstream[edge.target].append(edge.source)
        has_components = bool(self.components)
        self.nodes += [self.node(shell, has_components=has_components) for shell in found]
        self.nodes += [self.undrawn(key, item) for key, item in self.components.items()]

    def edges_of_components(self) -> Iterator[Edge]:
        """An edge for each `downstream` of each component."""
        for source, component in self.components.items():
            base = append(self.base, "components", source, "downstream")
            targets = component.get("downstream")
            if targets is not None and not isinstance(targets, list):
                message = f"'downstream' is {kind_of(targets)}; it should be a list of ids"
                self.reading.report("warning", "wrong-type", message, base, source)
            for index, target in enumerate(targets if isinstance(targets, list) else ()):
                # Whatever else is among them, the list stays with the settings of the node.
                if isinstance(target, str) and target:
                    edge_id = self.reading.unique(derived_edge_id(source, target))
                    yield Edge(edge_id, source, target, pointer=f"{base}/{index}")

    def node(self, shell: Shell, *, has_components: bool) -> Node:
        """A node that is drawn, with what its component says otherwise."""
        data = share(shell.data, _DATA)
        node_type, config = take_text(data.read, "label"), take_mapping(data.read, "form")
        is_note = not _NOTES.isdisjoint((shell.kind, node_type))
        if component := self.components.pop(shell.id, None):
            self.add_component(data, component, shell, node_type, config)
        elif has_components and not is_note:
            data.settings["component"] = None
        if not node_type:
            data.settings["label"] = None
            message = "the node has no 'data.label'; it must be the name of a component"
            self.reading.report("warning", "missing-type", message, shell.pointer, shell.id)
        label = take_label(data, "name", shell.id)
        pointer = f"{shell.pointer}/data"
        settle(data, _EXPECTED, pointer, self.reading, shell.id)
        role: NodeRole = "note" if is_note else "node"
        return shell.node(node_type or shell.kind, label, config, data, config_pointer=f"{pointer}/form", role=role)

    def add_component(
        self, data: Shares, component: dict[str, Any], shell: Shell, node_type: str, config: Mapping[str, Any]
    ) -> None:
        """Put what the component of a node says otherwise than the drawing among the node's settings."""
        outside, inside = _opened(component)
        named = take_text(inside.read, "component_name")
        if named != node_type:
            inside.settings["component_name"] = named or None
        parent = take_text(outside.read, "parent_id") or None
        if parent != shell.parent:
            outside.settings["parent_id"] = parent
        params = take_mapping(inside.read, "params")
        others = {key: value for key, value in params.items() if not is_said(value, config.get(key, params))}
        added = {key for key, value in others.items() if key not in config and is_left_by_run(key, value)}
        for part, is_added in ((inside.settings, False), (inside.noise, True)):
            if found := {key: value for key, value in others.items() if (key in added) is is_added}:
                part["params"] = found
        if omitted := [key for key in config if key not in params]:
            put(outside.settings, "omitted", omitted)
        nest(data, "component", self.settled(outside, inside, shell.id))

    def undrawn(self, node_id: str, component: dict[str, Any]) -> Node:
        """A component that is not drawn, as a node without a place."""
        pointer = append(self.base, "components", node_id)
        outside, inside = _opened(component)
        node_type, config = take_text(inside.read, "component_name"), take_mapping(inside.read, "params")
        parent = take_text(outside.read, "parent_id") or None
        if not node_type:
            message = "the component has no 'obj.component_name'; it must be a text"
            self.reading.report("warning", "missing-type", message, pointer, node_id)
        _, settings, layout, noise = self.settled(outside, inside, node_id)
        return Node(
            id=node_id,
            type=node_type,
            label=node_id,
            config=config,
            parent=parent,
            pointer=pointer,
            config_pointer=f"{pointer}/obj/params",
            settings=settings,
            layout=layout,
            noise=noise,
        )

    def settled(self, outside: Shares, inside: Shares, node_id: str) -> Shares:
        """A component without what the edges say, and without what was taken out of it."""
        for key, ends in (("downstream", self.downstream), ("upstream", self.upstream)):
            if key not in outside.read:
                outside.settings[key] = None
            elif _are_same_ids(outside.read[key], ends.get(node_id, [])):
                del outside.read[key]
        pointer = append(self.base, "components", node_id)
        settle(outside, _EXPECTED, pointer, self.reading, node_id)
        settle(inside, _EXPECTED, f"{pointer}/obj", self.reading, node_id)
        return joined(outside, inside, "obj")


def _opened(component: dict[str, Any]) -> tuple[Shares, Shares]:
    outside = share(component, _COMPONENT)
    return outside, share(take_mapping(outside.read, "obj"), _OBJECT)


def _are_same_ids(said: Any, ids: list[str]) -> bool:
    """Whether a list holds these ids, in any order and as often."""
    if not isinstance(said, list) or not all(isinstance(item, str) for item in said):
        return False
    return sorted(said) == sorted(ids)


def _ports(edge: dict[str, Any], _source: str, _target: str) -> tuple[str, str]:
    return as_text(edge.get("sourceHandle")), as_text(edge.get("targetHandle"))


def writer() -> Writer:
    """What writes changes of the graph back."""
    from wfkit.formats.writing.ragflow import WRITER

    return WRITER


FORMAT = Format(
    "ragflow",
    "RAGFlow",
    read=read,
    sniff=is_ragflow,
    mentions=mentions,
    writer=writer,
    habits=_habits.RAGFLOW,
    # Templates say both in several languages.
    name_at=("/title/en", "/title", "/name"),
    description_at=("/description/en", "/description"),
    secrets=secrets,
)
