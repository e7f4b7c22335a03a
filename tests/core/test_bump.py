"""Which part of a version a change raises, and the reason in words."""

from __future__ import annotations

import copy

import pytest

import wfkit
from wfkit.core.bump import suggest_bump
from wfkit.core.diff import diff
from wfkit.core.document import Document
from wfkit.errors import UnknownFormat


def node(node_id, type, label, **config):
    return {
        "id": node_id,
        "type": type,
        "position": {"x": 0, "y": 0},
        "data": {"label": label, "config": config},
    }


def edge(source, target):
    return {"id": f"{source}-{target}", "source": source, "target": target}


@pytest.fixture
def rag():
    """A question that is answered from files."""
    return {
        "name": "RAG",
        "nodes": [
            node("q", "question_input", "Question", max_length=100),
            node("f", "file_loader", "Files", path="docs/"),
            node("t", "text_input", "Tone", value="kind", parameter="tone"),
            node("r", "retriever", "Search", top_k=3),
            node("m", "llm", "Answer it", model="small", prompt="Be brief."),
            node("o", "output", "Shown", name="answer", format="markdown"),
        ],
        "edges": [edge("q", "r"), edge("f", "r"), edge("r", "m"), edge("t", "m"), edge("m", "o")],
    }


def changed(document, edit):
    made = copy.deepcopy(document)
    edit({each["id"]: each for each in made["nodes"]}, made)
    return made


def without(document, gone):
    made = {**document, "nodes": [each for each in document["nodes"] if each["id"] != gone]}
    return {**made, "edges": [each for each in document["edges"] if gone not in (each["source"], each["target"])]}


def added(document, new, *edges):
    return {**document, "nodes": [*document["nodes"], new], "edges": [*document["edges"], *edges]}


def bump(old, new):
    return str(suggest_bump(wfkit.diff(old, new)))


MAJOR = {
    "an input was removed": (lambda it: without(it, "q"), "the input 'Question' was removed"),
    "an input with a value was removed": (lambda it: without(it, "t"), "the input 'Tone' was removed"),
    "an output was removed": (lambda it: without(it, "o"), "the output 'Shown' was removed"),
    "an input was added": (
        lambda it: added(it, node("c", "chat_input", "Message"), edge("c", "m")),
        "the input 'Message' was added",
    ),
    "an input was renamed": (
        lambda it: changed(it, lambda by_id, _: by_id["q"]["data"].update(label="Query")),
        "the input 'Question' was renamed",
    ),
    "an input became another type": (
        lambda it: changed(it, lambda by_id, _: by_id["q"].update(type="chat_input")),
        "the input 'Question' was made another type",
    ),
    "an output was disabled": (
        lambda it: changed(it, lambda by_id, _: by_id["o"].update(disabled=True)),
        "the output 'Shown' was disabled",
    ),
    "an output has another name": (
        lambda it: changed(it, lambda by_id, _: by_id["o"]["data"]["config"].update(name="result")),
        "the output 'Shown' was given another name",
    ),
    "an output comes in another format": (
        lambda it: changed(it, lambda by_id, _: by_id["o"]["data"]["config"].update(format="json")),
        "the output 'Shown' was given another format",
    ),
    "a parameter has another name": (
        lambda it: changed(it, lambda by_id, _: by_id["t"]["data"]["config"].update(parameter="style")),
        "the input 'Tone' was given another parameter",
    ),
    "a parameter is none any more": (
        lambda it: changed(it, lambda by_id, _: by_id["t"]["data"]["config"].pop("parameter")),
        "the input 'Tone' was removed",
    ),
}

