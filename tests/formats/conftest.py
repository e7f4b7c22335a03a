"""What the readers of foreign formats are held to: nothing that a document says may be lost."""

from __future__ import annotations

import contextlib
import copy
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from wfkit.core import codec, yaml_codec
from wfkit.errors import InvalidWorkflow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from random import Random

    from wfkit.core.model import Graph, Port

NEW_VALUES = [None, True, False, 0, 1, 2, 4, -10, 1.5, 2**60 + 1, "", "x", "0", "main", [], {}, [1, "x"], {"name": "x"}]
_POINTERS = ("pointer", "config_pointer")


class Change(NamedTuple):
    """A document that differs from another in one leaf."""

    data: Any
    path: tuple[str | int, ...]
    old: Any
    new: Any


@pytest.fixture(scope="session")
def said_by() -> Callable[[Graph], bytes]:
    """All that a graph says but for places in the document, as bytes that are the same for the same."""
    return _said_by


@pytest.fixture(scope="session")
def change_leaf() -> Callable[[Any, Random], Change | None]:
    """A change of one leaf of a document, None where the value drawn says the same as the old one."""
    return _change_leaf


@pytest.fixture(scope="session")
def real_documents(corpus: Path) -> Callable[..., Iterator[tuple[str, Any]]]:
    """Names and data of the real files in folders of the corpus, histories too, but for those that do not parse."""

    def documents(*folders: str) -> Iterator[tuple[str, Any]]:
        for folder in folders:
            for place in (corpus / folder, corpus / "chains" / folder):
                for path in sorted(path for path in place.rglob("*") if path.is_file()):
                    with contextlib.suppress(InvalidWorkflow):
                        yield str(path), _parsed(path)

    return documents


def _parsed(path: Path) -> Any:
    if path.suffix in (".yml", ".yaml"):
        return yaml_codec.parse(path.read_text("utf-8"))
    return json.loads(path.read_bytes())


def _said_by(graph: Graph) -> bytes:
    nodes = [_fields(node) for node in graph.nodes]
    edges = [_fields(edge) for edge in graph.edges]
    return codec.canonical([nodes, edges, graph.settings, graph.layout, graph.noise])


def _fields(part: Any) -> dict[str, Any]:
    fields = {name: getattr(part, name) for name in part.__struct_fields__ if name not in _POINTERS}
    for ports in {"inputs", "outputs"} & fields.keys():
        fields[ports] = [_port(port) for port in fields[ports]]
    return {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}


def _port(port: Port) -> list[Any]:
    return [port.name, port.type, port.required, port.multiple, port.description]


def _change_leaf(data: Any, random: Random) -> Change | None:
    paths = list(_leaves(data))
    path = random.choice(paths)
    old = _at(data, path)
    new = random.choice([*NEW_VALUES, _at(data, random.choice(paths))])
    if not path or _means(old) == _means(new):
        return None
    changed = copy.deepcopy(data)
    _at(changed, path[:-1])[path[-1]] = copy.deepcopy(new)
    return Change(changed, path, old, new)


def _means(value: Any) -> bytes:
    """Canonical JSON, so that 1 is 1.0 and not true; what is empty says no more than null."""
    return codec.canonical(None if value in ([], {}) else value)


def _leaves(data: Any) -> Iterator[tuple[str | int, ...]]:
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), data)]
    while waiting:
        path, value = waiting.pop()
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        inside = [((*path, key), child) for key, child in inner]
        waiting += inside
        if not inside:
            yield path


def _at(data: Any, path: tuple[str | int, ...]) -> Any:
    for key in path:
        data = data[key]
    return data
