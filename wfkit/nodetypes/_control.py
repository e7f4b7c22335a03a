"""What decides where values go: branches, joins, code of one's own, the result."""

from __future__ import annotations

from wfkit.core.model import Port
from wfkit.core.nodetype import NodeType
from wfkit.nodetypes import _schema as s

CONDITIONAL = NodeType(
    key="conditional",
    title="Condition",
    category="control",
    description="Sends a value one way when a condition holds, and the other way when it does not.",
    inputs=(
        Port("value", "any", required=True, description="What is sent on"),
        Port("test", "any", description="What the condition looks at; unconnected, the value"),
    ),
    outputs=(
        Port("true", "any", description="The value when the condition holds"),
        Port("false", "any", description="The value when it does not"),
    ),
    config_schema=s.obj(
        "condition",
        condition=s.text(
            "Expression over `value` and `test`", min_length=1, examples=("test >= 0.6", "'refund' in value.lower()")
        ),
    ),
)

MERGE = NodeType(
    key="merge",
    title="Merge",
    category="control",
    description="Joins several branches into one.",
    inputs=(
        Port("values", "any", required=True, multiple=True, description="The branches, in the order of their edges"),
    ),
    outputs=(Port("value", "any", description="What they are joined to"),),
    config_schema=s.obj(
        mode=s.choice(
            "One list, joined text, or the first branch that has a value", "list", "text", "first", default="list"
        ),
        separator=s.text("What stands between joined texts", default="\n\n"),
    ),
)

PYTHON_FUNCTION = NodeType(
    key="python_function",
    title="Python function",
    category="control",
    description="Calls a Python function of your own on what is connected.",
    inputs=(Port("inputs", "any", multiple=True, description="The arguments, in the order of their edges"),),
    outputs=(Port("result", "any", description="What the function returns"),),
    config_schema=s.obj(
        "code",
        code=s.multiline("Source that defines the function", min_length=1, media_type="text/x-python"),
        function=s.text("Name of the function", default="run", min_length=1),
        timeout_s=s.number("Longest run, in seconds", default=30, minimum=0),
    ),
)

OUTPUT = NodeType(
    key="output",
    title="Output",
    category="control",
    description="Shows a result of the workflow under a name.",
    inputs=(Port("value", "any", required=True, multiple=True, description="The result; of branches, the one taken"),),
    config_schema=s.obj(
        name=s.text("Name of the result", default="answer", min_length=1),
        format=s.choice("How to show it", "markdown", "text", "json", default="markdown"),
    ),
)

FOREIGN = NodeType(
    key="foreign",
    title="Step of another tool",
    category="control",
    description="Stands for a step of another tool that has no counterpart here, with all of its settings.",
    inputs=(Port("inputs", "any", multiple=True, description="Whatever leads to it there"),),
    outputs=(Port("result", "any", description="Whatever it gives there"),),
    config_schema=s.obj(
        "type",
        tool=s.text("The format that it is from", min_length=1, examples=("langflow", "dify")),
        type=s.text("What that tool calls its type", min_length=1),
        config=s.mapping("Its settings, as that tool keeps them"),
        settings=s.mapping("What else decides there how it runs"),
    ),
    can_start=True,
)

NODE_TYPES = (CONDITIONAL, MERGE, PYTHON_FUNCTION, FOREIGN, OUTPUT)
