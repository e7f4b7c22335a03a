"""A bar for long runs: a widget in a notebook, a line on a terminal, and nothing where neither could show it."""

from __future__ import annotations

import time
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Item = TypeVar("Item")

# What is done sooner needs no bar.
_PATIENCE_S = 0.5


def shown(items: Sequence[Item], *, show: bool, doing: str, unit: str) -> Iterator[Item]:
    """The items, with a bar that says how far it is; silent when `show` is false."""
    with watched(len(items), show=show, doing=doing, unit=unit) as advance:
        for item in items:
            yield item
            advance(1)


@contextmanager
def watched(total: int, *, show: bool, doing: str, unit: str) -> Iterator[Callable[[int], object]]:
    """What to call with how many are done; the bar is there once that takes a while, and ends with the block."""
    if not show:
        yield lambda _: None
        return
    with warnings.catch_warnings():
        # tqdm warns when it finds no widgets, and that its own choice between bars is experimental.
        warnings.simplefilter("ignore")
        from tqdm.auto import tqdm
        from tqdm.notebook import tqdm as in_notebook
    if issubclass(tqdm, in_notebook):
        with _widget(tqdm, total, doing, unit) as advance:
            yield advance
    else:
        # Disabled by None means: where there is no terminal.
        with tqdm(total=total, desc=doing, unit=unit, delay=_PATIENCE_S, disable=None) as bar:
            yield bar.update


@contextmanager
def _widget(tqdm: Any, total: int, doing: str, unit: str) -> Iterator[Callable[[int], object]]:
    """A bar in a notebook that leaves a line of text: a widget would be an error message in the file that is saved."""
    from IPython.display import display

    bar = tqdm(total=total, desc=doing, unit=unit, display=False)
    began, place = time.monotonic(), None

    def advance(count: int) -> None:
        nonlocal place
        bar.update(count)
        if place is None and time.monotonic() - began >= _PATIENCE_S:
            place = display(bar.container, display_id=True)  # type: ignore[no-untyped-call]  # in IPython

    try:
        yield advance
    finally:
        bar.close()
        if place is not None:
            place.update({"text/plain": _ended(bar, doing, unit, time.monotonic() - began)}, raw=True)
        for widget in (*bar.container.children, bar.container):
            widget.close()


def _ended(bar: Any, doing: str, unit: str, seconds: float) -> str:
    units = unit if bar.total == 1 else f"{unit}s"
    if bar.n < bar.total:
        return f"{doing}: stopped after {bar.n} of {bar.total} {units}"
    return f"{doing}: {bar.total} {units} in {seconds:.1f} s"
