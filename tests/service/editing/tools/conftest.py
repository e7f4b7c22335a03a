"""Small documents of ComfyUI, Galaxy, Elyra and Haystack."""

from __future__ import annotations

import json

INNER = "6f1f7b0e-0000-4000-8000-000000000001"


def block(number, kind, inputs=(), outputs=(), **more):
    return {
        "id": number, "type": kind, "pos": [number * 100, 0], "size": [200, 80], "flags": {}, "order": number,
        "mode": 0,
        "inputs": [{"name": name, "type": kind_, "link": link} for name, kind_, link in inputs],
        "outputs": [{"name": name, "type": kind_, "links": links} for name, kind_, links in outputs],
        "properties": {}, **more,
    }  # fmt: skip


def link(number, *ends):
    return dict(
        zip(("id", "origin_id", "origin_slot", "target_id", "target_slot", "type"), (number, *ends), strict=True)
    )


SUBGRAPH = {
    "id": INNER, "name": "Sharpen", "version": 1, "state": {"lastNodeId": 2, "lastLinkId": 3},
    "inputNode": {"id": -10, "bounding": [0, 0, 100, 60]}, "outputNode": {"id": -20, "bounding": [500, 0, 100, 60]},
    "inputs": [{"id": "a", "name": "image", "type": "IMAGE", "linkIds": [1]}],
    "outputs": [{"id": "b", "name": "result", "type": "IMAGE", "linkIds": [3]}],
    "nodes": [
        block(1, "Blur", [("image", "IMAGE", 1)], [("IMAGE", "IMAGE", [2])], widgets_values=[3]),
        block(2, "Mix", [("image", "IMAGE", 2), ("other", "IMAGE", None)], [("IMAGE", "IMAGE", [3])]),
    ],
    "links": [link(1, -10, 0, 1, 0, "IMAGE"), link(2, 1, 0, 2, 0, "IMAGE"), link(3, 2, 0, -20, 0, "IMAGE")],
    "groups": [],
}  # fmt: skip
COMFY = {
    "last_node_id": 7, "last_link_id": 9,
    "nodes": [
        block(1, "LoadImage", (), [("IMAGE", "IMAGE", [8]), ("MASK", "MASK", None)],
              widgets_values=["cat.png", "image"]),
        block(2, INNER, [("image", "IMAGE", 8)], [("result", "IMAGE", [9])]),
        block(3, "SaveImage", [("images", "IMAGE", 9)], (), pos={"0": 1, "1": 2}, widgets_values={"prefix": "out"}),
        block(4, "SetNode", [("IMAGE", "IMAGE", None)], (), widgets_values=["photo"]),
        block(5, "GetNode", (), [("IMAGE", "IMAGE", None)], widgets_values=["photo"]),
        block(6, "Seeded", (), (), widgets_values=[5, "fixed"], widgets_values_named={"seed": 5, "after": "fixed"}),
        block(7, "Note", widgets_values=["Look"]),
    ],
    "links": [[8, 1, 0, 2, 0, "IMAGE"], [9, 2, 0, 3, 0, "IMAGE"]],
    "groups": [{"id": 1, "title": "All", "bounding": [0, 0, 900, 300], "color": "#fff"}],
    "definitions": {"subgraphs": [SUBGRAPH]}, "config": {}, "extra": {}, "version": 0.4,
}  # fmt: skip
PROMPT = {
    "1": {"class_type": "LoadImage", "inputs": {"image": "cat.png"}, "_meta": {"title": "Photo"}},
    "2": {"class_type": "SaveImage", "inputs": {"prefix": "out", "images": ["1", 0]}},
}
STATE = '{"mode": {"pick": "a", "__current_case__": 0}, "text": "caf\\u00e9", "__page__": null}'
OLD_STATE = json.dumps({"mode": json.dumps({"pick": "a", "__current_case__": 0}), "text": json.dumps("x"), "n": "5"})


