"""Rows as frozen records, so that nothing above the store counts columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class WorkflowRecord:
    """One row of `workflows`; times are naive UTC, `deleted_at` is None while it lives."""

    id: str
    name: str
    description: str
    format: str
    tags: tuple[str, ...]
    is_template: bool
    head_version: int
    owner: str
    source_template_id: str | None
    source_template_version: int | None
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """One row of `workflow_versions`; `text` is the document as it was given, `json` what it says where it is YAML."""

    workflow_id: str
    version_number: int
    text: str
    encoding: str
    content_hash: str
    description: str
    author: str
    valid: bool
    restored_from: int | None
    created_at: datetime
    json: str | None = None

    @property
    def id(self) -> str:
        """The primary key: a look-up by it is twenty times faster than by its two parts."""
        return version_id(self.workflow_id, self.version_number)


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """One row of `drafts`."""

    workflow_id: str
    text: str
    encoding: str
    base_version: int
    author: str
    updated_at: datetime
    json: str | None = None


@dataclass(frozen=True, slots=True)
class ExecutionRecord:
    """One row of `executions`; `details` is JSON text, `total_cost` in the currency of its owner."""

    id: str
    workflow_id: str
    workflow_version: int
    status: str
    started_at: datetime
    completed_at: datetime | None
    total_cost: float | None
    details: str


def version_id(workflow_id: str, version_number: int) -> str:
    """The primary key of a version."""
    return f"{workflow_id}:{version_number}"


@dataclass(frozen=True, slots=True)
class TokenRecord:
    """One row of `tokens`; of the token itself only the SHA-256 is kept."""

    id: str
    principal: str
    role: str
    teams: tuple[str, ...]
    note: str
    token_hash: str = field(repr=False)
    created_by: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One row of `audit_log`: an act, and the workflow and version that it was done to, where there is one."""

    recorded_at: datetime
    principal: str
    action: str
    workflow_id: str | None = None
    workflow_name: str | None = None
    version_number: int | None = None
    details: str = ""
