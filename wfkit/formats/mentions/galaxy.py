"""How steps of Galaxy name a parameter of the workflow: `${name}` in what is done to their outputs, and in parameters.

Read off Galaxy's own `lib/galaxy/workflow/run.py` and `lib/galaxy/tools/parameters/workflow_utils.py` (23 and later).
A name that no input has is a parameter that Galaxy asks for at the run, so nothing is missing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wfkit.core.mention import Mention, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.mention import Place
    from wfkit.core.model import Graph, Node

_NAME = re.compile(r"\$\{(?P<name>[^{}]{1,200})\}")
_PARAMETER = "parameter_input"
# What format 2 calls by the names of outputs, and `.ga` files by those of actions.
_ACTIONS = ("post_job_actions", "out")


def mentions(graph: Graph, node: Node) -> Iterator[Mention]:
    """Where a step names parameters that its workflow has."""
    actions = [(node.settings[key], f"/{key}") for key in _ACTIONS if key in node.settings]
    for part, base in ((node.config, ""), *actions):
        for place, text in texts(part):
            if "${" in text:
                yield from _in_text(graph, node, place, text, base)


def _in_text(graph: Graph, node: Node, place: Place, text: str, base: str) -> Iterator[Mention]:
    for found in _NAME.finditer(text):
        name = found["name"].strip()
        parameter = graph.once(_parameters).get((node.parent, name))
        if parameter is not None:
            start = text.index(name, found.start("name"))
            stop = start + len(name)
            path = "" if base else place.pointer
            setting = f"{base}{place.pointer}" if base else ""
            yield Mention(parameter.id, path, start, stop, is_label=True, setting=setting)


def _parameters(graph: Graph) -> dict[tuple[str | None, str], Node]:
    """The parameters of each workflow by their names."""
    return {(node.parent, node.label): node for node in reversed(graph.nodes) if node.type == _PARAMETER}
