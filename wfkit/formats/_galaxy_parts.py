"""What stands in a workflow of Galaxy's format 2: inputs, steps and comments, each as the node of a `.ga` file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import structs

from wfkit.core.model import Node
from wfkit.core.pointer import join
from wfkit.formats._foreign import first_words, take_pair, take_text
from wfkit.formats._galaxy_step import split_state, split_tool_id, step_node, take_position
from wfkit.formats._react_flow_reader import port
from wfkit.formats._reading import as_text
from wfkit.formats._shares import Shares, settle, share, table, take_label
from wfkit.formats._sniffing import child

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.model import Port
    from wfkit.formats._foreign import Reading
    from wfkit.formats._galaxy_scope import Entry

_DATA, _COLLECTION, _PARAMETER = "data_input", "data_collection_input", "parameter_input"
_INPUT_TYPES = {
    **dict.fromkeys(("File", "data", "data_input"), _DATA),
    **dict.fromkeys(("collection", "data_collection", "data_collection_input"), _COLLECTION),
    **dict.fromkeys(("text", "string", "integer", "int", "float", "color", "boolean"), _PARAMETER),
}
_STEP_TYPES = {"input": _DATA, "input_collection": _COLLECTION, "parameter": _PARAMETER}
_INPUT = table(read=("id", "type", "label", "doc", "uuid", "position"))
_INPUT_EXPECTED = {**dict.fromkeys(("id", "label"), "a string"), "type": "the name of a type, or a list of one"}
_COMMENT = table(read=("type", "label", "position"), layout=("size", "color", "contains_steps", "contains_comments"))
_COMMENT_EXPECTED = {"type": "a string", "position": "a list of two numbers"}
_LINK = "$link"
_CONNECTED = {"__class__": "ConnectedValue"}
_CONTAINERS = (dict, list)


class Link(NamedTuple):
    """A source that stands among the parameters of a step, where the value will be.

    Attributes:
        port: The name of the input, made of the keys that lead there.
        source: What it says.
        path: JSON Pointer to the value from the state.
    """

    port: str
    source: Any
    path: str


def input_node(entry: Entry, parent: str | None, reading: Reading) -> Node:
    """The node of an input, which may be no more than the name of its type."""
    item = entry.item if isinstance(entry.item, dict) else {} if entry.item is None else {"type": entry.item}
    shares = share(item, _INPUT)
    # What no table names is config here.
    config = shares.settings
    shares = Shares(shares.read, {}, shares.layout, shares.noise)
    node_type = _take_input_type(shares, config)
    _take_id(shares, entry)
    label = take_label(shares, "label", entry.key)
    uid, position = take_text(shares.read, "uuid"), take_position(shares)
    settle(shares, _INPUT_EXPECTED, entry.pointer, reading, entry.id)
    return Node(
        id=entry.id,
        type=node_type,
        label=label,
        config=config,
        position=position,
        parent=parent,
        pointer=entry.pointer,
        config_pointer=entry.pointer,
        settings=shares.settings,
        layout=shares.layout,
        noise=shares.noise,
        uid=uid,
    )


def _take_input_type(shares: Shares, config: dict[str, Any]) -> str:
    said = shares.read.get("type")
    is_list = isinstance(said, list)
    name = said[0] if isinstance(said, list) and len(said) == 1 else said
    if not isinstance(name, str) or not name:
        return _DATA
    del shares.read["type"]
    kind = _INPUT_TYPES.get(name, name)
    # Data goes by several names that mean the same. Of a parameter the name tells what may be given.
    part = shares.noise if kind in (_DATA, _COLLECTION) and not is_list else config
    part["type"] = said
    return kind


def step_node_of(
    shares: Shares, entry: Entry, parent: str | None, reading: Reading, *, is_workflow: bool
) -> tuple[Node, list[Link]]:
    """The node of a step, of which connections and an inner workflow have been taken out, and the links in its state.

    Args:
        shares: What the step says.
        entry: Where it stands.
        parent: Id of the step that holds its workflow, or None.
        reading: What else comes up.
        is_workflow: Whether it runs a workflow rather than a tool.
    """
    said = take_text(shares.read, "type")
    if said:
        shares.noise["type"] = said
    # What a step runs tells, whatever it says of its type: exports call a workflow a tool.
    shares.read["type"] = "subworkflow" if is_workflow else _STEP_TYPES.get(said, said) or "tool"
    _take_id(shares, entry)
    state, links = shares.read.get("state"), []
    parts: dict[str, Any] = {}
    if isinstance(state, dict):
        del shares.read["state"]
        parts["config"], bookkeeping = split_state(state)
        links = cut_links(parts["config"])
        if bookkeeping:
            shares.noise["state"] = bookkeeping
        parts["config_pointer"] = f"{entry.pointer}/state"
        if shares.read.get("tool_state") is not None:
            # Galaxy takes no notice of it where there is a `state`.
            shares.settings["tool_state"] = shares.read.pop("tool_state")
    name = _tool_name(shares) if _is_unlabelled(entry) else ""
    node = step_node(shares, entry.id, parent, entry.pointer, reading, name=name or entry.key)
    return structs.replace(node, outputs=tuple(_outputs(node.settings.get("out"))), **parts), links


def _take_id(shares: Shares, entry: Entry) -> None:
    """The id that stands in an item: in a list it is the key, and else it says nothing more where it is the same."""
    if shares.read.get("id") == entry.key:
        said = take_text(shares.read, "id")
        if not entry.is_listed:
            shares.noise["id"] = said


def _is_unlabelled(entry: Entry) -> bool:
    """Whether the key is a number for want of a label, as in a list, or as gxformat2 makes one up."""
    return (entry.is_listed and entry.key.isdecimal()) or entry.key.startswith("_unlabeled_step_")


def _tool_name(shares: Shares) -> str:
    tool, _ = split_tool_id(as_text(shares.read.get("tool_id")))
    return tool.rpartition("/")[2]


def _outputs(said: Any) -> Iterator[Port]:
    items = said if isinstance(said, list) else list(said) if isinstance(said, dict) else []
    for item in items:
        if name := as_text(item) or as_text(child(item, "id")):
            yield port(name)


def cut_links(state: dict[str, Any]) -> list[Link]:
    """The links in a state, each of which gives place to the mark that Galaxy leaves where a value is connected."""
    links: list[Link] = []
    waiting: list[tuple[Any, str, tuple[str | int, ...]]] = [(state, "", ())]
    for holder, name, path in waiting:
        is_list = type(holder) is list
        for key, value in list(enumerate(holder) if is_list else holder.items()):
            if type(value) not in _CONTAINERS:
                continue
            inner = f"{name}_{key}" if is_list else f"{name}|{key}" if name else str(key)
            if _is_link(value):
                links.append(Link(name if is_list else inner, value[_LINK], join(*path, key)))
                holder[key] = dict(_CONNECTED)
            else:
                waiting.append((value, inner, (*path, key)))
    return links


def _is_link(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {_LINK} and bool(as_text(value[_LINK]))


def comment_node(entry: Entry, item: dict[str, Any], parent: str | None, reading: Reading) -> Node:
    """The note of a comment on the canvas: a text or a frame."""
    shares = share(item, _COMMENT)
    config = shares.settings
    shares = Shares(shares.read, {}, shares.layout, shares.noise)
    kind, position = take_text(shares.read, "type"), take_pair(shares.read, "position")
    said = as_text(config.get("title")) or as_text(config.get("text"))
    settle(shares, _COMMENT_EXPECTED, entry.pointer, reading, entry.id)
    return Node(
        id=entry.id,
        type=kind or "comment",
        label=first_words(said) or kind or "comment",
        config=config,
        position=position,
        parent=parent,
        role="note",
        pointer=entry.pointer,
        config_pointer=entry.pointer,
        settings=shares.settings,
        layout=shares.layout,
        noise=shares.noise,
        size=take_pair(dict(shares.layout), "size"),
    )
