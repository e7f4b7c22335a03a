"""The rule about names in expressions and other settings: they must lead to a node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.core.problem import Problem
from wfkit.core.wording import Names, named, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.model import Edge, Graph


def check(graph: Graph) -> Iterator[Problem]:
    """The references to nodes that are not there; whoever wrote them may still know why, so none forbids a version."""
    names = Names(tuple(graph.by_id))
    for reference in graph.references:
        if reference.source not in graph.by_id:
            yield _dangling(reference, graph, names)


def _dangling(reference: Edge, graph: Graph, names: Names) -> Problem:
    guess = names.closest(reference.source)
    hint = f"did you mean {quoted(guess)}?" if guess else "it must name a node of this workflow"
    return Problem(
        "warning",
        "dangling-reference",
        f"{named(graph.by_id[reference.target])} refers to {quoted(reference.source)}, which does not exist; {hint}",
        pointer=reference.pointer,
        node=reference.target,
        fix=f"refer to {quoted(guess)}" if guess else "refer to another node, or add that one",
    )
