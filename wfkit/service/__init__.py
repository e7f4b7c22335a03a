"""Every use case once: what the notebook, the command line and later the REST API call.

It joins the store with formats, node types and rules. It must not print, draw or know SQL.
"""

from __future__ import annotations

from wfkit.service.registry import Registry
from wfkit.service.version_view import VersionView
from wfkit.service.workflow import Workflow

__all__ = ["Registry", "VersionView", "Workflow"]
