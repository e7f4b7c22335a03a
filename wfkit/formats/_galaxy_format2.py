"""Galaxy's format 2 (YAML, `class: GalaxyWorkflow`): inputs apart from the steps, connections by the names of both.

Read off gxformat2 0.28 (`normalized/_format2.py` and `normalized/_conversion.py`), by which Galaxy turns such workflows
into `.ga` files. Types, ports and configs are those of `.ga` files. A step goes by its key; in a list by its id, its
label or its place. What lies in the workflow of a step goes by names such as `outer/inner`. A draft
(`class: GalaxyWorkflowDraft`, gxformat2's `draft.py`) is read like any other: `TODO` is its tool until one is chosen.

A document with a `$graph` holds several workflows, of which `main` is run. Each of the others is read once, inside the
first step that runs it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wfkit.core.model import Edge, Graph, Node
from wfkit.formats._foreign import Reading, take_mapping
from wfkit.formats._galaxy_parts import comment_node, input_node, step_node_of
from wfkit.formats._galaxy_scope import Scope, entries
from wfkit.formats._react_flow import derived_edge_id
from wfkit.formats._reading import as_text
from wfkit.formats._shares import Shares, joined, nest, put, settle, share, table
from wfkit.formats._sniffing import has_galaxy_class

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.formats._galaxy_scope import Entry

_WORKFLOW = table(read=("inputs", "steps", "comments"), noise=("uuid",))
_DOCUMENT = table(read=("$graph",))
_EXPECTED = dict.fromkeys(("inputs", "steps", "comments"), "an object or a list")
_STEP = table(
    read=(
        *("id", "type", "tool_id", "tool_version", "tool_state", "state", "label", "uuid", "position", "in", "out"),
        *("run", "doc", "post_job_actions", "when"),
    ),
    noise=("errors", "tool_shed_repository"),
)
_MAIN = "main"
_NOTHING: tuple[Any, ...] = (None, "", [])


def read_format2(data: dict[str, Any]) -> Graph:
    """The graph of a workflow in format 2; whatever is out of order in it is in `problems`."""
    workflows = _Workflows()
    if isinstance(data.get("$graph"), list) and "class" not in data:
        shares = workflows.open_all(data)
    else:
        shares = workflows.opened(data, "", "", None)
        workflows.read_waiting()
        settle(shares, _EXPECTED, "", workflows.reading)
    return Graph(
        nodes=tuple(workflows.nodes),
        edges=tuple(workflows.edges),
        problems=tuple(workflows.reading.problems),
        settings=workflows.reading.settings_with(shares.settings),
        layout=shares.layout,
        noise=shares.noise,
    )


@dataclass(slots=True)
class _Workflows:
    """What is read so far of a workflow and those inside it, and which of them are still waiting.

    Attributes:
        reading: What else comes up.
        nodes: The nodes; those of a workflow inside another come after those of the other.
        edges: The edges, in the same order.
        waiting: The workflows to read. It grows meanwhile, so that no depth of nesting is too deep.
        begun: How many of them have been read.
        homes: The ids given out so far, with the number of the workflow that has them.
        others: The workflows of the document that no step has run yet, with the pointers to them, by id.
        found: What each of those that a step ran says besides its steps.
    """

    reading: Reading = field(default_factory=Reading)
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    waiting: list[Scope] = field(default_factory=list)
    begun: int = 0
    homes: dict[str, int] = field(default_factory=dict)
    others: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    found: Shares = field(default_factory=lambda: Shares({}, {}, {}, {}))

    def open_all(self, data: dict[str, Any]) -> Shares:
        """What a document of several workflows says besides their steps, all of which are read."""
        document = share(data, _DOCUMENT)
        for pointer, item in self.reading.objects(document.read.pop("$graph"), "/$graph", "workflows"):
            name = as_text(item.get("id")) or pointer.rpartition("/")[2]
            if name in self.others:
                message = f"another workflow has the id {name!r} too; ids must be unique"
                self.reading.refuse("duplicate-id", message, pointer, item)
            else:
                self.others[name] = pointer, item
        if _MAIN in self.others:
            document = joined(document, self.opened_other(_MAIN, "", None), _MAIN)
        else:
            message = f"no workflow in '$graph' has the id {_MAIN!r}, so Galaxy does not know which to run"
            self.reading.report("error", "missing-nodes", message, "/$graph")
        self.read_waiting()
        while self.others:
            name = next(iter(self.others))
            self.open_run(name, None)
            self.read_waiting()
        nest(document, "$graph", self.found)
        return document

    def open_run(self, name: str, holder: str | None) -> None:
        """Put a workflow of the document on the list, inside the step that runs it, unless one did before."""
        if name in self.others:
            nest(self.found, name, self.opened_other(name, f"{name}/", holder))

    def opened_other(self, name: str, prefix: str, holder: str | None) -> Shares:
        """What a workflow of the document says besides its steps, which are put on the list."""
        pointer, item = self.others.pop(name)
        shares = self.opened(item, pointer, prefix, holder)
        if shares.settings.get("id") == name:
            del shares.settings["id"]
        settle(shares, _EXPECTED, pointer, self.reading)
        return shares

    def opened(self, workflow: Mapping[str, Any], base: str, prefix: str, holder: str | None) -> Shares:
        """What a workflow says besides its steps, which are put on the list."""
        shares = share(workflow, _WORKFLOW)
        if shares.read.get("steps") is None:
            message = "the workflow has no 'steps'; it must have an object with one for each name, or a list"
            self.reading.report("error", "missing-nodes", message, base)
        inputs, steps, comments = [entries(shares.read, key, base) for key in ("inputs", "steps", "comments")]
        scope = Scope(prefix, holder, inputs, steps, comments)
        scope.name_all(self.homes, len(self.waiting))
        self.waiting.append(scope)
        return shares

    def read_waiting(self) -> None:
        """Read every workflow that is waiting, and those that come up meanwhile."""
        while self.begun < len(self.waiting):
            scope = self.waiting[self.begun]
            self.begun += 1
            for entry in scope.inputs:
                self.nodes.append(input_node(entry, scope.holder, self.reading))
            for entry in scope.steps:
                if entry.item is None or isinstance(entry.item, dict):
                    self.nodes.append(self.step(entry, entry.item or {}, scope))
                else:
                    self.reading.refuse_kind("one of the steps", "an object", entry.pointer, entry.item)
            for entry in scope.comments:
                if isinstance(entry.item, dict):
                    self.nodes.append(comment_node(entry, entry.item, scope.holder, self.reading))
                else:
                    self.reading.refuse_kind("one of the comments", "an object", entry.pointer, entry.item)

    def step(self, entry: Entry, item: dict[str, Any], scope: Scope) -> Node:
        """A step; the edges that enter it, and the workflow inside it, are read or put on the list."""
        shares = share(item, _STEP)
        is_workflow = self.open_inner(shares, entry)
        self.edges += self.connections(shares, entry, scope)
        node, links = step_node_of(shares, entry, scope.holder, self.reading, is_workflow=is_workflow)
        for port, source, path in links:
            self.edges.append(self.edge(source, f"{entry.pointer}/state{path}/$link", port, node.id, scope))
        return node

    def open_inner(self, shares: Shares, entry: Entry) -> bool:
        """Put the workflow that a step runs on the list, if it runs one."""
        run = shares.read.get("run")
        if isinstance(run, str) and run:
            shares.settings["run"] = shares.read.pop("run")
            self.open_run(run.removeprefix("#"), entry.id)
            return True
        if not isinstance(run, dict):
            return False
        if not has_galaxy_class(run) and "steps" not in run:
            shares.settings["run"] = shares.read.pop("run")
            return "@import" in run
        base = f"{entry.pointer}/run"
        inner = self.opened(take_mapping(shares.read, "run"), base, f"{entry.id}/", entry.id)
        settle(inner, _EXPECTED, base, self.reading, entry.id)
        nest(shares, "run", inner)
        return True

    def connections(self, shares: Shares, entry: Entry, scope: Scope) -> Iterator[Edge]:
        """The edges that enter a step by its `in`; what that says besides sources stays with the step."""
        for found in entries(shares.read, "in", entry.pointer):
            said, pointer, rest = found.item, found.pointer, {}
            if isinstance(said, dict):
                rest = dict(said)
                if found.is_listed and isinstance(rest.get("id"), str):
                    del rest["id"]
                said, pointer = rest.pop("source", None), f"{pointer}/source"
            if rest:
                put(shares.settings.setdefault("in", {}), found.key, rest)
            if said not in _NOTHING:
                yield from self.sources(said, pointer, found.key, entry.id, scope)
            elif not rest:
                put(shares.noise.setdefault("in", {}), found.key, said)

    def sources(self, said: Any, pointer: str, port: str, target: str, scope: Scope) -> Iterator[Edge]:
        """The edges from the steps that an input names: one, or a list of them."""
        for index, one in enumerate(said if isinstance(said, list) else [said]):
            place = f"{pointer}/{index}" if isinstance(said, list) else pointer
            if as_text(one):
                yield self.edge(one, place, port, target, scope)
            else:
                self.reading.refuse_kind("a source", "the name of a step, or 'step/output'", place, one)

    def edge(self, said: Any, pointer: str, port: str, target: str, scope: Scope) -> Edge:
        """The edge from what a source names."""
        source, output, plainly = scope.resolved(as_text(said))
        edge_id = self.reading.unique(derived_edge_id(source, target, output, port))
        # The same step may go by its label, its key or its number.
        noise = {} if said == plainly else {"source": said}
        return Edge(edge_id, source, target, output, port, pointer, noise=noise)
