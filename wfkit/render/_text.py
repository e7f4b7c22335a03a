"""Text that may be hostile, made fit to be drawn: cleaned, measured, cut and wrapped."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What XML 1.0 forbids or a terminal obeys (C0, DEL, C1, surrogates, two non-characters), and what would turn
# the text around it (bidirectional overrides and isolates). Joiners stay: emoji and Persian need them.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_BREAKS = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")
REPLACEMENT = "\ufffd"
ELLIPSIS = "…"
# Far more than any place of a picture has room for; what follows is never looked at.
LONGEST = 2000

# Hundredths of an em at weight 400, a little wider than Arial, which is about as wide as Segoe UI, Roboto and San
# Francisco: who draws the text decides on the font, and a text cut early is better than one that leaves its card.
_ASCII = {
    24: "ijl",
    29: "',.:;|!It/\\ f",
    35: "()[]-`r{}",
    42: '"',
    52: "cksvxyzJ*^",
    58: "abdeghnopqu_?0123456789L$#",
    62: "+<=>~FTZ",
    70: "ABEKPSVXYRCDHNUw&",
    80: "GOQ",
    86: "mM",
    100: "W@%",
}
_ADVANCE = {character: width for width, characters in _ASCII.items() for character in characters}
_NARROW, _OTHER, _WIDE, _EMOJI = 0, 64, 100, 130
_WIDEST = 130
_BOLD = 1.07
_FIRST_EMOJI = 0x1F000
# A cut just before one of these would change the character that it belongs to.
_CLINGS = frozenset("\u200c\u200d\ufe0e\ufe0f\u20e3")


def clean(text: str, longest: int = LONGEST) -> str:
    """The text in one line, blanks run together, with a visible mark for each character that cannot be drawn."""
    if len(text) > longest:
        return f"{clean(text[:longest])}{ELLIPSIS}"
    if text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(_UNSAFE.sub(_visible, text).split())


def clean_lines(text: str, longest: int = LONGEST) -> list[str]:
    """The lines of the text, each clean; at most `longest` characters of it in all."""
    head = text[:longest].replace("\r\n", "\n")
    lines = [clean(line) for line in re.split("[\n\r\v\f\x85\u2028\u2029]", head)]
    if len(text) > longest:
        lines[-1] += ELLIPSIS
    return lines


def width(text: str, size: float, *, bold: bool = False) -> float:
    """An upper estimate of how wide the text is drawn, in pixels, at a font size in pixels."""
    return sum(map(advance, text)) * size / 100 * (_BOLD if bold else 1)


@lru_cache(maxsize=8192)
def cut(text: str, limit_px: float, size: float, *, bold: bool = False) -> str:
    """The text, or as much of its beginning as fits together with an ellipsis."""
    unit = size / 100 * (_BOLD if bold else 1)
    if len(text) * _WIDEST * unit <= limit_px:
        return text
    used, end, limit = 0, 0, limit_px / unit
    room = limit - _WIDE
    for place, character in enumerate(text):
        used += advance(character)
        if used <= room:
            end = place + 1
        elif used > limit:
            return f"{text[: _whole_end(text, end)].rstrip()}{ELLIPSIS}"
    return text


def wrap(text: str, limit_px: float, size: float, lines: int) -> list[str]:
    """The text in at most so many lines that fit; words break only where they are longer than a line."""
    found: list[str] = []
    waiting = [line for line in clean_lines(text) if line]
    while waiting and len(found) < lines:
        line = waiting.pop(0)
        head = _fitting(line, limit_px, size)
        found.append(line[:head].rstrip())
        if line[head:].strip():
            waiting.insert(0, line[head:].lstrip())
    if waiting and found:
        found[-1] = cut(f"{found[-1]} {ELLIPSIS}", limit_px, size)
    return found


def advance(character: str) -> int:
    """How wide the character is at most, in hundredths of an em."""
    known = _ADVANCE.get(character)
    return _measured(character) if known is None else known


@lru_cache(maxsize=4096)
def _measured(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return _NARROW
    if ord(character) >= _FIRST_EMOJI and unicodedata.category(character) == "So":
        return _EMOJI
    return _WIDE if unicodedata.east_asian_width(character) in "WF" else _OTHER


def _fitting(line: str, limit_px: float, size: float) -> int:
    """How many characters of the line fit, up to the end of a word where there is one."""
    used, limit, blank = 0.0, limit_px / size * 100, 0
    for place, character in enumerate(line):
        used += advance(character)
        if character == " ":
            blank = place
        if used > limit:
            return blank or max(1, _whole_end(line, place))
    return len(line)


def _whole_end(text: str, end: int) -> int:
    """The end moved back to where no character is torn from its accents or joined parts."""
    while 0 < end < len(text) and (_clings(text[end]) or text[end - 1] == "\u200d"):
        end -= 1
    return end


def _clings(character: str) -> bool:
    return character in _CLINGS or unicodedata.combining(character) > 0 or "\U0001f3fb" <= character <= "\U0001f3ff"


def _visible(found: re.Match[str]) -> str:
    return " " if found[0] in _BREAKS else REPLACEMENT
