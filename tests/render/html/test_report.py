from __future__ import annotations

import pytest

from wfkit.core.problem import Problem, Report, report_of
from wfkit.render.html import report_bundle

ERROR = Problem("error", "cycle", "edges lead in a circle", "/edges/0", node="a", edge="e1", fix="remove one")
WARNING = Problem("warning", "isolated-node", "a node has no edges")
INFO = Problem("info", "no-output", "nothing comes out")


def test_problems_are_listed_by_severity_with_code_place_and_fix(read):
    page = read(report_bundle(report_of([INFO, WARNING, ERROR]))["text/html"])
    assert page.words.startswith("1 error, 1 warning, 1 infoerrors keep it from being saved as a version")
    assert "Errors✕edges lead in a circleFix: remove onecycle · node a · edge e1 · edges/0" in page.words
    assert page.words.index("Errors") < page.words.index("Warnings!") < page.words.index("Informationi")


@pytest.mark.parametrize(
    ("problems", "verdict"),
    [([], "No problemsready to be saved"), ([WARNING], "1 warninga version can be saved")],
    ids=["none", "warning"],
)
def test_the_verdict_is_said_first(read, problems, verdict):
    assert read(report_bundle(report_of(problems))["text/html"]).words.startswith(verdict)


def test_a_long_report_is_bounded_and_says_so(read):
    page = read(report_bundle(report_of([WARNING] * 150))["text/html"])
    assert page.words.count("isolated-node") == 100
    assert "… and 50 more problems, not listed here: report.to_frame() has them all." in page.words


def test_the_report_itself_shows_the_same():
    report = Report((ERROR,))
    shown = report._repr_mimebundle_()
    assert shown == report_bundle(report)
    assert shown["text/plain"] == str(report)
