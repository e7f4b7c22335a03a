"""What was made lately, kept in this process within a bound, and found by what it was made from."""

from __future__ import annotations

import marshal
from collections import OrderedDict
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from wfkit.core.model import Graph, Node, Port

K = TypeVar("K", bound="Hashable")
V = TypeVar("V")
# Newer versions of the format write a value that occurs twice once, so that equal graphs would differ.
_BY_VALUE = 2


class Cache(Generic[K, V]):
    """The values that were asked for last, at most so many bytes of them.

    Args:
        most_bytes: The bound on the sizes that were said when values were kept.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._lock = Lock()
        self._kept: OrderedDict[K, tuple[V, int]] = OrderedDict()

    def get(self, key: K) -> V | None:
        """The value kept under this key, None when there is none."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None
            self._kept.move_to_end(key)
            return kept[0]

    def keep(self, key: K, value: V, size: int) -> None:
        """Keeps the value, and forgets those not asked for the longest; one beyond the bound is not kept at all."""
        with self._lock:
            if size > self._most_bytes:
                return
            self._bytes += size - self._kept.pop(key, (None, 0))[1]
            self._kept[key] = value, size
            while self._bytes > self._most_bytes:
                self._bytes -= self._kept.popitem(last=False)[1][1]

    def clear(self) -> None:
        """Forgets everything."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0


def fingerprint(graph: Graph) -> bytes:
    """A digest of all in the graph that a picture may show; equal for equal graphs."""
    parts = (
        [_node_parts(node) for node in graph.nodes],
        [(edge.source, edge.source_port, edge.target, edge.target_port, edge.kind) for edge in graph.edges],
    )
    try:
        text = marshal.dumps(parts, _BY_VALUE)
    except ValueError:
        # A config made by hand may hold what is no JSON.
        text = repr(parts).encode(errors="backslashreplace")
    return blake2b(text, digest_size=20).digest()


def _node_parts(node: Node) -> tuple[Any, ...]:
    return (
        node.id,
        node.type,
        node.label,
        _plain(node.config),
        _ports(node.inputs),
        _ports(node.outputs),
        node.position,
        node.size,
        node.parent,
        node.role,
        node.enabled,
    )


def _plain(config: Mapping[str, Any]) -> Mapping[str, Any]:
    return config if type(config) is dict else dict(config)


def _ports(ports: tuple[Port, ...]) -> list[tuple[str, bool]]:
    return [(port.name, port.required) for port in ports]
