"""Flowise: a React-Flow graph whose nodes carry their settings in `data.inputs`, beside a copy of their schema.

Read off Flowise's own sources (`packages/components/src/Interface.ts`, `packages/ui/src/utils/genericHelper.js`,
2.x) and the marketplace's files of three generations, up to 3.x: chatflows, sequential agents and agentflows (v2).
The type of a node is `data.name`, which is stable; `data.type` is the name of a class. Ports are the names of
anchors, which are parts of the handles: `llmChain_0-input-model-BaseLanguageModel`. An input of the last generation
has one port without a name, and its handle is the node's id.

What an edge says is said again in the inputs, as `{{chatOpenAI_0.data.instance}}`, and stays in the config.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.model import Graph
from wfkit.formats import _habits
from wfkit.formats._foreign import Reading, take_mapping, take_text
from wfkit.formats._format import Format
from wfkit.formats._react_flow_reader import edges, port, shells, take_items
from wfkit.formats._reading import as_text
from wfkit.formats._shares import settle, share, table, take_label
from wfkit.formats._sniffing import child, is_flowise
from wfkit.formats._wording import kind_of
from wfkit.formats.mentions.flowise import mentions
from wfkit.formats.secrets.flowise import secrets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.model import Node, Port
    from wfkit.formats._react_flow_reader import Shell
    from wfkit.formats._shares import Shares
    from wfkit.formats.writing import Writer

__all__ = ["FORMAT", "read"]

_NOTE = "stickyNote"
# How the first two generations draw a node. Theirs take edges at fields too.
CUSTOM = "customNode"
# What the server adds to a flow that it sends; it gives ids of its own to everything.
_FLOW = table(read=("nodes", "edges"), layout=("viewport",), noise=("id", "createdDate", "updatedDate", "workspaceId"))
_DATA = table(
    read=("name", "label", "inputs"),
    layout=("color", "selected"),
    # The schema of the node's type, which Flowise copies into every node and renews with it.
    noise=(
        "author", "badge", "baseClasses", "category", "deprecateMessage", "description", "documentation", "filePath",
        "hideInput", "hideOutput", "hint", "icon", "id", "inputAnchors", "inputParams", "loadMethods", "outputAnchors",
        "tags", "type", "version", "warning",
    ),
)  # fmt: skip
# The label is the name of the output, for people.
_EDGE_DATA = table(layout=("sourceColor", "targetColor", "label", "edgeLabel"), noise=("isHumanInput",))
_EXPECTED = {"name": "a string", "label": "a string", "inputs": "an object"}


def read(data: Any) -> Graph:
    """The graph of a chatflow or agentflow; whatever is out of order in it is in `problems`.

    A node without an id, and an edge without an end, is no part of the graph.
    """
    reading = Reading()
    if not isinstance(data, dict):
        message = f"a flow is {kind_of(data)}; it must be an object"
        reading.report("error", "not-an-object", message, "")
        return Graph(problems=tuple(reading.problems))
    shares = share(data, _FLOW)
    nodes, edges_ = [take_items(shares.read, key, "", reading) for key in ("nodes", "edges")]
    settle(shares, {}, "", reading)
    return Graph(
        nodes=tuple([_node(shell, reading) for shell in shells(nodes, "/nodes", reading)]),
        edges=tuple(edges(edges_, "/edges", reading, _ports, _EDGE_DATA)),
        problems=tuple(reading.problems),
        settings=reading.settings_with(shares.settings),
        layout=shares.layout,
        noise=shares.noise,
    )


def _node(shell: Shell, reading: Reading) -> Node:
    data = share(shell.data, _DATA)
    node_type = take_text(data.read, "name")
    config = take_mapping(data.read, "inputs")
    is_note = _NOTE in (shell.kind, node_type)
    if not node_type:
        data.settings["name"] = None
        message = "the node has no 'data.name'; it must be the key of a node type"
        reading.report("warning", "missing-type", message, shell.pointer, shell.id)
    label = take_label(data, "label", shell.id)
    pointer = f"{shell.pointer}/data"
    settle(data, _EXPECTED, pointer, reading, shell.id)
    return shell.node(
        node_type or shell.kind,
        label,
        config,
        data,
        config_pointer=f"{pointer}/inputs",
        role="note" if is_note else "node",
        inputs=tuple(_inputs(shell, data)),
        outputs=tuple(_outputs(shell, data)),
    )


def _inputs(shell: Shell, data: Shares) -> Iterator[Port]:
    yield from _anchors(data.noise.get("inputAnchors"), shell.id, "input")
    if shell.kind == CUSTOM:
        params = data.noise.get("inputParams")
        with_variables = [item for item in _listed(params) if child(item, "acceptVariable") is True]
        yield from _anchors(with_variables, shell.id, "input")


def _outputs(shell: Shell, data: Shares) -> Iterator[Port]:
    for anchor in _listed(data.noise.get("outputAnchors")):
        # An anchor with options is one place of the node that gives the output which the user chose.
        options = child(anchor, "options")
        yield from _anchors(options if isinstance(options, list) else [anchor], shell.id, "output")


def _anchors(anchors: Any, node_id: str, side: str) -> Iterator[Port]:
    for anchor in _listed(anchors):
        name = port_of(child(anchor, "id"), node_id, side) or as_text(child(anchor, "name"))
        if name:
            kind = anchor.get("type")
            type_ = kind.replace(" ", "") if isinstance(kind, str) and kind else "any"
            is_required = side == "input" and anchor.get("optional") is not True
            yield port(name, type_, required=is_required, multiple=anchor.get("list") is True)


def _listed(items: Any) -> list[Any]:
    return items if isinstance(items, list) else []


def _ports(edge: dict[str, Any], source: str, target: str) -> tuple[str, str]:
    return port_of(edge.get("sourceHandle"), source, "output"), port_of(edge.get("targetHandle"), target, "input")


def port_of(handle: Any, node_id: str, side: str) -> str:
    """The anchor's name in a handle; the handle itself when it is in no way like one."""
    text = as_text(handle)
    if text == node_id:
        return ""
    _, found, rest = text.partition(f"-{side}-")
    return rest.partition("-")[0] if found else text


def writer() -> Writer:
    """What writes changes of the graph back."""
    from wfkit.formats.writing.flowise import WRITER

    return WRITER


# Of its three generations only the last forbids cycles.
FORMAT = Format(
    "flowise",
    "Flowise",
    read=read,
    sniff=is_flowise,
    mentions=mentions,
    writer=writer,
    habits=_habits.FLOWISE,
    secrets=secrets,
)
