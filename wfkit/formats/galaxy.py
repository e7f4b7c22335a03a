"""Galaxy: steps by number, the parameters of each as JSON text in `tool_state`, the edges with the step they enter.

Read off Galaxy's own `lib/galaxy/managers/workflows.py` (23 and later) and `.ga` files of the IWC. The type of a
step is its tool without the version, which is a setting: most revisions change nothing else. A step goes by its key
in `steps`, which is its place, and its `uuid` is the `uid`. The steps of a subworkflow are nodes within its step, by
ids such as `3/0`.

Format 2 (YAML, `class: GalaxyWorkflow`) is read in `_galaxy_format2.py`, into the same types, ports and configs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wfkit.core.model import Edge, Graph, Node
from wfkit.core.pointer import append
from wfkit.formats import _habits
from wfkit.formats._foreign import Reading, first_words, take_list, take_mapping, take_pair, take_text
from wfkit.formats._format import Format
from wfkit.formats._galaxy_format2 import read_format2
from wfkit.formats._galaxy_step import STEP, step_node
from wfkit.formats._react_flow import derived_edge_id
from wfkit.formats._reading import as_text
from wfkit.formats._shares import nest, settle, share, table
from wfkit.formats._sniffing import child, is_galaxy, is_galaxy_format2
from wfkit.formats._wording import kind_of
from wfkit.formats.mentions.galaxy import mentions
from wfkit.formats.secrets.galaxy import secrets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.formats._shares import Shares
    from wfkit.formats.writing import Writer

__all__ = ["FORMAT", "read"]

# Galaxy counts the saves of a workflow in `version`.
_WORKFLOW = table(read=("steps", "comments"), noise=("uuid", "version"))
_COMMENT = table(read=("id", "type", "data", "position"), layout=("size", "color", "child_steps", "child_comments"))
_EXPECTED = {"comments": "a list"}
_COMMENT_EXPECTED = {"type": "a string", "data": "an object", "position": "a list of two numbers"}


def read(data: Any) -> Graph:
    """The graph of a workflow, `.ga` or format 2; whatever is out of order in it is in `problems`.

    A connection that names no step is no part of the graph.
    """
    steps = _Steps()
    reading = steps.reading
    if not isinstance(data, dict):
        message = f"a workflow is {kind_of(data)}; it must be an object"
        reading.report("error", "not-an-object", message, "")
        return Graph(problems=tuple(reading.problems))
    if is_galaxy_format2(data):
        return read_format2(data)
    shares = steps.opened(data, "", "")
    steps.read_all()
    settle(shares, _EXPECTED, "", reading)
    return Graph(
        nodes=tuple(steps.nodes),
        edges=tuple(steps.edges),
        problems=tuple(reading.problems),
        settings=reading.settings_with(shares.settings),
        layout=shares.layout,
        noise=shares.noise,
    )


@dataclass(frozen=True)
class _Scope:
    """One workflow that is still to read: its steps and comments.

    Attributes:
        steps: What should be steps, by key.
        comments: What should be comments.
        base: JSON Pointer to the workflow.
        holder: Id of the step that holds it, or "".
    """

    steps: dict[str, Any]
    comments: list[Any]
    base: str
    holder: str

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """The keys of the steps by the numbers that they give themselves, which connections go by."""
        numbers = {as_text(child(step, "id")): key for key, step in self.steps.items()}
        return {number: key for number, key in numbers.items() if number}

    def name(self, key: str) -> str:
        """The id in the whole graph of what goes by this key in the workflow."""
        return f"{self.holder}/{key}" if self.holder else key


@dataclass(slots=True)
class _Steps:
    """What is read so far of a workflow and those inside it, and which of them are still waiting.

    Attributes:
        reading: What else comes up.
        nodes: The nodes; those of a workflow inside another come after those of the other.
        edges: The edges, in the same order.
        waiting: The workflows to read. It grows meanwhile, so that no depth of nesting is too deep.
    """

    reading: Reading = field(default_factory=Reading)
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    waiting: list[_Scope] = field(default_factory=list)

    def opened(self, workflow: Mapping[str, Any], base: str, holder: str) -> Shares:
        """What a workflow says besides its steps and comments, which are put on the list of those to read."""
        shares = share(workflow, _WORKFLOW)
        if shares.read.get("steps") is None:
            message = "the workflow has no 'steps'; it must have an object with one for each key"
            self.reading.report("error", "missing-nodes", message, base)
        elif not isinstance(shares.read["steps"], dict):
            message = f"'steps' is {kind_of(shares.read['steps'])}; it must be an object"
            self.reading.report("error", "wrong-type", message, f"{base}/steps")
        steps, comments = take_mapping(shares.read, "steps"), take_list(shares.read, "comments")
        self.waiting.append(_Scope(steps, comments, base, holder))
        return shares

    def read_all(self) -> None:
        """Read every workflow that is waiting, and those that come up meanwhile."""
        for scope in self.waiting:
            for key, item in scope.steps.items():
                pointer = append(scope.base, "steps", key)
                if not isinstance(item, dict):
                    self.reading.refuse_kind("one of the steps", "an object", pointer, item)
                elif not key:
                    message = "the step has an empty key; it must be a text, by which connections go"
                    self.reading.refuse("missing-id", message, pointer, item)
                else:
                    self.nodes.append(self.step(key, item, pointer, scope))
            for pointer, item in self.reading.objects(scope.comments, f"{scope.base}/comments", "comments"):
                self.nodes.append(_comment(item, pointer, scope, self.reading))

    def step(self, key: str, item: Mapping[str, Any], pointer: str, scope: _Scope) -> Node:
        """A step; the edges that enter it, and the workflow inside it, are read or put on the list."""
        shares, step_id = share(item, STEP), scope.name(key)
        read = shares.read
        if type(number := read.get("id")) is int and str(number) == key:
            del read["id"]
        elif number is None:
            shares.noise["id"] = None
        if isinstance(inner := read.get("subworkflow"), dict):
            del read["subworkflow"]
            self.open_inner(inner, f"{pointer}/subworkflow", step_id, shares)
        self.edges += self.connections(shares, pointer, step_id, scope)
        return step_node(shares, step_id, scope.holder or None, pointer, self.reading)

    def open_inner(self, workflow: dict[str, Any], base: str, step_id: str, step: Shares) -> None:
        """Put the workflow inside a step on the list, and what it says besides with the step."""
        shares = self.opened(workflow, base, step_id)
        settle(shares, _EXPECTED, base, self.reading, step_id)
        nest(step, "subworkflow", shares)

    def connections(self, shares: Shares, pointer: str, step_id: str, scope: _Scope) -> Iterator[Edge]:
        """The edges that enter a step: one for each connection of each input."""
        base = f"{pointer}/input_connections"
        for name, said in take_mapping(shares.read, "input_connections").items():
            place = append(base, name)
            if said == []:
                shares.noise.setdefault("input_connections", {})[name] = said
            elif isinstance(said, list):
                for item_place, item in self.reading.objects(said, place, "connections"):
                    yield from self.connection(item, item_place, name, step_id, scope)
            elif isinstance(said, dict):
                yield from self.connection(said, place, name, step_id, scope)
            else:
                self.reading.refuse_kind("a connection", "an object", place, said)

    def connection(self, item: dict[str, Any], pointer: str, name: str, step_id: str, scope: _Scope) -> Iterator[Edge]:
        """The edge from the step that a connection names, if it does."""
        key = as_text(item.get("id"))
        if not key:
            message = "the connection has no 'id'; it must be the key of the step that it comes from"
            self.reading.refuse("missing-end", message, pointer, item)
            return
        rest = dict(item)
        # The number that a step gives itself is nearly always its key, and then says nothing more.
        number = rest.pop("id")
        noise = {} if number != key and scope.keys.get(key, key) == key else {"id": number}
        source, output = scope.name(scope.keys.get(key, key)), take_text(rest, "output_name")
        edge_id = self.reading.unique(derived_edge_id(source, step_id, output, name))
        yield Edge(edge_id, source, step_id, output, name, pointer, rest, noise=noise)


def _comment(item: Mapping[str, Any], pointer: str, scope: _Scope, reading: Reading) -> Node:
    """A comment on the canvas: a text or a frame."""
    shares = share(item, _COMMENT)
    read = shares.read
    number = read.pop("id", None)
    name = as_text(number)
    if not name or name == number:
        shares.noise["id"] = number
    comment_id = scope.name(f"comment/{name or pointer.rpartition('/')[2]}")
    kind, config, position = (
        take_text(read, "type") or "comment",
        take_mapping(read, "data"),
        take_pair(read, "position"),
    )
    said = as_text(config.get("title")) or as_text(config.get("text"))
    settle(shares, _COMMENT_EXPECTED, pointer, reading, comment_id)
    return Node(
        id=comment_id,
        type=kind,
        label=first_words(said) or kind,
        config=config,
        position=position,
        parent=scope.holder or None,
        role="note",
        pointer=pointer,
        config_pointer=f"{pointer}/data",
        settings=shares.settings,
        layout=shares.layout,
        noise=shares.noise,
        size=take_pair(dict(shares.layout), "size"),
    )


def writer() -> Writer:
    """What writes changes of the graph back."""
    from wfkit.formats.writing.galaxy import WRITER

    return WRITER


# Galaxy refuses the run of a workflow with a cycle.
FORMAT = Format(
    "galaxy",
    "Galaxy",
    read=read,
    acyclic=True,
    sniff=is_galaxy,
    mentions=mentions,
    writer=writer,
    habits=_habits.GALAXY,
    name_at=("/name", "/label"),
    description_at=("/annotation", "/doc", "/description"),
    secrets=secrets,
)
