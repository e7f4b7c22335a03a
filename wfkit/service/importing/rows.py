"""What an import says of one file, and what it knows of one that is a workflow."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wfkit.core.problem import Problem, Report

if TYPE_CHECKING:
    from collections.abc import Iterable

_LISTED_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Row:
    """The outcome for one file, in the columns of `frames.IMPORTS`."""

    file: str
    status: str
    reason: str = ""
    workflow_id: str = ""
    name: str = ""
    version: int | None = None
    format: str = ""
    errors: int = 0
    warnings: int = 0
    problems: tuple[str, ...] = ()
    size_bytes: int = 0
    nodes: int | None = None
    edges: int | None = None

    def values(self) -> tuple[Any, ...]:
        """The values in the order of the columns."""
        return (
            self.file, self.status, self.workflow_id, self.name, self.version, self.format, self.reason,
            self.nodes, self.edges, self.errors, self.warnings, list(self.problems), self.size_bytes,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may become a version; the parsed data is gone, for thousands of them would not fit.

    Attributes:
        file: How rows name the file.
        size_bytes: Its size.
        text: The document as it was written.
        encoding: How the text was encoded.
        content_hash: What the document says.
        format: Whose document it is.
        name: What its workflow is to be called.
        description: What the document says that it is for.
        tags: Labels for the workflow.
        valid: Whether it has no errors.
        problems: Its errors and warnings.
        json: What the text says where it is YAML.
        nodes: How many its graph has; None where no reader knows.
        edges: How many its graph has; None where no reader knows.
    """

    file: str
    size_bytes: int
    text: str = field(repr=False)
    encoding: str
    content_hash: str
    format: str
    name: str
    description: str
    tags: tuple[str, ...]
    valid: bool
    problems: tuple[Problem, ...]
    json: str | None = field(default=None, repr=False)
    nodes: int | None = None
    edges: int | None = None

    def row(
        self, status: str, reason: str = "", *, workflow_id: str = "", name: str = "", version: int | None = None
    ) -> Row:
        """The row of this file with an outcome."""
        return Row(
            self.file, status, reason, workflow_id, name or self.name, version, self.format,
            **listed_problems(self.problems), size_bytes=self.size_bytes, nodes=self.nodes, edges=self.edges,
        )  # fmt: skip


def listed_problems(problems: Iterable[Problem]) -> dict[str, Any]:
    """The columns on problems: both counts, and the first 20 errors and warnings in words."""
    report = Report(tuple(problems))
    worst = (*report.errors, *report.warnings)
    words = tuple(str(problem) for problem in worst[:_LISTED_PROBLEMS])
    return {"errors": len(report.errors), "warnings": len(report.warnings), "problems": words}


def printable(text: str) -> str:
    """The text with lone surrogates escaped: file names hold them, a DataFrame cannot."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()
