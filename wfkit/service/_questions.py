"""What a registry can be asked across all of its workflows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput
from wfkit.formats import get as format_named
from wfkit.service import appearances, changes, executions, graphs, integrity, lookup, search
from wfkit.service.inputs import checked_flag, checked_page, checked_text, checked_time
from wfkit.store import frames, queries

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from wfkit.service._context import Context
    from wfkit.service.workflow import Workflow


class Questions:
    """The part of a registry that answers with DataFrames over every workflow."""

    _context: Context

    def nodes(
        self,
        *,
        type: str | None = None,
        workflow: Workflow | str | None = None,
        format: str | None = None,
        role: str | None = None,
        page: int = 1,
        limit: int | None = None,
    ) -> pd.DataFrame:
        """A row a node of every head, whatever tool wrote it, columns `frames.NODES`; `config` is JSON text.

        The first call after an import reads the graphs of what is new.

        Args:
            type: Only nodes of this type.
            workflow: Only those of this one.
            format: Only those of this tool's documents.
            role: `node` for what decides what a workflow does, `note` and `group` for what is only drawn.
            page: From 1.
            limit: Rows a page, None for all.

        Raises:
            NotFound: There is no such workflow.
            UnknownFormat: No format has this name.
        """
        offset, rows_wanted = checked_page(page, limit)
        wanted = {
            "node_type": None if type is None else checked_text("type", type),
            "format_name": _format_name(format),
            "role": None if role is None else _one_of("role", role, ("node", "note", "group")),
        }
        workflow_id = self._id_of(workflow)
        graphs.index(self._context)
        with self._context.read() as transaction:
            rows, total = queries.nodes(
                transaction, workflow_id=workflow_id, offset=offset, limit=rows_wanted, **wanted
            )
        return frames.frame(frames.NODES, rows, total=total)

    def edges(
        self,
        *,
        workflow: Workflow | str | None = None,
        format: str | None = None,
        kind: str | None = None,
        page: int = 1,
        limit: int | None = None,
    ) -> pd.DataFrame:
        """A row an edge of every head, whatever tool wrote it, columns `frames.EDGES`.

        Args:
            workflow: Only those of this one.
            format: Only those of this tool's documents.
            kind: `flow` for drawn edges, `reference` for what an expression in a config refers to.
            page: From 1.
            limit: Rows a page, None for all.

        Raises:
            NotFound: There is no such workflow.
            UnknownFormat: No format has this name.
        """
        offset, rows_wanted = checked_page(page, limit)
        wanted = {
            "format_name": _format_name(format),
            "kind": None if kind is None else _one_of("kind", kind, ("flow", "reference")),
        }
        workflow_id = self._id_of(workflow)
        graphs.index(self._context)
        with self._context.read() as transaction:
            rows, total = queries.edges(
                transaction, workflow_id=workflow_id, offset=offset, limit=rows_wanted, **wanted
            )
        return frames.frame(frames.EDGES, rows, total=total)

    def _id_of(self, workflow: Workflow | str | None) -> str | None:
        if workflow is None:
            return None
        with self._context.read() as transaction:
            return lookup.found(transaction, workflow).id

    def search(self, text: str, *, history: bool = False, page: int = 1, limit: int | None = None) -> pd.DataFrame:
        """A row a text of a head that contains this one in any case, columns `frames.MATCHES`.

        Args:
            text: 1 to 1000 characters.
            history: Look through all versions instead: a row a place and a stretch of versions that held the text,
                columns `frames.APPEARANCES`; `version` is the first of them, `gone_version` the one after the last.
            page: From 1.
            limit: Rows a page, None for all.

        Raises:
            InvalidInput: The text is empty.
        """
        if checked_flag("history", history):
            return appearances.appearances(self._context, text, page=page, limit=limit)
        return search.search(self._context, text, page=page, limit=limit)

    def changes(
        self,
        *,
        since: date | str | None = None,
        until: date | str | None = None,
        page: int = 1,
        limit: int | None = None,
    ) -> pd.DataFrame:
        """A row a change that a version made, over every workflow, columns `frames.CHANGES_OF_ALL`.

        The workflow that was changed last comes first; within it, the oldest version.

        Args:
            since: Only versions saved then or later: a datetime, a date or ISO text; without a zone it is UTC.
            until: Only versions saved before.
            page: From 1.
            limit: Rows a page, None for all.

        Raises:
            InvalidInput: It is no time.
        """
        stretch = checked_time("since", since), checked_time("until", until)
        return changes.changes_of_all(self._context, *stretch, page=page, limit=limit)

    def sql(self, statement: str, *values: object) -> pd.DataFrame:
        """The answer to one SELECT over the documented views.

        They are workflows, workflow_versions, version_tags, nodes, edges, executions and drafts.

        Args:
            statement: One statement; `$1`, `$2`, … stand for the values.
            values: Bound in their order.

        Raises:
            Forbidden: It writes, attaches, copies or reads other files; or the registry works for somebody who is no
                admin.
            InvalidInput: It does not parse or run.
        """
        self._context.require("admin", "run SQL")
        if graphs.asks_for_graphs(statement):
            graphs.index(self._context)
        with self._context.read() as transaction:
            return queries.user_query(transaction, statement, values)

    def executions(
        self,
        *,
        workflow: Workflow | str | None = None,
        version: int | None = None,
        status: str | None = None,
        page: int = 1,
        limit: int | None = 50,
    ) -> pd.DataFrame:
        """A row a run, newest first, columns `frames.EXECUTIONS`.

        Raises:
            NotFound: There is no such workflow.
            InvalidInput: The status is unknown, or the page out of range.
        """
        workflow_id = None
        if workflow is not None:
            with self._context.read() as transaction:
                workflow_id = lookup.whose_runs(transaction, workflow)
        return executions.listing(
            self._context, workflow_id=workflow_id, version=version, status=status, page=page, limit=limit
        )

    def check(self, *, progress: bool = True) -> pd.DataFrame:
        """A row a fault of the registry, columns `frames.FINDINGS`; empty when it is sound.

        Args:
            progress: Show a bar when it takes a while.

        Raises:
            Forbidden: The registry works for somebody who is no admin.
        """
        self._context.require("admin", "check the registry")
        return integrity.check(self._context, progress=checked_flag("progress", progress))


def _format_name(format: object) -> str | None:
    return None if format is None else format_named(checked_text("format", format)).name


def _one_of(what: str, value: object, allowed: tuple[str, ...]) -> str:
    text = checked_text(what, value)
    if text not in allowed:
        msg = f"unknown {what} {quoted(text)}; one of: {', '.join(allowed)}"
        raise InvalidInput(msg)
    return text
