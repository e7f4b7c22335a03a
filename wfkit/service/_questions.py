"""What a registry can be asked across all of its workflows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.service import appearances, executions, integrity, lookup, search
from wfkit.service.inputs import checked_flag, checked_page, checked_text
from wfkit.store import frames, queries

if TYPE_CHECKING:
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
        page: int = 1,
        limit: int | None = None,
    ) -> pd.DataFrame:
        """A row a node of every head, columns `frames.NODES`; `config` is JSON text."""
        offset, rows_wanted = checked_page(page, limit)
        node_type = None if type is None else checked_text("type", type)
        with self._context.engine.read() as transaction:
            workflow_id = None if workflow is None else lookup.found(transaction, workflow).id
            rows, total = queries.nodes(
                transaction, node_type=node_type, workflow_id=workflow_id, offset=offset, limit=rows_wanted
            )
        return frames.frame(frames.NODES, rows, total=total)

    def edges(self, *, workflow: Workflow | str | None = None, page: int = 1, limit: int | None = None) -> pd.DataFrame:
        """A row an edge of every head, columns `frames.EDGES`."""
        offset, rows_wanted = checked_page(page, limit)
        with self._context.engine.read() as transaction:
            workflow_id = None if workflow is None else lookup.found(transaction, workflow).id
            rows, total = queries.edges(transaction, workflow_id=workflow_id, offset=offset, limit=rows_wanted)
        return frames.frame(frames.EDGES, rows, total=total)

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

    def sql(self, statement: str, *values: object) -> pd.DataFrame:
        """The answer to one SELECT over the documented views.

        They are workflows, workflow_versions, version_tags, nodes, edges, executions and drafts.

        Args:
            statement: One statement; `$1`, `$2`, … stand for the values.
            values: Bound in their order.

        Raises:
            Forbidden: It writes, attaches, copies or reads other files.
            InvalidInput: It does not parse or run.
        """
        with self._context.engine.read() as transaction:
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
            with self._context.engine.read() as transaction:
                workflow_id = lookup.whose_runs(transaction, workflow)
        return executions.listing(
            self._context, workflow_id=workflow_id, version=version, status=status, page=page, limit=limit
        )

    def check(self) -> pd.DataFrame:
        """A row a fault of the registry, columns `frames.FINDINGS`; empty when it is sound."""
        return integrity.check(self._context)
