"""What holds for every two documents, whatever was done to one of them."""

from __future__ import annotations

import copy
import json
from typing import Any

import jsonpatch
import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from wfkit.core.patch import apply_patch

# Drawn whole: values of every shape have laws of their own, and what is slow here is making them up.
VALUES = st.sampled_from(
    [
        None, True, False, 0, 1, 1.0, -0.0, 0.5, 2**53, 2**53 + 1, 10**30, 1e300, "", "a", "a\nb", "~/", [], {},
        [1], [True], [1, 2, 3], [1, 3], [[1], [2]], {"a": 1}, {"a": True}, {"a": 1, "b": None}, {"b": None, "a": 1.0},
        {"a/b": {"c~d": 1}}, {"": {"0": [1]}}, [{"id": "x", "v": 1}, {"id": "y"}], [{"id": "x"}, {"id": "x"}],
        [{"id": "y", "w": 2}, {"id": "x", "v": 2}], [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}],
        [{"id": 3, "name": "b"}, {"id": 4, "name": "a"}],
    ]
).map(copy.deepcopy)  # fmt: skip
CONFIGS = st.dictionaries(st.sampled_from(["id", "a", "b", "a/b", ""]), VALUES, max_size=2)
IDS = ["a", "b", "c", "1", "2", "3", "10", "x/y"]
LABELS = st.sampled_from(["Ask", "Tell", "Ask", "1", ""])
TYPES = st.sampled_from(["llm", "llm", "prompt", "note", "group", "loop"])
PORTS = st.sampled_from(["", "out", "in"])
UNKNOWN = st.dictionaries(st.sampled_from(["onError", "width", "style", "zIndex"]), VALUES, max_size=1)


@st.composite
def nodes(draw, node_id):
    label = draw(LABELS)
    data = {"config": draw(CONFIGS)} | ({"label": label} if label else {})
    place = {"x": draw(st.integers(0, 2)), "y": draw(st.sampled_from([0, 0.5]))}
    made = {"id": node_id, "type": draw(TYPES), "position": place, "data": data, **draw(UNKNOWN)}
    if draw(st.booleans()):
        made["disabled"] = draw(st.booleans())
    return made


@st.composite
def edges(draw, ids):
    ends = {"source": draw(st.sampled_from(ids)), "target": draw(st.sampled_from(ids))}
    ports = {"sourceHandle": draw(PORTS), "targetHandle": draw(PORTS)}
    return {"id": draw(st.sampled_from(["e1", "e2", "e3", "e4", "e5"])), **ends, **ports, **draw(UNKNOWN)}


@st.composite
def documents(draw):
    ids = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=5))
    made = [draw(nodes(name)) for name in ids]
    for item in made:
        parent = draw(st.sampled_from([None, *ids]))
        if parent not in {None, item["id"]}:
            item["parentId"] = parent
    lines = draw(st.lists(edges(ids), max_size=5, unique_by=lambda line: line["id"])) if ids else []
    return {
        "nodes": made,
        "edges": lines,
        **draw(st.dictionaries(st.sampled_from(["name", "run", "viewport"]), VALUES)),
    }


def _rekey(document, names):
    for item in document["nodes"]:
        item["id"] = names.get(item["id"], item["id"])
        if "parentId" in item:
            item["parentId"] = names.get(item["parentId"], item["parentId"])
    for item in document["edges"]:
        for end in ("source", "target"):
            item[end] = names.get(item[end], item[end])


@st.composite
def edited(draw, document):
    """The document after a few edits of the kinds that people and tools make."""
    made = copy.deepcopy(document)
    for kind in draw(st.lists(st.sampled_from(EDITS), max_size=4)):
        kind(draw, made)
    return made


def _add(draw, document):
    free = [name for name in IDS if name not in {item["id"] for item in document["nodes"]}]
    if free:
        document["nodes"].insert(draw(st.integers(0, len(document["nodes"]))), draw(nodes(draw(st.sampled_from(free)))))


def _one(draw, items):
    return draw(st.sampled_from(items)) if items else {"data": {"config": {}}, "position": {}}


def _remove(draw, document):
    gone = _one(draw, document["nodes"]).get("id")
    document["nodes"] = [item for item in document["nodes"] if item["id"] != gone]
    document["edges"] = [item for item in document["edges"] if gone not in {item["source"], item["target"]}]


def _rename(draw, document):
    _one(draw, document["nodes"])["data"]["label"] = draw(st.sampled_from(["Ask", "Tell", "Say"]))


def _swap_names(draw, document):
    one, other = _one(draw, document["nodes"])["data"], _one(draw, document["nodes"])["data"]
    one["label"], other["label"] = other.get("label", ""), one.get("label", "")


def _configure(draw, document):
    _one(draw, document["nodes"])["data"]["config"] = draw(CONFIGS)


def _retype(draw, document):
    _one(draw, document["nodes"])["type"] = draw(TYPES)


def _move(draw, document):
    _one(draw, document["nodes"])["position"]["x"] = draw(st.integers(0, 9))


def _reorder(draw, document):
    for part in ("nodes", "edges"):
        document[part] = draw(st.permutations(document[part]))


