"""Lines of a git attributes file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit.errors import InvalidInput
from wfkit.service.git._attributes import checked_patterns, patterns_in, with_patterns, without_patterns

LINE = "*.json diff=wfkit merge=wfkit\n"
PATTERNS = st.text(st.sampled_from('a*/ "\\.ü'), min_size=1, max_size=8).filter(
    lambda text: text.strip() and not text.endswith("/")
)
OTHERS = st.lists(
    st.sampled_from(["*.png binary", "# diff=wfkit merge=wfkit", "", "*.json text eol=lf", "x.json -diff"]), max_size=4
).flatmap(lambda lines: st.sampled_from(["\n".join(lines), "".join(f"{line}\n" for line in lines), "\r\n".join(lines)]))


def test_a_pattern_stands_before_what_is_there():
    assert with_patterns("", ["*.json"]) == LINE
    assert with_patterns("*.png binary", ["*.json"]) == f"{LINE}*.png binary"


def test_a_pattern_that_is_there_is_not_added():
    text = f"*.png binary\n{LINE}"
    assert with_patterns(text, ["*.json", "*.json"]) == text
    assert patterns_in(text) == ("*.json",)


def test_a_last_line_without_an_end_is_a_line():
    assert patterns_in(LINE.rstrip()) == ("*.json",)
    assert without_patterns(f"x\n{LINE.rstrip()}") == "x\n"


def test_a_comment_and_other_attributes_are_left_alone():
    text = f"# {LINE}*.json diff=wfkit\n*.json text diff=wfkit merge=wfkit\n"
    assert patterns_in(text) == ()
    assert without_patterns(text) == text


@given(OTHERS, st.lists(PATTERNS, max_size=3))
def test_taking_patterns_away_undoes_adding_them(text, patterns):
    added = with_patterns(text, patterns)
    assert patterns_in(added) == tuple(dict.fromkeys(patterns))
    assert with_patterns(added, patterns) == added
    assert without_patterns(added) == text


@pytest.mark.parametrize("pattern", ["", " ", "a\nb", "!x", "#x", "[attr]x", "flows/", "a\x1b"], ids=ascii)
def test_what_git_would_not_take_as_a_pattern_is_refused(pattern):
    with pytest.raises(InvalidInput, match=r"pattern|folders"):
        checked_patterns(["*.json", pattern])
