"""What the sidebar is told, as JSON of plain texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.widgets import lines
from wfkit.widgets.pictures import picture_of
from wfkit.widgets.texts import sendable, told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.service.registry import Registry
    from wfkit.service.version_view import VersionView
    from wfkit.service.workflow import Workflow

ROWS = 50
_LONGEST = 300
_LONGEST_TEXT = 2000
_TAGS = 12
_KINDS: Mapping[str, bool | None] = {"": None, "workflows": False, "templates": True}


def page_of(registry: Registry, *, search: str, kind: str, format: str, page: int) -> dict[str, Any]:
    """A page of workflows, those changed last first, and the formats that there are of what is searched for.

    Raises:
        InvalidInput: The page is out of range.
        UnknownFormat: No format has this name.
    """
    wanted: dict[str, Any] = {"search": search or None, "template": _KINDS.get(kind), "format": format or None}
    frame = registry.list(**wanted, page=page, limit=ROWS)
    found = registry.facets(**wanted).query("facet == 'format'")
    return {
        "rows": [_row(row) for row in frame.to_dict("records")],
        "total": frame.attrs["total"],
        "limit": ROWS,
        "formats": [
            [sendable(name, _LONGEST), int(count)]
            for name, count in zip(found["value"], found["workflows"], strict=True)
        ],
    }


def workflow_of(registry: Registry, workflow_id: str, *, opened: str) -> dict[str, Any]:
    """A workflow with its newest versions, and the code that gets it.

    Args:
        registry: Where it is.
        workflow_id: Its id.
        opened: The expression that opens the registry.

    Raises:
        NotFound: There is none, or it is deleted.
    """
    workflow = registry.get(workflow_id)
    frame = workflow.versions(limit=ROWS)
    return {
        "id": workflow.id,
        "name": sendable(workflow.name, _LONGEST),
        "description": told(workflow.description, _LONGEST_TEXT),
        "tags": _tags(workflow.tags),
        "format": sendable(workflow.format, _LONGEST),
        "version": workflow.version,
        "is_template": workflow.is_template,
        "updated_at": workflow.updated_at.isoformat(),
        "versions": [_version(row) for row in frame.to_dict("records")],
        "total": frame.attrs["total"],
        "code": lines.getting_from(opened, workflow),
    }


def drawn(registry: Registry, workflow_id: str, *, version: int | None) -> dict[str, Any]:
    """The picture of a workflow at a version, by default the newest.

    Raises:
        NotFound: There is no such workflow or version.
        UnknownFormat: wfkit reads no graph of it.
    """
    workflow = registry.get(workflow_id)
    shown: Workflow | VersionView = workflow if version is None else workflow.at(version)
    return {"version": shown.version, **picture_of(shown.source)}


def _row(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "name": sendable(row["name"], _LONGEST),
        "description": told(row["description"], _LONGEST),
        "tags": _tags(row["tags"]),
        "format": sendable(row["format"], _LONGEST),
        "version": int(row["version"]),
        "is_template": bool(row["is_template"]),
        "updated_at": row["updated_at"].isoformat(),
    }


def _version(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        "version": int(row["version"]),
        "tags": _tags(row["tags"]),
        "message": told(row["message"], _LONGEST),
        "author": sendable(row["author"], _LONGEST),
        "created_at": row["created_at"].isoformat(),
    }


def _tags(tags: list[str]) -> list[str]:
    return [sendable(tag, _LONGEST) for tag in tags[:_TAGS]]
