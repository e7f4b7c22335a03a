"""With whom a workflow is shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput, NotFound
from wfkit.service import saving
from wfkit.service.access import checked_principal
from wfkit.service.inputs import described
from wfkit.store import frames, shares

if TYPE_CHECKING:
    import pandas as pd

    from wfkit.service._context import Context
    from wfkit.store.records import WorkflowRecord


def share(context: Context, workflow: WorkflowRecord, principal: str, level: str) -> None:
    """Lets somebody, a team or everyone do something with a workflow, whatever was allowed before.

    Raises:
        InvalidInput: The name is not allowed, or the level is unknown.
        NotFound: The workflow is not there any more.
        Forbidden: It works for somebody who may not manage the workflow.
    """
    name = _checked_name(principal)
    if level not in shares.LEVELS:
        msg = f"the level is {described(level)}; it is one of {', '.join(shares.LEVELS)}"
        raise InvalidInput(msg)
    with context.changing(workflow, "manage") as transaction:
        saving.head_of(transaction, workflow)
        shares.put(transaction, workflow.id, name, level, context.author, context.now())
        context.note(transaction, "share", workflow, details=f"with {name} to {level}")


def unshare(context: Context, workflow: WorkflowRecord, principal: str) -> None:
    """Takes away what somebody was allowed by a share.

    Raises:
        NotFound: It was not shared with them, or the workflow is not there any more.
        Forbidden: It works for somebody who may not manage the workflow.
    """
    name = _checked_name(principal)
    with context.changing(workflow, "manage") as transaction:
        saving.head_of(transaction, workflow)
        if not shares.remove(transaction, workflow.id, name):
            msg = f"{quoted(workflow.name)} is not shared with {quoted(name)}; shared_with() shows with whom it is"
            raise NotFound(msg)
        context.note(transaction, "unshare", workflow, details=f"with {name}")


def listing(context: Context, workflow: WorkflowRecord) -> pd.DataFrame:
    """A row a principal that it is shared with, columns `frames.SHARES`; the owner is none of them.

    Raises:
        NotFound: The workflow is not there any more.
    """
    with context.read() as transaction:
        saving.head_of(transaction, workflow)
        return frames.frame(frames.SHARES, shares.listing(transaction, workflow.id))


def _checked_name(principal: object) -> str:
    return shares.EVERYONE if principal == shares.EVERYONE else checked_principal(principal)
