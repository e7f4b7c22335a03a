"""How data is written as YAML."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

_TEXT = "tag:yaml.org,2002:str"


@cache
def block_dumper() -> type[yaml.SafeDumper]:
    """A dumper that writes texts of several lines as blocks, and what is the same twice in full."""

    class BlockDumper(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            del data
            return True

    BlockDumper.add_representer(str, _text_node)
    return BlockDumper


@cache
def line_dumper() -> type[yaml.SafeDumper]:
    """A dumper that never breaks a line: texts with line breaks are written with escapes."""

    class LineDumper(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            del data
            return True

    LineDumper.add_representer(str, _escaped_node)
    return LineDumper


def _text_node(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    # What cannot stand in a block is put into quotes by PyYAML itself.
    return dumper.represent_scalar(_TEXT, value, style="|" if "\n" in value else None)


def _escaped_node(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    return dumper.represent_scalar(_TEXT, value, style=None if value.isprintable() else '"')
