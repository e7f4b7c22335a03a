"""Texts without the secrets in them, for what is said about a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.core.secrets.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterable

MASK = "REDACTED"


def mask(text: str, known: Iterable[str] = (), *, personal: bool = False) -> str:
    """The text with `MASK` for every secret that its shape gives away, and for every known value.

    Args:
        text: Any.
        known: Values that must not be shown, wherever they stand.
        personal: E-mail addresses and the like too.
    """
    at = 0
    pieces = []
    found = [span for _, span in Texts([text]).spans() if personal or span.rule.kind == "secret"]
    for span in sorted(found, key=lambda span: span.start):
        if span.stop > at:
            # What overlaps the one before it only makes that one longer.
            pieces += [text[at : span.start], MASK] if span.start >= at else []
            at = span.stop
    masked = "".join([*pieces, text[at:]])
    for value in sorted((value for value in known if len(value) <= len(masked)), key=len, reverse=True):
        masked = masked.replace(value, MASK)
    return masked
