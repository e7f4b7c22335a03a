"""What a merge is told, and what it gives."""

from __future__ import annotations

from typing import Any, NamedTuple


class Decision(NamedTuple):
    """What was decided on a conflict.

    Attributes:
        side: The number of the side that was taken, None for anything else.
        value: What stands there from now on.
        choice: What it is called: `ours`, `theirs`, `base`, `both`, or `value` for a value of the caller's own.
    """

    side: int | None
    value: Any
    choice: str = "value"


class Outcome(NamedTuple):
    """A merged document, and what happened to it beside, in sentences."""

    data: Any
    notes: tuple[str, ...]
