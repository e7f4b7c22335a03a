"""Arguments that no function has, and registries that cannot be opened."""

from __future__ import annotations

import math

import pytest

import wfkit
from wfkit.errors import (
    InvalidInput,
    RegistryUnusable,
)

from .conftest import check_refusal

UNKNOWN_ARGUMENTS = {
    "create": lambda registry, wf: registry.create("x", wf, colour="red"),
    "list": lambda registry, _: registry.list(colour="red"),
    "list by place": lambda registry, _: registry.list("x"),
    "nodes by place": lambda registry, _: registry.nodes("llm"),
    "save": lambda _, wf: wf.save(wf, colour="red"),
    "update": lambda _, wf: wf.update(version=3),
    "record_execution by place": lambda _, wf: wf.record_execution("failed"),
    "open": lambda *_: wfkit.open(":memory:", colour="red"),
}


@pytest.mark.parametrize("act", UNKNOWN_ARGUMENTS.values(), ids=UNKNOWN_ARGUMENTS)
def test_an_unknown_argument_is_refused_by_python_itself(registry, wf, act, snapshot):
    before = snapshot(registry)
    with pytest.raises(TypeError, match=r"unexpected keyword|positional argument"):
        act(registry, wf)
    assert snapshot(registry) == before


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"url": "postgresql://x/y"}, InvalidInput, "cannot open 'postgresql://x/y'; name a file such as"),
        ({"url": "http://x"}, InvalidInput, "cannot open"), ({"url": 5}, InvalidInput, "the url is 5; name a file"),
        ({"url": b"x"}, InvalidInput, "the url is of type bytes"),
        ({"url": "a\0b"}, InvalidInput, "is no path; name a file"),
        ({"url": "\ud800"}, InvalidInput, "half a surrogate pair"),
        ({"url": "/nowhere/at/all/x.duckdb"}, RegistryUnusable, "the folder of .* does not exist; make it first"),
        ({"author": ""}, InvalidInput, "the author is ''; it needs"),
        ({"author": 5}, InvalidInput, "the author is 5; pass a text"),
        ({"busy_timeout_s": -1}, InvalidInput, "busy_timeout_s is -1; it is a number of seconds, from 0"),
        ({"busy_timeout_s": math.nan}, InvalidInput, "busy_timeout_s is nan"),
        ({"busy_timeout_s": "5"}, InvalidInput, "is '5'"),
        ({"busy_timeout_s": math.inf}, InvalidInput, "is inf"), ({"busy_timeout_s": True}, InvalidInput, "is True"),
    ],
    ids=repr,
)  # fmt: skip
def test_a_registry_that_cannot_be_opened_says_what_would_be_right(arguments, error, words):
    check_refusal(lambda: wfkit.open(**{"url": ":memory:"} | arguments), error, words)


def test_a_folder_is_no_registry(tmp_path):
    check_refusal(lambda: wfkit.open(tmp_path), RegistryUnusable, "is not a registry file; name a new file")
