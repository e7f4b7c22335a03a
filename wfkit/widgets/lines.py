"""Lines of Python for people to copy."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.service.registry import Registry
    from wfkit.service.workflow import Workflow

_LONGEST = 80


def getting(registry: Registry, workflow: Workflow) -> str:
    """The expression that gets a workflow: by its name, or by its id where the name would not do."""
    return f"{naming(registry)}.get({literal(_reference(workflow))})"


def naming(registry: Registry) -> str:
    """The variable of the notebook that holds the registry, `registry` where none does."""
    names = (name for name, value in _variables().items() if value is registry and not name.startswith("_"))
    return next(names, "registry")


def literal(text: str) -> str:
    """The text as Python writes it, in double quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' if text.isprintable() else repr(text)


def _reference(workflow: Workflow) -> str:
    """The name, when it is short, plain to see and means this workflow; else the id."""
    is_plain = len(workflow.name) <= _LONGEST and workflow.name.isprintable()
    return workflow.reference if is_plain else workflow.id


def _variables() -> Mapping[str, Any]:
    """The variables of the notebook that this runs in; none outside of one."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return dict(shell.user_ns) if shell is not None else {}
