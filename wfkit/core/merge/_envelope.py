"""Dify's console gives an app as a text of YAML within JSON: what is merged is the app, and then it is a text again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from wfkit.core import yaml_codec
from wfkit.core.codec import content_hash
from wfkit.core.diff.leaves import ABSENT
from wfkit.core.merge import _lines
from wfkit.core.merge._outcome import Decision, Outcome
from wfkit.core.model import Graph
from wfkit.errors import InvalidWorkflow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.core.document import Document
    from wfkit.core.merge.conflict import Conflict

    Documents = tuple[Document, Document, Document]

_TEXT = "data"
_PATH = f"/{_TEXT}"
_ANEW = "the YAML of the app was written anew, without its comments"


class Part(Protocol):
    """The merge of what is in the envelope, or of what is around it."""

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Its conflicts, in the order of the document."""

    def outcome(self, decisions: Mapping[str, Decision]) -> Outcome:
        """What is merged, by these decisions."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Three envelopes.

    Attributes:
        around: The documents without the text.
        inside: The apps.
        texts: As these are written.
        keys: Those of ours, in their order.
    """

    around: Documents
    inside: Documents
    texts: tuple[str, str, str]
    keys: tuple[str, ...]

    @staticmethod
    def of(documents: Documents) -> Opened | None:
        """The envelopes, None where one of the documents is none."""
        base, ours, theirs = (_opened(document) for document in documents)
        if base is None or ours is None or theirs is None:
            return None
        return Opened(
            (base[0], ours[0], theirs[0]), (base[1], ours[1], theirs[1]), (base[2], ours[2], theirs[2]),
            tuple(documents[1].data),
        )  # fmt: skip


def closed(documents: Documents) -> Documents:
    """The documents, without a graph where one is an envelope: all nodes of that are at one place, the text."""
    if not any(_is_envelope(document.data) for document in documents):
        return documents
    base, ours, theirs = (replace(document, reader=lambda _: Graph()) for document in documents)
    return base, ours, theirs


class Enveloped:
    """The merge of envelopes.

    Attributes:
        conflicts: Those around the text and those in it, whose paths lead through the text.
    """

    def __init__(self, opened: Opened, around: Part, inside: Part) -> None:
        self._opened, self._around, self._inside = opened, around, inside
        within = [replace(conflict, path=f"{_PATH}{conflict.path}") for conflict in inside.conflicts]
        self.conflicts = (*around.conflicts, *within)

    def outcome(self, decisions: Mapping[str, Decision]) -> Outcome:
        """The merged envelope; open conflicts count as decided for our side."""
        inner = {path.removeprefix(_PATH): made for path, made in decisions.items() if _is_within(path)}
        outer = {path: made for path, made in decisions.items() if not _is_within(path)}
        around, inside = self._around.outcome(outer), self._inside.outcome(inner)
        text, notes = self._text(inside.data)
        merged = {**around.data, _TEXT: text}
        ordered = {key: merged[key] for key in (*self._opened.keys, *merged) if key in merged}
        return Outcome(ordered, (*around.notes, *inside.notes, *notes))

    def _text(self, data: Any) -> tuple[str, tuple[str, ...]]:
        """The text that says the merged data, of the sides' own lines where that is possible."""
        wanted = content_hash(data)
        base, ours, theirs = self._opened.texts
        for side, text in zip((1, 2), (ours, theirs), strict=True):
            if content_hash(self._opened.inside[side].data) == wanted:
                return text, ()
        both = _lines.merged(base, ours, theirs)
        if both is not ABSENT and _says(both, wanted):
            return both, ()
        return yaml_codec.to_text(data), (_ANEW,)


def _opened(document: Document) -> tuple[Document, Document, str] | None:
    """The document without the text, the app, and the text; None where there is no app."""
    data = document.data
    text = data[_TEXT] if _is_envelope(data) else ""
    app = _parsed(text)
    if not isinstance(app, dict):
        return None
    around = {key: value for key, value in data.items() if key != _TEXT}
    return replace(document, data=around, text=""), replace(document, data=app, text=""), text


def _is_envelope(data: Any) -> bool:
    return isinstance(data, dict) and "kind" not in data and isinstance(data.get(_TEXT), str)


def _is_within(path: str) -> bool:
    """Whether a path leads to the text, or through it."""
    return path == _PATH or path.startswith(f"{_PATH}/")


def _parsed(text: str) -> Any:
    """What a text of YAML says, `ABSENT` where it is none."""
    try:
        return yaml_codec.parse(text)
    except InvalidWorkflow:
        return ABSENT


def _says(text: str, wanted: str) -> bool:
    data = _parsed(text)
    return data is not ABSENT and content_hash(data) == wanted
