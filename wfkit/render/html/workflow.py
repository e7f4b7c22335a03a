"""A workflow, or one version of it, in a notebook: what it is called, who saved it and why, and its picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wfkit.errors import UnknownFormat, WfkitError
from wfkit.render._text import clean
from wfkit.render.html import _parts as parts
from wfkit.render.html import graph as graphs
from wfkit.render.html._elements import NOTHING, Markup, element, joined

if TYPE_CHECKING:
    from datetime import datetime

    from wfkit.core.model import Graph

_NAME: Final = 200
_TEXT: Final = 500
_TAGS: Final = 12


def workflow_bundle(workflow: Any) -> dict[str, str]:
    """A workflow or a version as text and as HTML; only its text where the registry cannot be reached.

    Args:
        workflow: Has name, version, format, message, author, saved_at, valid, restored_from and graph; a workflow has
            a description and tags too.
    """
    try:
        graph = _graph(workflow)
        return {"text/plain": _text(workflow, graph), "text/html": _html(workflow, graph)}
    except WfkitError as error:
        return {"text/plain": f"{workflow!r} ({error})"}


def _graph(workflow: Any) -> Graph | str:
    """Its graph, or why it has none."""
    try:
        graph: Graph = workflow.graph
    except UnknownFormat as error:
        return str(error)
    return graph


def _text(workflow: Any, graph: Graph | str) -> str:
    lines = [f"{clean(workflow.name, _NAME)} · version {workflow.version} · {clean(workflow.format)}"]
    tags = ", ".join(clean(tag) for tag in _tags(workflow))
    lines += [f"tags: {tags}"] if tags else []
    lines += [clean(text, _TEXT) for text in (_description(workflow), workflow.message) if text]
    lines += [f"saved by {clean(workflow.author, _NAME)}, {_when(workflow.saved_at)}", *_state(workflow)]
    lines += ["", graph if isinstance(graph, str) else graphs.outline(graph)]
    return "\n".join(lines)


def _html(workflow: Any, graph: Graph | str) -> Markup:
    if isinstance(graph, str):
        below = [parts.remark(f"No picture: {graph}")]
        size = ""
    else:
        below, size = graphs.body(graph), graphs.size(graph)
    meta = (clean(workflow.format), size, joined(["saved by ", parts.name(workflow.author)]), _when(workflow.saved_at))
    title = joined([parts.strong(parts.name(workflow.name)), " ", parts.chip(f"version {workflow.version}", "=")])
    return parts.panel("workflow", parts.head(title, *meta), *_words(workflow), *below)


def _words(workflow: Any) -> list[Markup]:
    """What people wrote of it."""
    description, message = (clean(text, _TEXT) for text in (_description(workflow), workflow.message))
    tags = [parts.chip(clean(tag)) for tag in _tags(workflow)]
    return [
        parts.paragraph(element("bdi", description)) if description else NOTHING,
        parts.paragraph(parts.quiet("Message: "), element("bdi", message)) if message else NOTHING,
        parts.row(parts.quiet("Tags"), *tags) if tags else NOTHING,
        *map(parts.remark, _state(workflow)),
    ]


def _state(workflow: Any) -> list[str]:
    """What is out of the ordinary about this version."""
    restored = workflow.restored_from
    return [
        *([] if workflow.valid else ["This version had errors when it was saved."]),
        *([] if restored is None else [f"Restored from version {restored}."]),
    ]


def _description(workflow: Any) -> str:
    return str(getattr(workflow, "description", ""))


def _tags(workflow: Any) -> list[str]:
    tags = list(getattr(workflow, "tags", ()))
    left_out = len(tags) - _TAGS
    return [*tags[:_TAGS], f"and {left_out} more"] if left_out > 0 else tags


def _when(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M} UTC"
