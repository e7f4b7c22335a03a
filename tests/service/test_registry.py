from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

import wfkit
from wfkit.errors import AmbiguousName, InvalidInput, NotFound, UnknownFormat
from wfkit.store import frames

SORTS = [
    ("id", "id"), ("name", "name"), ("description", "description"), ("format", "format"), ("version", "version"),
    ("is_template", "is_template"), ("owner", "owner"), ("created_at", "created_at"), ("updated_at", "updated_at"),
]  # fmt: skip


@pytest.fixture
def three(registry, flow, n8n):
    registry.create("beta", flow(), description="100% of it", tags=["rag", "qa"])
    registry.create("Alpha", n8n, description="under_score", tags=["rag"])
    registry.create("gamma", flow("x"), description='it\'s \\ "quoted"', tags=["qa"], is_template=True)
    beta = registry.get("beta")
    beta.save(flow("changed"))
    return registry


def names(frame):
    return list(frame["name"])


def test_an_empty_registry_lists_nothing(registry):
    assert len(registry.list()) == 0
    assert registry.list().attrs["total"] == 0


def test_an_empty_listing_has_the_declared_columns_and_dtypes(registry, kinds):
    assert kinds(registry.list()) == dict(frames.WORKFLOWS)


def test_a_full_listing_has_the_same_columns_and_dtypes(three, kinds):
    assert kinds(three.list()) == dict(frames.WORKFLOWS)


def test_a_row_shows_the_workflow(registry, flow, clock):
    wf = registry.create("One", flow(), description="d", tags=["a", "b"])
    row = registry.list().iloc[0].to_dict()
    assert {key: row[key] for key in ("id", "name", "description", "tags", "format", "version", "owner")} == {
        "id": wf.id, "name": "One", "description": "d", "tags": ["a", "b"], "format": "wfkit", "version": 1,
        "owner": "ann",
    }  # fmt: skip
    assert row["created_at"] == clock.now - timedelta(seconds=1)


def test_the_default_order_is_the_last_change_first(three):
    assert names(three.list()) == ["beta", "gamma", "Alpha"]


@pytest.mark.parametrize(("column", "shown"), SORTS, ids=[sort for sort, _ in SORTS])
def test_a_listing_sorts_by_each_column_both_ways(three, column, shown):
    up, down = three.list(sort=column), three.list(sort=f"-{column}")
    assert list(up[shown]) == sorted(up[shown])
    assert list(down["id"]) == list(up["id"])[::-1]


def test_pages_hold_every_row_once(registry, flow):
    for number in range(7):
        registry.create("same", flow(str(number)))
    pages = [registry.list(sort="name", page=page, limit=3) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert len({found for page in pages for found in page["id"]}) == 7
    assert {page.attrs["total"] for page in pages} == {7}


def test_no_limit_gives_all_rows_on_the_first_page(three):
    assert len(three.list(limit=None)) == 3
    assert len(three.list(limit=None, page=2)) == 0


def test_a_cell_of_a_dataframe_is_a_page_and_a_limit(three):
    numbers = three.list()["version"]
    assert len(three.list(page=numbers.min(), limit=numbers.max())) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ALPHA", {"Alpha"}), ("a", {"Alpha", "beta", "gamma"}), ("QA", {"beta", "gamma"}), ("%", {"beta"}),
        ("_", {"Alpha"}), ("'", {"gamma"}), ("\\", {"gamma"}), ('"', {"gamma"}), ("' OR 1=1 --", set()),
        ("", {"Alpha", "beta", "gamma"}), ("100%", {"beta"}), ("100% of", {"beta"}), ("1%o", set()),
    ],
)  # fmt: skip
def test_a_search_takes_every_character_literally(three, text, expected):
    assert set(names(three.list(search=text))) == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [(["rag"], {"Alpha", "beta"}), (["rag", "qa"], {"beta"}), (["ra"], set()), ([], {"Alpha", "beta", "gamma"})],
)
def test_a_filter_of_tags_asks_for_all_of_them(three, tags, expected):
    assert set(names(three.list(tags=tags))) == expected


def test_templates_are_told_apart(three):
    assert names(three.list(template=True)) == ["gamma"]
    assert set(names(three.list(template=False))) == {"Alpha", "beta"}


