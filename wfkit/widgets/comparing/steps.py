"""The places of nodes while somebody goes through a history step by step: the same in each picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wfkit.widgets.pictures import union

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from wfkit.core.model import Graph

# So many steps are looked at together, however long the history is.
_STRETCH: Final = 20
_MOST_NODES: Final = 300
# With more room than this for nodes that are not there, a picture is rather laid out by itself.
_SPARSEST: Final = 1.6


class Steps:
    """A history in runs of steps, each of which has one set of places.

    Args:
        graph: Gives the graph of a version by its number.
    """

    def __init__(self, graph: Callable[[int], Graph]) -> None:
        self._graph = graph
        self._stretch: tuple[int, ...] = ()
        self._found: dict[int, Graph | None] = {}

    def near(self, numbers: Sequence[int], new: int) -> Graph | None:
        """What gives the places around the step to a version; None where it has too little in common with any other.

        Args:
            numbers: All versions, in order.
            new: The one that the step leads to.
        """
        if new not in numbers:
            return None
        first = (max(1, numbers.index(new)) - 1) // _STRETCH * _STRETCH
        stretch = tuple(numbers[first : first + _STRETCH + 1])
        if stretch != self._stretch:
            self._stretch, self._found = stretch, {}
            for run, whole in self._runs(stretch):
                self._found.update(dict.fromkeys(run, whole))
        return self._found.get(new)

    def _runs(self, numbers: Sequence[int]) -> Iterator[tuple[Sequence[int], Graph | None]]:
        """The steps that share their places, by the version that each leads to, with what gives the places."""
        graphs = [self._graph(number) for number in numbers]
        start = 0
        while start < len(graphs) - 1:
            stop = start + 2
            while stop < len(graphs) and _joined(graphs[start : stop + 1]):
                stop += 1
            yield numbers[start + 1 : stop], _joined(graphs[start:stop])
            start = stop - 1


def _joined(graphs: Sequence[Graph]) -> Graph | None:
    """All of these in one; None where that is much more than any of them has."""
    # What was there last decides where it stands.
    whole = union(reversed(graphs))
    most = max(len(graph.nodes) for graph in graphs)
    return whole if len(whole.nodes) <= min(_MOST_NODES, _SPARSEST * most) else None
