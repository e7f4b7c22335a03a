"""The picture of a diff: both versions in one, side by side, or one of them, each node in the same place in all."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Final

from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput, UnknownFormat
from wfkit.render import _canvas, _ranked
from wfkit.render._cache import Cache, fingerprint
from wfkit.render._layout import MARGIN
from wfkit.render._marks import compared, counted
from wfkit.render._sheet import plan_of, sheet_of
from wfkit.render._svg import Contents, body, contents, framed, written
from wfkit.render._text import clean, cut, width
from wfkit.render._themes import THEMES
from wfkit.render._xml import escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from wfkit.core.diff import Diff
    from wfkit.core.model import Graph
    from wfkit.render._layout import Layout
    from wfkit.render._marks import Comparison, Mark
    from wfkit.render._sheet import Plan, Sheet
    from wfkit.render._themes import Theme

VIEWS: Final = ("overlay", "pair", "old", "new")
SIGNS: Final[Mapping[Mark, str]] = {
    "added": "+",
    "removed": "\N{MINUS SIGN}",
    "changed": "~",
    "moved": "\N{LEFT RIGHT ARROW}",
}
_LEGEND: Final = 34
_CAPTION: Final = 30
# Two pictures that are wider than this stand one above the other.
_WIDEST_PAIR: Final = 900
_PICTURES: Cache[tuple[object, ...], str] = Cache(most_bytes=32 * 2**20)


def diff_svg(
    diff: Diff, *, view: str = "overlay", theme: Theme = "auto", legend: bool = True, near: Graph | None = None
) -> str:
    """The picture of what changed as an SVG document; that of equal graphs comes from a cache.

    Each sign of a card has the card's key in `data-badge`, and each wire that did not stay the class `wf-edge-` with
    its name of `edge_names`.

    Args:
        diff: What to draw.
        view: `overlay`, both versions in one; `pair`, side by side, or one above the other where they are wide;
            `old` or `new`, that version in the places of the overlay.
        theme: `light`, `dark`, or `auto`, as the reader's system has it.
        legend: Whether it says below what signs and lines mean; without, `overlay`, `old` and `new` have one size.
        near: A graph that gives the places: its nodes are where they are in the pictures of other diffs near it.

    Raises:
        InvalidInput: There is no such view or theme.
    """
    for value, noun, known in ((view, "view", VIEWS), (theme, "theme", THEMES)):
        if value not in known:
            msg = f"{noun} {quoted(str(value))} is not known; it must be one of {', '.join(known)}"
            raise InvalidInput(msg)
    try:
        graphs = (fingerprint(diff.old.graph), fingerprint(diff.new.graph))
    except UnknownFormat:
        return _as_text(diff, theme)
    if not (diff.old.graph.nodes or diff.new.graph.nodes):
        # An app without a graph, say: there is nothing to draw, yet something to tell.
        return _as_text(diff, theme)
    # Of a changed secret the graphs without secrets say nothing.
    changed = frozenset((operation.kind, operation.node) for operation in diff.operations)
    places = None if near is None else fingerprint(near)
    key = (*graphs, changed, diff.old_title, diff.new_title, view, theme, legend, places)
    kept = _PICTURES.get(key)
    if kept is None:
        kept = _drawn(diff, view, theme, legend=legend, near=near)
        _PICTURES.keep(key, kept, 2 * len(kept))
    return kept


def _drawn(diff: Diff, view: str, theme: Theme, *, legend: bool, near: Graph | None) -> str:
    found = compared(diff)
    around = [] if near is None else [sheet_of(near)]
    # The first sheet gives the order, which decides on places as well, and the last one has the last word.
    plan = plan_of(*around, found.old, found.new, *around)
    inner = cache(partial(contents, found.both, plan))
    ways: tuple[Callable[[], Layout | None], ...] = (
        partial(_ranked.arranged, plan, inner),
        partial(_canvas.placed, plan),
    )
    layout = next(filter(None, (way() for way in ways)), None)
    if layout is None:
        return _as_text(diff, theme)
    words = ("What changed", diff.summary)
    if view == "pair":
        return _pair(diff, found, plan, layout, theme)
    sheet = {"overlay": found.both, "old": found.old, "new": found.new}[view]
    inside, size = _panel(found, sheet, plan, layout), (layout.width, layout.height)
    if legend:
        said, wide = _legend(found, sheet)
        inside += f'<g transform="translate({MARGIN} {layout.height})">{said}</g>'
        size = max(layout.width, wide + 2 * MARGIN), layout.height + _LEGEND
    return framed(inside, size, theme, words)


def _pair(diff: Diff, found: Comparison, plan: Plan, layout: Layout, theme: Theme) -> str:
    across = layout.width <= _WIDEST_PAIR
    width_, height = layout.width, layout.height + _CAPTION
    places = ((0, 0), (width_, 0) if across else (0, height))
    legend, wide = _legend(found, found.both)
    parts = [
        f'<g transform="translate({x} {y})">{_caption(title, width_)}'
        f'<g transform="translate(0 {_CAPTION})">{_panel(found, sheet, plan, layout)}</g></g>'
        for (x, y), title, sheet in zip(places, (diff.old_title, diff.new_title), (found.old, found.new), strict=True)
    ]
    rule = f"M{width_} 12v{height - 24}" if across else f"M12 {height}h{width_ - 24}"
    total = (2 * width_, height) if across else (width_, 2 * height)
    size = max(total[0], wide + 2 * MARGIN), total[1] + _LEGEND
    inside = f'<path class="wf-rule" d="{rule}"/>{"".join(parts)}'
    inside += f'<g transform="translate({MARGIN} {total[1]})">{legend}</g>'
    return framed(inside, size, theme, ("What changed", diff.summary))


def _panel(found: Comparison, sheet: Sheet, plan: Plan, layout: Layout) -> str:
    badges = (_badge(mark, layout, key) for key, mark in found.cards.items() if key in sheet.cards)
    return "".join([*body(sheet, layout, _marked(contents(sheet, plan), found)), *badges])


def _marked(inner: Contents, found: Comparison) -> Contents:
    """The contents with what became of cards and wires as classes round them."""
    cards = {
        key: f'<g class="wf-is-{found.cards[key]}">{content}</g>' if key in found.cards else content
        for key, content in inner.cards.items()
    }
    wires = {
        wire: (
            f"{look} wf-wire-{found.wires[wire]} wf-edge-{found.edges[wire]}" if wire in found.wires else look,
            title,
        )
        for wire, (look, title) in inner.wires.items()
    }
    return Contents(cards, wires)


def _badge(mark: Mark, layout: Layout, key: str) -> str:
    """The sign of a mark on the upper right corner of its card: colour is not the only thing that tells."""
    box = layout.boxes[key]
    place = f"translate({box.x + box.width - 8} {box.y - 10})"
    return f'<g data-badge="{escaped(key)}" transform="{place}">{_sign(mark)}</g>'


def _sign(mark: Mark) -> str:
    return (
        f'<rect class="wf-badge wf-badge-{mark}" width="20" height="20" rx="6"/>'
        f'<text class="wf-badge-sign" x="10" y="15">{SIGNS[mark]}</text>'
    )


def _caption(title: str, room: int) -> str:
    text = cut(clean(title), room - 2 * MARGIN, 13.0, bold=True)
    return f'<text class="wf-title" x="{MARGIN}" y="22">{escaped(text)}</text>'


def _legend(found: Comparison, sheet: Sheet) -> tuple[str, int]:
    """What the signs and the lines mean, with numbers, and how wide that is."""
    x = 0
    parts = []
    for sign, words in _entries(found, sheet):
        parts.append(f'<g transform="translate({x} 0)">{sign}<text class="wf-value" x="28" y="15">{words}</text></g>')
        x += 28 + round(1.15 * width(words, 11.0)) + 22
    return "".join(parts) or '<text class="wf-value" x="0" y="15">nothing changed</text>', x


def _entries(found: Comparison, sheet: Sheet) -> Iterator[tuple[str, str]]:
    shown = (mark for key, mark in found.cards.items() if key in sheet.cards)
    for mark, count in counted(shown).items():
        yield _sign(mark), f"{count} {'node' if count == 1 else 'nodes'} {mark}"
    wires = (mark for wire, mark in found.wires.items() if wire in sheet.wires)
    for mark, count in counted(wires).items():
        line = f'<path class="wf-wire wf-wire-{mark}" d="M0 10h22"/>'
        yield line, f"{count} {'edge' if count == 1 else 'edges'} {mark}"


def _as_text(diff: Diff, theme: Theme) -> str:
    """The diff as lines, where there is no graph or no way to arrange it."""
    lines = "\n".join(clean(line, 200) for line in diff.text(limit=40).split("\n"))
    return written(lines, theme, ("What changed", diff.summary))[0]
