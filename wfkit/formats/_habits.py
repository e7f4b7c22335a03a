"""What each tool does to the config of nodes by itself: empty fields, ids of lines, fields of a new version of a type.

Seen in revisions of real files. A form is written whole by some versions, and without its empty fields by others, so an
empty field that comes or goes says nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wfkit.core.habits import Habits, is_empty_field
from wfkit.core.pointer import split
from wfkit.formats._sniffing import child

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.core.diff.leaves import Leaf
    from wfkit.core.model import Node

# The lines of a form have ids that are given anew when a node is copied; nothing refers to them.
_N8N_LINE = re.compile(r"/(?:assignments|conditions|values|rules|fields)/\d+/id")
# How the editor showed what was chosen from a list; `value` beside it is what was chosen.
_N8N_CACHED = ("/cachedResultName", "/cachedResultUrl")
# An input of Galaxy is given at the run or by a connection, which the edges say.
_GALAXY_INPUTS = ("RuntimeValue", "ConnectedValue")
# How the source of a component of Langflow says what it is called.
_TITLES = [(said, quote) for said in (" = ", ": str = ") for quote in ('"', "'")]
_MOST_PARAMS = 500
_NUMBER_BITS = 512
_GALAXY_SWITCHES = ("", "true", "false")
_DIFY_LINE = re.compile(r"/(?:conditions|prompt_template|items|data)/\d+/id")
_RAGFLOW_LINE = re.compile(r"/parameters/\d+/id")


def _n8n(before: Node, after: Node, leaf: Leaf) -> bool:
    is_cached = leaf.path.endswith(_N8N_CACHED)
    return is_cached or is_empty_field(before, after, leaf) or _is_new_id(leaf, _N8N_LINE)


def _ragflow(before: Node, after: Node, leaf: Leaf) -> bool:
    # The number of a model in the database of one server.
    is_of_server = leaf.path == "/tenant_llm_id"
    return is_of_server or is_empty_field(before, after, leaf) or _is_new_id(leaf, _RAGFLOW_LINE)


def _dify(before: Node, after: Node, leaf: Leaf) -> bool:
    return is_empty_field(before, after, leaf) or _is_new_id(leaf, _DIFY_LINE)


def _is_new_id(leaf: Leaf, line: re.Pattern[str]) -> bool:
    # The path ends there, so that a value called `id` elsewhere is none.
    found = line.search(leaf.path)
    return leaf.kind == "changed" and found is not None and found.end() == len(leaf.path)


def _flowise(before: Node, after: Node, leaf: Leaf) -> bool:
    """A field that only one has, and nobody filled in: it is empty, or at the default that the node's schema says."""
    if is_empty_field(before, after, leaf):
        return True
    if leaf.kind not in ("added", "removed") or leaf.path.count("/") != 1:
        return False
    value, holder = (leaf.new, after) if leaf.kind == "added" else (leaf.old, before)
    (key,) = split(leaf.path)
    params = holder.noise.get("inputParams")
    # Forms have a few dozen fields; nobody waits for a search of thousands, for each of thousands.
    listed = params[:_MOST_PARAMS] if isinstance(params, list) else ()
    schema = next((item for item in listed if child(item, "name") == key), None)
    default = child(schema, "default")
    # Inputs are texts for the most part, and defaults are what they stand for.
    return _spelt(value) == _spelt(default) != ""


def _spelt(value: Any) -> str:
    """A text, a number or a truth as text; "" for anything else, and for numbers that Python refuses to print."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and value.bit_length() > _NUMBER_BITS:
        return ""
    return str(value) if isinstance(value, str | int | float) else ""


def _langflow(before: Node, after: Node, leaf: Leaf) -> bool:
    """A field that only one has, and that came or went with the source of its component.

    A text or list in it may still be the user's own, unless the form hides the field.
    """
    if is_empty_field(before, after, leaf):
        return True
    if leaf.kind not in ("added", "removed") or leaf.path.count("/") != 1:
        return False
    value, holder = (leaf.new, after) if leaf.kind == "added" else (leaf.old, before)
    sources = [_source(node) for node in (before, after)]
    if sources[0] == sources[1] or "" in sources:
        return False
    (key,) = split(leaf.path)
    is_hidden = child(child(holder.noise.get("template"), key), "advanced") is True
    return is_hidden or isinstance(value, bool | int | float)


def _source(node: Node) -> str:
    """The source that came with a component, "" where it is the user's own, and so is in the config."""
    source = child(child(node.noise.get("template"), "code"), "value")
    return source if isinstance(source, str) else ""


