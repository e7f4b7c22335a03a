from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit.errors import InvalidInput, NotFound, VersionConflict
from wfkit.service.inputs import checked_version_tag, in_order
from wfkit.store import frames


@pytest.fixture
def three(wf, flow):
    return wf.save(flow("b"), message="second").save(flow("c"), message="third")


def test_versions_are_listed_newest_first(three):
    listed = three.versions()
    assert list(listed["version"]) == [3, 2, 1]
    assert list(listed["message"]) == ["third", "second", "first"]
    assert list(listed["author"]) == ["ann"] * 3
    assert listed["created_at"].is_monotonic_decreasing
    assert listed["content_hash"].nunique() == 3
    assert listed.attrs["total"] == 3


def test_a_listing_of_versions_has_the_declared_dtypes(three, kinds):
    assert kinds(three.versions()) == dict(frames.VERSIONS) == kinds(three.versions(page=9, limit=1))


@pytest.mark.parametrize(
    ("page", "limit", "expected"),
    [(1, None, [3, 2, 1]), (1, 2, [3, 2]), (2, 2, [1]), (3, 2, []), (1, 100_000, [3, 2, 1]), (2, None, [])],
)
def test_pages_of_versions(three, page, limit, expected):
    listed = three.versions(page=page, limit=limit)
    assert list(listed["version"]) == expected
    assert listed.attrs["total"] == 3


def test_a_version_is_found_by_number_text_and_tag(three, flow):
    three.tag("production", 2)
    assert three.at(2).document == three.at("2").document == three.at("production").document == flow("b")
    assert three.at(three.versions()["version"].iloc[0]).version == 3


def test_a_version_that_is_not_there_is_answered_with_those_that_are(three):
    with pytest.raises(NotFound, match="'Simple' has no version 7; its versions go from 1 to 3"):
        three.at(7)


def test_a_tag_that_is_not_there_is_answered_with_those_that_are(three):
    three.tag("v1.0.0").tag("beta", 2)
    with pytest.raises(NotFound, match=r"has the tag 'nope'; its version tags: v1\.0\.0, beta"):
        three.at("nope")


def test_a_tag_goes_to_the_version_that_was_read(three, wf):
    assert wf.tag("first") is wf
    three.tag("last")
    assert (three.at("first").version, three.at("last").version) == (1, 3)


def test_a_tag_that_another_version_has_moves_only_on_request(registry, three, snapshot):
    three.tag("production", 1)
    before = snapshot(registry)
    with pytest.raises(InvalidInput, match=r"version 1 of 'Simple' has the tag 'production'; pass move=True"):
        three.tag("production", 2)
    assert snapshot(registry) == before
    three.tag("production", 2, move=True)
    assert three.at("production").version == 2


def test_tagging_the_same_version_again_changes_nothing(registry, three, snapshot):
    three.tag("production", 1)
    before = snapshot(registry)
    three.tag("production", 1)
    assert snapshot(registry) == before


def test_a_tag_can_be_put_on_what_another_tag_names(three):
    three.tag("a", 2).tag("b", "a")
    assert three.at("b").version == 2


def test_a_version_shows_its_tags_and_a_tag_its_version(three, kinds):
    three.tag("v1.9.0", 2).tag("v1.10.0", 2).tag("zeta", 2).tag("v1.10.0-rc.1", 1)
    tags = dict(zip(three.versions()["version"], three.versions()["tags"], strict=True))
    assert tags == {3: [], 2: ["v1.10.0", "v1.9.0", "zeta"], 1: ["v1.10.0-rc.1"]}
    listed = three.version_tags()
    assert list(listed["tag"]) == ["v1.10.0", "v1.10.0-rc.1", "v1.9.0", "zeta"]
    assert list(listed["version"]) == [2, 1, 2, 2]
    assert kinds(listed) == dict(frames.VERSION_TAGS)


def test_a_workflow_without_tags_lists_none_with_the_same_dtypes(wf, kinds):
    assert kinds(wf.version_tags()) == dict(frames.VERSION_TAGS)
    assert len(wf.version_tags()) == 0


def test_an_untagged_tag_is_gone_and_cannot_be_removed_twice(three):
    three.tag("x").untag("x")
    with pytest.raises(NotFound, match="has the tag 'x'; its version tags: none"):
        three.untag("x")


