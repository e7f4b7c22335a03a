"""From a merge, or an edit, to text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wfkit.core import yaml_codec
from wfkit.core._stack import call_with_room
from wfkit.core.codec import content_hash
from wfkit.core.diff.leaves import ABSENT
from wfkit.core.merge import merge
from wfkit.core.pointer import append, join, split
from wfkit.errors import InvalidWorkflow
from wfkit.service.weaving._marking import marked_lines
from wfkit.service.weaving._matching import entries, is_alike, is_divisible
from wfkit.service.weaving._spelt import BLANKS, Spelt
from wfkit.service.weaving._style import style_of
from wfkit.service.weaving._writing import Block, Labels, Writing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wfkit.core.document import Document
    from wfkit.core.merge import Merge
    from wfkit.service.weaving._matching import Entry, Held
    from wfkit.service.weaving._style import Style


def merged_text(merged: Merge) -> str:
    """The text of the merged document: as our document spells it, and as theirs does what it takes from them.

    Raises:
        MergeConflict: A conflict is open.
    """
    document = merged.document
    if merged.ours.syntax == "yaml":
        return _edited_yaml(merged.ours, document)
    weaving = _Weaving.of(merged.ours, merged.theirs, merged.base)
    return call_with_room(weaving.written, (document, document, document))


def edited_text(document: Document, data: Any) -> str:
    """The text of a document with other data: what the data leaves as it was keeps its spelling and its place."""
    if document.syntax == "yaml":
        return _edited_yaml(document, data)
    return call_with_room(_Weaving.of(document).written, (data, data, data))


def conflict_text(base: Document, ours: Document, theirs: Document, *, labels: Labels | None = None) -> str:
    """The text of the merge with each of its conflicts between markers: ours, the base and theirs.

    Whichever side is kept of each conflict, the rest is JSON; with the same one everywhere it is the document that
    the merge gives for that side. In YAML a conflict takes whole lines, and is shown without the base.
    """
    sides = tuple(merge(base, ours, theirs).resolve_all(side).document for side in ("ours", "base", "theirs"))
    if ours.syntax == "yaml":
        return marked_lines(_edited_yaml(ours, sides[0]), _edited_yaml(ours, sides[2]), labels or Labels())
    conflicts = frozenset(_shown_at(ours, conflict.path) for conflict in merge(base, ours, theirs).conflicts)
    weaving = _Weaving.of(ours, theirs, base, conflicts=conflicts, labels=labels or Labels())
    return call_with_room(weaving.written, sides)


def _shown_at(document: Document, path: str) -> str:
    """Where a conflict is shown: one within the text of a member, as Dify's console has apps, is one of the text."""
    first, data = split(path)[:1], document.data
    is_text = isinstance(data, dict) and all(isinstance(data.get(key), str) for key in first)
    return join(*first) if is_text else path


def _edited_yaml(document: Document, data: Any) -> str:
    """The text of a YAML document with other data; written anew where that cannot be done in place."""
    from wfkit.service.weaving.yaml_text import edited_lines

    wanted = content_hash(data)

    def is_right(text: str) -> bool:
        try:
            return content_hash(yaml_codec.parse(text)) == wanted
        except InvalidWorkflow:
            return False

    try:
        return edited_lines(document.text, document.data, data, is_right=is_right) or yaml_codec.to_text(data)
    except RecursionError:  # PyYAML's own nodes are written by functions that call themselves
        return yaml_codec.to_text(data)


@dataclass(frozen=True, slots=True)
class _Place:
    """A value that is still to be written.

    Attributes:
        path: As conflicts name it.
        sides: What it is when every conflict is decided for ours, the base and theirs.
        sources: The values at this place in our document, theirs and the base.
        depth: How many levels are around it.
    """

    path: str
    sides: tuple[Any, Any, Any]
    sources: tuple[Spelt | None, ...]
    depth: int


