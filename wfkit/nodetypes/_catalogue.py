"""The catalogue: built-in types, then those of installed packages, then those registered by hand."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from threading import RLock
from types import MappingProxyType
from typing import TYPE_CHECKING

from wfkit import plugins
from wfkit.core.wording import Names, quoted
from wfkit.errors import InvalidInput, NotFound
from wfkit.nodetypes._builtin import BUILTIN
from wfkit.nodetypes._checks import checked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.core.nodetype import NodeType
    from wfkit.plugins import Plugin

GROUP = "wfkit.node_types"


class Catalogue:
    """Node types by key; entry points are loaded at the first look."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._installed: dict[str, NodeType] | None = None
        self._registered: dict[str, NodeType] = {}
        self._view: Mapping[str, NodeType] | None = None

    def view(self) -> Mapping[str, NodeType]:
        """All node types, read-only; the same object until something is registered or unregistered."""
        with self._lock:
            faults = self._load_once()
            if self._view is None:
                self._view = MappingProxyType({**BUILTIN, **(self._installed or {}), **self._registered})
            view = self._view
        # Warned about last: where warnings are errors, the catalogue must be complete all the same.
        for fault in faults:
            warnings.warn(fault, RuntimeWarning, stacklevel=3)
        return view

    def register(self, node_type: NodeType, *, replace: bool = False) -> None:
        """Adds a node type for this process."""
        checked(node_type)
        present = self.view().get(node_type.key)
        if present is not None and present != node_type and not replace:
            msg = (
                f"node type {node_type.key!r} exists already, from {present.source!r};"
                " choose another key, or pass replace=True"
            )
            raise InvalidInput(msg)
        with self._lock:
            self._registered[node_type.key] = node_type
            self._view = None

    def unregister(self, key: str) -> None:
        """Takes back what `register` added; a type that it replaced is there again."""
        with self._lock:
            if key not in self._registered:
                known = ", ".join(sorted(self._registered)) or "none"
                msg = f"no node type {key!r} was registered in this process; registered: {known}"
                raise NotFound(msg)
            del self._registered[key]
            self._view = None

    def _load_once(self) -> tuple[str, ...]:
        if self._installed is not None:
            return ()
        # Set first: a package may look into the catalogue while it loads.
        self._installed = {}
        found = plugins.load(GROUP)
        faults = [*found.faults]
        for plugin in found.loaded:
            faults += _add(plugin, self._installed)
        self._view = None
        return tuple(faults)


def get(catalogue: Mapping[str, NodeType], key: str) -> NodeType:
    """The node type with this key.

    Raises:
        NotFound: No type has it; the message names the nearest, or what there is.
    """
    if key in catalogue:
        return catalogue[key]
    msg = f"no node type {quoted(key)}; {Names(tuple(sorted(catalogue))).hint(key, 'node types')}"
    raise NotFound(msg)


def _add(plugin: Plugin, installed: dict[str, NodeType]) -> list[str]:
    faults = []
    for value in _values(plugin.value):
        try:
            node_type = checked(value)
            _check_new(node_type.key, installed)
        except InvalidInput as error:
            faults.append(plugins.fault(GROUP, plugin.name, plugin.package, str(error)))
        else:
            installed[node_type.key] = node_type
    return faults


def _values(value: object) -> Iterable[object]:
    return value if isinstance(value, Iterable) and not isinstance(value, str | bytes) else (value,)


def _check_new(key: str, installed: Mapping[str, NodeType]) -> None:
    present = BUILTIN.get(key) or installed.get(key)
    if present is not None:
        msg = f"node type {key!r} exists already, from {present.source!r}"
        raise InvalidInput(msg)
