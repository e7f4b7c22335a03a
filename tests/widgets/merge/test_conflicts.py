"""How conflicts of every kind are told: where they are, what each side did, and what can be done about them."""

from __future__ import annotations

import copy
import json

import pytest

import wfkit
from wfkit.widgets.merge.places import STEP

KEY = "sk-proj-" + "a1B2c3D4e5F6" * 4


def node(node_id, label, **config):
    return {"id": node_id, "type": "llm", "position": {"x": 0, "y": 0}, "data": {"label": label, "config": config}}


BASE = {
    "nodes": [
        node("a", "Ask", model="small", stops=["x", "y", "z"], options={"t": 1, "deep": {"k": "v"}}),
        node("b", "Check"),
        node("c", "Say"),
    ],
    "edges": [{"id": "e", "source": "a", "target": "b", "data": {"condition": "x > 1"}}],
    "settings": {"timeout": 10, "tags": ["p"]},
}
ASK = ("nodes", 0)
CONFIG = (*ASK, "data", "config")
EDGE = ("edges", 0)
GONE = object()


def edited(*edits, base=BASE):
    """The base with other values at these paths; `GONE` for none, and at the end of a list it is one more."""
    made = copy.deepcopy(base)
    for path, value in edits:
        holder = made
        for step in path[:-1]:
            holder = holder[step]
        if value is GONE:
            del holder[path[-1]]
        elif isinstance(holder, list) and path[-1] == len(holder):
            holder.append(value)
        else:
            holder[path[-1]] = value
    return made


def panel_of(ours, theirs, base=BASE):
    panel = wfkit.ui.merge(wfkit.merge(base, edited(*ours, base=base), edited(*theirs, base=base)))
    panel.draw()
    return panel


def only(ours, theirs, base=BASE):
    """What is told of the one conflict of two edits."""
    panel = panel_of([ours], [theirs], base)
    assert len(panel.conflicts) == 1
    return panel.detail


@pytest.mark.parametrize(
    ("ours", "theirs", "where", "words"),
    [
        (
            ((*EDGE, "data", "condition"), "x > 2"),
            ((*EDGE, "data", "condition"), "x > 3"),
            ("edge", "Ask → Check", f"data{STEP}condition", "edited"),
            "Both sides changed this text, each in its own way.",
        ),
        (
            (EDGE, GONE),
            ((*EDGE, "data", "condition"), "x > 3"),
            ("edge", "Ask → Check", "", "deleted"),
            "Ours deleted this connection, and theirs changed it.",
        ),
        (
            (("settings", "timeout"), 20),
            (("settings", "timeout"), 30),
            ("workflow", "the workflow", f"settings{STEP}timeout", "edited"),
            "Both sides changed this setting, each in its own way.",
        ),
        (
            (("settings", "timeout"), 20),
            (("settings",), GONE),
            ("workflow", "the workflow", "settings", "deleted"),
            "Theirs removed this setting, and ours changed it.",
        ),
        (
            (("name",), "One"),
            (("name",), "Two"),
            ("workflow", "the workflow", "name", "added"),
            "Both sides added this text, each with another value.",
        ),
        (
            ((*ASK, "data", "label"), "Ask them"),
            ((*ASK, "data", "label"), "Question"),
            ("node", "Ask them", "label", "edited"),
            "Both sides changed this text, each in its own way.",
        ),
        (
            ((*CONFIG, "stops"), ["z", "y", "x"]),
            ((*CONFIG, "stops"), ["y", "x", "z", "w"]),
            ("node", "Ask", "stops", "edited"),
            "Both sides changed this list, each in its own way.",
        ),
        (
            ((*CONFIG, "options", "deep", "k"), "w"),
            ((*CONFIG, "options"), GONE),
            ("node", "Ask", "options", "deleted"),
            "Theirs removed this setting, and ours changed it.",
        ),
        (
            (("nodes", 2), GONE),
            (("edges", 1), {"id": "f", "source": "b", "target": "c"}),
            ("node", "Say", "", "deleted"),
            "Ours deleted this node, and theirs connected something to it. If it goes, its connections go with it.",
        ),
        (
            (("nodes", 3), node("n", "One", x=1)),
            (("nodes", 3), node("n", "Two", y=2)),
            ("node", "One", "", "added"),
            "Both sides added a node under this id, and they are two: only one of them can have it.",
        ),
    ],
    ids=[
        "edge",
        "edge gone",
        "setting",
        "settings gone",
        "name",
        "rename",
        "list",
        "options gone",
        "connected",
        "twins",
    ],
)
def test_a_conflict_is_told_by_where_it_is_and_what_each_side_did(ours, theirs, where, words):
    detail = only(ours, theirs)
    assert (detail["what"], detail["label"], detail["setting"], detail["kind"]) == where
    assert detail["words"] == words


