"""How large and how deep a document may be, and how many problems one refusal lists."""

from __future__ import annotations

MAX_BYTES = 100 * 2**20
# YAML takes a second a megabyte to read.
MAX_YAML_BYTES = 16 * 2**20
MAX_DEPTH = 500
# CPython's own bound on integers written as text; msgspec keeps to the same one.
MAX_DIGITS = 4300
MAX_PROBLEMS = 20
