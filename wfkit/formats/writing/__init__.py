"""Writing back: what has to change in a document for one thing in its graph to be otherwise.

A `Writer` knows where one tool keeps what a graph shows, and what it keeps twice: a link of ComfyUI stands in three
places, a rename in n8n is one in every connection and expression. It takes a document and its graph and gives a
`Change`; it must not apply it, write text, or check what a tool would run.
"""

from __future__ import annotations

from wfkit.formats.writing._change import Change, setting, together
from wfkit.formats.writing._writer import Writer

__all__ = ["Change", "Writer", "setting", "together"]
