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


def test_a_line_that_went_is_a_line():
    old = "Be kind.\nDo not guess.\nBe short.\n"
    assert words_of(old, "Be kind.\nBe short.\n") == [
        [" ", "Be kind.\n"],
        ["-", "Do not guess.\n"],
        [" ", "Be short.\n"],
    ]


def test_what_changed_within_a_line_stays_there():
    old = "one two three\n" * 3
    stretches = words_of(old, old.replace("two three", "two or three", 1))
    assert [text for sign, text in stretches if sign == "+"] in (["or "], [" or"])
    assert spelt(stretches, " ", "-") == old


def test_far_from_changes_a_long_text_is_left_out_first():
    lines = [f"line {number}" for number in range(2000)]
    old, new = "\n".join(lines), "\n".join([*lines[:1000], "other", *lines[1001:]])
    stretches = words_of(old, new, 4000)
    assert [sign for sign, _ in stretches] == ["…", " ", "-", "+", " ", "…"]
    assert stretches[0][1].endswith("characters unchanged")
    assert sum(len(text) for _, text in stretches) < 1000


def test_of_changes_beyond_all_bounds_the_end_is_counted():
    stretches = words_of("a\n" * 900, "b\n" * 900, 1000)
    assert stretches[-1] == ["…", "2,599 more characters"]
    assert words_of("same" * 50 + "x" * 900, "same" * 50 + "y" * 900, 100)[-1][0] == "…"
