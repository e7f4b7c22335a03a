"""The tools whose documents wfkit knows and keeps whole, without a reader of their graph yet.

A tool leaves this list when it gets a module of its own with a `FORMAT`. `acyclic` follows the tools
themselves: Dify's editor refuses the connection, Haystack has loops.
"""

from __future__ import annotations

from wfkit.formats import _sniffing
from wfkit.formats._format import Format

DIFY = Format("dify", "Dify", acyclic=True, sniff=_sniffing.is_dify)
HAYSTACK = Format("haystack", "Haystack", sniff=_sniffing.is_haystack)
