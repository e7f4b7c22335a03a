from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wfkit.render.html._elements import NOTHING, Markup, element, joined, text, void


def test_text_is_escaped_and_markup_is_not():
    assert element("p", "<b>", Markup("<br>")) == "<p>&lt;b&gt;<br></p>"


def test_attributes_are_escaped():
    assert void("img", alt='"><script>', style="color:red") == '<img alt="&quot;&gt;&lt;script&gt;" style="color:red">'


def test_a_trailing_underscore_is_no_part_of_an_attributes_name():
    assert element("div", class_="a") == '<div class="a"></div>'


def test_pieces_are_joined_by_a_separator_that_is_escaped():
    assert joined(["a", Markup("<i>b</i>")], " < ") == "a &lt; <i>b</i>"
    assert joined([]) == NOTHING


def test_what_a_browser_would_swallow_or_obey_is_shown_as_an_escape():
    assert text("a\x00b\x1b[31m\u202e\ud800\ufeff\u200b") == r"a\x00b\x1b[31m\u202e\ud800\ufeff\u200b"


def test_line_breaks_tabs_joined_emoji_and_other_scripts_stay():
    kept = "a\r\nb\tc 👩‍👧 שלום میزنم"
    assert text(kept) == kept


def test_a_carriage_return_alone_is_shown():
    assert text("a\rb") == r"a\rb"


def test_a_character_that_prints_but_is_not_seen_is_named():
    assert text("\u2063") == r"\u2063"


@given(st.text(st.characters(codec=None)))
def test_any_text_can_be_encoded_and_holds_no_markup(words):
    made = text(words)
    made.encode()
    assert not set("<>\"'") & set(made)
