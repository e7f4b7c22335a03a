"""Where the result of a merge belongs, as far as the core has to know: something that can save it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.core.merge.result import Merge


class Destination(Protocol):
    """A workflow at the version that the merge builds on."""

    @property
    def titles(self) -> Mapping[str, str]:
        """What people call `base`, `ours` and `theirs`."""

    @property
    def name(self) -> str:
        """What people call the workflow."""

    @property
    def version(self) -> int:
        """The head that a save expects."""

    @property
    def message(self) -> str:
        """What a save says of the new version when it is told nothing."""

    def save(self, merge: Merge, message: str = "", *, allow_invalid: bool = False) -> Any:
        """The workflow with the finished merge as its new head."""
