"""Merges of documents in which nodes stand in objects by their names: Haystack 2 and format 2 of Galaxy."""

from __future__ import annotations

import copy

import pytest

import wfkit


def haystack():
    return {
        "components": {
            "fetch": {"type": "haystack.Fetcher", "init_parameters": {"timeout": 3, "agent": "x"}},
            "my.llm": {"type": "haystack.Generator", "init_parameters": {"model": "a"}},
            "answer": {"type": "haystack.AnswerBuilder", "init_parameters": {}},
        },
        "connections": [
            {"sender": "fetch.streams", "receiver": "my.llm.prompt"},
            {"sender": "my.llm.replies", "receiver": "answer.replies"},
        ],
        "metadata": {},
    }


def galaxy():
    return {
        "class": "GalaxyWorkflow",
        "inputs": {"reads": {"type": "File"}, "limit": {"type": "int"}},
        "outputs": {"out": {"outputSource": "trim/out_file"}, "same": {"source": "trim"}, "all": {"outputSource": 3}},
        "steps": {
            "trim": {"tool_id": "trimmer", "in": {"input": "reads"}, "state": {"size": 3}},
            "count": {
                "tool_id": "counter",
                "in": {"table": {"source": ["trim/out_file", "reads"]}, "first": "0"},
                "state": {"also": {"$link": "trim/log"}},
                "out": {"n": {"rename": "Count of ${limit}"}},
            },
        },
        "comments": [{"type": "frame", "contains_steps": ["trim", 1]}, {"type": "text"}],
    }


def renamed(document, holder, old, new):
    """The document after a rename in its tool, which writes the new name wherever the old one stood."""
    marks = ("", "/", ".")

    def walk(value):
        if isinstance(value, dict):
            return {key: walk(item) for key, item in value.items()}
        if isinstance(value, list):
            return [walk(item) for item in value]
        if isinstance(value, str):
            if value == old or value.startswith(tuple(f"{old}{mark}" for mark in marks[1:])):
                return new + value[len(old) :]
            return value.replace(f"${{{old}}}", f"${{{new}}}")
        return value

    made = walk(document)
    made[holder] = {new if key == old else key: item for key, item in made[holder].items()}
    return made


def edited(document, *path, value):
    made = copy.deepcopy(document)
    inner = made
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return made


CASES = {
    "haystack": (haystack, "components", "my.llm", "writer", ("init_parameters", "model"), "b"),
    "step": (galaxy, "steps", "trim", "cut ends", ("state", "size"), 5),
    "input": (galaxy, "inputs", "reads", "raw/reads", ("doc",), "the reads"),
    "parameter": (galaxy, "inputs", "limit", "most", ("doc",), "the most"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
@pytest.mark.parametrize("is_ours", [True, False], ids=["we rename", "they rename"])
def test_a_rename_on_one_side_and_an_edit_on_the_other_are_both_in_the_merge(case, is_ours):
    make, holder, old, new, path, value = case
    other = renamed(make(), holder, old, new)
    changed = edited(make(), holder, old, *path, value=value)
    sides = (other, changed) if is_ours else (changed, other)
    merge = wfkit.merge(make(), *sides)
    assert not merge.conflicts
    assert merge.document == edited(other, holder, new, *path, value=value)
    assert [*merge.document[holder]] == [*other[holder]]


def test_an_edge_to_a_node_that_the_other_side_renamed_follows():
    theirs = haystack()
    theirs["components"]["log"] = {"type": "haystack.Logger", "init_parameters": {}}
    theirs["connections"].append({"sender": "my.llm.meta", "receiver": "log.text"})
    merge = wfkit.merge(haystack(), renamed(haystack(), "components", "my.llm", "writer"), theirs)
    assert merge.document["connections"][-1] == {"sender": "writer.meta", "receiver": "log.text"}
    assert [*merge.document["components"]] == ["fetch", "writer", "answer", "log"]


def test_both_sides_may_rename_other_nodes_or_one_alike():
    ours = renamed(haystack(), "components", "my.llm", "writer")
    theirs = renamed(haystack(), "components", "fetch", "get")
    both = renamed(ours, "components", "fetch", "get")
    assert wfkit.merge(haystack(), ours, theirs).document == both
    assert wfkit.merge(haystack(), ours, edited(both, "metadata", value={"x": 1})).document == {
        **both,
        "metadata": {"x": 1},
    }


def test_a_property_that_both_changed_is_a_conflict_under_the_new_name():
    ours = edited(
        renamed(haystack(), "components", "my.llm", "writer"),
        "components",
        "writer",
        "init_parameters",
        "model",
        value="b",
    )
    theirs = edited(haystack(), "components", "my.llm", "init_parameters", "model", value="c")
    merge = wfkit.merge(haystack(), ours, theirs)
    (conflict,) = merge.conflicts
    assert (conflict.path, conflict.label) == ("/components/writer/init_parameters/model", "writer")
    merge.resolve(conflict, "theirs")
    assert merge.document == edited(ours, "components", "writer", "init_parameters", "model", value="c")


def test_a_rename_against_a_deletion_is_a_conflict():
    ours = renamed(haystack(), "components", "my.llm", "writer")
    theirs = haystack()
    del theirs["components"]["my.llm"]
    theirs["connections"] = []
    merge = wfkit.merge(haystack(), ours, theirs)
    assert [conflict.path for conflict in merge.conflicts] == ["/components/writer"]
    assert wfkit.merge(haystack(), ours, theirs, strategy="ours").document["components"] == ours["components"]
    assert wfkit.merge(haystack(), ours, theirs, strategy="theirs").document == theirs


def test_two_new_names_for_one_node_or_a_name_that_the_other_side_gave_lose_nothing():
    ours = renamed(haystack(), "components", "my.llm", "writer")
    theirs = renamed(haystack(), "components", "my.llm", "author")
    merged = wfkit.merge(haystack(), ours, theirs, strategy="ours").document
    assert {"writer", "author"} <= merged["components"].keys()
    theirs = edited(haystack(), "components", "writer", value={"type": "haystack.Other", "init_parameters": {}})
    merged = wfkit.merge(haystack(), ours, theirs, strategy="ours").document
    assert merged["components"]["writer"] == ours["components"]["writer"]


@pytest.mark.parametrize("is_ours", [True, False], ids=["we list", "they list"])
def test_places_in_a_list_are_no_names(is_ours):
    listed = edited(galaxy(), "inputs", value=[{"type": "File"}])
    base = edited(galaxy(), "inputs", value={"reads": {"type": "File"}})
    other = edited(base, "doc", value="new")
    assert wfkit.merge(base, *((listed, other) if is_ours else (other, listed))).document == {**listed, "doc": "new"}


def test_numbers_of_steps_in_a_ga_file_are_no_names():
    def steps(**labels):
        made = {
            number[1:]: {"id": int(number[1:]), "type": "tool", "tool_id": label, "label": label, "tool_state": "{}"}
            for number, label in labels.items()
        }
        return {"a_galaxy_workflow": "true", "format-version": "0.1", "name": "x", "steps": made}

    merged = wfkit.merge(steps(n0="a", n1="b"), steps(n0="a", n1="b", n2="c"), steps(n0="b")).document
    assert all(step["id"] == int(key) for key, step in merged["steps"].items())
