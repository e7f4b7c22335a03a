"""The text of a merge: ours, character for character, with theirs woven in and conflicts between markers."""

from __future__ import annotations

import copy
import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wfkit.core import codec
from wfkit.core.document import Document
from wfkit.core.merge import merge
from wfkit.core.model import Graph
from wfkit.errors import MergeConflict
from wfkit.service.documents import from_data, from_text
from wfkit.service.weaving import Labels, conflict_text, merged_text

SIDES = ("ours", "base", "theirs")
BLOCK = re.compile(
    r"^<<<<<<< ours\r?\n(.*?)^\|\|\|\|\|\|\| base\r?\n(.*?)^=======\r?\n(.*?)^>>>>>>> theirs(?:\r?\n)?",
    re.MULTILINE | re.DOTALL,
)


def chosen(text, *sides):
    """The text after keeping one side of each conflict, the sides in turn."""
    turns = iter(range(10**6))
    return BLOCK.sub(lambda found: found[1 + SIDES.index(sides[next(turns) % len(sides)])], text)


def native(**parts):
    return {"schema_version": 1, "nodes": [], "edges": [], **parts}


def node(node_id, **config):
    return {"id": node_id, "type": "llm", "position": {"x": 0, "y": 0}, "data": {"label": node_id, "config": config}}


def documents(base, ours, theirs, **style):
    layout = {"indent": 2, "ensure_ascii": False, **style}
    return [from_text(json.dumps(data, **layout), format="wfkit") for data in (base, ours, theirs)]


def three(base, *edits, **style):
    """The base, and a copy of it after each edit, as documents."""
    sides = [copy.deepcopy(base) for _ in edits]
    for edit, side in zip(edits, sides, strict=True):
        edit(side)
    return documents(base, *sides, **style)


FLOATS_AND_TEXTS = [0.5, 1.0, 1e22, "", "ü", 'a"b\\', "l\nm", "{,:"]
NAMES = st.sampled_from(["a", "b", "c/~", 'q"'])
SCALARS = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(FLOATS_AND_TEXTS)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)
CONFIGS = st.dictionaries(st.sampled_from("xyz"), VALUES, max_size=3)
NODES = st.dictionaries(st.sampled_from("klmnop"), CONFIGS, max_size=4).map(
    lambda configs: [node(key, **config) for key, config in configs.items()]
)
RESTS = st.dictionaries(st.sampled_from(["name", "tags", "w"]), VALUES)
DATA = st.builds(lambda nodes, rest: native(nodes=nodes, **rest), NODES, RESTS)
STYLES = st.fixed_dictionaries(
    {"indent": st.sampled_from([None, 0, 1, 2, 4, "\t"]), "ensure_ascii": st.booleans()},
    optional={"separators": st.sampled_from([(",", ":"), (", ", ": "), (" , ", " : ")])},
)


def laid_out(data, style, newline, around):
    text = json.dumps(data, **style).replace("\n", newline)
    return from_text(f"{around[0]}{text}{around[1]}", format="wfkit")


@st.composite
def merges(draw):
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    around = draw(st.sampled_from([("", ""), ("", newline), (newline, f"{newline}{newline}")]))
    style = draw(STYLES)
    same = draw(st.booleans())
    return [laid_out(draw(DATA), style if same else draw(STYLES), newline, around) for _ in range(3)]


def decided(base, ours, theirs, side):
    found = merge(base, ours, theirs)
    while found.open:
        found.resolve(found.open[0], side)
    return found


def spelling(data):
    return codec.canonical(data)


def in_order(data):
    """The spelling with the nodes sorted: sides that order them differently cannot all have their way in one text."""
    return spelling(data | {"nodes": sorted(data["nodes"], key=lambda node: node["id"])})


@given(merges())
def test_the_text_says_what_the_merge_says(found):
    for side in SIDES:
        merged = decided(*found, side)
        assert spelling(codec.parse(merged_text(merged))) == spelling(merged.document)


@given(merges())
def test_one_side_of_every_conflict_is_the_document_of_that_side(found):
    text = conflict_text(*found)
    for side in SIDES:
        assert in_order(codec.parse(chosen(text, side))) == in_order(decided(*found, side).document)


@given(merges(), st.lists(st.sampled_from(SIDES), min_size=1, max_size=6))
@example(documents(native(w=[{"id": 1}]), native(w=[]), native(w=[{"id": 1, "a": 2}])), ["theirs", "ours"])
def test_whichever_sides_are_chosen_the_rest_is_json(found, sides):
    assert isinstance(codec.parse(chosen(conflict_text(*found), *sides)), dict)


@given(merges())
def test_what_they_left_alone_keeps_every_character(found):
    base, ours, _ = found
    assert merged_text(merge(base, ours, base)) == ours.text
    assert conflict_text(base, ours, base) == ours.text


@given(merges())
def test_what_both_did_keeps_every_character_of_ours(found):
    base, ours, _ = found
    assert merged_text(merge(base, ours, ours)) == ours.text


def test_their_change_is_one_line_of_our_text():
    text = (
        '{"schema_version":1,\n\n  "nodes": [ {"id": "a", "type":"llm", "data": {"config": {"n": 0.10, "k": [1,2]}}} ],'
        '\n  "edges"  :  [],  "big": 123456789012345678901234567890, "u": "\\u00fc\\/" }\n \n'
    )
    ours, base = from_text(text), from_text(text)
    theirs = from_text(text.replace("[1,2]", "[1,3]"))
    assert merged_text(merge(base, ours, theirs)) == theirs.text
    theirs = from_text(text.replace("0.10", "0.50"))
    assert merged_text(merge(base, ours, theirs)) == theirs.text


