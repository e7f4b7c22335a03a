"""Every listing has the columns and dtypes that are declared for it, whatever is in it."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import pytest

import wfkit
from wfkit.store import frames

DECLARED = {name: value for name, value in vars(frames).items() if name.isupper() and isinstance(value, dict)}

SAMPLES = {
    "str": "text",
    "object": ["a", "b"],
    "bool": True,
    "int64": 1,
    "Int64": 1,
    "float64": 0.5,
    frames.TIME: datetime(2026, 1, 31, 12),  # noqa: DTZ001 - stored times are naive
}
NULLABLE = ("str", "object", "Int64", "float64", frames.TIME)

LISTINGS = {
    "list": (lambda registry: registry.list(), frames.WORKFLOWS),
    "list-deleted": (lambda registry: registry.list(deleted=True), frames.WORKFLOWS),
    "templates": (lambda registry: registry.templates(), frames.TEMPLATES),
    "templates-page": (lambda registry: registry.templates(page=99, limit=5), frames.TEMPLATES),
    "nodes": (lambda registry: registry.nodes(), frames.NODES),
    "nodes-page": (lambda registry: registry.nodes(page=9, limit=5), frames.NODES),
    "edges": (lambda registry: registry.edges(), frames.EDGES),
    "search": (lambda registry: registry.search("question"), frames.MATCHES),
    "executions": (lambda registry: registry.executions(), frames.EXECUTIONS),
    "check": (lambda registry: registry.check(), frames.FINDINGS),
}
OF_A_WORKFLOW = {
    "versions": (lambda workflow: workflow.versions(), frames.VERSIONS),
    "versions-page": (lambda workflow: workflow.versions(page=9, limit=5), frames.VERSIONS),
    "version-tags": (lambda workflow: workflow.version_tags(), frames.VERSION_TAGS),
    "executions": (lambda workflow: workflow.executions(), frames.EXECUTIONS),
    "costs": (lambda workflow: workflow.costs(), frames.COSTS),
}


def _dtypes(frame):
    return {name: str(dtype) for name, dtype in frame.dtypes.items()}


def _declared(columns):
    """What pandas calls the declared dtypes."""
    return _dtypes(pd.DataFrame({name: pd.Series([], dtype=dtype) for name, dtype in columns.items()}))


@pytest.fixture(scope="module")
def empty():
    with wfkit.open(":memory:") as registry:
        yield registry


@pytest.fixture(scope="module")
def filled():
    node = {"id": "a", "type": "input", "position": {"x": 0, "y": 0}, "data": {"label": "Question", "config": {}}}
    with wfkit.open(":memory:") as registry:
        made = registry.create("one", {"nodes": [node, {**node, "id": "b"}], "edges": []}, tags=["a"], is_template=True)
        made.tag("v1.0.0").record_execution(cost=0.5, started_at="2026-01-31")
        made.record_execution(status="running")
        registry.use_template("one", "two")
        registry.delete(registry.create("three", {"nodes": [node], "edges": []}))
        yield registry


@pytest.mark.parametrize("columns", DECLARED.values(), ids=DECLARED)
def test_a_frame_has_the_declared_columns_in_their_order(columns):
    assert list(frames.frame(columns, []).columns) == list(columns)


@pytest.mark.parametrize("columns", DECLARED.values(), ids=DECLARED)
def test_an_empty_and_a_filled_frame_have_the_same_dtypes(columns):
    row = [SAMPLES[dtype] for dtype in columns.values()]
    expected = _declared(columns)
    assert _dtypes(frames.frame(columns, [])) == expected
    assert _dtypes(frames.frame(columns, [row])) == expected
    assert _dtypes(frames.frame(columns, [row] * 3)) == expected


@pytest.mark.parametrize("columns", DECLARED.values(), ids=DECLARED)
def test_missing_values_do_not_change_the_dtypes(columns):
    row = [None if dtype in NULLABLE else SAMPLES[dtype] for dtype in columns.values()]
    expected = _declared(columns)
    made = frames.frame(columns, [row, row])
    assert _dtypes(made) == expected
    assert all(made[name].isna().all() for name, dtype in columns.items() if dtype in NULLABLE)
    assert _dtypes(frames.frame(columns, [row, [SAMPLES[dtype] for dtype in columns.values()]])) == expected


@pytest.mark.parametrize("columns", DECLARED.values(), ids=DECLARED)
def test_every_dtype_has_a_sample(columns):
    assert set(columns.values()) <= set(SAMPLES)


def test_a_frame_knows_how_many_rows_there_are_on_all_pages():
    assert frames.frame(frames.VERSION_TAGS, [("a", 1)]).attrs["total"] == 1
    assert frames.frame(frames.VERSION_TAGS, [("a", 1)], total=7).attrs["total"] == 7
    assert frames.frame(frames.VERSION_TAGS, []).attrs["total"] == 0


def test_times_are_utc_to_the_microsecond():
    moment = datetime(2026, 1, 31, 12, 30, 15, 123456)  # noqa: DTZ001 - stored times are naive
    row = [moment if dtype == frames.TIME else SAMPLES[dtype] for dtype in frames.WORKFLOWS.values()]
    made = frames.frame(frames.WORKFLOWS, [row])["created_at"]
    assert made[0].isoformat() == "2026-01-31T12:30:15.123456+00:00"


@pytest.mark.parametrize("moment", [datetime(1, 1, 1), datetime(9999, 12, 31)], ids=["first", "last"])  # noqa: DTZ001
def test_times_at_the_ends_of_the_calendar_are_kept(moment):
    row = [moment if dtype == frames.TIME else SAMPLES[dtype] for dtype in frames.WORKFLOWS.values()]
    assert frames.frame(frames.WORKFLOWS, [row])["created_at"][0].year == moment.year


@pytest.mark.parametrize(("listing", "columns"), LISTINGS.values(), ids=LISTINGS)
def test_an_empty_registry_has_the_declared_dtypes(listing, columns, empty):
    assert _dtypes(listing(empty)) == _declared(columns)


@pytest.mark.parametrize(("listing", "columns"), LISTINGS.values(), ids=LISTINGS)
def test_a_filled_registry_has_the_declared_dtypes(listing, columns, filled):
    assert _dtypes(listing(filled)) == _declared(columns)


@pytest.mark.parametrize(("listing", "columns"), OF_A_WORKFLOW.values(), ids=OF_A_WORKFLOW)
@pytest.mark.parametrize("name", ["one", "two"])
def test_the_listings_of_a_workflow_have_the_declared_dtypes(name, listing, columns, filled):
    assert _dtypes(listing(filled.get(name))) == _declared(columns)


def test_the_filled_registry_is_filled(filled):
    rows = {name: len(listing(filled)) for name, (listing, _) in LISTINGS.items()}
    assert all(rows[name] > 0 for name in rows if name not in ("edges", "check", "nodes-page", "templates-page"))


def test_the_totals_of_pages_count_all_rows(filled):
    page = filled.nodes(page=1, limit=1)
    assert (len(page), page.attrs["total"]) == (1, 4)
    page = filled.executions(page=2, limit=1)
    assert (len(page), page.attrs["total"]) == (1, 2)
