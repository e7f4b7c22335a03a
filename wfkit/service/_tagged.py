"""The version tags of a workflow: names for versions, which can move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from wfkit.errors import InvalidInput
from wfkit.service import history, tagging
from wfkit.service.inputs import checked_flag, checked_version_tag

if TYPE_CHECKING:
    import pandas as pd

    from wfkit.service._context import Context
    from wfkit.store.records import WorkflowRecord


class Tagged:
    """The version tags of a workflow."""

    _context: Context
    _record: WorkflowRecord

    if TYPE_CHECKING:

        @property
        def version(self) -> int:
            """The version that it was read at."""

    def tag(
        self, tag: str | None = None, version: int | str | None = None, *, move: bool = False, bump: str | None = None
    ) -> Self:
        """This workflow, after putting a version tag on a version (default: the one it was read at).

        Args:
            tag: A name such as `production`, or a semantic version such as `v1.2.0`.
            version: Its number, or another tag of it.
            move: Take the tag away from another version that has it.
            bump: Instead of a tag, the part of the highest semantic version to raise: `major`, `minor`, `patch`, or
                `auto` for what `suggest_bump` says of the changes since. The first one is `v1.0.0`.

        Raises:
            InvalidInput: The name is not allowed, another version has the tag and `move` is false, or both `tag` and
                `bump` were given.
            NotFound: There is no such version.
        """
        if tag is not None and bump is not None:
            msg = "pass one of tag, such as 'v1.0.0', and bump, such as 'auto'"
            raise InvalidInput(msg)
        number = self.version if version is None else history.resolve(self._context, self._record, version)
        name = checked_version_tag(tag) if bump is None else tagging.next_tag(self._context, self._record, bump, number)
        history.tag(self._context, self._record, name, number, move=checked_flag("move", move))
        return self

    def untag(self, tag: str) -> Self:
        """This workflow, after taking a version tag away.

        Raises:
            NotFound: No version has it.
        """
        history.untag(self._context, self._record, tag)
        return self

    def version_tags(self) -> pd.DataFrame:
        """A row a version tag, columns `frames.VERSION_TAGS`; semantic versions first, newest first."""
        return history.tag_listing(self._context, self._record)

    def rename_tag(self, old: str, new: str) -> Self:
        """This workflow, after giving a version tag another name; it stays on its version.

        Raises:
            NotFound: No version has the old one.
            InvalidInput: The new name is not allowed, or is a tag already.
        """
        history.rename_tag(self._context, self._record, old, checked_version_tag(new))
        return self

    def next_tag(self, bump: str = "auto", version: int | str | None = None) -> str:
        """The semantic version that `tag(bump=…)` would put on a version (default: the one it was read at).

        Raises:
            InvalidInput: The part is unknown, or this version has the highest tag already.
            NotFound: There is no such version.
        """
        number = self.version if version is None else history.resolve(self._context, self._record, version)
        return tagging.next_tag(self._context, self._record, bump, number)
