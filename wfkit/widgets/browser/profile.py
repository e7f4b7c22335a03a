"""What is said of one workflow of a registry, as JSON of plain texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.service import documents
from wfkit.widgets import lines
from wfkit.widgets.browser.listing import moment, tags_of, title_of
from wfkit.widgets.texts import sendable, told

if TYPE_CHECKING:
    from wfkit.service.registry import Registry
    from wfkit.service.workflow import Workflow

_LONGEST_NAME = 500
_LONGEST_TEXT = 20_000
_LONGEST_LINE = 300
_MOST_TAGS = 200
_LATEST = 5
_MOST_PROBLEMS = 20


def profile_of(registry: Registry, workflow: Workflow) -> dict[str, Any]:
    """All that is known of a workflow but its picture; a deleted one tells its versions when it is back."""
    deleted = workflow.deleted_at is not None
    getting = lines.getting(registry, workflow)
    return {
        "id": workflow.id,
        "name": sendable(workflow.name, _LONGEST_NAME),
        "description": told(workflow.description, _LONGEST_TEXT),
        "tags": tags_of(workflow.tags[:_MOST_TAGS]),
        "format": title_of(workflow.format),
        "owner": sendable(workflow.owner, _LONGEST_LINE),
        "is_template": workflow.is_template,
        "created_at": moment(workflow.created_at),
        "updated_at": moment(workflow.updated_at),
        "deleted_at": moment(workflow.deleted_at),
        "problems": [] if workflow.valid else _problems(workflow),
        "versions": {"rows": [], "total": workflow.version} if deleted else _versions(workflow),
        "runs": _runs(registry, workflow),
        "lines": {"get": f"wf = {getting}", "history": f"wfkit.ui.history({getting})"},
    }


def _problems(workflow: Workflow) -> list[dict[str, str]]:
    """The errors of the head, the first of them; what has been mended in the rules since is none."""
    errors = documents.check(workflow.source).errors
    found = [{"words": told(problem.message, _LONGEST_LINE)} for problem in errors[:_MOST_PROBLEMS]]
    more = len(errors) - _MOST_PROBLEMS
    return [*found, {"words": f"and {more} more: wfkit.validate(wf) lists them"}] if more > 0 else found


def _versions(workflow: Workflow) -> dict[str, Any]:
    frame = workflow.versions(limit=_LATEST)
    rows = [
        {
            "number": int(row["version"]),
            "message": told(row["message"], _LONGEST_LINE),
            "author": sendable(row["author"], _LONGEST_LINE),
            "tags": [sendable(tag, _LONGEST_LINE) for tag in row["tags"]],
            "at": moment(row["created_at"]),
            "is_valid": bool(row["valid"]),
        }
        for row in frame.to_dict("records")
    ]
    return {"rows": rows, "total": int(frame.attrs["total"])}


def _runs(registry: Registry, workflow: Workflow) -> dict[str, Any]:
    frame = registry.executions(workflow=workflow, limit=_LATEST)
    rows = [
        {
            "status": row["status"],
            "version": int(row["version"]),
            "at": moment(row["started_at"]),
            "duration_s": _number(row["duration_s"]),
            "cost": _number(row["total_cost"]),
        }
        for row in frame.to_dict("records")
    ]
    cost = float(workflow.costs()["total_cost"].sum()) if rows else 0.0
    return {"rows": rows, "total": int(frame.attrs["total"]), "cost": cost}


def _number(value: float) -> float | None:
    return None if value != value else float(value)  # noqa: PLR0124 - NaN is not itself
