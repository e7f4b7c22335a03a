"""Small documents of Flowise, a chatflow and an agentflow, and the builders of their nodes and edges."""

from __future__ import annotations

from .conftest import drawn


def fw_node(node_id, label, inputs, *, anchors=(), params=(), outputs=None, **more):
    kind = node_id.rpartition("_")[0]
    data = {
        "name": kind,
        "label": label,
        "inputs": inputs,
        "inputAnchors": [
            {"name": name, "type": type_, "id": f"{node_id}-input-{name}-{type_}", **rest}
            for name, type_, rest in anchors
        ],
        "inputParams": [
            {"name": name, "type": "string", "id": f"{node_id}-input-{name}-string", **rest} for name, rest in params
        ],
        "outputAnchors": [{"name": kind, "id": f"{node_id}-output-{kind}-A|B", "type": "A | B"}]
        if outputs is None
        else outputs,
    }
    return drawn(node_id, "customNode", {**data, **more})


def fw_edge(source, output, target, entry):
    return {
        "source": source,
        "sourceHandle": output,
        "target": target,
        "targetHandle": entry,
        "type": "buttonedge",
        "id": f"{source}-{output}-{target}-{entry}",
        "data": {"label": ""},
    }


STORE = fw_node(
    "store_0",
    "Store",
    {"topK": "4"},
    outputs=[
        {
            "name": "output",
            "options": [
                {"name": "retriever", "id": "store_0-output-retriever-R"},
                {"name": "vectorStore", "id": "store_0-output-vectorStore-V"},
            ],
        }
    ],
)
STORE["data"]["outputs"] = {"output": "retriever"}
FLOWISE = {
    "nodes": [
        fw_node("model_0", "Model", {"modelName": "small"}),
        fw_node("tool_0", "Search", {}),
        fw_node("tool_1", "Sum", {}),
        STORE,
        fw_node(
            "agent_0",
            "Agent",
            {
                "model": "{{model_0.data.instance}}",
                "tools": ["{{tool_0.data.instance}}"],
                "memory": "{{tool_1.data.instance}}",
                "prompt": "Use {{tool_0.data.instance}} well",
                "retriever": "",
                "hint": "",
            },
            anchors=[
                ("model", "A", {}),
                ("tools", "Tool", {"list": True}),
                ("memory", "Memory", {"optional": True}),
                ("retriever", "R", {}),
            ],
            params=[
                ("prompt", {"acceptVariable": True, "list": True}),
                ("hint", {"acceptVariable": True}),
                ("plain", {}),
            ],
        ),
    ],
    "edges": [
        fw_edge("model_0", "model_0-output-model-A|B", "agent_0", "agent_0-input-model-A"),
        fw_edge("tool_0", "tool_0-output-tool-A|B", "agent_0", "agent_0-input-tools-Tool"),
        fw_edge("tool_0", "tool_0-output-tool-A|B", "agent_0", "agent_0-input-prompt-string"),
    ],
}


def agentflow_node(node_id, label, color, *, outputs=1, **more):
    kind = node_id.rpartition("_")[0]
    tails = [f"{place}|{kind}" if outputs > 1 else kind for place in range(outputs)]
    anchors = [{"id": f"{node_id}-output-{tail.partition('|')[0]}", "name": kind} for tail in tails]
    data = {
        "name": kind,
        "label": label,
        "color": color,
        "inputs": {"a": 1},
        "inputAnchors": [],
        "outputAnchors": anchors,
    }
    return drawn(node_id, "agentFlow", data, **more)


AGENTFLOW = {
    "nodes": [
        agentflow_node("startAgentflow_0", "Start", "#111"),
        agentflow_node("conditionAgentflow_0", "Which?", "#222", outputs=2),
        agentflow_node("humanInputAgentflow_0", "Ask", "#333", outputs=2),
        agentflow_node("iterationAgentflow_0", "Each", "#444"),
        agentflow_node("llmAgentflow_0", "Model", "#555", parentNode="iterationAgentflow_0", extent="parent"),
        agentflow_node("llmAgentflow_1", "Model 2", "#555", parentNode="iterationAgentflow_0", extent="parent"),
    ],
    "edges": [],
}
