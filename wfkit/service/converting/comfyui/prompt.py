"""The prompt of a ComfyUI graph, with a row for every node, widget and link that is not in it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from wfkit.errors import InvalidInput
from wfkit.service import documents
from wfkit.service.converting.comfyui import group_nodes, sources
from wfkit.service.converting.comfyui.canvas import BYPASSED, MOST_NODES, MUTED, steps
from wfkit.service.converting.comfyui.sources import VIRTUAL, Nothing, Origin, Value, source_of
from wfkit.service.converting.comfyui.widgets import CONTROL, named_widgets
from wfkit.service.converting.conversion import Conversion, Loss

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.document import Document
    from wfkit.service.converting.comfyui.canvas import Canvas, Item, Step
    from wfkit.service.converting.conversion import Status

_UPLOAD = "upload"
_EDITOR = (CONTROL, "audioUI", "videopreview")


def to_prompt(source: Document) -> Conversion:
    """The prompt that ComfyUI's editor would send for the graph that it saved.

    Raises:
        InvalidInput: It is no graph of ComfyUI's editor, but a prompt already, or of another tool.
    """
    data = source.data
    if source.format != "comfyui":
        msg = f"only documents of 'comfyui' become its prompt, this one is {source.format!r}"
        raise InvalidInput(msg)
    if not isinstance(data, dict) or not isinstance(data.get("nodes"), list):
        msg = "the document is a prompt already; what becomes one is the graph that the editor saves"
        raise InvalidInput(msg)
    extra = data.get("extra")
    groups = extra.get("groupNodes") if isinstance(extra, dict) else None
    found = list(steps(data, partial(_opened, groups if isinstance(groups, dict) else {})))
    if len(found) >= MOST_NODES:
        msg = f"its subgraphs open to more than {MOST_NODES:,} nodes; wfkit flattens no more"
        raise InvalidInput(msg)
    flattening = _Flattening(data, {step.id: step for step in found})
    prompt = flattening.prompt()
    return Conversion(documents.from_data(prompt, format="comfyui"), tuple(flattening.report()), "comfyui")


def _opened(groups: Mapping[str, Any], item: Item) -> Canvas | None:
    return group_nodes.opened(item, groups) if group_nodes.is_group_node(item.type) else None


class _Flattening:
    """The steps of a graph, and what was lost of each so far."""

    def __init__(self, data: Mapping[str, Any], found: Mapping[str, Step]) -> None:
        self._steps = found
        self._rows: dict[str, list[Loss]] = {key: [] for key in found}
        extra = data.get("extra")
        # Newer editors keep the name of the upload button to themselves.
        self._sends_upload = not (isinstance(extra, dict) and "frontendVersion" in extra)

    def prompt(self) -> dict[str, Any]:
        """The nodes that run, by id."""
        made = {step.id: self._node(step) for step in self._steps.values() if not _absence(step)}
        for node_id, node in made.items():
            for name, value in list(node["inputs"].items()):
                if isinstance(value, Origin) and value.step in made:
                    node["inputs"][name] = [value.step, value.slot]
                elif isinstance(value, Origin):
                    del node["inputs"][name]
                    self._note(
                        node_id,
                        "dropped",
                        f"/inputs/{name}",
                        [value.step, value.slot],
                        "what it links to is not in the prompt",
                    )
        return made

    def report(self) -> Iterator[Loss]:
        """A row a node, and one for each of its inputs that is not as the editor shows it."""
        for step in self._steps.values():
            rows = self._rows[step.id]
            absence = _absence(step)
            status: Status = "converted"
            if absence:
                status = "dropped"
            elif any(row.status == "dropped" for row in rows):
                status = "partly"
            to_type = "" if absence else step.item.type
            yield Loss(step.id, step.item.title, step.item.type, to_type, status, "", None, absence)
            yield from rows

    def _node(self, step: Step) -> dict[str, Any]:
        values, unknown = named_widgets(step.item)
        for place, value in unknown.items():
            reason = "the file does not tell the name of this widget, and its node is none of ComfyUI's own"
            self._note(step.id, "dropped", f"/widgets_values/{place}", value, reason)
        inputs: dict[str, Any] = {}
        for name, value in values.items():
            if name in _EDITOR or (name == _UPLOAD and not self._sends_upload):
                self._note(step.id, "empty", f"/widgets_values/{name}", value, "for the editor alone")
            elif name:
                inputs[name] = _boxed(value)
        for index, slot in enumerate(step.item.inputs):
            self._link(step, index, slot.name, inputs)
        return {"inputs": inputs, "class_type": step.item.type, "_meta": {"title": step.item.title}}

    def _link(self, step: Step, index: int, name: str, inputs: dict[str, Any]) -> None:
        match source_of(step, index, self._steps):
            case Origin() as origin:
                inputs[name] = origin
            case Value(value):
                inputs[name] = _boxed(value)
            case Nothing(reason) if reason:
                self._note(step.id, "dropped", f"/inputs/{name}", None, reason)

    def _note(self, step_id: str, status: Status, path: str, value: Any, reason: str) -> None:
        item = self._steps[step_id].item
        self._rows[step_id].append(Loss(step_id, item.title, item.type, item.type, status, path, value, reason))


def _absence(step: Step) -> str:
    """Why a step is not in the prompt; "" when it is."""
    item = step.item
    if item.mode == MUTED:
        return "it is muted"
    if item.mode == BYPASSED:
        return "it is bypassed: what it takes goes on to where it led"
    if step.inside is not None:
        return "a subgraph: its nodes are in the prompt"
    if item.type in sources.NOTES:
        return "a note"
    if item.type in VIRTUAL:
        return "it is there for the editor alone: links go on to where it led"
    return ""


def _boxed(value: Any) -> Any:
    """The value; a list in a box, or the server would take it for a link."""
    return {"__value__": value} if isinstance(value, list) else value
