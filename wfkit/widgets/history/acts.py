"""What people do with versions in a panel: going back, tags, and the document itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.errors import VersionConflict
from wfkit.service import secrets
from wfkit.service.inputs import semantic
from wfkit.widgets.history.details import file_name
from wfkit.widgets.panel import Panel, act
from wfkit.widgets.texts import sendable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.service.workflow import Workflow

_LONGEST = 500
_PARTS = ("patch", "minor", "major")


class VersionActs(Panel):
    """A panel with the versions of a workflow, which can be tagged and gone back to."""

    workflow: Workflow
    head: int

    if TYPE_CHECKING:

        def refresh(self) -> dict[str, Any]:
            """Reads the history again."""

    @act
    def rollback(self, number: int, *, message: str = "", expected: int | None = None) -> dict[str, Any]:
        """Makes a new version of what an earlier one was; `words` say what came of it.

        Args:
            number: The version to go back to.
            message: Why.
            expected: The newest version as far as is known: nothing is done when there is a newer one.

        Raises:
            NotFound: There is no such version, or the workflow was deleted.
        """
        if expected is None:
            self.refresh()
        before = self.head if expected is None else expected
        try:
            self.workflow = self.workflow.rollback(number, message, expected_version=expected)
        except VersionConflict as conflict:
            self.refresh()
            told = f"{conflict.author} saved version {conflict.version} meanwhile, so nothing was rolled back"
            return {"made": None, "words": sendable(f"{told}. Look at it before you try again.", _LONGEST)}
        self.refresh()
        now = self.workflow.version
        if now == before:
            return {"made": None, "words": f"Version {now} is the same as version {number} already: nothing was made"}
        self.set_trait("selected", [now])
        return {"made": now, "words": f"Version {now} is now what version {number} was"}

    @act
    def tag(self, name: str, number: int, *, move: bool = False) -> dict[str, Any]:
        """Puts a version tag on a version.

        Raises:
            InvalidInput: The name is not allowed, or another version has the tag and `move` is false.
            NotFound: There is no such version.
        """
        self.workflow.tag(name, number, move=move)
        return self._told(f"Version {number} has the tag {name!r}")

    @act
    def untag(self, name: str) -> dict[str, Any]:
        """Takes a version tag away.

        Raises:
            NotFound: No version has it.
        """
        self.workflow.untag(name)
        return self._told(f"The tag {name!r} is gone")

    @act
    def rename_tag(self, old: str, new: str) -> dict[str, Any]:
        """Gives a version tag another name.

        Raises:
            InvalidInput: The name is not allowed, or is a tag already.
            NotFound: No version has the old one.
        """
        self.workflow.rename_tag(old, new)
        return self._told(f"The tag {old!r} is now {new!r}")

    def _told(self, words: str) -> dict[str, Any]:
        self.refresh()
        return {"words": sendable(words, _LONGEST)}

    @act
    def next_tags(self, number: int) -> dict[str, Any]:
        """The semantic versions that may come next for a version, the part that its changes deserve, and why.

        There are none for a version that is no newer than the last one that has such a tag.
        """
        last = self._last_release()
        if last is None:
            first = self.workflow.next_tag("auto", number)
            return {"tags": [{"part": "first", "tag": first}], "part": "first", "why": "no version is released yet"}
        if number <= last:
            return {"tags": [], "part": "", "why": ""}
        found = self.workflow.suggest_bump(last, number)
        tags = [{"part": part, "tag": self.workflow.next_tag(part, number)} for part in _PARTS]
        part = "patch" if found.part == "none" else found.part
        why = f"since version {last}, {secrets.scrubbed(found.reason)}"
        return {"tags": tags, "part": part, "why": sendable(why, _LONGEST)}

    def _last_release(self) -> int | None:
        """The version with the highest semantic version as its tag."""
        tags: Mapping[str, int] = dict(self.workflow.version_tags().itertuples(index=False))
        return next((int(number) for tag, number in tags.items() if semantic(tag) is not None), None)

    @act
    def document(self, number: int) -> dict[str, str]:
        """The document of a version, exactly as it was saved, secrets included: a file for who asks for it."""
        view = self.workflow.at(number)
        return {"name": file_name(view), "text": view.text}
