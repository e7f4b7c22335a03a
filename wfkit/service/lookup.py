"""From what a caller names to the workflow that is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.core.wording import Names, quoted
from wfkit.errors import AmbiguousName, InvalidInput, NotFound
from wfkit.service import saving
from wfkit.service.inputs import checked_text, described
from wfkit.service.workflow import Workflow
from wfkit.store import executions, workflows

if TYPE_CHECKING:
    from collections.abc import Callable

    from wfkit.store import Transaction
    from wfkit.store.records import WorkflowRecord

_SUGGESTED_FROM = 1000


def reference_of(workflow: object) -> str:
    """The id or name that a workflow or a text stands for.

    Raises:
        InvalidInput: It is neither.
    """
    match workflow:
        case Workflow():
            return workflow.id
        case str():
            return checked_text("the name or id", workflow)
        case _:
            msg = f"the workflow is {described(workflow)}; pass a Workflow, an id or a name"
            raise InvalidInput(msg)


def found(transaction: Transaction, reference: object) -> WorkflowRecord:
    """The living workflow with this id, or with this exact name when only one has it.

    Raises:
        NotFound: There is none, or it is deleted.
        AmbiguousName: Several have the name.
    """
    name = reference_of(reference)
    record = workflows.by_id(transaction, name)
    if record is not None:
        return saving.living(record)
    candidates = workflows.by_name(transaction, name)
    if len(candidates) > 1:
        ids = [record.id for record in candidates]
        msg = f"{len(ids)} workflows are named {quoted(name)}; get one by its id: {', '.join(ids)}"
        raise AmbiguousName(msg, ids)
    if not candidates:
        guess = Names(tuple(workflows.recent_names(transaction, _SUGGESTED_FROM))).closest(name)
        hint = f"did you mean {quoted(guess)}?" if guess else "registry.list() shows all"
        msg = f"no workflow has the id or name {quoted(name)}; {hint}"
        raise NotFound(msg)
    return candidates[0]


def versioned(get: Callable[[str], Workflow], words: str) -> tuple[Workflow, str | None]:
    """The workflow `NAME` with None, or that of `NAME@VERSION` with the version; a whole name wins.

    Args:
        get: Gives the workflow with a name, as `registry.get` does.
        words: What somebody typed.

    Raises:
        NotFound: There is no such workflow.
        AmbiguousName: Several have the name.
    """
    try:
        return get(words), None
    except NotFound:
        name, _, version = words.rpartition("@")
        if not (name and version) or " " in version:
            raise
        return get(name), version


def by_id(transaction: Transaction, reference: object) -> WorkflowRecord:
    """The workflow with this id, deleted or not.

    Raises:
        NotFound: There is none.
    """
    workflow_id = reference_of(reference)
    record = workflows.by_id(transaction, workflow_id)
    if record is None:
        msg = f"no workflow has the id {quoted(workflow_id)}; registry.list() and registry.list(deleted=True) show ids"
        raise NotFound(msg)
    return record


def whose_runs(transaction: Transaction, reference: object) -> str:
    """The id of the workflow whose runs are meant, deleted or purged ones included; a name stands for a living one.

    Raises:
        NotFound: There is none, and no run of it.
        AmbiguousName: Several have the name.
    """
    name = reference_of(reference)
    is_known = workflows.by_id(transaction, name) is not None
    # Nobody knows any more to whom a purged workflow belonged, so its runs are for who sees all.
    if is_known or (transaction.names is None and executions.has_run(transaction, name)):
        return name
    return found(transaction, name).id
