"""How the documents of each tool are known: one question a tool, asked of parsed data.

Every question looks at the top level, and at a sample of what is in its longest list, so that it costs
the same for a huge document as for a small one. None of them ever raises.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_DIFY_TEXT = re.compile(r"""^["']?kind["']?: *["']?(app|graph|rag_pipeline)["']?[ \t]*(?:#.*)?\r?$""", re.MULTILINE)
# Documents are uniform: what holds for so many items holds for all, or the reader says where not.
_SAMPLE = 10


def is_node_red(data: Any) -> bool:
    """A flat list of tabs and nodes, bare or in the envelope of the admin API (`flows`, `rev`)."""
    if isinstance(data, list):
        return _is_flow_list(data)
    flows = child(data, "flows")
    if not isinstance(flows, list):
        return False
    return _have_keys(flows, "id", "type") or (not flows and has(data, "rev"))


def is_galaxy(data: Any) -> bool:
    """A `.ga` file, or format 2."""
    return has(data, "a_galaxy_workflow", "steps") or is_galaxy_format2(data)


def is_galaxy_format2(data: Any) -> bool:
    """A workflow of Galaxy's format 2, or several of them under `$graph`."""
    if has(data, "class") or not has_lists(data, "$graph"):
        return has_galaxy_class(data) and "a_galaxy_workflow" not in data
    return any(has_galaxy_class(item) for item in data["$graph"][:_SAMPLE])


def has_galaxy_class(data: Any) -> bool:
    """A workflow of format 2 by its class; a draft is one in which tools may yet be to be chosen."""
    return child(data, "class") in ("GalaxyWorkflow", "GalaxyWorkflowDraft")


def is_elyra(data: Any) -> bool:
    """A pipeline file of Elyra's editor."""
    return child(data, "doc_type") == "pipeline" or has(data, "pipelines", "primary_pipeline")


def is_n8n(data: Any) -> bool:
    """A workflow, bare or under `workflow` as template sites wrap it."""
    return _is_n8n_graph(data) or _is_n8n_graph(child(data, "workflow"))


def is_comfyui(data: Any) -> bool:
    """A graph of the editor, or a prompt of the API, bare or under `prompt` as it is posted."""
    return is_comfyui_graph(data) or is_comfyui_prompt(data) or is_comfyui_prompt(child(data, "prompt"))


def is_comfyui_graph(data: Any) -> bool:
    """What ComfyUI's editor saves: nodes and links."""
    return has_lists(data, "nodes", "links") and has_any(data, "last_node_id", "last_link_id", "state", "version")


def is_comfyui_prompt(data: Any) -> bool:
    """What ComfyUI's server runs: nodes by id."""
    return isinstance(data, dict) and bool(data) and _have_keys(data.values(), "class_type")


def is_langflow(data: Any) -> bool:
    """A flow, or a collection of flows."""
    if has_lists(child(data, "data"), "nodes", "edges"):
        return True
    flows = child(data, "flows")
    return isinstance(flows, list) and bool(flows) and has_lists(child(flows[0], "data"), "nodes")


def is_ragflow(data: Any) -> bool:
    """An agent: its canvas under `dsl`, or the canvas itself."""
    return _is_canvas(data) or _is_canvas(child(data, "dsl"))


def is_flowise(data: Any) -> bool:
    """A React-Flow graph whose nodes carry their own schema."""
    if not has_lists(data, "nodes", "edges"):
        return False
    anchors = ("inputAnchors", "outputAnchors", "inputParams")
    return any(has_any(child(node, "data"), *anchors) for node in data["nodes"][:_SAMPLE])


def is_dify(data: Any) -> bool:
    """An app, a bare graph of its engine, or the envelope of the console API (YAML text under `data`)."""
    kind = child(data, "kind")
    if kind in ("app", "graph", "rag_pipeline"):
        return has(data, kind)
    text = child(data, "data")
    return isinstance(text, str) and bool(_DIFY_TEXT.search(text))


def is_haystack(data: Any) -> bool:
    """A pipeline of Haystack 2."""
    return isinstance(child(data, "components"), dict) and has(data, "connections")


def is_react_flow(data: Any) -> bool:
    """Nodes and edges that are nobody else's; a JSON Canvas, whose edges say `fromNode`, is none."""
    if not has_lists(data, "nodes", "edges"):
        return False
    return not is_json_canvas(data)


def is_json_canvas(data: Any) -> bool:
    """The canvas of a note-taking application (jsoncanvas.org)."""
    return has_lists(data, "nodes", "edges") and bool(data["edges"]) and has(data["edges"][0], "fromNode", "toNode")


def child(data: Any, key: str) -> Any:
    """What an object has under the key; None for anything else."""
    return data.get(key) if isinstance(data, dict) else None


def has(data: Any, *keys: str) -> bool:
    """Whether it is an object with all these keys."""
    return isinstance(data, dict) and all(map(data.__contains__, keys))


def has_any(data: Any, *keys: str) -> bool:
    """Whether it is an object with one of these keys."""
    return isinstance(data, dict) and not data.keys().isdisjoint(keys)


def has_lists(data: Any, *keys: str) -> bool:
    """Whether it is an object with a list under each of these keys."""
    return has(data, *keys) and all(isinstance(data[key], list) for key in keys)


def _have_keys(items: Iterable[Any], *keys: str) -> bool:
    sample = list(islice(items, _SAMPLE))
    return bool(sample) and all(has(item, *keys) for item in sample)


def _is_flow_list(items: list[Any]) -> bool:
    # Configuration nodes may come first in any number, so this looks on until the first flow node.
    return _have_keys(items, "id", "type") and any(_is_flow_item(item) for item in items)


def _is_flow_item(item: Any) -> bool:
    return has_any(item, "wires", "z") or child(item, "type") in ("tab", "subflow")


def _is_n8n_graph(data: Any) -> bool:
    return has_lists(data, "nodes") and isinstance(data.get("connections"), dict)


def _is_canvas(data: Any) -> bool:
    return isinstance(child(data, "components"), dict) and has_any(data, "graph", "path", "history")
