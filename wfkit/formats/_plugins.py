"""Formats that other packages bring, by the entry-point group `wfkit.formats`."""

from __future__ import annotations

import warnings
from functools import cache
from typing import TYPE_CHECKING, Any

from wfkit.formats._format import Format
from wfkit.plugins import fault as described
from wfkit.plugins import load

if TYPE_CHECKING:
    from collections.abc import Mapping

GROUP = "wfkit.formats"


@cache
def installed() -> Mapping[str, Format]:
    """The formats of installed packages by name, looked up once; a broken one warns and is left out.

    Of several with one name the first found stays.
    """
    plugins = load(GROUP)
    found: dict[str, Format] = {}
    for fault in plugins.faults:
        _warn(fault)
    for plugin in plugins.loaded:
        if isinstance(plugin.value, Format):
            found.setdefault(plugin.value.name, plugin.value)
        else:
            reason = f"it is a {type(plugin.value).__name__}; it must be a wfkit.formats.Format"
            _warn(described(GROUP, plugin.name, plugin.package, reason))
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


def _warn(message: str) -> None:
    warnings.warn(message, RuntimeWarning, stacklevel=3)