def test_a_list_is_shown_item_by_item():
    sides = only(((*CONFIG, "stops"), ["z", "y", "x"]), ((*CONFIG, "stops"), ["y", "x", "z", "w"]))["sides"]
    assert sides["base"]["changes"] == []
    assert [change["name"] for change in sides["ours"]["changes"]] == ["item 1", "item 3"]
    assert sides["theirs"]["changes"][-1] == {"name": "item 4", "words": [["+", "w"]]}


def test_a_list_of_things_with_names_is_shown_as_put_in_another_order():
    rows = [{"id": name, "v": 1} for name in "abc"]
    base = edited(((*CONFIG, "rows"), rows))
    panel = panel_of([((*CONFIG, "rows"), rows[::-1])], [((*CONFIG, "rows"), GONE)], base)
    assert panel.detail["sides"]["ours"]["changes"] == [{"name": "all of it, in another order", "words": []}]


def test_what_became_of_an_object_is_shown_value_by_value():
    ours = ((*CONFIG, "options"), {"deep": {"k": "v and w"}, "n": None})
    side = only(ours, ((*CONFIG, "options"), GONE))["sides"]["ours"]
    assert side["changes"] == [
        {"name": f"deep{STEP}k", "words": [[" ", "v"], ["+", " and w"]]},
        {"name": "n", "words": [["+", "null"]]},
        {"name": "t", "words": [["-", "1"]]},
    ]


def test_of_very_many_changes_the_first_hundred_are_shown():
    ours = ((*CONFIG, "options"), {f"k{number}": number for number in range(150)})
    changes = only(ours, ((*CONFIG, "options"), GONE))["sides"]["ours"]["changes"]
    assert (len(changes), changes[-1]["name"]) == (101, "and 52 more changes")


def test_an_object_in_place_of_a_number_is_shown_whole():
    sides = only(((*CONFIG, "options", "t"), {"from": 1}), ((*CONFIG, "options", "t"), [2]))["sides"]
    assert [(side["kind"], side["changes"]) for side in sides.values()] == [("words", []), ("table", []), ("table", [])]


def test_a_number_that_nobody_reads_is_told_by_its_size():
    detail = only(((*CONFIG, "model"), 10**3000), ((*CONFIG, "model"), -(10**3000)))
    assert detail["sides"]["ours"]["words"] == [[" ", "a whole number of 9966 bits"]]


def test_a_secret_that_an_object_holds_is_told_and_not_sent():
    base = edited(((*CONFIG, "options", "api_key"), KEY))
    other = KEY.replace("a1", "z9")
    ours = [((*CONFIG, "options", "api_key"), other), ((*CONFIG, "options", "note"), f"use {KEY} here")]
    panel = panel_of(ours, [((*CONFIG, "options"), GONE)], base)
    side = panel.detail["sides"]["ours"]
    assert side["note"] == "a secret in it is not shown"
    assert [change["words"] for change in side["changes"]] == [
        [["-", "a secret, not shown"], [" ", " "], ["+", "a secret, not shown"]],
        [["+", "use REDACTED here"]],
    ]
    assert not [key for key in (KEY, other) if key in json.dumps(panel.get_state(), default=str)]


