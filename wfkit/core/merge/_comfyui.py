"""ComfyUI counts its nodes and links, and says of each link in three places where it is.

So both sides give the same numbers to what they add, and by number a merge would take two nodes for one: what theirs
added gets numbers of its own. And a link is in `links`, at the input that it enters and at the output that it leaves:
after a merge the three say the same again.
"""

from __future__ import annotations

from collections import Counter
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from wfkit.core.merge._sameness import is_same
from wfkit.core.pointer import append, resolve
from wfkit.core.rewriting import replaced, without

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Numbers = Mapping[int, int]
    Fixes = tuple[dict[str, Any], list[str]]

# What a link says, as an object; as a list it says the same in this order.
_KEYS = ("id", "origin_id", "origin_slot", "target_id", "target_slot")
_ID, _ORIGIN, _ORIGIN_SLOT, _TARGET, _TARGET_SLOT = range(5)


class _Link(NamedTuple):
    """A link: the JSON Pointer to it, those to what it says, and its numbers."""

    pointer: str
    places: tuple[str, ...]
    numbers: tuple[int, ...]


class _Slot(NamedTuple):
    """An input or output of a node: JSON Pointer to what it says of links, that, and where it is."""

    pointer: str
    says: Any
    node: int
    place: int


def renumbered(base: Any, ours: Any, theirs: Any) -> tuple[Any, str]:
    """Theirs with other numbers where ours gave the same to something else, and a sentence that says so, or "".

    Inside subgraphs the numbers stay.
    """
    nodes = _clashes(*({item["id"]: item for _, item in _nodes(data, "")} for data in (base, ours, theirs)))
    links = _clashes(
        *(
            {link.numbers[_ID]: resolve(data, link.pointer) for link in _links(data, "")}
            for data in (base, ours, theirs)
        )
    )
    changes = dict(_changes(theirs, nodes, links))
    if not changes:
        return theirs, ""
    for key, numbers in (("last_node_id", nodes), ("last_link_id", links)):
        if numbers and key in theirs:
            changes[f"/{key}"] = max(numbers.values())
    words = f"{_counted(nodes, 'node')} and {_counted(links, 'link')}"
    return replaced(theirs, changes), f"other numbers for {words} of theirs: ours gave the same to what it added"


def in_step(merged: Any, sides: tuple[Any, ...]) -> Any:
    """The merged document with inputs and outputs that know their links, where those of all sides do."""
    if any(_fixes(side) != ({}, []) for side in sides):
        return merged
    changes, loose = _fixes(merged)
    return without(replaced(merged, changes), loose)


def _clashes(base: Mapping[int, Any], ours: Mapping[int, Any], theirs: Mapping[int, Any]) -> Numbers:
    """Free numbers for what theirs has under a number that means something else in ours."""
    free = count(max([0, *base, *ours, *theirs]) + 1)
    added = (number for number in theirs if number not in base and number in ours)
    return {number: next(free) for number in added if not _are_one(ours[number], theirs[number])}


def _are_one(ours: Any, theirs: Any) -> bool:
    """Whether they are the same link, or a node that lies where the other does, as when a change was taken over."""
    if isinstance(ours, dict) and isinstance(theirs, dict) and "pos" in ours:
        return all(is_same(ours.get(key), theirs.get(key)) for key in ("type", "pos"))
    return is_same(ours, theirs)


def _changes(data: Any, nodes: Numbers, links: Numbers) -> Iterator[tuple[str, int]]:
    """The new numbers by JSON Pointer."""
    for pointer, item in _nodes(data, ""):
        if item["id"] in nodes:
            yield append(pointer, "id"), nodes[item["id"]]
    for link in _links(data, ""):
        for part, numbers in ((_ID, links), (_ORIGIN, nodes), (_TARGET, nodes)):
            if link.numbers[part] in numbers:
                yield link.places[part], numbers[link.numbers[part]]
    for slot in (*_inputs(data, ""), *_outputs(data, "")):
        for pointer, number in _named(slot):
            if number in links:
                yield pointer, links[number]


def _named(slot: _Slot) -> Iterator[tuple[str, Any]]:
    """The links at a slot, each with the JSON Pointer to where it is named."""
    if isinstance(slot.says, list):
        yield from ((append(slot.pointer, place), number) for place, number in enumerate(slot.says))
    else:
        yield slot.pointer, slot.says


