"""Secrets and personal data of documents: where they are, and documents without them.

What is one is decided in `core.secrets` and by the formats; here documents are read, listed and written. No value of a
finding may leave this package: not in a frame, not in an error, not in a repr.
"""

from __future__ import annotations

from wfkit.service.secrets._findings import findings
from wfkit.service.secrets.diffs import RedactedDiff, redacted_diff, told_diff
from wfkit.service.secrets.hiding import Hiding, hiding
from wfkit.service.secrets.listing import find_secrets
from wfkit.service.secrets.merges import told_merge
from wfkit.service.secrets.redacting import ALL, SECRETS, redact, redacted, scrubbed, scrubbed_all

__all__ = [
    "ALL",
    "SECRETS",
    "Hiding",
    "RedactedDiff",
    "find_secrets",
    "findings",
    "hiding",
    "redact",
    "redacted",
    "redacted_diff",
    "scrubbed",
    "scrubbed_all",
    "told_diff",
    "told_merge",
]
