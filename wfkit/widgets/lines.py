"""Lines of Python for people to copy."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from wfkit.service.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wfkit.service.workflow import Workflow

_LONGEST = 80


def getting(registry: Registry | None, workflow: Workflow) -> str:
    """The expression that gets a workflow: by its name, or by its id where the name would not do.

    Args:
        registry: Which one; None for whichever the workflow is of.
        workflow: What is got.
    """
    name = _variable(lambda value: _holds(value, workflow)) if registry is None else naming(registry)
    return getting_from(name, workflow)


def getting_from(opened: str, workflow: Workflow) -> str:
    """The expression that gets a workflow of the registry that another expression is."""
    return f"{opened}.get({literal(_reference(workflow))})"


def naming(registry: Registry) -> str:
    """The variable of the notebook that holds the registry, `registry` where none does."""
    return _variable(lambda value: value is registry)


def literal(text: str) -> str:
    """The text as Python writes it, in double quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' if text.isprintable() else repr(text)


def _reference(workflow: Workflow) -> str:
    """The name, when it is short, plain to see and means this workflow; else the id."""
    is_plain = len(workflow.name) <= _LONGEST and workflow.name.isprintable()
    return workflow.reference if is_plain else workflow.id


def _variable(is_meant: Callable[[object], bool]) -> str:
    names = (name for name, value in _variables().items() if is_meant(value) and not name.startswith("_"))
    return next(names, "registry")


def _holds(value: object, workflow: Workflow) -> bool:
    return isinstance(value, Registry) and workflow in value


def _variables() -> Mapping[str, Any]:
    """The variables of the notebook that this runs in; none outside of one."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return dict(shell.user_ns) if shell is not None else {}
