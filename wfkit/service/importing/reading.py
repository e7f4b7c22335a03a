"""From bytes to a candidate, or to the reason why a file is none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from wfkit import formats
from wfkit.core import codec, syntax, yaml_codec
from wfkit.core.document import Document
from wfkit.core.problem import Problem
from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput, InvalidWorkflow, UnknownFormat
from wfkit.service import documents
from wfkit.service.importing import _parts
from wfkit.service.importing.rows import Candidate, Row, listed_problems
from wfkit.service.inputs import MAX_NAME, checked_description, checked_name, checked_tags

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.problem import Report
    from wfkit.core.syntax import Syntax

_BLANK = " \t\r\n"
# A compiled pipeline begins with a page of comments.
_LOOKED_AT = 65_536


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller wants of every file.

    Attributes:
        tags: Labels that every workflow gets, beside its document's own.
        allow_invalid: Whether a document with errors is a candidate too.
        check: Whether the graphs of other tools' documents are checked too.
    """

    tags: tuple[str, ...] = ()
    allow_invalid: bool = False
    check: bool = False


def examine(label: str, file_name: str, raw: bytes, options: Options) -> Iterator[Candidate | Row]:
    """A candidate, or the row that says why the file is none; one a workflow where it holds many.

    Args:
        label: How the row names the file.
        file_name: Its name, for a workflow whose document has none.
        raw: Its bytes.
        options: What the caller wants.
    """
    plain = _parts.plain(raw)
    if _parts.has_lines(plain) or (file_name.lower().endswith(_parts.LINE_SUFFIXES) and _parts.has_some_lines(plain)):
        yield from examine_lines(label, file_name, plain, options)
        return
    unlike = _not_a_document(raw)
    if unlike:
        yield Row(label, "skipped", unlike, size_bytes=len(raw))
        return
    try:
        text, encoding = codec.decode(raw)
        data, content_hash, written_in = _fingerprint(text)
    except InvalidWorkflow as exc:
        yield _malformed(label, exc, len(raw))
        return
    except UnknownFormat as exc:  # the first of several documents in a file is of a tool that is not read
        yield Row(label, "skipped", str(exc), size_bytes=len(raw))
        return
    try:
        format_name = formats.sniff(data)
    except UnknownFormat as exc:
        found = formats.parts(data) if written_in == "json" else []
        yield from _divided(label, file_name, text, found, options)
        if not found:
            yield Row(label, "skipped", str(exc), size_bytes=len(raw))
        return
    reader = partial(documents.read_graph, format_name)
    document = Document(text, data, format_name, reader, encoding, syntax=written_in)
    yield _weighed(document, content_hash, label, file_name, len(raw), options)


def examine_lines(
    label: str, file_name: str, raw: bytes, options: Options, *, first: int = 1
) -> Iterator[Candidate | Row]:
    """What `examine` gives for each line that is not empty; `first` is the number of the first one."""
    for number, line in _parts.lines(raw, first):
        yield from examine(f"{label}#{number}", _numbered(file_name, number), line, options)


def _divided(
    label: str, file_name: str, text: str, found: list[formats.Part], options: Options
) -> Iterator[Candidate | Row]:
    for number, (part, inner) in enumerate(_parts.slices(text, found), start=1):
        place = f"{label}#{number}"
        if part.format:
            yield from examine(place, _part_name(file_name, part, number), inner.encode(), options)
        else:
            what = "no workflow of a known format; others in this file are some"
            yield Row(place, "skipped", what, name=cleaned_name(part.name) if part.name else "", size_bytes=len(inner))


def _weighed(
    document: Document, content_hash: str, label: str, file_name: str, size: int, options: Options
) -> Candidate | Row:
    report = documents.check(document) if options.check else documents.check_to_keep(document)
    name, naming = _name(document.format, document.data, file_name)
    if not report.ok and not options.allow_invalid:
        return _invalid(label, report, name, document.format, size)
    description, describing = _description(document.format, document.data)
    own_tags, tagging = _tags(document.data)
    nodes, edges = documents.count(document)
    foreign_tags = yaml_codec.foreign_tags(document.text) if document.syntax == "yaml" else ()
    return Candidate(
        file=label, size_bytes=size, text=document.text, encoding=document.encoding, content_hash=content_hash,
        format=document.format, name=name, description=description,
        tags=tuple(dict.fromkeys((*options.tags, *own_tags))), valid=report.ok,
        problems=(*_worth_telling(report), *foreign_tags, *naming, *describing, *tagging), json=document.json_of_yaml,
        nodes=nodes, edges=edges,
    )  # fmt: skip


