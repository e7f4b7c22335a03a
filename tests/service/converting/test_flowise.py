"""Flowise: nodes that plug into each other become steps with settings."""

from __future__ import annotations


def flowise_node(node_id, name, inputs=None, **data):
    return {
        "id": node_id,
        "type": "customNode",
        "position": {"x": 100 * len(node_id), "y": 50},
        "data": {
            "id": node_id,
            "name": name,
            "label": name.title(),
            "inputs": inputs or {},
            "inputAnchors": [],
            "inputParams": [],
            "outputAnchors": [],
            **data,
        },
    }


def flowise_edge(source, output, target, anchor):
    return {
        "id": f"{source}-{target}-{anchor}",
        "source": source,
        "sourceHandle": f"{source}-output-{output}-Any",
        "target": target,
        "targetHandle": f"{target}-input-{anchor}-Any",
    }


def flowise(nodes, edges=()):
    return {"nodes": [flowise_node(*node) for node in nodes], "edges": [flowise_edge(*edge) for edge in edges]}


CHAIN = flowise(
    [
        ("chatOpenAI_0", "chatOpenAI", {"modelName": "gpt-4o-mini", "temperature": "0.9", "topP": "0.5"}),
        ("promptTemplate_0", "promptTemplate", {"template": "Say {text}", "promptValues": ""}),
        ("llmChain_0", "llmChain", {"model": "{{chatOpenAI_0.data.instance}}", "chainName": "Mine"}),
    ],
    [
        ("chatOpenAI_0", "chatOpenAI", "llmChain_0", "model"),
        ("promptTemplate_0", "promptTemplate", "llmChain_0", "prompt"),
    ],
)
RETRIEVAL = flowise(
    [
        ("splitter_0", "recursiveCharacterTextSplitter", {"chunkSize": 500, "chunkOverlap": "20"}),
        ("textFile_0", "textFile", {"metadata": {"language": "en"}}),
        ("embeddings_0", "openAIEmbeddings", {"modelName": "ada"}),
        ("pinecone_0", "pinecone", {"pineconeIndex": "docs", "topK": "7"}),
        ("model_0", "chatMistralAI", {"modelName": "mistral-tiny"}),
        ("memory_0", "bufferMemory", {"sessionId": ""}),
        ("qa_0", "conversationalRetrievalQAChain", {"responsePrompt": "Answer from {context}"}),
    ],
    [
        ("splitter_0", "splitter", "textFile_0", "textSplitter"),
        ("textFile_0", "document", "pinecone_0", "document"),
        ("embeddings_0", "embeddings", "pinecone_0", "embeddings"),
        ("pinecone_0", "retriever", "qa_0", "vectorStoreRetriever"),
        ("model_0", "model", "qa_0", "model"),
        ("memory_0", "memory", "qa_0", "memory"),
    ],
)


def test_a_model_becomes_the_settings_of_its_chain(convert):
    seen = convert(CHAIN, "flowise")
    assert "chatOpenAI_0" not in seen.types
    assert seen.config("llmChain_0") == {"provider": "openai", "model": "gpt-4o-mini", "temperature": 0.9}
    assert seen.status("llmChain_0") == "partly"
    assert seen.reason("chatOpenAI_0") == "its settings went into llmChain_0"


def test_what_a_model_sets_and_a_chain_lacks_is_in_the_report(convert):
    seen = convert(CHAIN, "flowise")
    assert seen.rows("chatOpenAI_0")["/topP"] == ("dropped", "0.5")
    assert seen.rows("llmChain_0")["/chainName"] == ("dropped", "Mine")
    assert "/model" not in seen.rows("llmChain_0")
    assert seen.rows("promptTemplate_0")["/promptValues"] == ("empty", "")


