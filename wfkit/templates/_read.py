"""How a template is read: from the files beside this module, and from what a package brings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from wfkit import plugins
from wfkit.errors import InvalidInput

GROUP = "wfkit.templates"


@dataclass(frozen=True, slots=True)
class Template:
    """A workflow that is meant to be cloned.

    Attributes:
        key: A short name for code, such as `simple_rag`.
        name: The name for people, such as `Simple RAG`.
        description: What it does, in two sentences.
        tags: Labels that a clone starts with.
        text: The native document as JSON.
        source: The package that brought it.
    """

    key: str
    name: str
    description: str
    tags: tuple[str, ...]
    text: str
    source: str

    @property
    def handles(self) -> frozenset[str]:
        """The folded names that `get` finds it by."""
        return frozenset({self.key.casefold(), self.name.casefold()})


def everything() -> tuple[tuple[Template, ...], list[str]]:
    """All templates, built-in first, and a line for whatever in an installed package cannot be taken."""
    templates = list(builtin())
    found = plugins.load(GROUP)
    faults = [*found.faults]
    for plugin in found.loaded:
        added, reasons = from_value(plugin.value, plugin.package, templates)
        templates += added
        faults += [plugins.fault(GROUP, plugin.name, plugin.package, reason) for reason in reasons]
    return tuple(templates), faults


def builtin() -> Iterator[Template]:
    """The templates that come with wfkit, in the order of their keys."""
    files = [file for file in resources.files(__package__).iterdir() if file.name.endswith(".json")]
    for file in sorted(files, key=lambda file: file.name):
        yield from_document(file.read_text(encoding="utf-8"), "wfkit", key=file.name.removesuffix(".json"))


def from_value(value: object, source: str, present: Iterable[Template]) -> tuple[list[Template], list[str]]:
    """The templates in what an entry point gave, and a reason for each that cannot be taken.

    Args:
        value: A document, or an iterable or mapping of documents.
        source: The package that brought it.
        present: Templates whose keys and names are taken.
    """
    taken = {handle for template in present for handle in template.handles}
    templates: list[Template] = []
    faults: list[str] = []
    for key, document in _documents(value):
        try:
            template = _new(from_document(document, source, key=key), taken)
        except InvalidInput as error:
            faults.append(str(error))
        else:
            templates.append(template)
            taken |= template.handles
    return templates, faults


def from_document(document: object, source: str, *, key: str = "") -> Template:
    """The template that a native document describes; without a key, one made from its name.

    Raises:
        InvalidInput: It is no native document, or has no name.
    """
    data, text = _parsed(document)
    name = data.get("name")
    if not isinstance(name, str) or not name.strip() or not isinstance(data.get("nodes"), list):
        msg = f'a template is a native document with "name" and "nodes", not {text:.60}'
        raise InvalidInput(msg)
    tags = data.get("tags")
    return Template(
        key=key or _slug(name),
        name=name,
        description=str(data.get("description") or ""),
        tags=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
        text=text,
        source=source,
    )


def _parsed(document: object) -> tuple[Mapping[str, Any], str]:
    try:
        text = document if isinstance(document, str) else json.dumps(document, indent=2, ensure_ascii=False) + "\n"
        data = json.loads(text)
    except (TypeError, ValueError, RecursionError) as error:
        msg = (
            f"a template is a dict of JSON values or JSON text, and this {type(document).__name__} is neither: {error}"
        )
        raise InvalidInput(msg) from error
    return (data if isinstance(data, dict) else {}), text


def _documents(value: object) -> Iterable[tuple[str, object]]:
    if isinstance(value, str) or (isinstance(value, Mapping) and "nodes" in value):
        return [("", value)]
    if isinstance(value, Mapping):
        return [(str(key), document) for key, document in value.items()]
    if isinstance(value, Iterable):
        return [("", document) for document in value]
    return [("", value)]


def _new(template: Template, taken: set[str]) -> Template:
    if template.handles & taken:
        msg = f"a template named {template.name!r} (key {template.key!r}) exists already; choose another name"
        raise InvalidInput(msg)
    return template


def _slug(name: str) -> str:
    return re.sub(r"\W+", "_", name.casefold()).strip("_")