def _fingerprint(text: str) -> tuple[Any, str, Syntax]:
    try:
        return syntax.fingerprint(text)
    except InvalidWorkflow:
        documents.refuse_foreign(text)
        raise


def usable_name(file_name: str) -> str:
    """The name of a workflow whose document has none: the file's, without its suffix."""
    return cleaned_name(PurePath(file_name).stem)


def cleaned_name(text: str) -> str:
    """The text as the name of a workflow, with `_` for what is not allowed in one."""
    cleaned = "".join(character if character.isprintable() else "_" for character in text)[:MAX_NAME]
    return cleaned if cleaned.strip() else "untitled"


def _numbered(file_name: str, number: int) -> str:
    # With a suffix, which is what a name from a file leaves off.
    return f"{PurePath(file_name).stem} {number}.json"


def _part_name(file_name: str, part: formats.Part, number: int) -> str:
    return f"{part.name}.json" if part.name.strip() and "/" not in part.name else _numbered(file_name, number)


def _not_a_document(raw: bytes) -> str:
    """Why a file is not worth reading, by a cheap look at its beginning."""
    begin = codec.decode_begin(raw, _LOOKED_AT).lstrip(_BLANK) or codec.decode_begin(raw, len(raw)).lstrip(_BLANK)
    if not begin:
        return "empty"
    if begin[0] in "{[" or yaml_codec.is_likely(begin):
        return ""
    start = begin[:12]
    return f"neither JSON nor YAML: it begins with {quoted(start)}; a workflow begins with '{{', '[' or a key"


def _malformed(label: str, error: InvalidWorkflow, size: int) -> Row:
    first = error.problems[0].message if error.problems else str(error)
    return Row(label, "failed", f"malformed: {first}", **listed_problems(error.problems), size_bytes=size)


def _invalid(label: str, report: Report, name: str, format_name: str, size: int) -> Row:
    count = len(report.errors)
    reason = f"{count} error{'s' if count > 1 else ''}; the first: {report.errors[0].message}"
    return Row(
        label, "invalid", reason, name=name, format=format_name, **listed_problems(report.problems), size_bytes=size
    )


def _worth_telling(report: Report) -> tuple[Problem, ...]:
    return tuple(problem for problem in report if problem.severity != "info")


def _name(format_name: str, data: Any, file_name: str) -> tuple[str, list[Problem]]:
    place, given = formats.named(format_name, data)
    if given is None:
        return usable_name(file_name), []
    try:
        return checked_name(given), []
    except InvalidInput as exc:
        name = usable_name(file_name)
        return name, [_unusable("name", place, f"{exc}; the workflow is called {quoted(name)} after its file")]


def _description(format_name: str, data: Any) -> tuple[str, list[Problem]]:
    place, given = formats.described(format_name, data)
    if not isinstance(given, str):
        return "", []
    try:
        return checked_description(given), []
    except InvalidInput as exc:
        return "", [_unusable("description", place, f"{exc}; the workflow has no description")]


def _tags(data: Any) -> tuple[tuple[str, ...], list[Problem]]:
    given = data.get("tags") if isinstance(data, dict) else None
    if not isinstance(given, list):
        return (), []
    # n8n writes tags as objects with a name.
    texts = [item.get("name") if isinstance(item, dict) else item for item in given]
    try:
        return checked_tags(texts), []
    except InvalidInput as exc:
        return (), [_unusable("tags", "/tags", f"{exc}; the document's tags were left out")]


def _unusable(what: str, place: str, message: str) -> Problem:
    return Problem("warning", f"unusable-{what}", message, place)
