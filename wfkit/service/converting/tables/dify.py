"""Dify's nodes, by `data.type`.

Edges are the order of the steps; what flows is said by references, such as `{{#llm.text#}}`, which stay as they are in
texts. So a model gets a prompt of its own, whose further values come from the steps before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wfkit.service.converting.rule import Rule, Table
from wfkit.service.converting.values import at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.core.model import Graph, Node

# A text that is one reference and nothing else, as in an answer that only shows what the step before wrote.
_REFERENCE = re.compile(r"\s*\{\{#([\w-]+)\.[\w.-]+#\}\}\s*")
_PORTS = ("", "target")
_TO_PROMPT = dict.fromkeys(_PORTS, "prompt.question prompt.history prompt.context prompt.variables")
_LLM = Rule(
    parts=("prompt", "llm"),
    fields={
        "model/name": "llm.model",
        "model/provider": "llm.provider",
        "model/completion_params/temperature": "llm.temperature",
        "model/completion_params/max_tokens": "llm.max_tokens",
        "model/completion_params/stop": "llm.stop",
        "prompt_template/text": "prompt.template",
    },
    inputs=_TO_PROMPT,
)
_RETRIEVAL = Rule(
    parts=("retriever",),
    given={"retriever.store": "dify"},
    fields={
        "dataset_ids": "retriever.collection",
        "multiple_retrieval_config/top_k": "retriever.top_k",
        "multiple_retrieval_config/score_threshold": "retriever.score_threshold",
        "multiple_retrieval_config/weights/vector_setting/embedding_model_name": "retriever.embedding_model",
    },
    inputs=dict.fromkeys(_PORTS, "retriever.question"),
    asks=("retriever.question",),
)
_ANSWER = Rule(parts=("prompt", "output"), fields={"answer": "prompt.template"}, inputs=_TO_PROMPT)
_PLAIN_ANSWER = Rule(parts=("output",), inputs=dict.fromkeys(_PORTS, "output.value"))
_TEMPLATE = Rule(
    parts=("prompt",),
    fields={"template": "prompt.template"},
    inputs=_TO_PROMPT,
    remark="its template is Jinja; natively names stand in single braces, and there are no loops and conditions",
)
_CODE = Rule(
    parts=("python_function",),
    given={"python_function.function": "main"},
    fields={"code": "python_function.code"},
    inputs=dict.fromkeys(_PORTS, "python_function.inputs"),
)
_AGGREGATOR = Rule(parts=("merge",), given={"merge.mode": "first"}, inputs=dict.fromkeys(_PORTS, "merge.values"))
_END = Rule(parts=("output",), fields={"outputs/0/variable": "output.name"}, inputs=_PLAIN_ANSWER.inputs)
_FIXED_INPUT = Rule(
    parts=("text_input",),
    fields={"variables/0/variable": "text_input.parameter", "variables/0/default": "text_input.value"},
)
_RULES: Mapping[str, Rule] = {
    "end": _END,
    "knowledge-retrieval": _RETRIEVAL,
    "template-transform": _TEMPLATE,
    "variable-aggregator": _AGGREGATOR,
    "variable-assigner": _AGGREGATOR,
}


def _choose(node: Node, graph: Graph) -> Rule | None:
    match node.type:
        case "start":
            return _start(node)
        case "llm":
            return _LLM.but(fields=_messages(node.config.get("prompt_template")))
        case "answer":
            return _PLAIN_ANSWER if _only_shows(node, graph) else _ANSWER
        case "code" if node.config.get("code_language") != "python3":
            return Rule(foreign="its code is not Python")
        case "code":
            return _CODE
    return None


def _start(node: Node) -> Rule:
    """The message in a conversation; or a text by name. Natively each of several is a step, and none says which."""
    variables = node.config.get("variables")
    match len(variables) if isinstance(variables, list) else 0:
        case 0:
            return Rule(parts=("chat_input",))
        case 1:
            return _FIXED_INPUT
    return Rule(foreign="it gives several variables, which are steps of their own natively")


def _messages(template: Any) -> dict[str, str]:
    """What the model is told first, and what it is asked; where there is only the first, that is the prompt."""
    if not isinstance(template, list):
        return {}
    roles = [at({"item": message}, "item/role") for message in template]
    first = {role: place for place, role in reversed([*enumerate(roles)]) if role in ("system", "user")}
    if "user" not in first:
        return {f"prompt_template/{first['system']}/text": "prompt.template"} if first else {}
    found = {f"prompt_template/{first['user']}/text": "prompt.template"}
    return found | ({f"prompt_template/{first['system']}/text": "llm.system_prompt"} if "system" in first else {})


def _only_shows(node: Node, graph: Graph) -> bool:
    """Whether an answer is what the step before gives, and nothing follows it."""
    text = node.config.get("answer")
    found = _REFERENCE.fullmatch(text) if isinstance(text, str) else None
    before = {edge.source for edge in graph.incoming.get(node.id, ())}
    return found is not None and before == {found[1]} and node.id not in graph.outgoing


def _copies(value: Any) -> bool:
    """Whether a setting is one reference, which an edge says too."""
    return isinstance(value, str) and _REFERENCE.fullmatch(value) is not None


def _config(node: Node) -> Mapping[str, Any]:
    """The config with the plain name of a model's provider, which newer files give as the path of a plugin."""
    model = node.config.get("model")
    if not isinstance(model, dict) or not isinstance(model.get("provider"), str):
        return node.config
    return {**node.config, "model": {**model, "provider": model["provider"].rpartition("/")[2]}}


TABLE = Table(_RULES, choose=_choose, joins="first", copies=_copies, config=_config)
