"""The history of one workflow: its versions, their tags, going back, and its metadata."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput, NotFound, RegistryBusy, VersionConflict
from wfkit.service import saving
from wfkit.service.documents import restored
from wfkit.service.inputs import MAX_VERSION, checked_page, checked_text, described, in_order, whole
from wfkit.store import frames, versions, workflows

if TYPE_CHECKING:
    import pandas as pd

    from wfkit.service._context import Context
    from wfkit.store import Transaction
    from wfkit.store.records import VersionRecord, WorkflowRecord

_DIGITS = 10
_ROLLBACKS = 20


def version(context: Context, workflow: WorkflowRecord, number: int) -> VersionRecord:
    """One version of a workflow.

    Raises:
        NotFound: It has no such version.
    """
    with context.read() as transaction:
        return _existing(transaction, workflow, number)


def find(context: Context, workflow: WorkflowRecord, reference: int | str) -> VersionRecord:
    """The version that is named by its number or by a version tag.

    Raises:
        NotFound: No version has this number or tag.
        InvalidInput: It is neither a number nor a text.
    """
    with context.read() as transaction:
        return _existing(transaction, workflow, _resolved(transaction, workflow, reference))


def resolve(context: Context, workflow: WorkflowRecord, reference: int | str) -> int:
    """The number of the version that is named by its number or by a version tag.

    Raises:
        NotFound: No version has this number or tag.
        InvalidInput: It is neither a number nor a text.
    """
    with context.read() as transaction:
        number = _resolved(transaction, workflow, reference)
        if versions.content_hash(transaction, workflow.id, number) is None:
            raise _no_version(transaction, workflow, number)
        return number


def head(context: Context, workflow: WorkflowRecord) -> WorkflowRecord:
    """The workflow as it stands now.

    Raises:
        NotFound: It was deleted or purged.
    """
    with context.read() as transaction:
        return saving.head_of(transaction, workflow)


def listing(context: Context, workflow: WorkflowRecord, *, page: int, limit: int | None) -> pd.DataFrame:
    """A row a version, newest first."""
    offset, rows_wanted = checked_page(page, limit)
    with context.read() as transaction:
        rows = versions.history(transaction, workflow.id, limit=rows_wanted, offset=offset)
        tags = versions.tags(transaction, workflow.id)
        # The head counts the versions; asking for it is only worth a look-up when a page does not show all.
        is_all = bool(rows) and rows_wanted is None
        total = len(rows) if is_all else saving.head_of(transaction, workflow).head_version
    by_version = {number: in_order(t for t, at in tags.items() if at == number) for number in set(tags.values())}
    values = [(row[0], by_version.get(row[0], []), *row[1:]) for row in rows]
    return frames.frame(frames.VERSIONS, values, total=total)


def tag(context: Context, workflow: WorkflowRecord, name: str, number: int, *, move: bool) -> None:
    """Puts a version tag on a version.

    Raises:
        NotFound: There is no such version.
        InvalidInput: Another version has the tag, and `move` is false.
    """
    with context.changing(workflow) as transaction:
        saving.head_of(transaction, workflow)
        _existing(transaction, workflow, number)
        taken = versions.tagged(transaction, workflow.id, name)
        if taken not in (None, number) and not move:
            has = f"version {taken} of {quoted(workflow.name)} has the tag {name!r}"
            msg = f"{has}; pass move=True to move it to version {number}"
            raise InvalidInput(msg)
        versions.set_tag(transaction, workflow.id, name, number)
        context.note(transaction, "tag", workflow, number, name)


def untag(context: Context, workflow: WorkflowRecord, name: str) -> None:
    """Takes a version tag away.

    Raises:
        NotFound: No version has it, or the workflow was deleted.
    """
    checked_text("the version tag", name)
    with context.changing(workflow) as transaction:
        saving.head_of(transaction, workflow)
        number = _tagged(transaction, workflow, name)
        versions.remove_tag(transaction, workflow.id, name)
        context.note(transaction, "untag", workflow, number, name)


def rename_tag(context: Context, workflow: WorkflowRecord, old: str, new: str) -> None:
    """Gives a version tag another name.

    Raises:
        NotFound: No version has the old one, or the workflow was deleted.
        InvalidInput: The new one is a tag already.
    """
    checked_text("the version tag", old)
    with context.changing(workflow) as transaction:
        saving.head_of(transaction, workflow)
        number = _tagged(transaction, workflow, old)
        if new == old:
            return
        taken = versions.tagged(transaction, workflow.id, new)
        if taken is not None:
            msg = f"version {taken} of {quoted(workflow.name)} has the tag {new!r} already; take it away first"
            raise InvalidInput(msg)
        versions.remove_tag(transaction, workflow.id, old)
        versions.set_tag(transaction, workflow.id, new, number)
        context.note(transaction, "rename-tag", workflow, number, f"{old} to {new}")


def tag_listing(context: Context, workflow: WorkflowRecord) -> pd.DataFrame:
    """A row a version tag."""
    with context.read() as transaction:
        tags = versions.tags(transaction, workflow.id)
    return frames.frame(frames.VERSION_TAGS, [(name, tags[name]) for name in in_order(tags)])


def rollback(
    context: Context, workflow: WorkflowRecord, reference: int | str, *, message: str, expected_version: int | None
) -> tuple[WorkflowRecord, VersionRecord | None]:
    """The workflow at a new head with an earlier version's document.

    Raises:
        NotFound: There is no such version.
        VersionConflict: The head is not `expected_version`.
    """
    wanted = find(context, workflow, reference)
    for _ in range(_ROLLBACKS):
        now = head(context, workflow)
        try:
            return saving.save(
                context, now, restored(wanted, workflow.format),
                expected_version=expected_version or now.head_version, allow_invalid=True,
                message=message or f"restored version {wanted.version_number}", restored_from=wanted.version_number,
            )  # fmt: skip
        except VersionConflict:
            # The head may be any, unless the caller said which: somebody saved between two statements.
            if expected_version is not None:
                raise
    msg = f"others keep saving {quoted(workflow.name)}; try the rollback again"
    raise RegistryBusy(msg)


def update_metadata(
    context: Context,
    workflow: WorkflowRecord,
    *,
    name: str | None,
    description: str | None,
    tags: tuple[str, ...] | None,
    is_template: bool | None,
) -> WorkflowRecord:
    """The workflow with new metadata, on top of what it has now."""
    with context.changing(workflow) as transaction:
        head = saving.head_of(transaction, workflow)
        changed = replace(
            head,
            name=head.name if name is None else name,
            description=head.description if description is None else description,
            tags=head.tags if tags is None else tags,
            is_template=head.is_template if is_template is None else is_template,
            updated_at=context.now(),
        )
        workflows.update_metadata(transaction, changed)
        context.note(
            transaction, "update", changed, details=", ".join(_differing(head, changed)), at=changed.updated_at
        )
    return changed


def _differing(before: WorkflowRecord, after: WorkflowRecord) -> list[str]:
    names = "name", "description", "tags", "is_template"
    return [name for name in names if getattr(before, name) != getattr(after, name)]


def _resolved(transaction: Transaction, workflow: WorkflowRecord, reference: object) -> int:
    if isinstance(reference, str) and not (reference.isdecimal() and len(reference) <= _DIGITS):
        return _tagged(transaction, workflow, checked_text("the version", reference))
    number = int(reference) if isinstance(reference, str) else whole(reference)
    if number is None:
        msg = f"the version is {described(reference)}; pass its number or a version tag"
        raise InvalidInput(msg)
    if not 1 <= number <= MAX_VERSION:
        raise _no_version(transaction, workflow, number)
    return number


def _tagged(transaction: Transaction, workflow: WorkflowRecord, name: str) -> int:
    number = versions.tagged(transaction, workflow.id, name)
    if number is None:
        raise _no_tag(transaction, workflow, name)
    return number


def _existing(transaction: Transaction, workflow: WorkflowRecord, number: int) -> VersionRecord:
    found = versions.by_number(transaction, workflow.id, number)
    if found is None:
        raise _no_version(transaction, workflow, number)
    return found


def _no_version(transaction: Transaction, workflow: WorkflowRecord, number: int) -> NotFound:
    head = saving.head_of(transaction, workflow).head_version
    return NotFound(f"{quoted(workflow.name)} has no version {described(number)}; its versions go from 1 to {head}")


def _no_tag(transaction: Transaction, workflow: WorkflowRecord, name: str) -> NotFound:
    known = ", ".join(in_order(versions.tags(transaction, workflow.id))) or "none"
    return NotFound(f"no version of {quoted(workflow.name)} has the tag {quoted(name)}; its version tags: {known}")
