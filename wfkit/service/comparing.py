"""Two documents, wherever they are, compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.core.compare import compare
from wfkit.service.documents import document_of

if TYPE_CHECKING:
    from wfkit.core.compare import Comparison


def diff(old: object, new: object) -> Comparison:
    """What changed between two documents: dicts, Documents, workflows, versions or paths.

    Raises:
        NotFound: There is no such file.
        InvalidWorkflow: One of them is no JSON.
        UnknownFormat: One of them is no workflow.
        InvalidInput: One of them is nothing that holds a document.
    """
    return compare(document_of(old).data, document_of(new).data)
