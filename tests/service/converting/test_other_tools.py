"""Dify, RAGFlow and Haystack: edges that are the order of steps, and sockets."""

from __future__ import annotations


def ragflow(components, **agent):
    """An agent that is not drawn: the name, the settings and the targets of each component by its id."""
    found = {
        key: {"obj": {"component_name": name, "params": params}, "downstream": targets, "upstream": []}
        for key, (name, params, targets) in components.items()
    }
    return {**agent, "dsl": {"components": found, "path": [], "history": []}}


def dify(nodes, edges=(), **app):
    graph = {
        "nodes": [{"id": key, "type": "custom", "data": {"type": kind, **data}} for key, kind, data in nodes],
        "edges": [
            {
                "id": f"{source}-{target}",
                "source": source,
                "target": target,
                "sourceHandle": "source",
                "targetHandle": "target",
            }
            for source, target in edges
        ],
    }
    return {"kind": "app", "version": "0.3.0", "app": {"mode": "workflow", **app}, "workflow": {"graph": graph}}


REFERENCE = "{{#llm.text#}}"


def llm(*messages):
    return {
        "title": "Model",
        "model": {
            "name": "gpt-4o",
            "provider": "langgenius/openai/openai",
            "completion_params": {"temperature": 0.1, "top_p": 1},
        },
        "prompt_template": [{"role": role, "text": text} for role, text in messages],
    }


def test_a_model_of_dify_gets_a_prompt_of_its_own(convert):
    nodes = [
        ("s", "start", {"variables": []}),
        ("llm", "llm", llm(("system", "Be brief"), ("user", "{{#sys.query#}}"))),
        ("a", "answer", {"answer": REFERENCE}),
    ]
    seen = convert(dify(nodes, [("s", "llm"), ("llm", "a")], name="App", description=""), "dify")
    assert seen.types == {"s": "chat_input", "llm-prompt": "prompt", "llm": "llm", "a": "output"}
    assert seen.config("llm") == {
        "model": "gpt-4o",
        "provider": "openai",
        "temperature": 0.1,
        "system_prompt": "Be brief",
    }
    assert seen.config("llm-prompt") == {"template": "{{#sys.query#}}"}
    assert seen.wires == {
        ("s", "message", "llm-prompt", "question"),
        ("llm-prompt", "prompt", "llm", "prompt"),
        ("llm", "text", "a", "value"),
    }
    assert seen.rows("llm")["/model/completion_params/top_p"] == ("dropped", 1)
    assert seen.made.document.data["name"] == "App"


def test_an_answer_around_a_reference_and_one_that_leads_on_are_prompts_too(convert):
    nodes = [
        ("s", "start", {"variables": []}),
        ("a", "answer", {"answer": "Said: {{#s.x#}}"}),
        ("b", "answer", {"answer": "{{#a.x#}}"}),
    ]
    seen = convert(dify(nodes, [("s", "a"), ("a", "b")]), "dify")
    assert seen.config("a-prompt") == {"template": "Said: {{#s.x#}}"}
    assert ("a-prompt", "prompt", "b", "value") in seen.wires


def test_the_start_of_a_workflow_gives_its_one_variable_and_stays_foreign_with_several(convert):
    one = convert(dify([("s", "start", {"variables": [{"variable": "city"}]})]), "dify")
    assert one.config("s") == {"parameter": "city"}
    two = convert(dify([("s", "start", {"variables": [{"variable": "a"}, {"variable": "b"}]})]), "dify")
    assert two.types == {"s": "foreign"}


def test_only_python_is_a_function(convert):
    nodes = [
        ("p", "code", {"code": "def main(): ...", "code_language": "python3"}),
        ("j", "code", {"code": "1", "code_language": "javascript"}),
    ]
    seen = convert(dify(nodes, [("p", "j")]), "dify")
    assert seen.config("p") == {"function": "main", "code": "def main(): ..."}
    assert seen.reason("j") == "its code is not Python"


