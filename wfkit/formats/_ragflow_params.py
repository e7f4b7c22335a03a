"""What the parameters of a RAGFlow component say otherwise than the form that they were made of."""

from __future__ import annotations

from typing import Any

from wfkit.formats._foreign import is_same

_CONTAINERS = (dict, list)
# What `ComponentParamBase` has, and the editor's form has not.
_RUN_PARAMS = frozenset({"debug_inputs", "infor_var_name", "message_history_window_size", "output", "output_var_name"})
_NOTHING: tuple[Any, ...] = (None, "", [], {})


def is_said(value: Any, other: Any) -> bool:
    """Whether two parameters are the same to the letter; most are scalars, for which there is no walk to take."""
    if type(value) in _CONTAINERS:
        return is_same(value, other)
    return type(value) is type(other) and bool(value == other)


def is_left_by_run(key: str, value: Any) -> bool:
    """Whether the server added a parameter when it saved what it ran: its own bookkeeping, or nothing at all."""
    return key in _RUN_PARAMS or value in _NOTHING
