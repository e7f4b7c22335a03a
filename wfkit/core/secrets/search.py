"""The search through parsed data: what formats say, what names say, and what the shapes of values say."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from wfkit.core.secrets._walk import Walk
from wfkit.core.secrets.finding import CONFIDENCES, Finding
from wfkit.core.secrets.names import confidence_of, scheme_length, strength_of
from wfkit.core.secrets.placeholders import is_placeholder, is_word
from wfkit.core.secrets.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wfkit.core.secrets._walk import Ask, Leaf
    from wfkit.core.secrets.finding import Confidence, SecretPlace
    from wfkit.core.secrets.texts import Span

FIELD_NAME = "secret-field"
REPEATED = "repeated-secret"
_SHORTEST_REPEATED = 8
# Each is looked for in the whole document.
_MOST_REPEATED = 200


def find(data: Any, ask: Ask | None = None, places: Iterable[SecretPlace] = ()) -> list[Finding]:
    """What parsed data holds of secrets and personal data, node by node.

    A secret that stands once more in another text, under whatever name, is found there too.

    Args:
        data: Parsed JSON of any depth.
        ask: Is asked about every object in it, and says what is secret in that one; None for nothing to ask.
        places: More of the same, whose paths begin at the top.
    """
    walk = Walk(ask)
    walk.visit(data, places)
    texts = Texts([leaf.text for leaf in walk.leaves])
    found = _first(walk.leaves, texts)
    _add_repeated(walk.leaves, texts, found)
    return [
        *walk.parts,
        *(
            replace(one, path=walk.path(walk.leaves[at].holder, walk.leaves[at].key))
            for at in sorted(found)
            for one in found[at]
        ),
    ]


def _first(leaves: Sequence[Leaf], texts: Texts) -> dict[int, list[Finding]]:
    """The findings by the index of their text."""
    shaped: dict[int, list[Finding]] = defaultdict(list)
    for at, span in texts.spans():
        shaped[at].append(_shaped(leaves[at], span))
    found = {}
    for at, leaf in enumerate(leaves):
        if at in shaped or leaf.place or strength_of(leaf.name):
            here = _findings(leaf, shaped.get(at, []))
            if here:
                found[at] = here
    return found


def _add_repeated(leaves: Sequence[Leaf], texts: Texts, found: dict[int, list[Finding]]) -> None:
    """Add where secrets stand once more."""
    places: dict[int, list[Finding]] = defaultdict(list)
    for value, confidence in islice(_telling(leaves, found).items(), _MOST_REPEATED):
        for at, start in texts.occurrences(value):
            leaf = leaves[at]
            places[at].append(
                Finding((), REPEATED, "secret", confidence, leaf.name, start, len(value), is_key=leaf.is_key)
            )
    for at, here in places.items():
        known = found.get(at, [])
        more = _apart(_joined(here), [one for one in known if one.kind == "secret"])
        if more:
            found[at] = sorted([*known, *more], key=lambda one: one.start)


def _telling(leaves: Sequence[Leaf], found: Mapping[int, Iterable[Finding]]) -> dict[str, Confidence]:
    """The secrets that are no words, so that they mean the same wherever they stand."""
    values: dict[str, Confidence] = {}
    for at, here in found.items():
        for one in here:
            value = leaves[at].text[one.start : one.stop]
            if one.kind == "secret" and len(value) >= _SHORTEST_REPEATED and not _is_plain(value):
                values.setdefault(value, one.confidence)
    return values


def _is_plain(value: str) -> bool:
    return is_word(value) or value.isdigit() or any(map(str.isspace, value))


def _findings(leaf: Leaf, shaped: Sequence[Finding]) -> list[Finding]:
    """The findings in one text; no two of one kind share a character."""
    secret = _joined([one for one in shaped if one.kind == "secret"])
    base = _known(leaf) or (None if leaf.is_key else _named(leaf))
    if base and base.kind == "secret":
        inside = [one for one in secret if _overlap(one, base)]
        secret = sorted([*_apart(secret, [base]), _surest(base, inside)], key=lambda one: one.start)
    if base and base.kind == "personal":
        return [*secret, base]
    return [*secret, *_apart(_joined([one for one in shaped if one.kind == "personal"]), secret)]


def _joined(found: Iterable[Finding]) -> list[Finding]:
    """The findings in order; those that overlap are one, which goes by the first."""
    apart: list[Finding] = []
    for one in sorted(found, key=lambda one: one.start):
        last = apart[-1] if apart else None
        if last is None or one.start >= last.stop:
            apart.append(one)
        elif one.stop > last.stop:
            apart[-1] = replace(last, length=one.stop - last.start)
    return apart


def _apart(found: Iterable[Finding], others: Sequence[Finding]) -> list[Finding]:
    """Those that share no character with the others, which are in order and do not overlap."""
    starts = [other.start for other in others]
    apart = []
    for one in found:
        before = bisect_right(starts, one.start) - 1
        neighbours = others[max(0, before) : before + 2]
        if not any(_overlap(one, other) for other in neighbours):
            apart.append(one)
    return apart


def _known(leaf: Leaf) -> Finding | None:
    """What the format says of it."""
    place = leaf.place
    if place is None or place.kind not in ("secret", "personal") or is_placeholder(leaf.text):
        return None
    return Finding((), place.rule, place.kind, place.confidence, leaf.name, 0, len(leaf.text), is_whole=True)


def _named(leaf: Leaf) -> Finding | None:
    """What its name says of it."""
    place = leaf.place
    name, start = (place.name, place.start) if place and place.kind == "name" else (leaf.name, 0)
    strength = strength_of(name)
    if (strength == "paired" and not leaf.is_paired) or (place and place.kind == "reference"):
        return None
    if strength != "password":
        start += scheme_length(leaf.text[start:])
    value = leaf.text[start:].strip()
    confidence = confidence_of(strength, value)
    if confidence is None:
        return None
    start = leaf.text.index(value, start)
    return Finding((), FIELD_NAME, "secret", confidence, name, start, len(value), is_whole=not start)


def _shaped(leaf: Leaf, span: Span) -> Finding:
    rule, size = span.rule, span.stop - span.start
    return Finding(
        (), rule.name, rule.kind, rule.confidence, span.name or leaf.name, span.start, size, is_key=leaf.is_key
    )


def _surest(base: Finding, inside: Iterable[Finding]) -> Finding:
    """The finding under the name of the shape that is in it, which says more than that of its field."""
    best = min(inside, key=lambda one: CONFIDENCES.index(one.confidence), default=None)
    if best is None:
        return base
    confidence = min(base.confidence, best.confidence, key=CONFIDENCES.index)
    return replace(base, rule=best.rule, confidence=confidence)


def _overlap(one: Finding, other: Finding) -> bool:
    return one.start < other.stop and other.start < one.stop
