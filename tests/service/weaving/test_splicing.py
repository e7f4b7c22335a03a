"""Small cuts in a JSON text, and everything else byte for byte."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit.service.weaving import Cut, Splice, spliced

TEXT = '\ufeff {\r\n\t"a" : [1.50, "x\\u0041\\/\\ud83d\\ude00 key \\"q\\"" , {} ],"b":{"c":"d" },  "n": 12e3\n}  \n'
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)


def test_without_edits_a_text_stays():
    assert spliced(TEXT, []) == TEXT


@pytest.mark.parametrize(
    ("path", "old"),
    [
        (("a", 0), "1.50"),
        (("a", 1), '"x\\u0041\\/\\ud83d\\ude00 key \\"q\\""'),
        (("a", 2), "{}"),
        (("b",), '{"c":"d" }'),
        (("b", "c"), '"d"'),
        (("n",), "12e3"),
    ],
)
def test_a_value_is_replaced_and_nothing_around_it(path, old):
    assert spliced(TEXT, [Splice(path, text='"new"')]) == TEXT.replace(old, '"new"', 1)


def test_the_whole_document_can_be_replaced():
    assert spliced(" [1, 2]\n", [Splice((), text="{}")]) == " {}\n"
    assert spliced('"abc"', [Splice((), cuts=(Cut(1, 2, "X"),))]) == '"aXc"'


def test_cuts_count_characters_as_they_read_and_leave_other_escapes_alone():
    value = json.loads(TEXT[1:])["a"][1]
    cuts = (Cut(value.index("A"), value.index("A") + 1, "X"), Cut(value.index("key"), value.index("key") + 3, "Y"))
    assert spliced(TEXT, [Splice(("a", 1), cuts=cuts)]) == TEXT.replace("\\u0041", "X").replace("key", "Y")
    emoji = value.index("\U0001f600")
    assert spliced(TEXT, [Splice(("a", 1), cuts=(Cut(emoji, emoji + 1, ""),))]) == TEXT.replace("\\ud83d\\ude00", "")


def test_a_key_and_its_value_are_cut_together():
    edits = [Splice(("b",), key_cuts=(Cut(0, 1, "K"),)), Splice(("b", "c"), text="0", key_cuts=(Cut(0, 1, "L"),))]
    assert spliced(TEXT, edits) == TEXT.replace('"b":{"c":"d" }', '"K":{"L":0 }')


def test_an_edit_within_a_replaced_value_is_passed_over():
    edits = [Splice(("b", "c"), text="1"), Splice(("b",), text="2"), Splice(("b", "c", "d"), text="3")]
    assert spliced(TEXT, edits) == TEXT.replace('{"c":"d" }', "2")


def test_a_member_of_the_same_name_elsewhere_stays():
    text = '{"x": {"k": 1}, "y": {"x": {"k": 1}, "k": 1}, "z": [[{"k": 1}], {"k": 1}]}'
    assert json.loads(spliced(text, [Splice(("z", 1, "k"), text="2"), Splice(("y", "k"), text="3")])) == {
        "x": {"k": 1},
        "y": {"x": {"k": 1}, "k": 3},
        "z": [[{"k": 1}], {"k": 2}],
    }


def paths(data):
    found, waiting = [], [((), data)]
    while waiting:
        path, value = waiting.pop()
        found.append(path)
        if isinstance(value, dict | list):
            items = value.items() if isinstance(value, dict) else enumerate(value)
            waiting += [((*path, key), child) for key, child in items]
    return found


def replaced(data, path, value):
    if not path:
        return value
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[path[0]] = replaced(data[path[0]], path[1:], value)
    return copy


@given(JSON, st.data(), st.sampled_from([None, 1, 3]), st.booleans())
def test_the_text_says_what_the_data_say_with_the_value_replaced(data, draw, indent, ascii_only):
    path = draw.draw(st.sampled_from(paths(data)))
    text = json.dumps(data, indent=indent, ensure_ascii=ascii_only)
    assert json.loads(spliced(text, [Splice(path, text='"new"')])) == replaced(data, path, "new")


@given(st.text(), st.data(), st.booleans())
def test_a_cut_text_says_what_is_left(text, draw, ascii_only):
    start = draw.draw(st.integers(0, len(text)))
    stop = draw.draw(st.integers(start, len(text)))
    spelt = json.dumps(["a", text], ensure_ascii=ascii_only)
    cut = spliced(spelt, [Splice((1,), cuts=(Cut(start, stop, "X"),))])
    assert json.loads(cut) == ["a", f"{text[:start]}X{text[stop:]}"]
