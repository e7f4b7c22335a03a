"""One step of a Galaxy workflow: which tool it runs, in which version, and with what parameters.

Read off Galaxy's own `lib/galaxy/managers/workflows.py` (23 and later) and real workflows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core import codec
from wfkit.core.model import Node
from wfkit.core.pointer import append
from wfkit.errors import InvalidWorkflow
from wfkit.formats._foreign import pair_of, take_text
from wfkit.formats._react_flow_reader import port
from wfkit.formats._reading import as_text
from wfkit.formats._shares import put, settle, table, take_label
from wfkit.formats._sniffing import child

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.model import Port
    from wfkit.formats._foreign import Reading
    from wfkit.formats._shares import Shares

STEP = table(
    read=(
        "id", "type", "tool_id", "tool_version", "tool_state", "label", "uuid", "position", "input_connections",
        "subworkflow", "workflow_outputs", "annotation", "post_job_actions", "when", "tool_uuid",
    ),
    # Galaxy fills these in from the tool that it finds installed.
    noise=("name", "content_id", "errors", "inputs", "outputs", "tool_shed_repository"),
)  # fmt: skip
# What is left out by some versions, and written empty by others.
_OPTIONAL = ("annotation", "post_job_actions", "workflow_outputs", "subworkflow", "doc", "out")
_EXPECTED = {
    **dict.fromkeys(("type", "tool_id", "tool_version", "label", "uuid"), "a string"),
    **dict.fromkeys(("subworkflow", "input_connections"), "an object"),
    "tool_state": "the text of a JSON object",
    "state": "an object",
    "in": "an object or a list",
    "run": "a workflow, or where one is found",
}

# What Galaxy's form keeps for itself: its page, which case of a conditional is open, where in a list an item stands.
BOOKKEEPING = frozenset(
    {
        "__page__", "__rerun_remap_job_id__", "__current_case__", "__index__", "__input_ext", "chromInfo",
        "__workflow_invocation_uuid__",
    }
)  # fmt: skip
_CONTAINERS = (dict, list)
_EMPTY = (str, list, dict)
# A tool that its user defined has no id, but is in the step itself.
_OWN_TOOL = frozenset({"tool_uuid", "tool_representation", "run"})
_SHED = "/repos/"
_SHED_PARTS = 5


def step_node(
    shares: Shares, step_id: str, parent: str | None, pointer: str, reading: Reading, *, name: str = ""
) -> Node:
    """The node of a step, of which the connections and an inner workflow have been taken out.

    Args:
        shares: What the step says.
        step_id: The id of the node.
        parent: Id of the step that holds its workflow, or None.
        pointer: JSON Pointer to the step.
        reading: What else comes up.
        name: What it is called for want of a label, or else by the name of its tool.
    """
    step_type, config = _take_tool(shares, pointer, step_id, reading), _take_state(shares)
    label = take_label(shares, "label", name or as_text(shares.noise.get("name")) or step_id)
    uid, position = _take_uuid(shares), take_position(shares)
    _take_optional(shares)
    settle(shares, _EXPECTED, pointer, reading, step_id)
    return Node(
        id=step_id,
        type=step_type,
        label=label,
        config=config,
        outputs=tuple(_outputs(shares.noise.get("outputs"))),
        position=position,
        parent=parent,
        pointer=pointer,
        config_pointer=f"{pointer}/tool_state",
        settings=shares.settings,
        layout=shares.layout,
        noise=shares.noise,
        uid=uid,
        size=_size(shares.layout.get("position")),
    )


def _take_tool(shares: Shares, pointer: str, step_id: str, reading: Reading) -> str:
    """The type of a step: its tool, or else what kind of step it is."""
    read, settings = shares.read, shares.settings
    kind, tool_id = take_text(read, "type"), take_text(read, "tool_id")
    version = take_text(read, "tool_version")
    if version:
        settings["tool_version"] = version
    if kind not in ("tool", ""):
        if tool_id:
            settings["tool_id"] = tool_id
        return kind
    if not tool_id and not _OWN_TOOL.isdisjoint((*read, *settings)):
        return kind
    if not tool_id:
        message = f"the step has no {'tool_id' if kind else 'type'!r}; it must be a text"
        reading.report("warning", "missing-type", message, pointer, step_id)
        return kind
    if not kind:
        settings["type"] = None
    tool, version_of_id = split_tool_id(tool_id)
    if version_of_id and version_of_id != version:
        put(settings, "tool_id_version", version_of_id)
    return tool


def _take_state(shares: Shares) -> dict[str, Any]:
    state = _parsed_state(shares.read.get("tool_state"))
    if state is None:
        return {}
    del shares.read["tool_state"]
    config, bookkeeping = split_state(state)
    if bookkeeping:
        shares.noise["tool_state"] = bookkeeping
    return config


def _take_uuid(shares: Shares) -> str:
    uuid = take_text(shares.read, "uuid")
    if uuid != "None":
        return uuid
    # What Galaxy writes of a step that has none.
    shares.noise["uuid"] = uuid
    return ""


def take_position(shares: Shares) -> tuple[float, float] | None:
    place = shares.read.pop("position", None)
    pair = pair_of(place.get("left"), place.get("top")) if isinstance(place, dict) else None
    rest = place if pair is None else {key: value for key, value in place.items() if key not in ("left", "top")}
    if rest is not None and rest != {}:
        shares.layout["position"] = rest
    return pair


def _size(place: Any) -> tuple[float, float] | None:
    return pair_of(child(place, "width"), child(place, "height"))


def _take_optional(shares: Shares) -> None:
    """Settings of a step, without what says nothing."""
    outputs = shares.read.get("workflow_outputs")
    if isinstance(outputs, list) and outputs and all(isinstance(output, dict) for output in outputs):
        # Some exports give every output another uuid.
        shares.noise["workflow_outputs"] = [output.get("uuid") for output in outputs]
        shares.settings["workflow_outputs"] = [
            {key: value for key, value in output.items() if key != "uuid"} for output in outputs
        ]
        del shares.read["workflow_outputs"]
    for key in _OPTIONAL:
        value = shares.read.get(key)
        if not value and type(value) in _EMPTY:
            shares.noise[key] = shares.read.pop(key)


def _outputs(outputs: Any) -> Iterator[Port]:
    for output in outputs if isinstance(outputs, list) else ():
        if name := as_text(child(output, "name")):
            yield port(name, as_text(output.get("type")) or "any")


def split_tool_id(tool_id: str) -> tuple[str, str]:
    """The tool and its version, "" when the id holds none.

    >>> split_tool_id("toolshed.g2.bx.psu.edu/repos/devteam/bwa/bwa_mem/0.7.18")
    ('toolshed.g2.bx.psu.edu/repos/devteam/bwa/bwa_mem', '0.7.18')
    >>> split_tool_id("Cut1")
    ('Cut1', '')
    """
    if _SHED in tool_id and tool_id.count("/") >= _SHED_PARTS:
        tool, _, version = tool_id.rpartition("/")
        return tool, version
    return tool_id, ""


def _parsed_state(state: Any) -> dict[str, Any] | None:
    """The parameters in a `tool_state`, which is JSON text; None when it holds none.

    Older versions wrote each parameter as a JSON text of its own. A text that may be read in two ways stays one.
    """
    found = _parsed(state) if isinstance(state, str) else state
    if not isinstance(found, dict):
        return None
    return {key: _inner(value) for key, value in found.items()}


def split_state(state: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The parameters without the bookkeeping of Galaxy's form, and that, by JSON Pointer."""
    config: dict[str, Any] = {}
    noise: dict[str, Any] = {}
    waiting: list[tuple[Any, Any, str]] = [(state, config, "")]
    while waiting:
        source, target, path = waiting.pop()
        is_list = type(source) is list
        target.extend(source) if is_list else target.update(source)
        for key, value in enumerate(source) if is_list else source.items():
            if not is_list and key in BOOKKEEPING:
                noise[append(path, key)] = target.pop(key)
            elif type(value) in _CONTAINERS:
                target[key] = kept = type(value)()
                if value:
                    waiting.append((value, kept, append(path, key)))
    return config, noise


def _parsed(text: str) -> Any:
    # The codec refuses what could not be written again, such as half a surrogate pair behind an escape.
    try:
        return codec.parse(text)
    except InvalidWorkflow:
        return None


def _inner(value: Any) -> Any:
    # A number or a truth in quotes may as well be a text of the tool's own.
    if not isinstance(value, str) or not value.startswith(("{", "[", '"')):
        return value
    found = _parsed(value)
    return value if found is None else found
