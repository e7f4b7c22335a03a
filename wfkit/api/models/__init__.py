"""What bodies look like, of requests and answers, for the documentation and for checks; one module a resource."""

from __future__ import annotations

from wfkit.api.models._common import Answer, DocumentText, Health, Input, VersionNumber
from wfkit.api.models.problems import ProblemDetails, ProblemFound
from wfkit.api.models.versions import (
    Changes,
    Comparison,
    MergeDecision,
    MergeReport,
    NewMerge,
    NewRollback,
    NewVersion,
    PlacedTag,
    TagPlace,
    VersionDetails,
    VersionPage,
    VersionRow,
)
from wfkit.api.models.workflows import (
    MetadataChange,
    NewWorkflow,
    SavedWorkflow,
    WorkflowChange,
    WorkflowDetails,
    WorkflowPage,
    WorkflowRow,
)

__all__ = [
    "Answer", "Changes", "Comparison", "DocumentText", "Health", "Input", "MergeDecision", "MergeReport",
    "MetadataChange", "NewMerge", "NewRollback", "NewVersion", "NewWorkflow", "PlacedTag", "ProblemDetails",
    "ProblemFound", "SavedWorkflow", "TagPlace", "VersionDetails", "VersionNumber", "VersionPage", "VersionRow",
    "WorkflowChange", "WorkflowDetails", "WorkflowPage", "WorkflowRow",
]  # fmt: skip
