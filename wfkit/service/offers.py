"""What templates a registry offers, and what each of them needs: the pre-built ones stand beside its own."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Any

from wfkit import nodetypes, templates
from wfkit.core.diff._comparing import graph_of
from wfkit.errors import NotFound
from wfkit.formats import native
from wfkit.service import documents
from wfkit.store import templates as stored
from wfkit.store import versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from wfkit.core.document import Document
    from wfkit.core.model import Graph
    from wfkit.service._context import Context
    from wfkit.templates import Template

_PREFIX = "template-"


@dataclass(frozen=True)
class Offer:
    """A template, whether it is in the registry already or comes with a package and was not used here yet.

    Whatever takes a document takes an offer too: it is read when it is asked for.

    Attributes:
        id: What `use_template` finds it by.
        name: The name for people.
        description: What it does.
        tags: Labels that a clone starts with.
        format: Whose document it is, such as `wfkit` or `n8n`.
        owner: The package that brought it, or who made it a template here.
        version: The number of its newest version, 0 where it was not used here yet.
        usage_count: How many workflows of the registry were made from it.
        created_at: When it came to the registry, UTC without a zone; None where it did not.
        updated_at: When it changed last.
        is_prebuilt: Whether an installed package brings it.
    """

    id: str
    name: str
    description: str
    tags: tuple[str, ...]
    format: str
    owner: str
    version: int
    usage_count: int
    created_at: datetime | None
    updated_at: datetime | None
    is_prebuilt: bool
    _load: Callable[[], Document] = field(repr=False, compare=False)
    _known_types: tuple[str, ...] | None = field(default=None, repr=False, compare=False)

    @cached_property
    def source(self) -> Document:
        """The document with its text and bytes.

        Raises:
            NotFound: The template was deleted since it was listed.
        """
        return self._load()

    @property
    def graph(self) -> Graph:
        """The typed view of its nodes and edges."""
        return self.source.graph

    @cached_property
    def node_types(self) -> tuple[str, ...]:
        """The types of its nodes in alphabetical order, each once; for another tool's document, that is read.

        There are none where the package is gone that could read it.
        """
        return _types(self.source) if self._known_types is None else self._known_types

    @property
    def has_known_types(self) -> bool:
        """Whether its node types are known already; those of another tool's document are once it was read."""
        return self._known_types is not None or "node_types" in self.__dict__

    @property
    def missing_types(self) -> tuple[str, ...]:
        """Those of its node types that the catalogue lacks; of other tools' types nothing is known here."""
        if self.format != native.FORMAT.name:
            return ()
        known = nodetypes.catalogue()
        return tuple(name for name in self.node_types if name not in known)


def offers(context: Context) -> list[Offer]:
    """The templates of the registry, most used first, then the pre-built ones that were not used here yet."""
    with context.read() as transaction:
        rows = stored.listing(transaction)
        types = {
            key: _sorted(name for name in names if name and native.role_of(name) == "node")
            for key, names in stored.native_types(transaction)
        }
    brought = {id_of(template): template for template in templates.available()}
    own = [_stored(context, row, types, is_prebuilt=row[0] in brought) for row in rows]
    present = {offer.id for offer in own}
    return own + [_fresh(template) for key, template in brought.items() if key not in present]


def with_types(context: Context, offers: Iterable[Offer]) -> list[Offer]:
    """The same templates with their node types; all documents that have to be read for these are read at once."""
    listed = list(offers)
    unread = {offer.id: offer for offer in listed if not offer.has_known_types}
    with context.read() as transaction:
        found = versions.by_numbers(transaction, {key: offer.version for key, offer in unread.items()})
    types = {
        record.workflow_id: _types(documents.restored(record, unread[record.workflow_id].format)) for record in found
    }
    return [replace(offer, _known_types=types.get(offer.id, ())) if offer.id in unread else offer for offer in listed]


def id_of(template: Template) -> str:
    """The id that a pre-built template has in every registry."""
    return f"{_PREFIX}{template.key}"


def _stored(context: Context, row: Sequence[Any], types: dict[str, tuple[str, ...]], *, is_prebuilt: bool) -> Offer:
    key, name, description, tags, format_name, owner, version, usage_count, created_at, updated_at = row
    is_native = format_name == native.FORMAT.name
    return Offer(
        key, name, description, tuple(tags), format_name, owner, version, usage_count, created_at, updated_at,
        is_prebuilt, partial(_document, context, key, version, format_name), types.get(key, ()) if is_native else None,
    )  # fmt: skip


def _fresh(template: Template) -> Offer:
    return Offer(
        id_of(template), template.name, template.description, template.tags, native.FORMAT.name, template.source,
        0, 0, None, None, is_prebuilt=True, _load=partial(documents.from_text, template.text),
        _known_types=_types_of(template),
    )  # fmt: skip


@cache
def _types_of(template: Template) -> tuple[str, ...]:
    return _types(documents.from_text(template.text))


def _types(document: Document) -> tuple[str, ...]:
    graph = graph_of(document)
    nodes = () if graph is None else graph.nodes
    return _sorted(node.type for node in nodes if node.role == "node" and node.type)


def _document(context: Context, workflow_id: str, version: int, format_name: str) -> Document:
    with context.read() as transaction:
        found = versions.by_number(transaction, workflow_id, version)
    if found is None:
        msg = f"the template {workflow_id!r} is gone; registry.templates() lists those that there are"
        raise NotFound(msg)
    return documents.restored(found, format_name)


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))
