"""The browser panel in Python: what is looked for, what is selected, and what is done to workflows."""

from __future__ import annotations

import ast
import json
import subprocess
import sys

import pytest

import wfkit
from wfkit.errors import Forbidden, InvalidInput, NotFound, UnknownFormat
from wfkit.widgets.browser import state

FLOW = {
    "nodes": [{"id": "a", "type": "llm", "data": {"label": "Answer", "config": {"prompt": "a needle"}}}],
    "edges": [],
}
N8N = {"name": "x", "nodes": [{"id": "1", "name": "S", "type": "n8n-nodes-base.start", "position": [0, 0],
                               "parameters": {}, "typeVersion": 1}], "connections": {}, "settings": {}}  # fmt: skip
BROKEN = FLOW | {"edges": [{"id": "e", "source": "a", "target": "nowhere"}]}


@pytest.fixture
def registry():
    with wfkit.open(":memory:", author="ann") as made:
        made.create("Alpha", FLOW, description="first\nof all", tags=["rag", "qa"])
        made.create("beta", N8N, tags=["rag"])
        made.create("gamma", FLOW, is_template=True)
        yield made


@pytest.fixture
def panel(registry):
    return wfkit.ui.browser(registry)


def names(panel):
    return [row["name"] for row in panel.listing["rows"]]


def id_of(panel, name):
    return next(row["id"] for row in panel.listing["rows"] if row["name"] == name)


def values(panel, facet):
    return {item["value"]: item["count"] for item in panel.facets[facet]}


def traits(panel):
    return {name: value for name, value in panel.get_state().items() if name not in {"layout", "_dom_classes"}}


def test_it_lists_what_was_changed_last_first(panel):
    assert names(panel) == ["gamma", "beta", "Alpha"]
    assert repr(panel) == "<wfkit BrowserPanel: 3 workflows>"


def test_a_row_says_what_a_workflow_is(registry, panel):
    alpha = registry.get("Alpha")
    alpha.save(FLOW | {"name": "x"}, "second")
    alpha.record_execution()
    panel.refresh()
    row = next(row for row in panel.listing["rows"] if row["name"] == "Alpha")
    assert (row["versions"], row["runs"], row["description"]) == (2, 1, "first of all")
    assert [tag["value"] for tag in row["tags"]] == ["rag", "qa"]
    assert row["updated_at"].endswith("+00:00")
    assert not row["is_template"]


def test_its_state_is_json_whatever_is_selected(panel):
    panel.selected = id_of(panel, "Alpha")
    assert json.loads(json.dumps(traits(panel))) == traits(panel)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ({"query": "ALPHA"}, ["Alpha"]), ({"query": " of all "}, ["Alpha"]), ({"query": "needle"}, []),
        ({"query": "needle", "contents": True}, ["gamma", "Alpha"]), ({"tags": ["rag", "qa"]}, ["Alpha"]),
        ({"template": True}, ["gamma"]), ({"template": False}, ["beta", "Alpha"]), ({"format": "n8n"}, ["beta"]),
        ({"sort": "name"}, ["Alpha", "beta", "gamma"]), ({"deleted": True}, []),
    ],
)  # fmt: skip
def test_python_and_the_browser_ask_in_the_same_way(registry, panel, state, expected):
    for name, value in state.items():
        setattr(panel, name, value)
    assert names(panel) == expected
    other = wfkit.ui.browser(registry)
    other.set_state({**state, "page": 1})
    assert names(other) == expected
    assert other.fault is None


def test_what_was_found_in_contents_is_shown_from_shortly_before(registry, panel):
    node = {"id": "a", "type": "llm", "data": {"label": f"{'x' * 500} needle {'y' * 500}"}}
    registry.create("long", {"nodes": [node], "edges": []})
    panel.query, panel.contents = "needle", True
    found = panel.listing["rows"][0]["found"]
    assert found.startswith("…x")
    assert " needle yyy" in found


def test_a_long_description_is_shown_from_shortly_before_what_was_found(registry, panel):
    registry.create("long", FLOW, description=f"{'x ' * 900}target{' y' * 900}")
    panel.query = "TARGET"
    assert " target y y" in panel.listing["rows"][0]["description"]
    panel.query = ""
    assert panel.listing["rows"][0]["description"].startswith("x x")


