"""Whose document it is, and the graph in it: one small module a tool, the same names in each.

Everything generic works on a `Graph`; this package is the only place that knows how each tool writes
one down. It takes parsed data and gives graphs: it must not open files, write documents or know a
registry. Other packages add formats by the entry-point group `wfkit.formats`, whose values are `Format`
objects; wfkit's own come first, in names and in sniffing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wfkit.core.pointer import resolve
from wfkit.core.wording import quoted
from wfkit.errors import NotFound, UnknownFormat
from wfkit.formats import (
    _lookalikes,
    _parts,
    _plugins,
    comfyui,
    dify,
    elyra,
    flowise,
    galaxy,
    haystack,
    langflow,
    n8n,
    native,
    node_red,
    ragflow,
)
from wfkit.formats._format import Format
from wfkit.formats._parts import Part
from wfkit.formats._sniffing import has_lists

if TYPE_CHECKING:
    from wfkit.core.model import Graph
    from wfkit.formats.writing import Writer

__all__ = ["Format", "Part", "described", "get", "named", "names", "parts", "read", "sniff", "writer"]

# In the order of sniffing: what is unmistakable first, the native format, which any graph in the manner of
# React Flow resembles, last.
_BUILT_IN = (
    node_red.FORMAT,
    galaxy.FORMAT,
    elyra.FORMAT,
    n8n.FORMAT,
    comfyui.FORMAT,
    langflow.FORMAT,
    ragflow.FORMAT,
    flowise.FORMAT,
    dify.FORMAT,
    haystack.FORMAT,
    native.FORMAT,
)
_BY_NAME = {known.name: known for known in _BUILT_IN}


def get(name: str) -> Format:
    """The format with this name.

    Raises:
        UnknownFormat: No format, built in or installed, has it.
    """
    found = _BY_NAME.get(name) or _plugins.installed().get(name)
    if found is None:
        msg = f"unknown format {quoted(name)}; {_known()}"
        raise UnknownFormat(msg)
    return found


def names() -> tuple[str, ...]:
    """The names of all formats, built in and installed, sorted."""
    return tuple(sorted({*_BY_NAME, *_plugins.installed()}))


def sniff(data: Any) -> str:
    """The name of the format that parsed data is in, by its outside alone: the graph may still have problems.

    Raises:
        UnknownFormat: It is in none; the message says what it looks like and what would be right.
    """
    found = _found(data)
    if found:
        return found
    raise UnknownFormat(_what_it_is(data))


def parts(data: Any) -> list[Part]:
    """The items of data that is no document itself but holds some, such as an export of all workflows; else none."""
    return _parts.find(data, _found)


def read(name: str, data: Any) -> Graph:
    """The graph of parsed data in the format with this name; faults are in its `problems`.

    Raises:
        UnknownFormat: No format has this name, or wfkit cannot read the graph of its documents yet.
    """
    known = get(name)
    if known.read is None:
        msg = (
            f"wfkit has no reader for the graph of {known.title} documents yet ({name!r}): it keeps and exports "
            f"them whole; formats with a reader: {', '.join(_readable())}"
        )
        raise UnknownFormat(msg)
    graph = known.read(data)
    if known.mentions is None and known.habits is None:
        return graph
    return replace(graph, find_mentions=known.mentions, habits=known.habits)


def named(name: str, data: Any) -> tuple[str, Any]:
    """Where a document in this format says how it is called, and what it says; "" and None where it does not.

    Raises:
        UnknownFormat: No format has this name.
    """
    return _said(get(name).name_at, data)


def described(name: str, data: Any) -> tuple[str, Any]:
    """Where a document in this format says what it is for, and what it says; "" and None where it does not.

    Raises:
        UnknownFormat: No format has this name.
    """
    return _said(get(name).description_at, data)


def writer(name: str, data: Any) -> Writer:
    """What writes changes of its graph back into a document of the format with this name.

    Raises:
        UnknownFormat: No format has this name, or wfkit cannot edit its documents.
    """
    known = get(name)
    if known.writer is None:
        able = [other for other in names() if get(other).writer is not None]
        msg = f"wfkit cannot edit the graph of {known.title} documents ({name!r}); it can of: {', '.join(able)}"
        raise UnknownFormat(msg)
    return known.writer().of(data)


def _said(places: tuple[str, ...], data: Any) -> tuple[str, Any]:
    for place in places:
        try:
            value = resolve(data, place)
        except NotFound:
            continue
        if value not in (None, ""):
            return place, value
    return "", None


def _found(data: Any) -> str:
    return _built_in(data) or _plugins.sniff(data)


def _built_in(data: Any) -> str:
    # A document that declares itself native may have unknown keys, such as the `connections` of n8n.
    if native.is_held(data) and has_lists(data, "nodes", "edges"):
        return native.FORMAT.name
    return next((known.name for known in _BUILT_IN if known.sniff is not None and known.sniff(data)), "")


def _what_it_is(data: Any) -> str:
    """What data that is no document of a known format looks like."""
    kinds = [part.format for part in parts(data) if part.format]
    if kinds:
        named = ", ".join(sorted({*kinds}))
        return f"this holds {len(kinds)} workflows ({named}), not one; import_files makes one of each"
    return f"no workflow of a known format: this is {_lookalikes.describe(data)}; {_known()}"


def _known() -> str:
    return f"known formats: {', '.join(names())}"


def _readable() -> list[str]:
    return [name for name in names() if get(name).read is not None]
