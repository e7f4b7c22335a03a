"""Workflows in git: its diff shows nodes, and its merge goes property by property.

Git asks programs of its user's choice to compare and merge files; this package tells it to ask wfkit, and answers for
files that are no workflows as git itself would. What it writes into a user's configuration it can take back. It must
not commit anything, nor touch what others wrote there.
"""

from __future__ import annotations

from wfkit.service.git._merging import Outcome, merged_file
from wfkit.service.git._plain import plain_diff
from wfkit.service.git._program import name_of_base, wants_color
from wfkit.service.git._sides import Side, compared
from wfkit.service.git.settings import PATTERNS, Settings, install, status, uninstall

__all__ = [
    "PATTERNS", "Outcome", "Settings", "Side", "compared", "install", "merged_file", "name_of_base", "plain_diff",
    "status", "uninstall", "wants_color",
]  # fmt: skip
