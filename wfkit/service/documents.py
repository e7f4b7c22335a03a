"""Documents from whatever a caller has: where formats, node types and rules meet."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import structs

from wfkit import formats, nodetypes
from wfkit.core import codec, rules, syntax, yaml_codec
from wfkit.core.document import Document
from wfkit.core.problem import Problem, Report, report_of
from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput, InvalidWorkflow, NotFound, RegistryUnusable, UnknownFormat
from wfkit.formats import native

if TYPE_CHECKING:
    from wfkit.core.model import Graph
    from wfkit.core.nodetype import NodeType
    from wfkit.core.syntax import Syntax


_ALLOWED = "pass a dict, a Document, a workflow, a version, a path, or text of JSON or YAML"


def load(path: str | os.PathLike[str]) -> Document:
    """The document in a file.

    Raises:
        NotFound: There is no such file.
        InvalidWorkflow: It is neither JSON nor YAML, with the place.
        UnknownFormat: It is one of them, but no workflow.
    """
    return _from_file(path, None)


def from_bytes(raw: bytes, *, source: str = "", format: str | None = None) -> Document:
    """The document in these bytes."""
    text, encoding = codec.decode(raw)
    return replace(from_text(text, format=format), encoding=encoding, source=source)


def from_text(text: str, *, format: str | None = None) -> Document:
    """The document in this text."""
    try:
        data, written_in = syntax.parse(text)
    except InvalidWorkflow:
        refuse_foreign(text)
        raise
    return _made(text, data, format, written_in)


def refuse_foreign(text: str) -> None:
    """Says whose a text is that cannot be read, where it is YAML of several documents and the first is no workflow.

    Raises:
        UnknownFormat: It is.
    """
    first = yaml_codec.first_document(text) if syntax.syntax_of(text) == "yaml" else None
    if first is not None:
        formats.sniff(first)


def from_data(data: Any, *, format: str | None = None) -> Document:
    """The document that this parsed JSON is; its text is written with two spaces of indent."""
    text = codec.to_text(data)
    return _made(text, codec.parse(text), format)


def edited(base: Document, data: Any, *, format: str | None = None) -> Document:
    """The document with this data; what it leaves as it was in another document keeps the spelling it has there."""
    plain = from_data(data, format=format)
    if base.syntax == "json" and codec.to_text(base.data) == base.text:
        return plain  # laid out as wfkit does it: there is no other spelling to keep
    from wfkit.service.weaving import edited_text

    made = from_text(edited_text(base, plain.data), format=plain.format)
    return replace(made, encoding=base.encoding)


def document_of(source: object, *, format: str | None = None) -> Document:
    """The document that a dict, list, Document, workflow, version, path or JSON text stands for.

    Raises:
        InvalidInput: It is none of these.
    """
    match source:
        case Document():
            return _as_it_is_now(source)
        case Mapping() | list():
            return from_data(source, format=format)
        case os.PathLike():
            return _from_file(source, format)
        case bytes():
            return from_bytes(source, format=format)
        case str():
            return _from_words(source, format)
    # Edges and DataFrames too have a `source`, but no document.
    if isinstance(held := getattr(source, "source", None), Document):
        return _as_it_is_now(held)
    msg = f"a value of type {type(source).__name__} is no document; {_ALLOWED}"
    raise InvalidInput(msg)


class Held(Protocol):
    """What the store holds of a document: its text, how that was encoded, and what it says where it is YAML."""

    @property
    def text(self) -> str:
        """The document as it was given."""

    @property
    def encoding(self) -> str:
        """How its bytes encode the text."""

    @property
    def json(self) -> str | None:
        """What YAML says, as JSON."""


def restored(held: Held, format_name: str) -> Document:
    """The document of a stored version, which was checked when it was saved."""
    data = codec.parse_again(held.text if held.json is None else held.json)
    written_in: Syntax = "json" if held.json is None else "yaml"
    reader = partial(read_graph, format_name)
    return Document(held.text, data, format_name, reader, held.encoding, syntax=written_in)


def read_graph(format_name: str, data: Any) -> Graph:
    """The graph of a document, with the ports that the catalogue knows."""
    graph = formats.read(format_name, data)
    return _with_ports(graph, nodetypes.catalogue()) if format_name == native.FORMAT.name else graph


def count(document: Document) -> tuple[int | None, int | None]:
    """How many nodes and edges its graph has; None where wfkit has no reader for its format."""
    if formats.get(document.format).read is None:
        return None, None
    graph = document.graph
    return len(graph.nodes), len(graph.edges)


def blank() -> Document:
    """A native document without nodes, to begin from."""
    return from_data(native.upgrade({"nodes": [], "edges": []}))


def check(document: Document) -> Report:
    """All problems of a document, by the rules of its format."""
    report = _checked(document)
    if document.syntax == "json":
        return report
    return report_of([*report, *yaml_codec.foreign_tags(document.text)])


def _checked(document: Document) -> Report:
    form = formats.get(document.format)
    if form.read is None:
        return Report((_unread(document.format),))
    if form.name != native.FORMAT.name:
        return _tolerant(rules.check(document.graph, acyclic=form.acyclic))
    return rules.check(
        document.graph, node_types=nodetypes.catalogue(), held=native.is_held(document.data), acyclic=form.acyclic
    )


def check_to_keep(document: Document) -> Report:
    """The problems that decide on a save or an import.

    Nothing that another tool wrote is refused, so its graph is not read here: that would take an import three times as
    long. `validate` reads it.
    """
    return check(document) if document.format == native.FORMAT.name else Report(())


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
    if is_json or ("\n" in words and yaml_codec.is_likely(words)):
        return from_text(words, format=format_name)
    if not words.strip("\ufeff \t\r\n"):
        msg = f"an empty text is no document; {_ALLOWED}"
        raise InvalidInput(msg)
    return _from_file(words, format_name)


def _from_file(path: object, format_name: str | None) -> Document:
    if not isinstance(path, str | os.PathLike):
        msg = f"a value of type {type(path).__name__} is no path; pass a text or a pathlib.Path"
        raise InvalidInput(msg)
    place = Path(path)
    return from_bytes(_read(place), source=str(place), format=format_name)


def _as_it_is_now(document: Document) -> Document:
    """The document, or one of its data where that was edited: then its text does not say the same any more."""
    data, written, _ = syntax.fingerprint(document.text)
    if written == codec.content_hash(document.data):
        return replace(document)
    return edited(replace(document, data=data), document.data, format=document.format)


def _made(text: str, data: Any, format_name: str | None, written_in: Syntax = "json") -> Document:
    # A scalar is a document of no format at all, whatever the caller calls it.
    is_named = format_name is not None and isinstance(data, dict | list)
    name = formats.get(str(format_name)).name if is_named else formats.sniff(data)
    return Document(text, data, name, partial(read_graph, name), syntax=written_in)


def _read(path: Path) -> bytes:
    try:
        size_mb = path.stat().st_size / 2**20
        if size_mb <= codec.MAX_BYTES / 2**20:
            return path.read_bytes()
    except IsADirectoryError as exc:
        msg = f"{quoted(str(path))} is a folder; name one file in it"
        raise InvalidInput(msg) from exc
    except (FileNotFoundError, NotADirectoryError, ValueError) as exc:
        msg = f"no file {quoted(str(path))}; {_ALLOWED}"
        raise NotFound(msg) from exc
    except OSError as exc:
        if exc.errno == errno.ENAMETOOLONG:
            msg = f"{quoted(str(path))} is too long to be the name of a file; {_ALLOWED}"
            raise InvalidInput(msg) from exc
        msg = f"cannot read {quoted(str(path))}: {exc.strerror}"
        raise RegistryUnusable(msg) from exc
    limit_mb = codec.MAX_BYTES // 2**20
    msg = f"{quoted(str(path))} has {size_mb:.0f} MB; wfkit reads documents of up to {limit_mb} MB"
    raise InvalidWorkflow(msg, [Problem("error", "too-large", msg)])


def _tolerant(report: Report) -> Report:
    """The report with warnings for errors: what another tool saved is kept, whatever is wrong with it."""
    return report_of(
        [replace(problem, severity="warning") if problem.severity == "error" else problem for problem in report]
    )


def _unread(format_name: str) -> Problem:
    message = f"wfkit keeps {format_name!r} documents whole, but does not read their graph yet, so it was not checked"
    return Problem("info", "graph-not-read", message)


def _with_ports(graph: Graph, catalogue: Mapping[str, NodeType]) -> Graph:
    nodes = tuple(
        structs.replace(node, inputs=kind.inputs, outputs=kind.outputs) if (kind := catalogue.get(node.type)) else node
        for node in graph.nodes
    )
    return replace(graph, nodes=nodes)
