"""One version of a workflow as an object to look at."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from wfkit.service._context import aware
from wfkit.service.documents import restored

if TYPE_CHECKING:
    from datetime import datetime

    from wfkit.core.document import Document
    from wfkit.core.model import Graph
    from wfkit.store.records import VersionRecord


class VersionView:
    """One version of a workflow; what it shows never changes, for versions are immutable."""

    def __init__(self, record: VersionRecord, name: str, format_name: str) -> None:
        """Wraps a stored version; made by `Workflow.at`."""
        self._record = record
        self._name = name
        self.format = format_name

    def __repr__(self) -> str:
        return f"<VersionView {self._name!r} version {self.version}>"

    @property
    def workflow_id(self) -> str:
        """Id of the workflow that it belongs to."""
        return self._record.workflow_id

    @property
    def version(self) -> int:
        """Its number, from 1."""
        return self._record.version_number

    @cached_property
    def source(self) -> Document:
        """The document with its text and bytes."""
        return restored(self._record.text, self._record.encoding, self.format)

    @cached_property
    def document(self) -> Any:
        """The parsed document: a working copy of this object, to edit and pass to `save`."""
        return restored(self._record.text, self._record.encoding, self.format).data

    @property
    def text(self) -> str:
        """The document exactly as it was given."""
        return self._record.text

    @property
    def graph(self) -> Graph:
        """The typed view of its nodes and edges.

        Raises:
            UnknownFormat: wfkit does not read graphs of this format yet.
        """
        return self.source.graph

    @property
    def content_hash(self) -> str:
        """SHA-256 of its canonical form."""
        return self._record.content_hash

    @property
    def message(self) -> str:
        """What its author said of it."""
        return self._record.description

    @property
    def author(self) -> str:
        """Who saved it."""
        return self._record.author

    @property
    def created_at(self) -> datetime:
        """When it was saved, UTC."""
        return aware(self._record.created_at)

    @property
    def valid(self) -> bool:
        """Whether it had no errors when it was saved."""
        return self._record.valid

    @property
    def restored_from(self) -> int | None:
        """The version that a rollback took it from."""
        return self._record.restored_from
