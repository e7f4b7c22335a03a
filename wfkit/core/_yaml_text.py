"""From plain data to YAML text, by PyYAML's emitter: in blocks, and in quotes what could be misread."""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING, Any

from wfkit.core._yaml_scalars import TEXT_TAG, Scalars

if TYPE_CHECKING:
    from collections.abc import Iterator

# Anything else is written as an escape in double quotes, emoji excepted: line breaks other than \n would change.
_ODD = re.compile("[^\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
# A block keeps neither what is blank around a text, nor blanks at the end of a line in every reader.
_BLOCK = re.compile(r"\S(?:.*\S)?(?:\n+[ ]*\S(?:.*\S)?)*+\n?")
# What YAML 1.2 and other readers of 1.1 take for a number or a boolean, and PyYAML for a text.
_MISTAKABLE = re.compile(
    r"[yYnN]|[=~]|<<|[-+]?(?:0o[0-7]+|0x[0-9a-fA-F]+|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
)
_DEEPEST_BLOCK = 40
# No line is broken for its length: a text that begins a new line would not be found again by its words.
_WIDTH = 2**30


def yaml_text(data: Any) -> str:
    """The YAML of plain data: two spaces of indent, keys in their order, unicode as it is."""
    import yaml

    stream = StringIO()
    yaml.emit(
        _events(data),
        stream=stream,
        Dumper=yaml.SafeDumper,
        allow_unicode=True,
        width=_WIDTH,
        indent=2,
        line_break="\n",
    )
    return stream.getvalue()


def _events(data: Any) -> Iterator[Any]:
    import yaml

    yield yaml.StreamStartEvent()
    yield yaml.DocumentStartEvent(explicit=False)
    writer = _Writer()
    stack: list[Any] = [(data, 0)]
    while stack:
        entry = stack.pop()
        if not isinstance(entry, tuple):
            yield entry
            continue
        value, depth = entry
        if type(value) is dict:
            yield yaml.MappingStartEvent(None, None, implicit=True, flow_style=False)
            stack.append(yaml.MappingEndEvent())
            stack.extend((part, depth + 1) for member in reversed(value.items()) for part in reversed(member))
        elif type(value) is list:
            yield yaml.SequenceStartEvent(None, None, implicit=True, flow_style=False)
            stack.append(yaml.SequenceEndEvent())
            stack.extend((item, depth + 1) for item in reversed(value))
        else:
            yield writer.scalar(value, depth)
    yield yaml.DocumentEndEvent(explicit=False)
    yield yaml.StreamEndEvent()


class _Writer:
    def __init__(self) -> None:
        from yaml import ScalarEvent

        self._event = ScalarEvent
        self._scalars = Scalars()

    def scalar(self, value: Any, depth: int) -> Any:
        """The event of a scalar."""
        if type(value) is str:
            style, is_plain = self._style(value, depth)
            return self._event(None, None, (is_plain, True), value, style=style)
        return self._event(None, None, (True, False), _spelt(value))

    def _style(self, text: str, depth: int) -> tuple[str | None, bool]:
        if _ODD.search(text):
            return '"', False
        if "\n" in text:
            return ("|" if depth < _DEEPEST_BLOCK and _BLOCK.fullmatch(text) else '"'), False
        return None, self._scalars.tag_of(text) == TEXT_TAG and not _MISTAKABLE.fullmatch(text)


def _spelt(value: Any) -> str:
    """A number, a boolean or null as YAML 1.1 and 1.2 both read it."""
    if value is None:
        return "null"
    if type(value) is bool:
        return "true" if value else "false"
    written = repr(value)
    # YAML 1.1 takes 1e16 for a text: a float has a point.
    return written.replace("e", ".0e", 1) if type(value) is float and "." not in written else written