@pytest.mark.parametrize("style", [{"indent": 2}, {"indent": 4}, {"indent": "\t"}, {"indent": None}], ids=str)
def test_what_both_added_is_laid_out_like_the_rest(style):
    base = native(nodes=[node("a")])
    found = three(
        base,
        lambda data: data["nodes"].insert(0, node("b", x=[1, {"y": "ü"}])),
        lambda data: data["nodes"].append(node("c", z={})),
        **style,
    )
    wanted = native(nodes=[node("b", x=[1, {"y": "ü"}]), node("a"), node("c", z={})])
    assert merged_text(merge(*found)) == json.dumps(wanted, ensure_ascii=False, **style)


def test_their_text_is_laid_out_like_ours_where_it_is_another():
    base = native(nodes=[node("a")])
    theirs = native(nodes=[node("a"), node("b", x=[1])])
    found = [*documents(base, base, base)[:2], from_text(json.dumps(theirs))]
    assert merged_text(merge(*found)) == json.dumps(theirs, indent=2)


def test_a_conflict_shows_all_three_values_of_one_property():
    base = native(nodes=[node("a", model="old", top=1)])
    found = three(
        base,
        lambda data: data["nodes"][0]["data"]["config"].update(model="mine"),
        lambda data: data["nodes"][0]["data"]["config"].update(model="other", top=2),
    )
    text = conflict_text(*found)
    assert text.count("<<<<<<<") == 1
    assert (
        '        "config": {\n'
        "<<<<<<< ours\n"
        '          "model": "mine",\n'
        "||||||| base\n"
        '          "model": "old",\n'
        "=======\n"
        '          "model": "other",\n'
        ">>>>>>> theirs\n"
        '          "top": 2\n'
    ) in text
    assert chosen(text, "ours") == found[1].text.replace('"top": 1', '"top": 2')
    assert chosen(text, "theirs") == found[2].text


def test_the_last_member_that_a_side_lacks_brings_its_own_comma():
    found = three(
        native(a=1, z={"k": 1}),
        lambda data: data.pop("z"),
        lambda data: data["z"].update(k=2),
    )
    text = conflict_text(*found)
    assert '  "a": 1\n<<<<<<< ours\n||||||| base\n  , "z": {' in text
    assert chosen(text, "ours") == found[1].text
    assert json.loads(chosen(text, "theirs")) == found[2].data


def test_a_conflict_on_one_line_gets_lines_of_its_own():
    found = three(
        native(a=1, b=2),
        lambda data: data.update(a=2),
        lambda data: data.update(a=3),
        indent=None,
    )
    text = conflict_text(*found)
    block = '<<<<<<< ours\n"a": 2,\n||||||| base\n"a": 1,\n=======\n"a": 3,\n>>>>>>> theirs\n'
    assert f'"edges": [],\n{block} "b": 2}}' in text
    assert json.loads(chosen(text, "theirs")) == found[2].data


def test_line_ends_and_what_stands_around_are_kept():
    texts = [json.dumps(native(nodes=[node("a", k=value)]), indent=2).replace("\n", "\r\n") for value in (1, 2, 3)]
    found = [from_text(f"\r\n{text}\r\n\r\n") for text in texts]
    text = conflict_text(*found)
    assert "\n" not in text.replace("\r\n", "")
    assert chosen(text, "ours") == found[1].text


def test_a_conflict_can_be_about_the_whole_document():
    found = [Document(text, json.loads(text), "x", lambda _: Graph()) for text in ("{}", '["a"]\n', '"b"')]
    assert conflict_text(*found) == '<<<<<<< ours\n["a"]\n||||||| base\n{}\n=======\n"b"\n>>>>>>> theirs\n'


def test_the_first_members_of_an_empty_document_stand_on_lines():
    found = [Document(text, json.loads(text), "x", lambda _: Graph()) for text in ("{}", "{}", '{"a": [1, {}]}')]
    assert merged_text(merge(*found)) == '{\n  "a": [\n    1,\n    {}\n  ]\n}'


def test_labels_and_size_of_the_markers_are_the_callers():
    found = three(native(a=1), lambda data: data.update(a=2), lambda data: data.update(a=3))
    text = conflict_text(*found, labels=Labels("HEAD", "began", "branch", 9))
    marks = [line for line in text.splitlines() if line[:1] in "<|=>"]
    assert marks == ["<<<<<<<<< HEAD", "||||||||| began", "=========", ">>>>>>>>> branch"]


def test_a_text_with_open_conflicts_is_refused():
    found = three(native(a=1), lambda data: data.update(a=2), lambda data: data.update(a=3))
    with pytest.raises(MergeConflict):
        merged_text(merge(*found))


def test_documents_as_deep_as_allowed_are_woven():
    deep = json.loads(f"{'[' * 400}{']' * 400}")
    found = three(native(a=1, d=deep), lambda data: data.update(a=2), lambda data: data.update(e=deep), indent=None)
    assert json.loads(merged_text(merge(*found))) == native(a=2, d=deep, e=deep)


def test_a_conflict_within_a_text_is_one_of_the_text():
    app = "kind: app\napp: {{name: {}}}\nworkflow: {{graph: {{nodes: [], edges: []}}}}\n"
    sides = [from_data({"data": app.format(name), "id": 1}, format="dify") for name in "abc"]
    lines = conflict_text(*sides).splitlines()
    assert [line[:7] for line in lines] == [
        "{",
        "<<<<<<<",
        '  "data',
        "|||||||",
        '  "data',
        "=======",
        '  "data',
        ">>>>>>>",
        '  "id":',
        "}",
    ]
    assert "name: b" in lines[2]
