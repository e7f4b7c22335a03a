"""convert."""

from __future__ import annotations

import json

import pytest

import wfkit

SOURCE = {
    "nodes": [
        {
            "id": "c",
            "type": "customNode",
            "position": {"x": 0, "y": 0},
            "data": {
                "name": "llmChain",
                "label": "Chain",
                "inputs": {"chainName": "Mine"},
                "inputAnchors": [],
                "outputAnchors": [],
            },
        }
    ],
    "edges": [],
}


@pytest.fixture
def flow(tmp_path):
    """A file of Flowise."""
    path = tmp_path / "flow.json"
    path.write_text(json.dumps(SOURCE), encoding="utf-8")
    return path


def test_the_document_goes_to_stdout_and_the_summary_to_stderr(run, flow):
    done = run("convert", flow)
    assert json.loads(done.out)["schema_version"] == 1
    assert "flowise to wfkit: 1 node" in done.err


def test_a_file_is_written_and_the_losses_are_told(run, flow, tmp_path):
    done = run("convert", flow, "--to", "wfkit", "--out", tmp_path / "native.json")
    assert "/chainName" in done.out
    assert wfkit.validate(tmp_path / "native.json").ok


def test_a_file_that_is_there_is_only_replaced_when_asked(run, flow, tmp_path):
    target = tmp_path / "native.json"
    target.write_text("mine", encoding="utf-8")
    assert "--overwrite" in run("convert", flow, "--out", target, exit_code=2).err
    assert target.read_text(encoding="utf-8") == "mine"
    run("convert", flow, "--out", target, "--overwrite")
    assert "cannot write" in run("convert", flow, "--out", tmp_path / "no" / "x.json", exit_code=2).err


def test_the_report_for_programs_has_a_row_a_loss(run_json, flow, tmp_path):
    rows = run_json("convert", flow, "--out", tmp_path / "x.json")
    assert [row["status"] for row in rows if row["path"] == "/chainName"] == ["dropped"]


def test_standard_input_is_read(run):
    done = run("convert", "-", stdin=json.dumps(SOURCE))
    assert json.loads(done.out)["nodes"]


def test_nothing_lost_makes_no_table(run, tmp_path):
    path = tmp_path / "graph.json"
    path.write_text(json.dumps({"nodes": [{"id": 1, "type": "A"}], "links": [], "version": 0.4}), encoding="utf-8")
    done = run("convert", path, "--to", "comfyui-prompt", "--out", tmp_path / "prompt.json")
    assert "reason" not in done.out
    assert json.loads((tmp_path / "prompt.json").read_text(encoding="utf-8"))["1"]["class_type"] == "A"
