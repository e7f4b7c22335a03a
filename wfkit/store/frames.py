"""The columns and dtypes of every listing, declared once: an empty listing has the same ones."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

TIME = "datetime64[us, UTC]"
"""Times are UTC, and say so."""

WORKFLOWS: Mapping[str, str] = {
    "id": "str", "name": "str", "description": "str", "tags": "object", "format": "str", "is_template": "bool",
    "version": "int64", "owner": "str", "source_template_id": "str", "source_template_version": "Int64",
    "created_at": TIME, "updated_at": TIME, "deleted_at": TIME,
}  # fmt: skip
OVERVIEW: Mapping[str, str] = {**WORKFLOWS, "valid": "bool", "runs": "int64", "found": "str"}
FACETS: Mapping[str, str] = {"facet": "str", "value": "str", "workflows": "int64"}
VERSIONS: Mapping[str, str] = {
    "version": "int64", "tags": "object", "message": "str", "author": "str", "created_at": TIME, "valid": "bool",
    "restored_from": "Int64", "content_hash": "str",
}  # fmt: skip
VERSION_TAGS: Mapping[str, str] = {"tag": "str", "version": "int64"}
TEMPLATES: Mapping[str, str] = {
    "id": "str", "name": "str", "description": "str", "tags": "object", "format": "str", "source": "str",
    "version": "int64", "usage_count": "int64", "node_types": "object", "missing_types": "object",
    "created_at": TIME, "updated_at": TIME,
}  # fmt: skip
EXECUTIONS: Mapping[str, str] = {
    "id": "str", "workflow_id": "str", "workflow_name": "str", "version": "int64", "status": "str",
    "started_at": TIME, "completed_at": TIME, "duration_s": "float64", "total_cost": "float64", "details": "str",
}  # fmt: skip
COSTS: Mapping[str, str] = {
    "version": "int64", "runs": "int64", "completed": "int64", "failed": "int64", "total_cost": "float64",
    "mean_cost": "float64", "mean_duration_s": "float64",
}  # fmt: skip
NODES: Mapping[str, str] = {
    "workflow_id": "str", "workflow_name": "str", "version": "int64", "node_id": "str", "type": "str",
    "label": "str", "config": "str", "parent": "str", "format": "str", "role": "str", "enabled": "bool",
}  # fmt: skip
EDGES: Mapping[str, str] = {
    "workflow_id": "str", "workflow_name": "str", "version": "int64", "edge_id": "str", "source": "str",
    "source_port": "str", "target": "str", "target_port": "str", "format": "str", "kind": "str",
}  # fmt: skip
MATCHES: Mapping[str, str] = {
    "workflow_id": "str", "workflow_name": "str", "format": "str", "version": "int64", "pointer": "str", "text": "str",
}  # fmt: skip
APPEARANCES: Mapping[str, str] = {
    "workflow_id": "str", "workflow_name": "str", "format": "str", "node": "str", "path": "str", "text": "str",
    "version": "int64", "author": "str", "created_at": TIME, "gone_version": "Int64",
}  # fmt: skip
BLAME: Mapping[str, str] = {
    "node": "str", "label": "str", "path": "str", "value": "object", "version": "int64", "author": "str",
    "created_at": TIME, "message": "str",
}  # fmt: skip
LOG: Mapping[str, str] = {
    "version": "int64", "author": "str", "created_at": TIME, "message": "str", "summary": "str", "logic": "int64",
    "layout": "int64", "noise": "int64",
}  # fmt: skip
CHANGES: Mapping[str, str] = {
    "version": "int64", "author": "str", "created_at": TIME, "kind": "str", "facet": "str", "node": "str",
    "label": "str", "path": "str", "old": "object", "new": "object",
}  # fmt: skip
CHANGES_OF_ALL: Mapping[str, str] = {"workflow_id": "str", "workflow_name": "str", "format": "str", **CHANGES}
LOSSES: Mapping[str, str] = {
    "node": "str", "label": "str", "type": "str", "to_type": "str", "status": "str", "path": "str", "value": "object",
    "reason": "str",
}  # fmt: skip
SHARES: Mapping[str, str] = {"principal": "str", "level": "str", "shared_by": "str", "shared_at": TIME}
TOKENS: Mapping[str, str] = {
    "id": "str", "principal": "str", "role": "str", "teams": "object", "note": "str", "created_by": "str",
    "created_at": TIME, "expires_at": TIME, "revoked_at": TIME,
}  # fmt: skip
AUDIT: Mapping[str, str] = {
    "recorded_at": TIME, "principal": "str", "action": "str", "workflow_id": "str", "workflow_name": "str",
    "version": "Int64", "details": "str",
}  # fmt: skip
FINDINGS: Mapping[str, str] = {"check": "str", "subject": "str", "finding": "str"}
SECRETS: Mapping[str, str] = {
    "pointer": "str", "node": "str", "label": "str", "field": "str", "kind": "str", "rule": "str", "confidence": "str",
    "start": "int64", "length": "int64",
}  # fmt: skip
IMPORTS: Mapping[str, str] = {
    "file": "str", "status": "str", "workflow_id": "str", "name": "str", "version": "Int64", "format": "str",
    "reason": "str", "nodes": "Int64", "edges": "Int64", "errors": "int64", "warnings": "int64", "problems": "object",
    "size_bytes": "int64",
}  # fmt: skip
REVISIONS: Mapping[str, str] = {
    "file": "str", "commit": "str", "status": "str", "workflow_id": "str", "name": "str", "version": "Int64",
    "format": "str", "author": "str", "created_at": TIME, "reason": "str",
}  # fmt: skip
MIGRATED: Mapping[str, str] = {
    "source": "str", "status": "str", "workflow_id": "str", "name": "str", "format": "str", "files": "int64",
    "versions": "int64", "hashes_verified": "int64", "reason": "str",
}  # fmt: skip


def frame(columns: Mapping[str, str], rows: Sequence[Sequence[Any]], *, total: int | None = None) -> pd.DataFrame:
    """A DataFrame with exactly these columns and dtypes, whatever the rows.

    Args:
        columns: Name to dtype, one of the constants of this module.
        rows: Values in the order of the columns; times as naive UTC, as the store keeps them.
        total: How many rows there are on all pages together; kept in `df.attrs["total"]`.
    """
    import pandas as pd

    values = zip(*rows, strict=True) if rows else ((),) * len(columns)
    data = {name: _array(column, dtype) for (name, dtype), column in zip(columns.items(), values, strict=True)}
    made = pd.DataFrame(data, copy=False)
    made.attrs["total"] = len(rows) if total is None else total
    return made


def _array(values: Sequence[Any], dtype: str) -> Any:
    # Typed arrays, not a Series a column: a page of 50 rows takes 0.6 ms instead of 1.5.
    import numpy as np
    import pandas as pd

    if dtype == TIME:
        return pd.array(np.array(values, dtype="datetime64[us]"), dtype=_pandas_dtype(dtype))
    if dtype == "object":
        # As a Series: of a plain array that holds nothing but texts pandas makes a column of texts.
        return pd.Series(np.fromiter(values, dtype=object, count=len(values)), dtype=_pandas_dtype(dtype))
    return pd.array(list(values), dtype=_pandas_dtype(dtype)) if dtype in ("str", "Int64") else np.array(values, dtype)


@cache
def _pandas_dtype(name: str) -> Any:
    import pandas as pd

    return pd.api.types.pandas_dtype(name)
