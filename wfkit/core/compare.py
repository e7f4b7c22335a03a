"""A plain comparison of two documents by jsondiff: which leaves differ, and how."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wfkit.core import codec
from wfkit.core.pointer import append

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pandas as pd

_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: `kind` is added, removed or changed; a side that is absent is None."""

    kind: str
    pointer: str
    old: Any = None
    new: Any = None

    def __str__(self) -> str:
        match self.kind:
            case "added":
                return f"+ {self.pointer} = {_short(self.new)}"
            case "removed":
                return f"- {self.pointer} = {_short(self.old)}"
            case _:
                return f"~ {self.pointer}: {_short(self.old)} → {_short(self.new)}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences of two documents, in the order of their pointers.

    In a pointer, an element of a list that has an id of its own is named by it, not by its place, so that a
    new node does not make all that follow it look changed. Where only the order of such elements is another,
    the list is one change, from the ids in their old order to those in the new.
    """

    changes: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any difference."""
        return bool(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __str__(self) -> str:
        return "\n".join([self.summary, *(str(change) for change in self.changes)])

    @property
    def summary(self) -> str:
        """The counts in one line."""
        counts = {kind: sum(change.kind == kind for change in self.changes) for kind in ("added", "removed", "changed")}
        return ", ".join(f"{count} {kind}" for kind, count in counts.items() if count) or "no differences"

    def to_frame(self) -> pd.DataFrame:
        """A row a change: `kind` and `pointer` as text, `old` and `new` as the values themselves."""
        import pandas as pd

        rows = [(change.kind, change.pointer, change.old, change.new) for change in self.changes]
        made = pd.DataFrame(rows, columns=["kind", "pointer", "old", "new"])
        return made.astype({"kind": "str", "pointer": "str", "old": "object", "new": "object"})

    def to_dict(self) -> dict[str, Any]:
        """The comparison as JSON: `summary` and the list of `changes`."""
        changes = [
            {"kind": change.kind, "pointer": change.pointer, "old": change.old, "new": change.new}
            for change in self.changes
        ]
        return {"summary": self.summary, "changes": changes}


def compare(old: Any, new: Any) -> Comparison:
    """The differences between two parsed documents, in time linear in their size."""
    return Comparison(tuple(sorted(_differences(old, new), key=lambda change: (change.pointer, change.kind))))


def _differences(old: Any, new: Any) -> Iterator[Change]:
    # jsondiff sees the leaves of what was matched, one level deep: on nested documents it weighs likeness in
    # floats, and below some ten levels a change is too light to be seen.
    # A stack of our own, for documents nest deeper than Python calls.
    stack = [("", old, new)]
    leaves_before: dict[str, Any] = {}
    leaves_after: dict[str, Any] = {}
    while stack:
        pointer, before, after = stack.pop()
        if _are_both(list, before, after):
            yield from _reordered(pointer, _keys(before), _keys(after))
            before, after = _keyed(before), _keyed(after)
        if not _are_both(dict, before, after):
            leaves_before[pointer], leaves_after[pointer] = before, after
            continue
        yield from (Change("removed", append(pointer, key), old=before[key]) for key in before.keys() - after.keys())
        yield from (Change("added", append(pointer, key), new=after[key]) for key in after.keys() - before.keys())
        stack.extend((append(pointer, key), before[key], after[key]) for key in before.keys() & after.keys())
    for pointer in _changed_leaves(leaves_before, leaves_after):
        yield Change("changed", pointer, leaves_before[pointer], leaves_after[pointer])


def _changed_leaves(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterable[str]:
    """The pointers, the same on both sides, whose leaves differ."""
    import jsondiff

    before, after = ({pointer: _leaf(value) for pointer, value in side.items()} for side in (old, new))
    patch = jsondiff.diff(before, after, syntax="symmetric")
    # When nothing is alike, jsondiff says so by a pair of both sides instead of a mapping.
    return old if isinstance(patch, list) else patch


def _leaf(value: Any) -> str:
    """A text that two leaves share when JSON says the same: 1 and 1.0 do, 1 and true do not, nor {} and []."""
    if isinstance(value, str):
        return f'"{value}'
    return type(value).__name__ if isinstance(value, dict | list) else codec.canonical(value).decode()


def _are_both(kind: type, old: Any, new: Any) -> bool:
    return isinstance(old, kind) and isinstance(new, kind)


def _keyed(items: list[Any]) -> dict[str, Any]:
    return dict(zip(_keys(items), items, strict=True))


def _keys(items: list[Any]) -> list[str]:
    """A key for each element: its id, or its place where it has none or another has it already."""
    ids: dict[str, int] = {}
    for place, item in enumerate(items):
        found = item.get("id") if isinstance(item, dict) else None
        if isinstance(found, str | int) and not isinstance(found, bool):
            ids.setdefault(str(found), place)
    named = {place: key for key, place in ids.items()}
    return [named[place] if place in named else _place_key(place, ids) for place in range(len(items))]


def _place_key(place: int, ids: Mapping[str, int]) -> str:
    key = str(place)
    while key in ids:
        key = f"#{key}"
    return key


def _reordered(pointer: str, old: list[str], new: list[str]) -> Iterator[Change]:
    """The change of a list whose elements stand in another order; its sides are the keys that both have."""
    common = set(old) & set(new)
    before, after = ([key for key in keys if key in common] for keys in (old, new))
    if before != after:
        yield Change("changed", pointer, before, after)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
