"""Merges of Elyra, whose inputs hold their links."""

from __future__ import annotations

import wfkit


def test_an_input_that_one_side_removed_and_the_other_linked_stays_with_the_new_link():
    def pipeline(*inputs):
        nodes = [
            {"id": name, "type": "execution_node", "op": "x", "app_data": {"ui_data": {"label": name}},
             "inputs": [*inputs] if name == "c" else [], "outputs": [{"id": "out"}]}
            for name in "abc"
        ]  # fmt: skip
        return {
            "doc_type": "pipeline", "version": "3.0", "primary_pipeline": "p",
            "pipelines": [{"id": "p", "nodes": nodes, "app_data": {"version": 8}}],
        }  # fmt: skip

    def entry(*names):
        links = [{"id": f"l-{name}", "node_id_ref": name, "port_id_ref": "out"} for name in names]
        return {"id": "in", "app_data": {"label": "In"}, "links": links}

    start, ours, theirs = pipeline(entry("a")), pipeline(), pipeline(entry("a", "b"))
    merged = wfkit.merge(start, ours, theirs)
    assert not merged.conflicts
    assert merged.document["pipelines"][0]["nodes"][2]["inputs"] == [entry("b")]
    fewer = pipeline(entry())
    assert wfkit.merge(start, ours, fewer).document == ours
