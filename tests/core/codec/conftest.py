"""Any documents, what tells them apart, and what every refusal has."""

from __future__ import annotations

import json

import pytest
from hypothesis import strategies as st

from wfkit.errors import InvalidWorkflow

# Quotes, backslashes and keys on both sides of the surrogates are where a fast path could go wrong.
strings = st.text() | st.text(alphabet='"\\ua0/\n\t\x00\x1f\x7f\u2028\ue000\uffff\U00010000\U0010ffff', max_size=6)

floats = st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from(
    [0.0, -0.0, 1e-7, 1e-6, 9.99e-6, 1e-5, 2.0**53, 2.0**53 - 1, 1e16, 1e20, 1e21, -1e21, 5e-324]
)


def json_of(scalars):
    return st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=5) | st.dictionaries(strings, inner, max_size=5),
        max_leaves=25,
    )


constants = st.none() | st.booleans() | strings

documents = json_of(constants | st.integers() | st.integers(min_value=-(10**400), max_value=10**400) | floats)


def refusal(function, *arguments):
    with pytest.raises(InvalidWorkflow) as caught:
        function(*arguments)
    problems = caught.value.problems
    assert problems
    assert {problem.severity for problem in problems} == {"error"}
    return problems


def same(left, right):
    """Equal in types too, so that 1 is neither 1.0 nor True; -0.0 is 0.0."""
    return left == right and repr(left).replace("-0.0", "0.0") == repr(right).replace("-0.0", "0.0")


def spelled(data):
    """The document as other writers spell it: escapes, blanks, and quotes by their number."""
    text = json.dumps(data, indent="\t", ensure_ascii=True)
    return text.replace("\\\\", "\\u005c").replace('\\"', "\\u0022")


def numbered(rows):
    return [f"{number} {row[1]}" for number, row in enumerate(rows)]
