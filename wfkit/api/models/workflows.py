"""Bodies about workflows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field

from wfkit.api.models._common import (
    EXAMPLE_DOCUMENT,
    EXAMPLE_ID,
    Answer,
    DocumentText,
    Input,
    Name,
    Tags,
    VersionNumber,
    Words,
)


class NewWorkflow(Input):
    """A workflow to create."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "My RAG", "tags": ["rag"], "workflow": EXAMPLE_DOCUMENT}]}
    )

    name: Name
    workflow: DocumentText
    description: Words = Field(default="", description="What it is for.")
    tags: Tags = Field(default=[])
    message: Words = Field(default="", description="What there is to say of the first version.")
    is_template: bool = Field(default=False, description="Whether it is meant to be cloned.")
    format: str | None = Field(
        default=None,
        description="Whose document it is, such as `n8n`; found out where it is left out.",
        examples=["n8n"],
    )
    allow_invalid: bool = Field(default=False, description="Create it in spite of errors.")


class MetadataChange(Input):
    """Metadata to change; what is left out stays as it is."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"tags": ["rag", "production"]}]})

    name: Name | None = None
    description: Words | None = Field(default=None, description="What it is for.")
    tags: Tags | None = None
    is_template: bool | None = Field(default=None, description="Whether it is meant to be cloned.")


class WorkflowChange(MetadataChange):
    """A document to save as a new version, metadata to change, or both."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"workflow": EXAMPLE_DOCUMENT, "message": "smaller chunks"}]}
    )

    workflow: DocumentText | None = None
    message: Words = Field(default="", description="What changed, and why.")
    expected_version: VersionNumber | None = Field(
        default=None, description="The version that this builds on; refused when the newest is another. As `If-Match`."
    )
    allow_invalid: bool = Field(default=False, description="Save in spite of errors.")


class WorkflowRow(Answer):
    """A workflow without its document."""

    id: str = Field(description="32 hex digits that never change.", examples=[EXAMPLE_ID])
    name: str = Field(examples=["My RAG"])
    description: str
    tags: list[str] = Field(examples=[["rag"]])
    format: str = Field(description="Whose documents it holds.", examples=["wfkit"])
    is_template: bool
    version: int = Field(description="The newest version, or the one that was asked for.", examples=[3])
    owner: str = Field(description="Who created it.")
    source_template_id: str | None = Field(description="The template that it was cloned from.")
    source_template_version: int | None
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


class WorkflowPage(Answer):
    """A page of workflows."""

    items: list[WorkflowRow]
    total: int = Field(description="How many there are on all pages.")
    page: int
    limit: int


class SavedWorkflow(WorkflowRow):
    """A workflow with what was said of its version."""

    head_version: int = Field(description="The newest version.", examples=[3])
    message: str = Field(description="What the author said of the version.")
    author: str = Field(description="Who saved the version.")
    saved_at: datetime = Field(description="When.")
    valid: bool = Field(description="Whether the version had no errors when it was saved.")
    restored_from: int | None = Field(description="The version that a rollback took it from.")
    content_hash: str = Field(description="SHA-256 of the document's canonical form.")


class WorkflowDetails(SavedWorkflow):
    """A workflow with its document."""

    workflow: Any = Field(
        description="The document exactly as it was given; YAML as a text.", examples=[EXAMPLE_DOCUMENT]
    )
