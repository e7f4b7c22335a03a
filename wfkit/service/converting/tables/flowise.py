"""Flowise's nodes of three generations, by the names that its `packages/components/nodes` give them.

In the first generation nodes plug into each other: a model into a chain, a splitter into a loader, embeddings into a
store. What the user asks comes to the last chain, and its answer goes back, without nodes for either.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wfkit.service.converting.rule import Rule, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.core.model import Graph, Node

_TOOLS = ("agentTools", "agentKnowledgeDocumentStores", "agentKnowledgeVSEmbeddings")
_INSTANCE = re.compile(r"\{\{[\w.-]+\.data\.instance\}\}")
_ALL = frozenset({"*"})

_MODEL = Rule(
    fields={
        "modelName": "llm.model",
        "customModel": "llm.model",
        "model": "llm.model",
        "temperature": "llm.temperature",
        "maxTokens": "llm.max_tokens",
        "maxTokensToSample": "llm.max_tokens",
        "maxOutputTokens": "llm.max_tokens",
        "basepath": "llm.base_url",
        "baseUrl": "llm.base_url",
        "overrideEndpoint": "llm.base_url",
        "stopSequence": "llm.stop",
    },
    supplies=_ALL,
)
_EMBEDDINGS = Rule(
    fields={
        "modelName": "embedder.model",
        "batchSize": "embedder.batch_size",
        "basepath": "embedder.base_url",
        "baseUrl": "embedder.base_url",
        "dimensions": "embedder.dimensions",
    },
    supplies=_ALL,
)
_SPLITTER = Rule(
    fields={
        "chunkSize": "splitter.chunk_size",
        "chunkOverlap": "splitter.chunk_overlap",
        "separator": "splitter.separators",
        "separators": "splitter.separators",
    },
    supplies=_ALL,
)
_WITH_SPLITTER = {"splitter": frozenset({"textSplitter"})}
_FILES = Rule(
    parts=("file_loader", "splitter"),
    when=_WITH_SPLITTER,
    fields={"metadata": "file_loader.metadata"},
    folds={"textSplitter": ("splitter",)},
)
_PAGES = Rule(
    parts=("url_loader", "splitter"),
    when=_WITH_SPLITTER,
    fields={"url": "url_loader.urls", "limit": "url_loader.max_pages"},
    folds={"textSplitter": ("splitter",)},
)
_STORE = Rule(
    parts=("embedder", "vector_store_write", "retriever"),
    fields={
        **dict.fromkeys(
            ("pineconeIndex", "collectionName", "qdrantCollection", "weaviateIndex", "tableName", "indexName"),
            "vector_store_write.collection retriever.collection",
        ),
        **dict.fromkeys(
            ("basePath", "chromaURL", "qdrantServerUrl", "weaviateHost", "host", "milvusServerUrl", "supabaseProjUrl"),
            "vector_store_write.url retriever.url",
        ),
        "topK": "retriever.top_k",
        "searchType": "retriever.search_type",
    },
    inputs={"document": "embedder.chunks"},
    outputs={"retriever": "retriever.chunks", "vectorStore": "retriever.chunks"},
    when={
        "embedder": frozenset({"document"}),
        "vector_store_write": frozenset({"document"}),
        "retriever": frozenset({"retriever", "vectorStore"}),
    },
    folds={"embeddings": ("embedder", "retriever.embedding_model=model")},
    asks=("retriever.question",),
)
_CHAIN = Rule(
    parts=("llm",),
    inputs={"prompt": "llm.prompt"},
    outputs={"outputPrediction": "llm.text"},
    folds={"model": ("llm",), "outputParser": ("llm",)},
    asks=("llm.prompt",),
    ends=True,
)
# With a prompt of two halves: what the model is told first, and what the user asks.
_TWOFOLD_CHAIN = Rule(
    parts=("prompt", "llm"),
    outputs={"outputPrediction": "llm.text"},
    folds={"model": ("llm",), "outputParser": ("llm",), "prompt": ("prompt", "llm")},
    asks=("prompt.question",),
    ends=True,
)
_CONVERSATION = Rule(
    parts=("chat",),
    fields={"systemMessagePrompt": "chat.system_prompt"},
    inputs={"memory": "chat.history"},
    folds={"model": ("chat",), "chatPromptTemplate": ("chat",)},
    asks=("chat.message",),
    ends=True,
)
_RETRIEVAL_CHAIN = Rule(
    parts=("chat",),
    fields={"responsePrompt": "chat.system_prompt", "systemMessagePrompt": "chat.system_prompt"},
    inputs={"vectorStoreRetriever": "chat.context", "memory": "chat.history"},
    folds={"model": ("chat",)},
    asks=("chat.message",),
    ends=True,
)
_AGENT = Rule(
    parts=("chat",),
    fields={"systemMessage": "chat.system_prompt"},
    inputs={"memory": "chat.history"},
    folds={"model": ("chat",)},
    asks=("chat.message",),
    ends=True,
    refuses=frozenset({"tools"}),
)
_PROMPT = Rule(
    parts=("prompt",),
    fields={"template": "prompt.template"},
    inputs={"promptValues": "prompt.variables"},
    asks=("prompt.question",),
)
_CHAT_PROMPT = Rule(
    fields={"systemMessagePrompt": "llm.system_prompt", "humanMessagePrompt": "prompt.template"},
    inputs={"promptValues": "prompt.variables"},
    supplies=_ALL,
)
_STRUCTURED = Rule(
    given={"llm.response_format": "json"},
    supplies=_ALL,
    remark="its schema is not checked natively; say it in the prompt",
)
_LISTED = Rule(supplies=_ALL, remark="natively the answer stays a text; say in the prompt that it is a list")
_FOUND = Rule(
    parts=("prompt",),
    given={"prompt.template": "{context}"},
    inputs={"vectorStore": "prompt.context"},
)
_MEMORY = Rule(
    parts=("memory",),
    fields={"sessionId": "memory.name", "k": "memory.window_size"},
)

# The last generation: what it calls a model is set in the step itself, and its edges are the order of the steps.
_STEP = Rule(
    parts=("prompt", "llm"),
    fields={
        "llmModel": "llm.provider",
        "llmModelConfig/modelName": "llm.model",
        "llmModelConfig/temperature": "llm.temperature",
        "llmModelConfig/maxTokens": "llm.max_tokens",
        "llmModelConfig/basepath": "llm.base_url",
        "llmUserMessage": "prompt.template",
    },
    inputs={"": "prompt.question prompt.variables"},
)
_AGENT_STEP = Rule(
    parts=("prompt", "llm"),
    fields={
        "agentModel": "llm.provider",
        "agentModelConfig/modelName": "llm.model",
        "agentModelConfig/temperature": "llm.temperature",
        "agentModelConfig/maxTokens": "llm.max_tokens",
        "agentModelConfig/basepath": "llm.base_url",
        "agentUserMessage": "prompt.template",
    },
    inputs={"": "prompt.question prompt.variables"},
)
_REPLY = Rule(
    parts=("prompt", "output"), fields={"directReplyMessage": "prompt.template"}, inputs={"": "prompt.variables"}
)

_MODELS = {
    "chatOpenAI": "openai", "chatOpenAICustom": "openai", "openAI": "openai", "azureChatOpenAI": "azure",
    "chatAnthropic": "anthropic",
    "chatMistralAI": "mistral", "chatOllama": "ollama", "chatLocalAI": "localai", "groqChat": "groq",
    "chatGoogleGenerativeAI": "google", "chatGoogleVertexAI": "vertexai", "awsChatBedrock": "bedrock", "chatCohere":
    "cohere",
    "chatHuggingFace": "huggingface", "chatDeepseek": "deepseek", "chatOpenRouter": "openrouter", "chatXAI": "xai",
}  # fmt: skip
_EMBEDDERS = {
    "openAIEmbeddings": "openai", "openAIEmbeddingsCustom": "openai", "azureOpenAIEmbeddings": "azure",
    "cohereEmbeddings": "cohere", "huggingFaceInferenceEmbeddings": "huggingface", "ollamaEmbedding": "ollama",
    "mistralAIEmbeddings": "mistral", "googleGenerativeAiEmbeddings": "google", "AWSBedrockEmbeddings": "bedrock",
    "localAIEmbeddings": "localai", "voyageAIEmbeddings": "voyage",
}  # fmt: skip
_STORES = {
    "pinecone": "pinecone", "pineconeExistingIndex": "pinecone", "pineconeUpsert": "pinecone", "faiss": "faiss",
    "memoryVectorStore": "memory", "chroma": "chroma", "chromaExistingIndex": "chroma", "qdrant": "qdrant",
    "weaviate": "weaviate", "milvus": "milvus", "supabase": "supabase", "postgres": "pgvector", "redis": "redis",
    "singlestore": "singlestore", "elasticsearch": "elasticsearch", "mongoDBAtlas": "mongodb", "astra": "astradb",
}  # fmt: skip
_LOADERS = (
    "pdfFile",
    "textFile",
    "docxFile",
    "csvFile",
    "jsonFile",
    "folderFiles",
    "fileLoader",
    "unstructuredFileLoader",
)
_SCRAPERS = ("cheerioWebScraper", "playwrightWebScraper", "puppeteerWebScraper", "fireCrawl", "spiderDocumentLoaders")
_SPLITTERS = {
    "recursiveCharacterTextSplitter": "recursive", "characterTextSplitter": "recursive", "markdownTextSplitter":
    "markdown",
    "codeTextSplitter": "code",
}  # fmt: skip

_RULES: Mapping[str, Rule] = {
    **{name: _MODEL.but(given={"llm.provider": provider}) for name, provider in _MODELS.items()},
    **{name: _EMBEDDINGS.but(given={"embedder.provider": provider}) for name, provider in _EMBEDDERS.items()},
    **{
        name: _STORE.but(given={"vector_store_write.store": store, "retriever.store": store})
        for name, store in _STORES.items()
    },
    **dict.fromkeys(_LOADERS, _FILES),
    **dict.fromkeys(_SCRAPERS, _PAGES),
    **{
        name: _SPLITTER.but(given={"splitter.strategy": strategy, "splitter.unit": "characters"})
        for name, strategy in _SPLITTERS.items()
    },
    "tokenTextSplitter": _SPLITTER.but(given={"splitter.unit": "tokens"}),
    "bufferMemory": _MEMORY.but(given={"memory.strategy": "all"}),
    "bufferWindowMemory": _MEMORY.but(given={"memory.strategy": "window"}),
    "conversationSummaryMemory": _MEMORY.but(given={"memory.strategy": "summary"}),
    "chatPromptTemplate": _CHAT_PROMPT,
    "conversationChain": _CONVERSATION,
    "conversationalAgent": _AGENT,
    "conversationalRetrievalQAChain": _RETRIEVAL_CHAIN,
    "llmChain": _CHAIN,
    "openAIToolAgent": _AGENT,
    "promptTemplate": _PROMPT,
    "retrievalQAChain": _RETRIEVAL_CHAIN,
    "toolAgent": _AGENT,
    "advancedStructuredOutputParser": _STRUCTURED,
    "csvOutputParser": _LISTED,
    "customListOutputParser": _LISTED,
    "structuredOutputParser": _STRUCTURED,
    "vectorStoreToDocument": _FOUND,
    "directReplyAgentflow": _REPLY,
    "llmAgentflow": _STEP,
    "startAgentflow": Rule(parts=("chat_input",)),
}


def _copies(value: Any) -> bool:
    """Whether a setting names the node that an edge comes from."""
    return isinstance(value, str) and _INSTANCE.fullmatch(value) is not None


def _choose(node: Node, graph: Graph) -> Rule | None:
    """A chain has a prompt of its own when what fills it has two halves; an agent with tools has no counterpart."""
    match node.type:
        case "llmChain":
            before = [edge for edge in graph.incoming.get(node.id, ()) if edge.target_port == "prompt"]
            types = {graph.by_id[edge.source].type for edge in before if edge.source in graph.by_id}
            return _TWOFOLD_CHAIN if types == {"chatPromptTemplate"} else None
        case "agentAgentflow":
            has_tools = any(node.config.get(key) for key in _TOOLS)
            return (
                Rule(foreign="it has tools or documents, for which native steps have no place")
                if has_tools
                else _AGENT_STEP
            )
    return None


TABLE = Table(_RULES, choose=_choose, joins="first", copies=_copies, said="/settings/outputs/output")