def step(number, kind="tool", connections=None, **more):
    return {
        "id": number, "type": kind, "tool_id": "Cut1" if kind == "tool" else None, "label": None,
        "name": f"Step {number}",
        "input_connections": connections or {}, "position": {"left": number * 10, "top": 5}, "tool_state": STATE,
        "workflow_outputs": [], "uuid": f"u-{number}", **more,
    }  # fmt: skip


RENAME = {"RenameDatasetActionout": {"action_arguments": {"newname": "${Title}"}}}
GALAXY = {
    "a_galaxy_workflow": "true", "format-version": "0.1", "name": "Cut",
    "steps": {
        "0": step(0, "data_input", label="Reads"),
        "1": step(1, "parameter_input", label="Title"),
        "2": step(2, connections={"in": {"id": 0, "output_name": "output"}}, post_job_actions=RENAME,
                  outputs=[{"name": "out", "type": "txt"}, {"name": "log", "type": "txt"}]),
        "3": step(3, connections={"many": [{"id": 2, "output_name": "out"}, {"id": 0, "output_name": "output"}]},
                  tool_state=OLD_STATE),
        "4": step(4, "subworkflow", tool_state=None, connections={
            "Inner": {"id": 2, "output_name": "out", "input_subworkflow_step_id": 0}},
            subworkflow={"a_galaxy_workflow": "true", "steps": {"0": step(0, "data_input", label="Inner")}}),
    },
    "comments": [{"id": 0, "type": "frame", "data": {"title": "Box"}, "position": [0, 0], "size": [9, 9],
                  "child_steps": [2, 3]}],
}  # fmt: skip
FORMAT2 = {
    "class": "GalaxyWorkflow",
    "inputs": {"reads": "data", "title": {"type": "text", "default": "t"}},
    "outputs": {"result": {"outputSource": "cut/out"}, "log": "sort/log"},
    "steps": {
        "cut": {"tool_id": "Cut1", "state": {"n": 1}, "post_job_actions": {},
                "in": {"file": "reads", "name": {"source": "title", "default": "t"}}},
        "sort": {"tool_id": "Sort", "in": {"files": ["cut/out", "reads"]}, "state": {"by": {"$link": "title"}}},
    },
    "comments": [{"type": "frame", "title": "Box", "position": [0, 0], "size": [9, 9], "contains_steps": ["cut"]}],
}  # fmt: skip


def work(name, links=(), **more):
    ports = [{"id": "inPort", **({"links": [*links]} if links else {})}]
    return {
        "id": f"id-{name}", "type": "execution_node", "op": "execute-python-node",
        "app_data": {"label": name, "component_parameters": {"filename": f"{name}.py"},
                     "ui_data": {"label": name, "x_pos": 10, "y_pos": 20}},
        "inputs": ports, "outputs": [{"id": "outPort"}], **more,
    }  # fmt: skip


ELYRA = {
    "doc_type": "pipeline", "version": "3.0", "id": "e", "primary_pipeline": "p",
    "pipelines": [{
        "id": "p", "nodes": [
            work("load"), work("test"),
            work("train", [{"id": "l", "node_id_ref": "id-load", "port_id_ref": "outPort"}]),
        ],
        "app_data": {"version": 8, "ui_data": {"comments": [
            {"id": "c", "content": "See", "x_pos": 1, "y_pos": 2, "associated_id_refs": [{"node_ref": "id-train"}]},
        ]}},
    }],
}  # fmt: skip
HAYSTACK = {
    "components": {
        "prompt": {"type": "haystack.PromptBuilder", "init_parameters": {"template": "{{ q }}"}},
        "llm": {"type": "haystack.Generator", "init_parameters": {"model": "m"}},
    },
    "connections": [{"sender": "prompt.prompt", "receiver": "llm.prompt"}],
    "inputs": {"q": ["prompt.q", "llm.extra"], "k": "prompt.k"},
    "outputs": {"answer": "llm.replies"},
}


def ends(edge):
    return edge.source, edge.target, edge.source_port, edge.target_port
