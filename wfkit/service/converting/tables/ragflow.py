"""RAGFlow's components, by the names in its `agent/component` (0.1x to 0.2x).

Edges are the order of the steps. What flows is said by references in texts, such as `{sys.query}`, which stay as they
are: so a model gets a prompt of its own, whose further values come from the steps before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.service.converting.rule import Rule, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.core.model import Graph, Node

_PORTS = ("", "end", "a", "b", "c", "d")
_TO_PROMPT = dict.fromkeys(_PORTS, "prompt.question prompt.history prompt.context prompt.variables")
_MODEL = {
    "llm_id": "llm.model",
    "temperature": "llm.temperature",
    "max_tokens": "llm.max_tokens",
}
_LLM = Rule(
    parts=("prompt", "llm"),
    fields={
        **_MODEL,
        "sys_prompt": "llm.system_prompt",
        "prompts/0/content": "prompt.template",
        "user_prompt": "prompt.template",
    },
    inputs=_TO_PROMPT,
)
_GENERATE = Rule(parts=("prompt", "llm"), fields={**_MODEL, "prompt": "prompt.template"}, inputs=_TO_PROMPT)
_RETRIEVAL = Rule(
    parts=("retriever",),
    fields={
        "kb_ids": "retriever.collection",
        "top_n": "retriever.top_k",
        "similarity_threshold": "retriever.score_threshold",
    },
    inputs=dict.fromkeys(_PORTS, "retriever.question"),
    asks=("retriever.question",),
    given={"retriever.store": "ragflow"},
)
_REWRITE = Rule(
    parts=("query_rewriter",),
    fields={"llm_id": "query_rewriter.model", "temperature": "query_rewriter.temperature"},
    inputs=dict.fromkeys(_PORTS, "query_rewriter.question"),
    given={"query_rewriter.mode": "standalone"},
)
_KEYWORDS = _REWRITE.but(given={"query_rewriter.mode": "keywords"}, fields={"prompt": "query_rewriter.instructions"})
_BEGIN = Rule(
    parts=("chat_input",),
    fields={"prologue": "chat_input.greeting"},
    outputs=dict.fromkeys(("", "start"), "chat_input.message"),
)
_MESSAGE = Rule(
    parts=("prompt", "output"),
    fields={"content/0": "prompt.template", "messages/0": "prompt.template"},
    inputs=_TO_PROMPT,
)
_RULES: Mapping[str, Rule] = {
    "Agent": _LLM,
    "Begin": _BEGIN,
    "Generate": _GENERATE,
    "File": Rule(parts=("file_loader",)),
    "VariableAggregator": Rule(
        parts=("merge",), given={"merge.mode": "first"}, inputs=dict.fromkeys(_PORTS, "merge.values")
    ),
    "KeywordExtract": _KEYWORDS,
    "LLM": _LLM,
    "Message": _MESSAGE,
    "Retrieval": _RETRIEVAL,
    "RewriteQuestion": _REWRITE,
}


def _choose(node: Node, graph: Graph) -> Rule | None:
    """Answers end a conversation, begin the next turn, or do both; code is a function where it is Python."""
    match node.type:
        case "Answer":
            leads_on, is_led_to = node.id in graph.outgoing, node.id in graph.incoming
            # Between two steps it shows the answer, and the next message of the user goes on from there.
            parts = (*(("output",) if is_led_to else ()), *(("chat_input",) if leads_on else ()))
            return Rule(parts=parts or ("output",), inputs=dict.fromkeys(_PORTS, "output.value"))
        case "CodeExec" if node.config.get("lang") == "python":
            fields = {"script": "python_function.code"}
            inputs = dict.fromkeys(_PORTS, "python_function.inputs")
            return Rule(("python_function",), fields, given={"python_function.function": "main"}, inputs=inputs)
        case "Agent" if _has_tools(node, graph):
            return Rule(foreign="it has tools or helpers, for which native steps have no place")
    return None


def _has_tools(node: Node, graph: Graph) -> bool:
    return any(edge.source_port in ("tool", "agentBottom") for edge in graph.outgoing.get(node.id, ()))


TABLE = Table(_RULES, choose=_choose, joins="first")
