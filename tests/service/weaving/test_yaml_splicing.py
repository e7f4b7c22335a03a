"""Small cuts in a YAML text, and everything else byte for byte."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from wfkit.service.weaving.splicing import Cut, Splice, applied
from wfkit.service.weaving.yaml_splicing import spliced_yaml

TEXT = """\
# who knows
app: {key: "a\\tb", 'list': [x😀y, !!str 2, &n z]}   # flow
code: |
  token = 'abc'
  other = 'abc'

folded: >-
  one abc
  two
# before
pin:
  a: 1
  b: [2]
# after
plain: abc def abc
same: *n
'it''s': last
"""
DATA = yaml.safe_load(TEXT)
EMPTY = {str: '""', dict: "{}", list: "[]", int: "0"}
SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=12)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)


def paths(data):
    found, waiting = [], [((), data)]
    while waiting:
        path, value = waiting.pop()
        found.append((path, value))
        if isinstance(value, dict | list):
            items = value.items() if isinstance(value, dict) else enumerate(value)
            waiting += [((*path, key), child) for key, child in items]
    return found


def test_without_edits_a_text_stays():
    assert spliced_yaml(TEXT, []) == TEXT


@pytest.mark.parametrize(
    ("path", "old"),
    [
        (("app", "key"), '"a\\tb"'),
        (("app", "list", 0), "x😀y"),
        (("app", "list", 1), "2"),
        (("app", "list"), "[x😀y, !!str 2, &n z]"),
        (("code",), "|\n  token = 'abc'\n  other = 'abc'"),
        (("folded",), ">-\n  one abc\n  two"),
        (("pin",), "a: 1\n  b: [2]"),
        (("pin", "b", 0), "2"),
        (("it's",), "last"),
    ],
)
def test_a_value_is_replaced_and_nothing_around_it(path, old):
    edits = [Splice(path, text='""')]
    text = spliced_yaml(TEXT, edits)
    start = TEXT.index(old, TEXT.index("!!str")) if path == ("app", "list", 1) else TEXT.index(old)
    start = TEXT.index("[2]") + 1 if path == ("pin", "b", 0) else start
    assert text == f'{TEXT[:start]}""{TEXT[start + len(old) :]}'
    if path != ("app", "list"):  # the anchor in it is gone
        assert yaml.safe_load(text) == applied(DATA, edits)


def cut(value, part, count=0):
    start = value.index(part)
    for _ in range(count):
        start = value.index(part, start + 1)
    return Cut(start, start + len(part), "X")


def test_cuts_are_made_where_the_part_stands_in_the_text():
    code = DATA["code"]
    assert spliced_yaml(TEXT, [Splice(("code",), cuts=(cut(code, "abc", 1),))]) == TEXT.replace(
        "other = 'abc'", "other = 'X'"
    )
    both = (cut(code, "abc"), cut(code, "abc", 1))
    assert spliced_yaml(TEXT, [Splice(("code",), cuts=both)]) == TEXT.replace("= 'abc'", "= 'X'")
    folded = Splice(("folded",), cuts=(cut(DATA["folded"], "abc"),))
    assert spliced_yaml(TEXT, [folded]) == TEXT.replace("one abc", "one X")
    key = Splice(("it's",), key_cuts=(Cut(3, 4, "X"),))
    assert spliced_yaml(TEXT, [key]) == TEXT.replace("'it''s'", "'it''X'")


def test_a_scalar_that_spells_a_cut_otherwise_is_spelt_anew():
    text = spliced_yaml(TEXT, [Splice(("app", "key"), cuts=(Cut(1, 2, "X"),))])
    assert text == TEXT.replace('"a\\tb"', '"aXb"')
    text = spliced_yaml(TEXT, [Splice(("folded",), cuts=(Cut(5, 9, "X"),))])
    assert yaml.safe_load(text)["folded"] == "one aXwo"


def test_what_an_alias_brings_is_left_out():
    assert spliced_yaml(TEXT, [Splice(("same",), text='""'), Splice(("same", "x"), text='""')]) == TEXT


def test_keys_that_are_no_texts_are_passed_over():
    text = "? [a, {b: c}]\n: d\n? *x\n: e\n".replace("*x", "x")
    assert spliced_yaml(text, [Splice(("x",), text="1")]) == text.replace("e\n", "1\n")


def test_the_whole_document_can_be_replaced():
    assert spliced_yaml("--- abc\n", [Splice((), cuts=(Cut(1, 2, "X"),))]) == "--- aXc\n"
    assert spliced_yaml("a: 1\n", [Splice((), text="{}")]) == "{}\n"


@given(JSON, st.data(), st.sampled_from([None, True, False]), st.sampled_from([None, '"', "'", "|", ">"]))
def test_the_text_says_what_the_data_say_with_the_value_replaced(data, draw, flow, style):
    # Of the same type, for a tag says what it is.
    path, value = draw.draw(st.sampled_from(paths({"a": data})))
    text = yaml.safe_dump({"a": data}, default_flow_style=flow, default_style=style, allow_unicode=True)
    assume(yaml.safe_load(text) == {"a": data})
    edits = [Splice(path, text=EMPTY.get(type(value), json.dumps(value)))]
    assert yaml.safe_load(spliced_yaml(text, edits)) == applied({"a": data}, edits)


@given(JSON, st.data(), st.sampled_from([None, '"', "'", "|", ">"]), st.booleans())
def test_the_text_says_what_is_left_of_a_cut_text(data, draw, style, is_key):
    texts = [(path, value) for path, value in paths({"a": data, "b": "text"}) if isinstance(value, str) and value]
    path, value = draw.draw(st.sampled_from(texts))
    subject = path[-1] if is_key and isinstance(path[-1], str) and path[-1] else value
    start = draw.draw(st.integers(0, len(subject) - 1))
    cuts = (Cut(start, draw.draw(st.integers(start + 1, len(subject))), "REDACTED"),)
    edits = [Splice(path, key_cuts=cuts) if subject is path[-1] else Splice(path, cuts=cuts)]
    whole = {"a": data, "b": "text"}
    text = yaml.safe_dump(whole, default_style=style, allow_unicode=True)
    # PyYAML does not read all that it writes.
    assume(yaml.safe_load(text) == whole)
    assert yaml.safe_load(spliced_yaml(text, edits)) == applied(whole, edits)


@given(JSON, st.data())
def test_applied_edits_leave_the_data_alone(data, draw):
    before = json.dumps(data)
    path, _ = draw.draw(st.sampled_from(paths(data)))
    applied(data, [Splice(path, text="1")])
    assert json.dumps(data) == before
