"""Pages of a listing: how they are asked for, and how they say what comes before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, NamedTuple

from fastapi import Depends, Query, Request, Response

from wfkit.api._answers import json_answer
from wfkit.service.inputs import MAX_PAGE

MAX_ROWS = 1000


class Paging(NamedTuple):
    """Which page of a listing."""

    page: int
    limit: int


def _paging(
    page: Annotated[int, Query(ge=1, le=MAX_PAGE, description="Which page, from 1.")] = 1,
    limit: Annotated[int, Query(ge=1, le=MAX_ROWS, description="Rows a page.")] = 50,
) -> Paging:
    return Paging(page, limit)


WhichPage = Annotated[Paging, Depends(_paging)]
"""The page and the limit of a request."""


def page_answer(request: Request, paging: Paging, items: Sequence[Any], total: int) -> Response:
    """A page as JSON, with links to others (RFC 8288)."""
    content = {"items": items, "total": total, "page": paging.page, "limit": paging.limit}
    return json_answer(content, headers={"Link": _links(request, paging, total)})


def _links(request: Request, paging: Paging, total: int) -> str:
    last = max(1, -(-total // paging.limit))
    pages = {"first": 1, "last": last}
    if paging.page > 1:
        pages["prev"] = min(paging.page - 1, last)
    if paging.page < last:
        pages["next"] = paging.page + 1
    # Relative, for a proxy may serve this under another name.
    urls = {
        relation: request.url.include_query_params(page=number, limit=paging.limit)
        for relation, number in pages.items()
    }
    return ", ".join(f'<{url.path}?{url.query}>; rel="{relation}"' for relation, url in urls.items())
