"""Drafts: autosaved work that may be invalid and is no version yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wfkit.core import codec
from wfkit.core.wording import quoted
from wfkit.errors import NotFound
from wfkit.service import documents, saving
from wfkit.service._context import aware
from wfkit.store import versions
from wfkit.store.records import DraftRecord

if TYPE_CHECKING:
    from datetime import datetime

    from wfkit.core.document import Document
    from wfkit.core.problem import Report
    from wfkit.service._context import Context
    from wfkit.store.records import VersionRecord, WorkflowRecord


@dataclass(frozen=True, slots=True)
class Draft:
    """A workflow's draft.

    Attributes:
        document: Parsed JSON; a working copy.
        text: As it was given.
        encoding: How its bytes encode the text.
        base_version: The version that it was begun from.
        author: Who wrote it last.
        updated_at: When, UTC.
    """

    document: Any = field(repr=False)
    text: str = field(repr=False)
    encoding: str
    base_version: int
    author: str
    updated_at: datetime

    def validate(self) -> Report:
        """Its problems as they stand."""
        return documents.validate(self.document)


def save(context: Context, workflow: WorkflowRecord, source: object) -> Draft:
    """The draft, written over the one before; the version that it was begun from stays."""
    document = documents.document_of(source, format=workflow.format)  # a draft may be of no format that is known
    with context.changing(workflow) as transaction:
        saving.head_of(transaction, workflow)
        before = versions.draft(transaction, workflow.id)
        base = before.base_version if before else workflow.head_version
        record = DraftRecord(
            workflow.id, document.text, document.encoding, base, context.author, context.now(), document.json_of_yaml
        )
        versions.save_draft(transaction, record)
    return _draft(record)


def get(context: Context, workflow: WorkflowRecord) -> Draft:
    """The draft of a workflow.

    Raises:
        NotFound: It has none.
    """
    return _draft(_record(context, workflow))


def document(context: Context, workflow: WorkflowRecord) -> Document:
    """The draft as a document.

    Raises:
        NotFound: The workflow has none.
    """
    return documents.restored(_record(context, workflow), workflow.format)


def publish(
    context: Context, workflow: WorkflowRecord, *, message: str, allow_invalid: bool
) -> tuple[WorkflowRecord, VersionRecord | None]:
    """The workflow with its draft as a new version; the draft is gone with the same transaction.

    A draft that went on between being read and being published stays.
    """
    draft = _record(context, workflow)
    return saving.save(
        context, workflow, documents.restored(draft, workflow.format),
        expected_version=draft.base_version, message=message, allow_invalid=allow_invalid, published_draft=draft.text,
    )  # fmt: skip


def _record(context: Context, workflow: WorkflowRecord) -> DraftRecord:
    with context.read() as transaction:
        record = versions.draft(transaction, workflow.id)
    if record is None:
        msg = f"{quoted(workflow.name)} has no draft; save_draft(document) makes one"
        raise NotFound(msg)
    return record


def _draft(record: DraftRecord) -> Draft:
    return Draft(
        codec.parse(record.json or record.text), record.text, record.encoding, record.base_version, record.author,
        aware(record.updated_at),
    )  # fmt: skip