def _give_ids_anew(draw, document):
    ids = [item["id"] for item in document["nodes"]]
    _rekey(document, dict(zip(ids, draw(st.permutations(IDS)), strict=False)))


def _rewire(draw, document):
    _one(draw, document["edges"])["targetHandle"] = draw(PORTS)


def _connect(draw, document):
    ids = [item["id"] for item in document["nodes"]]
    if ids:
        document["edges"].append(draw(edges(ids)) | {"id": f"new{len(document['edges'])}"})


def _set(draw, document):
    document[draw(st.sampled_from(["name", "run", "viewport", "other"]))] = draw(VALUES)


def _respell(draw, document):
    """Other spellings of the same."""
    text = json.dumps(document)
    made = json.loads(text, parse_int=lambda digits: float(digits) if len(digits) < 3 else int(digits))
    document.clear()
    document.update(made if draw(st.booleans()) else _backwards(json.loads(text)))


EDITS = [
    _add, _remove, _rename, _swap_names, _configure, _retype, _move, _reorder, _give_ids_anew, _rewire, _connect, _set,
    _respell,
]  # fmt: skip


@st.composite
def pairs(draw):
    old = draw(documents())
    return old, draw(edited(old) | documents())


def _backwards(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _backwards(value[key]) for key in reversed(value)}
    return [_backwards(item) for item in value] if isinstance(value, list) else value


def exactly(data):
    """A text that tells 1, 1.0 and true apart."""
    return json.dumps(data, sort_keys=True)


def loosely(value: Any) -> str:
    """A text that does not tell 1 from 1.0, nor one order of a list from another."""
    if isinstance(value, dict):
        return json.dumps({key: loosely(item) for key, item in sorted(value.items())})
    if isinstance(value, list):
        return json.dumps(sorted(map(loosely, value)))
    is_whole = isinstance(value, float) and value.is_integer() and abs(value) < 2**53
    return json.dumps(int(value) if is_whole else value)


@given(pairs())
def test_the_patch_makes_exactly_the_new_document(compare, pair):
    old, new = pair
    before = exactly(old)
    steps = compare(old, new).to_json_patch()
    assert exactly(apply_patch(old, steps)) == exactly(new)
    assert exactly(old) == before


@given(pairs())
def test_the_patch_is_one_that_others_can_apply(compare, pair):
    old, new = pair
    steps = json.loads(json.dumps(compare(old, new).to_json_patch()))
    assert exactly(jsonpatch.apply_patch(old, steps)) == exactly(new)


@given(documents())
def test_a_document_does_not_differ_from_itself(compare, document):
    found = compare(document, copy.deepcopy(document))
    assert not found
    assert found.to_json_patch() == []
    assert len(found.matches) == len(document["nodes"])


@given(documents(), st.data())
def test_neither_order_nor_spelling_is_a_difference(compare, document, data):
    other = copy.deepcopy(document)
    _reorder(data.draw, other)
    _respell(data.draw, other)
    assert list(compare(document, other)) == []


@given(pairs())
def test_the_way_back_is_the_mirror_image(compare, pair):
    old, new = pair
    back = list(compare(new, old))
    for change in compare(old, new):
        note(str(change))
        assert change.mirrored().mirrored() == change
        back.remove(change.mirrored())
    assert back == []


@given(pairs())
def test_what_differs_in_more_than_order_gives_a_difference(compare, pair):
    old, new = pair
    if loosely(old) != loosely(new):
        assert compare(old, new)


@given(pairs())
def test_comparing_changes_neither_document(compare, pair):
    before = exactly(pair)
    found = compare(*pair)
    found.text(layout=True, noise=True)
    found.to_frame()
    found.to_json_patch()
    assert exactly(pair) == before


@given(pairs())
def test_a_difference_is_json_and_counts_itself(compare, pair):
    found = compare(*pair)
    made = json.loads(json.dumps(found.to_dict()))
    assert len(made["changes"]) == len(found) == sum(found.stats[facet] for facet in ("logic", "layout", "noise"))
    assert len(found.logic) + len(found.layout) + len(found.noise) == len(found)
    assert made["summary"] == found.summary
    assert "\n" not in found.summary
    assert len(found.to_frame()) == len(found)


@given(pairs())
def test_nodes_are_matched_once(compare, pair):
    found = compare(*pair)
    for side, document in (("old", pair[0]), ("new", pair[1])):
        matched = [id(getattr(match, side)) for match in found.matches]
        assert len(set(matched)) == len(matched)
        gone = [change for change in found if change.kind == ("node-removed" if side == "old" else "node-added")]
        assert len(matched) + len(gone) == len(document["nodes"])


@pytest.mark.parametrize(
    ("edit", "kinds"),
    [
        (_rename, {"node-renamed"}),
        (_move, {"node-moved"}),
        (_configure, {"config-changed"}),
        (_rewire, {"edge-rewired"}),
    ],
)
@given(documents(), st.data())
def test_what_is_done_alone_is_said_alone(compare, edit, kinds, document, data):
    new = copy.deepcopy(document)
    edit(data.draw, new)
    assert {change.kind for change in compare(document, new)} <= kinds
