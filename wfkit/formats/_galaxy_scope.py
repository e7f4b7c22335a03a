"""The names within one workflow of Galaxy's format 2, by which its connections go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wfkit.core.pointer import append
from wfkit.formats._reading import as_text
from wfkit.formats._sniffing import child

if TYPE_CHECKING:
    from collections.abc import Mapping

# What the output of an input is called, and that of a step where a connection names none.
_OUTPUT = "output"
# Labels may contain slashes; no more of them than this are tried.
_MOST_SLASHES = 50


@dataclass(slots=True)
class Entry:
    """One item of what may be an object or a list.

    Attributes:
        key: Its key; in a list its id or else its label, "" when it has neither.
        item: What stands there.
        pointer: JSON Pointer to it.
        is_listed: Whether it stands in a list.
        id: The id of the node that it is, given by `Scope.name_all`.
    """

    key: str
    item: Any
    pointer: str
    is_listed: bool
    id: str = ""


def entries(read: dict[str, Any], key: str, base: str) -> list[Entry]:
    """The items under the key, which is removed; none where there is neither an object nor a list."""
    said = read.get(key)
    if isinstance(said, dict):
        found = [Entry(name, item, append(base, key, name), is_listed=False) for name, item in said.items()]
    elif isinstance(said, list):
        found = [Entry(_key(item), item, f"{base}/{key}/{index}", is_listed=True) for index, item in enumerate(said)]
    else:
        return []
    del read[key]
    return found


def _key(item: Any) -> str:
    return as_text(child(item, "id")) or as_text(child(item, "label"))


@dataclass(slots=True)
class Scope:
    """One workflow that is still to read.

    Attributes:
        prefix: What the ids of its nodes begin with.
        holder: Id of the step that holds it, or None.
        inputs: Its inputs.
        steps: Its steps.
        comments: Its comments.
        names: The entries by all that a connection may call them.
    """

    prefix: str
    holder: str | None
    inputs: list[Entry]
    steps: list[Entry]
    comments: list[Entry]
    names: dict[str, Entry] = field(default_factory=dict)

    def name_all(self, homes: dict[str, int], number: int) -> None:
        """Give every entry its id.

        Args:
            homes: The ids given out so far, with the numbers of the workflows that have them.
            number: That of this one.
        """
        nodes = [*self.inputs, *self.steps]
        for index, entry in enumerate(nodes):
            entry.key = entry.key or str(index)
            entry.id = _claimed(f"{self.prefix}{entry.key}", homes, number)
        for index, entry in enumerate(self.comments):
            entry.key = entry.key or str(index)
            entry.id = _claimed(f"{self.prefix}comment/{entry.key}", homes, number)
        for key in ("label", "id"):
            self._add({as_text(child(entry.item, key)): entry for entry in nodes})
        self._add({entry.key: entry for entry in nodes})
        self._add({str(index): entry for index, entry in enumerate(nodes)})

    def _add(self, names: Mapping[str, Entry]) -> None:
        for name, entry in names.items():
            if name:
                self.names.setdefault(name, entry)

    def resolved(self, source: str) -> tuple[str, str, str]:
        """The node that a source names, its output, and how the same is said plainly: `step` or `step/output`."""
        entry, name = self.named(source)
        if entry is None:
            name, _, output = source.partition("/")
            return f"{self.prefix}{name or source}", output or _OUTPUT, source
        output = source[len(name) + 1 :] or _OUTPUT
        return entry.id, output, entry.key if output == _OUTPUT else f"{entry.key}/{output}"

    def named(self, source: str) -> tuple[Entry | None, str]:
        """The entry of the longest name that the source begins with, and that name; None and "" for none."""
        if source in self.names:
            return self.names[source], source
        end = len(source)
        for _ in range(_MOST_SLASHES):
            end = source.rfind("/", 0, end)
            if end < 0:
                break
            if found := self.names.get(source[:end]):
                return found, source[:end]
        return None, ""


def _claimed(node_id: str, homes: dict[str, int], number: int) -> str:
    """The id, with `_` at its end when a node of another workflow has it already."""
    while homes.setdefault(node_id, number) != number:
        node_id += "_"
    return node_id
