"""Templates: the pre-built ones, those of other packages, and any workflow that is marked as one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wfkit import templates
from wfkit.core.wording import listed, quoted
from wfkit.errors import AmbiguousName, NotFound, RegistryUnusable, VersionConflict
from wfkit.service import documents, history, offers, saving
from wfkit.service.inputs import checked_page
from wfkit.service.numbering import base_of, free_number, numbered
from wfkit.service.offers import id_of
from wfkit.store import frames, shares, workflows

if TYPE_CHECKING:
    import pandas as pd

    from wfkit.core.document import Document
    from wfkit.service._context import Context
    from wfkit.service.offers import Offer
    from wfkit.store.records import VersionRecord, WorkflowRecord
    from wfkit.templates import Template


def listing(context: Context, *, page: int, limit: int | None) -> pd.DataFrame:
    """A row a template: those in the registry, then the pre-built ones that were not used here yet (version 0)."""
    offset, rows_wanted = checked_page(page, limit)
    found = offers.offers(context)
    stop = None if rows_wanted is None else offset + rows_wanted
    rows = [_row(offer) for offer in offers.with_types(context, found[offset:stop])]
    return frames.frame(frames.TEMPLATES, rows, total=len(found))


def load(context: Context) -> list[WorkflowRecord]:
    """The pre-built templates as workflows of this registry; one that a newer package changed gets a new version."""
    return [load_one(context, template) for template in templates.available()]


def load_one(context: Context, template: Template) -> WorkflowRecord:
    """A pre-built template as a workflow of this registry, brought up to date; it is for everyone."""
    context.require("editor", "load templates")
    document, context = documents.from_text(template.text), context.of_nobody(template.source)
    with context.read() as transaction:
        present = workflows.by_id(transaction, id_of(template))
    return (
        _created(context, template, document) if present is None else _refreshed(context, present, template, document)
    )


def use(
    context: Context,
    template: WorkflowRecord,
    *,
    clone_name: str,
    description: str | None = None,
    allow_invalid: bool = False,
) -> tuple[WorkflowRecord, VersionRecord]:
    """A new workflow with the template's document, which remembers where it came from."""
    version = history.version(context, template, template.head_version)
    return saving.create(
        context, documents.restored(version, template.format), name=clone_name,
        description=template.description if description is None else description, tags=template.tags,
        message=f"from template {quoted(template.name)}, version {template.head_version}",
        allow_invalid=allow_invalid or not version.valid, template=template,
    )  # fmt: skip


def free_name(context: Context, name: str) -> str:
    """The name, with the first number from 2 behind it that makes it one which no workflow and no template has."""
    with context.read() as transaction:
        taken = set(workflows.names_starting(transaction, base_of(name)))
    taken.update(template.name for template in templates.available())
    return numbered(name, free_number(name, taken)) if name in taken else name


def find(context: Context, name: str) -> WorkflowRecord:
    """The template with this id or name; a pre-built one is loaded into the registry.

    Raises:
        NotFound: No template has it.
        AmbiguousName: Several templates of the registry have the name.
    """
    with context.read() as transaction:
        by_id = workflows.by_id(transaction, name)
        candidates = [by_id] if by_id else workflows.by_name(transaction, name)
    own = [record for record in candidates if record.is_template and record.deleted_at is None]
    if len(own) > 1:
        ids = [record.id for record in own]
        msg = f"{len(ids)} templates are named {quoted(name)}; use one by its id: {', '.join(ids)}"
        raise AmbiguousName(msg, ids)
    if own:
        return own[0]
    for template in templates.available():
        if name in (template.name, template.key, id_of(template)):
            return load_one(context, template)
    living = [record for record in candidates if record.deleted_at is None]
    if living:
        msg = f"{quoted(living[0].name)} is no template; update(is_template=True) of the workflow makes it one"
        raise NotFound(msg)
    msg = f"no template {quoted(name)}; templates: {listed(offer.name for offer in offers.offers(context))}"
    raise NotFound(msg)


def _row(offer: Offer) -> tuple[Any, ...]:
    return (
        offer.id, offer.name, offer.description, list(offer.tags), offer.format, offer.owner, offer.version,
        offer.usage_count, list(offer.node_types), list(offer.missing_types), offer.created_at, offer.updated_at,
    )  # fmt: skip


def _created(context: Context, template: Template, document: Document) -> WorkflowRecord:
    try:
        record, _ = saving.create(
            context, document, name=template.name, description=template.description,
            tags=template.tags, message=f"from {template.source}", is_template=True, workflow_id=id_of(template),
            shared_with=shares.EVERYONE,
        )  # fmt: skip
    except RegistryUnusable:
        # The id is the template's own: another process may have loaded it since we looked.
        with context.read() as transaction:
            present = workflows.by_id(transaction, id_of(template))
        if present is None:
            raise
        return present
    return record


def _refreshed(context: Context, present: WorkflowRecord, template: Template, document: Document) -> WorkflowRecord:
    if present.deleted_at is not None:
        return _restored(context, present)
    if history.version(context, present, present.head_version).author != template.source:
        return present  # somebody made it their own
    try:
        record, _ = saving.save(
            context, present, document,
            expected_version=present.head_version, message=f"from {template.source}",
        )  # fmt: skip
    except VersionConflict:  # another process has just brought it up to date
        return present
    return record


def _restored(context: Context, present: WorkflowRecord) -> WorkflowRecord:
    with context.engine.write() as transaction:
        workflows.set_deleted(transaction, present.id, None)
        context.note(transaction, "undelete", present)
    return replace(present, deleted_at=None)
