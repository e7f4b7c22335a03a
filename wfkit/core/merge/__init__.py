"""Two edits of one document as one document: property by property, with a base.

What only one side changed is taken. Layout never conflicts; deleting what the other side changed or connected always
does. It must never lose an edit without saying so.
"""

from __future__ import annotations

from wfkit.core.merge._outcome import Decision
from wfkit.core.merge.conflict import Conflict
from wfkit.core.merge.destination import Destination
from wfkit.core.merge.result import CONFLICT_COLUMNS, STRATEGIES, Merge, merge

__all__ = ["CONFLICT_COLUMNS", "STRATEGIES", "Conflict", "Decision", "Destination", "Merge", "merge"]
