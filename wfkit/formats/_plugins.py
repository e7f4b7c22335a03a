"""Formats that other packages bring, by the entry-point group `wfkit.formats`."""

from __future__ import annotations

import warnings
from functools import cache
from typing import TYPE_CHECKING, Any

from wfkit.formats._format import Format

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.metadata import EntryPoint

GROUP = "wfkit.formats"


@cache
def installed() -> Mapping[str, Format]:
    """The formats of installed packages by name, looked up once; a broken one warns and is left out.

    Of several with one name the first found stays.
    """
    from importlib.metadata import entry_points

    found: dict[str, Format] = {}
    for entry in entry_points(group=GROUP):
        plugin = _load(entry)
        if plugin is not None:
            found.setdefault(plugin.name, plugin)
    return found


def sniff(data: Any) -> str:
    """The name of the first installed format that takes the data for its own, "" when none does.

    A question that raises warns, and counts as a no.
    """
    return next((name for name, plugin in installed().items() if _says_yes(plugin, data)), "")


def _says_yes(plugin: Format, data: Any) -> bool:
    try:
        return plugin.sniff is not None and bool(plugin.sniff(data))
    except Exception as exc:  # noqa: BLE001 - a stranger's code may raise anything, and must not stop wfkit
        _warn(f"format {plugin.name!r} cannot sniff: it raised {type(exc).__name__}: {exc}")
        return False


def _load(entry: EntryPoint) -> Format | None:
    place = f"entry point {entry.name!r} = {entry.value!r} of {GROUP} is left out"
    try:
        plugin = entry.load()
    except Exception as exc:  # noqa: BLE001 - a stranger's import may raise anything, and must not stop wfkit
        _warn(f"{place}: it raised {type(exc).__name__}: {exc}")
        return None
    if isinstance(plugin, Format):
        return plugin
    _warn(f"{place}: it is a {type(plugin).__name__}; it must be a wfkit.formats.Format")
    return None


def _warn(message: str) -> None:
    warnings.warn(message, RuntimeWarning, stacklevel=3)
