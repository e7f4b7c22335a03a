"""What a comparison found, in every form that people and scripts ask for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from wfkit.core import display
from wfkit.core._stack import call_with_room
from wfkit.core.diff import _comparing, _summary, text
from wfkit.core.diff.leaves import ABSENT
from wfkit.core.patch import json_patch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from wfkit.core.diff.matching import Match, Matching
    from wfkit.core.diff.operations import Operation
    from wfkit.core.document import Document

DIFF_COLUMNS = ("kind", "facet", "node", "label", "path", "old", "new")
_TEXT_COLUMNS = ("kind", "facet", "node", "label", "path")
_LIMIT = 100_000


@dataclass(frozen=True)
class Diff:
    """The differences between two documents, as operations on their graphs.

    Attributes:
        old: The document before.
        new: The document after.
        found: All that happened.
        matching: How the nodes of both found each other.
        limit: So many operations are kept.
        old_title: What pictures and texts call the old document.
        new_title: What they call the new one.
    """

    old: Document
    new: Document
    found: Sequence[Operation] = field(repr=False)
    matching: Matching = field(repr=False)
    limit: int = _LIMIT
    old_title: str = "old"
    new_title: str = "new"

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """What happened; the order of nodes, edges and keys is nothing that happens."""
        return tuple(self.found[: self.limit])

    @property
    def truncated(self) -> bool:
        """Whether there were more operations than are kept; `summary` and `stats` know all of them."""
        return len(self.found) > self.limit

    @property
    def matches(self) -> tuple[Match, ...]:
        """Which node is which, and by what rule."""
        return tuple(self.matching.found)

    @cached_property
    def stats(self) -> Mapping[str, int]:
        """How many operations of each kind and of each facet there are."""
        return _summary.stats(self.found)

    @cached_property
    def summary(self) -> str:
        """What happened, in one sentence."""
        return _summary.summary(self.found, self.matching)

    def __bool__(self) -> bool:
        """Whether anything differs: logic, layout or noise."""
        return bool(self.found)

    def __len__(self) -> int:
        return len(self.operations)

    def __iter__(self) -> Iterator[Operation]:
        return iter(self.operations)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<Diff {self.summary}>"

    @cached_property
    def logic(self) -> tuple[Operation, ...]:
        """What changes what the workflow does."""
        return tuple(operation for operation in self.operations if operation.facet == "logic")

    @cached_property
    def layout(self) -> tuple[Operation, ...]:
        """How it is drawn: places, sizes, colours, notes and frames."""
        return tuple(operation for operation in self.operations if operation.facet == "layout")

    @cached_property
    def noise(self) -> tuple[Operation, ...]:
        """What the tool rewrites by itself: ids given anew, stamps, copies of its schema."""
        return tuple(operation for operation in self.operations if operation.facet == "noise")

    def to_frame(self) -> pd.DataFrame:
        """A row an operation, columns `DIFF_COLUMNS`: texts, but `old` and `new` are values, `pd.NA` where none is."""
        import pandas as pd

        rows = [_row(operation) for operation in self.operations]
        made = pd.DataFrame(rows, columns=list(DIFF_COLUMNS)).astype(dict.fromkeys(_TEXT_COLUMNS, "str"))
        made = made.astype({"old": "object", "new": "object"})
        for side in ("old", "new"):
            made[side] = [pd.NA if value is ABSENT else value for value in (row[side] for row in rows)]
        return made.astype({"old": "object", "new": "object"})

    def to_dict(self) -> dict[str, Any]:
        """The diff as JSON.

        `summary`; `stats`, a count by kind and facet; `truncated`; `changes`, a list of objects with `kind`, `facet`,
        `node`, `label`, `path`, and `old` and `new` where there is something on that side; `matches`, a list of
        `old`, `new` (ids) and `rule`, of the nodes that were not found by their id.
        """
        return {
            "summary": self.summary,
            "stats": dict(self.stats),
            "truncated": self.truncated,
            "changes": [
                {key: value for key, value in _row(operation).items() if value is not ABSENT}
                for operation in self.operations
            ],
            "matches": [
                {"old": match.old.id, "new": match.new.id, "rule": match.rule}
                for match in self.matches
                if match.rule != "id"
            ],
        }

    def to_json_patch(self) -> list[dict[str, Any]]:
        """RFC 6902: the steps that make the new document of the old one, exactly, order of lists included."""
        return json_patch(self.old.data, self.new.data)

    def text(self, *, limit: int | None = 200, color: bool = False, layout: bool = False, noise: bool = False) -> str:
        """The diff for a terminal, grouped by node; long texts word by word.

        Args:
            limit: At most so many changes; what is left out is counted.
            color: With ANSI colours.
            layout: Each change of layout too, instead of their number.
            noise: Each change of noise too, instead of their number.
        """
        return call_with_room(partial(text.written, self, color=color, layout=layout, noise=noise), limit)

    def svg(self, *, view: str = "overlay", theme: str = "auto") -> str:
        """The picture of what changed, without secrets.

        Args:
            view: `overlay`, both in one; `pair`, side by side; `old` or `new`, that side in the places of the overlay.
            theme: `light`, `dark`, or `auto`, as the reader's system has it.
        """
        return str(display.renderer().diff_svg(display.told_diff(self), view=view, theme=theme))

    def to_html(self) -> str:
        """The diff as HTML without scripts, style sheets or secrets, legible wherever notebooks are shown."""
        return str(display.renderer().diff_html(display.told_diff(self)))

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        del include, exclude
        shown = display.told_diff(self)
        return {"text/plain": shown.text(), "text/html": str(display.renderer().diff_html(shown))}


def diff(old: Document, new: Document, *, old_title: str = "old", new_title: str = "new", limit: int = _LIMIT) -> Diff:
    """What changed from one document to another.

    Args:
        old: The document before.
        new: The document after.
        old_title: What to call the old one.
        new_title: What to call the new one.
        limit: Operations kept; a diff with more says that it is truncated.
    """
    found, matching = call_with_room(partial(_comparing.compare, old), new)
    return Diff(old, new, found, matching, limit, old_title, new_title)


def _row(operation: Operation) -> dict[str, Any]:
    return {
        "kind": operation.kind,
        "facet": operation.facet,
        "node": operation.node,
        "label": operation.label,
        "path": operation.path,
        "old": operation.old,
        "new": operation.new,
    }
