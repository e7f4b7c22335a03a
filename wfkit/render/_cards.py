"""What the picture shows of each node: a card with a title, a type, highlights and the ports that matter."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from wfkit.core.richtext import plain_text
from wfkit.render import _text
from wfkit.render._highlights import Highlight, highlights, in_words
from wfkit.render._kinds import kind_of, short_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wfkit.core.model import Edge, Node, Port

CardRole = Literal["node", "note", "group", "missing"]

_NOTE_KEYS = ("content", "text", "markdown", "description", "value", "note", "info")
# Ports that say only which side they are on.
_PLAIN_PORTS = frozenset({"", "main", "in", "input", "inputs", "out", "output", "outputs", "source", "target"})
# A single output of this name is one way out of several.
_BRANCHES = re.compile("(?i)^(true|false|yes|no|if|else|done|loop|error|fail|success|accepted|rejected|default)$")
_PORT_NOISE = re.compile("^ai_|:0$")
_LONGEST_NAME = 200


class Card(NamedTuple):
    """One node as it is drawn; what it says is put into words only when it is asked for.

    Attributes:
        key: The node's id.
        label: What people call it, as the document says it.
        node_type: Its type, as the document says it.
        role: `missing` stands for a node that only edges name.
        highlights: Its most telling settings.
        inputs: The input ports shown, in order.
        outputs: The output ports shown, in order.
        vacant: The inputs that need an edge and have none.
        has_rows: Whether each port has a line of its own; otherwise all are at the height of the title.
        enabled: False where a run leaves it out.
        text: What a note says, as it was written but for the marks of Markdown.
    """

    key: str
    label: str
    node_type: str = ""
    role: CardRole = "node"
    highlights: tuple[Highlight, ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    vacant: tuple[str, ...] = ()
    has_rows: bool = False
    enabled: bool = True
    text: str = ""

    @property
    def title(self) -> str:
        """The label in one line, the id where there is none."""
        return _text.clean(self.label) or _text.clean(self.key) or self.role

    @property
    def type(self) -> str:
        """The short name of the type, "" where it would repeat the title."""
        if self.role in {"missing", "note"}:
            return self.role
        name = _text.clean(short_type(self.node_type))
        return "" if name.casefold() == self.title.casefold() else name

    @property
    def kind(self) -> str:
        """The key of its kind in `KINDS`."""
        return kind_of(self.node_type)

    @property
    def about(self) -> str:
        """All that is known of it in a few lines, for a tooltip: nothing is cut that the card has no room for."""
        if self.role == "note":
            return "\n".join(_text.clean_lines(self.text)) or self.title
        lines = [self.title, _text.clean(self.node_type, _LONGEST_NAME)]
        if self.key != self.label:
            lines.append(f"id {_text.clean(self.key, _LONGEST_NAME)}")
        if self.role == "missing":
            lines.append("missing: edges name this node, and the document has none of this id")
        if not self.enabled:
            lines.append("disabled: a run leaves it out")
        return "\n".join([*filter(None, lines), *[f"{name}: {value}" for name, value in self.highlights]])


def card_of(node: Node, entering: Sequence[Edge], leaving: Sequence[Edge], *, most: int) -> Card:
    """The card of a node.

    Args:
        node: The node.
        entering: The edges that end at it.
        leaving: The edges that start at it.
        most: The number of highlights shown at most.
    """
    if node.role == "note":
        return Card(node.id, node.label, node.type, "note", enabled=node.enabled, text=_note_text(node))
    used = [edge.target_port for edge in entering]
    inputs = _shown_ports(node.inputs, used)
    outputs = _shown_ports(node.outputs, [edge.source_port for edge in leaving])
    return Card(
        key=node.id,
        label=node.label,
        node_type=node.type,
        role=node.role,
        highlights=highlights(node.config, most) if most else (),
        inputs=inputs,
        outputs=outputs,
        vacant=tuple([port for port in inputs if port not in used]) if node.inputs else (),
        has_rows=_need_rows(inputs, outputs, is_one_of_many=len(node.outputs) > 1),
        enabled=node.enabled,
    )


def missing_card(key: str, entering: Sequence[Edge], leaving: Sequence[Edge]) -> Card:
    """The card that stands for a node that edges name and the graph lacks."""
    inputs = _shown_ports((), [edge.target_port for edge in entering])
    outputs = _shown_ports((), [edge.source_port for edge in leaving])
    return Card(key, key, role="missing", inputs=inputs, outputs=outputs)


@lru_cache(maxsize=1024)
def port_names(ports: tuple[str, ...]) -> Mapping[str, str]:
    """What each port of a side is called in the picture, "" where its name says nothing."""
    if len(ports) == 1:
        return {port: "" if port.isdecimal() or port.lower() in _PLAIN_PORTS else _port_name(port) for port in ports}
    numbers = [port for port in ports if port.isdecimal()]
    # The only number beside ports of named kinds is the plain one.
    plain = numbers[0] if len(numbers) == 1 else None
    return {port: "main" if port == plain else _port_name(port) for port in ports}


def _port_name(port: str) -> str:
    return in_words(_text.clean(_PORT_NOISE.sub("", port), _LONGEST_NAME))


def _shown_ports(declared: Iterable[Port], used: Sequence[str]) -> tuple[str, ...]:
    """The ports that edges use and the inputs that need one, those of the type first."""
    found = [port.name for port in declared if port.required or port.name in used] if declared else []
    return tuple(dict.fromkeys([*found, *used]))


@lru_cache(maxsize=1024)
def _need_rows(inputs: tuple[str, ...], outputs: tuple[str, ...], *, is_one_of_many: bool) -> bool:
    """Whether ports have to be told apart; also a single one of several ways out that the node has."""
    if len(inputs) > 1 or len(outputs) > 1:
        return True
    return bool(outputs) and (is_one_of_many or bool(_BRANCHES.match(outputs[0])))


def _note_text(node: Node) -> str:
    """What the note says without the marks of headings, emphasis and links, which nobody wants to read in a picture."""
    texts = (node.config.get(key) for key in _NOTE_KEYS)
    said = next((text for text in texts if isinstance(text, str) and text), node.label)
    markdown = plain_text(said)[: _text.LONGEST]
    text = re.sub(r"!?\[([^\]\n]{0,200})\]\([^)\n]{0,500}\)", r"\1", markdown)
    return re.sub(r"(?m)^[ \t]*#{1,6}[ \t]+|\*\*|__|^[ \t]*[-=*]{3,}[ \t]*$", "", text)