MINOR = {
    "an output was added": (
        lambda it: added(it, node("p", "output", "Sources", name="sources"), edge("r", "p")),
        "the output 'Sources' was added; 1 edge was added",
    ),
    "an input with a value was added": (
        lambda it: added(it, node("u", "text_input", "Style", value="plain", parameter="style")),
        "the input 'Style' was added",
    ),
    "a node was added": (lambda it: added(it, node("x", "splitter", "Cut")), "the node 'Cut' was added"),
    "files to read were added": (
        lambda it: added(it, node("g", "file_loader", "More"), edge("g", "r")),
        "the node 'More' was added; 1 edge was added",
    ),
    "a node was removed": (lambda it: without(it, "f"), "the node 'Files' was removed; 1 edge was removed"),
    "a node became another type": (
        lambda it: changed(it, lambda by_id, _: by_id["m"].update(type="chat")),
        "the node 'Answer it' was made another type",
    ),
    "a node was disabled": (
        lambda it: changed(it, lambda by_id, _: by_id["r"].update(disabled=True)),
        "the node 'Search' was disabled",
    ),
    "an edge was added": (lambda it: {**it, "edges": [*it["edges"], edge("q", "m")]}, "1 edge was added"),
    "edges were removed": (lambda it: {**it, "edges": it["edges"][2:]}, "2 edges were removed"),
    "an edge leaves another port": (
        lambda it: changed(it, lambda _, made: made["edges"][0].update(sourceHandle="x")),
        "1 edge was changed",
    ),
    "an edge has a condition": (
        lambda it: changed(it, lambda _, made: made["edges"][0].update(data={"if": "x"})),
        "1 edge was changed",
    ),
    "a model changed": (
        lambda it: changed(it, lambda by_id, _: by_id["m"]["data"]["config"].update(model="large", prompt="x")),
        "the model of 'Answer it' changed",
    ),
    "a setting of the workflow changed": (lambda it: {**it, "timeout": 3}, "'timeout' of the workflow changed"),
}

PATCH = {
    "a prompt changed": (
        lambda it: changed(it, lambda by_id, _: by_id["m"]["data"]["config"].update(prompt="Be kind.", t=1)),
        "values of 'Answer it' changed",
    ),
    "a setting of a node changed": (
        lambda it: changed(it, lambda by_id, _: by_id["m"].update(retry=2)),
        "settings of 'Answer it' changed",
    ),
    "values of an input changed": (
        lambda it: changed(it, lambda by_id, _: by_id["q"]["data"]["config"].update(max_length=50)),
        "values of 'Question' changed",
    ),
    "a node was renamed": (
        lambda it: changed(it, lambda by_id, _: by_id["m"]["data"].update(label="Reply")),
        "the node 'Answer it' was renamed",
    ),
    "an output that callers know by its name was renamed": (
        lambda it: changed(it, lambda by_id, _: by_id["o"]["data"].update(label="Seen")),
        "the node 'Shown' was renamed",
    ),
    "the workflow says something else of itself": (
        lambda it: {**it, "name": "Other", "description": "x", "tags": ["t"]},
        "'description', 'name', 'tags' of the workflow changed",
    ),
}


@pytest.mark.parametrize(("edit", "reason"), MAJOR.values(), ids=MAJOR)
def test_what_callers_have_to_follow_is_major(rag, edit, reason):
    assert bump(rag, edit(rag)).startswith(f"major: {reason}")


@pytest.mark.parametrize(("edit", "reason"), MINOR.values(), ids=MINOR)
def test_what_does_something_else_within_is_minor(rag, edit, reason):
    assert bump(rag, edit(rag)) == f"minor: {reason}"


@pytest.mark.parametrize(("edit", "reason"), PATCH.values(), ids=PATCH)
def test_other_values_and_words_are_a_patch(rag, edit, reason):
    assert bump(rag, edit(rag)) == f"patch: {reason}"


def test_an_input_is_enabled_again(rag):
    off = changed(rag, lambda by_id, _: (by_id["q"].update(disabled=True), by_id["o"].update(disabled=True)))
    assert (
        bump(off, changed(off, lambda by_id, _: by_id["q"].pop("disabled")))
        == "major: the input 'Question' was enabled"
    )
    assert (
        bump(off, changed(off, lambda by_id, _: by_id["o"].pop("disabled"))) == "minor: the output 'Shown' was enabled"
    )


def test_a_text_that_runs_may_replace_becomes_an_input(rag):
    fixed = changed(rag, lambda by_id, _: by_id["t"]["data"]["config"].update(parameter=""))
    assert bump(fixed, rag) == "minor: the input 'Tone' was added"
    assert bump(fixed, without(fixed, "t")).startswith("minor: the node 'Tone' was removed")


