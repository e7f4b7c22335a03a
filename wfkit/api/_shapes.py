"""What the service gives, as answers have it: the same names as the columns of its listings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from wfkit.service._snapshot import Snapshot
from wfkit.service.version_view import VersionView
from wfkit.service.workflow import Workflow


def saved(workflow: Workflow, shown: VersionView | None = None) -> dict[str, Any]:
    """A workflow with what was said of its newest version, or of the one that is shown."""
    version = workflow if shown is None else shown
    template_id, template_version = workflow.source_template or (None, None)
    return {
        "id": workflow.id,
        "name": workflow.name,
        "description": workflow.description,
        "tags": workflow.tags,
        "format": workflow.format,
        "is_template": workflow.is_template,
        "version": version.version,
        "head_version": workflow.version,
        "owner": workflow.owner,
        "source_template_id": template_id,
        "source_template_version": template_version,
        "created_at": workflow.created_at,
        "updated_at": workflow.updated_at,
        "deleted_at": workflow.deleted_at,
        "saved_at": version.saved_at,
        **_said(version),
    }


def details(workflow: Workflow, shown: VersionView | None = None) -> dict[str, Any]:
    """A workflow with a document."""
    return {**saved(workflow, shown), "workflow": as_given(workflow if shown is None else shown)}


def version_details(view: VersionView, tags: list[str]) -> dict[str, Any]:
    """A version with its document."""
    about = {"workflow_id": view.workflow_id, "name": view.name, "format": view.format, "version": view.version}
    return {**about, "tags": tags, "created_at": view.created_at, **_said(view), "workflow": as_given(view)}


def as_given(version: Snapshot) -> msgspec.Raw:
    """The document as it was given: JSON verbatim, YAML as a string."""
    text = version.text
    return msgspec.Raw(text.encode() if version.syntax == "json" else msgspec.json.encode(text))


def _said(version: Snapshot) -> Mapping[str, Any]:
    return {
        "message": version.message,
        "author": version.author,
        "valid": version.valid,
        "restored_from": version.restored_from,
        "content_hash": version.content_hash,
    }
