"""The history of a workflow as a list: what each version changed, and who changed what last."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wfkit.cli._options import Command, JsonOption, NameArgument, RegistryOption, opened
from wfkit.cli._output import Column, field, print_listing
from wfkit.cli._text import minute, plain, shortened
from wfkit.core.wording import Names, quoted
from wfkit.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_NodeOption = Annotated[
    str | None, typer.Option(metavar="NODE", help="Only what concerns this node, by id or label.", show_default=False)
]
_VALUE = 200


def log(
    ctx: typer.Context,
    name: NameArgument,
    node: _NodeOption = None,
    changes: Annotated[bool, typer.Option("--changes", help="A row a change instead of a row a version.")] = False,
    as_json: JsonOption = False,
    registry: RegistryOption = None,
) -> None:
    """Say what each version changed, newest first."""
    if changes and node is not None:
        msg = "--changes lists those of all nodes; leave out --node"
        raise InvalidInput(msg)
    with opened(ctx, registry) as found:
        workflow = found.get(name)
        frame = _newest_first(workflow.diff_frame()) if changes else workflow.log(node=node)
    print_listing(frame, CHANGES if changes else LOG, as_json=as_json, empty="no version changed anything")


def blame(
    ctx: typer.Context,
    name: NameArgument,
    node: _NodeOption = None,
    as_json: JsonOption = False,
    registry: RegistryOption = None,
) -> None:
    """Say who changed each node and setting last, and when."""
    with opened(ctx, registry) as found:
        frame = found.get(name).blame()
    if node is not None:
        frame = _of_node(frame, node)
    print_listing(frame, BLAME, as_json=as_json, empty="the workflow has no nodes")


def _newest_first(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values("version", ascending=False, kind="stable")


def _of_node(frame: pd.DataFrame, node: str) -> pd.DataFrame:
    """The rows of a node.

    Raises:
        NotFound: There is none of this id or label.
    """
    rows = frame[(frame["node"] == node) | (frame["label"] == node)]
    if rows.empty:
        known = Names(tuple(dict.fromkeys([*frame["label"], *frame["node"]])))
        msg = f"no node has the id or label {quoted(node)}; {known.hint(node, 'nodes')}"
        raise NotFound(msg)
    rows.attrs["total"] = len(rows)
    return rows


def _value(value: Any) -> str:
    found = plain(value)
    text = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
    return shortened(text, _VALUE)


def _leaf(row: Mapping[str, Any]) -> str:
    return _value(row["value"]) if row["path"] else ""


def _side(name: str) -> Column:
    """The column of an old or new value; an edge is named by its ends already."""
    return Column(name, lambda row: "" if row[name] in (None, row["label"]) else _value(row[name]))


_SAVED = Column("saved", lambda row: minute(row["created_at"]), whole=True)
LOG = (
    field("version", right=True, whole=True, style="bold"),
    Column("what changed", lambda row: row["summary"], wrap=True, share=3),
    Column("message", lambda row: row["message"], wrap=True, share=2, style="dim"),
    field("author"),
    _SAVED,
)
CHANGES = (
    field("version", right=True, whole=True, style="bold"),
    field("kind", style="cyan"),
    Column("node or edge", lambda row: row["label"]),
    Column("path", lambda row: row["path"].lstrip("/")),
    _side("old"),
    _side("new"),
)
BLAME = (
    Column("node", lambda row: row["label"], style=lambda row: "dim" if row["path"] else "bold"),
    Column("setting", lambda row: row["path"].lstrip("/")),
    Column("value", _leaf, style="dim"),
    field("version", right=True, whole=True, style="bold"),
    field("author"),
    _SAVED,
)

COMMANDS = (
    Command("log", log, ('wfkit log "My RAG"', 'wfkit log "My RAG" --node llm', 'wfkit log "My RAG" --changes --json')),
    Command("blame", blame, ('wfkit blame "My RAG"', 'wfkit blame "My RAG" --node "Write the answer"')),
)
