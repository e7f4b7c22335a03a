"""How many nodes and edges a graph has, beside a count that a script made of the same real files.

That script counts sticky notes, and what lies inside subgraphs with its boundary; what it leaves out is named here.
"""

from __future__ import annotations

import csv

import pytest

import wfkit

# Format 2 of Galaxy: that script does not look into a step with `run`, nor for `$link` in a state.
GALAXY_FORMAT2 = {"nested-no-steps": (1, 0), "rules-tool": (0, 2), "tool-with-inline-subworkflow": (2, 1)}


def objects(data, *keys):
    for key in keys:
        data = data.get(key) or {}
    return list(data)


def frames_and_subgraphs(data):
    subgraphs = objects(data, "definitions", "subgraphs")
    groups = [group for graph in (data, *subgraphs) for group in objects(graph, "groups")]
    return len(groups) + len(subgraphs), 0


def comments_of_elyra(data):
    return sum(len(objects(each, "app_data", "ui_data", "comments")) for each in objects(data, "pipelines")), 0


def comments_of_galaxy(data):
    inner = [step["subworkflow"] for step in data["steps"].values() if step.get("subworkflow")]
    return len(objects(data, "comments")) + sum(comments_of_galaxy(workflow)[0] for workflow in inner), 0


def ends_of_subflows(data):
    subflows = [node for node in data if node["type"] == "subflow"]
    status = [subflow["status"] for subflow in subflows if "status" in subflow]
    ends = sum(len(objects(subflow, "in")) + len(objects(subflow, "out")) for subflow in subflows)
    return ends + len(status), sum(len(each["wires"]) for each in status)


LEFT_OUT = {
    "comfyui_ui": frames_and_subgraphs,
    "elyra": comments_of_elyra,
    "galaxy": comments_of_galaxy,
    "nodered": ends_of_subflows,
}


@pytest.mark.parametrize("tool", ["comfyui_ui", "elyra", "galaxy", "galaxy_format2", "nodered"])
def test_every_difference_from_a_count_by_hand_is_something_that_it_leaves_out(corpus, tool):
    with (corpus / "MANIFEST.csv").open(encoding="utf-8") as manifest:
        rows = [row for row in csv.DictReader(manifest) if row["dialect"] == tool]
    assert rows
    for row in rows:
        document = wfkit.load(corpus / row["path"])
        if tool in LEFT_OUT:
            nodes, edges = LEFT_OUT[tool](document.data)
        else:
            nodes, edges = next((gap for name, gap in GALAXY_FORMAT2.items() if name in row["path"]), (0, 0))
        found = len(document.graph.nodes) - int(row["nodes"]), len(document.graph.edges) - int(row["edges"])
        assert found == (nodes, edges), row["path"]
