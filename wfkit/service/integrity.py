"""The proof that a registry is sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.core import codec, yaml_codec
from wfkit.errors import InvalidWorkflow
from wfkit.service._progress import watched
from wfkit.store import frames, integrity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

    from wfkit.core.syntax import Syntax
    from wfkit.service._context import Context

_BATCH = 1000


def check(context: Context, *, progress: bool = False) -> pd.DataFrame:
    """A row a fault, columns `frames.FINDINGS`; none when numbering, heads, tags and every hash are right.

    Executions of a purged workflow that were kept on purpose are no fault.
    """
    with context.read() as transaction:
        rows = list(integrity.findings(transaction))
        total = integrity.count(transaction)
    with watched(total, show=progress, doing="checking", unit="version") as advance:
        rows += _altered(context, advance)
    return frames.frame(frames.FINDINGS, rows)


def _altered(context: Context, advance: Callable[[int], object]) -> Iterator[tuple[str, str, str]]:
    last = ""
    while True:
        with context.read() as transaction:
            batch = integrity.documents(transaction, last, _BATCH)
        if not batch:
            return
        for key, digest, json, yaml in batch:
            if (found := _digest(json, "json")) != digest:
                yield "content-hash", key, f"has hash {digest[:12]}…, its document has {found[:12]}…"
            if yaml is not None and (found := _digest(yaml, "yaml")) != digest:
                yield "source-text", key, f"has hash {digest[:12]}…, its text in YAML has {found[:12]}…"
        advance(len(batch))
        last = batch[-1][0]


def _digest(text: str, written_in: Syntax) -> str:
    try:
        return codec.fingerprint(text)[1] if written_in == "json" else codec.content_hash(yaml_codec.parse(text))
    except InvalidWorkflow as exc:
        return exc.problems[0].code if exc.problems else "unreadable"
