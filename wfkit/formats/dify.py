"""Dify: an app whose graph, in the manner of React Flow, lies in `workflow.graph`, beside what the app is and offers.

Read off Dify's own `api/services/app_dsl_service.py` and `web/app/components/workflow/types.ts` (DSL 0.1 to 0.6), and
apps that people share. The type of a node is `data.type`, its label `data.title`, and its config all else in `data`
but how it is drawn, what happens on errors, and what the editor copies there. What lies in an iteration or a loop has
that node for its parent. Ports are the handles: `source` and `target`, the cases of a question, the classes of a
classifier.

Knowledge pipelines (`kind: rag_pipeline`) are such apps too, and a bare graph of Dify's engine (`kind: graph`) is the
same without an app. An app without a workflow (`chat`, `agent-chat`, `completion`) has no graph: what it is made of
is among the settings.

The console's API answers with an envelope, whose `data` is the YAML text of an app. The graph is read through it, and
all of it has its place there: nothing in a text has a place of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from msgspec import structs

from wfkit.core import yaml_codec
from wfkit.core.model import Graph
from wfkit.errors import InvalidWorkflow
from wfkit.formats import _habits
from wfkit.formats._dify_node import EDGE_DATA, dify_node
from wfkit.formats._foreign import Reading, free_key, take_mapping
from wfkit.formats._format import Format
from wfkit.formats._react_flow_reader import edges, shells, take_items
from wfkit.formats._reading import as_text
from wfkit.formats._shares import joined, nest, settle, share, table
from wfkit.formats._sniffing import child, is_dify
from wfkit.formats._wording import kind_of
from wfkit.formats.mentions.dify import mentions
from wfkit.formats.secrets.dify import secrets

if TYPE_CHECKING:
    from wfkit.formats._shares import Shares
    from wfkit.formats.writing import Writer

__all__ = ["FORMAT", "read"]

# `version` is that of the language, which every export is written in anew.
_DOCUMENT = table(read=("app", "rag_pipeline", "workflow", "graph"), noise=("kind", "version"))
_APP = table(layout=("icon", "icon_background", "icon_type"))
_WORKFLOW = table(read=("graph", "features"))
_DRAWING = table(read=("nodes", "edges"), layout=("viewport",))
_FEATURES = table(read=("file_upload",))
# The limits of the server that exported the app.
_UPLOAD = table(noise=("fileUploadConfig",))
_EXPECTED = dict.fromkeys(("app", "rag_pipeline", "workflow", "graph", "features", "file_upload"), "an object")
_TEXT = "data"
_WITHOUT_GRAPH = frozenset({"agent-chat", "chat", "completion"})


def read(data: Any) -> Graph:
    """The graph of an app; whatever is out of order in it is in `problems`.

    A node without an id, and an edge without an end, is no part of the graph.
    """
    if isinstance(text := child(data, _TEXT), str) and "kind" not in data:
        return _read_envelope(data, text)
    return _read_app(data)


def _read_envelope(data: dict[str, Any], text: str) -> Graph:
    """The graph in a text, all of which is where the text is."""
    place = f"/{_TEXT}"
    try:
        graph = _read_app(yaml_codec.parse(text))
    except InvalidWorkflow as exc:
        return Graph(problems=tuple([replace(problem, pointer=place) for problem in exc.problems]), settings=data)
    outside = {key: value for key, value in data.items() if key != _TEXT}
    return replace(
        graph,
        nodes=tuple([structs.replace(node, pointer=place, config_pointer=place) for node in graph.nodes]),
        edges=tuple([structs.replace(edge, pointer=place) for edge in graph.edges]),
        problems=tuple([replace(problem, pointer=place) for problem in graph.problems]),
        settings=Reading().settings_with(graph.settings, outside),
        # Comments and spelling are no part of the graph, but of this document.
        noise={**graph.noise, free_key(_TEXT, graph.noise): text},
    )


def _read_app(data: Any) -> Graph:
    reading = Reading()
    if not isinstance(data, dict):
        message = f"an app is {kind_of(data)}; it must be an object"
        reading.report("error", "not-an-object", message, "")
        return Graph(problems=tuple(reading.problems))
    document = share(data, _DOCUMENT)
    has_workflow = isinstance(document.read.get("workflow"), dict)
    place = "/workflow" if has_workflow else ""
    if has_workflow and "graph" in document.read:
        document.settings["graph"] = document.read.pop("graph")
    workflow = share(take_mapping(document.read, "workflow"), _WORKFLOW) if has_workflow else document
    found = isinstance(workflow.read.get("graph"), dict)
    drawing, base = share(take_mapping(workflow.read, "graph"), _DRAWING), f"{place}/graph"
    if found:
        nodes, edges_ = [take_items(drawing.read, key, base, reading) for key in ("nodes", "edges")]
    else:
        nodes = edges_ = []
        _report_no_graph(data, reading)
    settle(drawing, {}, base, reading)
    workflow = joined(workflow, drawing, "graph")
    if has_workflow:
        document = joined(document, _with_features(workflow, reading), "workflow")
    document = _with_app(document, reading)
    return Graph(
        nodes=tuple([dify_node(shell, reading) for shell in shells(nodes, f"{base}/nodes", reading)]),
        edges=tuple(edges(edges_, f"{base}/edges", reading, _ports, EDGE_DATA)),
        problems=tuple(reading.problems),
        settings=reading.settings_with(document.settings),
        layout=document.layout,
        noise=document.noise,
    )


def _report_no_graph(data: dict[str, Any], reading: Reading) -> None:
    mode = as_text(child(data.get("app"), "mode"))
    if "model_config" in data or mode in _WITHOUT_GRAPH:
        message = f"an app of the mode {mode!r} has no graph" if mode in _WITHOUT_GRAPH else "this app has no graph"
        reading.report("info", "no-graph", f"{message}; what it is made of is in 'model_config'", "")
    else:
        message = "there is no 'graph' in 'workflow'; there must be an object with 'nodes' and 'edges'"
        reading.report("error", "missing-nodes", message, "")


def _with_features(workflow: Shares, reading: Reading) -> Shares:
    features = share(take_mapping(workflow.read, "features"), _FEATURES)
    upload = share(take_mapping(features.read, "file_upload"), _UPLOAD)
    settle(features, _EXPECTED, "/workflow/features", reading)
    settle(workflow, _EXPECTED, "/workflow", reading)
    nest(features, "file_upload", upload)
    nest(workflow, "features", features)
    return workflow


def _with_app(document: Shares, reading: Reading) -> Shares:
    for key in ("app", "rag_pipeline"):
        nest(document, key, share(take_mapping(document.read, key), _APP))
    settle(document, _EXPECTED, "", reading)
    return document


def _ports(edge: dict[str, Any], _source: str, _target: str) -> tuple[str, str]:
    return as_text(edge.get("sourceHandle")), as_text(edge.get("targetHandle"))


def writer() -> Writer:
    """What writes changes of the graph back."""
    from wfkit.formats.writing.dify import WRITER

    return WRITER


# Dify's editor refuses the connection that would close a cycle.
FORMAT = Format(
    "dify",
    "Dify",
    read=read,
    acyclic=True,
    sniff=is_dify,
    mentions=mentions,
    writer=writer,
    habits=_habits.DIFY,
    name_at=("/app/name", "/rag_pipeline/name"),
    description_at=("/app/description", "/rag_pipeline/description"),
    secrets=secrets,
)
