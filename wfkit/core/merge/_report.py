"""A merge for people and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.core.diff.leaves import ABSENT
from wfkit.core.diff.text import marked_words, shown_value, visible
from wfkit.core.diff.words import is_long

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    import pandas as pd

    from wfkit.core.merge.conflict import Conflict

_SIDES = ("base", "ours", "theirs")
_TEXTS = ("path", "kind", "node", "label")


def summary(changes: str, conflicts: int, still_open: int) -> str:
    """How a merge stands, in one sentence.

    Args:
        changes: What it changes, as a sentence.
        conflicts: How many conflicts there are.
        still_open: How many of them are not decided.
    """
    if still_open:
        return f"{counted(still_open, 'open conflict')} of {conflicts}"
    if conflicts:
        return f"Merged, {counted(conflicts, 'conflict')} decided: {_lowered(changes)}"
    return f"Merged without conflicts: {_lowered(changes)}"


def lines(sentences: Sequence[str], conflicts: Sequence[Conflict], still_open: Collection[str]) -> Iterator[str]:
    """The summary, the notes, and the sides of each conflict."""
    yield from map(visible, sentences)
    for conflict in conflicts:
        name = f" ({visible(conflict.label)})" if conflict.label and conflict.label != conflict.node else ""
        yield f"{'!' if conflict.path in still_open else '='} {visible(conflict.path) or 'the document'}{name}"
        for side in _SIDES:
            yield f"    {side:<6} {_shown(conflict, side)}"


def frame(conflicts: Sequence[Conflict], still_open: Collection[str], columns: Sequence[str]) -> pd.DataFrame:
    """A row a conflict."""
    import pandas as pd

    made = {name: pd.Series([getattr(conflict, name) for conflict in conflicts], dtype="str") for name in _TEXTS}
    for side in _SIDES:
        values = [getattr(conflict, side) for conflict in conflicts]
        made[side] = pd.Series([pd.NA if value is ABSENT else value for value in values], dtype="object")
    made["open"] = pd.Series([conflict.path in still_open for conflict in conflicts], dtype="bool")
    return pd.DataFrame(made)[list(columns)]


def counted(count: int, noun: str) -> str:
    """The number with its noun."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _shown(conflict: Conflict, side: str) -> str:
    """What one side holds; of a long text, what it made of the base."""
    base, value = conflict.base, getattr(conflict, side)
    if value is not base and is_long(base, value):
        return "".join([words for words, _ in marked_words(base, value)])
    return shown_value(value)


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
