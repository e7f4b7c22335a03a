"""A small document of Langflow, and the builders of its nodes, fields and handles."""

from __future__ import annotations

import json

from .conftest import drawn


def lf_field(kind, value="", **more):
    return {"type": kind, "value": value, "show": True, **more}


def lf_node(node_id, label, template, outputs, **more):
    component = {"template": {"_type": "Component", **template}, "outputs": outputs, "display_name": label, **more}
    return drawn(node_id, "genericNode", {"type": node_id.partition("-")[0], "node": component})


def lf_output(name, *types, **more):
    return {"name": name, "types": [*types], "selected": types[0], **more}


def lf_edge(source, output, target, field, *, spaced=True):
    def text(handle, *, is_spaced):
        separators = (", ", ": ") if is_spaced else (",", ":")
        return json.dumps(handle, separators=separators).replace('"', "œ")

    name = text(output, is_spaced=False), text(field, is_spaced=False)
    return {
        "animated": False,
        "className": "",
        "data": {"sourceHandle": output, "targetHandle": field},
        "id": f"reactflow__edge-{source}{name[0]}-{target}{name[1]}",
        "selected": False,
        "source": source,
        "sourceHandle": text(output, is_spaced=spaced),
        "target": target,
        "targetHandle": text(field, is_spaced=spaced),
    }


def lf_message(source, target, field="input_value"):
    output = {"dataType": source.partition("-")[0], "id": source, "name": "message", "output_types": ["Message"]}
    return lf_edge(source, output, target, {"fieldName": field, "id": target, "inputTypes": ["Message"], "type": "str"})


def lf_flow(nodes, edges):
    return {"name": "Chat", "data": {"nodes": nodes, "edges": edges, "viewport": {"x": 0, "y": 0, "zoom": 1}}}


LF_INPUT = lf_node("ChatInput-a", "Question", {}, [lf_output("message", "Message")])
LF_MODEL = lf_node(
    "Model-b",
    "Model",
    {
        "model_name": lf_field("str", "small"),
        "api_key": lf_field("str", "KEY", load_from_db=True, password=True),
        "input_value": lf_field("str", input_types=["Message"]),
        "system": lf_field("str", input_types=["Message"]),
        "code": lf_field("code", "class Model: ..."),
    },
    [lf_output("message", "Message"), lf_output("model", "LanguageModel", "Runnable")],
)
LF_OUTPUT = lf_node("ChatOutput-c", "Answer", {"input_value": lf_field("str", input_types=["Message"])}, [])
LF_LOOP = lf_node(
    "Loop-d",
    "Loop",
    {"data": lf_field("other", input_types=["Data"])},
    [lf_output("item", "Data", allows_loop=True), lf_output("done", "Data")],
)
LF_NOTE = drawn("note-e", "noteNode", {"type": "note", "node": {"description": "Read me", "template": {}}})
LANGFLOW = lf_flow(
    [LF_INPUT, LF_MODEL, LF_OUTPUT, LF_LOOP, LF_NOTE],
    [lf_message("ChatInput-a", "Model-b"), lf_message("Model-b", "ChatOutput-c")],
)
