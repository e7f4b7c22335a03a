"""Bodies with documents: the document keeps its spelling, all else is checked by the model of the body."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import msgspec
from fastapi import Request
from pydantic import ValidationError

from wfkit.api._problems import KINDS, Refused, malformed, validation_problem
from wfkit.api.models import Input
from wfkit.errors import InvalidInput

Model = TypeVar("Model", bound=Input)

_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_VALUE = msgspec.json.Decoder()
_DOCUMENT = "workflow"


def body_of(model: type[Model], *, optional: bool = False) -> Callable[[Request], Awaitable[Model]]:
    """A dependency that gives the body of a request.

    Args:
        model: What the body must be.
        optional: Whether no body at all is as good as `{}`.
    """

    async def read(request: Request) -> Model:
        raw = await request.body()
        if optional and not raw:
            return model()
        _require_json(request)
        return _checked(model, _members(raw))

    return read


def documented(model: type[Input], *, optional: bool = False) -> dict[str, Any]:
    """What OpenAPI is told of a body that `body_of` reads."""
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {"requestBody": {"required": not optional, "content": {"application/json": {"schema": schema}}}}


def _require_json(request: Request) -> None:
    # What a form of another web page can send without being asked is no JSON: nobody is made to save by a link.
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sent != "application/json" and not (sent.startswith("application/") and sent.endswith("+json")):
        detail = (
            f"the body is of the type {sent or 'none'!r}; send JSON, and the header `Content-Type: application/json`"
        )
        raise Refused(415, "unsupported-media-type", "Unsupported media type", detail)


def _members(raw: bytes) -> Mapping[str, Any]:
    try:
        members = _MEMBERS.decode(raw)
        return {name: _text_of(value) if name == _DOCUMENT else _VALUE.decode(value) for name, value in members.items()}
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as exc:
        msg = f"the body is no JSON object: {exc}"
        raise malformed(msg) from exc


def _text_of(raw: msgspec.Raw) -> str | None:
    """The text of a document: JSON as it stands, or what a string holds."""
    sent = bytes(raw)
    if sent == b"null":
        return None
    return _VALUE.decode(sent) if sent.startswith(b'"') else sent.decode()


def _checked(model: type[Model], members: Mapping[str, Any]) -> Model:
    try:
        return model.model_validate(members)
    except ValidationError as exc:
        found = [
            validation_problem({**each, "loc": ("body", *each["loc"])})
            for each in exc.errors(include_url=False, include_context=False, include_input=False)
        ]
        raise Refused(*KINDS[InvalidInput], "; ".join(each.message for each in found), problems=found) from exc
