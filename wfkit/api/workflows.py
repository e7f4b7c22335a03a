"""Workflows: create, list, get, save, describe, delete and bring back."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from wfkit.api import _shapes, models
from wfkit.api._answers import json_answer
from wfkit.api._asking import Asking
from wfkit.api._bodies import body_of, documented
from wfkit.api._etags import IfMatch, etag
from wfkit.api._filters import WorkflowFilter
from wfkit.api._openapi import ETAG, LINKS, LOCATION, problems
from wfkit.api._paging import WhichPage, page_answer
from wfkit.errors import InvalidInput
from wfkit.service import changing
from wfkit.service.documents import from_text
from wfkit.service.plain import records
from wfkit.service.workflow import Workflow

router = APIRouter(prefix="/workflows", tags=["workflows"])

Reference = Annotated[
    str,
    Path(
        description="The id of a workflow, or its name where only one has it.",
        openapi_examples={"an id": {"value": "0198f2a4c0de7abc8123456789abcdef"}},
    ),
]
"""The workflow that a path names."""


@router.post(
    "",
    status_code=201,
    response_model=models.SavedWorkflow,
    responses={201: {"headers": {**LOCATION, **ETAG}}, **problems(403)},
    openapi_extra=documented(models.NewWorkflow),
    summary="Create a workflow",
)
def create_workflow(
    request: Request, registry: Asking, body: Annotated[models.NewWorkflow, Depends(body_of(models.NewWorkflow))]
) -> Response:
    """Makes a workflow with the document as its version 1. Its format is found out, unless it is named."""
    made = registry.create(
        body.name, from_text(body.workflow, format=body.format), description=body.description, tags=body.tags,
        message=body.message, is_template=body.is_template, allow_invalid=body.allow_invalid,
    )  # fmt: skip
    location = f"{request.url.path}/{made.id}"
    return saved_answer(made, HTTPStatus.CREATED, location=location)


@router.get(
    "",
    response_model=models.WorkflowPage,
    responses={200: {"headers": LINKS}},
    summary="List workflows, without their documents",
)
def list_workflows(
    request: Request,
    registry: Asking,
    paging: WhichPage,
    wanted: Annotated[WorkflowFilter, Depends()],
) -> Response:
    """Lists a page of workflows. Ranges of time include their start, not their end."""
    frame = registry.list(**wanted.arguments(), page=paging.page, limit=paging.limit)
    return page_answer(request, paging, records(frame), frame.attrs["total"])


@router.get(
    "/{id}",
    response_model=models.WorkflowDetails,
    responses={200: {"headers": ETAG}, **problems(404, 409)},
    summary="Get a workflow with its document",
)
def get_workflow(
    id: Reference,
    registry: Asking,
    version: Annotated[str | None, Query(description="The number or tag of a version instead of the newest.")] = None,
) -> Response:
    """Gets a workflow with the document of its newest version, or of another. The `ETag` is the newest version."""
    workflow = registry.get(id)
    shown = None if version is None else workflow.at(version)
    return json_answer(_shapes.details(workflow, shown), headers={"ETag": etag(workflow.version)})


@router.put(
    "/{id}",
    response_model=models.SavedWorkflow,
    responses={200: {"headers": ETAG}, **problems(403, 404, 409, 412)},
    openapi_extra=documented(models.WorkflowChange),
    summary="Save a document, change metadata, or both",
)
def save_workflow(
    id: Reference,
    registry: Asking,
    condition: IfMatch,
    body: Annotated[models.WorkflowChange, Depends(body_of(models.WorkflowChange))],
) -> Response:
    """Saves a document as a new version; metadata alone, or a document that says the same, makes none.

    Without `If-Match` and `expected_version` it is saved on top of whatever is the newest version.
    """
    workflow = registry.get(id)
    expected = condition.expected(workflow, body.expected_version)
    changed = body.model_dump(include={"name", "description", "tags", "is_template"}, exclude_none=True)
    if body.workflow is not None:
        changing.check_metadata(name=body.name, description=body.description, tags=body.tags)
        workflow = changing.save(
            registry, workflow, from_text(body.workflow), expected_version=expected,
            message=body.message, allow_invalid=body.allow_invalid,
        )  # fmt: skip
    else:
        changing.check_expected(workflow, expected)
    return saved_answer(workflow.update(**changed) if changed else workflow)


@router.patch(
    "/{id}",
    response_model=models.SavedWorkflow,
    responses={200: {"headers": ETAG}, **problems(403, 404, 409, 412)},
    openapi_extra=documented(models.MetadataChange),
    summary="Change metadata",
)
def describe_workflow(
    id: Reference,
    registry: Asking,
    condition: IfMatch,
    body: Annotated[models.MetadataChange, Depends(body_of(models.MetadataChange))],
) -> Response:
    """Changes name, description, tags or whether it is a template; what is left out stays. No version is made."""
    workflow = registry.get(id)
    condition.expected(workflow)
    changed: dict[str, Any] = body.model_dump(exclude_none=True)
    return saved_answer(workflow.update(**changed) if changed else workflow)


@router.delete(
    "/{id}",
    status_code=204,
    responses=problems(403, 404, 409, 412),
    summary="Delete a workflow",
)
def delete_workflow(
    id: Reference,
    registry: Asking,
    condition: IfMatch,
    hard: Annotated[bool, Query(description="Remove it with its whole history, for good; only by its id.")] = False,
    executions: Annotated[bool, Query(description="With `hard`: remove the records of its runs too.")] = False,
) -> Response:
    """Hides a workflow, and `undelete` brings it back; with `hard` it is gone for good."""
    if executions and not hard:
        msg = "executions=true is for hard=true alone: a workflow that can come back keeps its runs"
        raise InvalidInput(msg)
    condition.expected(registry.get(id, deleted=hard))
    if hard:
        registry.purge(id, remove_executions=executions)
    else:
        registry.delete(id)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.post(
    "/{id}/undelete",
    response_model=models.SavedWorkflow,
    responses={200: {"headers": ETAG}, **problems(403, 404)},
    summary="Bring a deleted workflow back",
)
def undelete_workflow(id: Reference, registry: Asking) -> Response:
    """Brings the workflow with this id back; nothing happens when it was not deleted."""
    return saved_answer(registry.undelete(id))


def saved_answer(workflow: Workflow, status: int = HTTPStatus.OK, *, location: str | None = None) -> Response:
    """A workflow at its newest version, without the document."""
    headers = {"ETag": etag(workflow.version), **({"Location": location} if location else {})}
    return json_answer(_shapes.saved(workflow), status, headers=headers)
