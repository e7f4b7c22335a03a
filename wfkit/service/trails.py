"""One node followed through the versions of a workflow, under whatever id and label it had."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from wfkit.core.diff import operations as ops

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wfkit.core.diff import Diff, Operation


@dataclass(frozen=True, slots=True)
class Link:
    """Which node of one version is which of the next.

    Attributes:
        renamed: The new ids by the old ones, of nodes whose id is another now.
        gone: The ids of nodes that only the older version has.
        come: Those that only the newer one has.
    """

    renamed: Mapping[str, str]
    gone: frozenset[str]
    come: frozenset[str]

    @classmethod
    def of(cls, diff: Diff) -> Self:
        """The link that a comparison found."""
        pairs = {match.old.id: match.new.id for match in diff.matches}
        return cls(
            renamed={old: new for old, new in pairs.items() if old != new},
            # Of nodes that share an id, one may have found itself again.
            gone=frozenset(node.id for node in diff.matching.old).difference(pairs),
            come=frozenset(node.id for node in diff.matching.new).difference(pairs.values()),
        )

    def forward(self, ids: set[str]) -> set[str]:
        """These nodes of the older version in the newer one."""
        return {self.renamed.get(node_id, node_id) for node_id in ids - self.gone}

    def back(self, ids: set[str]) -> set[str]:
        """These nodes of the newer version in the older one."""
        former = {new: old for old, new in self.renamed.items()}
        return {former.get(node_id, node_id) for node_id in ids - self.come}


def trail(name: str, labels: Sequence[Mapping[str, str]], links: Sequence[Link]) -> list[set[str]]:
    """The ids of one node in each version, followed both ways from the newest that knows the name.

    Args:
        name: An id, else a label.
        labels: For each version, oldest first, the labels of its nodes by their ids.
        links: From each version to the next.
    """
    found: list[set[str]] = [set() for _ in labels]
    start = next((at for at in range(len(labels) - 1, -1, -1) if _named(name, labels[at])), None)
    if start is None:
        return found
    found[start] = _named(name, labels[start])
    for at in range(start, 0, -1):
        found[at - 1] = links[at - 1].back(found[at])
    for at in range(start, len(links)):
        found[at + 1] = links[at].forward(found[at])
    return found


def is_about(operation: Operation, ids: set[str]) -> bool:
    """Whether a change concerns one of these nodes: itself, or an edge of it."""
    match operation:
        case ops.EdgeAdded(after=edge) | ops.EdgeRemoved(before=edge):
            return edge.source in ids or edge.target in ids
        case ops.EdgeRewired(after=edge) | ops.EdgeChanged(after=edge):
            return edge.source in ids or edge.target in ids
        case _:
            return operation.node in ids


def _named(name: str, labels: Mapping[str, str]) -> set[str]:
    return {name} if name in labels else {node_id for node_id, label in labels.items() if label == name}
