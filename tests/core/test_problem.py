from __future__ import annotations

import pytest

from wfkit.core.problem import PROBLEM_COLUMNS, Problem, Report, report_of

ERROR = Problem("error", "cycle", "edges lead in a circle", "/edges/0", edge="e1", fix="remove one")
WARNING = Problem("warning", "isolated-node", "a node has no edges", "/nodes/1", node="n1")
INFO = Problem("info", "no-output", "nothing comes out")


def test_the_worst_problems_come_first_and_the_rest_stay_in_order():
    later = Problem("warning", "literal-secret", "a secret is written down")
    assert list(report_of([INFO, WARNING, ERROR, later])) == [ERROR, WARNING, later, INFO]


@pytest.mark.parametrize(
    ("problems", "ok", "summary"),
    [
        ([], True, "no problems"),
        ([INFO], True, "1 info"),
        ([WARNING, WARNING, INFO, INFO], True, "2 warnings, 2 info"),
        ([ERROR, WARNING], False, "1 error, 1 warning"),
    ],
    ids=["none", "info", "warnings", "error"],
)
def test_a_report_is_ok_without_errors_and_counts_by_severity(problems, ok, summary):
    report = report_of(problems)
    assert (report.ok, report.summary, len(report)) == (ok, summary, len(problems))


def test_a_report_is_true_even_when_it_is_empty():
    assert Report()


def test_a_report_prints_its_summary_and_a_line_a_problem():
    assert str(Report()) == "no problems"
    assert str(report_of([WARNING, ERROR])).splitlines() == [
        "1 error, 1 warning",
        "error cycle: edges lead in a circle (at /edges/0)",
        "warning isolated-node: a node has no edges (at /nodes/1)",
    ]


def test_errors_and_warnings_are_told_apart():
    report = report_of([INFO, WARNING, ERROR])
    assert (report.errors, report.warnings) == ((ERROR,), (WARNING,))


def test_a_report_as_json_has_every_field_of_every_problem():
    made = report_of([ERROR]).to_dict()
    assert made["ok"] is False
    assert made["problems"] == [{name: getattr(ERROR, name) for name in PROBLEM_COLUMNS}]


@pytest.mark.parametrize("problems", [[], [ERROR, INFO]], ids=["empty", "filled"])
def test_a_report_as_a_frame_has_the_same_columns_and_dtypes(problems):
    frame = report_of(problems).to_frame()
    assert list(frame.columns) == list(PROBLEM_COLUMNS)
    assert {str(dtype) for dtype in frame.dtypes} == {"str"}
    assert len(frame) == len(problems)
