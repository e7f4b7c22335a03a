"""How a part of a YAML text is written on one line."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

_TEXT = "tag:yaml.org,2002:str"


@cache
def line_dumper() -> type[yaml.SafeDumper]:
    """A dumper that never breaks a line: texts with line breaks are written with escapes."""

    class LineDumper(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            del data
            return True

    LineDumper.add_representer(str, _escaped_node)
    return LineDumper


def _escaped_node(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    return dumper.represent_scalar(_TEXT, value, style=None if value.isprintable() else '"')
