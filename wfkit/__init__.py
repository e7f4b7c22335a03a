"""wfkit keeps node-graph workflows: every version, what changed, what it cost, in one DuckDB file.

    >>> import wfkit
    >>> registry = wfkit.open(":memory:")
    >>> wf = registry.use_template("Simple RAG", name="My RAG")
    >>> wf.version
    1

Everything loads on first use, so that importing wfkit costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from wfkit.core import display
from wfkit.errors import (
    AmbiguousName,
    Forbidden,
    InvalidInput,
    InvalidWorkflow,
    MergeConflict,
    NotFound,
    RegistryBusy,
    RegistryTooNew,
    RegistryUnusable,
    UnknownFormat,
    VersionConflict,
    WfkitError,
)

if TYPE_CHECKING:
    from wfkit import ui
    from wfkit.core.bump import Bump, suggest_bump
    from wfkit.core.diff import Diff
    from wfkit.core.document import Document
    from wfkit.core.merge import Conflict, Merge
    from wfkit.core.model import Edge, Graph, Node, Port
    from wfkit.core.nodetype import NodeType
    from wfkit.core.problem import Problem, Report
    from wfkit.service.comparing import diff
    from wfkit.service.converting import Conversion, to_format
    from wfkit.service.documents import load, upgrade, validate
    from wfkit.service.editing import Edit, edit
    from wfkit.service.merging import merge
    from wfkit.service.opening import open_registry as open
    from wfkit.service.registry import Registry
    from wfkit.service.secrets import find_secrets, redact
    from wfkit.service.version_view import VersionView
    from wfkit.service.workflow import Workflow

__version__ = "0.1.0"

_LAZY = {
    "Bump": "wfkit.core.bump",
    "Conflict": "wfkit.core.merge",
    "Conversion": "wfkit.service.converting",
    "Diff": "wfkit.core.diff",
    "Document": "wfkit.core.document",
    "Edge": "wfkit.core.model",
    "Edit": "wfkit.service.editing",
    "Graph": "wfkit.core.model",
    "Merge": "wfkit.core.merge",
    "Node": "wfkit.core.model",
    "NodeType": "wfkit.core.nodetype",
    "Port": "wfkit.core.model",
    "Problem": "wfkit.core.problem",
    "Registry": "wfkit.service.registry",
    "Report": "wfkit.core.problem",
    "VersionView": "wfkit.service.version_view",
    "Workflow": "wfkit.service.workflow",
    "diff": "wfkit.service.comparing",
    "edit": "wfkit.service.editing",
    "find_secrets": "wfkit.service.secrets",
    "load": "wfkit.service.documents",
    "merge": "wfkit.service.merging",
    "open": "wfkit.service.opening:open_registry",
    "redact": "wfkit.service.secrets",
    "suggest_bump": "wfkit.core.bump",
    "to_format": "wfkit.service.converting",
    "upgrade": "wfkit.service.documents",
    "validate": "wfkit.service.documents",
}

__all__ = [
    "AmbiguousName",
    "Bump",
    "Conflict",
    "Conversion",
    "Diff",
    "Document",
    "Edge",
    "Edit",
    "Forbidden",
    "Graph",
    "InvalidInput",
    "InvalidWorkflow",
    "Merge",
    "MergeConflict",
    "Node",
    "NodeType",
    "NotFound",
    "Port",
    "Problem",
    "Registry",
    "RegistryBusy",
    "RegistryTooNew",
    "RegistryUnusable",
    "Report",
    "UnknownFormat",
    "VersionConflict",
    "VersionView",
    "WfkitError",
    "Workflow",
    "diff",
    "edit",
    "find_secrets",
    "load",
    "merge",
    "open",
    "redact",
    "suggest_bump",
    "to_format",
    "ui",
    "upgrade",
    "validate",
]


# Graphs and diffs draw themselves by this, and the core knows no renderer.
display.use(lambda: import_module("wfkit.render"), lambda: import_module("wfkit.service.secrets"))


def __getattr__(name: str) -> Any:
    """Loads a public name when it is first asked for (PEP 562)."""
    if name == "ui":
        return import_module("wfkit.ui")
    try:
        place = _LAZY[name]
    except KeyError:
        msg = f"module 'wfkit' has no attribute {name!r}"
        raise AttributeError(msg) from None
    module, _, attribute = place.partition(":")
    value = getattr(import_module(module), attribute or name)
    globals()[name] = value
    return value


def load_ipython_extension(shell: Any) -> None:
    """Adds `%wf` and `%%wf` to an IPython shell; IPython calls it for `%load_ext wfkit`."""
    import_module("wfkit.magics").load(shell)


def unload_ipython_extension(shell: Any) -> None:
    """Takes them away again; IPython calls it for `%unload_ext wfkit`."""
    import_module("wfkit.magics").unload(shell)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
