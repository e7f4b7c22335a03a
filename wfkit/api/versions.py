"""The history of a workflow: its versions and their tags, what changed, going back, and merging."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response

from wfkit.api import _shapes, models
from wfkit.api._accept import accepted
from wfkit.api._answers import html_answer, json_answer, svg_answer
from wfkit.api._asking import Asking
from wfkit.api._bodies import body_of, documented
from wfkit.api._etags import IfMatch, etag
from wfkit.api._openapi import ETAG, LINKS, LOCATION, problems
from wfkit.api._paging import WhichPage, page_answer
from wfkit.api.workflows import Reference, saved_answer
from wfkit.errors import InvalidInput
from wfkit.service import changing
from wfkit.service.documents import from_text
from wfkit.service.plain import plain, records
from wfkit.service.workflow import Workflow

router = APIRouter(prefix="/workflows/{id}", tags=["versions"])

_VersionPath = Annotated[
    str,
    Path(
        description="The number or tag of a version.",
        openapi_examples={"a number": {"value": "2"}, "a tag": {"value": "v1.0.0"}},
    ),
]
_TagPath = Annotated[str, Path(description="A version tag, such as `v1.0.0` or `production`.")]
_SAVED: dict[int | str, dict[str, Any]] = {
    200: {"description": "The content is that of the newest version: none was made.", "headers": ETAG},
    201: {"description": "A version was made.", "model": models.SavedWorkflow, "headers": {**LOCATION, **ETAG}},
    **problems(403, 404, 409, 412),
}
_JSON, _HTML, _SVG, _PATCH = "application/json", "text/html", "image/svg+xml", "application/json-patch+json"


@router.get(
    "/versions",
    response_model=models.VersionPage,
    responses={200: {"headers": LINKS}, **problems(404, 409)},
    summary="List versions, newest first",
)
def list_versions(request: Request, id: Reference, registry: Asking, paging: WhichPage) -> Response:
    """Lists a page of the versions of a workflow, without their documents."""
    frame = registry.get(id).versions(page=paging.page, limit=paging.limit)
    return page_answer(request, paging, records(frame), frame.attrs["total"])


@router.get(
    "/versions/compare",
    response_model=models.Comparison,
    responses={
        200: {
            "content": {
                _HTML: {"schema": {"type": "string"}},
                _SVG: {"schema": {"type": "string"}},
                _PATCH: {"schema": {"type": "array", "items": {"type": "object"}}},
            }
        },
        **problems(404, 406, 409),
    },
    summary="What changed between two versions",
)
def compare_versions(
    id: Reference,
    registry: Asking,
    old: Annotated[str | None, Query(alias="from", description="Number or tag; default: the one before `to`.")] = None,
    new: Annotated[str | None, Query(alias="to", description="Number or tag; default: the newest.")] = None,
    view: Annotated[str, Query(description="Of the picture: `overlay`, `pair`, `old` or `new`.")] = "overlay",
    theme: Annotated[str, Query(description="Of the picture: `auto`, `light` or `dark`.")] = "auto",
    accept: Annotated[str, Header(description="`text/html` or `image/svg+xml` for people.")] = _JSON,
) -> Response:
    """Compares two versions: as JSON, as a page, as a picture, or as the JSON Patch that makes one of the other."""
    media_type = accepted(accept, (_JSON, _HTML, _SVG, _PATCH))
    workflow = registry.get(id)
    diff = workflow.diff(old, new)
    if media_type == _HTML:
        return html_answer(f"{workflow.name}: {diff.old_title} and {diff.new_title}", diff.to_html())
    if media_type == _SVG:
        return svg_answer(diff.svg(view=view, theme=theme))
    if media_type == _PATCH:
        return json_answer(diff.to_json_patch(), media_type=_PATCH)
    titles = (diff.old_title, diff.new_title)
    old_version, new_version = (int(title.removeprefix("version ")) for title in titles)
    return json_answer({"old_version": old_version, "new_version": new_version, **plain(diff.to_dict())})


@router.get(
    "/versions/{version}",
    response_model=models.VersionDetails,
    responses={200: {"headers": ETAG}, **problems(404, 409)},
    summary="Get a version with its document",
)
def get_version(id: Reference, version: _VersionPath, registry: Asking) -> Response:
    """Gets one version, by its number or a tag of it."""
    workflow = registry.get(id)
    view = workflow.at(version)
    tags = workflow.version_tags()
    of_it = tags.loc[tags["version"] == view.version, "tag"].tolist()
    return json_answer(_shapes.version_details(view, of_it), headers={"ETag": etag(view.version)})


@router.post(
    "/versions",
    response_model=models.SavedWorkflow,
    responses=_SAVED,
    openapi_extra=documented(models.NewVersion),
    summary="Make a version by hand",
)
def create_version(
    request: Request,
    id: Reference,
    registry: Asking,
    condition: IfMatch,
    body: Annotated[models.NewVersion, Depends(body_of(models.NewVersion))],
) -> Response:
    """Saves a document as a version and puts a tag on it; without a document, the newest version gets the tag."""
    if body.workflow is None and body.tag is None:
        msg = "there is neither a workflow to save nor a tag to put on the newest version; send one"
        raise InvalidInput(msg)
    workflow = registry.get(id)
    expected = condition.expected(workflow, body.expected_version)
    changing.check_expected(workflow, expected)
    if body.tag is not None:
        changing.check_tag(workflow, body.tag)
    made = workflow
    if body.workflow is not None:
        made = changing.save(
            registry, workflow, from_text(body.workflow), expected_version=expected,
            message=body.description, allow_invalid=body.allow_invalid,
        )  # fmt: skip
    if body.tag is not None:
        made.tag(body.tag)
    return _made_answer(request, workflow, made)


@router.put(
    "/tags/{tag:path}",
    response_model=models.PlacedTag,
    responses=problems(403, 404, 409),
    openapi_extra=documented(models.TagPlace, optional=True),
    summary="Put a tag on a version",
)
def put_tag(
    id: Reference,
    tag: _TagPath,
    registry: Asking,
    body: Annotated[models.TagPlace, Depends(body_of(models.TagPlace, optional=True))],
) -> Response:
    """Puts a tag on a version; one that another version has is moved only when the body says so."""
    workflow = registry.get(id)
    workflow.tag(tag, body.version, move=body.move)
    return json_answer({"tag": tag, "version": workflow.at(tag).version})


@router.delete(
    "/tags/{tag:path}", status_code=204, responses=problems(403, 404, 409), summary="Take a tag away from its version"
)
def delete_tag(id: Reference, tag: _TagPath, registry: Asking) -> Response:
    """Takes a tag away; its version stays."""
    registry.get(id).untag(tag)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.post(
    "/rollback/{version}",
    response_model=models.SavedWorkflow,
    responses=_SAVED,
    openapi_extra=documented(models.NewRollback, optional=True),
    summary="Make an earlier version the newest again",
)
def rollback(
    request: Request,
    id: Reference,
    version: _VersionPath,
    registry: Asking,
    condition: IfMatch,
    body: Annotated[models.NewRollback, Depends(body_of(models.NewRollback, optional=True))],
) -> Response:
    """Makes a new version with the document of an earlier one; history stays."""
    workflow = registry.get(id)
    expected = condition.expected(workflow, body.expected_version)
    return _made_answer(request, workflow, workflow.rollback(version, body.message, expected_version=expected))


@router.post(
    "/merge",
    response_model=models.SavedWorkflow,
    responses={
        **_SAVED,
        200: {
            "description": "Nothing was saved: what a dry run gives, or the workflow where the merge changes nothing.",
            "model": models.SavedWorkflow | models.MergeReport,
        },
    },
    openapi_extra=documented(models.NewMerge),
    summary="Merge an edit of an earlier version into the newest",
)
def merge_versions(
    request: Request,
    id: Reference,
    registry: Asking,
    condition: IfMatch,
    body: Annotated[models.NewMerge, Depends(body_of(models.NewMerge))],
) -> Response:
    """Merges two edits of one version. Open conflicts are a 409 that lists them: decide each in `decisions`."""
    workflow = registry.get(id)
    changing.check_expected(workflow, condition.expected(workflow, body.expected_version))
    merge = workflow.merge(base=workflow.at(body.base), theirs=_theirs(workflow, body), strategy=body.strategy)
    for decision in body.decisions:
        merge.resolve(decision.path, **_decided(decision))
    if body.dry_run:
        return json_answer(plain(merge.to_dict()))
    made = changing.save_merge(merge, body.message, allow_invalid=body.allow_invalid)
    return _made_answer(request, workflow, made)


def _theirs(workflow: Workflow, body: models.NewMerge) -> object:
    if (body.theirs is None) is (body.workflow is None):
        msg = "send one of `theirs`, a version, and `workflow`, a document"
        raise InvalidInput(msg)
    return from_text(body.workflow) if body.workflow is not None else workflow.at(body.theirs or 0)


def _decided(decision: models.MergeDecision) -> dict[str, Any]:
    given = decision.model_fields_set & {"choice", "value"}
    if len(given) != 1:
        msg = f"the decision on {decision.path!r} needs one of `choice` and `value`; it has {len(given)} of them"
        raise InvalidInput(msg)
    return {name: getattr(decision, name) for name in given}


def _made_answer(request: Request, before: Workflow, after: Workflow) -> Response:
    """201 with the place of a version that was made, 200 where none was."""
    if after.version == before.version:
        return saved_answer(after)
    path = request.url.path
    root = path[: path.rindex("/workflows/") + len("/workflows/")]
    return saved_answer(after, HTTPStatus.CREATED, location=f"{root}{after.id}/versions/{after.version}")
