"""A diff in a notebook: the summary, the picture, and what changed, node by node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wfkit.core import display
from wfkit.core.document import graph_or_empty
from wfkit.core.wording import shortened
from wfkit.render._text import clean
from wfkit.render.html import _changes as changes
from wfkit.render.html import _parts as parts
from wfkit.render.html import _styles as styles
from wfkit.render.html._elements import NOTHING, Markup, element, joined
from wfkit.render.html._pictures import picture

if TYPE_CHECKING:
    from wfkit.core.diff import Diff

_TITLE: Final = 48
_DRAWN: Final = 500
_QUIET_ROWS: Final = 40
_FACETS: Final = {
    "layout": "layout: places, sizes, colours, notes",
    "noise": "noise: what the tool rewrites by itself",
}


def diff_html(diff: Diff) -> Markup:
    """The diff as HTML that says first what happened, then shows it."""
    return parts.panel("diff", _head(diff), _chips(diff), _picture(diff), body(diff))


def body(diff: Diff) -> Markup:
    """The changes of logic, then those of layout and noise to fold out, then what was left out."""
    writing = changes.Writing(diff)
    return joined([writing.listed(diff.logic), *_folds(diff, writing), _cut_off(diff)])


def _head(diff: Diff) -> Markup:
    sides = joined([_side(diff.old_title), " → ", _side(diff.new_title)])
    if diff:
        return parts.sentence(diff.summary, sides, NOTHING if diff.logic else "what the workflow does is as it was")
    return parts.head(parts.strong("No changes"), sides, "the two are alike: nodes, edges, settings and layout")


def _side(title: str) -> Markup:
    """What a side is called; of a long path its end."""
    shown = title if len(title) <= _TITLE else f"…{title[-_TITLE:]}"
    return element("span", parts.name(shown), title=clean(title, 500))


def _chips(diff: Diff) -> Markup:
    groups = [_group(title, counts) for title, counts in changes.counts(diff.logic).items()]
    return parts.row(*groups) if any(groups) else NOTHING


def _group(title: str, counts: dict[str, int]) -> Markup:
    verbs = {"+": "added", "-": "removed", "~": "changed"}
    chips = [
        parts.chip(f"{sign.replace('-', parts.MINUS)}{count:,}", sign, f"{count:,} {title.lower()} {verbs[sign]}")
        for sign, count in counts.items()
        if count
    ]
    return element("span", joined([parts.quiet(title), *chips], " "), style=styles.GROUP) if chips else NOTHING


def _picture(diff: Diff) -> Markup:
    largest = max(len(graph_or_empty(side).nodes) for side in (diff.old, diff.new))
    if not largest or not any(map(changes.is_drawn, diff)):
        return NOTHING
    if largest > _DRAWN:
        return parts.remark(f"No picture here: more than {_DRAWN} nodes. diff.svg() makes one.")
    alt = f"What changed from {diff.old_title} to {diff.new_title}: {diff.summary}"
    return picture(lambda: str(display.renderer().diff_svg(diff, view="overlay")), shortened(alt, 1000))


def _folds(diff: Diff, writing: changes.Writing) -> list[Markup]:
    facets = {"layout": diff.layout, "noise": diff.noise}
    titles = {
        "layout": "of layout: places, sizes, colours, notes",
        "noise": "of noise: what the tool rewrites by itself",
    }
    return [
        parts.fold(f"{parts.counted(len(found), 'change')} {titles[facet]}", writing.listed(found, most=_QUIET_ROWS))
        for facet, found in facets.items()
        if found
    ]


def _cut_off(diff: Diff) -> Markup:
    if not diff.truncated:
        return NOTHING
    return parts.remark(f"The comparison was cut off after {len(diff):,} changes; the numbers in diff.stats count all.")
