"""ComfyUI counts its nodes and links, and says of each link in three places where it is.

So both sides give the same numbers to what they add, and by number a merge would take two nodes for one: what theirs
added gets numbers of its own, on every canvas. And a link is in `links`, at the input that it enters and at the output
that it leaves: after a merge the three say the same again.
"""

from __future__ import annotations

from collections import Counter
from itertools import count
from typing import TYPE_CHECKING, Any

from wfkit.core.litegraph import (
    ID,
    ORIGIN,
    TARGET,
    TARGET_SLOT,
    Link,
    canvases,
    ends,
    inputs,
    items,
    links,
    named,
    nodes,
    outputs,
    subgraphs,
)
from wfkit.core.merge._sameness import is_same
from wfkit.core.pointer import append, resolve
from wfkit.core.rewriting import replaced, without

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    Numbers = Mapping[int, int]
    Fixes = tuple[dict[str, Any], list[str]]

# Where the last numbers given are kept, on a canvas: of nodes, and of links.
_COUNTERS = (("last_node_id", "state/lastNodeId"), ("last_link_id", "state/lastLinkId"))


def renumbered(base: Any, ours: Any, theirs: Any) -> tuple[Any, str]:
    """Theirs with other numbers where ours gave the same to something else, and a sentence that says so, or ""."""
    changes: dict[str, Any] = {}
    totals = [0, 0]
    places = [_canvases_by_id(data) for data in (base, ours, theirs)]
    for name, canvas in places[2].items():
        sides = [(data, found[name]) for data, found in zip((base, ours, theirs), places, strict=True) if name in found]
        if len(sides) < len(places):
            continue
        moved_nodes = _clashes(*map(_nodes_by_number, sides))
        # Links that look the same are not, where one of their ends is another node.
        ended = {
            link.numbers[ID]
            for link in links(theirs, canvas)
            if not moved_nodes.keys().isdisjoint((link.numbers[ORIGIN], link.numbers[TARGET]))
        }
        before, kept, other = map(_links_by_number, sides)
        moved = moved_nodes, _clashes(before, kept, other, ended)
        changes.update(_changes(theirs, canvas, *moved))
        changes.update(_counters(resolve(theirs, canvas), canvas, moved))
        changes.update(_proxies(theirs, name, moved[0]))
        totals = [total + len(found) for total, found in zip(totals, moved, strict=True)]
    if not changes:
        return theirs, ""
    words = f"{_counted(totals[0], 'node')} and {_counted(totals[1], 'link')}"
    return replaced(theirs, changes), f"other numbers for {words} of theirs: ours gave the same to what it added"


def in_step(merged: Any, sides: tuple[Any, ...]) -> Any:
    """The merged document with inputs and outputs that know their links, where those of all sides do."""
    if all(_fixes(side) == ({}, []) for side in sides):
        changes, loose = _fixes(merged)
        merged = without(replaced(merged, changes), loose)
    if not any(_fixes_of_ends(side) for side in sides):
        merged = replaced(merged, _fixes_of_ends(merged))
    return replaced(merged, dict(_raised(merged)))


def _canvases_by_id(data: Any) -> dict[str, str]:
    """The canvases by the ids of their subgraphs, "" for the document's own."""
    found = {item["id"]: pointer for pointer, item in subgraphs(data) if isinstance(item.get("id"), str)}
    return {"": "", **found}


def _nodes_by_number(side: tuple[Any, str]) -> dict[int, Any]:
    return {item["id"]: item for _, item in nodes(*side)}


def _links_by_number(side: tuple[Any, str]) -> dict[int, Any]:
    return {link.numbers[ID]: resolve(side[0], link.pointer) for link in links(*side)}


def _clashes(
    base: Mapping[int, Any], ours: Mapping[int, Any], theirs: Mapping[int, Any], others: Collection[int] = ()
) -> Numbers:
    """Free numbers for what theirs has under a number that means something else in ours."""
    free = count(max([0, *base, *ours, *theirs]) + 1)
    added = (number for number in theirs if number not in base and number in ours)
    return {number: next(free) for number in added if number in others or not _are_one(ours[number], theirs[number])}


def _are_one(ours: Any, theirs: Any) -> bool:
    """Whether they are the same link, or a node that lies where the other does, as when a change was taken over."""
    if isinstance(ours, dict) and isinstance(theirs, dict) and "pos" in ours:
        return all(is_same(ours.get(key), theirs.get(key)) for key in ("type", "pos"))
    return is_same(ours, theirs)


def _changes(data: Any, canvas: str, moved: Numbers, moved_links: Numbers) -> Iterator[tuple[str, int]]:
    """The new numbers by JSON Pointer."""
    for pointer, item in nodes(data, canvas):
        if item["id"] in moved:
            yield append(pointer, "id"), moved[item["id"]]
    for link in links(data, canvas):
        for part, numbers in ((ID, moved_links), (ORIGIN, moved), (TARGET, moved)):
            if link.numbers[part] in numbers:
                yield link.places[part], numbers[link.numbers[part]]
    for slot in (*inputs(data, canvas), *outputs(data, canvas), *(slot for _, slot in ends(data, canvas))):
        for pointer, number in named(slot):
            if number in moved_links:
                yield pointer, moved_links[number]


