"""What notebooks keep of diffs and merges: that there are secrets, and no secret."""

from __future__ import annotations

import re
from base64 import b64decode

import pytest

import wfkit
from wfkit.core.diff.leaves import ABSENT
from wfkit.service.secrets import told_diff, told_merge

KEY, OTHER, THIRD = ("sk-proj-" + part * 4 for part in ("a1B2c3D4e5F6", "z9Y8x7W6v5U4", "q1W2e3R4t5Z6"))
SECRETS = (KEY, OTHER, THIRD)
SHOWN = "a secret, not shown"


def native(*more, **config):
    nodes = [{"id": "llm", "type": "llm", "data": {"label": "Answer", "config": {"model": "small", **config}}}, *more]
    return {"nodes": nodes, "edges": []}


def kept(source):
    """All that a notebook keeps of it, with the words of its pictures."""
    bundle = source._repr_mimebundle_()
    pictures = re.findall('base64,([^"]+)', bundle["text/html"])
    return [*bundle.values(), *(b64decode(picture).decode() for picture in pictures)]


def holds_secrets(texts):
    return any(secret in text for text in texts for secret in SECRETS)


def test_a_notebook_keeps_no_secret_of_a_diff():
    call = {"id": "call", "type": "http", "data": {"label": "Call", "config": {"headers": {"Authorization": OTHER}}}}
    new = native(call, api_key=OTHER, prompt=f"Use {OTHER} now")
    diff = wfkit.diff(native(api_key=KEY, prompt=f"Use {KEY} here"), new)
    assert len(kept(diff)) == 3
    assert not holds_secrets([*kept(diff), diff.to_html(), *(diff.svg(view=view) for view in ("overlay", "pair"))])


def test_a_diff_keeps_its_values_for_who_works_with_it():
    diff = wfkit.diff(native(api_key=KEY), native(api_key=OTHER))
    assert {KEY, OTHER} <= {diff.to_frame().loc[0, side] for side in ("old", "new")}
    assert KEY in diff.text()


def test_a_secret_that_became_another_is_told_as_a_change():
    text = wfkit.diff(native(api_key=KEY), native(api_key=OTHER))._repr_mimebundle_()["text/plain"]
    assert f'api_key: "{SHOWN}" → "another secret, not shown"' in text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (KEY, "${API_KEY}", [SHOWN, "${API_KEY}"]),
        ("${API_KEY}", KEY, ["${API_KEY}", SHOWN]),
        (KEY, ABSENT, [SHOWN, ABSENT]),
        (ABSENT, KEY, [ABSENT, SHOWN]),
    ],
)
def test_a_secret_on_one_side_only_leaves_the_other_as_it_is(old, new, told):
    sides = (native(**({} if key is ABSENT else {"api_key": key})) for key in (old, new))
    (operation,) = told_diff(wfkit.diff(*sides)).operations
    assert [operation.old, operation.new] == told


def test_a_text_in_which_only_the_secret_changed_says_so():
    (operation,) = told_diff(wfkit.diff(native(prompt=f"Use {KEY}."), native(prompt=f"Use {OTHER}."))).operations
    assert operation.old == "a value with a secret in it, not shown"
    assert operation.new == "the same with another secret, not shown"


def test_a_diff_without_secrets_is_told_as_it_is():
    diff = wfkit.diff(native(), native(top_k=3))
    assert told_diff(diff) is diff


def test_a_notebook_keeps_no_secret_of_a_merge_open_or_decided():
    merge = wfkit.merge(native(api_key=KEY), native(api_key=OTHER), native(api_key=THIRD, top_k=3))
    assert not holds_secrets(kept(merge))
    assert 'ours   "a secret, not shown"' in told_merge(merge).text()
    merge.resolve_all("theirs")
    assert not holds_secrets(kept(merge))
    assert "decided" in told_merge(merge).text()


def test_a_side_of_a_conflict_that_has_nothing_still_has_nothing():
    merge = wfkit.merge(native(api_key=KEY), native(), native(api_key=OTHER))
    (conflict,) = told_merge(merge).conflicts
    assert (conflict.base, conflict.ours, conflict.theirs) == (SHOWN, ABSENT, SHOWN)


def test_a_merge_that_is_told_leaves_the_merge_as_it_was():
    merge = wfkit.merge(native(api_key=KEY), native(api_key=OTHER), native(api_key=THIRD))
    told_merge(merge)
    assert (merge.conflicts[0].ours, merge.open) == (OTHER, merge.conflicts)
