"""Small native documents, and what a comparison of two of them is asked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from wfkit import formats
from wfkit.core.diff import Diff, diff
from wfkit.core.document import Document

if TYPE_CHECKING:
    from collections.abc import Callable


def _document(data: Any, name: str = "wfkit") -> Document:
    return Document("", data, name, partial(formats.read, name))


@pytest.fixture(scope="session")
def document() -> Callable[..., Document]:
    """The document of parsed data, in the native format or the one named."""
    return _document


@pytest.fixture(scope="session")
def compare() -> Callable[..., Diff]:
    """The difference of two parsed documents, in the native format or the one named."""

    def compare(old: Any, new: Any, name: str = "wfkit", **options: Any) -> Diff:
        return diff(_document(old, name), _document(new, name), **options)

    return compare


@pytest.fixture(scope="session")
def shown() -> Callable[[Diff], list[tuple[Any, ...]]]:
    """Kind, node, path, old and new of each operation."""
    return lambda found: [(change.kind, change.node, change.path, change.old, change.new) for change in found]


@pytest.fixture(scope="session")
def node() -> Callable[..., dict[str, Any]]:
    """A node; without a label it goes by its id."""

    def node(node_id: str, label: str = "", type: str = "llm", config: Any = None, **more: Any) -> dict[str, Any]:
        data = {"config": {} if config is None else config} | ({"label": label} if label else {})
        return {"id": node_id, "type": type, "position": {"x": 0, "y": 0}, "data": data} | more

    return node


@pytest.fixture(scope="session")
def edge() -> Callable[..., dict[str, Any]]:
    """An edge between two nodes, written `a:out`, `b:in`."""

    def edge(source: str, target: str, **more: Any) -> dict[str, Any]:
        ends = (source.partition(":"), target.partition(":"))
        names = {"source": ends[0][0], "target": ends[1][0], "sourceHandle": ends[0][2], "targetHandle": ends[1][2]}
        return {"id": f"{source}->{target}", **names, **more}

    return edge


@pytest.fixture(scope="session")
def flow() -> Callable[..., dict[str, Any]]:
    """A document of these nodes and edges."""
    return lambda nodes=(), edges=(), **more: {"nodes": [*nodes], "edges": [*edges], **more}
