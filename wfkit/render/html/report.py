"""A report of validation in a notebook: the verdict, then the problems, the worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wfkit.core.problem import SEVERITIES
from wfkit.render.html import _parts as parts
from wfkit.render.html import _styles as styles
from wfkit.render.html._elements import NOTHING, Markup, element, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.problem import Problem, Report

_LISTED: Final = 100
_SIGNS: Final = {"error": "✕", "warning": "!", "info": "i"}
_TITLES: Final = {"error": "Errors", "warning": "Warnings", "info": "Information"}


def report_bundle(report: Report) -> dict[str, str]:
    """The report as text and as HTML."""
    return {"text/plain": str(report), "text/html": _html(report)}


def _html(report: Report) -> Markup:
    shown = report.problems[:_LISTED]
    left_out = len(report) - len(shown)
    more = f"… and {parts.counted(left_out, 'more problem')}, not listed here: report.to_frame() has them all."
    sections = [_section(severity, shown) for severity in SEVERITIES]
    return parts.panel("report", _head(report), *sections, parts.remark(more) if left_out > 0 else NOTHING)


def _head(report: Report) -> Markup:
    if not report.problems:
        return parts.head(parts.strong("No problems"), "ready to be saved as a version")
    verdict = "a version can be saved" if report.ok else "errors keep it from being saved as a version"
    return parts.head(parts.strong(report.summary[:1].upper() + report.summary[1:]), verdict)


def _section(severity: str, problems: tuple[Problem, ...]) -> Markup:
    found = [problem for problem in problems if problem.severity == severity]
    if not found:
        return NOTHING
    return joined([parts.section(_TITLES[severity]), parts.groups(map(_group, found), ("28px", "", ""))])


def _group(problem: Problem) -> Markup:
    fix = element("div", parts.quiet("Fix: "), problem.fix, style=styles.BELOW) if problem.fix else NOTHING
    about = joined([parts.code(problem.code), *_place(problem)], " · ")
    title = joined([problem.message, fix, element("div", about, style=styles.BELOW)])
    return parts.group(_SIGNS[problem.severity], title)


def _place(problem: Problem) -> Iterator[Markup]:
    for what, name in (("node", problem.node), ("edge", problem.edge)):
        if name:
            yield joined([parts.quiet(f"{what} "), parts.name(name)])
    if problem.pointer:
        yield parts.path(problem.pointer)
