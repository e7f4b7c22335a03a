"""Changes of a workflow by somebody who need not have read it: a document on top of whatever is the head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput, NotFound, RegistryBusy, VersionConflict
from wfkit.service._destination import Destination
from wfkit.service.inputs import checked_description, checked_name, checked_tags, checked_version_tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfkit.core.document import Document
    from wfkit.core.merge import Merge
    from wfkit.service.registry import Registry
    from wfkit.service.workflow import Workflow

_TRIES = 20


def save(
    registry: Registry,
    workflow: Workflow,
    document: Document,
    *,
    expected_version: int | None = None,
    message: str = "",
    allow_invalid: bool = False,
) -> Workflow:
    """The workflow at its new head; without an expected version, on top of whatever is the head by then.

    Raises:
        InvalidWorkflow: The document has errors.
        InvalidInput: It is in another format than the workflow.
        VersionConflict: The head is not `expected_version`.
        NotFound: The workflow was deleted.
        RegistryBusy: Others keep saving it.
    """
    for _ in range(_TRIES):
        try:
            return workflow.save(document, message, expected_version=expected_version, allow_invalid=allow_invalid)
        except VersionConflict:
            if expected_version is not None:
                raise
            workflow = registry.get(workflow.id)
    msg = f"others keep saving {quoted(workflow.name)}; try again"
    raise RegistryBusy(msg)


def check_metadata(*, name: str | None, description: str | None, tags: Sequence[str] | None) -> None:
    """Nothing, where this metadata is allowed: asked before a document is saved that goes with it.

    Raises:
        InvalidInput: It is not.
    """
    if name is not None:
        checked_name(name)
    if description is not None:
        checked_description(description)
    if tags is not None:
        checked_tags(tags)


def check_expected(workflow: Workflow, expected_version: int | None) -> None:
    """Nothing, where a workflow is at the version that somebody expects, or he expects none.

    Raises:
        VersionConflict: It is at another.
    """
    if expected_version in (None, workflow.version):
        return
    msg = (
        f"{quoted(workflow.name)} is at version {workflow.version}, saved by {quoted(workflow.author)} on "
        f"{workflow.saved_at:%Y-%m-%d %H:%M:%S} UTC, not at {expected_version} as expected"
    )
    raise VersionConflict(
        msg,
        workflow_id=workflow.id, expected_version=expected_version or 0, version=workflow.version,
        author=workflow.author, created_at=workflow.saved_at,
    )  # fmt: skip


def check_tag(workflow: Workflow, tag: str) -> None:
    """Nothing, where a new version can have this tag: asked before the version is made.

    Raises:
        InvalidInput: The name is not allowed, or another version has it.
    """
    name = checked_version_tag(tag)
    try:
        taken = workflow.at(name).version
    except NotFound:
        return
    msg = f"version {taken} of {quoted(workflow.name)} has the tag {name!r}; move it, or choose another"
    raise InvalidInput(msg)


def save_merge(merge: Merge, message: str = "", *, allow_invalid: bool = False) -> Workflow:
    """The workflow that a merge was made of, with the finished merge as its new head.

    Raises:
        InvalidInput: The merge was made of mere documents.
        MergeConflict: A conflict is open.
        InvalidWorkflow: The result has errors.
        VersionConflict: Somebody saved meanwhile.
        NotFound: The workflow was deleted.
    """
    if not isinstance(merge.destination, Destination):
        msg = "this merge was made of mere documents; pass one that wf.merge made"
        raise InvalidInput(msg)
    return merge.destination.save(merge, message, allow_invalid=allow_invalid)
