"""Elyra: pipelines of nodes, the edges with the node that they enter, drawn by Elyra's canvas.

Read off Elyra's own `elyra/pipeline/pipeline_definition.py` (3.x) and real pipelines of versions 1 to 8. The type of
a node is its `op`. Its config is `app_data.component_parameters`, and up to pipeline version 3 what lies in
`app_data` itself. A pipeline inside another is shown by a super node, which is the parent of its nodes; where two
pipelines have a node of the same id, the later one goes by `<pipeline>/<id>`.

What the editor draws by itself (icons, error marks, captions of ports) is noise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wfkit.core.model import Graph, Node
from wfkit.formats._elyra_node import NodeReader
from wfkit.formats._foreign import Reading, first_words, pair_of, take_list, take_mapping, take_pair_of, take_text
from wfkit.formats._format import Format
from wfkit.formats._react_flow_reader import take_items
from wfkit.formats._reading import as_text
from wfkit.formats._shares import Shares, joined, nest, settle, share, table
from wfkit.formats._sniffing import child, is_elyra
from wfkit.formats._wording import kind_of
from wfkit.formats.mentions.elyra import mentions
from wfkit.formats.secrets.elyra import secrets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.core.model import Edge
    from wfkit.formats.writing import Writer

__all__ = ["FORMAT", "read"]

_DOCUMENT = table(read=("pipelines",), noise=("id", "json_schema", "doc_type", "version"))
_PIPELINE = table(read=("id", "nodes", "app_data"))
# `version` is that of the form in which Elyra writes pipelines, and raises when it opens one.
_APP_DATA = table(read=("ui_data",), noise=("version",))
_UI_DATA = table(read=("comments",), noise=("runtime",))
_COMMENT = table(
    read=("id", "content", "x_pos", "y_pos"), layout=("width", "height", "class_name", "associated_id_refs")
)
_EXPECTED = {
    **dict.fromkeys(("id", "content"), "a string"),
    **dict.fromkeys(("app_data", "ui_data"), "an object"),
    "comments": "a list",
}


def read(data: Any) -> Graph:
    """The graph of all pipelines in a document; whatever is out of order in it is in `problems`.

    A node without an id, and a link without a source, is no part of the graph.
    """
    reading = Reading()
    if not isinstance(data, dict):
        message = f"a pipeline document is {kind_of(data)}; it must be an object"
        reading.report("error", "not-an-object", message, "")
        return Graph(problems=tuple(reading.problems))
    document = share(data, _DOCUMENT)
    items = document.read.pop("pipelines", None)
    if not isinstance(items, list):
        message = f"'pipelines' is {kind_of(items)}; it must be a list of them"
        reading.report("error", "missing-nodes", message, "")
        document.read["pipelines"] = items
    pipelines = _Pipelines(reading)
    for pointer, item in reading.objects(items if isinstance(items, list) else [], "/pipelines", "pipelines"):
        pipelines.open(item, pointer)
    pipelines.read()
    settle(document, {}, "", reading)
    document = pipelines.described(document, as_text(data.get("primary_pipeline")))
    return Graph(
        nodes=tuple(pipelines.nodes),
        edges=tuple(pipelines.edges),
        problems=tuple(reading.problems),
        settings=reading.settings_with(document.settings),
        layout=document.layout,
        noise=document.noise,
    )


@dataclass(frozen=True, slots=True)
class _Pipeline:
    """One pipeline that is still to read.

    Attributes:
        id: Its id, or its place in the document when it has none.
        nodes: Its nodes, with the pointers to them.
        comments: The notes on its canvas, likewise.
        shares: What it says besides.
        names: The ids that they all go by in the graph, by their own.
    """

    id: str
    nodes: list[tuple[str, dict[str, Any]]]
    comments: list[tuple[str, dict[str, Any]]]
    shares: Shares
    names: Mapping[str, str]


@dataclass(slots=True)
class _Pipelines:
    """The pipelines of a document, and what is read of them so far.

    Attributes:
        reading: What else comes up.
        opened: The pipelines, in the order of the document.
        homes: The ids given out so far, with the number of the pipeline that has them.
        nodes: The nodes.
        edges: The edges.
    """

    reading: Reading
    opened: list[_Pipeline] = field(default_factory=list)
    homes: dict[str, int] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)

    def open(self, item: Mapping[str, Any], pointer: str) -> None:
        """Find out what is in a pipeline, and by which ids."""
        shares, number = share(item, _PIPELINE), len(self.opened)
        app = share(take_mapping(shares.read, "app_data"), _APP_DATA)
        ui = share(take_mapping(app.read, "ui_data"), _UI_DATA)
        pipeline_id = take_text(shares.read, "id") or str(number)
        nodes = self.identified(take_items(shares.read, "nodes", pointer, self.reading), f"{pointer}/nodes", "nodes")
        place = f"{pointer}/app_data/ui_data"
        comments = self.identified(take_list(ui.read, "comments"), f"{place}/comments", "comments")
        settle(shares, _EXPECTED, pointer, self.reading)
        settle(app, _EXPECTED, f"{pointer}/app_data", self.reading)
        settle(ui, _EXPECTED, place, self.reading)
        ids = [as_text(found["id"]) for _, found in (*nodes, *comments)]
        names = {own: self.claimed(own, number, pipeline_id) for own in ids}
        shares = joined(shares, joined(app, ui, "ui_data"), "app_data")
        self.opened.append(_Pipeline(pipeline_id, nodes, comments, shares, names))

    def identified(self, items: list[Any], base: str, noun: str) -> list[tuple[str, dict[str, Any]]]:
        """The objects of a list that have an id, with the pointers to them; the rest is refused."""
        found = []
        for pointer, item in self.reading.objects(items, base, noun):
            if as_text(item.get("id")):
                found.append((pointer, item))
            else:
                message = "the node has no 'id'; it must be a text, unique among the nodes"
                self.reading.refuse("missing-id", message, pointer, item)
        return found

    def claimed(self, node_id: str, number: int, pipeline_id: str) -> str:
        """The id, behind that of the pipeline when an earlier one has it already."""
        while self.homes.setdefault(node_id, number) != number:
            node_id = f"{pipeline_id}/{node_id}"
        return node_id

    def read(self) -> None:
        """Read the nodes of all pipelines, each below the super node that shows its pipeline."""
        holders = {
            shown: pipeline.names[as_text(item["id"])]
            for pipeline in self.opened
            for _, item in pipeline.nodes
            if (shown := as_text(child(item.get("subflow_ref"), "pipeline_id_ref")))
        }
        for pipeline in self.opened:
            parent = holders.get(pipeline.id)
            reader = NodeReader(self.reading, pipeline.names, parent)
            self.nodes += [reader.node(item, pointer) for pointer, item in pipeline.nodes]
            self.nodes += [
                _comment(item, pointer, pipeline.names[as_text(item["id"])], parent, self.reading)
                for pointer, item in pipeline.comments
            ]
            self.edges += reader.edges

    def described(self, document: Shares, primary: str) -> Shares:
        """What the document says besides nodes: the primary pipeline as if it were all, the others by their ids."""
        others = Shares({}, {}, {}, {})
        for pipeline in self.opened:
            if pipeline.id == primary:
                document, primary = joined(document, pipeline.shares, "pipeline"), ""
            else:
                nest(others, pipeline.id, pipeline.shares)
        nest(document, "pipelines", others)
        return document


def _comment(item: Mapping[str, Any], pointer: str, node_id: str, parent: str | None, reading: Reading) -> Node:
    """A note on the canvas."""
    shares = share(item, _COMMENT)
    take_text(shares.read, "id")
    content, position = take_text(shares.read, "content"), take_pair_of(shares.read, "x_pos", "y_pos")
    settle(shares, _EXPECTED, pointer, reading, node_id)
    return Node(
        id=node_id,
        type="comment",
        label=first_words(content) or "comment",
        config={"content": content},
        position=position,
        parent=parent,
        role="note",
        pointer=pointer,
        config_pointer=pointer,
        settings=shares.settings,
        layout=shares.layout,
        noise=shares.noise,
        size=pair_of(shares.layout.get("width"), shares.layout.get("height")),
    )


def writer() -> Writer:
    """What writes changes of the graph back."""
    from wfkit.formats.writing.elyra import WRITER

    return WRITER


# Elyra refuses the run of a pipeline with a cycle.
FORMAT = Format(
    "elyra", "Elyra", read=read, acyclic=True, sniff=is_elyra, mentions=mentions, writer=writer, secrets=secrets
)
