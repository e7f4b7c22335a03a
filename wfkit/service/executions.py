"""Executions: wfkit records runs of versions, it does not run them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Self

from wfkit.core import codec
from wfkit.errors import InvalidInput
from wfkit.service._context import new_id
from wfkit.service.inputs import checked_page, checked_time
from wfkit.store import executions, frames
from wfkit.store.records import ExecutionRecord

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from types import TracebackType

    import pandas as pd

    from wfkit.service._context import Context


class Execution:
    """One run while it happens.

    Attributes:
        cost: What it has cost so far; add to it.
        details: Whatever JSON describes it: tokens, inputs, outputs.
        status: pending before the block, running inside, then completed or failed.
    """

    def __init__(self, context: Context, workflow_id: str, version: int) -> None:
        """Made by `Workflow.execution`; nothing is recorded before `with`."""
        self.id = new_id()
        self.workflow_id = workflow_id
        self.version = version
        self.cost = 0.0
        self.details: dict[str, Any] = {}
        self.status = "pending"
        self._context = context
        self._started_at: datetime | None = None

    def __repr__(self) -> str:
        return f"<Execution {self.id} of version {self.version}, {self.status}>"

    def __enter__(self) -> Self:
        """Records the run as running.

        Raises:
            InvalidInput: The run has happened already.
        """
        if self._started_at is not None:
            msg = f"the execution {self.id!r} was used already; ask the workflow for a new one"
            raise InvalidInput(msg)
        self._started_at = self._context.now()
        self.status = "running"
        with self._context.engine.write() as transaction:
            executions.insert(transaction, self._record(None))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Records the end, with the error's words in `details["error"]` if the block raised."""
        if kind is not None:
            self.details["error"] = f"{kind.__name__}: {error}"
        self.status = "completed" if kind is None else "failed"
        with self._context.engine.write() as transaction:
            executions.update(transaction, self._record(self._context.now()))

    def _record(self, completed_at: datetime | None) -> ExecutionRecord:
        started_at = self._started_at or self._context.now()
        return ExecutionRecord(
            self.id, self.workflow_id, self.version, self.status, started_at, completed_at,
            _checked_cost(self.cost), codec.to_text(self.details),
        )  # fmt: skip


def record(
    context: Context,
    workflow_id: str,
    version: int,
    *,
    status: str,
    cost: float | None,
    started_at: datetime | str | None,
    completed_at: datetime | str | None,
    details: Mapping[str, Any] | None,
) -> str:
    """The id of a run recorded after it happened."""
    if status not in executions.STATUSES:
        msg = f"{status!r} is no status of a run; it is one of {', '.join(executions.STATUSES)}"
        raise InvalidInput(msg)
    end = checked_time("completed_at", completed_at)
    if end is None and status in ("completed", "failed"):
        end = context.now()
    start = checked_time("started_at", started_at) or end or context.now()
    if end is not None and end < start:
        msg = f"the run ends at {end} before it starts at {start}; check both times, which count as UTC without a zone"
        raise InvalidInput(msg)
    made = ExecutionRecord(
        new_id(), workflow_id, version, status, start, end, _checked_cost(cost), codec.to_text(dict(details or {}))
    )
    with context.engine.write() as transaction:
        executions.insert(transaction, made)
    return made.id


def listing(
    context: Context, *, workflow_id: str | None, version: int | None, status: str | None, page: int, limit: int | None
) -> pd.DataFrame:
    """Runs, newest first."""
    offset, rows_wanted = checked_page(page, limit)
    if status is not None and status not in executions.STATUSES:
        msg = f"{status!r} is no status of a run; it is one of {', '.join(executions.STATUSES)}"
        raise InvalidInput(msg)
    with context.engine.read() as transaction:
        rows, total = executions.page(
            transaction, workflow_id=workflow_id, version=version, status=status, offset=offset, limit=rows_wanted
        )
    return frames.frame(frames.EXECUTIONS, rows, total=total)


def costs(context: Context, workflow_id: str) -> pd.DataFrame:
    """A row a version that ran."""
    with context.engine.read() as transaction:
        return frames.frame(frames.COSTS, executions.costs(transaction, workflow_id))


def _checked_cost(cost: object) -> float | None:
    if cost is None:
        return None
    if isinstance(cost, int | float) and not isinstance(cost, bool) and math.isfinite(cost) and cost >= 0:
        return float(cost)
    msg = f"the cost of a run is {cost!r}; it is a number, 0 or more"
    raise InvalidInput(msg)
