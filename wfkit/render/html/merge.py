"""A merge in a notebook: what is open, what each side holds there, and the line of Python that decides it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wfkit.core.diff.leaves import ABSENT
from wfkit.core.diff.words import is_long
from wfkit.render.html import _parts as parts
from wfkit.render.html._elements import NOTHING, Markup, joined
from wfkit.render.html._values import brief, change, value
from wfkit.render.html.diff import body

if TYPE_CHECKING:
    from wfkit.core.merge import Conflict, Merge

_LISTED: Final = 50
_KINDS: Final = {
    "edited": "edited by both",
    "added": "added by both",
    "deleted": "deleted by one, changed by the other",
}


def merge_bundle(merge: Merge) -> dict[str, str]:
    """The merge as text and as HTML."""
    return {"text/plain": merge.text(), "text/html": _html(merge)}


def _html(merge: Merge) -> Markup:
    return parts.panel("merge", _head(merge), _conflicts(merge), _how_to(merge), _notes(merge), _changes(merge))


def _head(merge: Merge) -> Markup:
    if merge.open:
        return parts.head(parts.strong(merge.summary), "merge.document is there when each of them is decided")
    return parts.sentence(merge.summary, "merge.document has the result")


def _conflicts(merge: Merge) -> Markup:
    if not merge.conflicts:
        return NOTHING
    still_open = {conflict.path for conflict in merge.open}
    made = (_conflict(conflict, is_open=conflict.path in still_open) for conflict in merge.conflicts[:_LISTED])
    left_out = len(merge.conflicts) - _LISTED
    more = f"… and {parts.counted(left_out, 'more conflict')}, not listed here: merge.to_frame() has them all."
    return joined(
        [
            parts.section("Conflicts"),
            parts.groups(made, ("28px", "64px", "")),
            parts.remark(more) if left_out > 0 else NOTHING,
        ]
    )


def _conflict(conflict: Conflict, *, is_open: bool) -> Markup:
    label = joined([parts.strong(parts.name(conflict.label)), " "]) if conflict.label else NOTHING
    title = joined(
        [label, parts.path(conflict.path), " ", parts.quiet(_KINDS[conflict.kind] if is_open else "decided")]
    )
    sides = {"base": brief(conflict.base)}
    sides |= {side: _side(conflict.base, getattr(conflict, side)) for side in ("ours", "theirs")}
    return parts.group("!" if is_open else "=", title, ((parts.quiet(side), shown) for side, shown in sides.items()))


def _side(base: Any, side: Any) -> Markup:
    """What one side holds; of a long text, what it made of the base."""
    return change(base, side) if is_long(base, side) else value(side)


def _how_to(merge: Merge) -> Markup:
    if not merge.open:
        return NOTHING
    line = f'merge.resolve({merge.open[0].path!r}, "ours")'
    words = ' or "theirs", "base", or value=…'
    both = ' or, for a text with edits on different lines, "both"'
    has_both = any(conflict.both is not ABSENT for conflict in merge.open)
    return parts.remark("Decide one: ", parts.code(line), words, both if has_both else "")


def _notes(merge: Merge) -> Markup:
    left_out = len(merge.notes) - _LISTED
    more = [f"… and {parts.counted(left_out, 'more note')}"] if left_out > 0 else []
    return joined(map(parts.remark, [*merge.notes[:_LISTED], *more]))


def _changes(merge: Merge) -> Markup:
    made = merge.diff
    return parts.fold(f"What it changes in ours: {made.summary}", body(made)) if made else NOTHING
