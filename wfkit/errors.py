"""Every exception that wfkit raises on purpose.

```
WfkitError
├── InvalidInput       (ValueError)      an argument outside what is allowed
├── InvalidWorkflow    (ValueError)      a document with problems of severity error: .problems
├── UnknownFormat      (ValueError)      a document, or a name of a format, that wfkit does not know
├── NotFound           (LookupError)     no such workflow, version, version tag, template or draft
├── AmbiguousName      (LookupError)     several workflows have this name: .candidates
├── VersionConflict    (RuntimeError)    somebody else saved first: .author, .created_at, .version
├── MergeConflict      (RuntimeError)    a merge with open conflicts
├── RegistryBusy       (TimeoutError)    another process keeps the registry locked
├── RegistryTooNew     (RuntimeError)    the registry was written by a newer wfkit
├── RegistryUnusable   (OSError)         not a registry, damaged, or the disk is full
└── Forbidden          (PermissionError) the registry, or this statement, does not allow it
```

A message says what was wrong, which value it was, and what would be right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from wfkit.core.merge import Merge
    from wfkit.core.problem import Problem

_MESSAGE_LIMIT = 10


class WfkitError(Exception):
    """The root: catching it catches whatever wfkit raises on purpose."""


class InvalidInput(WfkitError, ValueError):
    """An argument is outside what is allowed."""


class InvalidWorkflow(WfkitError, ValueError):
    """A document has problems that forbid what was asked; all of them are in `problems`."""

    def __init__(self, subject: str, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(_summary(subject, self.problems))

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild_invalid_workflow, (str(self), self.problems))


class UnknownFormat(WfkitError, ValueError):
    """The document is in no format that wfkit reads, or no format has this name."""


class NotFound(WfkitError, LookupError):
    """There is no such workflow, version, version tag, template or draft."""


class AmbiguousName(WfkitError, LookupError):
    """Several workflows have this name; `candidates` holds their ids."""

    def __init__(self, message: str, candidates: Iterable[str] = ()) -> None:
        self.candidates = tuple(candidates)
        super().__init__(message)


class VersionConflict(WfkitError, RuntimeError):
    """Somebody else moved the head on first; nothing was written.

    Attributes:
        workflow_id: The workflow that both wanted to save.
        expected_version: The version that this save started from.
        version: The head that it met.
        author: Who saved that head.
        created_at: When (UTC).
    """

    def __init__(
        self,
        message: str,
        *,
        workflow_id: str = "",
        expected_version: int = 0,
        version: int = 0,
        author: str = "",
        created_at: datetime | None = None,
    ) -> None:
        super().__init__(message)
        self.workflow_id = workflow_id
        self.expected_version = expected_version
        self.version = version
        self.author = author
        self.created_at = created_at
        self.merging: Callable[[], Merge] | None = None

    def merge(self) -> Merge:
        """The three-way merge of what was to be saved with what somebody else saved, to go on with.

        Save its `.document` with `expected_version=error.version`.

        Raises:
            InvalidInput: There is no document to merge, as after a rollback.
        """
        if self.merging is None:
            msg = "this conflict is about no document of yours; read the workflow again with registry.get"
            raise InvalidInput(msg)
        return self.merging()

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild_version_conflict, (self.args, {**self.__dict__, "merging": None}))


class MergeConflict(WfkitError, RuntimeError):
    """A merge still has open conflicts; `merge` holds it, to go on with."""

    def __init__(self, message: str, merge: Merge | None = None) -> None:
        self.merge = merge
        super().__init__(message)


class RegistryBusy(WfkitError, TimeoutError):
    """Another process kept the registry locked for longer than the bound."""


class RegistryTooNew(WfkitError, RuntimeError):
    """The registry was written by a newer wfkit."""


class RegistryUnusable(WfkitError, OSError):
    """The file is not a registry, is damaged, or cannot be written for want of space."""


class Forbidden(WfkitError, PermissionError):
    """The registry is read-only, or the statement does what `sql` does not allow."""


def _summary(subject: str, problems: tuple[Problem, ...]) -> str:
    shown = [f"  {problem}" for problem in problems[:_MESSAGE_LIMIT]]
    if len(problems) > _MESSAGE_LIMIT:
        shown.append(f"  … and {len(problems) - _MESSAGE_LIMIT} more, all in .problems")
    return "\n".join([subject, *shown])


def _rebuild_version_conflict(args: tuple[str, ...], state: Mapping[str, object]) -> VersionConflict:
    error = VersionConflict(*args)
    error.__dict__.update(state)
    return error


def _rebuild_invalid_workflow(message: str, problems: tuple[Problem, ...]) -> InvalidWorkflow:
    error = InvalidWorkflow("", problems)
    error.args = (message,)
    return error
