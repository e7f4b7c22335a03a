"""What each side of a conflict holds, as JSON of plain texts and without secrets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from wfkit.core import codec, wording
from wfkit.core.diff.leaves import ABSENT, leaf_changes
from wfkit.core.pointer import append, split
from wfkit.widgets.merge.places import in_words
from wfkit.widgets.rows import rows_of
from wfkit.widgets.words import cut, words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from wfkit.core.diff.leaves import Leaf
    from wfkit.service.secrets import Hiding

_MOST_CHANGES: Final = 100
_SECRET: Final = "a secret, not shown"  # noqa: S105 - says that there is one
_DIGITS: Final = 4000


def side_of(
    value: Any, base: Any, path: str, hidden: Hiding, named: Callable[[str], str] | None = None
) -> dict[str, Any]:
    """What one side holds, beside the base.

    Args:
        value: `ABSENT` for nothing.
        base: What both began with.
        path: JSON Pointer to it in the document.
        hidden: What must not be shown.
        named: What people call a value within it, by its JSON Pointer from there; by default the way to it.

    Returns:
        `kind` is `nothing`, `secret`, `words` (`words`, for `wordsOf` of `words.js`) or `table` (`rows`, and `changes`
        of those values that differ from the base); `note` says what is not seen.
    """
    if value is ABSENT:
        return _side("nothing")
    shown = hidden.value(value, path)
    is_hidden = shown is not value
    if is_hidden and is_emptied(shown, value):
        return _side("secret", note=_SECRET)
    note = "a secret in it is not shown" if is_hidden else ""
    if isinstance(value, Mapping | list) and value:
        return {
            **_side("table", note),
            "rows": rows_of(shown, value),
            "changes": _changes(base, value, path, hidden, named or _in_words),
        }
    before = hidden.value(base, path) if isinstance(base, str) else ABSENT
    if isinstance(shown, str) and isinstance(before, str):
        return {**_side("words", note), "words": words_of(before, shown)}
    return {**_side("words", note), "words": cut([[" ", written(shown)]])}


def is_emptied(shown: Any, value: Any) -> bool:
    """Whether all of the value is left out of what is shown."""
    return not shown and bool(value) and not isinstance(value, bool)


def holds_secret(value: Any, path: str, hidden: Hiding) -> bool:
    """Whether something of the value is not shown."""
    return value is not ABSENT and hidden.value(value, path) is not value


def written(value: Any) -> str:
    """A value for people: a text as it is, all else as JSON."""
    if isinstance(value, str):
        return value
    # Very long integers cannot be written, and nobody reads them.
    if isinstance(value, int) and value.bit_length() > _DIGITS:
        return str(wording.shown(value))
    return codec.to_line(value)


def _side(kind: str, note: str = "") -> dict[str, Any]:
    return {"kind": kind, "note": note, "words": [], "rows": [], "changes": []}


def _in_words(pointer: str) -> str:
    return in_words(split(pointer))


def _changes(base: Any, value: Any, path: str, hidden: Hiding, named: Callable[[str], str]) -> list[dict[str, Any]]:
    """What became of the base, value by value; nothing where there was no such object or list."""
    if not (isinstance(base, Mapping | list) and type(base) is type(value)):
        return []
    leaves = leaf_changes(base, value)
    rows = [_change(leaf, path, hidden, named(leaf.path) or "all of it") for leaf in leaves[:_MOST_CHANGES]]
    left_out = len(leaves) - len(rows)
    return [*rows, *([{"name": f"and {left_out:,} more changes", "words": []}] if left_out else [])]


def _change(leaf: Leaf, path: str, hidden: Hiding, name: str) -> dict[str, Any]:
    place = append(path, *split(leaf.path))
    if leaf.is_order:
        return {"name": f"{name}, in another order", "words": []}
    old, new = (None if side is ABSENT else _said(side, place, hidden) for side in (leaf.old, leaf.new))
    if old is None or new is None:
        return {"name": name, "words": cut([["+", new or ""] if old is None else ["-", old]])}
    if isinstance(leaf.old, str) and isinstance(leaf.new, str) and old != new:
        return {"name": name, "words": words_of(old, new)}
    return {"name": name, "words": cut([["-", old], [" ", " "], ["+", new]])}


def _said(value: Any, path: str, hidden: Hiding) -> str:
    shown = hidden.value(value, path)
    return _SECRET if shown is not value and is_emptied(shown, value) else written(shown)
