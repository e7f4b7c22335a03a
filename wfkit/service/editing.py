"""Edits of a workflow's graph, written back into its document by the smallest change, whatever tool it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit import formats
from wfkit.core import codec
from wfkit.core._stack import call_with_room
from wfkit.core.diff import ABSENT, diff
from wfkit.core.model import Edge
from wfkit.core.pointer import resolve
from wfkit.core.wording import Names, listed, quoted
from wfkit.errors import InvalidInput, NotFound
from wfkit.service import documents
from wfkit.service.inputs import checked_flag, checked_text, described

if TYPE_CHECKING:
    from collections.abc import Callable

    from wfkit.core.diff import Diff
    from wfkit.core.document import Document
    from wfkit.core.model import Graph, Node
    from wfkit.formats.writing import Change
    from wfkit.service.workflow import Workflow


class Edit:
    """A document while it is edited. Each method changes one thing and gives the edit again, so that calls chain.

    Nodes go by their id, or by their label where only one has it. Nothing is saved until `save`.
    """

    def __init__(self, document: Document, save: Callable[[Document, str], Workflow] | None = None) -> None:
        """Begins with a document.

        Args:
            document: What is edited; it stays as it is.
            save: Saves the edited document with a message, where it belongs to a workflow.

        Raises:
            UnknownFormat: wfkit cannot edit documents of this format.
        """
        self._writer = formats.writer(document.format, document.data)
        self._origin = document
        self._data = document.data
        self._graph = document.graph
        self._save = save

    def __repr__(self) -> str:
        return f"<Edit of {self._origin.format!r}: {self.diff.summary}>"

    @property
    def graph(self) -> Graph:
        """The graph as it is now."""
        return self._graph

    @property
    def document(self) -> Document:
        """The document as it is now: what was not edited is spelt as it was."""
        return documents.edited(self._origin, self._data, format=self._origin.format)

    @property
    def diff(self) -> Diff:
        """What was edited so far."""
        return diff(self._origin, self.document)

    def set(self, node: str, path: str, value: Any) -> Edit:
        """Another value in the config of a node.

        Args:
            node: Its id or label.
            path: Of the value in `node.config`: a JSON Pointer, with or without the first `/`, such as `model` or
                `options/temperature`. Objects on the way are made; `-` as the last part adds to a list.
            value: Any JSON.

        Raises:
            NotFound: There is no such node.
            InvalidInput: The value cannot be set there; the message says why.
            InvalidWorkflow: The value is no JSON.
        """
        place = _path(path)
        found = self._node(node)
        plain = codec.parse(codec.to_text(value))
        before = self._data, self._graph
        self._apply(self._writer.configured(self._data, self._graph, found, place, plain))
        if not (place.endswith("/-") or self._holds(found, place, plain)):
            self._data, self._graph = before
            msg = f"{quoted(place)} of {quoted(found.label)} cannot be set: {self._writer.tool} keeps it elsewhere"
            raise InvalidInput(msg)
        return self

    def unset(self, node: str, path: str) -> Edit:
        """The config of a node without this value.

        Raises:
            NotFound: There is no such node, or no such value.
        """
        place = _path(path)
        found = self._node(node)
        resolve(found.config, place)
        self._apply(self._writer.configured(self._data, self._graph, found, place, ABSENT))
        return self

    def rename(self, node: str, label: str) -> Edit:
        """Another label; whatever names the node by it follows: connections, expressions.

        Raises:
            NotFound: There is no such node.
            InvalidInput: The label is not allowed there.
        """
        found = self._node(node)
        self._apply(self._writer.labelled(self._data, self._graph, found, checked_text("label", label)))
        return self

    def enable(self, node: str) -> Edit:
        """The node takes part in runs.

        Raises:
            NotFound: There is no such node.
            InvalidInput: The tool has no place for it.
        """
        return self._switch(node, enabled=True)

    def disable(self, node: str) -> Edit:
        """The node is left out of runs.

        Raises:
            NotFound: There is no such node.
            InvalidInput: The tool has no place for it.
        """
        return self._switch(node, enabled=False)

    def move(self, node: str, x: float, y: float) -> Edit:
        """The node at another place on the canvas.

        Raises:
            NotFound: There is no such node.
            InvalidInput: The tool has no place for it, or it is no pair of numbers.
        """
        for value in (x, y):
            if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= 2**53:
                msg = f"a position is two numbers, not {described(value)}"
                raise InvalidInput(msg)
        self._apply(self._writer.moved(self._data, self._graph, self._node(node), x, y))
        return self

    def remove(self, node: str, *, with_contents: bool = False) -> Edit:
        """The document without the node and its edges.

        Args:
            node: Its id or label.
            with_contents: Remove what it holds as well, such as the steps of an iteration.

        Raises:
            NotFound: There is no such node.
            InvalidInput: It holds others, and `with_contents` is false.
        """
        found = self._node(node)
        inside = self._inside(found)
        if inside and not checked_flag("with_contents", with_contents):
            labels = listed([each.label for each in inside], 5)
            msg = f"{quoted(found.label)} holds {labels}; remove them first, or pass with_contents=True"
            raise InvalidInput(msg)
        before = self._data, self._graph
        try:
            for each in reversed(inside):
                self._take_out(each.id, is_part=True)
            self._take_out(found.id)
        except InvalidInput:
            self._data, self._graph = before
            raise
        return self

    def connect(self, source: str, target: str, *, source_port: str = "", target_port: str = "") -> Edit:
        """One more edge.

        Args:
            source: Id or label of the node that it leaves.
            target: Of the node that it enters.
            source_port: The output, as `graph.edges` names them; "" for the only one.
            target_port: The input.

        Raises:
            NotFound: There is no such node.
            InvalidInput: There is no such port, or this edge is there already.
        """
        ends = (self._node(source).id, self._node(target).id, source_port, target_port)
        before = {_ends(edge) for edge in self._graph.edges}
        self._apply(self._writer.linked(self._data, self._graph, Edge("", *ends)))
        if before == {_ends(edge) for edge in self._graph.edges}:
            msg = f"{quoted(source)} and {quoted(target)} are connected by these ports already"
            raise InvalidInput(msg)
        return self

    def disconnect(
        self, source: str, target: str, *, source_port: str | None = None, target_port: str | None = None
    ) -> Edit:
        """No edge from one node to another any more; with ports, only none between those.

        Raises:
            NotFound: There is no such node, or no such edge.
        """
        ends = self._node(source).id, self._node(target).id

        def found() -> Edge | None:
            return next((edge for edge in self._graph.edges if _is_meant(edge, ends, source_port, target_port)), None)

        edge = found()
        if edge is None:
            msg = f"no edge leads from {quoted(source)} to {quoted(target)} by these ports"
            raise NotFound(msg)
        while edge is not None:
            self._apply(self._writer.unlinked(self._data, self._graph, edge))
            edge = found()
        return self

    def save(self, message: str = "") -> Workflow:
        """The workflow at its new head, with the edited document.

        Raises:
            InvalidInput: The edit did not begin with a workflow.
            InvalidWorkflow: The document has errors now.
            VersionConflict: Somebody saved since.
        """
        if self._save is None:
            msg = "this edit did not begin with a workflow; write edit.document.text to a file, or save it to one"
            raise InvalidInput(msg)
        return self._save(self.document, message)

    def _inside(self, node: Node) -> list[Node]:
        """The nodes that lie in a node, those that hold others before these."""
        found: dict[str, Node] = {}
        waiting = [node.id]
        while waiting:
            holder = waiting.pop()
            inside = [each for each in self._graph.nodes if each.parent == holder and each.id not in (node.id, *found)]
            found |= {each.id: each for each in inside}
            waiting += [each.id for each in inside]
        return list(found.values())

    def _take_out(self, node_id: str, *, is_part: bool = False) -> None:
        """Removes a node and its edges; one that is but a part of what holds it goes with that."""
        while edge := next((edge for edge in self._graph.edges if node_id in (edge.source, edge.target)), None):
            self._apply(self._writer.unlinked(self._data, self._graph, edge))
        found = self._graph.by_id.get(node_id)
        if found is None:  # went with one of its edges
            return
        try:
            self._apply(self._writer.removed(self._data, self._graph, found))
        except InvalidInput:
            if not is_part:
                raise

    def _switch(self, node: str, *, enabled: bool) -> Edit:
        found = self._node(node)
        if found.enabled is not enabled:
            self._apply(self._writer.switched(self._data, self._graph, found, enabled=enabled))
        return self

    def _apply(self, change: Change) -> None:
        data = call_with_room(change.applied, self._data)
        self._graph = documents.read_graph(self._origin.format, data)
        self._data = data

    def _holds(self, node: Node, place: str, value: Any) -> bool:
        """Whether what was set is there, for a tool may keep it where it is not read from."""
        try:
            held = resolve(self._graph.node(node.id).config, place)
        except NotFound:
            return False
        return codec.content_hash(held) == codec.content_hash(value)

    def _node(self, name: str) -> Node:
        text = checked_text("node", name)
        if text in self._graph.by_id:
            return self._graph.by_id[text]
        labelled = [node for node in self._graph.nodes if node.label == text]
        if len(labelled) == 1:
            return labelled[0]
        if labelled:
            msg = f"{len(labelled)} nodes are called {quoted(text)}; name one by its id: "
            raise NotFound(msg + listed([node.id for node in labelled], 5))
        known = Names(tuple({text: None for node in self._graph.nodes for text in (node.id, node.label)}))
        msg = f"no node {quoted(text)}; {known.hint(text, 'nodes')}"
        raise NotFound(msg)


def edit(source: object) -> Edit:
    """An edit of whatever holds a document: a dict, Document, workflow, version or path.

    Raises:
        UnknownFormat: wfkit cannot edit documents of this format.
    """
    return Edit(documents.document_of(source))


def _path(path: object) -> str:
    text = checked_text("path", path)
    return text if text.startswith("/") or not text else f"/{text}"


def _ends(edge: Edge) -> tuple[str, str, str, str, str]:
    return edge.id, edge.source, edge.source_port, edge.target, edge.target_port


def _is_meant(edge: Edge, ends: tuple[str, str], source_port: str | None, target_port: str | None) -> bool:
    return (
        (edge.source, edge.target) == ends
        and source_port in (None, edge.source_port)
        and target_port in (None, edge.target_port)
    )
