"""What models of all resources share."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from wfkit.service.inputs import MAX_DESCRIPTION, MAX_NAME, MAX_TAG, MAX_VERSION

EXAMPLE_DOCUMENT: Any = {
    "schema_version": 1,
    "nodes": [
        {"id": "ask", "type": "question_input", "position": {"x": 0, "y": 0}, "data": {"config": {}}},
        {"id": "answer", "type": "output", "position": {"x": 320, "y": 0}, "data": {"config": {}}},
    ],
    "edges": [{"id": "e1", "source": "ask", "sourceHandle": "question", "target": "answer", "targetHandle": "value"}],
}
EXAMPLE_TIME = "2026-01-31T12:00:00Z"
EXAMPLE_ID = "0198f2a4c0de7abc8123456789abcdef"


class Input(BaseModel):
    """A body that somebody sends; a member that is not known is refused, for it may be misspelt."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Answer(BaseModel):
    """A body that the server sends."""


DocumentText = Annotated[
    str,
    WithJsonSchema(
        {
            "description": "The document: JSON as it is, or a text of JSON or YAML. Its spelling is kept: "
            "numbers, order of keys, blanks.",
            "anyOf": [{"type": "object"}, {"type": "array"}, {"type": "string"}],
            "examples": [EXAMPLE_DOCUMENT],
        }
    ),
]
"""A document in a body: the model holds its text, whichever way it was sent."""

VersionNumber = Annotated[int, Field(ge=1, le=MAX_VERSION, description="The number of a version.", examples=[3])]
VersionReference = Annotated[
    VersionNumber | Annotated[str, Field(min_length=1, max_length=MAX_TAG)],
    Field(description="The number of a version, or a tag of it.", examples=[2, "v1.0.0"]),
]
Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME, description="Its name; others may have it too.")]
Words = Annotated[str, Field(max_length=MAX_DESCRIPTION)]
Tags = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=MAX_TAG)]],
    Field(description="Labels for filtering.", examples=[["rag", "qa"]]),
]


class Health(Answer):
    """Whether the server can be used."""

    status: str = Field(description="`ok`.", examples=["ok"])
    version: str = Field(description="The version of wfkit.", examples=["0.1.0"])