def test_tags_of_two_workflows_are_apart(registry, three, flow):
    other = registry.create("Other", flow())
    three.tag("production", 2)
    other.tag("production")
    assert (three.at("production").version, other.at("production").version) == (2, 1)


@pytest.mark.parametrize(
    "tag", ["v1.0.0", "1.0.0", "V2.0.0", "v1.0.0-rc.1+build.5", "production", "a/b", "2026-01-31x", "x_1"]
)
def test_tags_that_are_allowed(tag):
    assert checked_version_tag(tag) == tag


@pytest.mark.parametrize("tag", ["v1.0", "v1", "1.2", "v1.02.3", "1.0.0.0", "v1.0.0-"])
def test_what_looks_like_a_semantic_version_must_be_one(tag):
    with pytest.raises(InvalidInput, match="is no semantic version; write it like"):
        checked_version_tag(tag)


def test_semantic_versions_are_ordered_by_precedence():
    tags = ["stable", "v1.9.0", "v1.10.0", "v1.10.0-alpha", "v1.10.0-alpha.1", "v1.10.0-rc.1", "2.0.0", "alpha"]
    assert in_order(tags) == [
        "2.0.0", "v1.10.0", "v1.10.0-rc.1", "v1.10.0-alpha.1", "v1.10.0-alpha", "v1.9.0", "alpha", "stable",
    ]  # fmt: skip


@given(st.lists(st.tuples(*[st.integers(0, 30)] * 3), unique=True))
def test_any_semantic_versions_are_ordered_as_their_numbers(numbers):
    tags = [f"v{major}.{minor}.{patch}" for major, minor, patch in numbers]
    assert in_order(tags) == [f"v{a}.{b}.{c}" for a, b, c in sorted(numbers, reverse=True)]


def test_a_rollback_goes_forward_and_says_what_it_restored(three, flow):
    back = three.rollback(1)
    assert (back.version, back.document, back.message) == (4, flow(), "restored version 1")
    assert back.at(4).restored_from == 1
    assert list(back.versions()["restored_from"].fillna(0)) == [1, 0, 0, 0]
    assert [back.at(number).document for number in (1, 2, 3)] == [flow(), flow("b"), flow("c")]


def test_a_rollback_takes_a_tag_and_a_message(three, flow):
    back = three.tag("good", 2).rollback("good", "it was better")
    assert (back.document, back.message, back.at(4).restored_from) == (flow("b"), "it was better", 2)


def test_a_rollback_restores_every_byte(registry):
    text = '{"edges": [],\r\n\t"nodes": [{"id": "a", "type": "llm", "v": 0.10}]}'
    wf = registry.create("One", text)
    back = wf.save({"nodes": [{"id": "b", "type": "llm"}], "edges": []}).rollback(1)
    assert back.text == text


def test_a_rollback_to_what_the_head_says_makes_no_version(three):
    assert three.rollback(3).version == 3


def test_a_rollback_by_an_old_object_starts_from_the_head(wf, three):
    assert wf.rollback(2).version == three.version + 1


def test_a_rollback_with_another_expected_head_is_a_conflict(registry, wf, three, snapshot):
    before = snapshot(registry)
    with pytest.raises(VersionConflict, match="not at 1 as expected"):
        wf.rollback(2, expected_version=1)
    assert snapshot(registry) == before
    assert wf.rollback(2, expected_version=three.version).version == 4


def test_a_rollback_to_an_invalid_version_is_allowed_and_marked(wf, broken, flow):
    back = wf.save(broken, allow_invalid=True).save(flow("b")).rollback(2)
    assert list(back.versions()["valid"]) == [False, True, False, True]


def test_a_history_with_hostile_numbers_of_tags_stays_sorted(three):
    for number in range(30):
        three.tag(f"v1.{number}.0", 1 + number % 3)
    assert list(three.version_tags()["tag"]) == [f"v1.{number}.0" for number in range(29, -1, -1)]


def test_a_rollback_goes_on_top_of_what_somebody_saves_in_the_middle_of_it(registry, clock, wf, flow):
    wf = wf.save(flow("two"), "second")
    clock.alarm = lambda: registry.get(wf.id).save(flow("three"), "in the middle")
    restored = wf.rollback(1)
    assert restored.version == 4
    assert restored.content_hash == wf.at(1).content_hash
    assert wf.at(3).message == "in the middle"
