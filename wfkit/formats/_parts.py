"""Files with many workflows: what tools export when they are asked for everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# n8n and ComfyUI write lists; Langflow `flows`; the interfaces of others `data` or `items`;
# Flowise a list a kind.
_LISTS = frozenset(
    {
        "agentflow", "agentflowv2", "agents", "apps", "assistantflow", "canvases", "chatflow", "chatflows",
        "data", "flows", "items", "multiagentflow", "workflows",
    }
)  # fmt: skip
_INNER = ("flowData", "dsl", "workflow", "graph", "definition", "data", "content")


@dataclass(frozen=True, slots=True)
class Part:
    """One item of a file with many workflows.

    Attributes:
        list_key: The key of the list that holds it; None where the file is that list.
        index: Its place in the list.
        inner: The key within the item that holds the document; "" where the item is the document.
        is_text: Whether the document is JSON within a JSON string, as Flowise writes it.
        name: What the item is called beside its document, "" when nothing says so.
        format: Whose document it is; "" where the item is none.
    """

    list_key: str | None
    index: int
    inner: str = ""
    is_text: bool = False
    name: str = ""
    format: str = ""


def find(data: Any, sniff: Callable[[Any], str]) -> list[Part]:
    """The items of a file that is no document itself, none unless one of them is a workflow.

    Args:
        data: What the file says.
        sniff: Gives the format of a document, "" for what is none.
    """
    found = [_part(key, index, item, sniff) for key, items in _lists(data) for index, item in enumerate(items)]
    return found if any(part.format for part in found) else []


def _lists(data: Any) -> Iterator[tuple[str | None, list[Any]]]:
    if isinstance(data, list):
        yield None, data
    elif isinstance(data, dict):
        for key, value in data.items():
            if isinstance(value, list) and str(key).lower() in _LISTS:
                yield key, value


def _part(key: str | None, index: int, item: Any, sniff: Callable[[Any], str]) -> Part:
    if not isinstance(item, dict | list):
        return Part(key, index)
    if format_name := sniff(item):
        return Part(key, index, format=format_name)
    if isinstance(item, list):
        return Part(key, index)
    given = item.get("name") or item.get("title")
    name = given if isinstance(given, str) else ""
    for inner in _INNER:
        value = item.get(inner)
        is_text = isinstance(value, str) and value.lstrip().startswith(("{", "["))
        if format_name := sniff(_parsed(value) if is_text else value):
            return Part(key, index, inner, is_text, name, format_name)
    return Part(key, index, name=name)


def _parsed(text: Any) -> Any:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return None
