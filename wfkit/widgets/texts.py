"""Text of documents, made fit to be sent to a browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wfkit.service import secrets

if TYPE_CHECKING:
    from collections.abc import Sequence

# A message to the browser is UTF-8, which cannot write lone surrogates; the rest turns the text around it, or is
# a control character that a page cannot show.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
SLACK = 500
"""So many characters more are looked at: a secret that would be cut in two is seen whole."""


def sendable(text: str, longest: int) -> str:
    """The text, at most so much of it, with U+FFFD for each character that a page cannot show."""
    cut = _UNFIT.sub("\ufffd", text[:longest])
    return cut if len(text) <= longest else f"{cut}…"


def told(text: str, longest: int) -> str:
    """What somebody wrote about a document, without secrets, to be sent to a browser."""
    return sendable(secrets.scrubbed(text[: longest + SLACK]), longest)


def all_told(texts: Sequence[str], longest: int) -> list[str]:
    """What `told` gives for each; all at once, which takes a tenth of the time of one after the other."""
    found = secrets.scrubbed_all([text[: longest + SLACK] for text in texts])
    return [sendable(text, longest) for text in found]
