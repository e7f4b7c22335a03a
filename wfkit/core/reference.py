"""References that a runner fills in: `${NAME}` and `{{ template }}`."""

from __future__ import annotations

import re
from typing import Any

_REFERENCE = re.compile(
    r"""\s*(?:
        \$\{ [A-Za-z_]\w* (?:[.:][A-Za-z_]\w*)* \}
        | \{\{ (?=\s*[^\s}]) (?:(?!\}\}).)+ \}\}
    )\s*""",
    re.VERBOSE | re.DOTALL,
)


def is_reference(value: Any) -> bool:
    """Whether the value is text that is one reference from end to end, and so may stand for any type.

    A default, as in `${NAME:-secret}`, is text of its own and makes it no reference.

    >>> is_reference("${API_KEY}"), is_reference("{{ input.top_k }}"), is_reference("Bearer ${API_KEY}")
    (True, True, False)
    """
    return isinstance(value, str) and _REFERENCE.fullmatch(value) is not None
