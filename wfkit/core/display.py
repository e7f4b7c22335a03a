"""How objects of the core draw themselves without knowing how to draw: whoever loads wfkit hangs a renderer in here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_loaders: list[Callable[[], Any]] = []


def use(loader: Callable[[], Any]) -> None:
    """Sets what gives the renderer, `wfkit.render`, when the first picture is asked for."""
    _loaders[:] = [loader]


def renderer() -> Any:
    """The renderer.

    Raises:
        RuntimeError: Nothing was set, which cannot be where `wfkit` was imported.
    """
    for loader in _loaders:
        return loader()
    msg = "no renderer; `import wfkit` sets one"
    raise RuntimeError(msg)