def test_a_lone_system_message_is_the_prompt(convert):
    nodes = [
        ("l", "llm", llm(("system", "Write a poem"))),
        ("m", "llm", {**llm(), "prompt_template": {"text": "Hm"}}),
        ("n", "llm", llm()),
    ]
    seen = convert(dify(nodes), "dify")
    assert seen.config("l-prompt") == {"template": "Write a poem"}
    assert seen.config("m-prompt") == {"template": "Hm"}
    assert seen.config("n-prompt") == {"template": "${N_TEMPLATE}"}


def test_a_retrieval_of_dify_searches_what_came_before(convert):
    config = {"dataset_ids": ["abc"], "multiple_retrieval_config": {"top_k": 6, "score_threshold": None}}
    nodes = [
        ("s", "start", {}),
        ("k", "knowledge-retrieval", config),
        ("t", "template-transform", {"template": "{{ a }}"}),
        ("e", "end", {"outputs": [{"variable": "result"}]}),
    ]
    seen = convert(dify(nodes, [("s", "k"), ("k", "t"), ("t", "e")]), "dify")
    assert seen.config("k") == {"store": "dify", "collection": "abc", "top_k": 6}
    assert seen.config("e") == {"name": "result"}
    assert {("s", "message", "k", "question"), ("k", "chunks", "t", "context")} < seen.wires
    assert seen.rows("t")["/"][0] == "partly"


def test_branches_and_containers_stay_foreign_with_what_is_in_them(convert):
    source = dify([("i", "iteration", {"iterator_selector": ["s", "x"]}), ("c", "if-else", {"cases": []})])
    source["workflow"]["graph"]["nodes"][1]["parentId"] = "i"
    seen = convert(source, "dify")
    assert seen.types == {"i": "foreign", "c": "foreign"}
    assert seen.graph.node("c").parent == "i"


def test_a_conversation_of_ragflow_has_no_circle(convert):
    source = ragflow(
        {
            "begin": ("Begin", {"prologue": "Hello"}, ["answer:0"]),
            "answer:0": ("Answer", {}, ["retrieval:0"]),
            "retrieval:0": ("Retrieval", {"kb_ids": ["kb"], "top_n": 8, "similarity_threshold": 0.2}, ["generate:0"]),
            "generate:0": ("Generate", {"llm_id": "deepseek", "prompt": "Use {input}"}, ["answer:0"]),
        },
        title="Chat",
    )
    seen = convert(source, "ragflow")
    assert seen.types == {
        "begin": "chat_input",
        "answer:0-output": "output",
        "answer:0": "chat_input",
        "retrieval:0": "retriever",
        "generate:0-prompt": "prompt",
        "generate:0": "llm",
    }
    assert seen.config("begin") == {"greeting": "Hello"}
    assert {
        ("answer:0", "message", "retrieval:0", "question"),
        ("generate:0", "text", "answer:0-output", "value"),
    } < seen.wires
    assert not [row for row in seen.made.rows if row.type == "edge"]
    assert seen.made.document.data["name"] == "Chat"


def test_an_edge_that_closes_a_circle_is_in_the_report(convert):
    source = ragflow({"a": ("Email", {}, ["b"]), "b": ("Email", {}, ["a"])})
    seen = convert(source, "ragflow")
    assert len(seen.wires) == 1
    assert [row.reason for row in seen.made.rows if row.type == "edge"] == [
        "it closes a circle, and native workflows have none"
    ]


def test_code_and_rewriters_of_ragflow_are_native(convert):
    source = ragflow(
        {
            "b": ("Begin", {}, ["r"]),
            "r": ("RewriteQuestion", {"llm_id": "x"}, ["c"]),
            "c": ("CodeExec", {"lang": "python", "script": "def main(): ..."}, ["m"]),
            "m": ("Message", {"content": ["{c@result}"]}, []),
            "o": ("Answer", {}, []),
        }
    )
    seen = convert(source, "ragflow")
    assert (seen.types["r"], seen.types["c"], seen.types["m"]) == ("query_rewriter", "python_function", "output")


