"""Text of documents, made fit to be sent to a browser."""

from __future__ import annotations

import re

# A message to the browser is UTF-8, which cannot write lone surrogates; the rest turns the text around it, or is
# a control character that a page cannot show.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def sendable(text: str, longest: int) -> str:
    """The text, at most so much of it, with U+FFFD for each character that a page cannot show."""
    cut = _UNFIT.sub("\ufffd", text[:longest])
    return cut if len(text) <= longest else f"{cut}…"
