"""A YAML text with other data: what did not change stays, character for character."""

from __future__ import annotations

import copy

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wfkit.service.weaving.yaml_text import edited_lines

TEXT = """\
# An app
app:
  name: "Résumé"   # as people know it
  tags: [rag, 'q, a']
  icon: ''
graph:
  nodes:
  - id: '17'
    data:
      title: LLM
      model: {name: gpt-4o, temperature: 0.10}
      prompt: |
        You are careful.
        Answer in {{language}}.

    # the end of it
  - id: '18'
    data:
      title: 'It''s over'
      outputs: []
      note:
  edges:
  - source: '17'
    target: '18'
version: 0.3.0
"""


def read(text):
    return yaml.safe_load(text)


def edited(text, change):
    """The text with its data changed."""
    old = read(text)
    new = copy.deepcopy(old)
    change(new)
    found = edited_lines(text, old, new, is_right=lambda made: read(made) == new)
    assert read(found) == new
    return found


def node(data, place):
    return data["graph"]["nodes"][place]["data"]


CHANGES = {
    "a text in quotes": (
        lambda data: data["app"].update(name="Life"),
        ('name: "Résumé"   # as', 'name: "Life"   # as'),
    ),
    "a plain text": (lambda data: node(data, 0).update(title="Writer"), ("title: LLM", "title: Writer")),
    "a text that needs quotes": (lambda data: node(data, 0).update(title="yes"), ("title: LLM", "title: 'yes'")),
    "a quote in quotes": (
        lambda data: node(data, 1).update(title="It's not"),
        ("title: 'It''s over'", "title: 'It''s not'"),
    ),
    "a value between brackets": (
        lambda data: node(data, 0)["model"].update(name="gpt-5, mini"),
        ("name: gpt-4o, temperature: 0.10", "name: 'gpt-5, mini', temperature: 0.10"),
    ),
    "a member between brackets": (
        lambda data: node(data, 0)["model"].update(top_p=1),
        ("{name: gpt-4o, temperature: 0.10}", "{name: gpt-4o, temperature: 0.1, top_p: 1}"),
    ),
    "a line of a block": (
        lambda data: node(data, 0).update(prompt="You are careful.\nAnswer.\n"),
        ("Answer in {{language}}.", "Answer."),
    ),
    "what was nothing": (lambda data: node(data, 1).update(note="seen"), ("note:\n", "note: seen\n")),
    "an empty list": (
        lambda data: node(data, 1).update(outputs=[{"text": "a"}]),
        ("outputs: []", "outputs:\n      - text: a"),
    ),
    "a list that becomes empty": (
        lambda data: data["graph"].update(edges=[]),
        ("edges:\n  - source: '17'\n    target: '18'\n", "edges: []\n"),
    ),
    "one more element": (
        lambda data: data["graph"]["edges"].append({"source": "18", "target": "17"}),
        ("    target: '18'\n", "    target: '18'\n  - source: '18'\n    target: '17'\n"),
    ),
    "an element in front": (
        lambda data: data["graph"]["nodes"].insert(0, {"id": "16"}),
        ("  nodes:\n", "  nodes:\n  - id: '16'\n"),
    ),
    "an element less": (
        lambda data: data["graph"]["nodes"].pop(1),
        (TEXT[TEXT.index("  - id: '18'") : TEXT.index("  edges:")], ""),
    ),
    "one more member": (
        lambda data: data.update(kind="app", more={"a": "x\ny\n"}),
        ("version: 0.3.0\n", "version: 0.3.0\nkind: app\nmore:\n  a: |\n    x\n    y\n"),
    ),
    "a key with another name": (
        lambda data: data.update({("life" if key == "app" else key): data.pop(key) for key in [*data]}),
        ("\napp:\n", "\nlife:\n"),
    ),
    "a member less": (lambda data: data["app"].pop("icon"), ("  icon: ''\n", "")),
}


@pytest.mark.parametrize(("change", "lines"), CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["unix", "windows"])
def test_only_what_changed_is_written_anew(change, lines, newline):
    text, (before, after) = TEXT.replace("\n", newline), (part.replace("\n", newline) for part in lines)
    assert text.count(before) == 1
    assert edited(text, change) == text.replace(before, after)


def test_the_same_data_is_the_same_text():
    assert edited(TEXT, lambda data: data) == TEXT


def test_keys_in_another_order_are_the_same_data():
    def turned(data):
        data["app"] = dict(reversed(data["app"].items()))

    assert edited(TEXT, turned) == TEXT


@pytest.mark.parametrize(
    "text",
    ["a: &x {b: 1}\nc: *x\n", "base: &x\n  b: 1\nc:\n  <<: *x\n  d: 2\n", "a: &x\n- 1\nb:\n- *x\n"],
    ids=["flow", "merge", "list"],
)
def test_what_stands_in_several_places_is_not_changed_in_one(text):
    old = read(text)
    new = copy.deepcopy(old)
    place = new.get("c", new)
    if "b" in place and isinstance(place["b"], int):
        place["b"] = 9
    else:
        place["a"] = [9]
    found = edited_lines(text, old, new, is_right=lambda made: read(made) == new)
    assert found == "" or read(found) == new


def test_an_empty_text_has_no_lines_to_keep():
    assert edited_lines("# nothing\n", None, {"a": 1}, is_right=lambda _: True) == ""


def test_a_result_that_says_something_else_is_none():
    assert edited_lines("a: 1\n", {"a": 1}, {"a": 2}, is_right=lambda _: False) == ""


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["yes", "1", "a: b", "- x", "# c", "", " x ", "x\ny", "é"])
)
TEXTS = st.text("ab:-#'\" \n{}[],&*!|>%@`é😀", max_size=12)
JSON = st.recursive(
    SCALARS | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc xé", min_size=1, max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.text("abc", min_size=1, max_size=3), JSON, min_size=1, max_size=4)


@given(OBJECTS, OBJECTS, st.booleans(), st.sampled_from([None, False, True]))
def test_whatever_comes_of_it_says_the_new_data(old, new, is_wide, flow_style):
    mixed = {**old, **new}
    text = yaml.safe_dump(
        old, allow_unicode=True, sort_keys=False, width=10_000 if is_wide else 20, default_flow_style=flow_style
    )
    found = edited_lines(text, read(text), mixed, is_right=lambda made: read(made) == mixed)
    assert found == "" or read(found) == mixed
    assert edited_lines(text, read(text), read(text), is_right=lambda made: made == text) == text


@given(OBJECTS, st.text("abc", min_size=1, max_size=3), JSON)
def test_a_member_of_a_plain_object_is_set_in_place(old, key, value):
    text = yaml.safe_dump(old, allow_unicode=True, sort_keys=False, default_flow_style=False, width=10_000)
    new = {**read(text), key: value}
    assert edited_lines(text, read(text), new, is_right=lambda made: read(made) == new)
