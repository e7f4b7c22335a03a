"""What a word may become while it is typed: bounded, and never long in coming."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from wfkit.service import lookup
from wfkit.service.inputs import in_order
from wfkit.store import facets, versions, workflows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wfkit.service.registry import Registry
    from wfkit.store import Transaction

_PATIENCE_S = 0.3


def names(registry: Registry, fragment: str, *, limit: int) -> Sequence[str]:
    """Names of workflows that hold the fragment in any case: first those that begin with it, changed last first.

    Raises:
        RegistryBusy: Another process keeps the file; nobody who types waits long for that.
    """
    with _hurried(registry) as transaction:
        return workflows.names_containing(transaction, fragment, limit)


def labels(registry: Registry) -> Sequence[str]:
    """The tags of workflows, those of most workflows first.

    Raises:
        RegistryBusy: Another process keeps the file.
    """
    with _hurried(registry) as transaction:
        counted = facets.facets(transaction, workflows.Filter())
    return [value for facet, value, _ in counted if facet == "tag"]


def templates(registry: Registry) -> Sequence[str]:
    """The names of the templates, most used first.

    Raises:
        RegistryBusy: Another process keeps the file.
    """
    with _hurried(registry):
        return [offer.name for offer in registry.offers()]


def versions_of(registry: Registry, workflow: str, *, limit: int) -> Sequence[str]:
    """The version tags of a workflow, then the numbers of its versions, newest first.

    Raises:
        NotFound: No workflow has this name or id.
        AmbiguousName: Several have the name.
        RegistryBusy: Another process keeps the file.
    """
    with _hurried(registry) as transaction:
        record = lookup.found(transaction, workflow)
        tags = in_order(versions.tags(transaction, record.id))
    newest = record.head_version
    return [*tags, *map(str, range(newest, max(0, newest - limit), -1))][:limit]


@contextmanager
def _hurried(registry: Registry) -> Iterator[Transaction]:
    context = registry._context  # noqa: SLF001 - the same package
    with context.engine.hurried(_PATIENCE_S), context.read() as transaction:
        yield transaction
