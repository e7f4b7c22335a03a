"""Bodies about versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import ConfigDict, Field

from wfkit.api.models._common import (
    EXAMPLE_DOCUMENT,
    EXAMPLE_ID,
    Answer,
    DocumentText,
    Input,
    VersionNumber,
    VersionReference,
    Words,
)


class NewVersion(Input):
    """A version to make by hand; without a document the newest one gets the tag."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"workflow": EXAMPLE_DOCUMENT, "description": "as shipped", "tag": "v1.0.0"}]}
    )

    workflow: DocumentText | None = None
    description: Words = Field(default="", description="What changed, and why.")
    tag: str | None = Field(default=None, description="A tag to put on it.", examples=["v1.0.0"])
    expected_version: VersionNumber | None = Field(default=None, description="The version that this builds on.")
    allow_invalid: bool = Field(default=False, description="Save in spite of errors.")


class NewRollback(Input):
    """What there is to say of a rollback."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"message": "the new model was worse"}]})

    message: Words = Field(default="", description="Why.")
    expected_version: VersionNumber | None = Field(default=None, description="The version that must be the newest.")


class TagPlace(Input):
    """Where a tag is to be."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"version": 2}]})

    version: VersionReference | None = Field(default=None, description="The version; the newest where it is left out.")
    move: bool = Field(default=False, description="Take the tag away from another version that has it.")


class MergeDecision(Input):
    """How one conflict is decided: by a choice or by a value."""

    path: str = Field(description="Of the conflict.", examples=["/nodes/llm/data/config/model"])
    choice: Literal["ours", "theirs", "base", "both"] | None = Field(default=None, description="Whose edit is taken.")
    value: Any = Field(default=None, description="A value of your own.")


class NewMerge(Input):
    """An edit of an earlier version, to be merged into the newest one."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"base": 2, "workflow": EXAMPLE_DOCUMENT}, {"base": 2, "theirs": "v1.0.1"}]}
    )

    base: VersionReference = Field(description="The version that both began with.")
    theirs: VersionReference | None = Field(default=None, description="The version to merge; or send `workflow`.")
    workflow: DocumentText | None = None
    strategy: Literal["ours", "theirs", "base"] | None = Field(
        default=None, description="Which side wins where both changed the same; by default each is a conflict."
    )
    decisions: list[MergeDecision] = Field(default=[], description="Conflicts that are decided one by one.")
    dry_run: bool = Field(default=False, description="Answer with the merge and save nothing.")
    message: Words = Field(default="", description="What to say of the new version.")
    expected_version: VersionNumber | None = Field(default=None, description="The version that must be the newest.")
    allow_invalid: bool = Field(default=False, description="Save in spite of errors.")


class VersionRow(Answer):
    """A version without its document."""

    version: int = Field(examples=[3])
    tags: list[str] = Field(description="Its version tags.", examples=[["v1.0.0"]])
    message: str
    author: str
    created_at: datetime
    valid: bool
    restored_from: int | None
    content_hash: str


class VersionPage(Answer):
    """A page of versions."""

    items: list[VersionRow]
    total: int
    page: int
    limit: int


class VersionDetails(VersionRow):
    """A version with its document."""

    workflow_id: str = Field(examples=[EXAMPLE_ID])
    name: str = Field(description="Of the workflow.")
    format: str = Field(examples=["wfkit"])
    workflow: Any = Field(
        description="The document exactly as it was given; YAML as a text.", examples=[EXAMPLE_DOCUMENT]
    )


class PlacedTag(Answer):
    """A version tag."""

    tag: str = Field(examples=["v1.0.0"])
    version: int = Field(examples=[2])


class Changes(Answer):
    """One change."""

    kind: str = Field(examples=["modified"])
    facet: str = Field(description="`logic`, `layout` or `noise`.", examples=["logic"])
    node: str
    label: str
    path: str = Field(examples=["/config/model"])
    old: Any = Field(default=None, description="Left out where there was nothing.")
    new: Any = Field(default=None, description="Left out where there is nothing.")


class Comparison(Answer):
    """What changed between two versions."""

    old_version: int = Field(examples=[1])
    new_version: int = Field(examples=[3])
    summary: str = Field(description="What happened, in one sentence.")
    stats: dict[str, int] = Field(description="How many changes of each kind and facet.")
    truncated: bool = Field(description="Whether there were more changes than are listed.")
    changes: list[Changes]
    matches: list[dict[str, str]] = Field(description="Nodes that were not found by their id: `old`, `new`, `rule`.")


class MergeReport(Answer):
    """A merge that is not saved."""

    summary: str
    notes: list[str] = Field(description="What the merge did that no conflict tells of.")
    conflicts: list[dict[str, Any]] = Field(description="What both sides changed; `open` where it is not decided.")
    document: Any = Field(default=None, description="The merged document, when no conflict is open.")
