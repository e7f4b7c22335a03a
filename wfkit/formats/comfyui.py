"""ComfyUI: the graph that its editor saves, and the prompt that its server runs.

They are written down in different ways, see `_comfyui_graph` and `_comfyui_prompt`, and are one format all the
same: people keep both of one workflow side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.formats import _comfyui_graph, _comfyui_prompt, _habits
from wfkit.formats._format import Format
from wfkit.formats._sniffing import has, is_comfyui, is_comfyui_graph
from wfkit.formats.mentions.comfyui import mentions
from wfkit.formats.secrets.comfyui import secrets

if TYPE_CHECKING:
    from wfkit.core.model import Graph
    from wfkit.formats.writing import Writer

__all__ = ["FORMAT", "read"]


def read(data: Any) -> Graph:
    """The graph of either form, the prompt bare or under `prompt`; whatever is out of order is in `problems`.

    A node without an id, and a link without one of its ends, is no part of the graph.
    """
    match prompt_at(data):
        case None:
            return _comfyui_graph.read(data)
        case "":
            return _comfyui_prompt.read(data)
    outside = {key: value for key, value in data.items() if key != "prompt"}
    return _comfyui_prompt.read(data["prompt"], "/prompt", outside)


def prompt_at(data: Any) -> str | None:
    """JSON Pointer to the prompt, None where it is what the editor saves."""
    if is_comfyui_graph(data) or not isinstance(data, dict):
        return None
    return "" if _has_nodes(data) else "/prompt" if _has_nodes(data.get("prompt")) else None


def _has_nodes(data: Any) -> bool:
    return isinstance(data, dict) and any(has(item, "class_type") for item in data.values())


def writer() -> Writer:
    """What writes changes of the graph back."""
    from wfkit.formats.writing.comfyui import WRITER

    return WRITER


FORMAT = Format(
    "comfyui",
    "ComfyUI",
    read=read,
    acyclic=True,
    sniff=is_comfyui,
    mentions=mentions,
    writer=writer,
    habits=_habits.COMFYUI,
    secrets=secrets,
)
