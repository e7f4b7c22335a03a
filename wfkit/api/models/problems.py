"""How errors look."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

from wfkit.api.models._common import EXAMPLE_TIME, Answer


class ProblemFound(Answer):
    """One finding in a document or a body."""

    severity: str = Field(description="`error`, `warning` or `info`.", examples=["error"])
    code: str = Field(description="A stable name for programs.", examples=["dangling-edge"])
    message: str = Field(description="What is wrong, and what would be right.")
    pointer: str = Field(
        description="JSON Pointer to the place: in the document where the document is wrong, else in the body.",
        examples=["/edges/0/target"],
    )
    node: str = Field(description="Id of the node concerned, or empty.")
    edge: str = Field(description="Id of the edge concerned, or empty.")
    fix: str = Field(description="What to do about it, or empty.")


class ProblemDetails(Answer):
    """An error (RFC 9457), as `application/problem+json`."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="What kind of error; stable.", examples=["urn:wfkit:problem:not-found"])
    title: str = Field(description="The kind in words.", examples=["Not found"])
    status: int = Field(description="The status of HTTP.", examples=[404])
    detail: str = Field(description="What was wrong this time, and what would be right.")
    instance: str = Field(description="The path that was asked for.")
    problems: list[ProblemFound] = Field(
        default=[], description="All findings, of a document or a body that is refused."
    )
    candidates: list[str] = Field(default=[], description="The ids of the workflows that have the name.")
    version: int | None = Field(default=None, description="The head that a save met.", examples=[4])
    author: str | None = Field(default=None, description="Who saved that.")
    created_at: str | None = Field(default=None, description="When.", examples=[EXAMPLE_TIME])
    workflow_id: str | None = Field(default=None, description="Of which workflow.")
    expected_version: int | None = Field(default=None, description="The version that the save built on.")
    conflicts: list[dict[str, Any]] = Field(default=[], description="What both sides of a merge changed.")
