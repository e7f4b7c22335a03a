"""The search within one graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wfkit.core.model import Node

# Between two texts of a node: nobody types it, so nothing is found across them.
_BETWEEN = "\0"


def words_of(node: Node) -> str:
    """All texts and numbers of a node, for `found`."""
    return joined([node.label, node.type, node.id, *texts_of(node.config), *texts_of(node.settings)])


def joined(texts: Iterable[str]) -> str:
    """Texts for `found`, which finds nothing across them."""
    return _BETWEEN.join(texts).casefold()


def found(texts: Mapping[str, str], query: str) -> list[str]:
    """The keys of the texts that hold what is asked for, in their order; all case is alike."""
    needle = query.strip().casefold()
    return [key for key, text in texts.items() if needle in text] if needle else []


def texts_of(value: Any) -> Iterator[str]:
    """All texts and numbers within a value."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str(text):
                yield text
            case Mapping() as held:
                waiting += held.values()
            case list() | tuple() as held:
                waiting += held
            case float(number):
                yield f"{number:g}"
            case bool() | None:
                pass
            # Python refuses to write very long integers.
            case int(number) if number.bit_length() <= 64:  # noqa: PLR2004 - of a machine
                yield str(number)
