"""Creating, saving and restoring: one transaction each, and no update is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput, InvalidWorkflow, NotFound, VersionConflict
from wfkit.service import access, documents
from wfkit.service._context import aware, new_id
from wfkit.service.inputs import checked_flag
from wfkit.store import shares, versions, workflows
from wfkit.store.records import VersionRecord, WorkflowRecord

if TYPE_CHECKING:
    from wfkit.core.document import Document
    from wfkit.service._context import Context
    from wfkit.store import Transaction


def create(
    context: Context,
    document: Document,
    *,
    name: str,
    description: str = "",
    tags: tuple[str, ...] = (),
    message: str = "",
    is_template: bool = False,
    allow_invalid: bool = False,
    workflow_id: str | None = None,
    template: WorkflowRecord | None = None,
    shared_with: str | None = None,
) -> tuple[WorkflowRecord, VersionRecord]:
    """The records of a new workflow and its first version, written together; who it is shared with may view it.

    Raises:
        InvalidWorkflow: The document has errors and `allow_invalid` is false.
    """
    is_valid = checked(document, f"{quoted(name)} was not created", allow_invalid=allow_invalid)
    now = context.now()
    workflow = WorkflowRecord(
        id=workflow_id or new_id(), name=name, description=description, format=document.format, tags=tags,
        is_template=is_template, head_version=1, owner=context.author,
        source_template_id=template.id if template else None,
        source_template_version=template.head_version if template else None,
        created_at=now, updated_at=now,
    )  # fmt: skip
    version = _version(context, workflow.id, 1, document, message, is_valid=is_valid)
    version = replace(version, created_at=now)
    with context.creating() as transaction:
        workflows.insert(transaction, workflow)
        versions.insert(transaction, version)
        if shared_with is not None:
            shares.put(transaction, workflow.id, shared_with, "view", context.author, now)
        context.note(transaction, "create", workflow, 1, at=now)
    return workflow, version


def save(
    context: Context,
    workflow: WorkflowRecord,
    document: Document,
    *,
    expected_version: int,
    message: str = "",
    allow_invalid: bool = False,
    base_hash: str | None = None,
    restored_from: int | None = None,
    published_draft: str | None = None,
    template_version: int | None = None,
) -> tuple[WorkflowRecord, VersionRecord | None]:
    """The workflow at its new head, and the new version; None when the content equals the head's.

    Args:
        context: The store and the author.
        workflow: The workflow as it was read.
        document: What to save.
        expected_version: The head that it must stand at.
        message: What changed.
        allow_invalid: Save in spite of errors.
        base_hash: Content hash of `expected_version`, where the caller knows it; versions never change.
        restored_from: The version that a rollback takes the document from.
        published_draft: Text of the draft that this is, to discard in the same transaction unless it went on since.
        template_version: The version of its template that this brings it up to.

    Raises:
        InvalidWorkflow: The document has errors and `allow_invalid` is false.
        InvalidInput: It is in another format than the workflow.
        NotFound: The workflow is deleted.
        VersionConflict: The head is not `expected_version`; nothing was written.
    """
    if document.format != workflow.format:
        kinds = f"{workflow.format!r} documents, this one is {document.format!r}"
        msg = f"{quoted(workflow.name)} holds {kinds}; create a workflow for it"
        raise InvalidInput(msg)
    is_valid = checked(document, f"{quoted(workflow.name)} was not saved", allow_invalid=allow_invalid)
    version = _version(context, workflow.id, expected_version + 1, document, message, is_valid=is_valid)
    version = replace(version, restored_from=restored_from)
    try:
        return _written(
            context, workflow, version,
            base_hash=base_hash, published_draft=published_draft, template_version=template_version,
        )  # fmt: skip
    except _HeadMoved:
        with context.read() as transaction:
            raise _conflict(transaction, workflow, expected_version) from None


class _HeadMoved(Exception):
    """The head is not where it was expected; all that was written is rolled back."""


def _written(
    context: Context, workflow: WorkflowRecord, version: VersionRecord, *, base_hash: str | None,
    published_draft: str | None, template_version: int | None,
) -> tuple[WorkflowRecord, VersionRecord | None]:  # fmt: skip
    expected = version.version_number - 1
    with context.changing(workflow) as transaction:
        if published_draft is not None:
            _discard(transaction, workflow, published_draft)
        if template_version is not None:
            workflows.set_template_version(transaction, workflow.id, template_version)
            workflow = replace(workflow, source_template_version=template_version)
        base_hash = base_hash or versions.content_hash(transaction, workflow.id, expected)
        if base_hash == version.content_hash:
            return _unchanged(transaction, workflow, expected), None
        if not workflows.move_head(transaction, workflow.id, expected, version.created_at):
            raise _HeadMoved
        versions.insert(transaction, version)
        action = "save" if version.restored_from is None else "rollback"
        context.note(transaction, action, workflow, version.version_number, at=version.created_at)
    return replace(workflow, head_version=version.version_number, updated_at=version.created_at), version


def _discard(transaction: Transaction, workflow: WorkflowRecord, text: str) -> None:
    draft = versions.draft(transaction, workflow.id)
    if draft is not None and draft.text == text:
        versions.discard_draft(transaction, workflow.id)


def checked(document: Document, subject: str, *, allow_invalid: bool) -> bool:
    """Whether a document has no errors.

    Raises:
        InvalidWorkflow: It has, and `allow_invalid` is false.
    """
    is_allowed = checked_flag("allow_invalid", allow_invalid)
    report = documents.check_to_keep(document)
    if not report.ok and not is_allowed:
        count = len(report.errors)
        subject = f"{subject}: {count} error{'s' if count > 1 else ''}; mend them, or pass allow_invalid=True"
        raise InvalidWorkflow(subject, report.problems)
    return report.ok


def head_of(transaction: Transaction, workflow: WorkflowRecord) -> WorkflowRecord:
    """The workflow as it stands now.

    Raises:
        NotFound: It was deleted or purged.
    """
    found = workflows.by_id(transaction, workflow.id)
    if found is None:
        raise access.missing(workflow)
    return living(found)


def living(workflow: WorkflowRecord) -> WorkflowRecord:
    """The same workflow.

    Raises:
        NotFound: It is deleted.
    """
    if workflow.deleted_at is not None:
        msg = f"the workflow {quoted(workflow.name)} is deleted; registry.undelete({workflow.id!r}) brings it back"
        raise NotFound(msg)
    return workflow


def _unchanged(transaction: Transaction, workflow: WorkflowRecord, expected: int) -> WorkflowRecord:
    head = head_of(transaction, workflow)
    if head.head_version != expected:
        raise _HeadMoved
    return head


def _version(
    context: Context, workflow_id: str, number: int, document: Document, message: str, *, is_valid: bool
) -> VersionRecord:
    return VersionRecord(
        workflow_id=workflow_id, version_number=number, text=document.text, encoding=document.encoding,
        content_hash=document.content_hash, description=message, author=context.author, valid=is_valid,
        restored_from=None, created_at=context.now(), json=document.json_of_yaml,
    )  # fmt: skip


def _conflict(transaction: Transaction, workflow: WorkflowRecord, expected: int) -> VersionConflict:
    head = head_of(transaction, workflow)
    version = versions.by_number(transaction, head.id, head.head_version)
    author, created_at = (version.author, aware(version.created_at)) if version else ("unknown", aware(head.updated_at))
    message = (
        f"{quoted(head.name)} is at version {head.head_version}, "
        f"saved by {quoted(author)} on {created_at:%Y-%m-%d %H:%M:%S} UTC, "
        f"not at {expected} as expected; read it again with registry.get({head.id!r}), "
        f"or pass expected_version={head.head_version} to save on top of it"
    )
    return VersionConflict(
        message,
        workflow_id=head.id, expected_version=expected, version=head.head_version, author=author, created_at=created_at,
    )  # fmt: skip
