"""`%wf` and `%%wf` in IPython: the registry at hand, without a line of Python.

It exists for those who look before they program. What a command gives is the object itself, so that the next cell can
go on with it: `wf = %wf show "My RAG"`. It must not hold a use case of its own, and the registry is the notebook's.
IPython imports this package by `%load_ext wfkit`; nothing else does.
"""

from __future__ import annotations

from wfkit.magics.extension import load, unload

__all__ = ["load", "unload"]
