from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit.core.diff.words import is_long, word_diff

TEXTS = st.lists(
    st.sampled_from(["the", "cat", "sat", " ", "\n", ".", "猫", "\r\n", "\t", "é", "  "]), max_size=30
).map("".join)


def marked(old, new):
    signs = {"same": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(signs[span.side].format(span.text) for span in word_diff(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ""),
        ("a", "a", "a"),
        ("", "a b", "{+a b+}"),
        ("a b", "", "[-a b-]"),
        ("be brief and kind", "be short and kind", "be [-brief-]{+short+} and kind"),
        ("be brief", "be brief, please", "be brief{+, please+}"),
        ("(masterpiece) HDR", "masterpiece HDR", "[-(-]masterpiece[-)-] HDR"),
        ("a\nb\nc\n", "a\nx\nc\n", "a\n[-b-]{+x+}\nc\n"),
        ("猫坐在垫子上", "狗坐在垫子上", "[-猫-]{+狗+}坐在垫子上"),
        ("return a;", "return  a;", "return[- -]{+  +}a;"),
    ],
)
def test_only_the_words_that_differ_are_marked(old, new, expected):
    assert marked(old, new) == expected


def test_little_that_is_the_same_between_changes_is_part_of_one_change():
    old = "This project can be used as a starting point for building a Chat experience."
    new = "Create a chatbot that saves and references previous messages of a user, and so on."
    assert marked(old, new) == f"[-{old[:-1]}-]{{+{new[:-1]}+}}."


@given(TEXTS, TEXTS)
def test_the_spans_spell_both_texts(old, new):
    spans = word_diff(old, new)
    assert "".join(span.text for span in spans if span.side != "new") == old
    assert "".join(span.text for span in spans if span.side != "old") == new
    assert all(span.text for span in spans)
    assert all(one.side != other.side for one, other in pairwise(spans))


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    assert {span.side for span in word_diff(text, text)} <= {"same"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b " * 100_000, "b a " * 100_000),
        ("x\n" * 100_000, "x\ny\n" * 50_000),
        ("a" * 5_000_000, "b" * 5_000_000),
        (" ".join(map(str, range(50_000))), " ".join(str(2 * number) for number in range(50_000))),
        (" ".join(f"x{number} a" for number in range(140)), " ".join(f"y{number} a" for number in range(140))),
    ],
    ids=["two words", "two lines", "one word", "all other words", "one word between others"],
)
def test_texts_that_repeat_or_are_long_are_compared_in_bounded_time(old, new):
    """What is asserted is that the test ends: the plain algorithm is cubic here."""
    spans = word_diff(old, new)
    assert "".join(span.text for span in spans if span.side != "new") == old


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [("a", "b", False), ("a" * 60, "b", True), ("a\nb", "b", True), ("a" * 60, 1, False), (None, "a" * 60, False)],
)
def test_texts_are_worth_it_when_they_are_long(old, new, expected):
    assert is_long(old, new) is expected
    assert is_long(new, old) is expected
