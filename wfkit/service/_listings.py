"""What a registry lists: workflows, with filters, in any order, page by page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from wfkit.errors import InvalidInput
from wfkit.formats import get as format_named
from wfkit.service import search as texts
from wfkit.service.inputs import checked_flag, checked_page, checked_tags, checked_text, checked_time, described, whole
from wfkit.store import executions, facets, frames, versions, workflows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    import pandas as pd

    from wfkit.service._context import Context
    from wfkit.store.records import WorkflowRecord


class Listings:
    """The part of a registry that lists workflows as DataFrames."""

    _context: Context

    def list(
        self,
        *,
        search: str | None = None,
        tags: Iterable[str] | None = None,
        template: bool | None = None,
        format: str | None = None,
        created_from: datetime | str | None = None,
        created_to: datetime | str | None = None,
        updated_from: datetime | str | None = None,
        updated_to: datetime | str | None = None,
        deleted: bool = False,
        sort: str = "-updated_at",
        page: int = 1,
        limit: int | None = 50,
    ) -> pd.DataFrame:
        """A row a workflow, columns `frames.WORKFLOWS`; `df.attrs["total"]` counts all pages.

        Args:
            search: Text in the name, description or tags, in any case.
            tags: All of these.
            template: Only templates, or only others.
            format: Only documents of this tool.
            created_from: First moment; dates and times without a zone count as UTC.
            created_to: The moment after the last.
            updated_from: First moment of the last change.
            updated_to: The moment after it.
            deleted: Those that were deleted and can come back, instead of the living.
            sort: A column, or `runs`, with `-` in front for descending.
            page: From 1.
            limit: Rows a page, None for all.

        Raises:
            InvalidInput: An argument is out of range.
            UnknownFormat: No format has this name.
        """
        wanted = replace(
            _filter(search, tags, template, format, deleted),
            created_from=checked_time("created_from", created_from), created_to=checked_time("created_to", created_to),
            updated_from=checked_time("updated_from", updated_from), updated_to=checked_time("updated_to", updated_to),
        )  # fmt: skip
        records, total = self._page(wanted, sort, page, limit)
        return frames.frame(frames.WORKFLOWS, [_row(record) for record in records], total=total)

    def overview(
        self,
        *,
        search: str | None = None,
        contents: bool = False,
        tags: Iterable[str] | None = None,
        template: bool | None = None,
        format: str | None = None,
        deleted: bool = False,
        sort: str = "-updated_at",
        page: int = 1,
        limit: int | None = 50,
    ) -> pd.DataFrame:
        """As `list`, with what takes more reading, columns `frames.OVERVIEW`.

        `valid` says whether the head had no errors when it was saved, `runs` how many runs are recorded, and `found`
        is the first text in the head that contains what was searched for.

        Args:
            search: Text in the name, description or tags, in any case.
            contents: Search in the texts of the heads too, as `search` does; the first time reads what is new.
            tags: All of these.
            template: Only templates, or only others.
            format: Only documents of this tool.
            deleted: Those that were deleted and can come back, instead of the living.
            sort: A column, or `runs`, with `-` in front for descending.
            page: From 1.
            limit: Rows a page, None for all.

        Raises:
            InvalidInput: An argument is out of range.
            UnknownFormat: No format has this name.
        """
        asked = self._searched(_filter(search, tags, template, format, deleted), contents=contents)
        records, total = self._page(asked.filter, sort, page, limit)
        ids = [record.id for record in records]
        with self._context.read() as transaction:
            runs = executions.counts(transaction, ids)
            invalid = versions.invalid(transaction, {record.id: record.head_version for record in records})
        found = texts.first_texts(self._context, asked.needle, ids) if asked.needle else {}
        rows = [(*_row(r), r.id not in invalid, runs.get(r.id, 0), found.get(r.id, "")) for r in records]
        return frames.frame(frames.OVERVIEW, rows, total=total)

    def facets(
        self,
        *,
        search: str | None = None,
        contents: bool = False,
        tags: Iterable[str] | None = None,
        template: bool | None = None,
        format: str | None = None,
        deleted: bool = False,
    ) -> pd.DataFrame:
        """A row a value by which a listing can be narrowed down, columns `frames.FACETS`, the most frequent first.

        The facets are `format`, `template` (`true` or `false`) and `tag`. Formats and templates are counted as if
        the listing were not filtered by them, tags among what has all that were asked for.

        Args:
            search: Text in the name, description or tags, in any case.
            contents: Search in the texts of the heads too.
            tags: All of these.
            template: Only templates, or only others.
            format: Only documents of this tool.
            deleted: Count those that were deleted.

        Raises:
            InvalidInput: An argument is out of range.
            UnknownFormat: No format has this name.
        """
        asked = self._searched(_filter(search, tags, template, format, deleted), contents=contents)
        with self._context.read() as transaction:
            return frames.frame(frames.FACETS, facets.facets(transaction, asked.filter))

    def read_texts(self, *, most: int | None = None) -> int:
        """How many workflows are left of which the texts must be read before their contents can be searched.

        Every search reads what is new by itself; this reads some of it, so that a long wait can be shown. Nothing can
        be kept in a read-only registry: there, each search reads again what is left.

        Args:
            most: Read about so many; by default all.

        Raises:
            InvalidInput: It is no whole number from 0.
        """
        number = whole(most)
        if most is not None and (number is None or number < 0):
            msg = f"most is {described(most)}; it is a whole number from 0, or None for all"
            raise InvalidInput(msg)
        return texts.index(self._context, most=number)

    def _searched(self, wanted: workflows.Filter, *, contents: bool) -> _Searched:
        if not checked_flag("contents", contents) or wanted.search is None or not wanted.search.strip():
            return _Searched(wanted, "")
        needle = texts.checked_needle(wanted.search)
        return _Searched(replace(wanted, saying=texts.saying(self._context, needle)), needle)

    def _page(
        self, wanted: workflows.Filter, sort: str, page: int, limit: int | None
    ) -> tuple[Sequence[WorkflowRecord], int]:
        offset, rows_wanted = checked_page(page, limit)
        order = checked_text("sort", sort)
        with self._context.read() as transaction:
            return workflows.page(transaction, wanted, sort=order, offset=offset, limit=rows_wanted)


class _Searched(NamedTuple):
    """A filter, and the folded text that was looked for in the contents, "" where it was not."""

    filter: workflows.Filter
    needle: str


def _filter(search: object, tags: Any, template: object, format: object, deleted: object) -> workflows.Filter:
    return workflows.Filter(
        search=None if search is None else checked_text("search", search) or None,
        tags=None if tags is None else checked_tags(tags),
        is_template=None if template is None else checked_flag("template", template),
        format=None if format is None else format_named(checked_text("format", format)).name,
        deleted=checked_flag("deleted", deleted),
    )


def _row(record: WorkflowRecord) -> tuple[Any, ...]:
    return (
        record.id, record.name, record.description, list(record.tags), record.format, record.is_template,
        record.head_version, record.owner, record.source_template_id, record.source_template_version,
        record.created_at, record.updated_at, record.deleted_at,
    )  # fmt: skip
