"""Which kind of answer a request wants (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence

from wfkit.api._problems import Refused, malformed
from wfkit.core.wording import quoted


def accepted(header: str, offered: Sequence[str]) -> str:
    """The media type of those offered that the header likes best; the first where it likes several alike.

    Raises:
        Refused: It takes none of them (406), or cannot be read (400).
    """
    ranges = [_range(part) for part in header.split(",") if part.strip()] or [("*/*", 1.0)]
    quality = {media_type: _quality(media_type, ranges) for media_type in offered}
    best = max(offered, key=quality.__getitem__)
    if quality[best]:
        return best
    detail = f"Accept is {quoted(header)}; what can be had is {', '.join(offered)}"
    raise Refused(406, "not-acceptable", "Not acceptable", detail)


def _range(part: str) -> tuple[str, float]:
    media_type, *parameters = (each.strip().lower() for each in part.split(";"))
    weights = [each.removeprefix("q=") for each in parameters if each.startswith("q=")]
    try:
        weight = float(weights[0]) if weights else 1.0
    except ValueError:
        weight = -1.0
    if not 0 <= weight <= 1:
        msg = f"Accept has {quoted(part)}; a quality is a number from 0 to 1"
        raise malformed(msg)
    return media_type, weight


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """By the range that says most of the type."""
    for form in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        weights = [weight for named, weight in ranges if named == form]
        if weights:
            return max(weights)
    return 0.0