def _has_title(component: Node) -> bool:
    """Whether a component is called otherwise than its source has it."""
    source = _source(component)
    return not any(f"display_name{said}{quote}{component.label}{quote}" in source for said, quote in _TITLES)


def _with_sources(before: Node, after: Node) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The configs, with the source that came with a component beside the one that its user made of it."""
    old, new = before.config, after.config
    if ("code" in old) == ("code" in new):
        return old, new
    stock = _source(before) or _source(after)
    if not stock:
        return old, new
    return (old, {**new, "code": stock}) if "code" in old else ({**old, "code": stock}, new)


def _galaxy(before: Node, after: Node, leaf: Leaf) -> bool:
    """A parameter spelt otherwise, how an input is given, and what a new version of a tool brings.

    The form has a value for each parameter of the tool, so that those of another version come and go with it. A text
    among them may still be the user's own.
    """
    if leaf.kind == "changed":
        is_input = leaf.path.endswith("/__class__") and leaf.old in _GALAXY_INPUTS and leaf.new in _GALAXY_INPUTS
        return is_input or _are_spellings(leaf.old, leaf.new)
    if is_empty_field(before, after, leaf):
        return True
    if leaf.kind not in ("added", "removed"):
        return False
    value = leaf.new if leaf.kind == "added" else leaf.old
    return _is_input(value) or (_tool_version(before) != _tool_version(after) and _says_nothing(value))


def _has_label(step: Node) -> bool:
    """Whether a step of Galaxy has a label, rather than the name of its tool."""
    return "label" in step.noise or step.label != step.noise.get("name")


def _are_spellings(old: Any, new: Any) -> bool:
    """Whether one is the text of the other: `"false"` and false."""
    text, value = (old, new) if isinstance(old, str) else (new, old)
    return isinstance(text, str) and isinstance(value, bool | int | float) and text == _spelt(value)


def _is_input(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"__class__"}


def _tool_version(node: Node) -> tuple[Any, Any]:
    return node.settings.get("tool_version"), node.settings.get("tool_id_version")


def _says_nothing(value: Any) -> bool:
    """Whether there are only switches, numbers and empty fields in it."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict) and not _is_input(item):
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
        elif isinstance(item, str) and item not in _GALAXY_SWITCHES:
            return False
    return True


def _named(before: Node, after: Node) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The widgets of both by the names that one of the documents tells, where the other only has places for them."""
    old, new = before.config, after.config
    if _are_places(old) == _are_places(new):
        return old, new
    return (_with_names(old, new), new) if _are_places(old) else (old, _with_names(new, old))


def _are_places(config: Mapping[str, Any]) -> bool:
    return bool(config) and all(key == str(place) for place, key in enumerate(config))


def _with_names(places: Mapping[str, Any], named: Mapping[str, Any]) -> Mapping[str, Any]:
    names = [*named, *list(places)[len(named) :]]
    return dict(zip(names, places.values(), strict=False))


FORM = Habits(is_empty_field)
GALAXY = Habits(_galaxy, is_named=_has_label)
N8N = Habits(_n8n, key="name")
HAYSTACK = Habits(is_empty_field, key="name")
DIFY = Habits(_dify)
RAGFLOW = Habits(_ragflow)
FLOWISE = Habits(_flowise)
LANGFLOW = Habits(_langflow, align=_with_sources, is_named=_has_title)
COMFYUI = Habits(is_empty_field, align=_named)