def test_a_format_filters(three):
    assert names(three.list(format="n8n")) == ["Alpha"]
    with pytest.raises(UnknownFormat, match="unknown format 'n9n'"):
        three.list(format="n9n")


def test_times_include_their_start_and_not_their_end(registry, flow):
    wf = registry.create("One", flow())
    at, later = wf.created_at, wf.created_at + timedelta(microseconds=1)
    assert names(registry.list(created_from=at, created_to=later)) == ["One"]
    assert names(registry.list(created_to=at)) == []
    assert names(registry.list(created_from=later)) == []


@pytest.mark.parametrize(
    "moment",
    [date(2026, 2, 1), "2026-02-01", "2026-02-01T00:00:00+00:00", "2026-02-01T02:00+02:00",
     datetime(2026, 2, 1), datetime(2026, 2, 1, 2, tzinfo=timezone(timedelta(hours=2)))],  # noqa: DTZ001
    ids=repr,
)  # fmt: skip
def test_a_time_is_a_date_a_datetime_or_iso_text_in_utc(registry, flow, clock, moment):
    clock.now = datetime(2026, 1, 31, 23, 59, 58, tzinfo=UTC)
    clock.step_s = 0
    registry.create("before", flow())
    clock.now = datetime(2026, 2, 1, tzinfo=UTC)
    registry.create("after", flow())
    assert names(registry.list(updated_from=moment)) == ["after"]
    assert names(registry.list(updated_to=moment)) == ["before"]


def test_a_workflow_is_found_by_its_id_and_by_its_name(registry, wf):
    assert registry.get(wf.id) == registry.get("Simple") == wf


def test_a_deleted_workflow_can_be_looked_at_by_its_id(registry, wf):
    registry.delete(wf)
    assert registry.get(wf.id, deleted=True).document == wf.document
    with pytest.raises(NotFound, match="no workflow has the id 'Simple'"):
        registry.get("Simple", deleted=True)


def test_a_name_that_several_have_is_refused_with_their_ids(registry, wf, flow):
    other = registry.create("Simple", flow())
    with pytest.raises(AmbiguousName, match="2 workflows are named 'Simple'") as caught:
        registry.get("Simple")
    assert set(caught.value.candidates) == {wf.id, other.id}
    assert all(candidate in str(caught.value) for candidate in caught.value.candidates)


def test_of_two_with_a_name_the_deleted_one_does_not_count(registry, wf, flow):
    other = registry.create("Simple", flow())
    registry.delete(other)
    assert registry.get("Simple") == wf


@pytest.mark.usefixtures("wf")
def test_a_name_that_nearly_fits_is_suggested(registry):
    with pytest.raises(NotFound, match=r"did you mean 'Simple'\?"):
        registry.get("Simpel")


def test_a_deleted_workflow_is_hidden_and_comes_back_with_its_history(registry, wf, flow):
    wf = wf.save(flow("b")).tag("v1.0.0")
    registry.delete(wf)
    assert len(registry.list()) == len(registry.nodes()) == len(registry.search("gpt")) == 0
    assert names(registry.list(deleted=True)) == ["Simple"]
    assert registry.undelete(wf.id) == wf
    assert names(registry.list()) == ["Simple"]
    assert wf.at("v1.0.0").document == flow("b")


def test_a_deleted_workflow_says_how_it_comes_back(registry, wf, flow):
    registry.delete(wf)
    for act in (
        lambda: registry.get(wf.id), lambda: wf.save(flow("b")), lambda: wf.update(name="x"), lambda: wf.tag("x"),
        lambda: wf.versions(page=2), lambda: wf.untag("x"), lambda: wf.rollback(1), lambda: wf.save_draft(flow("b")),
        wf.record_execution, wf.execution().__enter__, lambda: registry.delete(wf),
    ):  # fmt: skip
        with pytest.raises(NotFound, match=r"is deleted; registry\.undelete"):
            act()


def test_undeleting_what_was_not_deleted_changes_nothing(registry, wf, snapshot):
    before = snapshot(registry)
    assert registry.undelete(wf.id) == wf
    assert snapshot(registry) == before


def test_a_purge_takes_an_id_and_leaves_nothing_but_executions(registry, wf, flow, snapshot):
    wf.save(flow("b")).tag("x")
    wf.save_draft(flow("c"))
    wf.record_execution(cost=1)
    registry.search("gpt")
    with pytest.raises(NotFound, match="no workflow has the id 'Simple'"):
        registry.purge("Simple")
    registry.purge(wf.id)
    left = {table for table, rows in snapshot(registry).items() if rows}
    assert left == {"executions", "schema_migrations"}
    assert registry.executions()["workflow_name"].tolist() == [""]
    assert len(registry.check()) == 0


