"""What every use case needs: the engine, who works, the clock; and ids."""

from __future__ import annotations

import getpass
import os
import secrets
import time
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from wfkit.service import access
from wfkit.store import audit, workflows
from wfkit.store.records import AuditRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from wfkit.service.access import Principal
    from wfkit.store import Engine, Transaction
    from wfkit.store.records import WorkflowRecord


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of a use case.

    Attributes:
        engine: The store; used alone, it sees all and asks nobody, which is for what keeps the registry in order.
        author: Who is recorded as the author of what is saved.
        clock: The time now, UTC.
        principal: For whom it works, who sees and does what they may; None for who has the registry itself.
    """

    engine: Engine
    author: str
    clock: Callable[[], datetime]
    principal: Principal | None = None

    def now(self) -> datetime:
        """The time now as the store keeps it: UTC without a zone."""
        return self.clock().astimezone(UTC).replace(tzinfo=None)

    def read(self) -> AbstractContextManager[Transaction]:
        """Statements that only read, on what may be seen."""
        return self.engine.read(self._names)

    @contextmanager
    def creating(self) -> Iterator[Transaction]:
        """One transaction that makes workflows.

        Raises:
            Forbidden: It works for a viewer.
        """
        self.require("editor", "make workflows")
        with self.engine.write(self._names) as transaction:
            yield transaction

    @contextmanager
    def changing(self, workflow: WorkflowRecord, need: str = "edit") -> Iterator[Transaction]:
        """One transaction that changes a workflow.

        Args:
            workflow: Which one.
            need: `edit` for what it says, its versions and runs, `manage` for whether it is there and for whom.

        Raises:
            NotFound: It may not be seen, so it is not there.
            Forbidden: It may be seen, and not changed so.
        """
        with self.engine.write(self._names) as transaction:
            access.check(transaction, self.principal, workflow, need)
            yield transaction

    def may_change(self, transaction: Transaction, workflow_id: str) -> bool:
        """Whether a workflow that may be seen, or is not there yet, may be changed."""
        found = None if self.principal is None else workflows.by_id(transaction, workflow_id)
        return found is None or access.may(transaction, self.principal, found, "edit")

    def require(self, role: str, doing: str) -> None:
        """Nothing, where it works for somebody with this role or a higher one, or for nobody.

        Raises:
            Forbidden: He has a lower one.
        """
        if self.principal is not None:
            access.check_role(self.principal, role, doing)

    def note(
        self, transaction: Transaction, action: str, workflow: WorkflowRecord | None = None,
        version: int | None = None, details: str = "", at: datetime | None = None,
    ) -> None:  # fmt: skip
        """Writes down in the audit log what is done in a transaction, now or when else it counts as done."""
        known = None if workflow is None else workflow.id, None if workflow is None else workflow.name
        audit.note(transaction, AuditRecord(at or self.now(), self.author, action, *known, version, details))

    def note_imported(
        self, transaction: Transaction, acts: Sequence[tuple[str, str, int]], at: datetime | None = None
    ) -> None:
        """Writes down that workflows were imported: id, name and newest version of each."""
        audit.note_many(transaction, at or self.now(), self.author, "import", acts)

    def of_nobody(self, author: str) -> Context:
        """The same surroundings for what wfkit does by itself, such as loading a pre-built template."""
        return replace(self, author=author, principal=None)

    @property
    def _names(self) -> tuple[str, ...] | None:
        return None if self.principal is None else self.principal.names


def default_author() -> str:
    """`$WFKIT_AUTHOR`, else the name of the account, else `unknown`."""
    named = os.environ.get("WFKIT_AUTHOR", "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return "unknown"


def new_id() -> str:
    """A UUID of version 7 in 32 hex digits: later ids sort later, which keeps DuckDB's row groups apart."""
    bits = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    bits = bits & ~(0xF << 76) | 7 << 76
    bits = bits & ~(0x3 << 62) | 2 << 62
    return uuid.UUID(int=bits).hex


def aware(moment: datetime) -> datetime:
    """A stored time as UTC that says so."""
    return moment.replace(tzinfo=UTC)
