"""What a merge is of, what is wrong with its result, and how a save of it went, as JSON of plain texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wfkit.service import documents, merging
from wfkit.widgets.texts import sendable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.core.merge import Merge
    from wfkit.errors import VersionConflict
    from wfkit.service.secrets import Hiding
    from wfkit.service.workflow import Workflow

_LONGEST: Final = 300
_MOST_PROBLEMS: Final = 100
_SIDES: Final = ("base", "ours", "theirs")


def about(merge: Merge, hidden: Hiding, carried: int) -> dict[str, Any]:
    """What the merge is of, and where a save puts it: `workflow` is None where it belongs to none.

    Args:
        merge: The merge.
        hidden: What must not be shown.
        carried: How many decisions of the merge before it are in ours.
    """
    destination = merge.destination
    titles: Mapping[str, str] = destination.titles if destination else {}
    return {
        "format": merge.ours.format,
        "titles": {name: sendable(hidden.text(titles.get(name) or ""), _LONGEST) for name in _SIDES},
        "carried": carried,
        "workflow": None if destination is None else sendable(destination.name, _LONGEST),
        "version": 0 if destination is None else destination.version,
        "message": "" if destination is None else sendable(destination.message, _LONGEST),
    }


def notes(merge: Merge, hidden: Hiding) -> list[str]:
    """What the merge did that no conflict tells of."""
    return [sendable(hidden.text(note), 2 * _LONGEST) for note in merge.notes]


def problems(merge: Merge, hidden: Hiding) -> list[dict[str, str]]:
    """What is wrong with the result of a merge without open conflicts, errors first; at most 100."""
    found = documents.check(merging.result_of(merge))
    return [
        {
            "severity": problem.severity,
            "code": problem.code,
            "message": sendable(hidden.text(problem.message), 2 * _LONGEST),
        }
        for problem in sorted(found, key=lambda problem: problem.severity != "error")[:_MOST_PROBLEMS]
    ]


def moved(conflict: VersionConflict) -> dict[str, Any]:
    """Who saved first, which version, and when."""
    when = conflict.created_at.isoformat() if conflict.created_at else ""
    return {"version": conflict.version, "author": sendable(conflict.author, _LONGEST), "when": when}


def saved(workflow: Workflow, before: int) -> dict[str, Any]:
    """The version that a save made, and the line of Python that gets the workflow.

    Args:
        workflow: At its new head.
        before: The version that stood there before.
    """
    return {
        "version": workflow.version,
        "name": sendable(workflow.name, _LONGEST),
        "is_new": workflow.version != before,
        "line": f"registry.get({workflow.id!r})",
    }
