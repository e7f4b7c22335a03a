"""Flowise says of each edge in the inputs of its target what it brings: taken out before a merge, and back after it.

So the edges alone are merged. Two that both sides added to a list are both in it, and of two that enter where one has
room, ours stays.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from wfkit.core.pointer import append
from wfkit.core.rewriting import replaced, without
from wfkit.core.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Places = Mapping[tuple[str, str], str]


_ELSEWHERE = "-"


class Brought(NamedTuple):
    """What an edge brings: the node that it leaves, and the one that it enters with the input there."""

    source: str
    target: str
    port: str

    @property
    def text(self) -> str:
        """How it stands in the input."""
        return f"{{{{{self.source}.data.instance}}}}"

    @property
    def place(self) -> tuple[str, str]:
        """The input."""
        return self.target, self.port


def stripped(data: Any) -> Any:
    """The flow without what edges bring in the inputs of its nodes."""
    inputs = _inputs(data)
    gone: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for _, brought in _edges(data):
        if _is_said(brought, inputs):
            gone[brought.place].add(brought.text)
    places = _places(data)
    return replaced(data, {places[place]: _less(inputs[place], texts) for place, texts in gone.items()})


def restored(merged: Any, sides: Sequence[Any]) -> tuple[Any, list[str]]:
    """The merged flow with what its edges bring, and what found no room, in sentences.

    Args:
        merged: The merged flow.
        sides: The base, ours and theirs as they were.
    """
    said = [_inputs(side) for side in sides]
    pairs = [(brought, inputs) for side, inputs in zip(sides, said, strict=True) for _, brought in _edges(side)]
    # Where an edge brought nothing, it goes on to bring nothing.
    silent = {each for each, _ in pairs} - {each for each, inputs in pairs if _is_said(each, inputs)}
    wanted: defaultdict[tuple[str, str], list[tuple[str, Brought]]] = defaultdict(list)
    for pointer, brought in _edges(merged):
        if brought not in silent:
            wanted[brought.place].append((pointer, brought))
    first = {brought for _, brought in _edges(sides[1])}
    inputs, places = _inputs(merged), _places(merged)
    changes: dict[str, Any] = {}
    loose: list[tuple[str, Brought]] = []
    for place, found in wanted.items():
        held = inputs.get(place, _ELSEWHERE)
        if isinstance(held, list):
            orders = [side[place] for side in (*said[1:], said[0]) if isinstance(side.get(place), list)]
            changes[places[place]] = _sorted([*held, *dict.fromkeys(each.text for _, each in found)], orders)
        elif held in ("", None):
            stays = next((each for _, each in found if each in first), found[0][1])
            changes[places[place]] = stays.text
            loose += [each for each in found if each[1] != stays]
    return without(replaced(merged, changes), [pointer for pointer, _ in loose]), _told(loose)


def _told(loose: list[tuple[str, Brought]]) -> list[str]:
    names = [f"{each.source} → {each.target} ({each.port})" for _, each in loose]
    return [f"edges that found no room at an input went: {listed(names, 5)}"] if loose else []


def _edges(data: Any) -> Iterator[tuple[str, Brought]]:
    """The edges of a flow into inputs of nodes that are there, with JSON Pointers."""
    ids = {item.get("id") for _, item in _items(data, "nodes") if isinstance(item.get("id"), str)}
    for pointer, item in _items(data, "edges"):
        source, target, handle = (str(item.get(key)) for key in ("source", "target", "targetHandle"))
        _, found, rest = handle.partition("-input-")
        if found and source in ids and target in ids:
            yield pointer, Brought(source, target, rest.partition("-")[0])


def _inputs(data: Any) -> dict[tuple[str, str], Any]:
    """What stands in each input of each node."""
    return {(node, key): held for node, _, inputs in _holders(data) for key, held in inputs.items()}


def _places(data: Any) -> Places:
    """The JSON Pointers of these inputs."""
    return {(node, key): append(pointer, key) for node, pointer, inputs in _holders(data) for key in inputs}


def _holders(data: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for pointer, item in _items(data, "nodes"):
        inner = item.get("data")
        inputs = inner.get("inputs") if isinstance(inner, dict) else None
        if isinstance(inputs, dict) and isinstance(item.get("id"), str):
            yield item["id"], f"{pointer}/data/inputs", inputs


def _items(data: Any, key: str) -> Iterator[tuple[str, dict[str, Any]]]:
    items = data.get(key) if isinstance(data, dict) else None
    for place, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield f"/{key}/{place}", item


def _is_said(brought: Brought, inputs: Mapping[tuple[str, str], Any]) -> bool:
    held = inputs.get(brought.place)
    return brought.text in held if isinstance(held, list) else held == brought.text


def _less(held: Any, texts: set[str]) -> Any:
    return [item for item in held if not (isinstance(item, str) and item in texts)] if isinstance(held, list) else ""


def _sorted(items: list[Any], orders: list[list[Any]]) -> list[Any]:
    """The items in the order that ours has them, and what only others have behind that."""
    known = [item for order in orders for item in order]
    return sorted(items, key=lambda item: known.index(item) if item in known else len(known))
