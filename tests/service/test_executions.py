from __future__ import annotations

import json
import math
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest

import wfkit
from wfkit.errors import InvalidInput, NotFound
from wfkit.store import frames


def fail(wf, error, **recorded):
    with wf.execution() as run:
        vars(run).update(recorded)
        raise error


def only(frame):
    assert len(frame) == 1
    return frame.iloc[0].to_dict()


def test_a_run_is_running_inside_its_block_and_completed_after_it(registry, wf, clock):
    with wf.execution() as run:
        row = only(registry.executions())
        assert (row["id"], row["status"], run.status) == (run.id, "running", "running")
        assert row["duration_s"] != row["duration_s"]
        run.cost += 0.002
        run.details["tokens"] = 812
    row = only(registry.executions(workflow=wf))
    assert (row["status"], row["total_cost"], row["version"], row["workflow_name"]) == ("completed", 0.002, 1, "Simple")
    assert json.loads(row["details"]) == {"tokens": 812}
    assert row["duration_s"] == 1.0
    assert row["completed_at"] == clock.now
    assert repr(run) == f"<Execution {run.id} of version 1, completed>"


def test_a_run_whose_block_raises_has_failed_and_the_error_passes(registry, wf):
    error = ValueError("the model is away")
    with pytest.raises(ValueError, match="the model is away") as caught:
        fail(wf, error, cost=1)
    assert caught.value is error
    row = only(registry.executions())
    assert (row["status"], row["total_cost"]) == ("failed", 1.0)
    assert json.loads(row["details"]) == {"error": "ValueError: the model is away"}


def test_an_interrupt_is_a_failure_too(registry, wf):
    with pytest.raises(KeyboardInterrupt), wf.execution():
        raise KeyboardInterrupt
    assert only(registry.executions())["status"] == "failed"


class Unspeakable(Exception):
    def __str__(self):
        raise RuntimeError


@pytest.mark.parametrize(
    ("error", "words"),
    [(Unspeakable(), "Unspeakable"), (ValueError("\ud800"), "ValueError: \\ud800")],
    ids=["its text raises", "a lone surrogate"],
)
def test_an_error_that_cannot_be_written_down_passes_too(registry, wf, error, words):
    with pytest.raises(type(error)), wf.execution():
        raise error
    assert json.loads(only(registry.executions())["details"]) == {"error": words}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cost", "dear"),
        ("cost", math.nan),
        ("cost", -1),
        ("details", {"x": math.inf}),
        ("details", 5),
        ("details", {1: 2}),
    ],
    ids=repr,
)
def test_what_a_block_cannot_record_is_said_and_the_run_ends_all_the_same(registry, wf, name, value):
    with pytest.raises(InvalidInput, match="of a run"), wf.execution() as run:
        setattr(run, name, value)
    row = only(registry.executions())
    assert row["status"] == "completed"
    assert "of a run" in json.loads(row["details"])["not_recorded"]


def test_the_error_of_a_block_is_not_hidden_by_what_it_could_not_record(registry, wf):
    with pytest.raises(ZeroDivisionError) as caught:
        fail(wf, ZeroDivisionError("division by zero"), cost="dear")
    assert "wfkit could not record all of the execution" in caught.value.__notes__[0]
    row = only(registry.executions())
    assert row["status"] == "failed"
    assert json.loads(row["details"])["error"] == "ZeroDivisionError: division by zero"


def test_a_cost_survives_details_that_do_not(registry, wf):
    with pytest.raises(InvalidInput), wf.execution() as run:
        run.cost, run.details = 2, {"x": math.nan}
    assert only(registry.executions())["total_cost"] == 2.0


def test_a_run_is_used_once(wf):
    run = wf.execution()
    with run:
        pass
    with pytest.raises(InvalidInput, match="was used already; ask the workflow for a new one"), run:
        pass


def test_a_run_that_could_not_begin_is_not_recorded_and_can_begin_later(registry, wf):
    run = wf.execution()
    registry.delete(wf)
    with pytest.raises(NotFound), run:
        pass
    registry.undelete(wf)
    assert run.status == "pending"
    with run:
        pass
    assert only(registry.executions())["status"] == "completed"


def test_a_run_ends_although_its_workflow_was_deleted_meanwhile(registry, wf):
    with wf.execution():
        registry.delete(wf)
    assert only(registry.executions(workflow=wf.id))["status"] == "completed"


def test_a_run_belongs_to_the_version_that_was_read_or_named(registry, wf, flow):
    later = wf.save(flow("b")).tag("v1.0.0")
    with wf.execution():
        pass
    wf.record_execution(version="v1.0.0")
    later.record_execution()
    with later.execution(1):
        pass
    assert sorted(registry.executions()["version"]) == [1, 1, 2, 2]
    with pytest.raises(NotFound, match="has no version 3"):
        wf.execution(3)


