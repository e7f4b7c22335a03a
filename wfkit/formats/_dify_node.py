"""One node of a Dify graph: what it does, what stands beside that in its `data`, and the branches that leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.richtext import plain_text
from wfkit.formats._foreign import first_words, take, take_text
from wfkit.formats._react_flow_reader import port
from wfkit.formats._reading import as_text
from wfkit.formats._shares import Shares, settle, share, table, take_label
from wfkit.formats._sniffing import child

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.model import Node, Port
    from wfkit.formats._foreign import Reading
    from wfkit.formats._react_flow_reader import Shell

EDGE_DATA = table(
    # The editor takes all of it from the nodes at both ends.
    noise=("sourceType", "targetType", "isInIteration", "isInLoop", "iteration_id", "loop_id")
)
_NOTE = "custom-note"
_HOLDERS = ("iteration_id", "loop_id")
_DATA = table(
    read=("type", "title", *_HOLDERS),
    layout=("selected", "height", "width", "theme", "showAuthor"),
    # What the editor takes from other nodes, or copies from the definition of a tool.
    noise=(
        *("isInIteration", "isInLoop", "isIterationStart", "isLoopStart", "startNodeType", "_children"),
        *("tool_label", "tool_description", "agent_strategy_label", "output_schema", "paramSchemas"),
        *("provider_icon", "provider_icon_dark", "is_team_authorization"),
    ),
)
# What nodes of all types may say, besides what they do.
_SETTINGS = (
    *("desc", "author", "version", "meta", "error_strategy", "default_value", "retry_config"),
    *("plugin_id", "plugin_unique_identifier", "tool_node_version"),
)
_EXPECTED = dict.fromkeys(("type", "title", *_HOLDERS), "a string")
# The handle by which an error is left to other nodes.
_FAILED = "fail-branch"


def dify_node(shell: Shell, reading: Reading) -> Node:
    """The node, with all that its `data` says."""
    shares = share(shell.data, _DATA)
    # What no table names is config here: a node says what it does in keys of its type's own.
    config = shares.settings
    shares = Shares(shares.read, take(config, _SETTINGS), shares.layout, shares.noise)
    node_type = take_text(shares.read, "type")
    is_note = shell.kind == _NOTE
    if not (node_type or is_note):
        shares.settings["type"] = None
        message = "the node has no 'data.type'; it must be the name of a node type"
        reading.report("warning", "missing-type", message, shell.pointer, shell.id)
    shell.parent = _take_parent(shares, shell.parent)
    fallback = first_words(plain_text(as_text(config.get("text")))) if is_note else ""
    label = take_label(shares, "title", fallback or shell.id)
    pointer = f"{shell.pointer}/data"
    if shares.read:
        settle(shares, _EXPECTED, pointer, reading, shell.id)
    return shell.node(
        node_type or shell.kind,
        label,
        config,
        shares,
        config_pointer=pointer,
        role="note" if is_note else "node",
        outputs=tuple(_branches(config, shares.settings)),
    )


def _take_parent(shares: Shares, parent: str | None) -> str | None:
    """The container that the node lies in, which it names once or twice."""
    for key in _HOLDERS:
        held = take_text(shares.read, key)
        if held and parent is None:
            parent = held
        elif held:
            part = shares.noise if held == parent else shares.settings
            part[key] = held
    return parent


def _branches(config: dict[str, Any], settings: dict[str, Any]) -> Iterator[Port]:
    """The handles of a node that has several: the cases of a question, the classes of a classifier, what fails."""
    cases, classes = config.get("cases"), config.get("classes")
    for items, key in ((cases, "case_id"), (classes, "id")):
        for item in items if isinstance(items, list) else ():
            if name := as_text(child(item, key)):
                yield port(name)
    if isinstance(cases, list) and cases:
        yield port("false")
    if settings.get("error_strategy") == _FAILED:
        yield port(_FAILED)