def test_a_secret_in_a_key_is_not_sent():
    long = (
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
        + "eyJzdWIiOiIxMjM0NTY3ODkwIn0" * 5
        + ".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV"
    )
    for key in (KEY, long):
        base = edited(((*CONFIG, "options", key), 1), (("settings", key), 1))
        ours = [((*CONFIG, "options", key), 2), (("settings", key), 2)]
        panel = panel_of(ours, [((*CONFIG, "options"), GONE), (("settings", key), 3)], base)
        for place in range(2):
            panel.current = place
            assert key[:60] not in json.dumps(panel.get_state(), default=str)


def test_what_either_side_did_alone_is_told_by_node_edge_and_workflow():
    ours = [
        (("nodes", 3), node("n", "New")),
        (("nodes", 2), GONE),
        (("nodes", 1, "type"), "tool"),
        (("nodes", 1, "position", "x"), 4),
        ((*ASK, "data", "label"), "Ask them"),
        ((*EDGE, "targetHandle"), "p"),
        ((*EDGE, "data", "condition"), "x > 9"),
        (("settings", "timeout"), 9),
    ]
    panel = panel_of(
        ours, [((*CONFIG, "options", "t"), GONE), (("edges", 1), {"id": "g", "source": "b", "target": "a"})]
    )
    said = {
        group["label"]: [(line["name"], line["words"]) for line in group["lines"]]
        for group in panel.taken["ours"]["groups"]
    }
    between = [" ", " "]
    assert said == {
        "New": [("", [["+", "added, llm"]])],
        "Say": [("", [["-", "removed, llm"]])],
        "Check": [("type", [["-", "llm"], between, ["+", "tool"]])],
        "Ask them": [("name", [["-", "Ask"], between, ["+", "Ask them"]])],
        "Connections": [
            ("Ask them → Check · p: ports", [["-", "output → input"], between, ["+", "output → p"]]),
            (f"Ask them → Check · p: data{STEP}condition", [["-", "x > 1"], between, ["+", "x > 9"]]),
        ],
        "The workflow": [(f"settings{STEP}timeout", [["-", "10"], between, ["+", "9"]])],
    }  # fmt: skip
    assert panel.taken["ours"]["remark"] == "1 of layout"
    [_, edges] = panel.taken["theirs"]["groups"]
    assert edges["lines"] == [{"name": "", "words": [["+", "Check → Ask them"]]}]


def test_long_texts_and_secrets_that_one_side_changed_are_told_with_what_is_to_be_said_of_them():
    text = "\n".join(f"line {number} of a long text" for number in range(9))
    base = edited(((*CONFIG, "prompt"), text), ((*CONFIG, "api_key"), KEY))
    ours = [((*CONFIG, "prompt"), text.replace("line 4", "row 4")), ((*CONFIG, "api_key"), KEY.replace("a1", "z9"))]
    panel = panel_of(ours, [], base)
    [group] = panel.taken["ours"]["groups"]
    secret, prompt = group["lines"]
    assert secret == {"name": "api_key", "words": [["…", "secret changed, not shown"]]}
    assert [pair for pair in prompt["words"] if pair[0] in "+-"] == [["-", "line"], ["+", "row"]]
    assert KEY not in json.dumps(panel.get_state(), default=str)


def test_of_very_many_changes_of_one_side_three_hundred_are_listed():
    panel = panel_of([((*CONFIG, f"k{number}"), number) for number in range(310)], [])
    [group] = panel.taken["ours"]["groups"]
    assert (panel.taken["ours"]["count"], len(group["lines"])) == (310, 300)
    assert panel.taken["ours"]["remark"] == "and 10 more changes"


def test_what_the_tool_keeps_for_itself_is_counted():
    base = {
        "nodes": [{"id": "1", "name": "A", "type": "n8n-nodes-base.noOp", "position": [0, 0], "parameters": {}}],
        "connections": {},
        "versionId": "one",
    }
    panel = wfkit.ui.merge(wfkit.merge(base, {**base, "versionId": "two"}, base))
    panel.draw()
    assert panel.taken["ours"] == {"count": 0, "groups": [], "remark": "1 that the tool keeps for itself"}