def test_a_run_is_recorded_after_it_happened(wf):
    run_id = wf.record_execution(
        status="failed", cost=Decimal("0.25"), started_at="2026-01-01T00:00:00Z",
        completed_at=datetime(2026, 1, 1, 0, 1, 30, tzinfo=UTC), details={"error": "é"},
    )  # fmt: skip
    row = only(wf.executions())
    assert (row["id"], row["status"], row["total_cost"], row["duration_s"]) == (run_id, "failed", 0.25, 90.0)
    assert row["started_at"] == datetime(2026, 1, 1, tzinfo=UTC)
    assert json.loads(row["details"]) == {"error": "é"}


@pytest.mark.parametrize(
    ("status", "ends"), [("pending", False), ("running", False), ("completed", True), ("failed", True)]
)
def test_only_a_run_that_is_over_ends_now_by_default(wf, status, ends):
    wf.record_execution(status=status)
    assert only(wf.executions().notna())["completed_at"] == ends


def test_an_end_without_a_start_starts_there(wf):
    wf.record_execution(completed_at="2026-01-01")
    assert only(wf.executions())["duration_s"] == 0.0


@pytest.mark.parametrize("cost", [0, 1, 0.5, np.float64(0.5), np.float32(0.5), np.int64(3), Decimal(2)], ids=repr)
def test_a_cost_is_any_number_of_0_or_more(wf, cost):
    wf.record_execution(cost=cost)
    assert only(wf.executions())["total_cost"] == float(cost)


def test_an_unknown_cost_stays_unknown(wf):
    wf.record_execution()
    assert math.isnan(only(wf.executions())["total_cost"])
    assert only(wf.costs())["total_cost"] == 0.0


def test_an_end_before_the_start_is_refused(wf):
    with pytest.raises(InvalidInput, match="the run ends at 2026-01-01 00:00:00 before it starts at 2026-01-02"):
        wf.record_execution(started_at="2026-01-02", completed_at="2026-01-01")


def test_runs_are_listed_newest_first_with_filters_and_pages(registry, wf, flow):
    later = wf.save(flow("b"))
    other = registry.create("Other", flow())
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(5):
        (wf, later)[number % 2].record_execution(
            started_at=start + timedelta(hours=number), status=("completed", "failed")[number % 2]
        )
    other.record_execution()
    assert list(wf.executions()["version"]) == [1, 2, 1, 2, 1]
    assert len(registry.executions()) == 6
    assert len(registry.executions(workflow=wf, status="failed")) == len(wf.executions(version=2)) == 2
    second = wf.executions(page=2, limit=2)
    assert second["started_at"].tolist() == [start + timedelta(hours=2), start + timedelta(hours=1)]
    assert second.attrs["total"] == 5
    assert len(wf.executions(limit=None)) == 5


def test_listings_of_runs_have_the_declared_dtypes(registry, wf, kinds):
    empty, no_costs = kinds(registry.executions()), kinds(wf.costs())
    wf.record_execution(cost=1)
    assert empty == kinds(registry.executions()) == dict(frames.EXECUTIONS)
    assert no_costs == kinds(wf.costs()) == dict(frames.COSTS)


def test_costs_are_counted_by_version(wf, flow):
    later = wf.save(flow("b"))
    for cost, status in ((1, "completed"), (2, "completed"), (None, "failed"), (None, "running")):
        wf.record_execution(cost=cost, status=status)
    later.record_execution(cost=5, started_at="2026-01-01", completed_at="2026-01-01T00:00:10")
    first, second = wf.costs().to_dict("records")
    assert {key: first[key] for key in ("version", "runs", "completed", "failed", "total_cost", "mean_cost")} == {
        "version": 1, "runs": 4, "completed": 2, "failed": 1, "total_cost": 3.0, "mean_cost": 1.5,
    }  # fmt: skip
    assert (second["version"], second["mean_duration_s"]) == (2, 10.0)


def test_a_busy_registry_at_the_end_of_a_block_does_not_hide_its_error(tmp_path, flow):
    registry = wfkit.open(tmp_path / "flows.duckdb")
    wf = registry.create("One", flow())

    def lose_the_registry():
        with wf.execution():
            registry.close()
            (tmp_path / "flows.duckdb").unlink()
            (tmp_path / "flows.duckdb").mkdir()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError) as caught:
        lose_the_registry()
    assert "wfkit could not record all of the execution" in caught.value.__notes__[0]


def test_runs_are_found_by_the_name_of_a_workflow(registry, wf):
    wf.record_execution(cost=1)
    assert len(registry.executions(workflow=wf.name)) == 1


def test_runs_that_were_kept_are_found_by_the_id_of_the_purged_workflow(registry, wf):
    wf.record_execution(cost=1)
    registry.purge(wf.id)
    assert list(registry.executions(workflow=wf.id)["total_cost"]) == [1.0]


def test_the_runs_of_nobody_are_not_found(registry):
    with pytest.raises(NotFound, match="no workflow has the id or name 'nobody'"):
        registry.executions(workflow="nobody")