def test_the_message_and_the_answer_that_have_no_node_are_added(convert):
    seen = convert(CHAIN, "flowise")
    assert seen.types == {
        "chat_input": "chat_input",
        "output": "output",
        "promptTemplate_0": "prompt",
        "llmChain_0": "llm",
    }
    assert ("chat_input", "message", "promptTemplate_0", "question") in seen.wires
    assert ("llmChain_0", "text", "output", "value") in seen.wires
    assert [row.node for row in seen.made.rows if row.status == "added"] == ["chat_input", "output"]


def test_a_store_becomes_an_embedder_a_writer_and_a_retriever(convert):
    seen = convert(RETRIEVAL, "flowise")
    assert {"embedder", "vector_store_write", "retriever", "file_loader", "splitter", "chat"} < {*seen.types.values()}
    assert seen.config("pinecone_0") == {
        "store": "pinecone",
        "collection": "docs",
        "top_k": 7,
        "embedding_model": "ada",
    }
    assert seen.config("pinecone_0-embedder") == {"provider": "openai", "model": "ada"}
    assert seen.config("textFile_0")["chunk_size"] == 500
    assert seen.wires >= {
        ("textFile_0-file_loader", "documents", "textFile_0", "documents"),
        ("textFile_0", "chunks", "pinecone_0-embedder", "chunks"),
        ("pinecone_0-embedder", "embeddings", "pinecone_0-vector_store_write", "embeddings"),
        ("pinecone_0-vector_store_write", "index", "pinecone_0", "index"),
        ("pinecone_0", "chunks", "qa_0", "context"),
        ("memory_0", "history", "qa_0", "history"),
    }


def test_a_required_setting_that_the_source_leaves_open_is_a_reference(convert):
    seen = convert(RETRIEVAL, "flowise")
    assert seen.config("textFile_0-file_loader") == {"metadata": {"language": "en"}, "path": "${TEXT_FILE_0_PATH}"}
    assert seen.rows("textFile_0")["/path"] == ("partly", "${TEXT_FILE_0_PATH}")


def test_a_store_that_is_only_searched_is_a_retriever(convert):
    nodes = [node for node in RETRIEVAL["nodes"] if node["id"] not in ("textFile_0", "splitter_0")]
    ids = {node["id"] for node in nodes}
    seen = convert({"nodes": nodes, "edges": [e for e in RETRIEVAL["edges"] if e["source"] in ids]}, "flowise")
    assert "vector_store_write" not in seen.types.values()
    assert ("chat_input", "message", "pinecone_0", "question") in seen.wires


def test_an_agent_with_tools_stays_foreign_and_keeps_all_that_plugs_into_it(convert):
    source = flowise(
        [
            ("tool_0", "calculator"),
            ("model_0", "chatOpenAI", {"modelName": "gpt-4o"}),
            ("agent_0", "toolAgent", {"systemMessage": "Be brief", "openAIApiKey": "not-a-real-key"}),
        ],
        [("tool_0", "calculator", "agent_0", "tools"), ("model_0", "chatOpenAI", "agent_0", "model")],
    )
    seen = convert(source, "flowise")
    assert set(seen.types.values()) == {"foreign"}
    assert seen.config("agent_0")["config"]["systemMessage"] == "Be brief"
    assert seen.config("model_0")["config"] == {"modelName": "gpt-4o"}
    assert len(seen.wires) == 2
    edge = next(e for e in seen.made.document.data["edges"] if e["source"] == "tool_0")
    assert edge["data"] == {"ports": {"source": "calculator", "target": "tools"}}
    assert "tools" in seen.reason("agent_0")


def test_a_model_for_a_chain_and_for_an_agent_is_settings_of_the_one_and_stays_for_the_other(convert):
    source = flowise(
        [("m", "chatOpenAI", {"modelName": "gpt-4o"}), ("c", "llmChain"), ("a", "worker")],
        [("m", "chatOpenAI", "c", "model"), ("m", "chatOpenAI", "a", "model")],
    )
    seen = convert(source, "flowise")
    assert seen.config("c")["model"] == "gpt-4o"
    assert seen.types["m"] == "foreign"
    assert ("m", "result", "a", "inputs") in seen.wires
    assert seen.reason("m").endswith("; its settings went into c")


