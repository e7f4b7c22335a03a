"""Merges of Langflow, whose handles hold ids."""

from __future__ import annotations

import copy
import json

import pytest

import wfkit


def langflow(suffix, *, model="small"):
    def text(handle):
        return json.dumps(handle, separators=(",", ":")).replace('"', "œ")

    ids = {name: f"{name}-{suffix}{place}" for place, name in enumerate(("ChatInput", "Model", "ChatOutput"))}
    nodes = [
        {
            "id": node_id,
            "type": "genericNode",
            "position": {"x": 200 * place, "y": 0},
            "data": {
                "id": node_id,
                "type": name,
                "node": {
                    "display_name": name,
                    "template": {
                        "_type": "Component",
                        "size": {"value": model, "type": "str"},
                        "text": {"type": "str"},
                    },
                },
            },
        }
        for place, (name, node_id) in enumerate(ids.items())
    ]
    edges = []
    for source, target in (("ChatInput", "Model"), ("Model", "ChatOutput")):
        output = {"dataType": source, "id": ids[source], "name": "message", "output_types": ["Message"]}
        field = {"fieldName": "text", "id": ids[target], "inputTypes": ["Message"], "type": "str"}
        edges.append(
            {
                "id": f"xy-edge__{ids[source]}{text(output)}-{ids[target]}{text(field)}",
                "source": ids[source],
                "target": ids[target],
                "sourceHandle": text(output),
                "targetHandle": text(field),
                "data": {"sourceHandle": output, "targetHandle": field},
            }
        )
    return {"name": "Chat", "data": {"nodes": nodes, "edges": edges}}


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_a_side_of_langflow_with_new_ids_gets_those_of_the_base_in_every_handle(side):
    base, imported, edited = langflow("a"), langflow("z"), langflow("a")
    imported["data"]["nodes"][1]["data"]["node"]["template"]["size"]["value"] = "large"
    edited["name"] = "Talk"
    sides = {"ours": imported, "theirs": edited} if side == "ours" else {"ours": edited, "theirs": imported}
    merge = wfkit.merge(base, sides["ours"], sides["theirs"])
    assert not merge.conflicts
    expected = {**copy.deepcopy(base), "name": "Talk"}
    expected["data"]["nodes"][1]["data"]["node"]["template"]["size"]["value"] = "large"
    assert merge.document == expected
    word = "our" if side == "ours" else "their"
    assert merge.notes == (f"{word} side has new ids for 3 nodes; the base's are kept",)


def test_ids_of_nodes_inside_a_node_of_langflow_are_left_as_they_are():
    def grouped(suffix, name):
        inner = langflow("in")
        inner["data"]["nodes"] = inner["data"]["nodes"][:2]
        document = langflow(suffix)
        document["name"] = name
        for node in document["data"]["nodes"]:
            node["data"]["node"]["flow"] = copy.deepcopy(inner)
        return document

    merge = wfkit.merge(grouped("a", "Base"), grouped("a", "Ours"), grouped("z", "Base"))
    assert merge.resolve_all("ours").document["name"] == "Ours"