@dataclass(frozen=True, slots=True)
class _Weaving:
    """Documents that become one text.

    Attributes:
        sources: Ours, theirs and the base.
        fits: Which of them are laid out like ours, so that their lines can be taken as they are.
        style: The layout of ours.
        around: What stands before and after our document.
        conflicts: The paths of the conflicts.
        labels: Beside the markers.
    """

    sources: tuple[Spelt, ...]
    fits: tuple[bool, ...]
    style: Style
    around: tuple[str, str]
    conflicts: frozenset[str]
    labels: Labels

    @classmethod
    def of(
        cls, *documents: Document, conflicts: frozenset[str] = frozenset(), labels: Labels | None = None
    ) -> _Weaving:
        """Ours first."""
        sources = tuple(Spelt(document.text.strip(BLANKS), document.data) for document in documents)
        styles = [style_of(document.text, source) for document, source in zip(documents, sources, strict=True)]
        before, after = documents[0].text.split(sources[0].text, 1)
        fits = tuple(style.is_like(styles[0]) for style in styles)
        return cls(sources, fits, styles[0], (before, after), conflicts, labels or Labels())

    def written(self, sides: tuple[Any, Any, Any]) -> str:
        """The text of these sides."""
        writing = Writing(self.style.newline, self.labels)
        root = _Place("", sides, self.sources, 0)
        stack: list[str | Block | _Place] = [self.around[1], self._piece(root), self.around[0]]
        while stack:
            piece = stack.pop()
            if isinstance(piece, str):
                writing.add(piece)
            elif isinstance(piece, Block):
                writing.add_block(piece)
            else:
                stack += reversed([*self._pieces(piece)])
        return writing.text()

    def _piece(self, root: _Place) -> Block | _Place:
        if self._is_one_question("", root.sides):
            return self._block(0, [self._value(side, root.sources, 0) for side in root.sides])
        return root

    def _pieces(self, place: _Place) -> Iterator[str | Block | _Place]:
        value = place.sides[0]
        if is_alike(*place.sides):
            text = self._verbatim(value, place.sources)
            if text is not None:
                yield text
                return
            has_model = any(source and type(source.value) is type(value) for source in place.sources)
            if not (isinstance(value, dict | list) and value and has_model):
                yield self.style.text(value, place.depth)
                return
        yield from self._container(place)

    def _container(self, place: _Place) -> Iterator[str | Block | _Place]:
        """The brackets, and what is between them."""
        found = entries(place.sides, place.sources)
        at_model = self._model(place)
        model = place.sources[at_model] if at_model >= 0 else None
        first, other = model.leads if model else self.style.leads(place.depth + 1)
        yield "{" if isinstance(place.sides[0], dict) else "["
        definite = [at for at, entry in enumerate(found) if entry.is_definite]
        if definite:
            for at, entry in enumerate(found):
                held = entry.held[at_model] if at_model >= 0 else None
                # What is the first now, or was, has the blanks of its new place.
                lead = held.member.lead if held and held.is_first == (at == 0) else other if at else first
                yield from self._entry(place, entry, lead, to_last=definite[-1] - at)
        else:
            yield self._joined(found, place.depth + 1)
        yield model.tail if model else self.style.tail(place.depth)
        yield "}" if isinstance(place.sides[0], dict) else "]"

    def _entry(self, place: _Place, entry: Entry, lead: str, *, to_last: int) -> Iterator[str | Block | _Place]:
        """One member; commas stand so that it can be left out where some side does so.

        Args:
            place: That holds it.
            entry: The member.
            lead: The blanks before it.
            to_last: How many members are between it and the last one that every side has; negative behind that one.
        """
        path, depth = append(place.path, str(entry.key)), place.depth + 1
        if self._is_one_question(path, entry.sides):
            before, after = ", " if to_last < 0 else "", "," if to_last > 0 else ""
            yield self._block(depth, [text and f"{before}{text}{after}" for text in self._texts(entry, depth)])
            return
        yield lead
        yield self._prefix(entry)
        yield _Place(path, entry.sides, tuple(source and source.value for source in entry.held), depth)
        if to_last > 0:
            yield f"{self._trail(entry)},"

    def _is_one_question(self, path: str, sides: Sequence[Any]) -> bool:
        """Whether the sides differ, and are to be chosen from as a whole."""
        return not is_alike(*sides) and (path in self.conflicts or not is_divisible(sides))

    def _joined(self, found: Sequence[Entry], depth: int) -> Block:
        """All members as one question, for none of them is there on every side."""
        joint = f",{self.style.newline}{self._indent(depth)}"
        texts = zip(*(self._texts(entry, depth) for entry in found), strict=True)
        return self._block(depth, [joint.join(filter(None, side)) for side in texts])

    def _block(self, depth: int, texts: Sequence[str]) -> Block:
        ours, base, theirs = (text and f"{self._indent(depth)}{text}" for text in texts)
        return Block(ours, base, theirs)

    def _indent(self, depth: int) -> str:
        return (self.style.indent or "") * depth

    def _texts(self, entry: Entry, depth: int) -> list[str]:
        """The member as each side has it, "" where it does not."""
        sources = [source and source.value for source in entry.held]
        prefix = self._prefix(entry)
        return ["" if side is ABSENT else f"{prefix}{self._value(side, sources, depth)}" for side in entry.sides]

    def _value(self, value: Any, sources: Sequence[Spelt | None], depth: int) -> str:
        text = self._verbatim(value, sources)
        return self.style.text(value, depth) if text is None else text

    def _verbatim(self, value: Any, sources: Sequence[Spelt | None]) -> str | None:
        """How a document spells the value, the first of those that spell it in lines that fit among ours."""
        for source, fits in zip(sources, self.fits, strict=True):
            if source is not None and (fits or not isinstance(value, dict | list)) and is_alike(source.value, value):
                return source.text
        return None

    def _prefix(self, entry: Entry) -> str:
        held = self._layout(entry)
        if held:
            return held.member.prefix
        return self.style.key(str(entry.key)) if entry.is_named else ""

    def _trail(self, entry: Entry) -> str:
        held = self._layout(entry)
        return held.member.trail if held else ""

    def _layout(self, entry: Entry) -> Held | None:
        """The key and the blanks around a member in the first document that fits and has it."""
        return next((held for held, fits in zip(entry.held, self.fits, strict=True) if held and fits), None)

    def _model(self, place: _Place) -> int:
        """Which document fits and has members here, ours if it may be, -1 for none: the rest is laid out like those."""
        kind = type(place.sides[0])
        for at, (source, fits) in enumerate(zip(place.sources, self.fits, strict=True)):
            if source is not None and fits and type(source.value) is kind and source.members:
                return at
        return -1
