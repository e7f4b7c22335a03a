"""Small documents of ComfyUI."""

from wfkit.core.model import Graph
from wfkit.formats import comfyui

LOADER = {
    "id": 4,
    "type": "CheckpointLoaderSimple",
    "pos": [10, 20.5],
    "size": {"0": 300, "1": 98},
    "flags": {"collapsed": True},
    "order": 0,
    "mode": 0,
    "color": "#223",
    "outputs": [
        {"name": "MODEL", "type": "MODEL", "links": [1], "slot_index": 0, "shape": 3},
        {"name": "CLIP", "localized_name": "CLIP", "type": "CLIP", "links": None},
    ],
    "properties": {
        "Node name for S&R": "CheckpointLoaderSimple",
        "cnr_id": "comfy-core",
        "ver": "0.3.1",
        "models": [{"name": "a.safetensors"}],
    },
    "widgets_values": ["a.safetensors"],
}

SAMPLER = {
    "id": 3,
    "type": "KSampler",
    "title": "First pass",
    "pos": {"0": 400, "1": 20},
    "size": [315, 262],
    "mode": 4,
    "inputs": [
        {"name": "model", "type": "MODEL", "link": 1, "label": "the model", "localized_name": "Modell"},
        {"name": "seed", "type": "INT", "widget": {"name": "seed"}, "link": None},
        {"name": "steps", "type": "INT", "widget": {"name": "steps"}, "link": 2},
    ],
    "outputs": [{"name": "LATENT", "type": "LATENT", "links": []}],
    "properties": {},
    "widgets_values": [2**63 + 1, "randomize", 20],
}

INSTANCE = {
    "id": 7,
    "type": "aaaa-bbbb",
    "pos": [0, 0],
    "size": [1, 1],
    "inputs": [{"name": "text", "type": "STRING", "link": None}],
    "outputs": [{"name": "steps", "type": "INT", "links": [2, 5]}],
    "widgets_values": ["hello", 3],
    "widgets_values_named": {"text": "hello"},
}

NOTE = {"id": 9, "type": "MarkdownNote", "pos": [1, 2], "size": [3, 4], "widgets_values": ["# Read\nme"]}

SUBGRAPH = {
    "id": "aaaa-bbbb",
    "version": 1,
    "state": {"lastNodeId": 2},
    "revision": 3,
    "name": "Encode",
    "inputNode": {"id": -10, "bounding": [-100, 0, 120, 60]},
    "outputNode": {"id": -20, "bounding": [500, 0, 120, 60]},
    "inputs": [{"id": "u1", "name": "text", "type": "STRING", "linkIds": [1], "pos": [1, 2], "label": "prompt"}],
    "outputs": [{"id": "u2", "name": "steps", "type": "INT", "linkIds": [2], "localized_name": "steps"}],
    "widgets": [],
    "nodes": [
        {
            "id": 4,
            "type": "Int",
            "pos": [0, 0],
            "inputs": [{"name": "text", "type": "STRING", "link": 1}],
            "outputs": [{"name": "INT", "type": "INT", "links": [2]}],
        }
    ],
    "groups": [{"id": 1, "title": "Inner", "bounding": [0, 0, 10, 10]}],
    "links": [
        {"id": 1, "origin_id": -10, "origin_slot": 0, "target_id": 4, "target_slot": 0, "type": "STRING"},
        {"id": 2, "origin_id": 4, "origin_slot": 0, "target_id": -20, "target_slot": 0, "type": "INT", "parentId": 3},
    ],
    "extra": {"workflowRendererVersion": "LG", "kept": 1},
}

WHOLE = {
    "id": "3f1a",
    "revision": 1,
    "last_node_id": 9,
    "last_link_id": 5,
    "nodes": [LOADER, SAMPLER, INSTANCE, NOTE],
    "links": [[1, 4, 0, 3, 0, "MODEL"], [2, 7, 0, 3, 2, "INT"], None, [5, 7, 0, 8, 1, "INT", 6, "more"]],
    "groups": [
        {"title": "Load", "bounding": [0, 0, 330, 200], "color": "#3f789e", "font_size": 24, "flags": {}, "new": 1}
    ],
    "definitions": {"subgraphs": [SUBGRAPH], "kept": True},
    "config": {"links_ontop": True},
    "extra": {"ds": {"scale": 1, "offset": [0, 0]}, "reroutes": [{"id": 3, "pos": [1, 2]}], "kept": "x"},
    "version": 0.4,
}

PROMPT = {
    "3": {
        "class_type": "KSampler",
        "inputs": {"seed": 2**63 + 1, "model": ["4", 0], "pair": ["nowhere", 1], "steps": 20},
        "_meta": {"title": "First pass", "more": 1},
        "is_changed": ["x"],
    },
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "a.safetensors"}, "_meta": {"title": "Load"}},
    "57:8": {"class_type": "Int", "inputs": {}},
}


def graph_of(*nodes: object, links: object = (), **more: object) -> Graph:
    return comfyui.read({"nodes": list(nodes), "links": list(links), "version": 0.4, **more})
