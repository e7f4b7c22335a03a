"""The conflicts of a merge as JSON of plain texts: the list of all, and one with what each side holds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from wfkit.core import codec
from wfkit.core.diff.leaves import ABSENT
from wfkit.errors import InvalidWorkflow
from wfkit.widgets.merge.places import STEP, Places
from wfkit.widgets.merge.sides import holds_secret, side_of
from wfkit.widgets.texts import sendable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfkit.core.merge import Conflict, Merge
    from wfkit.service.secrets import Hiding
    from wfkit.widgets.merge.places import Place

SIDES: Final = ("base", "ours", "theirs")
MOST_LISTED: Final = 2000
_LONGEST: Final = 300
_LONGEST_OWN: Final = 100_000
_OTHER: Final = {"ours": "theirs", "theirs": "ours"}
_NO_SECRETS: Final = "It holds a secret, which is not sent here."
_TOO_LONG: Final = "It is too long to be edited here."
_UNFIT: Final = "It holds characters that a page cannot keep as they are."


class Conflicts:
    """The conflicts of one merge.

    Args:
        merge: Whose they are.
        hidden: What must not be shown.
    """

    def __init__(self, merge: Merge, hidden: Hiding) -> None:
        self.merge = merge
        self.hidden = hidden
        self.places = Places((merge.ours, merge.theirs, merge.base))

    def listed(self) -> list[dict[str, Any]]:
        """A row a conflict, at most 2 000 of them."""
        return self._rows(self.merge.conflicts[:MOST_LISTED])

    def choices(self) -> list[str]:
        """What each of them was decided for, "" while it is open."""
        decisions = self.merge.decisions
        return [
            decisions[conflict.path].choice if conflict.path in decisions else "" for conflict in self.merge.conflicts
        ]

    def described(self, place: int) -> dict[str, Any]:
        """One conflict with all that is known of it."""
        conflict = self.merge.conflicts[place]
        decision = self.merge.decisions.get(conflict.path)
        sides = {name: self._side(conflict, getattr(conflict, name)) for name in SIDES}
        return {
            **self._rows([conflict])[0],
            "place": place,
            "path": sendable(self.hidden.text(conflict.path), 2 * _LONGEST),
            "words": self._sentence(conflict),
            "sides": sides,
            "labels": {name: _label(conflict, name) for name in SIDES},
            "has_both": conflict.both is not ABSENT,
            "choice": "" if decision is None else decision.choice,
            "result": None if decision is None else self._side(conflict, decision.value),
            "own": self._own(conflict, conflict.ours if decision is None else decision.value),
            "line": self._line(place, "" if decision is None else decision.choice),
        }

    def keys(self, place: int) -> tuple[str, str]:
        """The id and the lasting id of the node that a conflict is in, "" for none."""
        conflict = self.merge.conflicts[place]
        node = self.places.node(conflict.node) if conflict.node else None
        return conflict.node, node.uid if node else ""

    def _side(self, conflict: Conflict, value: Any) -> dict[str, Any]:
        """What one side of a conflict holds; values within a node are called as in conflicts about them."""
        named = partial(self._named, conflict) if self._place(conflict).what == "node" else None
        return side_of(value, conflict.base, conflict.path, self.hidden, named)

    def _named(self, conflict: Conflict, pointer: str) -> str:
        above = self._place(conflict).setting
        setting = self.places.of(f"{conflict.path}{pointer}", conflict.node, conflict.label).setting
        return self._shown(setting.removeprefix(above).removeprefix(STEP))

    def _place(self, conflict: Conflict) -> Place:
        return self.places.of(conflict.path, conflict.node, conflict.label)

    def _rows(self, conflicts: Sequence[Conflict]) -> list[dict[str, Any]]:
        places = [self._place(conflict) for conflict in conflicts]
        labels = self._all_shown([place.label for place in places])
        settings = self._all_shown([place.setting for place in places])
        return [
            {"what": place.what, "label": label, "setting": setting, "kind": conflict.kind}
            for conflict, place, label, setting in zip(conflicts, places, labels, settings, strict=True)
        ]

    def _shown(self, words: str) -> str:
        return self._all_shown([words])[0]

    def _all_shown(self, words: Sequence[str]) -> list[str]:
        """What may be shown of each; looked through at once, for there may be thousands of conflicts."""
        shown = zip(words, self.hidden.all_texts(words), strict=True)
        return [sendable(text or "a secret", _LONGEST) if word else "" for word, text in shown]

    def _sentence(self, conflict: Conflict) -> str:
        place = self._place(conflict)
        what = _what(place, conflict)
        if conflict.kind == "deleted":
            return _of_deletion(conflict, place, what)
        if conflict.kind == "added" and place.what == "node" and not place.setting:
            return "Both sides added a node under this id, and they are two: only one of them can have it."
        if conflict.kind == "added":
            return f"Both sides added {what}, each with another value."
        return f"Both sides changed {what}, each in its own way."

    def _own(self, conflict: Conflict, value: Any) -> dict[str, str]:
        """What somebody begins with who edits a value of their own, or why that is not possible here."""
        held = [*(getattr(conflict, name) for name in SIDES), value]
        if any(holds_secret(side, conflict.path, self.hidden) for side in held):
            return {"kind": "", "text": "", "refusal": _NO_SECRETS}
        is_text = all(isinstance(side, str) for side in (conflict.ours, conflict.theirs, value))
        try:
            text = value if is_text else "" if value is ABSENT else codec.to_text(value).removesuffix("\n")
        except InvalidWorkflow:
            return {"kind": "", "text": "", "refusal": _TOO_LONG}
        if len(text) > _LONGEST_OWN:
            return {"kind": "", "text": "", "refusal": _TOO_LONG}
        if sendable(text, _LONGEST_OWN) != text or "\r" in text.replace("\r\n", "\n") or _has_both_breaks(text):
            return {"kind": "", "text": "", "refusal": _UNFIT}
        return {"kind": "text" if is_text else "json", "text": text, "refusal": ""}

    def _line(self, place: int, choice: str) -> str:
        """The line of Python that decides it so."""
        path = self.hidden.text(self.merge.conflicts[place].path)
        way = "value=…" if choice == "value" else f'"{choice or "theirs"}"'
        return sendable(f"panel.resolve({path!r}, {way})", 2 * _LONGEST)


def own_value(text: str, kind: str, before: Any) -> Any:
    """The value that somebody typed, with the line breaks of the text that it takes the place of.

    Args:
        text: As a page has it, which knows one kind of line break.
        kind: `text`, or `json` for any value.
        before: What was there.

    Raises:
        InvalidWorkflow: It is no JSON.
    """
    if kind == "json":
        return codec.parse(text)
    plain = text.replace("\r\n", "\n")
    return plain.replace("\n", "\r\n") if isinstance(before, str) and "\r\n" in before else plain


def _has_both_breaks(text: str) -> bool:
    return "\r\n" in text and "\n" in text.replace("\r\n", "")


def _what(place: Place, conflict: Conflict) -> str:
    if not place.setting:
        return {"node": "this node", "edge": "this connection"}.get(place.what, "the workflow as a whole")
    held = [side for side in (conflict.base, conflict.ours, conflict.theirs) if side is not ABSENT]
    if all(isinstance(side, str) for side in held):
        return "this text"
    return "this list" if all(isinstance(side, list) for side in held) else "this setting"


def _of_deletion(conflict: Conflict, place: Place, what: str) -> str:
    keeper = "theirs" if conflict.ours is ABSENT else "ours"
    verb = "deleted" if not place.setting else "removed"
    kept = getattr(conflict, keeper)
    did = "connected something to it" if kept == conflict.base else "changed it"
    end = " If it goes, its connections go with it." if place.what == "node" and not place.setting else ""
    return f"{_OTHER[keeper].capitalize()} {verb} {what}, and {keeper} {did}.{end}"


def _label(conflict: Conflict, name: str) -> str:
    """What the choice of a side does, in words."""
    if getattr(conflict, name) is ABSENT:
        return "Delete it" if name != "base" else "Leave it out"
    if conflict.kind == "deleted":
        return "Keep it as it was" if name == "base" else "Keep it, changed"
    return f"Take {name}"
