"""The links of a ComfyUI graph, as lists or as objects, and which slots they join."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from wfkit.formats._reading import as_text

if TYPE_CHECKING:
    from wfkit.formats._foreign import Reading

    # Ids of links by node and slot, as the document spells them.
    Ends = dict[Any, dict[int | None, list[Any]]]

_KEYS = ("id", "origin_id", "origin_slot", "target_id", "target_slot", "type")
_MOST = 2**31


class Link(NamedTuple):
    """A link whose ends can be read.

    Attributes:
        name: Its own id as text, or "".
        source: The id of the node that it leaves, as the document spells it.
        source_slot: Index of the output there, None when the document names none.
        target: The id of the node that it enters, as the document spells it.
        target_slot: Index of the input there, None when the document names none.
        rest: What else it says.
        pointer: JSON Pointer to it.
    """

    name: str
    source: Any
    source_slot: int | None
    target: Any
    target_slot: int | None
    rest: dict[str, Any]
    pointer: str


@dataclass(slots=True)
class Links:
    """The links of the document, or of one of its subgraphs.

    Attributes:
        all: In the order of the document.
        leaving: By node and output, the ids of the links that leave it, as the document spells them.
        entering: By node and input, the ids of the links that enter it, as the document spells them.
    """

    all: list[Link] = field(default_factory=list)
    leaving: Ends = field(default_factory=dict)
    entering: Ends = field(default_factory=dict)


def read_links(items: list[Any], pointer: str, reading: Reading) -> Links:
    """The links whose two ends can be read; the others are refused. The editor leaves null where one was removed."""
    links = Links()
    for index, item in enumerate(items):
        if item is not None:
            _read_link(item, f"{pointer}/{index}", links, reading)
    return links


def _read_link(item: Any, pointer: str, links: Links, reading: Reading) -> None:
    values = item if isinstance(item, list) else [*map(item.get, _KEYS)] if isinstance(item, dict) else []
    is_whole = len(values) == len(item) == len(_KEYS) if values else False
    link = (_plain_link(values, pointer) if is_whole else None) or _link(item, pointer)
    if link is None:
        message = "the link has no two ends; it must have the ids of the nodes that it leaves and enters"
        reading.refuse("missing-end", message, pointer, item)
        return
    links.all.append(link)
    links.leaving.setdefault(link.source, {}).setdefault(link.source_slot, []).append(values[0])
    links.entering.setdefault(link.target, {}).setdefault(link.target_slot, []).append(values[0])


def _plain_link(values: list[Any], pointer: str) -> Link | None:
    """A link as nearly all are, five numbers and a type."""
    name, source, source_slot, target, target_slot, kind = values
    if not type(name) is type(source) is type(source_slot) is type(target) is type(target_slot) is int:
        return None
    if not (0 <= source_slot < _MOST and 0 <= target_slot < _MOST):
        return None
    if not (-_MOST < name < _MOST and -_MOST < source < _MOST and -_MOST < target < _MOST):
        return None
    return Link(str(name), source, source_slot, target, target_slot, {"type": kind}, pointer)


def _link(item: Any, pointer: str) -> Link | None:
    rest = _by_keys(item)
    name, source, target = rest.get("id"), rest.get("origin_id"), rest.get("target_id")
    if not as_text(source) or not as_text(target):
        return None
    for key in ("id", "origin_id", "target_id"):
        # Ids are numbers here; one that is a text stays among the settings, or it would look the same as the number.
        if type(rest.get(key)) is int and as_text(rest[key]):
            del rest[key]
    slots = _take_slot(rest, "origin_slot"), _take_slot(rest, "target_slot")
    return Link(as_text(name), source, slots[0], target, slots[1], rest, pointer)


def _by_keys(item: Any) -> dict[str, Any]:
    if not isinstance(item, list):
        return dict(item) if isinstance(item, dict) else {}
    more = {str(place): value for place, value in enumerate(item) if place >= len(_KEYS)}
    return {**dict(zip(_KEYS, item, strict=False)), **more}


def _take_slot(rest: dict[str, Any], key: str) -> int | None:
    """The index under the key, which is removed; None when there is none."""
    index = rest.get(key)
    return rest.pop(key) if type(index) is int and 0 <= index < _MOST else None
