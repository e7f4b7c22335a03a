"""The registry's storage: the only place in wfkit that knows SQL.

It exists so that everything above speaks of workflows, versions and tags, and a second engine can be
added beside DuckDB without touching it. It must not know formats, node types or panels, and it never
builds a statement from a value: values are bound, and the one identifier that is chosen (ORDER BY)
comes from a table of allowed columns.
"""

from __future__ import annotations

from wfkit.store._engine import Engine, engine_for
from wfkit.store._transaction import Transaction

__all__ = ["Engine", "Transaction", "engine_for"]
