"""What a document is that no format knows: near misses by name, with what would be right."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from wfkit.formats._sniffing import child, has, has_any, has_lists, is_json_canvas
from wfkit.formats._wording import outline

if TYPE_CHECKING:
    from collections.abc import Callable

_SAMPLE = 100


def describe(data: Any) -> str:
    """What the data looks like, with what would be right where that is known; otherwise its outline."""
    found = _named(data)
    if found or not (isinstance(data, list) and len(data) > 1):
        return found or outline(data)
    first = _named(data[0])
    # A YAML text may hold several documents, and the first mostly tells.
    return f"a list of {len(data)} documents, the first {first}" if first else outline(data)


def _named(data: Any) -> str:
    return next((description for is_lookalike, description in _LOOKALIKES if is_lookalike(data)), "")


def _is_credentials_export(data: Any) -> bool:
    items = data if isinstance(data, list) else [data]
    sample = items[:_SAMPLE]
    return bool(sample) and all(_is_credential(item) for item in sample)


def _is_credential(item: Any) -> bool:
    return has(item, "id", "name", "type", "data") and isinstance(item["data"], (str, dict)) and "nodes" not in item


def _is_execution(data: Any) -> bool:
    return has(data, "workflowData") or has(child(data, "data"), "resultData") or has(data, "resultData")


def _is_items(data: Any) -> bool:
    return isinstance(data, list) and bool(data) and all(has(item, "json") for item in data[:_SAMPLE])


def _is_n8n_node(data: Any) -> bool:
    return has(data, "parameters", "typeVersion") or has(data, "node", "codexVersion")


def _is_comfyui_settings(data: Any) -> bool:
    return isinstance(data, dict) and any(_starts_with(key, "Comfy.") for key in islice(data, _SAMPLE))


def _is_object_info(data: Any) -> bool:
    values = list(islice(data.values(), _SAMPLE)) if isinstance(data, dict) else []
    return bool(values) and all(has(value, "input", "output", "category") for value in values)


def _is_flows_cred(data: Any) -> bool:
    return isinstance(data, dict) and len(data) == 1 and isinstance(data.get("$"), str)


def _is_langflow_component(data: Any) -> bool:
    if child(data, "is_component") is True:
        return True
    return has(child(child(data, "data"), "node"), "template") or has(data, "template", "base_classes")


def _is_flowise_export(data: Any) -> bool:
    return has_any(data, "ChatFlow", "AgentFlow", "AgentFlowV2")


def _is_haystack_1(data: Any) -> bool:
    return has_lists(data, "components", "pipelines")


def _is_argo(data: Any) -> bool:
    return _starts_with(child(data, "apiVersion"), "argoproj.io/")


def _is_kubeflow(data: Any) -> bool:
    return has(data, "pipelineInfo", "root")


def _is_cwl(data: Any) -> bool:
    return has(data, "cwlVersion")


def _is_classless(data: Any) -> bool:
    return has(data, "inputs", "outputs", "steps")


def _is_notebook(data: Any) -> bool:
    return has(data, "nbformat")


def _is_package(data: Any) -> bool:
    sections = ("dependencies", "devDependencies", "scripts", "lockfileVersion")
    return has(data, "name", "version") and has_any(data, *sections)


def _is_openapi(data: Any) -> bool:
    return has_any(data, "openapi", "swagger")


def _is_json_schema(data: Any) -> bool:
    dialect = child(data, "$schema")
    if isinstance(dialect, str) and "json-schema.org" in dialect:
        return True
    return has(data, "$defs") or (child(data, "type") == "object" and has(data, "properties"))


def _is_geojson(data: Any) -> bool:
    kind = child(data, "type")
    return (kind == "FeatureCollection" and has(data, "features")) or (kind == "Feature" and has(data, "geometry"))


def _is_edgeless(data: Any) -> bool:
    return has(data, "nodes") and not has_any(data, "edges", "connections", "links")


def _starts_with(value: Any, prefix: str) -> bool:
    return isinstance(value, str) and value.startswith(prefix)


# The first that fits names the data: the particular before the general.
_LOOKALIKES: tuple[tuple[Callable[[Any], bool], str], ...] = (
    (_is_execution, "an execution of n8n; export the workflow itself, which it may hold under 'workflowData'"),
    (_is_credentials_export, "an export of n8n credentials, which are secrets; export the workflows instead"),
    (_is_items, "data that an n8n node put out; export the workflow itself"),
    (_is_n8n_node, "a single node of n8n; a workflow has 'nodes' and 'connections'"),
    (_is_comfyui_settings, "the settings of ComfyUI; save the workflow from its menu instead"),
    (_is_object_info, "the node definitions of ComfyUI (object_info); save a workflow instead"),
    (_is_flows_cred, "the encrypted credentials of Node-RED (flows_cred.json); the flows are in flows.json"),
    (
        _is_langflow_component,
        "a Langflow component without nodes; export a flow, which has 'data.nodes' and 'data.edges'",
    ),
    (_is_flowise_export, "an export of everything in Flowise; export one chatflow or agentflow"),
    (_is_haystack_1, "a Haystack 1 file, which wfkit does not read; only pipelines of Haystack 2"),
    (_is_argo, "an Argo resource, which wfkit does not read"),
    (_is_kubeflow, "a compiled Kubeflow pipeline, which wfkit does not read"),
    (_is_cwl, "a document of the Common Workflow Language, which wfkit does not read"),
    (_is_classless, "a workflow that does not say whose it is; one of Galaxy's format 2 has 'class: GalaxyWorkflow'"),
    (_is_notebook, "a Jupyter notebook"),
    (_is_openapi, "an OpenAPI description"),
    (_is_json_schema, "a JSON Schema"),
    (_is_package, "a package.json"),
    (_is_geojson, "GeoJSON"),
    (is_json_canvas, "a JSON Canvas, whose edges say 'fromNode' and 'toNode'; wfkit's say 'source' and 'target'"),
    (_is_edgeless, "an object with 'nodes' but without 'edges' (wfkit), 'connections' (n8n) or 'links' (ComfyUI)"),
)
