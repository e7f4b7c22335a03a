"""The tools whose documents wfkit knows and keeps whole, without a reader of their graph yet.

A tool leaves this list when it gets a module of its own with a `FORMAT`. `acyclic` follows the tools
themselves: ComfyUI's executor raises a dependency-cycle error, Dify's editor refuses the connection,
Galaxy and Elyra refuse the run; n8n, Node-RED, Langflow, RAGFlow and Haystack have loops, and of
Flowise's three generations only the last forbids them.
"""

from __future__ import annotations

from wfkit.formats import _sniffing
from wfkit.formats._format import Format

GALAXY = Format("galaxy", "Galaxy", acyclic=True, sniff=_sniffing.is_galaxy)
ELYRA = Format("elyra", "Elyra", acyclic=True, sniff=_sniffing.is_elyra)
LANGFLOW = Format("langflow", "Langflow", sniff=_sniffing.is_langflow)
RAGFLOW = Format("ragflow", "RAGFlow", sniff=_sniffing.is_ragflow)
FLOWISE = Format("flowise", "Flowise", sniff=_sniffing.is_flowise)
DIFY = Format("dify", "Dify", acyclic=True, sniff=_sniffing.is_dify)
HAYSTACK = Format("haystack", "Haystack", sniff=_sniffing.is_haystack)