def test_an_agent_of_ragflow_with_helpers_stays_foreign(convert):
    nodes = [
        {"id": key, "type": "agentNode", "data": {"label": kind, "name": key, "form": {}}}
        for key, kind in (("a", "Agent"), ("t", "Tool"))
    ]
    edges = [{"id": "e", "source": "a", "sourceHandle": "tool", "target": "t", "targetHandle": "end"}]
    seen = convert({"dsl": {"components": {}, "graph": {"nodes": nodes, "edges": edges}, "path": []}}, "ragflow")
    assert seen.types == {"a": "foreign", "t": "foreign"}


KEY = {"type": "env_var", "env_vars": ["MY_KEY"], "strict": True}
HAYSTACK = {
    "components": {
        "embed": {"type": "haystack.x.SentenceTransformersTextEmbedder", "init_parameters": {"model": "e5"}},
        "find": {
            "type": "haystack.x.InMemoryEmbeddingRetriever",
            "init_parameters": {"top_k": 3, "document_store": {"init_parameters": {"index": "docs"}}},
        },
        "rank": {"type": "haystack.x.CohereRanker", "init_parameters": {"model": "rerank", "top_k": 2, "api_key": KEY}},
        "build": {
            "type": "haystack.x.ChatPromptBuilder",
            "init_parameters": {
                "template": [
                    {"_role": "system", "_content": [{"text": "Brief"}]},
                    {"_role": "user", "_content": [{"text": "{{question}}"}]},
                ]
            },
        },
        "write": {"type": "haystack.x.OpenAIChatGenerator", "init_parameters": {"model": "gpt-4o", "api_key": KEY}},
        "odd": {"type": "my.Odd", "init_parameters": {}},
        "convert": {"type": "haystack.x.TextFileToDocument", "init_parameters": {}},
        "split": {"type": "haystack.x.DocumentSplitter", "init_parameters": {"split_length": 100}},
        "vectors": {"type": "haystack.x.OpenAIDocumentEmbedder", "init_parameters": {"model": "ada"}},
        "store": {"type": "haystack.x.DocumentWriter", "init_parameters": {}},
        "fetch": {"type": "haystack.x.LinkContentFetcher", "init_parameters": {}},
        "clean": {"type": "haystack.x.HTMLToDocument", "init_parameters": {}},
        "plain": {"type": "haystack.x.PromptBuilder", "init_parameters": {"template": "{{odd}}"}},
    },
    "connections": [
        {"sender": sender, "receiver": receiver}
        for sender, receiver in (
            ("embed.embedding", "find.query_embedding"),
            ("find.documents", "rank.documents"),
            ("rank.documents", "build.documents"),
            ("build.prompt", "write.messages"),
            ("convert.documents", "split.documents"),
            ("split.documents", "vectors.documents"),
            ("vectors.documents", "store.documents"),
            ("fetch.streams", "clean.sources"),
            ("odd.out", "plain.odd"),
        )
    ],
}


def test_a_pipeline_of_haystack_is_asked_and_answers(convert):
    seen = convert(HAYSTACK, "haystack")
    assert {key: seen.types[key] for key in ("find", "rank", "build", "write", "odd", "clean", "fetch", "store")} == {
        "find": "retriever",
        "rank": "reranker",
        "build": "prompt",
        "write": "llm",
        "odd": "foreign",
        "clean": "text_cleaner",
        "fetch": "url_loader",
        "store": "vector_store_write",
    }
    assert seen.config("find") == {"top_k": 3, "collection": "docs", "embedding_model": "e5"}
    assert seen.config("rank") == {"model": "rerank", "top_n": 2, "provider": "cohere", "api_key": "${MY_KEY}"}
    assert seen.config("build") == {"template": "{{question}}"}
    assert seen.config("vectors") == {"provider": "openai", "model": "ada"}
    assert seen.wires >= {
        ("chat_input", "message", "find", "question"),
        ("chat_input", "message", "rank", "question"),
        ("write", "text", "output", "value"),
        ("odd", "result", "plain", "variables"),
    }
