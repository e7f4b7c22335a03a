"""Every error as a problem (RFC 9457): the one table from wfkit's errors to HTTP, and what each says beside it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple

import msgspec
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import Scope

from wfkit.api._words import in_rest_words
from wfkit.core.problem import Problem
from wfkit.errors import (
    AmbiguousName,
    Forbidden,
    InvalidInput,
    InvalidWorkflow,
    MergeConflict,
    NotFound,
    RegistryBusy,
    RegistryTooNew,
    RegistryUnusable,
    UnknownFormat,
    VersionConflict,
    WfkitError,
)

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:wfkit:problem:"
"""What the `type` of every problem begins with."""

_RETRY_AFTER_S = "5"
_LOG = logging.getLogger(__name__)


class Kind(NamedTuple):
    """What an error is in HTTP."""

    status: int
    slug: str
    title: str


KINDS: Mapping[type[WfkitError], Kind] = {
    InvalidInput: Kind(422, "invalid-input", "Invalid input"),
    InvalidWorkflow: Kind(422, "invalid-workflow", "Invalid workflow"),
    UnknownFormat: Kind(422, "unknown-format", "Unknown format"),
    NotFound: Kind(404, "not-found", "Not found"),
    AmbiguousName: Kind(409, "ambiguous-name", "Ambiguous name"),
    VersionConflict: Kind(409, "version-conflict", "Somebody else saved first"),
    MergeConflict: Kind(409, "merge-conflict", "Open conflicts"),
    RegistryBusy: Kind(503, "registry-busy", "The registry is busy"),
    RegistryTooNew: Kind(503, "registry-unusable", "The registry cannot be used"),
    RegistryUnusable: Kind(503, "registry-unusable", "The registry cannot be used"),
    Forbidden: Kind(403, "forbidden", "Forbidden"),
}
"""The status, the type and the title of every error class."""

# These speak of files and processes of the server, which are nobody's business outside.
_DISCREET: Mapping[type[WfkitError], str] = {
    RegistryBusy: "another process keeps the registry; try again in a few seconds",
    RegistryTooNew: "the registry was written by a newer wfkit than this server's",
    RegistryUnusable: "the registry cannot be read or written at the moment",
}


class Refused(Exception):
    """A request that is refused before any use case is asked; it knows its answer."""

    def __init__(
        self,
        status: int,
        slug: str,
        title: str,
        detail: str,
        *,
        problems: Sequence[Problem] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.slug = slug
        self.title = title
        self.problems = problems
        self.headers = headers


def problem(
    status: int,
    slug: str,
    title: str,
    detail: str,
    *,
    instance: str,
    members: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer that a problem is.

    Args:
        status: Of HTTP.
        slug: Behind `TYPE`; a stable name for programs.
        title: The same for all problems of the type.
        detail: What was wrong this time, which value it was, and what would be right.
        instance: The path that was asked for.
        members: What else the problem says.
        headers: Of the answer.
    """
    content = {"type": f"{TYPE}{slug}", "title": title, "status": status, "detail": detail, "instance": instance}
    return Response(msgspec.json.encode({**content, **(members or {})}), status, headers, MEDIA_TYPE)


def problem_of(refused: Refused, scope: Scope) -> Response:
    """The answer to a request that was refused."""
    listed = {"problems": [each.to_dict() for each in refused.problems]} if refused.problems else None
    return problem(
        refused.status, refused.slug, refused.title, str(refused),
        instance=scope["path"], members=listed, headers=refused.headers,
    )  # fmt: skip


def unauthorized(detail: str) -> Refused:
    """What somebody without a valid token is told."""
    return Refused(401, "unauthorized", "Token needed", detail, headers={"WWW-Authenticate": 'Bearer realm="wfkit"'})


def malformed(detail: str) -> Refused:
    """What a request is told whose headers or JSON cannot be read."""
    return Refused(400, "malformed-request", "Malformed request", detail)


def _refused(request: Request, error: Refused) -> Response:
    return problem_of(error, request.scope)


def _from_error(request: Request, error: WfkitError) -> Response:
    base = next(kind for kind in type(error).__mro__ if kind in KINDS)
    status, slug, title = KINDS[base]
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        _LOG.warning("%s: %s", slug, error)
    if isinstance(error, VersionConflict) and "if-match" in request.headers:
        status = 412
    return problem(
        status, slug, title, _DISCREET.get(base) or _detail(error),
        instance=request.url.path, members=_members(error),
        headers={"Retry-After": _RETRY_AFTER_S} if base is RegistryBusy else None,
    )  # fmt: skip


def _detail(error: WfkitError) -> str:
    text = str(error).split("\n", 1)[0] if isinstance(error, InvalidWorkflow) else str(error)
    return in_rest_words(text).encode(errors="backslashreplace").decode()


def _members(error: WfkitError) -> Mapping[str, Any]:
    match error:
        case InvalidWorkflow():
            return {"problems": [each.to_dict() for each in error.problems]}
        case AmbiguousName():
            return {"candidates": error.candidates}
        case VersionConflict():
            of_head = {"version": error.version, "author": error.author, "created_at": error.created_at}
            return {**of_head, "workflow_id": error.workflow_id, "expected_version": error.expected_version}
        case MergeConflict(merge=merge) if merge is not None:
            return {"conflicts": merge.to_dict()["conflicts"]}
    return {}


def _from_validation(request: Request, error: RequestValidationError) -> Response:
    found = [validation_problem(each) for each in error.errors()]
    is_malformed = any(each["type"] == "json_invalid" or each["loc"][:1] == ("header",) for each in error.errors())
    kind = (400, "malformed-request", "Malformed request") if is_malformed else KINDS[InvalidInput]
    return problem_of(Refused(*kind, "; ".join(each.message for each in found), problems=found), request.scope)


def validation_problem(error: Mapping[str, Any]) -> Problem:
    """What pydantic found, with a pointer into the body; a parameter goes by its name."""
    where, *path = error["loc"] or ("body",)
    pointer = "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)
    place = pointer or "the body" if where == "body" else f"{where} parameter {'.'.join(map(str, path))}"
    message = f"{place}: {error['msg']}".encode(errors="backslashreplace").decode()
    return Problem("error", str(error["type"]).replace("_", "-"), message, pointer if where == "body" else "")


def _from_http(request: Request, error: HTTPException) -> Response:
    status = HTTPStatus(error.status_code)
    detail = {
        404: f"there is nothing at {request.url.path}",
        405: f"{request.method} is not for {request.url.path}",
    }.get(status, str(error.detail))
    slug = status.phrase.lower().replace(" ", "-")
    return problem(status, slug, status.phrase, detail, instance=request.url.path, headers=error.headers)


def _unexpected(request: Request, _: Exception) -> Response:
    # The server logs the traceback; nobody outside learns how this program is made.
    detail = "something went wrong in the server; its log says what"
    return problem(500, "internal-error", "Internal error", detail, instance=request.url.path)


def _awaited(handler: Callable[[Request, Any], Response]) -> Callable[[Request, Any], Awaitable[Response]]:
    """The handler as a coroutine: a plain function would be sent to a thread."""

    async def handle(request: Request, error: Any) -> Response:
        return handler(request, error)

    return handle


HANDLERS: dict[int | type[Exception], Callable[[Request, Any], Any]] = {
    Refused: _awaited(_refused),
    WfkitError: _awaited(_from_error),
    RequestValidationError: _awaited(_from_validation),
    HTTPException: _awaited(_from_http),
    Exception: _awaited(_unexpected),
}
"""From exceptions to answers, for FastAPI."""
