from __future__ import annotations

import json
import subprocess
import sys

import pytest

import wfkit
from wfkit import nodetypes
from wfkit import templates as prebuilt
from wfkit.errors import Forbidden, InvalidInput, NotFound
from wfkit.service.opening import look_into

from .samples import KEY, N8N, card, flow, names


def test_its_repr_says_how_many_templates_there_are(panel):
    assert repr(panel) == f"<wfkit GalleryPanel: {len(prebuilt.available())} templates>"


def test_what_is_no_registry_is_refused():
    with pytest.raises(InvalidInput, match=r"the registry is 'flows\.duckdb'; pass what wfkit\.open gives"):
        wfkit.ui.gallery("flows.duckdb")


def test_pre_built_and_own_templates_stand_side_by_side(registry):
    registry.create("Mine", flow("llm"), is_template=True, description="d", tags=["a"])
    panel = wfkit.ui.gallery(registry)
    assert {card["name"] for card in panel.found["cards"] if card["is_prebuilt"]} == {
        t.name for t in prebuilt.available()
    }
    mine = card(panel, "Mine")
    assert (mine["is_prebuilt"], mine["owner"], mine["tags"], mine["used"]) == (False, "ann", ["a"], 0)
    assert panel.found["total"] == panel.found["of"] == len(prebuilt.available()) + 1


def test_a_look_at_the_gallery_writes_nothing(registry, panel):
    panel.selected = "Simple RAG"
    panel.pictures([offer.id for offer in registry.offers()])
    assert len(registry.list()) == 0


def test_the_search_wants_every_word_somewhere(panel):
    panel.query = "RAG simple"
    assert names(panel) == ["Simple RAG"]
    panel.query = "reranker"
    assert "Hybrid search with reranking" in names(panel)
    panel.query = "zzz"
    assert (panel.found["total"], panel.found["cards"]) == (0, [])


def test_tags_kinds_and_usability_narrow_it_down(registry):
    registry.create("Strange", flow("teleporter"), is_template=True, tags=["rag"])
    panel = wfkit.ui.gallery(registry)
    assert card(panel, "Strange")["missing"] == ["teleporter"]
    assert dict(panel.found["tags"])["rag"] == sum("rag" in template.tags for template in prebuilt.available()) + 1
    panel.tag = "rag"
    assert all("rag" in card["tags"] for card in panel.found["cards"])
    panel.kind = "own"
    assert names(panel) == ["Strange"]
    panel.is_usable = True
    assert names(panel) == []
    assert panel.found["tags"] == [("rag", 0)]
    panel.kind = "prebuilt"
    assert "Strange" not in names(panel)


def test_the_most_used_come_first_or_all_by_name(registry):
    registry.use_template("Simple RAG")
    registry.create("alpha", flow("llm"), is_template=True)
    panel = wfkit.ui.gallery(registry)
    assert (names(panel)[0], names(panel)[-1]) == ("Simple RAG", "alpha")
    panel.sort = "name"
    assert names(panel) == sorted(names(panel), key=str.casefold)


def test_cards_come_some_at_a_time(registry):
    for number in range(60):
        registry.create(f"Own {number:02}", flow("llm"), is_template=True)
    panel = wfkit.ui.gallery(registry)
    panel.kind = "own"
    first = panel.found
    assert (first["total"], len(first["cards"]), first["start"]) == (60, 24, 0)
    batches = [panel.batch(start) for start in (24, 48)]
    assert [card["name"] for batch in (first, *batches) for card in batch["cards"]] == [
        f"Own {n:02}" for n in range(60)
    ]
    assert {batch["reading"] for batch in batches} == {first["reading"]}
    panel.query = "own"
    assert panel.batch(24)["reading"] != first["reading"]


def test_pictures_are_made_once_and_hold_no_words(registry, panel):
    offer = next(offer for offer in registry.offers() if offer.name == "Simple RAG")
    (look,) = panel.pictures([offer.id, "nope"]).values()
    assert look["picture"].startswith("<svg")
    assert "<text" not in look["picture"]
    assert "retriever" in look["types"]
    assert panel.pictures([offer.id])[offer.id] is look


def test_types_of_other_tools_are_told_with_their_picture(registry):
    wf = registry.create("Theirs", N8N, is_template=True)
    panel = wfkit.ui.gallery(registry)
    assert card(panel, "Theirs")["types"] is None
    assert panel.pictures([wf.id])[wf.id]["types"] == ["start"]
    panel.refresh()
    panel.query = "theirs"
    panel.selected = wf.id
    assert panel.preview["types"][0]["purpose"] == "Start"
    assert not panel.preview["types"][0]["is_missing"]
    assert panel.preview["settings"] == [{"label": "Start", "fields": [{"name": "", "value": "", "state": "none"}]}]


