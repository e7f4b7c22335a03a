"""What other packages bring through entry points.

A faulty package must never keep a user from work: whatever goes wrong while it loads becomes a line of text that says
which package to blame, and everything else is loaded all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


@dataclass(frozen=True, slots=True)
class Plugin:
    """One entry point that was loaded.

    Attributes:
        name: The entry point's name.
        package: The distribution that brought it.
        value: What it points at; the result of the call when that is a function, as a tuple when that is a generator.
    """

    name: str
    package: str
    value: Any


@dataclass(frozen=True, slots=True)
class Plugins:
    """The entry points of one group, and a line for each that could not be loaded."""

    loaded: tuple[Plugin, ...] = ()
    faults: tuple[str, ...] = ()


def load(group: str) -> Plugins:
    """Every entry point of the group, called when it can be called; none is an empty result."""
    loaded: list[Plugin] = []
    faults: list[str] = []
    for point in entry_points(group=group):
        try:
            loaded.append(Plugin(point.name, _package(point), _value(point)))
        except Exception as error:  # noqa: BLE001 - foreign code may raise anything, and must not stop the rest
            faults.append(fault(group, point.name, _package(point), f"{type(error).__name__}: {error}"))
    return Plugins(tuple(loaded), tuple(faults))


def fault(group: str, name: str, package: str, reason: str) -> str:
    """The line that says which entry point was skipped, why, and what to do."""
    return (
        f"skipped the entry point {name!r} of group {group!r} from package {package!r}: {reason};"
        " upgrade or uninstall that package"
    )


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist is not None else point.value.partition(":")[0]


def _value(point: EntryPoint) -> Any:
    value = point.load()
    value = value() if callable(value) else value
    # A generator would raise only later, where nobody knows any more whose it is.
    return tuple(value) if isinstance(value, Iterator) else value