@pytest.mark.parametrize(
    ("name", "value", "error", "words"),
    [
        ("sort", "colour", InvalidInput, "cannot sort by 'colour'; sort by one of name, updated_at"),
        ("format", "n9n", UnknownFormat, "unknown format 'n9n'"),
        ("tags", [""], InvalidInput, "a tag is empty"),
        ("query", "x" * 1001, InvalidInput, "1001 characters; at most 1000"),
        ("selected", "nope", NotFound, "no workflow has the id 'nope'"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_and_changes_nothing(panel, name, value, error, words):
    before = traits(panel)
    with pytest.raises(error, match=words):
        setattr(panel, name, value)
    assert traits(panel) == before
    panel.set_state({name: value})
    assert words.split(";")[0] in panel.fault["words"]
    assert getattr(panel, name) == before[name]


def test_facets_follow_what_is_asked_for(panel):
    assert (values(panel, "format"), values(panel, "tag")) == ({"wfkit": 2, "n8n": 1}, {"rag": 2, "qa": 1})
    panel.tags = ["qa"]
    assert values(panel, "format") == {"wfkit": 1}
    assert values(panel, "template") == {"false": 1}


def test_pages_turn_and_a_filter_goes_back_to_the_first(registry, monkeypatch):
    monkeypatch.setattr(state, "SIZE", 2)
    panel = wfkit.ui.browser(registry)
    assert (panel.listing["pages"], panel.listing["total"]) == (2, 3)
    panel.page = 2
    assert names(panel) == ["Alpha"]
    panel.sort = "name"
    assert names(panel) == ["gamma"]
    panel.query = "a"
    assert (panel.page, names(panel)) == (1, ["Alpha", "beta"])


def test_a_page_behind_the_last_is_the_last(panel):
    panel.page = 99
    assert (panel.page, len(names(panel))) == (1, 3)
    panel.page = -5
    assert panel.page == 1


def test_the_selected_workflow_is_described(registry, panel):
    alpha = registry.get("Alpha")
    alpha = alpha.save(FLOW | {"name": "x"}, "second")
    alpha.tag("v1.0.0", 2)
    alpha.record_execution(status="failed", cost=0.5)
    alpha.record_execution(status="running")
    panel.selected = alpha.id
    known = panel.details
    assert (known["name"], known["format"], known["description"]) == ("Alpha", "wfkit", "first\nof all")
    assert [(row["number"], row["message"], row["tags"]) for row in known["versions"]["rows"]] == [
        (2, "second", ["v1.0.0"]), (1, "", []),
    ]  # fmt: skip
    assert [(row["status"], row["cost"]) for row in known["runs"]["rows"]] == [("running", None), ("failed", 0.5)]
    assert (known["runs"]["total"], known["runs"]["cost"]) == (2, 0.5)
    assert known["lines"]["get"] == 'wf = registry.get("Alpha")'
    assert panel.picture["id"] == alpha.id
    assert "Answer" in panel.picture["picture"]
    panel.selected = None
    assert (panel.details, panel.picture, panel.workflow) == (None, None, None)


def test_the_workflow_is_what_the_registry_has_now(registry, panel):
    panel.selected = id_of(panel, "Alpha")
    assert panel.workflow == registry.get("Alpha")
    registry.get("Alpha").save(FLOW | {"name": "x"})
    assert panel.workflow.version == 2


def test_errors_of_the_head_are_told(registry, panel):
    made = registry.create("broken", BROKEN, allow_invalid=True)
    panel.selected = made.id
    assert "nowhere" in panel.details["problems"][0]["words"]
    panel.refresh()
    assert [row["is_valid"] for row in panel.listing["rows"]] == [False, True, True, True]


def test_of_many_errors_the_first_are_told(registry, panel):
    edges = [{"id": f"e{n}", "source": "a", "target": f"gone{n}"} for n in range(30)]
    panel.selected = registry.create("broken", FLOW | {"edges": edges}, allow_invalid=True).id
    assert len(panel.details["problems"]) == 21
    assert panel.details["problems"][-1]["words"] == "and 10 more: wfkit.validate(wf) lists them"


def test_callbacks_hear_of_each_selection_and_what_they_raise_is_shown(panel):
    heard = []
    panel.on_select(lambda wf: heard.append(wf and wf.name))
    panel.selected = id_of(panel, "Alpha")
    panel.selected = None
    assert heard == ["Alpha", None]
    panel.on_select(lambda _wf: 1 / 0)
    panel.set_state({"selected": id_of(panel, "beta")})
    assert panel.fault["words"] == "ZeroDivisionError: division by zero"
    assert panel.details["name"] == "beta"


@pytest.mark.parametrize(
    "name",
    ['say "hi"', "back\\slash", "it's", "{x}", "名前 🙂", "עברית", "é\u202eevil", "a\u200bb", "x" * 81],
)
def test_the_line_that_gets_it_is_python_and_does(registry, panel, name):
    made = registry.create(name, FLOW)
    panel.selected = made.id
    line = panel.details["lines"]["get"]
    assert line.isprintable()
    space = {"registry": registry}
    exec(line, space)  # noqa: S102 - a line of ours, to be run by users
    assert space["wf"] == made


def test_a_name_that_means_another_is_replaced_by_the_id(registry, panel):
    beta = registry.get("beta")
    for name in ("Alpha", beta.id):
        made = registry.create(name, FLOW)
        panel.selected = made.id
        assert ast.literal_eval(panel.details["lines"]["get"].removeprefix("wf = registry.get(")[:-1]) == made.id


def test_a_long_graph_is_drawn_when_somebody_wants_it(panel, monkeypatch):
    monkeypatch.setattr(state, "_MOST_DRAWN", 0)
    panel.selected = id_of(panel, "Alpha")
    assert panel.picture["offer"] == "1 nodes"
    panel.draw()
    assert "picture" in panel.picture
    panel.refresh()
    assert "picture" in panel.picture
    panel.selected = None
    panel.draw()
    assert panel.picture is None


def test_a_large_document_is_not_even_read_unasked(panel, monkeypatch):
    monkeypatch.setattr(state, "_LONGEST_DRAWN", 10)
    panel.selected = id_of(panel, "Alpha")
    assert panel.picture["offer"] == "0.0 MB"


def test_a_document_that_nothing_can_be_drawn_of_says_why(panel, monkeypatch):
    def refuse(_document):
        msg = "wfkit reads no graph of it"
        raise UnknownFormat(msg)

    monkeypatch.setattr(state, "picture_of", refuse)
    panel.selected = id_of(panel, "Alpha")
    assert panel.picture["words"] == "wfkit reads no graph of it"


def test_a_secret_is_nowhere_in_the_state(registry, panel):
    key = "sk-proj-" + "a1B2c3D4e5F6" * 4
    node = {"id": "a", "type": "llm", "data": {"label": "A", "config": {"api_key": key, "prompt": f"use {key} now"}}}
    words = f"{'x' * 180} {key}"
    made = registry.create("secret", {"nodes": [node], "edges": []}, description=words, message=words)
    panel.selected = made.id
    panel.contents = True
    for query in ("use", key[:20], key[5:25]):
        panel.query = query
        assert [row["id"] for row in panel.listing["rows"]] == [made.id]
        assert key[8:24] not in json.dumps(traits(panel) | {"query": ""})
    assert panel.listing["rows"][0]["found"] == ""


def test_a_new_workflow_is_blank_or_from_a_template_and_selected(registry, panel):
    blank = panel.create("Mine")
    assert panel.selected == blank
    assert wfkit.validate(registry.get("Mine").document).ok
    assert registry.get("Mine").graph.nodes == ()
    gamma = id_of(panel, "gamma")
    clone = panel.create("Yours", template=gamma)
    assert registry.get(clone).source_template == (gamma, 1)
    assert names(panel)[:2] == ["Yours", "Mine"]
    with pytest.raises(InvalidInput, match="visible character"):
        panel.create(" ")


def test_what_is_made_while_deleted_ones_are_shown_is_in_sight(panel):
    panel.deleted = True
    panel.create("Mine")
    assert not panel.deleted
    assert "Mine" in names(panel)


def test_templates_to_begin_from_are_its_own_and_the_pre_built_ones(panel):
    offered = {offer["name"] for offer in panel.templates()}
    assert {"gamma", "Simple RAG"} <= offered


def test_a_name_is_checked_before_it_is_used(registry, panel):
    assert panel.check_name("new") == {"error": "", "note": ""}
    assert panel.check_name("Alpha")["note"] == "another workflow has this name: ids tell them apart"
    registry.create("Alpha", FLOW)
    assert panel.check_name("Alpha")["note"] == "2 other workflows have this name: ids tell them apart"
    assert "500 are allowed" in panel.check_name("x" * 501)["error"]


def test_what_is_deleted_can_be_seen_and_restored(registry, panel):
    alpha = id_of(panel, "Alpha")
    panel.selected = alpha
    panel.delete(alpha)
    assert (panel.selected, "Alpha" in names(panel), panel.place["deleted"]) == (None, False, 1)
    panel.deleted = True
    assert names(panel) == ["Alpha"]
    panel.selected = alpha
    assert panel.details["deleted_at"] is not None
    assert panel.details["versions"] == {"rows": [], "total": 1}
    assert "picture" in panel.picture
    panel.undelete(alpha)
    assert (names(panel), panel.selected, panel.details["deleted_at"]) == ([], alpha, None)
    assert registry.get("Alpha").id == alpha


def test_name_description_tags_and_template_mark_are_changed_in_place(registry, panel):
    alpha = id_of(panel, "Alpha")
    assert panel.said_of(alpha) == {"name": "Alpha", "description": "first\nof all", "tags": ["rag", "qa"]}
    panel.selected = alpha
    panel.update(alpha, name="Omega", description="", tags=["x"], is_template=True)
    assert panel.said_of(alpha) == {"name": "Omega", "description": "", "tags": ["x"]}
    assert (panel.details["name"], panel.details["is_template"]) == ("Omega", True)
    assert registry.get(alpha).version == 1


def test_what_others_change_comes_with_a_refresh(registry, panel):
    panel.selected = id_of(panel, "Alpha")
    registry.get("Alpha").update(name="Omega")
    registry.delete("beta")
    panel.refresh()
    assert (names(panel), panel.details["name"]) == (["Omega", "gamma"], "Omega")
    registry.purge(panel.selected)
    panel.refresh()
    assert (panel.selected, panel.details) == (None, None)


def test_contents_of_many_workflows_are_read_a_part_at_a_time(panel, monkeypatch):
    monkeypatch.setattr(state, "_READ_UNASKED", 1)
    panel.query, panel.contents = "needle", True
    assert (panel.unread, names(panel)) == (3, [])
    assert panel.read_contents() == 0
    assert (panel.unread, names(panel)) == (0, ["gamma", "Alpha"])


def test_what_is_left_to_be_read_is_said_until_nothing_is(registry, panel, monkeypatch):
    monkeypatch.setattr(type(registry), "read_texts", lambda _self, *, most=None: 7_000 - (most or 0))
    panel.query, panel.contents = "needle", True
    assert panel.unread == 7_000
    assert panel.read_contents() == panel.unread == 6_500


def test_hostile_texts_are_cut_and_sent_without_what_turns_a_page_round(registry, panel):
    made = registry.create("\u202ehidden", FLOW, description="d" * 20_000, tags=["\u202etag"])
    row = next(row for row in wfkit.ui.browser(registry).listing["rows"] if row["id"] == made.id)
    assert row["name"] == "\ufffdhidden"
    assert len(row["description"]) <= 201
    assert row["tags"] == [{"value": "\u202etag", "label": "\ufffdtag"}]
    panel.tags = ["\u202etag"]
    assert [row["id"] for row in panel.listing["rows"]] == [made.id]


def test_tags_beyond_what_a_row_has_room_for_are_counted(registry, panel):
    registry.create("many", FLOW, tags=[f"t{n:03}" for n in range(400)])
    panel.refresh()
    row = panel.listing["rows"][0]
    assert (len(row["tags"]), row["more_tags"]) == (12, 388)
    assert (len(panel.facets["tag"]), panel.facets["more_tags"]) == (300, 102)


def test_a_callback_that_raises_does_not_end_what_has_selected_it(registry, panel):
    panel.on_select(lambda _wf: 1 / 0)
    made = panel.create("Mine")
    assert (panel.selected, panel.fault["words"]) == (made, "ZeroDivisionError: division by zero")
    panel.delete(made)
    assert "Mine" not in names(panel)
    assert registry.get(made, deleted=True).deleted_at is not None


def test_what_is_no_registry_is_refused():
    with pytest.raises(InvalidInput, match=r"pass what wfkit\.open gives"):
        wfkit.ui.browser("flows.duckdb")


@pytest.mark.parametrize("height_px", [0, 319, 4001])
def test_a_height_that_nobody_can_use_is_refused(registry, height_px):
    with pytest.raises(InvalidInput, match="from 320 to 4000"):
        wfkit.ui.browser(registry, height_px=height_px)


def test_a_registry_that_may_not_be_written_is_browsed_and_says_so(tmp_path):
    path = tmp_path / "my flows.duckdb"
    with wfkit.open(path) as registry:
        made = registry.create("One", FLOW)
    path.chmod(0o444)
    with wfkit.open(path) as registry:
        panel = wfkit.ui.browser(registry)
        assert panel.place["read_only"]
        assert panel.place["lines"][-1] == f"wfkit -r '{path}' import flows/"
        panel.selected = made.id
        with pytest.raises(Forbidden, match="read-only"):
            panel.delete(made.id)
        assert panel.read_contents() == 0
        assert names(panel) == ["One"]


def test_a_registry_that_another_process_keeps_is_told_soon_and_read_again_later(tmp_path, monkeypatch):
    monkeypatch.setattr(state, "_PATIENCE_S", 0.1)
    path = tmp_path / "flows.duckdb"
    with wfkit.open(path) as registry:
        registry.create("One", FLOW)
        panel = wfkit.ui.browser(registry)
        registry.close()
        program = f"import duckdb, sys; c = duckdb.connect({str(path)!r}); print('held', flush=True); sys.stdin.read()"
        with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
            assert other.stdout.readline() == b"held\n"
            panel.query = "One"
            assert "for 0.1 s" in panel.trouble
            assert names(panel) == ["One"]
            panel.set_state({"selected": panel.listing["rows"][0]["id"]})
            assert ("was locked by" in panel.fault["words"], panel.selected) == (True, None)
            busy = wfkit.ui.browser(registry)
            assert "was locked by" in busy.trouble
            other.stdin.close()
            other.wait()
        panel.refresh()
        busy.refresh()
        assert (panel.trouble, busy.trouble, names(busy)) == ("", "", ["One"])


def test_the_variable_of_the_notebook_is_in_the_line(registry, monkeypatch):
    class Shell:
        user_ns = {"_1": registry, "flows": registry, "other": 1}  # noqa: RUF012 - a stand-in

    class IPython:
        get_ipython = Shell

    monkeypatch.setitem(sys.modules, "IPython", IPython)
    panel = wfkit.ui.browser(registry)
    panel.selected = id_of(panel, "Alpha")
    assert panel.details["lines"]["get"] == 'wf = flows.get("Alpha")'
    assert panel.place["lines"] == ['flows.import_files("flows/")']


def test_a_format_that_is_gone_is_shown_by_its_name(registry, panel):
    with registry._context.engine.write() as transaction:  # noqa: SLF001 - as a plugin that was removed leaves it
        transaction.run("UPDATE wfkit_store.workflows SET format = 'gone' WHERE name = 'beta'")
    panel.refresh()
    assert next(row["format"] for row in panel.listing["rows"] if row["name"] == "beta") == "gone"


def test_every_workflow_of_real_files_can_be_looked_at(corpus):
    with wfkit.open(":memory:") as registry:
        registry.import_files(corpus / "n8n", progress=False)
        registry.import_files(corpus / "comfyui_ui", progress=False)
        panel = wfkit.ui.browser(registry)
        for row in panel.listing["rows"]:
            panel.selected = row["id"]
            json.dumps([panel.details, panel.picture]).encode()
        assert panel.fault is None
