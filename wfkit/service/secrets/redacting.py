"""Documents without their secrets, to be shared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wfkit.core import codec, yaml_codec
from wfkit.core.secrets import MASK, mask_all
from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput, InvalidWorkflow
from wfkit.service import documents
from wfkit.service.secrets._findings import findings, value_at
from wfkit.service.weaving import Cut, Splice, applied, edited_text, spliced, spliced_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wfkit.core.document import Document
    from wfkit.core.secrets import Finding

SECRETS, ALL = "secrets", "all"
_EMPTY: Mapping[type, str] = {str: '""', dict: "{}", list: "[]", int: "0", float: "0"}


def redact(source: object, what: str = SECRETS) -> Document:
    """The document without its secrets; in all else it is the same text, and a document of the same tool.

    A value that is a secret from end to end becomes empty (`""`, `{}`, `[]`, 0), one within a longer text `REDACTED`.
    References such as `${API_KEY}` stay. A document in which nothing is found comes back as it is.

    Args:
        source: Whatever `validate` takes: a dict, a Document, a workflow, a version, a path or JSON text.
        what: `secrets`, or `all` for personal data too: names, e-mail addresses, ids of accounts and instances.

    Raises:
        NotFound: There is no such file.
        InvalidInput: It is nothing that holds a document, or `what` is none of the two.
        InvalidWorkflow: It cannot be read.
        UnknownFormat: It is no workflow.
    """
    if what not in (SECRETS, ALL):
        msg = f"what is {quoted(str(what))}; it must be {SECRETS!r} or {ALL!r}"
        raise InvalidInput(msg)
    return redacted(documents.document_of(source), what)


def redacted(document: Document, what: str = SECRETS) -> Document:
    """The document without its secrets, as `redact` gives it; one without a text, as a merge in progress, stays so."""
    # What is cut out of a text may leave something that looks like a secret again: then the whole text goes.
    for is_whole in (False, True):
        found = [finding for finding in findings(document) if what == ALL or finding.kind == "secret"]
        edits = [*_edits(document.data, found, is_whole=is_whole)]
        if edits:
            document = _edited(document, edits)
        if not any(edit.cuts or edit.key_cuts for edit in edits):
            break
    return document


def _edited(document: Document, edits: Sequence[Splice]) -> Document:
    if not document.text:
        return replace(document, data=applied(document.data, edits))
    made = documents.from_text(_text(document, edits), format=document.format)
    return replace(made, encoding=document.encoding, source=document.source)


def _text(document: Document, edits: Sequence[Splice]) -> str:
    """The text of the document with these edits."""
    if document.syntax == "json":
        return spliced(document.text, edits)
    data = applied(document.data, edits)
    text = spliced_yaml(document.text, edits)
    # What aliases bring is written elsewhere: then the lines concerned are written anew.
    return text if _says(text, data) else edited_text(document, data)


def _says(text: str, data: Any) -> bool:
    try:
        return codec.content_hash(yaml_codec.parse(text)) == codec.content_hash(data)
    except InvalidWorkflow:
        return False


def scrubbed(text: str, what: str = SECRETS) -> str:
    """A text about a document, such as a message, without the secrets that their shape gives away."""
    return scrubbed_all([text], what)[0]


def scrubbed_all(texts: Sequence[str], what: str = SECRETS) -> list[str]:
    """What `scrubbed` gives for each of these texts, in a tenth of the time."""
    return mask_all(texts, personal=what == ALL)


def _edits(data: Any, found: Sequence[Finding], *, is_whole: bool) -> Iterator[Splice]:
    by_path: dict[tuple[str | int, ...], list[Finding]] = defaultdict(list)
    for finding in found:
        by_path[finding.path].append(finding)
    words = _words(found)
    for path, here in by_path.items():
        in_key = [finding for finding in here if finding.is_key]
        in_value = [finding for finding in here if not finding.is_key]
        key_cuts = tuple(_cuts(str(path[-1]), in_key, words))
        value = value_at(data, path) if in_value else None
        if any(finding.is_whole for finding in in_value) or (is_whole and in_value) or not isinstance(value, str):
            yield Splice(path, text=_EMPTY[type(value)] if in_value else None, key_cuts=key_cuts)
        else:
            yield Splice(path, cuts=tuple(_cuts(value, in_value, words)), key_cuts=key_cuts)


def _words(found: Iterable[Finding]) -> Mapping[str, str]:
    """What takes the place of each secret that stands in a key: keys that differ must go on to differ."""
    words: dict[str, str] = {}
    for finding in found:
        if finding.is_key:
            secret = str(finding.path[-1])[finding.start : finding.stop]
            words.setdefault(secret, f"{MASK}{len(words) + 1}" if words else MASK)
    return words


def _cuts(text: str, found: Iterable[Finding], words: Mapping[str, str]) -> Iterator[Cut]:
    """The stretches to take out, in order; those that touch are one."""
    start = stop = -1
    for finding in sorted(found, key=lambda finding: finding.start):
        if start >= 0 and finding.start > stop:
            yield Cut(start, stop, words.get(text[start:stop], MASK))
            start = -1
        start, stop = (finding.start, finding.stop) if start < 0 else (start, max(stop, finding.stop))
    if start >= 0:
        yield Cut(start, stop, words.get(text[start:stop], MASK))
