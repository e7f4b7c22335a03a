"""The next semantic version of a workflow, from what changed since the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.core.bump import suggest_bump
from wfkit.core.diff import diff
from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput
from wfkit.service import history
from wfkit.service.inputs import described, semantic
from wfkit.service.merging import document
from wfkit.store import versions

if TYPE_CHECKING:
    import semver

    from wfkit.service._context import Context
    from wfkit.store.records import WorkflowRecord

PARTS = ("major", "minor", "patch", "auto")
_FIRST = "v1.0.0"


def next_tag(context: Context, workflow: WorkflowRecord, bump: object, number: int) -> str:
    """The tag that follows the highest semantic version among the tags; `v1.0.0` where there is none.

    Args:
        context: The store.
        workflow: Whose tags.
        bump: `major`, `minor`, `patch`, or `auto`: what the changes since that tag deserve.
        number: The version to be tagged.

    Raises:
        InvalidInput: `bump` is none of these, or this version has the highest tag already.
    """
    if bump not in PARTS:
        msg = f"bump is {described(bump)}; it is one of {', '.join(PARTS)}"
        raise InvalidInput(msg)
    with context.read() as transaction:
        tags = versions.tags(transaction, workflow.id)
    released = {found: tag for tag in tags if (found := semantic(tag)) is not None}
    if not released:
        return _FIRST
    last = max(released)
    at = tags[released[last]]
    if at == number:
        msg = f"version {number} of {quoted(workflow.name)} is tagged {released[last]!r} already; save a change first"
        raise InvalidInput(msg)
    part = _suggested(context, workflow, at, number) if bump == "auto" else str(bump)
    prefix = "v" if released[last][:1] in "vV" else ""
    return f"{prefix}{_raised(last, part)}"


def _raised(last: semver.Version, part: str) -> semver.Version:
    raised = {"major": last.bump_major, "minor": last.bump_minor, "patch": last.bump_patch}
    return raised[part]()


def _suggested(context: Context, workflow: WorkflowRecord, old: int, new: int) -> str:
    before, after = (document(history.version(context, workflow, number), workflow) for number in (old, new))
    part = suggest_bump(diff(before, after)).part
    # A version that only moved nodes is still another one.
    return "patch" if part == "none" else part
