"""Listings with counts, and what they can be narrowed down by."""

from __future__ import annotations

import pytest

import wfkit
from wfkit.errors import InvalidInput
from wfkit.store import frames


@pytest.fixture
def four(registry, flow, n8n, broken):
    beta = registry.create("beta", flow("gpt-4", "needle"), tags=["rag", "qa"])
    registry.create("Alpha", n8n, tags=["rag"])
    registry.create("gamma", flow("claude"), description="a needle", tags=["qa"], is_template=True)
    registry.create("delta", broken, allow_invalid=True)
    for status in ("completed", "completed", "failed"):
        beta.record_execution(status=status)
    registry.get("gamma").record_execution()
    return registry


def names(frame):
    return list(frame["name"])


def counted(registry, **wanted):
    found = {}
    for facet, value, workflows in registry.facets(**wanted).itertuples(index=False):
        found.setdefault(facet, {})[value] = workflows
    return found


@pytest.mark.parametrize("wanted", [{}, {"search": "nothing says this", "contents": True}, {"deleted": True}])
def test_an_overview_has_the_same_columns_whatever_it_finds(four, kinds, wanted):
    assert kinds(four.overview(**wanted)) == dict(frames.OVERVIEW)
    assert kinds(four.facets(**wanted)) == dict(frames.FACETS)


def test_an_overview_counts_the_runs_of_each_workflow(four):
    assert dict(zip(*(four.overview()[name] for name in ("name", "runs")), strict=True)) == {
        "beta": 3, "gamma": 1, "Alpha": 0, "delta": 0,
    }  # fmt: skip


def test_an_overview_says_which_heads_have_errors(four):
    frame = four.overview()
    assert list(frame["name"][~frame["valid"]]) == ["delta"]


def test_a_listing_is_sorted_by_the_number_of_runs_both_ways(four):
    assert names(four.list(sort="-runs"))[:2] == ["beta", "gamma"]
    assert names(four.overview(sort="runs"))[2:] == ["gamma", "beta"]


def test_an_overview_is_filtered_and_paged_as_a_listing_is(four):
    assert names(four.overview(tags=["qa"], sort="name")) == names(four.list(tags=["qa"], sort="name"))
    page = four.overview(sort="name", page=2, limit=3)
    assert (names(page), page.attrs["total"]) == (names(four.list(sort="name", page=2, limit=3)), 4)


def test_contents_are_searched_only_when_that_is_asked_for(four):
    assert names(four.overview(search="NEEDLE")) == ["gamma"]
    assert set(names(four.overview(search="NEEDLE", contents=True))) == {"beta", "gamma"}
    assert len(four.overview(search="", contents=True)) == 4


def test_what_was_found_in_the_contents_is_said(four):
    found = dict(zip(*(four.overview(search="needle", contents=True)[name] for name in ("name", "found")), strict=True))
    assert found == {"beta": "needle", "gamma": ""}


def test_contents_of_what_was_deleted_can_be_searched(four):
    four.delete("beta")
    assert names(four.overview(search="needle", contents=True)) == ["gamma"]
    assert names(four.overview(search="needle", contents=True, deleted=True)) == ["beta"]


def test_a_search_in_contents_sees_the_newest_version_only(four, flow):
    four.get("beta").save(flow("other"))
    assert names(four.overview(search="needle", contents=True)) == ["gamma"]


def test_other_filters_narrow_down_what_contents_found(four):
    assert names(four.overview(search="needle", contents=True, template=True)) == ["gamma"]
    assert names(four.overview(search="needle", contents=True, tags=["rag"])) == ["beta"]


def test_a_text_too_long_to_be_searched_in_contents_is_refused(four):
    with pytest.raises(InvalidInput, match="1 to 1000 characters"):
        four.overview(search="x" * 1001, contents=True)


def test_facets_count_formats_templates_and_tags(four):
    assert counted(four) == {
        "format": {"wfkit": 3, "n8n": 1},
        "template": {"false": 3, "true": 1},
        "tag": {"qa": 2, "rag": 2},
    }


def test_facets_of_an_empty_registry_are_none(registry):
    assert len(registry.facets()) == 0


def test_a_facet_that_is_filtered_by_counts_what_another_choice_would_give(four):
    assert counted(four, format="n8n") == {
        "format": {"wfkit": 3, "n8n": 1}, "template": {"false": 1}, "tag": {"rag": 1},
    }  # fmt: skip
    assert counted(four, template=True) == {
        "format": {"wfkit": 1}, "template": {"false": 3, "true": 1}, "tag": {"qa": 1},
    }  # fmt: skip
    assert counted(four, tags=["qa"])["tag"] == {"qa": 2, "rag": 1}


def test_facets_count_what_a_search_finds(four):
    assert counted(four, search="needle")["format"] == {"wfkit": 1}
    assert counted(four, search="needle", contents=True)["format"] == {"wfkit": 2}
    four.delete("gamma")
    assert counted(four, deleted=True)["tag"] == {"qa": 1}


def test_texts_can_be_read_a_part_at_a_time(registry, flow):
    for number in range(3):
        registry.create(f"{number}", flow(f"word{number}"))
    assert registry.read_texts(most=0) == 3
    assert registry.read_texts(most=1) == 0
    assert registry.read_texts() == 0
    assert names(registry.overview(search="word2", contents=True)) == ["2"]


def test_a_registry_that_may_not_be_written_is_searched_all_the_same(tmp_path, flow):
    path = tmp_path / "flows.duckdb"
    with wfkit.open(path) as registry:
        registry.create("One", flow("needle"))
        registry.create("Two", flow("other"))
        assert not registry.is_read_only
    path.chmod(0o444)
    with wfkit.open(path) as registry:
        assert registry.is_read_only
        assert registry.read_texts() == 2
        assert names(registry.overview(search="needle", contents=True)) == ["One"]