def test_layout_alone_raises_nothing(rag):
    moved = changed(rag, lambda by_id, _: by_id["q"].update(position={"x": 5, "y": 5}))
    assert bump(rag, moved) == "none: only layout and noise changed"
    assert bump(rag, rag) == "none: nothing changed"


def test_several_facts_are_told_together_and_at_most_three_kinds(rag):
    made = changed(
        {**rag, "edges": []}, lambda by_id, _: [each["data"]["config"].update(model="x") for each in by_id.values()]
    )
    made = {**added(without(made, "f"), node("x", "splitter", "Cut")), "timeout": 1}
    assert bump(rag, made) == (
        "minor: the node 'Cut' was added; the node 'Files' was removed; "
        "the model of 'Question', 'Tone', 'Search', … (5 in all) changed; and 2 more"
    )


def test_without_types_that_say_so_the_ends_are_inputs_and_outputs():
    old = {"nodes": [node(name, "step", name.upper()) for name in "abc"], "edges": [edge("a", "b"), edge("b", "c")]}
    assert bump(old, without(old, "a")).startswith("major: the input 'A' was removed")
    assert bump(old, without(old, "c")).startswith("major: the output 'C' was removed")
    assert bump(old, without(old, "b")).startswith("minor: the node 'B' was removed")
    assert bump(old, added(old, node("d", "step", "D"), edge("d", "b"))).startswith("major: the input 'D' was added")
    assert bump(old, added(old, node("d", "file_loader", "D"), edge("d", "b"))).startswith("minor: the input 'D' was")
    assert bump(old, added(old, node("d", "step", "D"), edge("b", "d"))).startswith("minor: the output 'D' was added")
    assert bump(old, added(old, node("d", "step", "D"))).startswith("minor: the node 'D' was added")


def test_notes_are_neither():
    old = {"nodes": [node("a", "step", "A"), node("b", "step", "B")], "edges": [edge("a", "b")]}
    assert bump(old, added(old, node("n", "note", "N"), edge("n", "b"))).startswith("minor: 1 edge was added")
    assert bump(added(old, node("n", "note", "N")), old) == "none: only layout and noise changed"


def step(name, kind, **more):
    return {
        "id": name, "name": name, "type": f"n8n-nodes-base.{kind}", "typeVersion": 1, "position": [0, 0],
        "parameters": {}, **more,
    }  # fmt: skip


def test_in_n8n_triggers_are_inputs_and_another_version_of_a_type_is_minor():
    old = {"nodes": [step("Hook", "webhook"), step("Do", "set"), step("Reply", "respondToWebhook")], "connections": {}}
    assert bump(old, {**old, "nodes": old["nodes"][1:]}) == "major: the input 'Hook' was removed"
    assert bump(old, {**old, "nodes": old["nodes"][:2]}) == "major: the output 'Reply' was removed"
    assert bump(old, {**old, "nodes": [*old["nodes"], step("Daily", "scheduleTrigger")]}) == (
        "minor: the input 'Daily' was added"
    )
    newer = {**old, "nodes": [old["nodes"][0], step("Do", "set", typeVersion=2), old["nodes"][2]]}
    assert bump(old, newer) == "minor: the version of 'Do' changed"


def test_a_node_put_into_another_container_is_minor():
    old = {
        "nodes": [node("g", "loop", "G"), node("h", "loop", "H"), {**node("a", "step", "A"), "parentId": "g"}],
        "edges": [],
    }
    new = changed(old, lambda by_id, _: by_id["a"].update(parentId="h"))
    assert bump(old, new) == "minor: the node 'A' was moved to another container"


def test_a_document_whose_graph_nobody_reads_raises_minor():
    def read(data):
        raise UnknownFormat(str(data))

    documents = [Document("", {"k": k}, "own", read) for k in (1, 2)]
    assert str(suggest_bump(diff(*documents))) == "minor: the document changed, and its graph is not known"
    assert str(suggest_bump(diff(documents[0], documents[0]))) == "none: nothing changed"


def test_hostile_labels_stay_on_one_line(rag):
    made = changed(rag, lambda by_id, _: by_id["r"]["data"].update(label="{s}\x1b[2J\n" + "x" * 500))
    reason = bump(made, without(made, "r"))
    assert reason.isprintable()
    assert len(reason) < 200
