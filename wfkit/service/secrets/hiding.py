"""Secrets of documents, taken out of single values and words that come from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wfkit.core.pointer import join, split
from wfkit.core.rewriting import replaced
from wfkit.core.secrets import MASK, mask, mask_all
from wfkit.service.secrets._findings import findings, value_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wfkit.core.document import Document
    from wfkit.core.secrets import Finding

# Shorter pieces are parts of ordinary words, and masking them would tell what they are.
_SHORTEST = 4
_EMPTY: Mapping[type, Any] = {str: "", dict: {}, list: [], int: 0, float: 0}


@dataclass(frozen=True, slots=True)
class Hiding:
    """What some documents must not show, known by its words rather than by its place: merges move and rename it.

    Attributes:
        texts: What to show in place of a text that holds a secret, "" where it is one from end to end.
        pieces: The secrets within texts, wherever else they stand.
        holders: The places of numbers, objects and lists that are secret as a whole, None for any place in a list.
    """

    texts: Mapping[str, str] = field(repr=False)
    pieces: frozenset[str] = field(repr=False)
    holders: frozenset[tuple[str | None, ...]] = field(repr=False)

    def text(self, text: str) -> str:
        """The words without secrets, each of which becomes `MASK`; "" for a text that is nothing else."""
        return self.all_texts([text])[0]

    def all_texts(self, texts: Sequence[str]) -> list[str]:
        """What `text` gives for each of these, in a tenth of the time."""
        masked = mask_all(texts, self.pieces)
        return [self.texts.get(text, shown) for text, shown in zip(texts, masked, strict=True)]

    def value(self, value: Any, path: str) -> Any:
        """The value without secrets: empty where it was one, `MASK` within a text; no object with a secret in a key.

        Args:
            value: Parsed JSON.
            path: JSON Pointer to it in its document; elements of lists may go by anything.
        """
        parts = split(path)
        # The walk begins at the value: what lies above it may be secret as a whole.
        if any(self._is_held(parts[:length]) for length in range(len(parts))):
            return _EMPTY.get(type(value))
        changes = self._changes(value, parts)
        return replaced(value, changes) if changes else value

    def _changes(self, value: Any, parts: tuple[str, ...]) -> dict[str, Any]:
        """What is shown in place of the secrets within a value, by JSON Pointers from there."""
        emptied: dict[str, Any] = {}
        texts: list[tuple[str, str]] = []
        keys: list[tuple[str, str]] = []
        waiting: list[tuple[tuple[str | int, ...], Any]] = [((), value)]
        while waiting:
            steps, item = waiting.pop()
            if isinstance(item, str):
                texts.append((join(*steps), item))
            elif type(item) in _EMPTY and self._is_held((*parts, *steps)):
                emptied[join(*steps)] = _EMPTY[type(item)]
            elif isinstance(item, dict):
                keys += [(join(*steps), key) for key in item]
                waiting += [((*steps, key), inner) for key, inner in item.items()]
            elif isinstance(item, list):
                waiting += [((*steps, place), inner) for place, inner in enumerate(item)]
        emptied |= {pointer: {} for pointer in self._unlike(keys)}
        found = {**self._unlike(texts), **emptied}
        return {pointer: shown for pointer, shown in found.items() if not _is_below(pointer, emptied)}

    def _unlike(self, texts: Sequence[tuple[str, str]]) -> dict[str, str]:
        """Those that are not shown as they are, by their pointers."""
        shown = self.all_texts([text for _, text in texts])
        return {pointer: new for (pointer, text), new in zip(texts, shown, strict=True) if new != text}

    def _is_held(self, parts: tuple[str | int, ...]) -> bool:
        """Whether what is at this place is secret as a whole."""
        return any(
            len(holder) == len(parts) and all(step in (None, part) for step, part in zip(holder, parts, strict=True))
            for holder in self.holders
        )


def hiding(documents: Iterable[Document]) -> Hiding:
    """What these documents must not show."""
    texts: dict[str, str] = {}
    pieces: set[str] = set()
    holders: set[tuple[str | None, ...]] = set()
    for document in documents:
        for finding in findings(document):
            if finding.kind != "secret":
                continue
            value = str(finding.path[-1]) if finding.is_key else value_at(document.data, finding.path)
            if isinstance(value, str):
                _note(value, finding, texts, pieces)
            else:
                holders.add(tuple([None if isinstance(step, int) else step for step in finding.path]))
    shown = {whole: text and mask(text, pieces) for whole, text in texts.items()}
    return Hiding(shown, frozenset(pieces), frozenset(holders))


def _is_below(pointer: str, others: Mapping[str, Any]) -> bool:
    return any(pointer.startswith(f"{other}/") for other in others)


def _note(text: str, finding: Finding, texts: dict[str, str], pieces: set[str]) -> None:
    """Keeps what a finding in a text says of it, beside what earlier ones said."""
    piece = text[finding.start : finding.stop]
    if len(piece) >= _SHORTEST:
        pieces.add(piece)
    if finding.is_whole or piece == text:
        texts[text] = ""
    elif piece and texts.get(text) != "":
        texts[text] = texts.get(text, text).replace(piece, MASK)
