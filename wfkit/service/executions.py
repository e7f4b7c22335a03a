"""Executions: wfkit records runs of versions, it does not run them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from wfkit.core import codec
from wfkit.errors import InvalidInput, InvalidWorkflow, WfkitError
from wfkit.service import saving
from wfkit.service._context import new_id
from wfkit.service.inputs import checked_cost, checked_page, checked_time, checked_version, described
from wfkit.store import executions, frames
from wfkit.store.records import ExecutionRecord

if TYPE_CHECKING:
    from datetime import datetime
    from types import TracebackType

    import pandas as pd

    from wfkit.service._context import Context
    from wfkit.store.records import WorkflowRecord


class Execution:
    """One run while it happens.

    Attributes:
        cost: What it has cost so far; add to it.
        details: Whatever JSON describes it: tokens, inputs, outputs.
        status: pending before the block, running inside, then completed or failed.
    """

    def __init__(self, context: Context, workflow: WorkflowRecord, version: int) -> None:
        """Made by `Workflow.execution`; nothing is recorded before `with`."""
        self.id = new_id()
        self.workflow_id = workflow.id
        self.version = version
        self.cost = 0.0
        self.details: dict[str, Any] = {}
        self.status = "pending"
        self._context = context
        self._workflow = workflow
        self._started_at: datetime | None = None

    def __repr__(self) -> str:
        return f"<Execution {self.id} of version {self.version}, {self.status}>"

    def __enter__(self) -> Self:
        """Records the run as running.

        Raises:
            InvalidInput: The run has happened already, or its cost or details are not allowed.
            NotFound: The workflow was deleted.
        """
        if self._started_at is not None:
            msg = f"the execution {self.id!r} was used already; ask the workflow for a new one"
            raise InvalidInput(msg)
        started_at = self._context.now()
        record = self._record("running", started_at, None)
        with self._context.changing(self._workflow) as transaction:
            saving.head_of(transaction, self._workflow)
            executions.insert(transaction, record)
            self._context.note(transaction, "run", self._workflow, self.version, self.id, started_at)
        self._started_at, self.status = started_at, "running"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Records the end, with the error's words in `details["error"]` if the block raised.

        Raises:
            InvalidInput: The cost or the details that the block set are not allowed; the end is recorded without them.
        """
        self.status = "completed" if kind is None else "failed"
        try:
            self._finish(error)
        except WfkitError as exc:
            if error is None:
                raise
            error.add_note(f"wfkit could not record all of the execution {self.id}: {exc}")

    def _finish(self, error: BaseException | None) -> None:
        started_at = self._started_at or self._context.now()
        completed_at = self._context.now()
        if error is not None and isinstance(self.details, dict):
            self.details["error"] = _words(error)
        try:
            record = self._record(self.status, started_at, completed_at)
        except InvalidInput as exc:
            self._write(self._bare(started_at, completed_at, error, exc))
            raise
        self._write(record)

    def _record(self, status: str, started_at: datetime, completed_at: datetime | None) -> ExecutionRecord:
        return ExecutionRecord(
            self.id, self.workflow_id, self.version, status, started_at, completed_at,
            checked_cost(self.cost), _details_text(self.details),
        )  # fmt: skip

    def _bare(
        self, started_at: datetime, completed_at: datetime, error: BaseException | None, fault: InvalidInput
    ) -> ExecutionRecord:
        """The end without what could not be recorded, and with the reason."""
        cost = None
        with suppress(InvalidInput):
            cost = checked_cost(self.cost)
        details = codec.to_text({"not_recorded": str(fault)} | ({"error": _words(error)} if error else {}))
        return ExecutionRecord(
            self.id, self.workflow_id, self.version, self.status, started_at, completed_at, cost, details,
        )  # fmt: skip

    def _write(self, record: ExecutionRecord) -> None:
        with self._context.changing(self._workflow) as transaction:
            executions.update(transaction, record)


def record(
    context: Context,
    workflow: WorkflowRecord,
    version: int,
    *,
    status: str,
    cost: float | None,
    started_at: datetime | str | None,
    completed_at: datetime | str | None,
    details: Mapping[str, Any] | None,
) -> str:
    """The id of a run recorded after it happened."""
    _check_status(status)
    end = checked_time("completed_at", completed_at)
    if end is None and status in ("completed", "failed"):
        end = context.now()
    start = checked_time("started_at", started_at) or end or context.now()
    if end is not None and end < start:
        msg = f"the run ends at {end} before it starts at {start}; check both times, which count as UTC without a zone"
        raise InvalidInput(msg)
    made = ExecutionRecord(
        new_id(), workflow.id, version, status, start, end, checked_cost(cost),
        _details_text({} if details is None else details),
    )  # fmt: skip
    with context.changing(workflow) as transaction:
        saving.head_of(transaction, workflow)
        executions.insert(transaction, made)
        context.note(transaction, "run", workflow, version, made.id, end or start)
    return made.id


def listing(
    context: Context, *, workflow_id: str | None, version: int | None, status: str | None, page: int, limit: int | None
) -> pd.DataFrame:
    """Runs, newest first."""
    offset, rows_wanted = checked_page(page, limit)
    if status is not None:
        _check_status(status)
    number = None if version is None else checked_version("version", version)
    with context.read() as transaction:
        rows, total = executions.page(
            transaction, workflow_id=workflow_id, version=number, status=status, offset=offset, limit=rows_wanted
        )
    return frames.frame(frames.EXECUTIONS, rows, total=total)


def costs(context: Context, workflow_id: str) -> pd.DataFrame:
    """A row a version that ran."""
    with context.read() as transaction:
        return frames.frame(frames.COSTS, executions.costs(transaction, workflow_id))


def _check_status(status: object) -> None:
    if status not in executions.STATUSES:
        msg = f"the status of a run is {described(status)}; it is one of {', '.join(executions.STATUSES)}"
        raise InvalidInput(msg)


def _details_text(details: object) -> str:
    if not isinstance(details, Mapping):
        msg = f"the details of a run are {described(details)}; pass a dict"
        raise InvalidInput(msg)
    try:
        return codec.to_text(dict(details))
    except InvalidWorkflow as exc:
        msg = f"the details of a run are not JSON: {'; '.join(map(str, exc.problems))}"
        raise InvalidInput(msg) from exc


def _words(error: BaseException) -> str:
    """What the error says, in characters that JSON can hold."""
    try:
        words = f"{type(error).__name__}: {error}"
    except Exception:  # noqa: BLE001 - whatever a stranger's __str__ raises must not hide the error itself
        words = type(error).__name__
    return words.encode("utf-8", "backslashreplace").decode()
