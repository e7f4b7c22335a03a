"""How messages name hostile things: shortened, escaped and with a guess at what was meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wfkit.core.model import Edge, Node

NAME_LIMIT = 60
VALUE_LIMIT = 40
_LIST_LIMIT = 10
_PRINTED_BITS = 200
# Comparing is quadratic in the length of a word and linear in the names, so both are bounded.
_COMPARED_LENGTH = 64
_COMPARED_SLACK = 3
_COMPARISONS = 20_000
_LIKENESS = 0.7


def shortened(text: str, limit: int = NAME_LIMIT) -> str:
    """The text, at most `limit` characters of it, with `…` for what was cut off."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def quoted(text: str, limit: int = NAME_LIMIT) -> str:
    """The shortened text in quotes, with control characters and lone surrogates escaped."""
    return repr(shortened(text, limit))


def listed(names: Iterable[str], limit: int = _LIST_LIMIT) -> str:
    """The names, quoted and joined by commas; says how many there are when they are more than `limit`."""
    every = list(names)
    shown = ", ".join(quoted(name) for name in every[:limit])
    return shown if len(every) <= limit else f"{shown}, … ({len(every)} in all)"


def named(node: Node) -> str:
    """The node by its id, and by its label where that says more."""
    label = f" ({quoted(node.label)})" if node.label not in {"", node.id} else ""
    return f"node {quoted(node.id)}{label}"


def named_edge(edge: Edge) -> str:
    """The edge by its id and its two ends."""
    name = f"edge {quoted(edge.id)}" if edge.id else "the edge"
    return f"{name} from {quoted(edge.source)} to {quoted(edge.target)}"


def shown(value: Any) -> str:
    """A JSON value as a message shows it: scalars shortened to `VALUE_LIMIT`, containers by their size."""
    if isinstance(value, str):
        return quoted(value, VALUE_LIMIT)
    if isinstance(value, Mapping):
        return f"an object with {_counted(len(value), 'field')}"
    if isinstance(value, (list, tuple)):
        return f"a list with {_counted(len(value), 'item')}"
    return _shown_scalar(value)


def _shown_scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    # str() of an integer beyond 4 300 digits raises, and nobody reads that many.
    if isinstance(value, int) and value.bit_length() > _PRINTED_BITS:
        return f"a whole number of {value.bit_length()} bits"
    return shortened(repr(value), VALUE_LIMIT)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


@dataclass
class Names:
    """Known names that a mistyped one is compared with.

    Looking for the closest is bounded: very long words are not compared, and after `budget` comparisons
    nothing is guessed any more, so that a hostile document cannot make validation quadratic.
    """

    known: tuple[str, ...]
    budget: int = _COMPARISONS
    guesses: dict[str, str] = field(default_factory=dict)

    def closest(self, word: str) -> str:
        """The known name that looks most like the word, or "" when none is close."""
        if word not in self.guesses:
            self.guesses[word] = self._folded.get(word.strip().casefold()) or self._compared(word)
        return self.guesses[word]

    def hint(self, word: str, noun: str) -> str:
        """What would be right instead of the word, as the end of a sentence."""
        guess = self.closest(word)
        if guess:
            return f"did you mean {quoted(guess)}?"
        return f"known {noun}: {listed(self.known)}" if self.known else f"there are no {noun}"

    @cached_property
    def _folded(self) -> Mapping[str, str]:
        return {name.strip().casefold(): name for name in reversed(self.known)}

    @cached_property
    def _by_length(self) -> Mapping[int, list[str]]:
        groups: defaultdict[int, list[str]] = defaultdict(list)
        for name in self.known:
            groups[len(name)].append(name)
        return dict(groups)

    def _compared(self, word: str) -> str:
        if not word or len(word) > _COMPARED_LENGTH:
            return ""
        lengths = range(len(word) - _COMPARED_SLACK, len(word) + _COMPARED_SLACK + 1)
        groups = [self._by_length.get(length, []) for length in lengths]
        if not self._spend(sum(map(len, groups))):
            return ""
        from difflib import get_close_matches

        candidates = [name for group in groups for name in group]
        return next(iter(get_close_matches(word, candidates, n=1, cutoff=_LIKENESS)), "")

    def _spend(self, comparisons: int) -> bool:
        affordable = comparisons <= self.budget
        if affordable:
            self.budget -= comparisons
        return affordable
