"""What a conversion gives: the new document, and a report of what did not go over as it was."""

from __future__ import annotations

import html
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from wfkit.core import display

if TYPE_CHECKING:
    import pandas as pd

    from wfkit.core.document import Document

Status = Literal["converted", "partly", "kept", "added", "dropped", "empty"]
STATUSES: tuple[Status, ...] = ("converted", "partly", "kept", "added", "dropped", "empty")


@dataclass(frozen=True, slots=True)
class Loss:
    """One row of the report.

    Attributes:
        node: Id in the source, or "" for what the document says outside its nodes.
        label: What people call the node.
        type: Its type in the source; of an edge, `edge`.
        to_type: The native types that it became, joined by ` + `.
        status: Of a node (`path` is ""): `converted`, `partly` (something of it was lost or put differently), `kept`
            (as it was, for there is no native type), `added`, or `dropped` (it has no place in the new document). Of a
            setting or an edge: `dropped`, `partly` (it is there, yet not as it was), or `empty` (it said nothing).
        path: JSON Pointer in the node's config, settings or the document; of an edge its id; "" for the node itself.
        value: What was lost; a secret is never shown.
        reason: Why, and what would be right.
    """

    node: str
    label: str
    type: str
    to_type: str
    status: Status
    path: str = ""
    value: Any = field(default=None, repr=False)
    reason: str = ""


@dataclass(frozen=True)
class Conversion:
    """A document in another format, and the report of what was lost on the way.

    Attributes:
        document: The new document.
        rows: The report.
        source_format: What it was converted from.
    """

    document: Document = field(repr=False)
    rows: tuple[Loss, ...] = field(repr=False)
    source_format: str = ""

    def __str__(self) -> str:
        return self.summary

    @property
    def losses(self) -> pd.DataFrame:
        """A row a node, and a row a setting or edge that did not go over as it was; columns `frames.LOSSES`."""
        from wfkit.store import frames

        rows = [tuple(getattr(row, name) for name in frames.LOSSES) for row in self.rows]
        return frames.frame(frames.LOSSES, rows)

    @property
    def summary(self) -> str:
        """How many nodes went over how, and how many settings and edges were lost, in one sentence."""
        nodes = Counter(row.status for row in self.rows if not row.path)
        lost = [row for row in self.rows if row.path and row.status == "dropped"]
        edges = sum(row.type == "edge" for row in lost)
        total = sum(nodes[status] for status in STATUSES if status != "added")
        parts = ", ".join(f"{nodes[status]} {status}" for status in STATUSES if nodes[status])
        return (
            f"{self.source_format} to {self.document.format}: {_counted(total, 'node')}"
            f"{f' ({parts})' if parts else ''}; {_counted(len(lost) - edges, 'setting')} and {_counted(edges, 'edge')}"
            " dropped"
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        del include, exclude
        bundle = dict(display.renderer().graph_bundle(self.document.graph))
        plain, drawn = bundle.get("text/plain", ""), bundle.get("text/html", "")
        note = f"<p>{html.escape(self.summary)}: <code>.losses</code> has every row of the report.</p>"
        return {"text/plain": f"{self.summary}\n{plain}", "text/html": f"{note}{drawn}"}


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
