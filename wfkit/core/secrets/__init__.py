"""Where a document holds secrets and personal data: by the places of its format, by names, and by shapes of values.

It exists so that a workflow can be shared without what must not be shared. A finding says where and what kind, never
the value, and none of this prints, logs or keeps one. Every search takes time linear in the text: it must stay so for
texts that somebody made to slow it down.
"""

from __future__ import annotations

from wfkit.core.secrets.finding import Confidence, Finding, Kind, SecretPlace
from wfkit.core.secrets.masking import MASK, mask, mask_all
from wfkit.core.secrets.search import find

__all__ = ["MASK", "Confidence", "Finding", "Kind", "SecretPlace", "find", "mask", "mask_all"]
