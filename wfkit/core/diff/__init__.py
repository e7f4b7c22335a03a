"""What changed between two documents, as operations on their graphs rather than lines of their text.

Pure, deterministic and the same for every format: nodes are matched first (`matching`), then the values of those that
differ are compared by jsondiff (`leaves`). It must never answer "no changes" for what it could not compare.
"""

from __future__ import annotations

from wfkit.core.diff.leaves import ABSENT, Leaf
from wfkit.core.diff.matching import Match
from wfkit.core.diff.operations import FACETS, KINDS, Operation
from wfkit.core.diff.result import DIFF_COLUMNS, Diff, diff

__all__ = ["ABSENT", "DIFF_COLUMNS", "FACETS", "KINDS", "Diff", "Leaf", "Match", "Operation", "diff"]