def _fixes(data: Any) -> Fixes:
    """What has to be changed, and what to go, for the three places to say the same."""
    changes: dict[str, Any] = {}
    loose: list[str] = []
    definitions = data.get("definitions") if isinstance(data, dict) else None
    places = [f"/definitions/subgraphs/{place}" for place in range(len(_list(definitions, "subgraphs")))]
    for scope in ("", *places):
        links = {link.numbers[_ID]: link for link in _links(data, scope)}
        gone = _fix_inputs(data, scope, links, changes)
        loose += [links.pop(number).pointer for number in gone]
        for slot in _outputs(data, scope):
            want = [
                number for number, link in links.items() if link.numbers[_ORIGIN:_TARGET] == (slot.node, slot.place)
            ]
            said = slot.says or []
            if {*want} != {*said}:
                kept = [number for number in said if number in want]
                changes[slot.pointer] = kept + [number for number in want if number not in kept]
    return changes, loose


def _fix_inputs(data: Any, scope: str, links: Mapping[int, _Link], changes: dict[str, Any]) -> list[int]:
    """Notes what has to be changed for inputs and links to agree; gives the links that no input has room for."""
    waiting = dict(links)
    free: dict[tuple[int, ...], str] = {}
    for slot in _inputs(data, scope):
        link = links.get(slot.says)
        if link is None:
            free[slot.node, slot.place] = slot.pointer
            continue
        waiting.pop(slot.says, None)
        ends = {_TARGET: slot.node, _TARGET_SLOT: slot.place}
        changes.update({link.places[part]: end for part, end in ends.items() if link.numbers[part] != end})
    gone = []
    wanted = Counter(link.numbers[_TARGET:] for link in waiting.values())
    for number, link in waiting.items():
        end = link.numbers[_TARGET:]
        # Nobody says which of several it is.
        pointer = free.pop(end, "") if wanted[end] == 1 else ""
        if pointer:
            changes[pointer] = number
        elif link.numbers[_TARGET] >= 0:
            # Below zero are the ends of a subgraph, which take any number of links.
            gone.append(number)
    named = {pointer: resolve(data, pointer) for pointer in free.values()}
    changes.update({pointer: None for pointer, number in named.items() if number is not None})
    return gone


def _counted(numbers: Numbers, noun: str) -> str:
    return f"{len(numbers)} {noun}{'' if len(numbers) == 1 else 's'}"


def _nodes(data: Any, scope: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for place, item in enumerate(_list(resolve(data, scope), "nodes")):
        if isinstance(item, dict) and type(item.get("id")) is int:
            yield f"{scope}/nodes/{place}", item


def _links(data: Any, scope: str) -> Iterator[_Link]:
    for place, item in enumerate(_list(resolve(data, scope), "links")):
        steps: tuple[str | int, ...] = _KEYS if isinstance(item, dict) else tuple(range(len(_KEYS)))
        numbers = _numbers(item)
        if all(type(number) is int for number in numbers):
            pointer = f"{scope}/links/{place}"
            yield _Link(pointer, tuple([append(pointer, step) for step in steps]), tuple(numbers))


def _numbers(item: Any) -> list[Any]:
    if isinstance(item, dict):
        return [item.get(key) for key in _KEYS]
    return item[: len(_KEYS)] if isinstance(item, list) and len(item) >= len(_KEYS) else [None]


def _inputs(data: Any, scope: str) -> Iterator[_Slot]:
    return (slot for slot in _slots(data, scope, "inputs", "link") if slot.says is None or type(slot.says) is int)


def _outputs(data: Any, scope: str) -> Iterator[_Slot]:
    return (slot for slot in _slots(data, scope, "outputs", "links") if slot.says is None or _are_numbers(slot.says))


def _are_numbers(says: Any) -> bool:
    return isinstance(says, list) and {*map(type, says)} <= {int}


def _slots(data: Any, scope: str, side: str, key: str) -> Iterator[_Slot]:
    for pointer, node in _nodes(data, scope):
        for place, slot in enumerate(_list(node, side)):
            if isinstance(slot, dict) and key in slot:
                yield _Slot(append(pointer, side, place, key), slot[key], node["id"], place)


def _list(value: Any, key: str) -> list[Any]:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []
