"""Messages speak to callers of the Python API; here are the same words for callers of the REST API."""

from __future__ import annotations

import re

_REST_WORDS = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"registry\.list\(\) and registry\.list\(deleted=True\) show ids", "GET /workflows?deleted=true shows ids"),
        (r"registry\.list\(\) shows all", "GET /workflows lists all"),
        (r"registry\.undelete\('(\w+)'\) brings it back", r"POST /workflows/\1/undelete brings it back"),
        (r"read it again with registry\.get\('(\w+)'\)", r"read it again with GET /workflows/\1"),
        (r"registry\.use_template", "POST /templates/{id}/use"),
        (r"pass expected_version=(\d+)", r'send If-Match: "\1"'),
        (r"pass (\w+)=True", r'pass "\1": true'),
        (r"decide each by merge\.resolve\(path, 'ours'\)", "decide each in `decisions`"),
        (r", or None for all rows", ""),
        (r"pass True or False", "pass true or false"),
    )
)


def in_rest_words(message: str) -> str:
    """The message, with what a caller would do in Python said as what he would send."""
    for pattern, words in _REST_WORDS:
        message = pattern.sub(words, message)
    return message
