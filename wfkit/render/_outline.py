"""A graph as a few lines of text, for terminals and for wherever no picture can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wfkit.render._sheet import sheet_of
from wfkit.render._text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.model import Graph
    from wfkit.render._cards import Card
    from wfkit.render._sheet import Sheet

MOST_LINES: Final = 120
_WIDTH = 110
_DEEPEST = 36
_ON, _FORK, _LAST = "→ ", "├→ ", "└→ "
_MOST_NAMES = 4

_Neighbours = dict[str, dict[str, None]]


def outline(graph: Graph, *, most_lines: int = MOST_LINES) -> str:
    """A line a node, each after all that lead to it as far as the graph has no cycles; says what it leaves out.

    A node with an arrow takes what the line above puts out, or, on a branch, the line where the branch begins.

    Args:
        graph: What to show.
        most_lines: How many nodes are shown at most; what is left out is counted in a last line.
    """
    sheet = sheet_of(graph)
    lines = [*_lines(sheet)]
    shown = [_shortened(line) for line in lines[:most_lines]]
    if len(lines) > most_lines:
        shown.append(f"… and {len(lines) - most_lines} more")
    return "\n".join([_headline(graph), *shown])


def summary(graph: Graph) -> str:
    """What there is, counted, such as `8 nodes, 9 edges, 1 note`."""
    roles = [node.role for node in graph.nodes]
    counts = {"node": roles.count("node"), "edge": len(graph.edges)}
    counts |= {role: roles.count(role) for role in ("note", "group") if role in roles}
    counts["disabled"] = sum(not node.enabled for node in graph.nodes)
    return ", ".join(_counted(count, noun) for noun, count in counts.items() if count or noun in {"node", "edge"})


def _headline(graph: Graph) -> str:
    return summary(graph)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 or noun == 'disabled' else 's'}"


def _lines(sheet: Sheet) -> Iterator[str]:
    after: _Neighbours = {key: {} for key, card in sheet.cards.items() if card.role != "note"}
    before: _Neighbours = {key: {} for key in after}
    for wire in sheet.wires:
        after[wire.source][wire.target] = None
        before[wire.target][wire.source] = None
    for key, branch, came_from in _walk(after, before):
        others = [sheet.cards[other].title for other in before[key] if other != came_from]
        yield f"{branch}{_described(sheet.cards[key])}{_joined(others)}"
    for card in sheet.cards.values():
        if card.role == "note":
            yield f"note: {clean(card.text) or card.title}"
    for key, frame in sheet.frames.items():
        yield f"group: {frame.title} ({_counted(sum(home == key for home in sheet.homes.values()), 'node')})"


def _walk(after: _Neighbours, before: _Neighbours) -> Iterator[tuple[str, str, str]]:
    """Each node with the branch that it hangs on and the node that it goes on from, "" for none.

    A node comes when the last that leads to it has come; a cycle is entered at its first node in the document.
    """
    waiting = {key: len(found) for key, found in before.items()}
    starts = [key for key, count in waiting.items() if not count]
    done: set[str] = set()
    for start in [*starts, *after]:
        stack = [(start, "", "", "")] if start not in done else []
        while stack:
            key, rails, lead, came_from = stack.pop()
            done.add(key)
            yield key, f"{rails}{lead}", came_from
            waiting.update((target, waiting[target] - 1) for target in after[key])
            ready = [target for target in after[key] if waiting[target] <= 0 and target not in done]
            inner = rails if lead in {"", _ON} else _beyond(rails, lead)
            stack += [(target, inner, lead, key) for target, lead in reversed(_branches(ready))]


def _branches(ready: list[str]) -> list[tuple[str, str]]:
    """The nodes that come next, each with how it is drawn: on in the same line when it is the only one."""
    if len(ready) == 1:
        return [(ready[0], _ON)]
    return [(target, _LAST if target == ready[-1] else _FORK) for target in ready]


def _beyond(rails: str, lead: str) -> str:
    """What stands before the lines that hang on a branch; it stops growing where lines would have no room left."""
    return f"{rails}{'│  ' if lead == _FORK else '   '}" if len(rails) < _DEEPEST else rails


def _described(card: Card) -> str:
    parts = [card.title, card.type, *(f"{name} {value}" for name, value in card.highlights)]
    text = " · ".join(filter(None, parts))
    return text if card.enabled else f"{text} [disabled]"


def _joined(others: list[str]) -> str:
    if not others:
        return ""
    names = ", ".join(_shortened(name, 30) for name in others[:_MOST_NAMES])
    rest = f" and {len(others) - _MOST_NAMES} more" if len(others) > _MOST_NAMES else ""
    return f"  ← also {names}{rest}"


def _shortened(text: str, limit: int = _WIDTH) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
