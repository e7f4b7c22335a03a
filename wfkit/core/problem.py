"""Findings of validation: one `Problem` each, gathered in a `Report`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from wfkit.core import display

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

Severity = Literal["error", "warning", "info"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
PROBLEM_COLUMNS = ("severity", "code", "message", "pointer", "node", "edge", "fix")


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding.

    Attributes:
        severity: `error` refuses a save, `warning` fails only `--strict`, `info` never fails.
        code: A stable name for scripts, such as `dangling-edge`.
        message: What is wrong and what would be right, in one sentence.
        pointer: JSON Pointer (RFC 6901) to the place in the document; "" is the whole of it.
        node: Id of the node concerned, or "".
        edge: Id of the edge concerned, or "".
        fix: What to do about it, or "" where nothing is known.
    """

    severity: Severity
    code: str
    message: str
    pointer: str = ""
    node: str = ""
    edge: str = ""
    fix: str = ""

    def __str__(self) -> str:
        place = f" (at {self.pointer})" if self.pointer else ""
        return f"{self.severity} {self.code}: {self.message}{place}"

    def to_dict(self) -> dict[str, str]:
        """The problem as a flat JSON object."""
        return {name: getattr(self, name) for name in PROBLEM_COLUMNS}


@dataclass(frozen=True, slots=True)
class Report:
    """All problems of one document, errors first, in the order of the document within a severity."""

    problems: tuple[Problem, ...] = ()

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)

    def __len__(self) -> int:
        return len(self.problems)

    def __bool__(self) -> bool:
        """A report is always true; ask `ok` whether the document may be saved."""
        return True

    def __str__(self) -> str:
        if not self.problems:
            return "no problems"
        return "\n".join([self.summary, *(str(problem) for problem in self.problems)])

    @property
    def ok(self) -> bool:
        """Whether no problem is of severity error."""
        return not self.errors

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that forbid a version."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that fail only a strict check."""
        return tuple(problem for problem in self.problems if problem.severity == "warning")

    @property
    def summary(self) -> str:
        """A count by severity, such as `2 errors, 1 warning`."""
        counts = Counter(problem.severity for problem in self.problems)
        parts = [_counted(counts[severity], severity) for severity in SEVERITIES if counts[severity]]
        return ", ".join(parts) or "no problems"

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON: `ok`, `summary` and the list of `problems`."""
        problems = [problem.to_dict() for problem in self.problems]
        return {"ok": self.ok, "summary": self.summary, "problems": problems}

    def to_frame(self) -> pd.DataFrame:
        """A row a problem, columns `PROBLEM_COLUMNS`, all text; the same columns when empty."""
        import pandas as pd

        rows = [problem.to_dict() for problem in self.problems]
        return pd.DataFrame(rows, columns=list(PROBLEM_COLUMNS)).astype("str")

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        del include, exclude
        return dict(display.renderer().report_bundle(self))


def report_of(problems: list[Problem]) -> Report:
    """A report with the worst problems first, otherwise in the order found."""
    return Report(tuple(sorted(problems, key=lambda problem: SEVERITIES.index(problem.severity))))


def _counted(count: int, severity: str) -> str:
    plural = "" if severity == "info" or count == 1 else "s"
    return f"{count} {severity}{plural}"
