"""The editor's file as nodes to run: canvases with their links, and an instance of each subgraph laid open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MUTED, BYPASSED = 2, 4
_INPUTS, _OUTPUTS = "-10", "-20"
# Definitions that use each other multiply: ten levels of ten make ten thousand million nodes.
MOST_NODES = 100_000
_KEYS = ("id", "origin_id", "origin_slot", "target_id", "target_slot")


class Link(NamedTuple):
    """Where a link comes from and goes to, ids as text."""

    origin: str
    origin_slot: int
    target: str
    target_slot: int


@dataclass(frozen=True, slots=True)
class Slot:
    """One input of a node.

    Attributes:
        link: Id of the link that ends there, "" without one.
        widget: Name of the widget that it stands for, "" without one.
    """

    name: str
    type: str
    link: str
    widget: str


@dataclass(frozen=True, slots=True)
class Item:
    """A node as the editor saves it."""

    id: str
    type: str
    mode: int
    inputs: tuple[Slot, ...]
    outputs: tuple[str, ...]
    raw: Mapping[str, Any] = field(repr=False)

    @property
    def title(self) -> str:
        """What people call it."""
        title = self.raw.get("title")
        return title if isinstance(title, str) and title else self.type

    @property
    def properties(self) -> Mapping[str, Any]:
        """What the editor and its extensions keep beside the widgets."""
        found = self.raw.get("properties")
        return found if isinstance(found, Mapping) else {}


@dataclass(frozen=True, slots=True)
class Canvas:
    """The file's own canvas, or that of a subgraph.

    Attributes:
        items: The nodes by id.
        links: The links by id.
        entries: The names of the subgraph's inputs.
        exits: By output of the subgraph, the link that leads to it.
        is_inner: Whether it is that of a subgraph.
    """

    items: Mapping[str, Item]
    links: Mapping[str, Link]
    entries: tuple[str, ...]
    exits: Mapping[int, Link]
    is_inner: bool

    def comes_in(self, link: Link) -> bool:
        """Whether the link comes from an input of the subgraph."""
        return self.is_inner and link.origin == _INPUTS


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """A node of an instance: what runs, or what leads there.

    Attributes:
        id: `57:8` for node 8 in the instance 57 of a subgraph.
        canvas: The canvas that it is on.
        home: The instance that it is in, None on the file's own canvas.
        inside: The canvas of the subgraph that it is an instance of, None for other nodes.
    """

    id: str
    item: Item
    canvas: Canvas
    home: Step | None
    inside: Canvas | None

    @property
    def is_off(self) -> bool:
        """Whether it is muted or bypassed."""
        return self.item.mode in (MUTED, BYPASSED)

    def neighbour(self, own_id: str) -> str:
        """The id among the steps of a node on the same canvas."""
        return f"{self.home.id}:{own_id}" if self.home else own_id


def steps(data: Mapping[str, Any], opened: Callable[[Item], Canvas | None]) -> Iterator[Step]:
    """Every node, the instances of subgraphs followed by what is in them; no more than `MOST_NODES`.

    Args:
        data: What the editor saved.
        opened: Gives what is in a node that is no instance of a subgraph, if there is anything.
    """
    definitions = {name: _canvas(found, is_inner=True) for name, found in _definitions(data)}

    def inside(item: Item) -> Canvas | None:
        return definitions.get(item.type) or opened(item)

    waiting = [_steps(_canvas(data, is_inner=False), None, inside)]
    count = 0
    while waiting and count < MOST_NODES:
        step = next(waiting[-1], None)
        if step is None:
            waiting.pop()
            continue
        count += 1
        yield step
        if step.inside is not None and not step.is_off and not _is_in_itself(step):
            waiting.append(_steps(step.inside, step, inside))


def text_of(value: Any) -> str:
    """An id or a name as text; "" for what is neither."""
    return value if isinstance(value, str) else str(value) if type(value) is int and value.bit_length() < 64 else ""  # noqa: PLR2004


def listed(value: Any) -> list[Any]:
    """The list; an empty one for anything else."""
    return value if isinstance(value, list) else []


def _definitions(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    definitions = data.get("definitions")
    for found in listed(definitions.get("subgraphs")) if isinstance(definitions, Mapping) else ():
        if isinstance(found, Mapping) and isinstance(found.get("id"), str):
            yield found["id"], found


def _steps(canvas: Canvas, home: Step | None, inside: Callable[[Item], Canvas | None]) -> Iterator[Step]:
    for item in canvas.items.values():
        name = f"{home.id}:{item.id}" if home else item.id
        yield Step(name, item, canvas, home, inside(item))


def _is_in_itself(step: Step) -> bool:
    home = step.home
    while home is not None:
        if home.item.type == step.item.type:
            return True
        home = home.home
    return False


def _canvas(data: Mapping[str, Any], *, is_inner: bool) -> Canvas:
    links = {name: link for name, link in map(_link, listed(data.get("links"))) if name and link}
    entries = tuple(text_of(found.get("name")) for found in listed(data.get("inputs")) if isinstance(found, Mapping))
    exits = {link.target_slot: link for link in links.values() if is_inner and link.target == _OUTPUTS}
    items: dict[str, Item] = {}
    for raw in listed(data.get("nodes")):
        name = text_of(raw.get("id")) if isinstance(raw, Mapping) else ""
        if name:
            items.setdefault(name, item_of(name, raw))
    return Canvas(items, links, entries if is_inner else (), exits, is_inner)


def _link(raw: Any) -> tuple[str, Link | None]:
    values = raw if isinstance(raw, list) else [*map(raw.get, _KEYS)] if isinstance(raw, Mapping) else []
    if len(values) < len(_KEYS) or not all(type(values[place]) is int for place in (2, 4)):
        return "", None
    name, origin, target = text_of(values[0]), text_of(values[1]), text_of(values[3])
    return name, Link(origin, int(values[2] or 0), target, int(values[4] or 0))


def item_of(name: str, raw: Mapping[str, Any]) -> Item:
    """The node that the editor saves so, under an id."""
    mode = raw.get("mode")
    inputs = tuple(_slot(found) for found in listed(raw.get("inputs")))
    outputs = tuple(
        text_of(found.get("type")) if isinstance(found, Mapping) else "" for found in listed(raw.get("outputs"))
    )
    return Item(name, text_of(raw.get("type")), mode if type(mode) is int else 0, inputs, outputs, raw)


def _slot(raw: Any) -> Slot:
    if not isinstance(raw, Mapping):
        return Slot("", "", "", "")
    widget = raw.get("widget")
    name = text_of(widget.get("name")) if isinstance(widget, Mapping) else ""
    return Slot(text_of(raw.get("name")), text_of(raw.get("type")), text_of(raw.get("link")), name)
