"""The OpenAPI document: what FastAPI cannot know of bodies with documents, and of errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from wfkit.api import models
from wfkit.api._problems import MEDIA_TYPE

_REFERENCE = "#/components/schemas/{model}"
_BODIES = (
    models.NewWorkflow, models.WorkflowChange, models.MetadataChange, models.NewVersion, models.NewRollback,
    models.TagPlace, models.NewMerge, models.ProblemDetails,
)  # fmt: skip
_MEANINGS = {
    400: "A header or the body cannot be read, or the host is not served",
    401: "There is no valid token",
    403: "Whoever asks may not do this",
    404: "It is not there, or not to be seen by whoever asks",
    406: "There is no answer of an accepted kind",
    409: "It is in conflict with what is there: a name of several workflows, a version that somebody else saved, a "
    "merge with open conflicts, or a request that is under way",
    412: "The newest version is not the one that `If-Match` names",
    413: "The body is too large",
    415: "The body is no JSON",
    422: "The input is not allowed; all problems are listed",
    500: "Something went wrong in the server",
    503: "The registry is busy or cannot be used",
}
_ALWAYS = (400, 401, 422, 500, 503)
_WITH_BODY = (413, 415)

ETAG: Mapping[str, Any] = {"ETag": {"description": 'The newest version, as `"3"`.', "schema": {"type": "string"}}}
LOCATION: Mapping[str, Any] = {"Location": {"description": "Where it is.", "schema": {"type": "string"}}}
LINKS: Mapping[str, Any] = {
    "Link": {"description": "Pages before and after (RFC 8288): first, prev, next, last.", "schema": {"type": "string"}}
}
_DESCRIPTION = """\
Versions, comparisons and merges of node-graph workflows.

Every error is `application/problem+json` (RFC 9457). Times are ISO 8601 in UTC. Documents keep their spelling: what is
sent as `workflow` comes back as it was sent.
"""
_TAGS = (
    {"name": "workflows", "description": "Named documents with a history."},
    {"name": "versions", "description": "What a workflow was at each save; their tags, comparison and merge."},
    {"name": "health", "description": "Whether the server can be used."},
)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What OpenAPI is told of the errors of a route, beside those that every route has."""
    schema = {"$ref": _REFERENCE.format(model="ProblemDetails")}
    return {
        status: {"description": _MEANINGS[status], "content": {MEDIA_TYPE: {"schema": schema}}} for status in statuses
    }


def describe(app: FastAPI) -> None:
    """Has the application give the whole OpenAPI document."""
    app.description = _DESCRIPTION
    app.openapi_tags = [*_TAGS]
    made_by_fastapi = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _completed(made_by_fastapi())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # as FastAPI's documentation extends it


def _completed(schema: dict[str, Any]) -> dict[str, Any]:
    _, found = models_json_schema([(model, "validation") for model in _BODIES], ref_template=_REFERENCE)
    schemas = schema.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(found["$defs"])
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for operation in _operations(schema):
        wanted = (*_ALWAYS, *(_WITH_BODY if "requestBody" in operation else ()))
        responses = operation["responses"]
        responses.update({str(status): answer for status, answer in problems(*wanted).items()})
        operation["responses"] = dict(sorted(responses.items()))
    return schema


def _operations(schema: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for path in schema["paths"].values():
        yield from path.values()
