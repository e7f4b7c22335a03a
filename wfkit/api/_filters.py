"""What a listing of workflows can be narrowed down by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Query

from wfkit.errors import InvalidInput

_Moment = Annotated[str | None, Query(description="ISO 8601; without a zone it counts as UTC.")]


@dataclass(frozen=True, slots=True)
class WorkflowFilter:
    """The filters and the order of a listing of workflows, as parameters of a query."""

    search: Annotated[str | None, Query(description="Text in the name, description or tags, in any case.")] = None
    name: Annotated[str | None, Query(description="The same as `search`.")] = None
    tags: Annotated[list[str] | None, Query(description="All of these; repeat the parameter, or use commas.")] = None
    is_template: Annotated[bool | None, Query(description="Only templates, or only others.")] = None
    format: Annotated[str | None, Query(description="Only documents of this tool, such as `n8n`.")] = None
    created_from: _Moment = None
    created_to: _Moment = None
    updated_from: _Moment = None
    updated_to: _Moment = None
    deleted: Annotated[bool, Query(description="Those that were deleted and can come back.")] = False
    sort: Annotated[str, Query(description="A column, with `-` in front for descending.")] = "-updated_at"

    def arguments(self) -> dict[str, Any]:
        """The same as arguments of `registry.list`.

        Raises:
            InvalidInput: The text to look for was sent twice.
        """
        if self.search is not None and self.name is not None:
            msg = "both search and name were sent, and mean the same; send one"
            raise InvalidInput(msg)
        return {
            "search": self.name if self.search is None else self.search,
            "tags": [tag for part in self.tags for tag in part.split(",") if tag] if self.tags else None,
            "template": self.is_template,
            "format": self.format,
            "created_from": self.created_from,
            "created_to": self.created_to,
            "updated_from": self.updated_from,
            "updated_to": self.updated_to,
            "deleted": self.deleted,
            "sort": self.sort,
        }
