"""Who may do what: principals with a role, and what each may do with a workflow.

It exists so that a team can share one registry. A workflow belongs to its owner; others see it when it is shared with
them, with a team of theirs, or with everyone. What somebody may not see is not there for them: it is found and listed
nowhere, and asking for it gives the same `NotFound` as what never was. To change what may only be seen is `Forbidden`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wfkit.core.wording import quoted
from wfkit.errors import Forbidden, InvalidInput, NotFound
from wfkit.service.inputs import checked_name, described
from wfkit.store import shares

if TYPE_CHECKING:
    from wfkit.store import Transaction
    from wfkit.store.records import WorkflowRecord

ROLES = ("viewer", "editor", "admin")
"""What somebody may do in the registry; each role may what those before it may."""

_CHANGES = {"edit": "change", "manage": "manage"}


@dataclass(frozen=True, slots=True)
class Principal:
    """Who works with a registry.

    A viewer reads what is theirs or shared with them. An editor makes workflows too, and changes their own and those
    that are shared for it. An admin may everything.

    Attributes:
        name: Recorded as the author of what they save and the owner of what they make.
        role: `viewer`, `editor` or `admin`.
        teams: Names that workflows are shared with, beside their own.

    Raises:
        InvalidInput: A name is not allowed, or the role is unknown.
    """

    name: str
    role: str = "viewer"
    teams: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in (self.name, *self.teams):
            checked_principal(name)
        if self.role not in ROLES:
            msg = f"the role is {described(self.role)}; it is one of {', '.join(ROLES)}"
            raise InvalidInput(msg)

    @property
    def names(self) -> tuple[str, ...] | None:
        """Under which names workflows are theirs or shared with them, their own first; None for who sees all."""
        return None if self.role == "admin" else (self.name, *self.teams, shares.EVERYONE)


def checked_principal(name: object, what: str = "name of a principal") -> str:
    """The name of somebody, or of a team.

    Raises:
        InvalidInput: It is no name, or `*`, which stands for everyone.
    """
    checked = checked_name(name, what)
    if checked == shares.EVERYONE:
        msg = f"the {what} is '*', which stands for everyone; give a name"
        raise InvalidInput(msg)
    return checked


def check_role(principal: Principal, role: str, doing: str) -> None:
    """Nothing, where somebody has this role or a higher one.

    Raises:
        Forbidden: He has a lower one.
    """
    if ROLES.index(principal.role) < ROLES.index(role):
        msg = f"{quoted(principal.name)} has the role {principal.role} and may not {doing}; that takes the role {role}"
        raise Forbidden(msg)


def may(transaction: Transaction, principal: Principal | None, workflow: WorkflowRecord, need: str) -> bool:
    """Whether somebody may do this with a workflow: `view`, `edit` or `manage` it."""
    if principal is None or principal.role == "admin":
        return True
    level = shares.level(transaction, workflow)
    is_enough = bool(level) and shares.LEVELS.index(level) >= shares.LEVELS.index(need)
    return is_enough and (need == "view" or principal.role != "viewer")


def check(transaction: Transaction, principal: Principal | None, workflow: WorkflowRecord, need: str) -> None:
    """Nothing, where somebody may do this with a workflow.

    Raises:
        NotFound: He may not see it.
        Forbidden: He may see it, and no more.
    """
    if principal is None or may(transaction, principal, workflow, need):
        return
    if not may(transaction, principal, workflow, "view"):
        raise missing(workflow)
    check_role(principal, "editor", "change workflows")
    denied = f"{quoted(principal.name)} may not {_CHANGES[need]} {quoted(workflow.name)}"
    msg = f"{denied}; its owner {quoted(workflow.owner)} can allow it: share({principal.name!r}, {need!r})"
    raise Forbidden(msg)


def missing(workflow: WorkflowRecord) -> NotFound:
    """The error for a workflow that is not there, or not for who asks."""
    return NotFound(f"the workflow {quoted(workflow.name)} ({workflow.id}) is not in this registry any more")
