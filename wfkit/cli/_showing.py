"""One workflow at one version, for people and for programs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from wfkit.cli._output import Column, field, print_table, say, write_bytes
from wfkit.cli._text import counted, joined, one_line, records, safe_json, when
from wfkit.errors import InvalidWorkflow, UnknownFormat

if TYPE_CHECKING:
    from wfkit import Document, Graph, Node, VersionView, Workflow


def print_document(document: Document) -> None:
    """Writes the document byte for byte; on a terminal, what the terminal would obey is escaped as JSON does it."""
    raw = document.raw
    if sys.stdout.isatty():
        raw = f"{safe_json(document.text)}\n".encode()
    write_bytes(raw)


def print_workflow(workflow: Workflow, view: VersionView, *, source_template: str) -> None:
    """Writes what the workflow is, and its nodes in the order in which they run."""
    say(one_line(workflow.name), "bold")
    if workflow.description:
        say(workflow.description, wrap=True)
    for label, value in _facts(workflow, view, source_template):
        if value:
            say(f"  {label:<10}{one_line(value)}")
    say("")
    print_nodes(view)


def print_nodes(held: VersionView | Document) -> None:
    """Writes the nodes of a version or document as a table in the order in which they run."""
    try:
        graph = held.graph
    except UnknownFormat as error:
        say(str(error), "yellow")
        return
    print_table(_NODES, [_node(graph, node) for node in _in_order(graph)])


def description(workflow: Workflow, view: VersionView) -> dict[str, Any]:
    """The workflow as one JSON object; `nodes` and `edges` are null where wfkit reads no graph."""
    return {
        "id": workflow.id, "name": workflow.name, "description": workflow.description, "tags": workflow.tags,
        "format": workflow.format, "is_template": workflow.is_template, "owner": workflow.owner,
        "source_template": workflow.source_template, "created_at": workflow.created_at,
        "updated_at": workflow.updated_at, "head_version": workflow.version, "version": view.version,
        "version_tags": _tags(workflow, view.version), "message": view.message, "author": view.author,
        "saved_at": view.created_at, "valid": view.valid, "restored_from": view.restored_from,
        "content_hash": view.content_hash, **_graph(view),
    }  # fmt: skip


def document_description(document: Document) -> dict[str, Any]:
    """A document outside of the registry as one JSON object, the part of `description` that it has."""
    return {"format": document.format, "content_hash": document.content_hash, **_graph(document)}


def _facts(workflow: Workflow, view: VersionView, source_template: str) -> list[tuple[str, str]]:
    tags = joined(_tags(workflow, view.version))
    return [
        ("version", f"{view.version} of {workflow.version}{f', tagged {tags}' if tags else ''}"),
        ("saved", f"{when(view.created_at)}, by {view.author}"),
        ("message", view.message),
        ("valid", "" if view.valid else "no: it was saved in spite of errors"),
        ("restores", f"version {view.restored_from}" if view.restored_from else ""),
        ("tags", joined(workflow.tags)),
        ("format", f"{workflow.format}{', a template' if workflow.is_template else ''}"),
        ("cloned", source_template and f"from {source_template}"),
        ("created", f"{when(workflow.created_at)}, by {workflow.owner}"),
        ("id", workflow.id),
    ]


def _tags(workflow: Workflow, version: int) -> list[str]:
    return [row["tag"] for row in records(workflow.version_tags()) if row["version"] == version]


def _in_order(graph: Graph) -> list[Node]:
    from wfkit.core.algorithms import topological_order

    try:
        return [graph.by_id[node_id] for node_id in topological_order(graph)]
    except InvalidWorkflow:  # a graph with a cycle has no order but that of its document
        return list(graph.nodes)


def _node(graph: Graph, node: Node) -> dict[str, Any]:
    targets = dict.fromkeys(edge.target for edge in graph.outgoing.get(node.id, ()))
    return {"id": node.id, "type": node.type, "label": node.label, "targets": list(targets)}


def _graph(held: VersionView | Document) -> dict[str, Any]:
    try:
        graph = held.graph
    except UnknownFormat:
        return {"nodes": None, "edges": None}
    nodes = [
        {"id": node.id, "type": node.type, "label": node.label, "config": dict(node.config), "parent": node.parent}
        for node in _in_order(graph)
    ]
    edges = [
        {
            "id": edge.id, "source": edge.source, "source_port": edge.source_port,
            "target": edge.target, "target_port": edge.target_port,
        }
        for edge in graph.edges
    ]  # fmt: skip
    return {"nodes": nodes, "edges": edges}


_NODES = (
    field("id", "node", style="bold"),
    field("type", style="cyan"),
    field("label"),
    Column("leads to", lambda row: joined(row["targets"]), style="dim", wrap=True),
)


def graph_summary(view: VersionView) -> str:
    """How many nodes and edges a version has, or that wfkit reads no graph of its format."""
    try:
        graph = view.graph
    except UnknownFormat:
        return f"a {view.format} document"
    return f"{counted(len(graph.nodes), 'node')}, {counted(len(graph.edges), 'edge')}"
