"""The keys of one object divided by where they belong in a graph, by a table that names those a reader knows.

Nothing is lost on the way: a key that no table names is a setting, and so is one that should have been read and
could not be. A comparison of two graphs therefore shows every change of the documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wfkit.formats._foreign import take_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wfkit.formats._foreign import Reading

READ: Final = 0
SETTINGS: Final = 1
LAYOUT: Final = 2
NOISE: Final = 3


class Shares(NamedTuple):
    """One object by where its keys belong; `read` holds those that the reader has to take out of it."""

    read: dict[str, Any]
    settings: dict[str, Any]
    layout: dict[str, Any]
    noise: dict[str, Any]


def table(*, read: Iterable[str] = (), layout: Iterable[str] = (), noise: Iterable[str] = ()) -> dict[str, int]:
    """The table for `share` that names these keys."""
    return {**dict.fromkeys(noise, NOISE), **dict.fromkeys(layout, LAYOUT), **dict.fromkeys(read, READ)}


def share(item: Mapping[str, Any], places: Mapping[str, int]) -> Shares:
    """The object's keys, each in the place that the table names for it, or else among the settings."""
    # Readers spend most of their time here. Tried and no faster: copying what most keys are, and taking out the rest.
    parts: tuple[dict[str, Any], ...] = ({}, {}, {}, {})
    place_of = places.get
    for key, value in item.items():
        parts[place_of(key, SETTINGS)][key] = value
    return tuple.__new__(Shares, parts)


def merged(outer: dict[str, Any], inner: dict[str, Any], holder: str) -> dict[str, Any]:
    """All of both; where both have a key, the inner one's is called after the key that holds it."""
    if not (outer and inner):
        return outer or inner
    for name, value in inner.items():
        key = name
        while key in outer:
            key = f"{holder}.{key}"
        outer[key] = value
    return outer


def joined(outer: Shares, inner: Shares, holder: str) -> Shares:
    """The settings, layout and noise of both; what is still to read, the outer one's."""
    read, settings, layout, noise = outer
    _, more_settings, more_layout, more_noise = inner
    return Shares(
        read,
        merged(settings, more_settings, holder),
        merged(layout, more_layout, holder),
        merged(noise, more_noise, holder),
    )


def nest(outer: Shares, key: str, inner: Shares) -> None:
    """Put the settings, layout and noise of an inner object under its key into those of the outer one."""
    for part, found in zip(outer[SETTINGS:], inner[SETTINGS:], strict=True):
        if found:
            put(part, key, found)


def put(part: dict[str, Any], key: str, value: Any) -> None:
    """Put a value under the key, or one like it where the document itself has that key."""
    while key in part:
        key += "_"
    part[key] = value


def settle(shares: Shares, expected: Mapping[str, str], pointer: str, reading: Reading, node: str = "") -> None:
    """Keep among the settings what was not taken, and warn of what should have been of another kind.

    Null says nothing, and goes.
    """
    rest = {key: value for key, value in shares.read.items() if value is not None} if shares.read else None
    if rest:
        shares.settings.update(rest)
        reading.warn_of(rest, expected, pointer, node)


def take_label(shares: Shares, key: str, fallback: str) -> str:
    """The text under the key, which is removed, or the fallback when it is empty or no text."""
    text = take_text(shares.read, key)
    if text and text == fallback:
        # It looks the same as when it is left out, yet is not the same.
        shares.noise[key] = text
    return text or fallback
