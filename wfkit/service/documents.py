"""Documents from whatever a caller has: where formats, node types and rules meet."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from wfkit import formats, nodetypes
from wfkit.core import codec, rules
from wfkit.core.document import Document
from wfkit.core.problem import Problem, Report, report_of
from wfkit.errors import InvalidInput, InvalidWorkflow, NotFound, RegistryUnusable, UnknownFormat
from wfkit.formats import native

if TYPE_CHECKING:
    from wfkit.core.model import Graph
    from wfkit.core.nodetype import NodeType


@runtime_checkable
class HasSource(Protocol):
    """A workflow or one of its versions."""

    @property
    def source(self) -> Document:
        """The document it stands for."""


def load(path: str | os.PathLike[str]) -> Document:
    """The document in a file.

    Raises:
        NotFound: There is no such file.
        InvalidWorkflow: It is no JSON, with the place.
        UnknownFormat: It is JSON, but no workflow.
    """
    place = Path(path)
    return from_bytes(_read(place), source=str(place))


def from_bytes(raw: bytes, *, source: str = "") -> Document:
    """The document in these bytes."""
    text, encoding = codec.decode(raw)
    return replace(from_text(text), encoding=encoding, source=source)


def from_text(text: str, *, format: str | None = None) -> Document:
    """The document in this text."""
    return _made(text, codec.parse(text), format)


def from_data(data: Any, *, format: str | None = None) -> Document:
    """The document that this parsed JSON is; its text is written with two spaces of indent."""
    text = codec.to_text(data)
    return _made(text, codec.parse(text), format)


def document_of(source: object, *, format: str | None = None) -> Document:
    """The document that a dict, list, Document, workflow, version, path or JSON text stands for.

    Raises:
        InvalidInput: It is none of these.
    """
    match source:
        case Document():
            return source
        case Mapping() | list():
            return from_data(source, format=format)
        case os.PathLike():
            return load(source)
        case bytes():
            return from_bytes(source)
        case str():
            return _from_words(source, format)
        case HasSource():
            return source.source
        case _:
            msg = f"{type(source).__name__} is no document; pass a dict, a Document, a workflow, a version or a path"
            raise InvalidInput(msg)


def restored(text: str, encoding: str, format_name: str) -> Document:
    """The document of a stored version, which was checked when it was saved."""
    return Document(text, codec.parse(text), format_name, partial(read_graph, format_name), encoding)


def read_graph(format_name: str, data: Any) -> Graph:
    """The graph of a document, with the ports that the catalogue knows."""
    graph = formats.read(format_name, data)
    return _with_ports(graph, nodetypes.catalogue()) if format_name == native.FORMAT.name else graph


def check(document: Document) -> Report:
    """All problems of a document, by the rules of its format."""
    form = formats.get(document.format)
    if form.read is None:
        return Report((_unread(document.format),))
    is_native = form.name == native.FORMAT.name
    return rules.check(
        document.graph,
        node_types=nodetypes.catalogue() if is_native else None,
        held=is_native and native.is_held(document.data),
        acyclic=form.acyclic,
    )


def validate(source: object) -> Report:
    """All problems of whatever `document_of` takes; what cannot be read is a problem too.

    Raises:
        NotFound: There is no such file.
        InvalidInput: The argument is nothing that holds a document.
    """
    try:
        return check(document_of(source))
    except InvalidWorkflow as exc:
        return report_of(list(exc.problems))
    except UnknownFormat as exc:
        return Report((Problem("error", "unknown-format", str(exc)),))


def upgrade(source: object) -> dict[str, Any]:
    """The native document in the current `schema_version`, as a new dict; what it was given stays as it is.

    Raises:
        UnknownFormat: It is a document of another tool.
        InvalidWorkflow: A newer wfkit wrote it.
    """
    document = document_of(source)
    if document.format != native.FORMAT.name:
        msg = f"only native documents have a schema_version to upgrade, this one is {document.format!r}"
        raise UnknownFormat(msg)
    return native.upgrade(document.data)


def _from_words(words: str, format_name: str | None) -> Document:
    is_json = words.lstrip("\ufeff \t\r\n").startswith(("{", "["))
    return from_text(words, format=format_name) if is_json else load(words)


def _made(text: str, data: Any, format_name: str | None) -> Document:
    name = formats.sniff(data) if format_name is None else formats.get(format_name).name
    return Document(text, data, name, partial(read_graph, name))


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > codec.MAX_BYTES:
            limit_mb = codec.MAX_BYTES // 2**20
            msg = f"{str(path)!r} has {path.stat().st_size // 2**20} MB; wfkit reads documents of up to {limit_mb} MB"
            raise InvalidWorkflow(msg, [Problem("error", "too-large", msg)])
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, ValueError) as exc:
        msg = f"no file {str(path)!r}"
        raise NotFound(msg) from exc
    except OSError as exc:
        msg = f"cannot read {str(path)!r}: {exc.strerror}"
        raise RegistryUnusable(msg) from exc


def _unread(format_name: str) -> Problem:
    message = f"wfkit keeps {format_name!r} documents whole, but does not read their graph yet, so it was not checked"
    return Problem("info", "graph-not-read", message)


def _with_ports(graph: Graph, catalogue: Mapping[str, NodeType]) -> Graph:
    nodes = tuple(
        replace(node, inputs=kind.inputs, outputs=kind.outputs) if (kind := catalogue.get(node.type)) else node
        for node in graph.nodes
    )
    return replace(graph, nodes=nodes)
