from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

import wfkit
from wfkit.errors import InvalidInput, NotFound
from wfkit.widgets.panel import Panel

KEY = "sk-proj-" + "a1B2c3D4e5F6" * 4


def document(**config):
    nodes = [
        {"id": "in", "type": "input", "data": {"label": "Question", "config": {"name": "q"}}},
        {
            "id": "llm",
            "type": "llm",
            "data": {"label": "Answer", "config": {"model": "small", "prompt": "p", **config}},
        },
    ]
    return {
        "nodes": nodes,
        "edges": [{"id": "e", "source": "in", "target": "llm"}, {"id": "f", "source": "llm", "target": "gone"}],
    }


def group_document():
    inner = {"id": "g", "type": "group", "data": {"label": "Step"}, "position": {"x": 0, "y": 0}}
    made = document()
    made["nodes"] = [inner, *[{**node, "parentId": "g"} for node in made["nodes"]]]
    return made


@pytest.fixture
def panel():
    return wfkit.ui.graph(document())


def test_its_repr_is_the_same_in_every_run(panel):
    assert repr(panel) == repr(wfkit.ui.graph(document())) == "<wfkit GraphPanel 'Workflow': wfkit, 2 nodes, 2 edges>"
    assert repr(Panel()) == "<wfkit Panel>"


def test_it_is_named_after_the_workflow_and_its_version():
    with wfkit.open(":memory:") as registry:
        wf = registry.use_template("Simple RAG", "Mine")
        assert wfkit.ui.graph(wf).title == "Mine · version 1"


def test_a_document_without_a_file_is_named_by_its_own_name_but_for_secrets():
    assert wfkit.ui.graph({**document(), "name": "Ask"}).title == "Ask"
    assert wfkit.ui.graph({**document(), "name": 7}).title == "Workflow"
    assert KEY not in wfkit.ui.graph({**document(), "name": KEY}).title


def test_a_misspelt_keyword_is_refused():
    with pytest.raises(TypeError, match="heigth"):
        wfkit.ui.graph(document(), heigth=300)
    with pytest.raises(TypeError, match="takes no 'colour'; its traits are"):
        Panel(colour="red")


@pytest.mark.parametrize("height_px", [0, 199, 4001])
def test_a_height_that_nobody_can_use_is_refused(height_px):
    with pytest.raises(InvalidInput, match="from 200 to 4000"):
        wfkit.ui.graph(document(), height_px=height_px)


def test_the_height_is_what_the_picture_needs_unless_it_is_given(panel):
    assert panel.height_px == 360
    assert wfkit.ui.graph(document(), height_px=700).height_px == 700


def test_a_selected_node_is_described_with_what_it_is_tied_to(panel):
    panel.selected = "llm"
    assert [section["title"] for section in panel.details["sections"]] == ["Config"]
    assert [near["key"] for near in panel.details["sources"]] == ["in"]
    assert [near["label"] for near in panel.details["targets"]] == ["gone"]
    assert panel.node.config["model"] == "small"
    panel.selected = None
    assert (panel.details, panel.node) == (None, None)


def test_a_node_that_only_edges_name_is_said_to_be_missing(panel):
    panel.selected = "gone"
    assert panel.details["remark"].startswith("missing")
    assert panel.node is None


def test_a_node_that_is_not_there_is_not_selected(panel):
    with pytest.raises(NotFound, match="no node 'nope'"):
        panel.selected = "nope"
    with pytest.raises(NotFound):
        panel.folded = ["nope"]
    assert panel.selected is None


def test_callbacks_hear_of_each_selection(panel):
    heard = []
    panel.on_select(heard.append)
    panel.selected = "in"
    panel.selected = None
    assert [node and node.label for node in heard] == ["Question", None]


