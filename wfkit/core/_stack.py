"""Calls that still work when the caller has used up most of the interpreter's stack."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def call_with_room(function: Callable[[Any], T], argument: object) -> T:
    """What the function returns, or raises; from a thread of its own when the stack of this one is too short.

    Raises:
        RecursionError: A whole stack is not enough.
    """
    try:
        return function(argument)
    except RecursionError:
        return _call_in_thread(function, argument)


def _call_in_thread(function: Callable[[Any], T], argument: object) -> T:
    results: list[T] = []
    errors: list[Exception] = []

    def run() -> None:
        try:
            results.append(function(argument))
        except Exception as exc:  # noqa: BLE001 - raised again by the caller's thread
            errors.append(exc)

    thread = Thread(target=run, name="wfkit-codec")
    thread.start()
    thread.join()
    for error in errors:
        raise error
    return results[0]
