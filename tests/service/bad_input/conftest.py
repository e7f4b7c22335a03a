"""A look at a refusal: a wfkit error that says what is wrong, and a registry exactly as it was."""

from __future__ import annotations

import re

import pytest

from wfkit.errors import (
    WfkitError,
)

HOSTILE_NAMES = (
    "'; DROP TABLE workflows; --", '" OR ""="', "<script>alert(1)</script>", "../../x", "C:\\x\\..\\y", "%s %d {0} {x}",
    "a\u202etxt.exe", "a\u2028b", "🙂" * 100, "$1", "${HOME}", "x" * 500, " spaced ", "NULL", "e\u0301",
)  # fmt: skip


def check_refusal(act, error, words):
    with pytest.raises(error) as caught:
        act()
    assert isinstance(caught.value, WfkitError)
    message = str(caught.value)
    assert re.search(words, message, re.DOTALL), message
    assert len(message) < 2500


@pytest.fixture
def refused(registry, wf, snapshot):
    """Checks that a call raises this error with these words, and that the registry is exactly as it was."""
    wf.tag("v1.0.0")

    def check(act, error, words):
        before = snapshot(registry)
        check_refusal(act, error, words)
        assert snapshot(registry) == before

    return check
