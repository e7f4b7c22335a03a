from __future__ import annotations

from wfkit.widgets.words import words_of

PROMPT = "Answer in one sentence.\nBe polite.\n"


def spelt(stretches, *signs):
    return "".join([text for sign, text in stretches if sign in signs])


def test_stretches_spell_both_texts():
    new = PROMPT.replace("one sentence", "two sentences")
    stretches = words_of(PROMPT, new)
    assert spelt(stretches, " ", "-") == PROMPT
    assert spelt(stretches, " ", "+") == new
    assert [sign for sign, _ in stretches] == [" ", "-", "+", " "]


def test_a_text_that_did_not_change_is_one_stretch():
    assert words_of(PROMPT, PROMPT) == [[" ", PROMPT]]
    assert words_of("", "") == []


def test_characters_that_no_page_can_show_are_replaced():
    assert words_of("a", "b\u202e\ud800") == [["-", "a"], ["+", "b\ufffd\ufffd"]]


def test_of_a_very_long_text_the_rest_is_counted():
    stretches = words_of("", "x" * 50_000)
    assert (len(stretches[0][1]), stretches[-1]) == (40_000, ["…", "10,000 more characters"])
