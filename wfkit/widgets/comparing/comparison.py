"""What the view of a comparison shows, for whichever panel has one: plain data, and more of it on demand."""

from __future__ import annotations

import json
from collections import OrderedDict
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final

from wfkit import render
from wfkit.errors import InvalidInput, NotFound
from wfkit.service import secrets
from wfkit.widgets import finding
from wfkit.widgets.comparing import two_sides
from wfkit.widgets.comparing.grouping import Naming, groups_of
from wfkit.widgets.comparing.values import WHOLE
from wfkit.widgets.panel import Panel, act
from wfkit.widgets.texts import sendable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wfkit.core.diff import Diff
    from wfkit.core.model import Graph
    from wfkit.widgets.comparing.grouping import Group

STYLES: Final = ("words.css", "details.css", "comparing/comparison.css")
"""The style sheets that a panel with a view of comparisons has before its own."""

_LONGEST: Final = 300
_LONGEST_TITLE: Final = 56
_MOST_GROUPS: Final = 2000
# Characters of JSON that come along at once; the changes of later groups are asked for.
_ROOM: Final = 250_000
_VIEWS: Final[Mapping[str, tuple[str, ...]]] = {"overlay": ("overlay",), "pair": ("old", "new")}
_KEPT: Final = 24


class Comparison:
    """A diff as a view shows it. Secrets of either document are not in it.

    Args:
        diff: What changed.
        name: What answers are asked by.

    Attributes:
        whole_diff: The diff with its secrets, which stays in Python.
        diff: The same without.
    """

    def __init__(self, diff: Diff, name: str) -> None:
        self.name = name
        self.whole_diff = diff
        redacted = secrets.redacted_diff(diff)
        self.diff = redacted.diff
        self._naming = Naming(redacted)
        self._groups = groups_of(self.diff)

    @cached_property
    def data(self) -> dict[str, Any]:
        """What the view is given at first: `Comparison` in `static/comparing/comparison.js`."""
        diff, groups = self.diff, self._groups[:_MOST_GROUPS]
        counts = {facet: len(getattr(diff, facet)) for facet in ("logic", "layout", "noise")}
        return {
            "name": self.name,
            "summary": sendable(diff.summary, 1000),
            "sides": [_side(title) for title in (diff.old_title, diff.new_title)],
            "format": diff.new.format,
            "counts": counts,
            "nodes": self._listed(),
            "groups": self._heads(groups),
            "leftOut": len(self._groups) - len(groups),
            "isTruncated": diff.truncated,
        }

    def pictures(self, view: str, near: Graph | None = None) -> dict[str, str]:
        """The pictures of a view: `overlay`, or `old` and `new` of `pair`; all of them have one size.

        Args:
            view: Which.
            near: A graph that gives the places, so that they are the same in pictures of other comparisons.

        Raises:
            InvalidInput: There is no such view.
        """
        if view not in _VIEWS:
            msg = f"there is no view {sendable(str(view), 80)!r}; it must be {' or '.join(_VIEWS)}"
            raise InvalidInput(msg)
        draw = partial(render.diff_svg, self.diff, theme="light", legend=False, near=near)
        return {side: draw(view=side) for side in _VIEWS[view]}

    def changes(self, groups: Sequence[int]) -> list[list[dict[str, Any]]]:
        """The changes of these groups."""
        return [self._naming.changes(self._group(number)) for number in groups]

    def whole(self, group: int, place: int) -> dict[str, Any]:
        """One change with long texts as they are, up to 200 000 characters."""
        for change in self._naming.changes(self._group(group), WHOLE):
            if change["place"] == place:
                return change
        msg = f"group {group} has no change {place!r}"
        raise NotFound(msg)

    def found(self, query: str) -> list[int]:
        """The groups in whose names, paths or values a text occurs; all case is alike."""
        return [int(number) for number in finding.found(self._texts, query)]

    def details(self, key: str) -> dict[str, Any]:
        """The settings of a node, before and after."""
        return two_sides.details(key, self._naming, self.whole_diff)

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all nodes of both sides."""
        return frozenset(node["key"] for node in self.data["nodes"])

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        return {
            str(number): finding.joined(self._naming.words(group))
            for number, group in enumerate(self._groups[:_MOST_GROUPS])
        }

    def _group(self, number: int) -> Group:
        if not 0 <= number < len(self._groups):
            msg = f"there is no group {number!r} of changes; there are {len(self._groups)}"
            raise NotFound(msg)
        return self._groups[number]

    def _heads(self, groups: Sequence[Group]) -> list[dict[str, Any]]:
        """What is said of each group, with its changes as long as there is room."""
        room, heads = _ROOM, []
        for group in groups:
            changes = self._naming.changes(group) if room > 0 else None
            room -= len(json.dumps(changes))
            heads.append({**self._naming.head(group), "changes": changes})
        return heads

    def _listed(self) -> list[dict[str, str]]:
        """The nodes of both sides as the pictures have them."""
        found: dict[str, dict[str, str]] = {}
        for side in ("new", "old"):
            for node in self._naming.graphs[side].by_id.values():
                key = self._naming.key(node.id, side)
                label, kind = sendable(node.label or node.id, _LONGEST), sendable(node.type, _LONGEST)
                found.setdefault(key, {"key": key, "label": label, "type": kind, "role": node.role})
        return [*found.values()]


def _side(title: str) -> str:
    """What a side is called; of a long path its end."""
    return sendable(title if len(title) <= _LONGEST_TITLE else f"…{title[1 - _LONGEST_TITLE :]}", _LONGEST_TITLE)


class ComparingPanel(Panel):
    """A panel that has a view of comparisons. It answers what the view asks, each of some comparison by its name."""

    def __init__(self, **traits: Any) -> None:
        self._comparisons: OrderedDict[str, Comparison] = OrderedDict()
        super().__init__(**traits)

    def _compared(self, name: str, make: Callable[[], Diff]) -> Comparison:
        """The comparison of this name, from among the last ones, or made now."""
        found = self._comparisons.get(name)
        if found is None:
            found = self._comparisons[name] = Comparison(make(), name)
        self._comparisons.move_to_end(name)
        while len(self._comparisons) > _KEPT:
            self._comparisons.popitem(last=False)
        return found

    def _comparison(self, name: str) -> Comparison:
        """The comparison that a question is about.

        Raises:
            NotFound: It was left long ago.
        """
        if name not in self._comparisons:
            msg = f"the comparison {sendable(str(name), 80)!r} is not shown any more"
            raise NotFound(msg)
        return self._comparisons[name]

    @act
    def pictures(self, of: str, view: str) -> dict[str, str]:
        """The pictures of a comparison for one view."""
        return self._comparison(of).pictures(view)

    @act
    def changes(self, of: str, groups: Sequence[int]) -> list[list[dict[str, Any]]]:
        """The changes of some of its groups."""
        return self._comparison(of).changes(groups)

    @act
    def whole_change(self, of: str, group: int, place: int) -> dict[str, Any]:
        """One of its changes, with all of its texts."""
        return self._comparison(of).whole(group, place)

    @act
    def find_changes(self, of: str, query: str) -> list[int]:
        """Those of its groups in which a text occurs."""
        return self._comparison(of).found(query)

    @act
    def node_details(self, of: str, key: str) -> dict[str, Any]:
        """The settings of one of its nodes, before and after."""
        return self._comparison(of).details(key)
