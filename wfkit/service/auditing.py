"""The audit log as a listing; what is done is written down where it is done, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.service import access, lookup
from wfkit.service.inputs import checked_page, checked_text, checked_time
from wfkit.store import audit, frames, workflows

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from wfkit.service._context import Context
    from wfkit.store import Transaction


def listing(
    context: Context,
    *,
    workflow: object,
    principal: str | None,
    action: str | None,
    since: date | str | None,
    until: date | str | None,
    page: int,
    limit: int | None,
) -> pd.DataFrame:
    """A row an act, newest first, columns `frames.AUDIT`.

    Raises:
        Forbidden: It works for somebody who may not see that.
        NotFound: There is no such workflow.
    """
    offset, rows_wanted = checked_page(page, limit)
    who = None if principal is None else checked_text("principal", principal)
    what = None if action is None else checked_text("action", action)
    times = checked_time("since", since), checked_time("until", until)
    if workflow is None:
        context.require("admin", "read the whole audit log")
    with context.read() as transaction:
        whose = None if workflow is None else _audited(context, transaction, workflow)
        rows, total = audit.page(transaction, (whose, who, what, *times), limit=rows_wanted, offset=offset)
    return frames.frame(frames.AUDIT, rows, total=total)


def _audited(context: Context, transaction: Transaction, reference: object) -> str:
    name = lookup.reference_of(reference)
    record = workflows.by_id(transaction, name)
    if record is None and transaction.names is None and audit.knows(transaction, name):
        return name
    record = record or lookup.found(transaction, name)
    access.check(transaction, context.principal, record, "manage")
    return record.id
