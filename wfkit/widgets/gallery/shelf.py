"""The templates of a gallery: which of them are asked for, in which order, and what their cards say."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wfkit import render
from wfkit.widgets import finding
from wfkit.widgets.texts import all_told, sendable, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wfkit.service.offers import Offer

_LONGEST_NAME: Final = 200
_LONGEST_TEXT: Final = 300
_MOST_TAGS: Final = 200
_MOST_ON_CARD: Final = 12
_MOST_TYPES: Final = 60


class Wish(NamedTuple):
    """What somebody looks for.

    Attributes:
        query: Words that all have to be in its name, description, tags, types or owner.
        tag: One of its tags, "" for any.
        kind: `prebuilt`, `own`, or "" for both.
        is_usable: Whether only those count of which no node type is missing here.
        sort: `usage` or `name`.
    """

    query: str = ""
    tag: str = ""
    kind: str = ""
    is_usable: bool = False
    sort: str = "usage"


def chosen(offers: Iterable[Offer], wish: Wish) -> tuple[list[Offer], list[tuple[str, int]]]:
    """The templates that are wished for, in order; and the tags of those that would be without a tag, with how many."""
    words = wish.query.casefold().split()
    found = [offer for offer in offers if _fits(offer, wish) and all(word in _words(offer) for word in words)]
    tags = Counter(tag for offer in found for tag in dict.fromkeys(offer.tags))
    if wish.tag:
        found = [offer for offer in found if wish.tag in offer.tags]
    return sorted(found, key=_by_name if wish.sort == "name" else _by_usage), _most(tags, wish.tag)


def cards_of(offers: Sequence[Offer]) -> list[dict[str, Any]]:
    """What cards say of templates: nothing for which their documents have to be read."""
    words = all_told([offer.description for offer in offers], _LONGEST_TEXT)
    return [_card(offer, description) for offer, description in zip(offers, words, strict=True)]


def card_of(offer: Offer, *, longest: int) -> dict[str, Any]:
    """The same of one template, with so many characters of its description."""
    return _card(offer, told(offer.description, longest))


def needs_of(offer: Offer) -> dict[str, list[str]]:
    """The types that its nodes have, and those of them that are missing here, as short as names of types can be."""
    short = dict.fromkeys(render.short_type(name) for name in offer.node_types)
    return {
        "types": [sendable(name, _LONGEST_NAME) for name in [*short][:_MOST_TYPES]],
        "missing": [sendable(name, _LONGEST_NAME) for name in offer.missing_types[:_MOST_TYPES]],
    }


def _card(offer: Offer, description: str) -> dict[str, Any]:
    return {
        "id": offer.id,
        "name": sendable(offer.name, _LONGEST_NAME),
        "description": description,
        "tags": [sendable(tag, _LONGEST_NAME) for tag in offer.tags[:_MOST_ON_CARD]],
        "format": offer.format,
        "owner": sendable(offer.owner, _LONGEST_NAME),
        "is_prebuilt": offer.is_prebuilt,
        "version": offer.version,
        "used": offer.usage_count,
        **(needs_of(offer) if offer.has_known_types else {"types": None, "missing": []}),
    }


def _fits(offer: Offer, wish: Wish) -> bool:
    if wish.kind and (wish.kind == "prebuilt") != offer.is_prebuilt:
        return False
    return not (wish.is_usable and offer.missing_types)


def _words(offer: Offer) -> str:
    types = offer.node_types if offer.has_known_types else ()
    return finding.joined([offer.name, offer.description, offer.format, offer.owner, *offer.tags, *types])


def _by_usage(offer: Offer) -> tuple[Any, ...]:
    return -offer.usage_count, not offer.is_prebuilt, *_by_name(offer)


def _by_name(offer: Offer) -> tuple[Any, ...]:
    return offer.name.casefold(), offer.name, offer.id


def _most(tags: Mapping[str, int], chosen_tag: str) -> list[tuple[str, int]]:
    """The tags that most have, and the one that is chosen even where none has it."""
    pairs = sorted(tags.items(), key=lambda pair: (-pair[1], pair[0].casefold()))[:_MOST_TAGS]
    if chosen_tag and chosen_tag not in dict(pairs):
        pairs = [*pairs, (chosen_tag, tags.get(chosen_tag, 0))]
    return [(sendable(tag, _LONGEST_NAME), count) for tag, count in pairs]
