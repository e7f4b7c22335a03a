"""A bar for long runs: a widget in a notebook, a line on stderr elsewhere."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Item = TypeVar("Item")


def shown(items: Sequence[Item], *, show: bool, doing: str, unit: str) -> Iterator[Item]:
    """The items, with a bar that says how far it is; silent when `show` is false."""
    if not show:
        yield from items
        return
    with warnings.catch_warnings():
        # tqdm warns when it finds no widgets, and that its own choice between bars is experimental.
        warnings.simplefilter("ignore")
        from tqdm.auto import tqdm

        bar = tqdm(total=len(items), desc=doing, unit=unit)
    with bar:
        for item in items:
            yield item
            bar.update()
