"""One version of a workflow as an object to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.service._context import aware
from wfkit.service._snapshot import Snapshot

if TYPE_CHECKING:
    from datetime import datetime

    from wfkit.store.records import VersionRecord


class VersionView(Snapshot):
    """One version of a workflow; what it shows never changes, for versions are immutable."""

    def __init__(self, record: VersionRecord, name: str, format_name: str) -> None:
        """Wraps a stored version; made by `Workflow.at`."""
        self._record = record
        self._name = name
        self._format = format_name

    def __repr__(self) -> str:
        return f"<VersionView {self._name!r} version {self.version}>"

    @property
    def name(self) -> str:
        """The name of its workflow, as it was when this object was made."""
        return self._name

    @property
    def workflow_id(self) -> str:
        """Id of the workflow that it belongs to."""
        return self._record.workflow_id

    @property
    def version(self) -> int:
        """Its number, from 1."""
        return self._record.version_number

    @property
    def format(self) -> str:
        """Whose document it is, such as `wfkit` or `n8n`."""
        return self._format

    @property
    def created_at(self) -> datetime:
        """When it was saved, UTC."""
        return aware(self._record.created_at)

    @property
    def _snapshot(self) -> VersionRecord:
        return self._record
