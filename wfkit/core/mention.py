"""Where a node's settings name another node, such as `$('Fetch')`: what a format finds, and how a rename rewrites it.

Formats say where the names stand (`Format.mentions`); what follows from that, references that can be drawn and asked
for, texts that follow a rename in a comparison and in a merge, is made here, once for all of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec

from wfkit.core.pointer import join, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wfkit.core.model import Graph, Node

# As it is; as text of a program between these quotes; as a property behind a dot.
Spelling = Literal["", "'", '"', "`", "."]

_IDENTIFIER = re.compile(r"[^\W\d]\w*")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class Mention(msgspec.Struct, frozen=True, gc=False):
    """A place in the settings of a node that names a node.

    Attributes:
        node_id: The node that is meant, by the id that the graph has for it; where there is no such node, what stands
            in the text.
        path: JSON Pointer to the text, inside the config.
        start: Where the name begins in the text.
        stop: Where it ends.
        port: The output of that node that is asked for, or "".
        spelling: How the name is written there.
        is_label: Whether the node is named by its label there, rather than by its id.
        setting: JSON Pointer to the text inside the settings of the node, where it stands there; `path` is "" then.
        pointer: JSON Pointer to the text in the document, where node and path, or setting, do not lead there.
        doubles_edge: Whether the tool writes it beside an edge that joins the two nodes, to say the same.
    """

    node_id: str
    path: str
    start: int
    stop: int
    port: str = ""
    spelling: Spelling = ""
    is_label: bool = False
    setting: str = ""
    pointer: str = ""
    doubles_edge: bool = False

    def pointer_from(self, node: Node) -> str:
        """JSON Pointer to the text in the document, of the node that holds it."""
        if self.pointer:
            return self.pointer
        return f"{node.pointer}{self.setting}" if self.setting else f"{node.config_pointer}{self.path}"

    def text_in(self, node: Node) -> str:
        """The text, of the node that holds it."""
        held = resolve(node.settings, self.setting) if self.setting else resolve(node.config, self.path)
        return str(held)


class Place(NamedTuple):
    """Where a text stands in a value: a key or index in what stands at another place, None for the value itself."""

    outer: Place | None
    key: str | int

    @property
    def pointer(self) -> str:
        """The place as a JSON Pointer."""
        keys = []
        place: Place | None = self
        while place is not None:
            keys.append(place.key)
            place = place.outer
        return join(*reversed(keys))

    @property
    def name(self) -> str:
        """The nearest key on the way, for elements of lists that of the list."""
        place: Place | None = self
        while place is not None:
            if isinstance(place.key, str):
                return place.key
            place = place.outer
        return ""


def texts(value: Any) -> Iterator[tuple[Place, str]]:
    """Every text in an object or list that is not empty, in the order of the document."""
    stack = _inner(None, value)
    while stack:
        place, item = stack.pop()
        if isinstance(item, str):
            yield place, item
        else:
            stack += _inner(place, item)


def at_start(node_id: str, place: Place, port: str = "") -> Mention:
    """The mention of a node by a text that is its id, or begins with it."""
    return Mention(node_id, place.pointer, 0, len(node_id), port)


def rewritten(
    text: str, mentions: Iterable[Mention], ids: Mapping[str, str], labels: Mapping[str, str] | None = None
) -> str:
    """The text with the new names of the nodes that it mentions.

    Args:
        text: What holds the mentions.
        mentions: Those in it.
        ids: New ids by the old ones.
        labels: New labels by the old ids.
    """
    parts = []
    end = 0
    for mention in sorted(mentions, key=lambda found: found.start):
        name = (labels or {} if mention.is_label else ids).get(mention.node_id)
        if name is not None and mention.start >= end:
            parts += [text[end : mention.start], _spelt(name, mention.spelling)]
            end = mention.stop
    return "".join([*parts, text[end:]])


def renamed_texts(
    graph: Graph, ids: Mapping[str, str], labels: Mapping[str, str] | None = None
) -> Iterator[tuple[str, str]]:
    """The texts of a graph that mention these nodes, with their new names, by JSON Pointer in the document.

    Args:
        graph: What the texts belong to.
        ids: New ids by the old ones.
        labels: New labels by the old ids.
    """
    names = {*ids, *(labels or ())}
    for node in graph.nodes if names else ():
        held: dict[str, list[Mention]] = {}
        for mention in graph.mentions(node):
            held.setdefault(mention.pointer_from(node), []).append(mention)
        for place, found in held.items():
            if not names.isdisjoint(mention.node_id for mention in found):
                text = found[0].text_in(node)
                new = rewritten(text, found, ids, labels)
                if new != text:
                    yield place, new


def unescaped(text: str) -> str:
    r"""What a text between quotes stands for, as far as names go: `\'` is `'`."""
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def _inner(place: Place | None, value: Any) -> list[tuple[Place, Any]]:
    """What may hold texts in an object or list, the last first."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(Place(place, key), item) for key, item in items if item and isinstance(item, str | dict | list)][::-1]


def _spelt(name: str, spelling: Spelling) -> str:
    if spelling == ".":
        return f".{name}" if _IDENTIFIER.fullmatch(name) else f"""["{_spelt(name, '"')}"]"""
    if spelling:
        return name.replace("\\", "\\\\").replace(spelling, f"\\{spelling}")
    return name
