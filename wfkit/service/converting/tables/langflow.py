"""Langflow's components, by the names that its files of 2023 to 2026 give them.

Read off `lfx/components` of Langflow 1.x and exports. A model has an output for its text, by which it is a step, and
one for itself, by which it only configures a chain or an agent. Files of 2023 know only the second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.service.converting.rule import Rule, Table
from wfkit.service.converting.secrecy import as_variable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.core.model import Graph, Node

_LLM = Rule(
    parts=("llm",),
    fields={
        "model_name": "llm.model",
        "model": "llm.model",
        "model/0/name": "llm.model",
        "model/0/provider": "llm.provider",
        "provider": "llm.provider",
        "temperature": "llm.temperature",
        "max_tokens": "llm.max_tokens",
        "max_output_tokens": "llm.max_tokens",
        "timeout": "llm.timeout_s",
        "request_timeout": "llm.timeout_s",
        "openai_api_base": "llm.base_url",
        "base_url": "llm.base_url",
        "system_message": "llm.system_prompt",
        "api_key": "llm.api_key",
        "openai_api_key": "llm.api_key",
        "input_value": "llm.prompt",
    },
    inputs={"input_value": "llm.prompt"},
    outputs={"text_output": "llm.text", "text_response": "llm.text"},
    folds={"system_message": ("llm.system_prompt=template", "llm.system_prompt=value")},
    supplies=frozenset({"model_output"}),
)
_OLD_LLM = _LLM.but(supplies=frozenset({"*"}))
_CHAT = Rule(
    parts=("chat",),
    fields={
        "model_name": "chat.model",
        "model": "chat.model",
        "model/0/name": "chat.model",
        "model/0/provider": "chat.provider",
        "agent_llm": "chat.provider",
        "temperature": "chat.temperature",
        "max_tokens": "chat.max_tokens",
        "n_messages": "chat.max_history",
        "system_prompt": "chat.system_prompt",
        "api_key": "chat.api_key",
        "openai_api_key": "chat.api_key",
        "openai_api_base": "chat.base_url",
        "input_value": "chat.message",
    },
    inputs={"input_value": "chat.message"},
    outputs={"response": "chat.answer"},
    folds={
        "model": ("chat",),
        "agent_llm": ("chat",),
        "system_prompt": ("chat.system_prompt=template", "chat.system_prompt=value"),
    },
    refuses=frozenset({"tools"}),
)
_CHAIN = Rule(
    parts=("llm",),
    inputs={"prompt": "llm.prompt"},
    folds={"llm": ("llm",)},
    asks=("llm.prompt",),
    ends=True,
    refuses=frozenset({"memory"}),
)
_CONVERSATION = Rule(
    parts=("chat",),
    inputs={"memory": "chat.history"},
    folds={"llm": ("chat",)},
    asks=("chat.message",),
    ends=True,
)
_EMBEDDINGS = Rule(
    parts=("embedder",),
    fields={
        "model": "embedder.model",
        "model/0/name": "embedder.model",
        "model/0/provider": "embedder.provider",
        "model_name": "embedder.model",
        "provider": "embedder.provider",
        "dimensions": "embedder.dimensions",
        "chunk_size": "embedder.batch_size",
        "openai_api_base": "embedder.base_url",
        "api_base": "embedder.base_url",
        "base_url": "embedder.base_url",
        "openai_api_key": "embedder.api_key",
        "api_key": "embedder.api_key",
    },
    supplies=frozenset({"*"}),
)
_STORE = Rule(
    parts=("embedder", "vector_store_write", "retriever"),
    fields={
        "collection_name": "vector_store_write.collection retriever.collection",
        "index_name": "vector_store_write.collection retriever.collection",
        "table_name": "vector_store_write.collection retriever.collection",
        "url": "vector_store_write.url retriever.url",
        "api_endpoint": "vector_store_write.url retriever.url",
        "persist_directory": "vector_store_write.url retriever.url",
        "token": "vector_store_write.api_key retriever.api_key",
        "number_of_results": "retriever.top_k",
        "search_query": "retriever.question",
        "search_score_threshold": "retriever.score_threshold",
    },
    inputs={
        "ingest_data": "embedder.chunks",
        "documents": "embedder.chunks",
        "search_query": "retriever.question",
    },
    outputs={
        "search_results": "retriever.chunks",
        "dataframe": "retriever.chunks",
        "base_retriever": "retriever.chunks",
    },
    when={
        "embedder": frozenset({"ingest_data", "documents"}),
        "vector_store_write": frozenset({"ingest_data", "documents"}),
        "retriever": frozenset({"search_query", "search_results", "dataframe", "base_retriever"}),
    },
    folds={
        "embedding": ("embedder", "retriever.embedding_model=model"),
        "embedding_model": ("embedder", "retriever.embedding_model=model"),
    },
)
_SPLITTER = Rule(
    parts=("splitter",),
    fields={
        "chunk_size": "splitter.chunk_size",
        "chunk_overlap": "splitter.chunk_overlap",
        "separator": "splitter.separators",
        "separators": "splitter.separators",
    },
    inputs={"data_inputs": "splitter.documents", "data_input": "splitter.documents", "documents": "splitter.documents"},
    outputs={"chunks": "splitter.chunks", "dataframe": "splitter.chunks"},
    given={"splitter.unit": "characters"},
)
_PROMPT = Rule(
    parts=("prompt",),
    fields={"template": "prompt.template"},
    inputs={
        "question": "prompt.question",
        "context": "prompt.context",
        "history": "prompt.history",
        "chat_history": "prompt.history",
    },
    outputs={"prompt": "prompt.prompt"},
    is_text=True,
)
_PARSER = Rule(
    parts=("prompt",),
    fields={"pattern": "prompt.template", "template": "prompt.template"},
    inputs={"input_data": "prompt.context", "data": "prompt.context"},
    remark="its pattern is filled once for each item; natively {context} stands for all of them at once",
)
_MEMORY = Rule(
    parts=("memory",),
    fields={"session_id": "memory.name", "n_messages": "memory.window_size", "memory_key": "memory.name"},
    given={"memory.strategy": "window"},
)
_FILES = Rule(
    parts=("file_loader",),
    fields={"path": "file_loader.path", "file_path": "file_loader.path", "text_encoding": "file_loader.encoding"},
)
_PAGES = Rule(
    parts=("url_loader",),
    fields={
        "urls": "url_loader.urls",
        "web_path": "url_loader.urls",
        "max_depth": "url_loader.max_depth",
        "timeout": "url_loader.timeout_s",
        "prevent_outside": "url_loader.same_domain",
    },
)
_MESSAGE = Rule(
    parts=("chat_input",), fields={"input_value": "chat_input.placeholder"}, outputs={"message": "chat_input.message"}
)
_TEXT = Rule(
    parts=("text_input",), fields={"input_value": "text_input.value"}, outputs={"text": "text_input.text"}, is_text=True
)
_OUTPUT = Rule(parts=("output",), inputs={"input_value": "output.value"})


def _served(rule: Rule, provider: str) -> Rule:
    return rule.but(given={f"{rule.parts[0]}.provider": provider})


def _stored(store: str) -> Rule:
    return _STORE.but(given={"vector_store_write.store": store, "retriever.store": store})


_PROVIDERS = {
    "OpenAIModel": "openai", "AnthropicModel": "anthropic", "OllamaModel": "ollama", "GroqModel": "groq",
    "GoogleGenerativeAIModel": "google", "MistralModel": "mistral", "AzureOpenAIModel": "azure", "CohereModel":
    "cohere",
    "AmazonBedrockModel": "bedrock", "NVIDIAModelComponent": "nvidia", "HuggingFaceModel": "huggingface",
    "DeepSeekModelComponent": "deepseek", "OpenRouterComponent": "openrouter", "xAIModel": "xai",
    "LMStudioModel": "lmstudio", "PerplexityModel": "perplexity", "VertexAiModel": "vertexai",
}  # fmt: skip
_OLD_PROVIDERS = {
    "ChatOpenAI": "openai", "OpenAI": "openai", "ChatAnthropic": "anthropic", "Anthropic": "anthropic",
    "ChatVertexAI": "vertexai", "LlamaCpp": "llamacpp", "Cohere": "cohere", "HuggingFaceHub": "huggingface",
    "AzureChatOpenAI": "azure",
}  # fmt: skip
_EMBEDDERS = {
    "OpenAIEmbeddings": "openai", "CohereEmbeddings": "cohere", "HuggingFaceEmbeddings": "huggingface",
    "HuggingFaceInferenceAPIEmbeddings": "huggingface", "OllamaEmbeddings": "ollama", "MistalAIEmbeddings": "mistral",
    "AzureOpenAIEmbeddings": "azure", "AmazonBedrockEmbeddings": "bedrock", "NVIDIAEmbeddingsComponent": "nvidia",
    "Google Generative AI Embeddings": "google", "VertexAIEmbeddings": "vertexai",
}  # fmt: skip
_STORES = {
    "AstraDB": "astradb", "Chroma": "chroma", "FAISS": "faiss", "Pinecone": "pinecone",
    "QdrantVectorStoreComponent": "qdrant",
    "Qdrant": "qdrant", "pgvector": "pgvector", "Weaviate": "weaviate", "Milvus": "milvus", "OpenSearch": "opensearch",
    "MongoDBAtlasVector": "mongodb", "Redis": "redis", "SupabaseVectorStore": "supabase", "Elasticsearch":
    "elasticsearch",
    "LocalDB": "local", "Clickhouse": "clickhouse",
}  # fmt: skip

_PARSERS = ("ParseData", "ParserComponent", "parser")
_RULES: Mapping[str, Rule] = {
    **{name: _served(_LLM, provider) for name, provider in _PROVIDERS.items()},
    **{name: _served(_OLD_LLM, provider) for name, provider in _OLD_PROVIDERS.items()},
    **{name: _served(_EMBEDDINGS, provider) for name, provider in _EMBEDDERS.items()},
    **{name: _stored(store) for name, store in _STORES.items()},
    "LanguageModelComponent": _LLM,
    "EmbeddingModel": _EMBEDDINGS,
    "Agent": _CHAT,
    "ChatInput": _MESSAGE,
    "ChatOutput": _OUTPUT,
    "ConversationBufferMemory": _MEMORY,
    "ConversationChain": _CONVERSATION,
    "File": _FILES,
    "LLMChain": _CHAIN,
    "Memory": _MEMORY,
    "ParseData": _PARSER,
    "ParserComponent": _PARSER,
    "parser": _PARSER,
    "Prompt": _PROMPT,
    "PromptTemplate": _PROMPT,
    "Prompt Template": _PROMPT,
    "RecursiveCharacterTextSplitter": _SPLITTER.but(given={"splitter.strategy": "recursive"}),
    "CharacterTextSplitter": _SPLITTER,
    "SplitText": _SPLITTER,
    "TextFileLoader": _FILES,
    "TextInput": _TEXT,
    "TextOutput": _OUTPUT,
    "URL": _PAGES,
    "URLComponent": _PAGES,
    "WebBaseLoader": _PAGES,
}


def _choose(node: Node, graph: Graph) -> Rule | None:
    """A prompt takes what fills its variables; those that are not called as natively are further values."""
    if node.type not in ("Prompt", "PromptTemplate", "Prompt Template"):
        return None
    ports = {edge.target_port for edge in graph.incoming.get(node.id, ())} - _PROMPT.inputs.keys()
    return _PROMPT.but(inputs=dict.fromkeys(sorted(ports), "prompt.variables")) if ports else None


def _config(node: Node) -> Mapping[str, Any]:
    """The config with references for the names of global variables, and the pattern of a parser in native words."""
    fields = node.settings.get("template")
    if node.type in _PARSERS:
        names = [name for name in ("pattern", "template") if isinstance(node.config.get(name), str)]
        return {**node.config, **{name: node.config[name].replace("{text}", "{context}") for name in names}}
    if not isinstance(fields, dict):
        return node.config
    named = {key for key, field in fields.items() if isinstance(field, dict) and field.get("load_from_db")}
    return {key: as_variable(value) if key in named else value for key, value in node.config.items()}


TABLE = Table(_RULES, choose=_choose, joins="text", config=_config, said="/settings/template/[^/]+/load_from_db")
