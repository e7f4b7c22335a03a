"""Merges of Dify: apps, and apps in the envelope of its console."""

from __future__ import annotations

import pytest
import yaml

import wfkit
from wfkit.service.documents import from_data


def dify(prefix, *, title="Each"):
    def node(number, kind, **more):
        data = {"type": kind, "title": title if kind == "iteration" else kind, **more.pop("data", {})}
        return {"id": f"{prefix}{number}", "type": "custom", "position": {"x": number, "y": 0}, "data": data, **more}

    one, two, three = (f"{prefix}{number}" for number in (1, 2, 3))
    inside = {"isInIteration": True, "iteration_id": two}
    nodes = [
        node(1, "start"),
        node(2, "iteration", data={"start_node_id": three, "iterator_selector": [one, "items"]}),
        node(3, "iteration-start", parentId=two),
        node(4, "llm", parentId=two, data={**inside, "text": f"{{{{#{one}.query#}}}}"}),
    ]
    edges = [
        {
            "id": f"{source}-source-{target}-target",
            "source": source,
            "target": target,
            "sourceHandle": "source",
            "targetHandle": "target",
            "type": "custom",
            "data": data,
        }
        for source, target, data in ((one, two, {"isInIteration": False}), (three, f"{prefix}4", inside))
    ]
    return {
        "kind": "app",
        "version": "0.1.0",
        "app": {"name": "A"},
        "workflow": {"graph": {"nodes": nodes, "edges": edges}},
    }


def test_a_side_of_dify_with_new_ids_gets_those_of_the_base_in_every_reference():
    theirs, ours = dify("900"), dify("100")
    ours["app"]["name"] = "B"
    theirs["app"]["description"] = "new"
    merge = wfkit.merge(dify("100"), ours, theirs)
    assert not merge.conflicts
    assert merge.document == {**dify("100"), "app": {"name": "B", "description": "new"}}


def enveloped(app, *, text=None, **around):
    return {**around, "data": text or yaml.safe_dump(app, sort_keys=False)}


def edited_dify(edit):
    made = dify("100")
    edit(made["workflow"]["graph"]["nodes"])
    return made


def test_what_is_in_the_envelope_of_dify_is_merged():
    ours = edited_dify(lambda nodes: nodes[0]["data"].update(title="Begin"))
    theirs = edited_dify(lambda nodes: nodes[3]["data"].update(title="Ask"))
    merge = wfkit.merge(enveloped(dify("100")), enveloped(ours, name="mine"), enveloped(theirs, id=3))
    assert not merge.conflicts
    assert merge.notes == ()
    document = merge.document
    assert {key: document[key] for key in ("name", "id")} == {"name": "mine", "id": 3}
    graph = yaml.safe_load(document["data"])["workflow"]["graph"]
    assert [node["data"]["title"] for node in graph["nodes"]] == ["Begin", "Each", "iteration-start", "Ask"]


def test_a_conflict_in_the_envelope_of_dify_is_one_of_a_property():
    def called(title):
        return enveloped(edited_dify(lambda nodes: nodes[0]["data"].update(title=title)), name=title)

    merge = wfkit.merge(called("start"), called("A"), called("B"))
    assert [conflict.path for conflict in merge.conflicts] == [
        "/name",
        "/data/workflow/graph/nodes/1001/data/title",
    ]
    assert wfkit.merge(called("start"), called("A"), called("B"), strategy="theirs").document == called("B")
    merge.resolve("/name", "theirs").resolve("/data/workflow/graph/nodes/1001/data/title", value="C")
    assert yaml.safe_load(merge.document["data"])["workflow"]["graph"]["nodes"][0]["data"]["title"] == "C"
    assert merge.document["name"] == "B"


def test_decisions_around_the_app_and_in_it_may_be_under_the_same_key():
    first, second, third = (enveloped({**dify("100"), "x": number}, x=number) for number in (1, 2, 3))
    merge = wfkit.merge(first, second, third).resolve("/x", "theirs").resolve("/data/x", "ours")
    assert (merge.document["x"], yaml.safe_load(merge.document["data"])["x"]) == (3, 2)


def test_the_text_in_the_envelope_keeps_its_comments_or_that_is_said():
    def commented(title, place):
        app = edited_dify(lambda nodes: nodes[0].update(position={"x": place, "y": 0}))
        app["app"]["name"] = title
        return enveloped(app, text="# ours alone\n" + yaml.safe_dump(app, sort_keys=False))

    merge = wfkit.merge(commented("A", 1), commented("B", 1), commented("A", 5))
    assert merge.document == commented("B", 5)
    ours, theirs = commented("B", 2), commented("A", 5)
    theirs["data"] += "more: 1\n"
    merge = wfkit.merge(commented("A", 1), ours, theirs)
    assert merge.notes == ("the YAML of the app was written anew, without its comments",)
    assert yaml.safe_load(merge.document["data"]) == {**yaml.safe_load(ours["data"]), "more": 1}


@pytest.mark.parametrize("text", ["kind: app\n\tx", "- 1\n#\nkind: app", '"\nkind: app\n"'])
def test_an_envelope_without_an_app_is_merged_as_one_text(text):
    sides = enveloped(dify("100")), enveloped({}, text=text), enveloped(dify("100"), name="B")
    documents = [from_data(side, format="dify") for side in sides]
    assert wfkit.merge(*documents).document == {"data": text, "name": "B"}
    bare = from_data(dify("100"), format="dify")
    merge = wfkit.merge(documents[0], documents[1], bare)
    assert [conflict.path for conflict in merge.conflicts] == ["/data"]
    assert merge.resolve_all("ours").document["data"] == text


def test_lines_of_both_sides_that_would_be_no_yaml_together_are_written_anew():
    text = yaml.safe_dump(dify("100"), sort_keys=False)
    ours, theirs = f"more: 1\nmine: 3\n{text}", f"{text}more: 1\nother: 2\n"
    merge = wfkit.merge({"data": text}, {"data": ours}, {"data": theirs})
    assert yaml.safe_load(merge.document["data"]) == {**dify("100"), "more": 1, "mine": 3, "other": 2}
    assert merge.notes


def test_a_text_of_which_both_sides_changed_a_line_that_says_the_same_is_one_of_theirs():
    app = dify("100")
    plain, quoted = (yaml.safe_dump(app, sort_keys=False, default_style=style) for style in (None, "'"))
    mine = yaml.safe_dump({**app, "version": "2"}, sort_keys=False)
    merge = wfkit.merge(enveloped(app, text=plain), enveloped(app, text=mine), enveloped(app, text=quoted))
    assert yaml.safe_load(merge.document["data"]) == {**app, "version": "2"}
