"""How objects of the core draw themselves without knowing how to draw: whoever loads wfkit hangs in here what does.

What is drawn is kept in notebooks and sent on, so that secrets are no part of it; what knows them is hung in, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from wfkit.core.diff import Diff
    from wfkit.core.merge import Merge

_loaders: dict[str, Callable[[], Any]] = {}


def use(renderer: Callable[[], Any], secrets: Callable[[], Any]) -> None:
    """Sets what gives `wfkit.render` and `wfkit.service.secrets` when the first picture is asked for."""
    _loaders.update(renderer=renderer, secrets=secrets)


def renderer() -> Any:
    """The renderer.

    Raises:
        RuntimeError: Nothing was set, which cannot be where `wfkit` was imported.
    """
    return _loaded("renderer")


def told_diff(diff: Diff) -> Diff:
    """The diff as it may be shown: in place of a secret stands that there is one.

    Raises:
        RuntimeError: Nothing was set, which cannot be where `wfkit` was imported.
    """
    return cast("Diff", _loaded("secrets").told_diff(diff))


def told_merge(merge: Merge) -> Merge:
    """The merge as it may be shown.

    Raises:
        RuntimeError: Nothing was set, which cannot be where `wfkit` was imported.
    """
    return cast("Merge", _loaded("secrets").told_merge(merge))


def _loaded(name: str) -> Any:
    if name not in _loaders:
        msg = f"no {name}; `import wfkit` sets one"
        raise RuntimeError(msg)
    return _loaders[name]()