def _counters(holder: Any, canvas: str, moved: tuple[Numbers, Numbers]) -> Iterator[tuple[str, int]]:
    """The last numbers given, where they are kept."""
    for (key, path), numbers in zip(_COUNTERS, moved, strict=True):
        state, _, inner = path.partition("/")
        if numbers and key in holder:
            yield append(canvas, key), max(numbers.values())
        if numbers and isinstance(holder.get(state), dict) and inner in holder[state]:
            yield append(canvas, state, inner), max(numbers.values())


def _raised(data: Any) -> Iterator[tuple[str, int]]:
    """The counters of subgraphs that are behind the numbers in them, with those."""
    for canvas in canvases(data):
        state = resolve(data, canvas).get("state") if canvas else None
        numbers = _nodes_by_number((data, canvas)), _links_by_number((data, canvas))
        for (_, path), given in zip(_COUNTERS, numbers, strict=True):
            key = path.rpartition("/")[2]
            said = state.get(key) if isinstance(state, dict) else None
            if type(said) is int and said < max(given, default=0):
                yield append(canvas, *path.split("/")), max(given)


def _proxies(data: Any, name: str, moved: Numbers) -> Iterator[tuple[str, str]]:
    """The numbers, as texts, by which instances of a subgraph name the nodes in it whose widgets they show."""
    for canvas in canvases(data) if moved else ():
        for pointer, item in nodes(data, canvas):
            shown = items(item.get("properties"), "proxyWidgets") if item.get("type") == name else []
            for place, widget in enumerate(shown):
                number = widget[0] if isinstance(widget, list) and widget else None
                if isinstance(number, str) and number.isdecimal() and int(number) in moved:
                    yield append(pointer, "properties", "proxyWidgets", place, 0), str(moved[int(number)])


def _fixes(data: Any) -> Fixes:
    """What has to be changed, and what to go, for the three places to say the same."""
    changes: dict[str, Any] = {}
    loose: list[str] = []
    for canvas in canvases(data):
        known = {link.numbers[ID]: link for link in links(data, canvas)}
        gone = _fix_inputs(data, canvas, known, changes)
        loose += [known.pop(number).pointer for number in gone]
        for slot in outputs(data, canvas):
            want = [number for number, link in known.items() if link.numbers[ORIGIN:TARGET] == (slot.node, slot.place)]
            said = slot.says or []
            if {*want} != {*said}:
                changes[slot.pointer] = _in_order(said, want)
    return changes, loose


def _fixes_of_ends(data: Any) -> dict[str, Any]:
    """What the ends of subgraphs have to say instead, for them to know their links."""
    changes: dict[str, Any] = {}
    for canvas in canvases(data):
        known = [link.numbers for link in links(data, canvas)]
        for side, slot in ends(data, canvas):
            part = slice(ORIGIN, TARGET) if side == "inputs" else slice(TARGET, None)
            want = [numbers[ID] for numbers in known if numbers[part] == (slot.node, slot.place)]
            said = slot.says or []
            if {*want} != {*said}:
                changes[slot.pointer] = _in_order(said, want)
    return changes


def _in_order(said: list[int], want: list[int]) -> list[int]:
    kept = [number for number in said if number in want]
    return kept + [number for number in want if number not in kept]


def _fix_inputs(data: Any, canvas: str, known: Mapping[int, Link], changes: dict[str, Any]) -> list[int]:
    """Notes what has to be changed for inputs and links to agree; gives the links that no input has room for."""
    waiting = dict(known)
    free: dict[tuple[int, ...], str] = {}
    for slot in inputs(data, canvas):
        link = known.get(slot.says)
        if link is None:
            free[slot.node, slot.place] = slot.pointer
            continue
        waiting.pop(slot.says, None)
        found = {TARGET: slot.node, TARGET_SLOT: slot.place}
        changes.update({link.places[part]: end for part, end in found.items() if link.numbers[part] != end})
    gone = []
    wanted = Counter(link.numbers[TARGET:] for link in waiting.values())
    for number, link in waiting.items():
        end = link.numbers[TARGET:]
        # Nobody says which of several it is.
        pointer = free.pop(end, "") if wanted[end] == 1 else ""
        if pointer:
            changes[pointer] = number
        elif link.numbers[TARGET] >= 0:
            # Below zero are the ends of a subgraph, which keep what they say themselves.
            gone.append(number)
    said = {pointer: resolve(data, pointer) for pointer in free.values()}
    changes.update({pointer: None for pointer, number in said.items() if number is not None})
    return gone


def _counted(count_: int, noun: str) -> str:
    return f"{count_} {noun}{'' if count_ == 1 else 's'}"
