"""From bytes to a candidate, or to the reason why a file is none."""

from __future__ import annotations

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
from wfkit.service.importing.rows import Candidate, Row, listed_problems
from wfkit.service.inputs import MAX_NAME, checked_description, checked_name, checked_tags

if TYPE_CHECKING:
    from wfkit.core.problem import Report
    from wfkit.core.syntax import Syntax

_BLANK = b" \t\r\n"
_UTF8_MARK = b"\xef\xbb\xbf"
# A compiled pipeline begins with a page of comments.
_LOOKED_AT = 65_536
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def examine(label: str, file_name: str, raw: bytes, *, tags: tuple[str, ...], allow_invalid: bool) -> Candidate | Row:
    """A candidate, or the row that says why the file is none.

    Args:
        label: How the row names the file.
        file_name: Its name, for a workflow whose document has none.
        raw: Its bytes.
        tags: Labels that every workflow gets, beside its document's own.
        allow_invalid: Whether a document with errors is a candidate too.
    """
    unlike = _not_a_document(raw)
    if unlike:
        return Row(label, "skipped", unlike, size_bytes=len(raw))
    try:
        text, encoding = codec.decode(raw)
        data, content_hash, written_in = _fingerprint(text)
        format_name = formats.sniff(data)
    except InvalidWorkflow as exc:
        return _malformed(label, exc, len(raw))
    except UnknownFormat as exc:
        return Row(label, "skipped", str(exc), size_bytes=len(raw))
    reader = partial(documents.read_graph, format_name)
    document = Document(text, data, format_name, reader, encoding, syntax=written_in)
    report = documents.check_to_keep(document)
    foreign_tags = yaml_codec.foreign_tags(text) if written_in == "yaml" else ()
    name, naming = _name(data, file_name)
    if not report.ok and not allow_invalid:
        return _invalid(label, report, name, format_name, len(raw))
    description, describing = _description(data)
    own_tags, tagging = _tags(data)
    return Candidate(
        file=label, size_bytes=len(raw), text=text, encoding=encoding, content_hash=content_hash, format=format_name,
        name=name, description=description, tags=tuple(dict.fromkeys((*tags, *own_tags))), valid=report.ok,
        problems=(*_worth_telling(report), *foreign_tags, *naming, *describing, *tagging), json=document.json_of_yaml,
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


def _not_a_document(raw: bytes) -> str:
    """Why a file is not worth reading, by a cheap look at its beginning."""
    if raw.startswith(_UTF16_MARKS):
        return ""
    begin = raw.removeprefix(_UTF8_MARK)[:_LOOKED_AT].lstrip(_BLANK) or raw.removeprefix(_UTF8_MARK).lstrip(_BLANK)
    if not begin:
        return "empty"
    if begin[:1] in (b"{", b"[") or yaml_codec.is_likely(begin.decode("utf-8", "replace")):
        return ""
    start = begin[:12].decode("utf-8", "replace")
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


def _name(data: Any, file_name: str) -> tuple[str, list[Problem]]:
    given = data.get("name") if isinstance(data, dict) else None
    if given in (None, ""):
        return usable_name(file_name), []
    try:
        return checked_name(given), []
    except InvalidInput as exc:
        name = usable_name(file_name)
        return name, [_unusable("name", f"{exc}; the workflow is called {quoted(name)} after its file")]


def _description(data: Any) -> tuple[str, list[Problem]]:
    given = data.get("description") if isinstance(data, dict) else None
    if not isinstance(given, str):
        return "", []
    try:
        return checked_description(given), []
    except InvalidInput as exc:
        return "", [_unusable("description", f"{exc}; the workflow has no description")]


def _tags(data: Any) -> tuple[tuple[str, ...], list[Problem]]:
    given = data.get("tags") if isinstance(data, dict) else None
    if not isinstance(given, list):
        return (), []
    # n8n writes tags as objects with a name.
    texts = [item.get("name") if isinstance(item, dict) else item for item in given]
    try:
        return checked_tags(texts), []
    except InvalidInput as exc:
        return (), [_unusable("tags", f"{exc}; the document's tags were left out")]


def _unusable(key: str, message: str) -> Problem:
    return Problem("warning", f"unusable-{key}", message, f"/{key}")