def test_what_a_callback_raises_goes_to_the_panel_when_the_browser_caused_it(panel):
    panel.on_select(lambda _node: 1 / 0)
    panel.set_state({"selected": "in"})
    assert panel.fault["words"] == "ZeroDivisionError: division by zero"
    assert "Traceback" in panel.fault["details"]
    assert panel.details["label"] == "Question"


def test_an_error_of_wfkit_is_shown_in_its_own_words(panel):
    panel.set_state({"selected": "nope"})
    assert panel.fault["words"] == "no node 'nope' in this graph of 2 nodes"


def test_the_search_answers_with_the_keys_of_nodes(panel):
    panel.query = "SMALL"
    assert panel.matches == {"query": "SMALL", "keys": ["llm"]}


def test_a_secret_is_nowhere_in_the_state_and_is_said_to_be_hidden():
    panel = wfkit.ui.graph(document(api_key=KEY, prompt=f"use {KEY} now"))
    panel.selected = "llm"
    state = json.dumps(panel.get_state(), default=str)
    assert KEY not in state
    assert "a secret, not shown" in state
    assert "a secret in it is not shown" in state
    panel.query = KEY
    assert panel.matches["keys"] == []
    assert panel.node.config["api_key"] == KEY


def test_its_state_is_json(panel):
    panel.selected = "llm"
    traits = {name: value for name, value in panel.get_state().items() if name not in {"layout", "_dom_classes"}}
    assert json.loads(json.dumps(traits)) == traits


def test_every_node_of_the_picture_has_the_key_that_it_is_listed_by():
    panel = wfkit.ui.graph(
        {"nodes": [{"id": f"a\x01\n<{sign}", "type": "llm", "data": {}} for sign in "\"'&>"], "edges": []}
    )
    root = ET.fromstring(panel.picture)  # noqa: S314 - our own text
    drawn = [part.get("data-node") for part in root.iter() if part.get("data-node") is not None]
    assert sorted(drawn) == sorted(node["key"] for node in panel.nodes)
    panel.selected = drawn[0]
    assert panel.node is not None


def test_a_group_is_collapsed_and_expanded():
    panel = wfkit.ui.graph(group_document())
    assert panel.groups == ["g"]
    panel.selected = "g"
    assert panel.details["fold"] == "Collapse group of 2 nodes"
    panel.folded = ["g"]
    assert [node["key"] for node in panel.nodes] == ["g"]
    assert panel.details["fold"] == "Expand group of 2 nodes"
    panel.folded = []
    assert len(panel.nodes) == 3


def test_a_disabled_node_and_one_without_settings_are_said_to_be_so():
    nodes = [
        {
            "id": "1",
            "name": "Off",
            "type": "n8n-nodes-base.noOp",
            "parameters": {},
            "position": [0, 0],
            "disabled": True,
        },
        {
            "id": "2",
            "name": "Set",
            "type": "n8n-nodes-base.set",
            "parameters": {"a": "={{ $('Off').item.json.b }}"},
            "position": [0, 9],
        },
    ]
    panel = wfkit.ui.graph({"nodes": nodes, "connections": {}})
    panel.selected = next(node["key"] for node in panel.nodes if node["label"] == "Off")
    assert panel.details["remark"] == "disabled: a run leaves it out"
    panel.selected = next(node["key"] for node in panel.nodes if node["label"] == "Set")
    assert [near["port"] for near in panel.details["sources"]] == ["by reference"]


@pytest.mark.parametrize("tool", ["n8n", "langflow", "comfyui_ui", "nodered", "galaxy", "dify", "ragflow", "haystack2"])
def test_every_node_of_real_files_can_be_looked_at(tool, corpus):
    files = sorted(path for path in (corpus / tool).rglob("*") if path.suffix in {".json", ".ga", ".yml", ".yaml"})[:3]
    assert files
    for path in files:
        panel = wfkit.ui.graph(path)
        for node in panel.nodes:
            panel.selected = node["key"]
            json.dumps(panel.details).encode()
        assert panel.fault is None
