"""A plain comparison of two documents by jsondiff: which leaves differ, and how."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wfkit.core.pointer import append

if TYPE_CHECKING:
    from collections.abc import Iterator

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

    In a pointer, the elements of a list whose elements all have an id of their own are named by it, not by
    their place, so that a new node does not make all that follow it look changed.
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
    """The differences between two parsed documents."""
    import jsondiff

    # On whole documents jsondiff is quadratic in lists; lists of identified things are compared by key.
    patch = jsondiff.diff(_keyed(old), _keyed(new), syntax="symmetric")
    return Comparison(tuple(sorted(_changes("", patch), key=lambda change: (change.pointer, change.kind))))


_LIST = "\0list"
"""Marks a mapping that stands for a list; no JSON Pointer of a document can hold it by accident."""


@dataclass(frozen=True, slots=True)
class _Bool:
    """A boolean that, unlike Python's own, does not equal a number."""

    value: bool


def _keyed(value: Any) -> Any:
    match value:
        case bool():
            return _Bool(value)
        case Mapping():
            return {key: _keyed(item) for key, item in value.items()}
        case list():
            return {_LIST: True} | {key: _keyed(item) for key, item in zip(_keys(value), value, strict=True)}
        case _:
            return value


def _keys(items: list[Any]) -> list[str]:
    ids = [item.get("id") if isinstance(item, dict) else None for item in items]
    keys = [str(found) for found in ids if isinstance(found, str | int)]
    is_identified = len(set(keys)) == len(items)
    return keys if is_identified else [str(place) for place in range(len(items))]


def _plain(value: Any) -> Any:
    match value:
        case _Bool():
            return value.value
        case dict() if _LIST in value:
            return [_plain(item) for key, item in value.items() if key != _LIST]
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case _:
            return value


def _changes(pointer: str, patch: Any) -> Iterator[Change]:
    # Lists were made mappings, so a list in the patch is always a pair of old and new.
    import jsondiff

    match patch:
        case [old, new]:
            yield Change("changed", pointer, _plain(old), _plain(new))
        case dict():
            for key, part in patch.items():
                if key is jsondiff.insert:
                    yield from _each("added", pointer, part)
                elif key is jsondiff.delete:
                    yield from _each("removed", pointer, part)
                else:
                    yield from _changes(append(pointer, key), part)


def _each(kind: str, pointer: str, part: Mapping[str, Any]) -> Iterator[Change]:
    for key, value in part.items():
        if key == _LIST:
            old, new = ("an object", "a list") if kind == "added" else ("a list", "an object")
            yield Change("changed", pointer, old, new)
        elif kind == "added":
            yield Change(kind, append(pointer, key), new=_plain(value))
        else:
            yield Change(kind, append(pointer, key), old=_plain(value))


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
