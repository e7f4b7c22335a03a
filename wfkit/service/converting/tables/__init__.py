"""What the nodes of each tool become: one module a tool, all of them data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.service.converting.tables import dify, flowise, haystack, langflow, ragflow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.service.converting.rule import Table

TABLES: Mapping[str, Table] = {
    "dify": dify.TABLE,
    "flowise": flowise.TABLE,
    "haystack": haystack.TABLE,
    "langflow": langflow.TABLE,
    "ragflow": ragflow.TABLE,
}
