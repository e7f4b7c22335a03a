"""Text as it grows, and conflicts between markers on lines of their own."""

from __future__ import annotations

from dataclasses import dataclass, field

MARKER_SIZE = 7


@dataclass(frozen=True, slots=True)
class Labels:
    """What stands beside the markers of a conflict.

    Attributes:
        ours: Beside the first.
        base: Beside the one above what both began with.
        theirs: Beside the last.
        size: How many characters a marker has.
    """

    ours: str = "ours"
    base: str = "base"
    theirs: str = "theirs"
    size: int = MARKER_SIZE


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of each side of a conflict, without the last line break; "" for none."""

    ours: str
    base: str
    theirs: str


@dataclass(slots=True)
class Writing:
    """A text to which pieces are added.

    Attributes:
        newline: The characters that end a line.
        labels: Beside the markers.
    """

    newline: str
    labels: Labels
    _parts: list[str] = field(default_factory=list)
    _is_at_start: bool = True
    _is_after_block: bool = False

    def text(self) -> str:
        """All that was written."""
        return "".join(self._parts)

    def add(self, piece: str) -> None:
        """Adds text; the line break that would follow a conflict is there already."""
        if self._is_after_block and piece.startswith(("\r\n", "\n")):
            piece = piece.partition("\n")[2]
        if piece:
            self._parts.append(piece)
            self._is_at_start = piece.endswith("\n")
            self._is_after_block = False

    def add_block(self, block: Block) -> None:
        """Adds a conflict, from the start of a line to the start of one."""
        if not self._is_at_start:
            self._parts.append(self.newline)
        marked = (
            (("<", self.labels.ours), block.ours),
            (("|", self.labels.base), block.base),
            (("=", ""), block.theirs),
        )
        for (sign, label), lines in marked:
            self._mark(sign, label)
            self._parts += [lines, self.newline] if lines else []
        self._mark(">", self.labels.theirs)
        self._is_at_start = self._is_after_block = True

    def _mark(self, sign: str, label: str) -> None:
        self._parts.append(f"{sign * self.labels.size}{label and f' {label}'}{self.newline}")
