from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit.core import pointer
from wfkit.errors import InvalidInput, NotFound

# The document and the pointers of RFC 6901, section 5.
DOCUMENT = {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, 'k"l': 6, " ": 7, "m~n": 8}


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("", DOCUMENT),
        ("/foo", ["bar", "baz"]),
        ("/foo/0", "bar"),
        ("/", 0),
        ("/a~1b", 1),
        ("/c%d", 2),
        ('/k"l', 6),
        ("/ ", 7),
        ("/m~0n", 8),
    ],
)
def test_the_examples_of_the_rfc_resolve(place: str, value: object) -> None:
    assert pointer.resolve(DOCUMENT, place) == value


@given(st.lists(st.text() | st.sampled_from(["~1", "~0", "~01", "/", ""])))
def test_split_undoes_join(parts: list[str]) -> None:
    assert pointer.split(pointer.join(*parts)) == tuple(parts)


def test_append_goes_on_from_a_pointer() -> None:
    assert pointer.append("/nodes/0", "data", 3, "a/b") == "/nodes/0/data/3/a~1b"
    assert pointer.append("/nodes") == "/nodes"


@pytest.mark.parametrize("place", ["foo", " /foo", "/a~", "/~2", "/~~01"])
def test_a_malformed_pointer_is_refused(place: str) -> None:
    with pytest.raises(InvalidInput, match="no JSON Pointer"):
        pointer.split(place)


@pytest.mark.parametrize(
    "place",
    ["/nope", "/foo/2", "/foo/-1", "/foo/-", "/foo/00", "/foo/²", "/foo/1e0", f"/foo/{'9' * 5000}", "/ /x", "/foo/0/0"],
    ids=lambda place: place[:12],
)
def test_a_pointer_that_leads_nowhere_says_so(place: str) -> None:
    with pytest.raises(NotFound, match="leads nowhere"):
        pointer.resolve(DOCUMENT, place)
