"""Two documents, wherever they are, compared."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wfkit.core import diff as differences
from wfkit.service.documents import document_of

if TYPE_CHECKING:
    from wfkit.core.diff import Diff


def diff(old: object, new: object) -> Diff:
    """What changed between two documents: dicts, Documents, workflows, versions or paths.

    Raises:
        NotFound: There is no such file.
        InvalidWorkflow: One of them is no JSON.
        UnknownFormat: One of them is no workflow.
        InvalidInput: One of them is nothing that holds a document.
    """
    return differences.diff(
        document_of(old), document_of(new), old_title=_title(old, "old"), new_title=_title(new, "new")
    )


def _title(source: object, otherwise: str) -> str:
    """What to call it: the file, or the workflow and its version."""
    is_text = isinstance(source, str) and ("\n" in source or source.lstrip().startswith(("{", "[")))
    if isinstance(source, str | os.PathLike) and not is_text:
        return os.fspath(source)
    number = getattr(source, "version", None)
    return f"version {number}" if isinstance(number, int) else otherwise