def test_what_cannot_be_drawn_says_why(registry):
    wf = registry.create("Mine", flow("llm"), is_template=True)
    panel = wfkit.ui.gallery(registry)
    registry.purge(wf)
    assert "is gone" in panel.pictures([wf.id])[wf.id]["words"]
    panel.selected = wf.id
    assert "is gone" in panel.preview["words"]
    assert panel.preview["picture"] == ""


def test_a_template_is_selected_by_name_or_id(panel):
    panel.selected = "Simple RAG"
    assert panel.selected == "template-simple_rag"
    shown = panel.preview
    assert (shown["card"]["name"], shown["name"]) == ("Simple RAG", "Simple RAG (2)")
    assert shown["about"] == "9 nodes, 9 edges"
    assert shown["line"] == 'wf = registry.use_template("Simple RAG", "Simple RAG (2)")'
    assert len(shown["nodes"]) == 9
    panel.selected = None
    assert panel.preview is None
    with pytest.raises(NotFound, match="no template 'nope' in this gallery; templates: "):
        panel.selected = "nope"
    assert panel.selected is None


def test_a_preview_says_what_each_node_type_is_for_and_what_is_to_be_set(panel):
    panel.selected = "Simple RAG"
    loader = panel.preview["types"][0]
    assert (loader["type"], loader["title"], loader["is_missing"]) == ("file_loader", "File loader", False)
    assert loader["purpose"] == nodetypes.get("file_loader").description
    fields = {(node["label"], field["name"]): field for node in panel.preview["settings"] for field in node["fields"]}
    assert fields["Load files", "path"] == {"name": "path", "value": "docs/", "state": "given"}
    assert fields["Embed chunks", "api_key"]["state"] == "reference"


def test_settings_that_are_empty_or_secret_have_to_be_given(registry):
    document = flow("embedder", "note", "unheard_of", api_key=KEY)
    document["nodes"].append({"id": "q", "type": "llm", "data": {"label": "L", "config": {"model": "m"}}})
    registry.create("Mine", document, is_template=True, description=f"use {KEY}")
    panel = wfkit.ui.gallery(registry)
    panel.selected = "Mine"
    assert panel.preview["settings"][0]["fields"] == [
        {"name": "model", "value": "", "state": "empty"},
        {"name": "api_key", "value": "", "state": "secret"},
    ]
    panel.use()
    assert KEY not in json.dumps(panel.get_state(), default=str)
    assert KEY in panel.workflow.text


def test_a_registry_that_may_only_be_read_is_shown_and_refuses_in_words(tmp_path):
    with wfkit.open(tmp_path / "flows.duckdb") as registry:
        registry.create("Mine", flow("llm"), is_template=True)
    with look_into(tmp_path / "flows.duckdb") as registry:
        panel = wfkit.ui.gallery(registry)
        assert ("Mine" in names(panel), panel.found["is_read_only"]) == (True, True)
        with pytest.raises(Forbidden):
            panel.use("Mine")


def test_a_registry_that_another_process_holds_is_told_in_the_panel(tmp_path):
    path = tmp_path / "flows.duckdb"
    hold = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"
    registry = wfkit.open(path, busy_timeout_s=0.05)
    # A registry that was just opened keeps its file for a moment, and a closed one is opened again by whoever asks.
    registry.close()
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "held\n"
        panel = wfkit.ui.gallery(registry)
        assert f"(PID {other.pid})" in panel.found["failed"]
        other.communicate("\n")
    panel.refresh()
    assert panel.found["total"] == len(prebuilt.available())
    registry.close()


def test_a_registry_that_was_closed_is_opened_again(registry, panel):
    registry.close()
    panel.refresh()
    assert "Simple RAG" in names(panel)


def test_a_registry_that_cannot_be_read_is_told_in_the_panel(tmp_path, registry):
    path = tmp_path / "other.duckdb"
    registry = wfkit.open(path)
    registry.create("Mine", flow("llm"), is_template=True)
    registry.close()
    content = path.read_bytes()
    path.write_bytes(b"no database")
    panel = wfkit.ui.gallery(registry)
    assert panel.fault is not None
    assert panel.found["failed"] == panel.fault["words"]
    assert panel.found["cards"] == []
    path.write_bytes(content)
    panel.refresh()
    assert (panel.found["failed"], "Mine" in names(panel)) == ("", True)


def test_its_state_is_json(panel):
    panel.use("Simple RAG")
    panel.selected = "Document Q&A"
    traits = {name: value for name, value in panel.get_state().items() if name not in {"layout", "_dom_classes"}}
    assert json.loads(json.dumps(traits)) == json.loads(json.dumps(traits, default=str))
