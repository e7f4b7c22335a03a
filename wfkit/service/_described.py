"""What a workflow is called, labelled and made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.service._context import aware
from wfkit.store import workflows

if TYPE_CHECKING:
    from datetime import datetime

    from wfkit.service._context import Context
    from wfkit.store.records import WorkflowRecord


class Described:
    """The metadata of a workflow as it was read."""

    _context: Context
    _record: WorkflowRecord

    @property
    def id(self) -> str:
        """Its id: 32 hex digits that never change."""
        return self._record.id

    @property
    def name(self) -> str:
        """Its name, which others may have too."""
        return self._record.name

    @property
    def reference(self) -> str:
        """What `registry.get` finds it by now: its name, or its id where the name is another's too."""
        with self._context.read() as transaction:
            named = [record.id for record in workflows.by_name(transaction, self.name)]
            is_id = workflows.by_id(transaction, self.name) is not None
        return self.name if named == [self.id] and not is_id else self.id

    @property
    def description(self) -> str:
        """What it is for."""
        return self._record.description

    @property
    def tags(self) -> list[str]:
        """Its labels for filtering (version tags are another thing: `version_tags`)."""
        return list(self._record.tags)

    @property
    def format(self) -> str:
        """Whose documents it holds, such as `wfkit` or `n8n`."""
        return self._record.format

    @property
    def version(self) -> int:
        """The version that it was read at."""
        return self._record.head_version

    @property
    def is_template(self) -> bool:
        """Whether it is meant to be cloned."""
        return self._record.is_template

    @property
    def owner(self) -> str:
        """Who created it."""
        return self._record.owner

    @property
    def source_template(self) -> tuple[str, int] | None:
        """Id and version of the template that it was cloned from."""
        if self._record.source_template_id is None or self._record.source_template_version is None:
            return None
        return self._record.source_template_id, self._record.source_template_version

    @property
    def created_at(self) -> datetime:
        """When it was created, UTC."""
        return aware(self._record.created_at)

    @property
    def updated_at(self) -> datetime:
        """When it, its tags or its description changed last, UTC."""
        return aware(self._record.updated_at)

    @property
    def deleted_at(self) -> datetime | None:
        """When it was deleted, UTC; None while it lives."""
        return None if self._record.deleted_at is None else aware(self._record.deleted_at)
