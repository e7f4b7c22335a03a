"""Merges of `.ga` files of Galaxy, whose steps go by their places."""

from __future__ import annotations

import pytest

import wfkit

from .conftest import changed


def ga_step(number, name, *sources, **more):
    links = {f"in{place}": {"id": source, "output_name": "out"} for place, source in enumerate(sources)}
    return {
        "id": number, "type": "tool", "tool_id": name, "label": name, "uuid": f"u-{name}", "tool_state": "{}",
        "input_connections": links, "position": {"left": number, "top": 0}, **more,
    }  # fmt: skip


def ga(*steps, **more):
    return {"a_galaxy_workflow": "true", "steps": {str(step["id"]): step for step in steps}, **more}


def ga_links(document):
    named = {step["id"]: step["label"] for step in document["steps"].values()}
    assert all(str(step["id"]) == key for key, step in document["steps"].items())
    return {
        (named[said["id"]], step["label"]) for step in document["steps"].values()
        for said in step["input_connections"].values()
    }  # fmt: skip


GA = ga(ga_step(0, "read"), ga_step(1, "cut", 0), ga_step(2, "sort", 1), comments=[{"child_steps": [1, 2, "odd"]}, 1])


def test_steps_that_both_added_under_one_number_are_all_there():
    ours = ga(*GA["steps"].values(), ga_step(3, "ours", 2), comments=GA["comments"])
    theirs = ga(*GA["steps"].values(), ga_step(3, "theirs", 1), comments=GA["comments"])
    merged = wfkit.merge(GA, ours, theirs)
    assert not merged.conflicts
    assert ga_links(merged.document) == {("read", "cut"), ("cut", "sort"), ("sort", "ours"), ("cut", "theirs")}
    assert "numbers of 1 step of theirs follow ours" in merged.notes


@pytest.mark.parametrize("uuids", ["kept", "anew"])
def test_a_step_put_in_between_renumbers_the_others_and_nothing_more(uuids):
    ours = ga(
        ga_step(0, "read"), ga_step(1, "trim", 0), ga_step(2, "cut", 1), ga_step(3, "sort", 2),
        comments=[{"child_steps": [2, 3, "odd"]}, 1],
    )  # fmt: skip
    if uuids == "anew":
        ours = changed(ours, lambda it: [step.update(uuid=f"x{key}") for key, step in it["steps"].items()])
    theirs = changed(GA, lambda it: it["steps"]["2"].update(tool_state='{"a": 1}'))
    merged = wfkit.merge(GA, ours, theirs)
    assert not merged.conflicts
    assert merged.document == changed(ours, lambda it: it["steps"]["3"].update(tool_state='{"a": 1}'))


def test_steps_of_tools_with_versions_and_connections_of_every_kind_are_renumbered():
    tool = "toolshed/repos/iuc/cut/cut1/1.0"
    many = {"in": [{"id": 0, "output_name": "a"}, 5], "odd": 7, "gone": {"id": 99}}
    start = ga(ga_step(0, "read"), ga_step(1, tool, input_connections=many), ga_step(2, "end", input_connections=None))
    ours = ga(
        ga_step(0, "first"), ga_step(1, "read"), ga_step(3, "end", input_connections=None),
        ga_step(2, tool, input_connections={**many, "in": [{"id": 1, "output_name": "a"}, 5]}),
    )  # fmt: skip
    ours = changed(ours, lambda it: [step.update(uuid=None, label=None) for step in it["steps"].values()])
    theirs = changed(start, lambda it: it["steps"]["1"].update(tool_id=tool.replace("1.0", "2.0")))
    merged = wfkit.merge(start, ours, theirs)
    step = merged.document["steps"]["2"]
    assert step["tool_id"].endswith("2.0")
    assert step["input_connections"] == {"in": [{"id": 1, "output_name": "a"}, 5], "odd": 7, "gone": {"id": 99}}


def test_a_step_that_both_added_is_one():
    added = ga_step(3, "new", 2)
    ours = ga(*GA["steps"].values(), added)
    theirs = ga(*GA["steps"].values(), ga_step(3, "other", 1), {**added, "id": 4})
    merged = wfkit.merge(ga(*GA["steps"].values()), ours, theirs)
    assert sorted(step["label"] for step in merged.document["steps"].values()) == [
        "cut", "new", "other", "read", "sort",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "odd", [{"0": {"id": "x"}}, {"0": ga_step(0, "read", type=[])}, {"a": ga_step(0, "read")}, [], {}]
)
def test_steps_that_go_by_no_numbers_are_left_so(odd):
    document = {"a_galaxy_workflow": "true", "steps": odd}
    other = {**document, "name": "Other"}
    assert wfkit.merge(document, other, {**document, "tags": ["a"]}).document == {**other, "tags": ["a"]}
