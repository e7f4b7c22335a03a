"""What every view is put together from: a panel with a head, tables, folds and remarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.render._text import clean
from wfkit.render.html import _styles as styles
from wfkit.render.html._elements import NOTHING, Markup, element, joined, void

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LABEL = 120
_PATH = 120
_DOT = " · "
# As wide as the plus beside it, which the hyphen is not.
MINUS = "\N{MINUS SIGN}"


def panel(name: str, *children: str) -> Markup:
    """The whole of one view; its class is `wfkit-` and the name."""
    return element("div", *children, style=styles.PANEL, class_=f"wfkit-{name}")


def head(title: str, *meta: str) -> Markup:
    """What it is called, and below it, quieter, what is known of it; empty ones are left out."""
    return joined([element("p", title, style=styles.TITLE), _meta(meta)])


def sentence(words: str, *meta: str) -> Markup:
    """What is to be said of it, and below it, quieter, what is known of it; empty ones are left out."""
    return joined([element("p", words, style=styles.SUMMARY), _meta(meta)])


def strong(*words: str) -> Markup:
    """What the eye is to find first."""
    return element("strong", *words, style=styles.STRONG)


def name(label: str, limit: int = _LABEL) -> Markup:
    """A label on one line, whose direction of writing is its own."""
    return element("bdi", clean(label, limit))


def sign(mark: str) -> Markup:
    """`+`, `-`, `~` or another sign in a small square."""
    return element("span", mark.replace("-", MINUS), style=styles.badge(mark))


def chip(words: str, mark: str = " ", title: str = "") -> Markup:
    """A few words in a rounded box."""
    named = {"title": title} if title else {}
    return element("span", words, style=styles.chip(mark), **named)


def code(words: str) -> Markup:
    """Something for a machine: a path, a statement, an id."""
    return element("code", words, style=styles.CODE)


def path(pointer: str) -> Markup:
    """The place of a value, readable, with the JSON Pointer as a tooltip."""
    shown = clean(pointer.lstrip("/"), _PATH)
    return element("code", shown, style=styles.PATH, title=clean(pointer, 500))


def quiet(*words: str) -> Markup:
    """What is of less weight."""
    return element("span", *words, style=styles.QUIET)


def section(title: str) -> Markup:
    """The heading of what follows; no `h3`, which would land in a notebook's table of contents."""
    return element("p", strong(title), style=styles.SECTION)


def paragraph(*words: str) -> Markup:
    """A paragraph."""
    return element("p", *words, style=styles.LEAD)


def row(*pieces: str) -> Markup:
    """Pieces beside each other, as many as fit."""
    return element("p", joined([piece for piece in pieces if piece], " "), style=styles.ROW)


def remark(*words: str) -> Markup:
    """What a reader should know of what is shown, such as that some of it is not."""
    return element("p", *words, style=styles.REMARK)


def fold(title: str, *children: str) -> Markup:
    """What opens on a click, and is open where nothing can be clicked."""
    return element("details", element("summary", title, style=styles.FOLD_TITLE), *children, style=styles.FOLD)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[str]) -> Markup:
    """A table with a line below each row.

    Args:
        heads: A title a column.
        rows: The cells of each row.
        widths: How wide each column is, such as `30%`, or "" for what is left.
    """
    titles = _line(element("th", title, style=styles.HEAD, scope="col") for title in heads)
    lines = (_line(element("td", cell, style=styles.CELL) for cell in cells) for cells in rows)
    return _framed(widths, element("thead", titles), element("tbody", *lines))


def group(mark: str, title: str, lines: Iterable[tuple[str, str]] = (), *, is_tight: bool = False) -> Markup:
    """What the sign and the title say, then a line for each name and what is to be said of it; part of `groups`.

    Args:
        mark: The sign.
        title: What stands beside it.
        lines: The names and what is said of them.
        is_tight: Whether groups like it follow each other closely.
    """
    style = styles.TIGHT if is_tight else styles.FIRST
    cells = element("td", sign(mark), style=style), element("td", title, style=style, colspan=2)
    gap = [] if is_tight else [_line([element("td", style=styles.GAP, colspan=3)])]
    return joined([_line(cells), *(_line(_below(*line)) for line in lines), *gap])


def groups(made: Iterable[Markup], widths: Sequence[str]) -> Markup:
    """A table without a head; every `group` has the same columns: the sign, the names, and what is said of them."""
    return _framed(widths, element("tbody", *made))


def counted(count: int, noun: str, plural: str = "") -> str:
    """The number and the noun, such as `1 node` or `12 nodes`."""
    return f"{count:,} {noun if count == 1 else plural or f'{noun}s'}"


def _framed(widths: Sequence[str], *parts: str) -> Markup:
    made = (void("col", style=f"width:{width}") if width else void("col") for width in widths)
    return element("table", element("colgroup", *made), *parts, style=styles.TABLE)


def _meta(pieces: Iterable[str]) -> Markup:
    line = joined([piece for piece in pieces if piece], _DOT)
    return element("p", line, style=styles.META) if line else NOTHING


def _below(title: str, said: str) -> Iterator[Markup]:
    yield element("td", style=styles.NEXT)
    yield element("td", title, style=styles.NEXT)
    yield element("td", said, style=styles.LAST)


def _line(cells: Iterable[str]) -> Markup:
    return element("tr", *cells, style=styles.LINE)