def test_a_model_that_nobody_knows_keeps_its_chain_foreign(convert):
    source = flowise([("m", "chatSomething", {}), ("c", "llmChain")], [("m", "out", "c", "model")])
    seen = convert(source, "flowise")
    assert seen.types == {"m": "foreign", "c": "foreign"}
    assert "'model'" in seen.reason("c")


def test_a_port_without_a_native_place_keeps_the_node_foreign(convert):
    source = flowise([("x", "getVariable"), ("c", "llmChain")], [("x", "out", "c", "inputModeration")])
    assert "'inputModeration'" in convert(source, "flowise").reason("c")


def test_a_prompt_of_two_halves_becomes_prompt_and_system_prompt_of_its_chain(convert):
    source = flowise(
        [
            ("m", "chatOpenAI", {"modelName": "gpt-4o"}),
            ("p", "chatPromptTemplate", {"systemMessagePrompt": "Be brief", "humanMessagePrompt": "{text}"}),
            ("o", "csvOutputParser", {}),
            ("v", "getVariable"),
            ("c", "llmChain"),
        ],
        [
            ("m", "chatOpenAI", "c", "model"),
            ("p", "p", "c", "prompt"),
            ("o", "o", "c", "outputParser"),
            ("v", "out", "p", "promptValues"),
        ],
    )
    seen = convert(source, "flowise")
    assert seen.config("c")["system_prompt"] == "Be brief"
    assert seen.config("c-prompt") == {"template": "{text}"}
    assert ("v", "result", "c-prompt", "variables") in seen.wires
    assert seen.status("o") == "partly"


def test_several_edges_at_an_input_that_takes_one_are_merged(convert):
    source = flowise(
        [
            ("m", "chatOpenAI", {"modelName": "x"}),
            ("a", "promptTemplate", {"template": "a"}),
            ("b", "promptTemplate", {"template": "b"}),
            ("c", "llmChain"),
        ],
        [("m", "m", "c", "model"), ("a", "a", "c", "prompt"), ("b", "b", "c", "prompt")],
    )
    seen = convert(source, "flowise")
    assert seen.config("c-merge") == {"mode": "first"}
    assert {("a", "prompt", "c-merge", "values"), ("c-merge", "value", "c", "prompt")} < seen.wires


def test_an_agentflow_of_the_last_generation_has_its_model_in_the_step(convert):
    nodes = [
        flowise_node("s", "startAgentflow"),
        flowise_node(
            "l",
            "llmAgentflow",
            {"llmModel": "chatOpenAI", "llmModelConfig": {"modelName": "gpt-4o"}, "llmUserMessage": "Hi"},
        ),
        flowise_node("a", "agentAgentflow", {"agentTools": [{"tool": "x"}]}),
        flowise_node(
            "b", "agentAgentflow", {"agentTools": "", "agentModelConfig": {"modelName": "m"}, "agentUserMessage": "?"}
        ),
        flowise_node("r", "directReplyAgentflow", {"directReplyMessage": "{{ l }}"}),
    ]
    for node in nodes:
        node["type"] = "agentFlow"
    edges = [
        {"id": f"{a}{b}", "source": a, "sourceHandle": f"{a}-output-{a}", "target": b, "targetHandle": b}
        for a, b in ("sl", "la", "lb", "br")
    ]
    seen = convert({"nodes": nodes, "edges": edges}, "flowise")
    assert seen.types["a"] == "foreign"
    assert seen.config("l") == {"provider": "chatOpenAI", "model": "gpt-4o"}
    assert {("s", "message", "l-prompt", "question"), ("b", "text", "r-prompt", "variables")} < seen.wires
