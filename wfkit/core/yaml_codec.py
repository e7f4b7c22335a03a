"""Between YAML text and data: what JSON can say, read from YAML and written as YAML.

Read as the tools that write it do, by PyYAML's safe rules (YAML 1.1: `yes` is true, `010` is 8), with three
differences: dates stay the texts that they are, a key that is no text becomes the one that JSON has for it, and what
JSON cannot say (`.nan`, a list as a key) is refused with its place. Nothing is ever constructed: what stands under a
tag of its own is the text, list or object that it is written as, and `foreign_tags` says where. Aliases are followed,
but a text may not grow by them without bound.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wfkit.core._limits import MAX_YAML_BYTES
from wfkit.core.problem import Problem
from wfkit.errors import InvalidWorkflow

if TYPE_CHECKING:
    from wfkit.core._yaml_events import Reading

__all__ = ["first_document", "foreign_tags", "is_likely", "parse", "to_text"]

_REFUSED = "the document cannot be read"
_LOOKED_AT = 4096
# The first line that says something: a key with a colon, or the mark of a complex one.
_KEY = re.compile(
    r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s\-?:,\[\]{}#&*!|>'"%@`][^#\n]*?|[-?:][^\s#][^#\n]*?)\s*:(?:\s|$)"""
)
_SKIPPED = re.compile(r"\s*(?:#.*|---(?:\s+#.*)?|%\w.*)?")


def is_likely(text: str) -> bool:
    """Whether the first line that says something is the first of an object in YAML; a cheap look, not a promise."""
    head = text[:_LOOKED_AT].lstrip("\ufeff")
    for line in head.splitlines():
        if not _SKIPPED.fullmatch(line):
            return _KEY.match(line.removeprefix("--- ").lstrip()) is not None
    return False


def parse(text: str) -> Any:
    """The data of a YAML text, of one document: objects, lists, texts, numbers, true, false and null.

    Raises:
        InvalidWorkflow: It is not YAML, or says what JSON cannot: `.problems` name line, column and JSON Pointer under
            the codes `empty`, `yaml-syntax`, `trailing-text`, `not-finite`, `number-range`, `key-type`,
            `duplicate-key`, `lone-surrogate`, `alias-growth`, `too-deep` and `too-large`.
    """
    return _read(text).data


def first_document(text: str) -> Any:
    """The data of the first document where a text holds several, None where it does not or cannot be read."""
    from wfkit.core._yaml_events import read

    reading = read(text) if len(text) <= MAX_YAML_BYTES else None
    return reading.data if reading is not None and reading.problems else None


def foreign_tags(text: str) -> list[Problem]:
    """A warning for each tag of a text that YAML itself does not have: nothing was made of it.

    Raises:
        InvalidWorkflow: As `parse` does.
    """
    return _read(text).tags


def to_text(data: Any) -> str:
    """YAML that `parse` reads as this data: keys in their order, texts of several lines as blocks, no aliases.

    Args:
        data: What `parse` gives, or any other JSON.
    """
    import yaml

    from wfkit.core._yaml_dumper import block_dumper

    return str(
        yaml.dump(data, Dumper=block_dumper(), allow_unicode=True, width=float("inf"), default_flow_style=False,
                  sort_keys=False)
    )  # fmt: skip


def _read(text: str) -> Reading:
    from wfkit.core._yaml_events import read

    if len(text) > MAX_YAML_BYTES:
        message = f"the document is larger than {MAX_YAML_BYTES // 2**20} MiB, the most that is read of YAML"
        raise InvalidWorkflow(_REFUSED, [Problem("error", "too-large", message)])
    reading = read(text)
    if reading.problems:
        raise InvalidWorkflow(_REFUSED, reading.problems)
    return reading
