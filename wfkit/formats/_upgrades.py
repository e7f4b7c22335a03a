"""Stepwise upgrades of native documents, one numbered function a version.

A step changes how a document says something, never what it says: the graph before and after is the
same. Steps are append-only, and tolerate documents with problems: what they cannot make sense of stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.problem import Problem
from wfkit.errors import InvalidWorkflow
from wfkit.formats._react_flow import DEFAULT_TYPE, derived_edge_id, flat_config, has_own_config
from wfkit.formats._reading import as_text, is_whole
from wfkit.formats._sniffing import child
from wfkit.formats._wording import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

VERSION_KEY = "schema_version"
# Python refuses to print integers of 4300 digits.
_SHOWN_VERSIONS = 1_000_000


def upgrade(data: Mapping[str, Any]) -> dict[str, Any]:
    """A document of the current version that says the same; parts that stay as they are are shared.

    A current document comes back as an equal copy. The input is never changed.

    Raises:
        InvalidWorkflow: The data is no object, its `schema_version` is no version, or a newer wfkit wrote it.
    """
    problem = version_problem(data)
    if problem:
        subject = "this document cannot be upgraded"
        raise InvalidWorkflow(subject, [problem])
    upgraded = dict(data)
    for step in _STEPS[declared_version(data) :]:
        upgraded = step(upgraded)
    return upgraded


def declared_version(data: Any) -> int:
    """The version that a document says it has, 0 when it says none, the current one when that makes no sense."""
    version = child(data, VERSION_KEY)
    if version is None:
        return 0
    return int(version) if is_whole(version) and 0 <= version <= CURRENT else CURRENT


def version_problem(data: Any) -> Problem | None:
    """Why the document is of no version that this wfkit knows, None when it is of one."""
    if not isinstance(data, dict):
        return Problem("error", "not-an-object", f"a workflow is {kind_of(data)}; it must be an object")
    version = data.get(VERSION_KEY)
    if version is None:
        return None
    if not is_whole(version) or version < 0:
        return _wrong_version(version)
    return _newer_version(version) if version > CURRENT else None


def u001_keep_settings_in_config(data: dict[str, Any]) -> dict[str, Any]:
    """A bare React-Flow document as version 1: settings in `data.config`, `parentId`, no type or edge id missing."""
    upgraded = {VERSION_KEY: 1, **{key: value for key, value in data.items() if key != VERSION_KEY}}
    for key, convert in (("nodes", _node_001), ("edges", _edge_001)):
        if isinstance(items := data.get(key), list):
            upgraded[key] = [convert(item) if isinstance(item, dict) else item for item in items]
    return upgraded


_STEPS: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = (u001_keep_settings_in_config,)
CURRENT = len(_STEPS)


def _wrong_version(version: Any) -> Problem:
    message = f"{VERSION_KEY!r} is {kind_of(version)}; it must be a whole number, at most {CURRENT}"
    return Problem("error", "wrong-type", message, f"/{VERSION_KEY}")


def _newer_version(version: float) -> Problem:
    shown = f"version {version:.0f}" if version < _SHOWN_VERSIONS else "a later version"
    message = f"the document is of {shown}, written by a newer wfkit; this one knows versions up to {CURRENT}"
    return Problem("error", "newer-schema-version", message, f"/{VERSION_KEY}", fix="upgrade wfkit")


def _node_001(node: dict[str, Any]) -> dict[str, Any]:
    upgraded = _with_parent_id(node)
    if node.get("type") in (None, ""):
        upgraded["type"] = DEFAULT_TYPE
    data = node.get("data")
    if isinstance(data, dict) and not has_own_config(data):
        upgraded["data"] = _with_config(data)
    return upgraded


def _with_parent_id(node: dict[str, Any]) -> dict[str, Any]:
    if node.get("parentNode") is None or node.get("parentId") is not None:
        return dict(node)
    kept = {key: value for key, value in node.items() if key != "parentId"}
    return {"parentId" if key == "parentNode" else key: value for key, value in kept.items()}


def _with_config(data: dict[str, Any]) -> dict[str, Any]:
    config = flat_config(data)
    return {**{key: value for key, value in data.items() if key not in config}, "config": config}


def _edge_001(edge: dict[str, Any]) -> dict[str, Any]:
    if edge.get("id") not in (None, ""):
        return edge
    keys = ("source", "target", "sourceHandle", "targetHandle")
    source, target, *ports = (as_text(edge.get(key)) for key in keys)
    if not source or not target:
        return edge
    return {**edge, "id": derived_edge_id(source, target, *ports)}
