"""The prompt that ComfyUI's server runs: nodes by id, each with its class and its inputs.

Read off ComfyUI's `execution.py` and `comfy_execution/graph_utils.py` and real files. An input is a value or a link.
A link is a list of an id and the index of an output; a value may look the same, so it counts as a link only when
there is a node of this id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.model import Edge, Graph, Node
from wfkit.core.pointer import append
from wfkit.core.wording import quoted
from wfkit.formats._foreign import Reading, take, take_label, take_mapping, take_text
from wfkit.formats._reading import is_whole
from wfkit.formats._wording import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# What an earlier run left behind.
_NOISE = ("is_changed",)
_EXPECTED = {"class_type": "a string", "inputs": "an object", "_meta": "an object"}
_MOST_OUTPUTS = 2**31


def read(prompt: Mapping[str, Any], base: str = "", outside: Mapping[str, Any] | None = None) -> Graph:
    """The graph of a prompt; whatever is out of order in it is in `problems`.

    Args:
        prompt: The nodes by id.
        base: JSON Pointer to the prompt.
        outside: What stands around it in the document.
    """
    reading = Reading()
    settings = {key: item for key, item in prompt.items() if not _is_node(key, item)}
    nodes: list[Node] = []
    edges: list[Edge] = []
    for key, item in prompt.items():
        pointer = append(base, key)
        if key in settings:
            _report_no_node(key, item, pointer, reading)
            continue
        rest = dict(item)
        inputs = take_mapping(rest, "inputs")
        links = {name: value for name, value in inputs.items() if _is_link(value, prompt, settings)}
        edges += _edges(key, links, pointer, reading)
        config = {name: value for name, value in inputs.items() if name not in links} if links else inputs
        nodes.append(_node(key, rest, config, pointer, reading))
    return Graph(tuple(nodes), tuple(edges), tuple(reading.problems), reading.settings_with(settings, outside))


def _is_node(key: str, item: Any) -> bool:
    return bool(key) and isinstance(item, dict) and ("class_type" in item or "inputs" in item)


def _report_no_node(key: str, item: Any, pointer: str, reading: Reading) -> None:
    if not isinstance(item, dict):
        message = f"{quoted(key)} is {kind_of(item)}; a node must be an object"
        reading.report("warning", "not-an-object", message, pointer)
    elif key:
        message = f"{quoted(key)} has no 'class_type'; a node must have one"
        reading.report("warning", "missing-type", message, pointer)
    else:
        reading.report("error", "missing-id", "a node has an empty id; it must be a text", pointer)


def _is_link(value: Any, prompt: Mapping[str, Any], others: Mapping[str, Any]) -> bool:
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 - id and output
        return False
    source, output = value
    is_node = isinstance(source, str) and source in prompt and source not in others
    return is_node and is_whole(output) and 0 <= output < _MOST_OUTPUTS


def _edges(target: str, links: Mapping[str, list[Any]], pointer: str, reading: Reading) -> Iterator[Edge]:
    base = f"{pointer}/inputs"
    for name, (source, output) in links.items():
        port = f"{output:.0f}"
        edge_id = reading.unique(f"{source}:{port}->{target}:{name}")
        yield Edge(edge_id, source, target, port, name, append(base, name))


def _node(node_id: str, rest: dict[str, Any], config: Mapping[str, Any], pointer: str, reading: Reading) -> Node:
    noise = take(rest, _NOISE)
    node_type = take_text(rest, "class_type")
    meta = dict(take_mapping(rest, "_meta"))
    label = take_label(meta, noise, "title", node_type or node_id)
    if not node_type:
        message = "the node has no 'class_type'; it must be the name of a node class"
        reading.report("warning", "missing-type", message, pointer, node_id)
    reading.warn_of(rest, _EXPECTED, pointer, node_id)
    if meta:
        rest["_meta"] = meta
    return Node(
        node_id,
        node_type,
        label,
        config,
        pointer=pointer,
        config_pointer=f"{pointer}/inputs",
        settings=rest,
        noise=noise,
    )
