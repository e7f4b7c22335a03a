"""Two edits of one document as one: merges of documents, of versions, after a refused save, and with a template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.core import merge as merges
from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput, MergeConflict, NotFound, VersionConflict
from wfkit.service import history
from wfkit.service._destination import Destination, after_conflict, document, result_of
from wfkit.service.documents import document_of
from wfkit.service.inputs import MAX_TAG
from wfkit.store import workflows

__all__ = [
    "Destination", "after_conflict", "behind_template", "checked_merge", "document", "for_workflow", "merge",
    "merge_of", "of_workflow", "result_of", "side", "update_from_template", "with_template",
]  # fmt: skip

if TYPE_CHECKING:
    from wfkit.core.document import Document
    from wfkit.core.merge import Merge
    from wfkit.service._context import Context
    from wfkit.store.records import VersionRecord, WorkflowRecord


def merge(base: object, ours: object, theirs: object, *, strategy: str | None = None) -> Merge:
    """The three-way merge of two documents that began as one: dicts, Documents, workflows, versions or paths.

    Args:
        base: What both began with.
        ours: Our side; its order and spelling win where nothing else decides.
        theirs: Their side.
        strategy: Which side wins where both changed the same, `ours` or `theirs`; by default each is a conflict, to be
            decided by `Merge.resolve`.

    Raises:
        NotFound: There is no such file.
        InvalidWorkflow: One of them is no JSON.
        UnknownFormat: One of them is no workflow.
        InvalidInput: One of them holds no document, they are in different formats, or the strategy is unknown.
    """
    return merges.merge(document_of(base), document_of(ours), document_of(theirs), strategy=strategy)


def of_workflow(
    context: Context, workflow: WorkflowRecord, ours: Document, *, base: object, theirs: object, strategy: str | None
) -> Merge:
    """The merge of a version of a workflow with another edit of an earlier one, to be saved into it."""
    sides = [side(context, workflow, source) for source in (base, theirs)]
    made = merges.merge(sides[0], ours, sides[1], strategy=strategy)
    titles = {"base": _title(base), "ours": f"version {workflow.head_version}", "theirs": _title(theirs)}
    made.destination = Destination(context, workflow, workflow.head_version, titles, _message(theirs))
    return made


def for_workflow(merge: Merge, workflow: object) -> None:
    """Has a merge of documents know the workflow that it is to be saved into, on top of the version read.

    Raises:
        InvalidInput: It is no workflow, or holds documents of another format.
    """
    from wfkit.service.workflow import Workflow

    if not isinstance(workflow, Workflow):
        msg = f"workflow is of type {type(workflow).__name__}; pass what registry.get gives"
        raise InvalidInput(msg)
    context, record = workflow._context, workflow._record  # noqa: SLF001 - the same package
    if record.format != merge.ours.format:
        msg = f"{quoted(record.name)} holds {record.format!r} documents, this merge is of {merge.ours.format!r} ones"
        raise InvalidInput(msg)
    merge.destination = Destination(context, record, record.head_version, message="merge")


def _title(source: object) -> str:
    """What people call a side: a version by its number or tag, all else has no name here."""
    number = getattr(source, "version", source)
    if isinstance(number, int):
        return f"version {number}"
    # Longer words are a path, or a document.
    return source if isinstance(source, str) and len(source) <= MAX_TAG else ""


def _message(source: object) -> str:
    title = _title(source)
    return f"merge with {title}" if title else "merge"


def side(context: Context, workflow: WorkflowRecord, source: object) -> Document:
    """The document of a version, by number or tag, or whatever else stands for a document."""
    if isinstance(source, int):
        return document(history.find(context, workflow, source), workflow)
    if isinstance(source, str):
        try:
            return document(history.find(context, workflow, source), workflow)
        except NotFound:
            # A text that is no tag may be a path, or JSON.
            return document_of(source)
    return document_of(source)


def behind_template(context: Context, workflow: WorkflowRecord) -> int:
    """How many versions the template of a clone has moved on since.

    Raises:
        NotFound: The workflow is no clone, or its template is gone.
    """
    return max(0, _template(context, workflow).head_version - (workflow.source_template_version or 0))


def with_template(context: Context, workflow: WorkflowRecord, ours: Document) -> Merge:
    """The merge of a clone with its template as it is now.

    Raises:
        NotFound: The workflow is no clone, or its template is gone.
    """
    template = _template(context, workflow)
    base = history.version(context, template, workflow.source_template_version or 1)
    theirs = history.version(context, template, template.head_version)
    made = merges.merge(document(base, template), ours, document(theirs, template))
    of_template = {"base": base.version_number, "theirs": theirs.version_number}
    titles = {name: f"version {number} of the template" for name, number in of_template.items()}
    titles["ours"] = f"version {workflow.head_version}"
    made.destination = Destination(
        context, workflow, workflow.head_version, titles, f"update to {titles['theirs']}",
        template_version=theirs.version_number,
    )  # fmt: skip
    return made


def update_from_template(
    context: Context, workflow: WorkflowRecord, merged: Merge, *, message: str
) -> tuple[WorkflowRecord, VersionRecord | None]:
    """The clone with a finished merge as its new head.

    Raises:
        NotFound: The workflow is no clone, or its template is gone.
        MergeConflict: The merge has open conflicts; it is the error's `.merge`.
        VersionConflict: Somebody saved since the clone was read.
    """
    template = _template(context, workflow)
    # A merge that was decided in the meantime is still one with the version that the template had then.
    known = merged.destination.template_version if isinstance(merged.destination, Destination) else None
    version = known or template.head_version
    if merged.open:
        count = len(merged.open)
        msg = (
            f"{quoted(workflow.name)} and version {version} of its template changed the same in {count} "
            f"place{'' if count == 1 else 's'}; decide each in error.merge, "
            "then call update_from_template(merge=error.merge)"
        )
        raise MergeConflict(msg, merged)
    destination = Destination(
        context, workflow, workflow.head_version, message=f"update to version {version} of the template",
        template_version=version,
    )  # fmt: skip
    return destination.write(merged, message)


def _template(context: Context, workflow: WorkflowRecord) -> WorkflowRecord:
    if workflow.source_template_id is None:
        msg = f"{quoted(workflow.name)} was not made from a template; registry.use_template makes such a workflow"
        raise NotFound(msg)
    with context.read() as transaction:
        found = workflows.by_id(transaction, workflow.source_template_id)
    if found is None:
        msg = (
            f"the template of {quoted(workflow.name)} ({workflow.source_template_id}) is not in this registry any more"
        )
        raise NotFound(msg)
    return found


def merge_of(source: object) -> Merge:
    """The merge that something is, or that an error has.

    Raises:
        InvalidInput: It has none.
    """
    if isinstance(source, VersionConflict):
        return source.merge()
    held = source.merge if isinstance(source, MergeConflict) else source
    if isinstance(held, merges.Merge):
        return held
    msg = (
        f"a value of type {type(source).__name__} is no merge; pass what wf.merge or wfkit.merge gives, "
        "or a VersionConflict or MergeConflict"
    )
    raise InvalidInput(msg)


def checked_merge(merged: object) -> Merge:
    """The merge itself.

    Raises:
        InvalidInput: It is none.
    """
    if isinstance(merged, merges.Merge):
        return merged
    msg = f"merge is of type {type(merged).__name__}; pass the .merge of the MergeConflict"
    raise InvalidInput(msg)
