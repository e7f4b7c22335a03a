"""From a graph to its picture: what is shown, where it is, how it is drawn, and what is remembered of it."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput
from wfkit.render import _canvas, _ranked
from wfkit.render._cache import Cache, fingerprint
from wfkit.render._highlights import MOST
from wfkit.render._outline import outline, summary
from wfkit.render._sheet import Sheet, plan_of, sheet_of
from wfkit.render._svg import contents, drawn, written
from wfkit.render._themes import THEMES

if TYPE_CHECKING:
    from wfkit.core.model import Graph
    from wfkit.render._sheet import Plan
    from wfkit.render._themes import Theme

LayoutName = Literal["auto", "dot", "canvas"]
_LAYOUTS: Final[tuple[str, ...]] = get_args(LayoutName)
_DESCRIBED = 20
_TITLE = "Workflow"
# In memory a character takes up to four bytes, most often one or two.
_BYTES = 2
_PICTURES: Cache[tuple[object, ...], Picture] = Cache(most_bytes=64 * 2**20)


class Picture(NamedTuple):
    """An SVG and its size in pixels."""

    svg: str
    size: tuple[int, int]


def picture(
    graph: Graph,
    *,
    theme: Theme = "auto",
    layout: LayoutName = "auto",
    highlights: bool = True,
    near: Graph | None = None,
    title: str = "",
) -> Picture:
    """The picture of a graph, from the cache where an equal one was drawn lately.

    Raises:
        InvalidInput: There is no such theme or layout.
    """
    _check(theme, "theme", THEMES)
    _check(layout, "layout", _LAYOUTS)
    prints = [fingerprint(graph)] if near is None else [fingerprint(graph), fingerprint(near)]
    key = (*prints, theme, layout, highlights, title)
    kept = _PICTURES.get(key)
    if kept is not None:
        return kept
    most = MOST if highlights else 0
    sheet = sheet_of(graph, most=most)
    sheets = [sheet] if near is None else [sheet, sheet_of(near, most=most)]
    made = _made(
        sheet, plan_of(*_in_fixed_order(sheets, prints)), layout, theme, (title or _TITLE, _said(graph, sheet))
    )
    if made is None:
        return Picture(*written(outline(graph), theme, (title or _TITLE, _said(graph, sheet))))
    _PICTURES.keep(key, made, _BYTES * len(made.svg))
    return made


def forget() -> None:
    """Keeps nothing of what was drawn or arranged."""
    _PICTURES.clear()
    _ranked.forget()


def _made(sheet: Sheet, plan: Plan, layout: LayoutName, theme: Theme, words: tuple[str, str]) -> Picture | None:
    """The picture of the sheet; None, and not to be kept, where there is no way to arrange it by now."""
    inner = cache(partial(contents, sheet, plan))
    ways = [partial(_ranked.arranged, plan, inner), partial(_canvas.placed, plan)]
    found = next(filter(None, (way() for way in (reversed(ways) if layout == "canvas" else ways))), None)
    if found is None:
        return None
    return Picture(drawn(sheet, found, theme, words, inner()), (found.width, found.height))


def _in_fixed_order(sheets: list[Sheet], prints: list[bytes]) -> list[Sheet]:
    """The same order whichever of two graphs is drawn: the places in both pictures are the same."""
    return [sheet for _, sheet in sorted(zip(prints, sheets, strict=True), key=lambda pair: pair[0])]


def _said(graph: Graph, sheet: Sheet) -> str:
    """What a screen reader says: how much there is, and the names of the first nodes."""
    titles = [card.title for card in sheet.cards.values() if card.role != "note"]
    more = f" and {len(titles) - _DESCRIBED} more" if len(titles) > _DESCRIBED else ""
    repeated = f" Not drawn, for their ids are taken: {sheet.repeated}." if sheet.repeated else ""
    return f"{summary(graph)}: {', '.join(titles[:_DESCRIBED])}{more}.{repeated}"


def _check(value: str, noun: str, known: tuple[str, ...]) -> None:
    if value not in known:
        msg = f"{noun} {quoted(str(value))} is not known; it must be one of {', '.join(known)}"
        raise InvalidInput(msg)