def test_a_purge_removes_executions_on_request(registry, wf):
    wf.record_execution(cost=1)
    registry.purge(wf.id, remove_executions=True)
    assert len(registry.executions()) == 0


def test_a_purged_workflow_is_gone_for_objects_that_were_read_before(registry, wf, flow):
    registry.purge(wf)
    for act in (
        lambda: wf.save(flow("b")), wf.versions, lambda: wf.at(1), wf.record_execution,
        lambda: registry.undelete(wf.id), lambda: registry.get(wf.id), lambda: wf.tag("x"), lambda: wf.diff(1),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            act()
    assert len(registry.check()) == 0
    assert len(registry.executions()) == 0


def test_nodes_of_several_workflows_have_the_declared_columns(three, kinds):
    assert kinds(three.nodes()) == dict(frames.NODES) == kinds(three.nodes(type="nothing of it"))
    assert kinds(three.edges()) == dict(frames.EDGES)


def test_nodes_are_those_of_the_heads(three):
    nodes = three.nodes(type="llm")
    assert set(zip(nodes["workflow_name"], nodes["version"], nodes["config"], strict=True)) == {
        ("beta", 2, '{"model":"changed"}'), ("gamma", 1, '{"model":"x"}'),
    }  # fmt: skip


@pytest.mark.usefixtures("wf")
def test_nodes_and_edges_of_one_workflow(registry, flow):
    other = registry.create("Long", flow("a", "b", "c"))
    assert list(registry.nodes(workflow="Long")["node_id"]) == ["n0", "n1", "n2"]
    edges = registry.edges(workflow=other)
    assert list(zip(edges["source"], edges["source_port"], edges["target"], edges["target_port"], strict=True)) == [
        ("n0", "out", "n1", ""), ("n1", "out", "n2", ""),
    ]  # fmt: skip


def test_pages_of_nodes_and_edges_hold_every_row_once(registry, flow):
    registry.create("Long", flow(*map(str, range(60))))
    for listing, key in ((registry.nodes, "node_id"), (registry.edges, "edge_id")):
        pages = [listing(page=page, limit=7) for page in range(1, 11)]
        found = [each for page in pages for each in page[key]]
        assert sorted(found) == sorted(set(listing()[key]))
        assert {page.attrs["total"] for page in pages} == {len(found)}


def test_the_documented_query_runs(three):
    frame = three.sql("select name, type from workflows join nodes using (workflow_id) where name = $1", "beta")
    assert frame.to_dict("records") == [{"name": "beta", "type": "llm"}]


def test_a_registry_is_closed_at_the_end_of_its_block_and_opens_again(tmp_path, flow):
    with wfkit.open(tmp_path / "flows.duckdb") as registry:
        registry.create("One", flow())
    assert names(registry.list()) == ["One"]
    assert repr(registry) == f"<Registry {tmp_path / 'flows.duckdb'}>"
    registry.close()


def test_registries_in_memory_are_apart(flow):
    with wfkit.open(":memory:") as one, wfkit.open(":memory:") as other:
        one.create("One", flow())
        assert len(other.list()) == 0
        assert other.url == ":memory:"


def test_the_author_is_the_one_named_else_that_of_the_environment(monkeypatch, flow):
    monkeypatch.setenv("WFKIT_AUTHOR", " bea ")
    assert wfkit.open(":memory:").create("One", flow()).author == "bea"
    assert wfkit.open(":memory:", author="cem").create("One", flow()).author == "cem"


def test_an_author_without_a_name_is_unknown(monkeypatch, flow):
    def nameless():
        raise OSError

    monkeypatch.delenv("WFKIT_AUTHOR", raising=False)
    monkeypatch.setattr("getpass.getuser", nameless)
    assert wfkit.open(":memory:").create("One", flow()).owner == "unknown"


def test_a_hostile_author_of_the_environment_is_refused(monkeypatch):
    monkeypatch.setenv("WFKIT_AUTHOR", "a\nb")
    with pytest.raises(InvalidInput, match="the author holds"):
        wfkit.open(":memory:")
