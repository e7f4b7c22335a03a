"""Haystack's components, by the name of their class: `haystack.components.builders.prompt_builder.PromptBuilder`.

Read off `haystack/components` and the integrations of Haystack 2. What the user asks comes to whatever socket nobody
is connected to, and what the last components give is the result.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wfkit.service.converting.rule import Rule, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.model import Graph, Node

_GENERATOR = Rule(
    parts=("llm",),
    fields={
        "model": "llm.model",
        "azure_deployment": "llm.model",
        "api_base_url": "llm.base_url",
        "url": "llm.base_url",
        "generation_kwargs/temperature": "llm.temperature",
        "generation_kwargs/max_tokens": "llm.max_tokens",
        "system_prompt": "llm.system_prompt",
        "timeout": "llm.timeout_s",
        "api_key": "llm.api_key",
    },
    inputs={"messages": "llm.prompt", "prompt": "llm.prompt"},
    outputs={"replies": "llm.text"},
    asks=("llm.prompt",),
    ends=True,
)
_QUESTIONS = dict.fromkeys(("question", "query"), "prompt.question")
_BUILDER = Rule(
    parts=("prompt",),
    fields={"template": "prompt.template"},
    inputs={**_QUESTIONS, "documents": "prompt.context", "context": "prompt.context", "history": "prompt.history"},
    outputs={"prompt": "prompt.prompt"},
    asks=("prompt.question",),
)
_TEXT_EMBEDDER = Rule(
    fields={"model": "embedder.model"}, inputs={"text": "retriever.question"}, supplies=frozenset({"*"})
)
_DOCUMENT_EMBEDDER = Rule(
    parts=("embedder",),
    fields={
        "model": "embedder.model",
        "batch_size": "embedder.batch_size",
        "normalize_embeddings": "embedder.normalize",
        "dimensions": "embedder.dimensions",
        "api_base_url": "embedder.base_url",
        "api_key": "embedder.api_key",
    },
    inputs={"documents": "embedder.chunks"},
)
_STORE_PLACES = ("index", "collection_name", "table_name", "index_name")
_STORE_FIELDS = {f"document_store/init_parameters/{name}": "collection" for name in _STORE_PLACES}
_RETRIEVER = Rule(
    parts=("retriever",),
    fields={
        "top_k": "retriever.top_k",
        "filters": "retriever.filters",
        "score_threshold": "retriever.score_threshold",
        **{path: f"retriever.{name}" for path, name in _STORE_FIELDS.items()},
        "document_store/init_parameters/url": "retriever.url",
        "document_store/init_parameters/api_key": "retriever.api_key",
    },
    inputs={"query": "retriever.question", "text": "retriever.question"},
    folds={"query_embedding": ("retriever.embedding_model=model",)},
    asks=("retriever.question",),
)
_KEYWORDS = Rule(
    parts=("keyword_search",),
    fields={
        "top_k": "keyword_search.top_k",
        "filters": "keyword_search.filters",
        **{path: f"keyword_search.{name}" for path, name in _STORE_FIELDS.items()},
    },
    inputs={"query": "keyword_search.question"},
    asks=("keyword_search.question",),
)
_WRITER = Rule(
    parts=("vector_store_write",),
    fields={
        **{path: f"vector_store_write.{name}" for path, name in _STORE_FIELDS.items()},
        "document_store/init_parameters/url": "vector_store_write.url",
        "document_store/init_parameters/api_key": "vector_store_write.api_key",
    },
    inputs={"documents": "vector_store_write.embeddings"},
)
_RANKER = Rule(
    parts=("reranker",),
    fields={
        "model": "reranker.model",
        "top_k": "reranker.top_n",
        "score_threshold": "reranker.score_threshold",
        "api_key": "reranker.api_key",
    },
    inputs={"query": "reranker.question", "documents": "reranker.chunks"},
    asks=("reranker.question",),
)
_JOINER = Rule(
    parts=("rank_fusion",), fields={"top_k": "rank_fusion.top_k"}, inputs={"documents": "rank_fusion.rankings"}
)
_SPLITTER = Rule(
    parts=("splitter",),
    fields={"split_length": "splitter.chunk_size", "split_overlap": "splitter.chunk_overlap"},
    inputs={"documents": "splitter.documents"},
    remark="natively sizes count characters or tokens; there they may count words, sentences or pages",
)
_CLEANER = Rule(
    parts=("text_cleaner",),
    fields={"remove_extra_whitespaces": "text_cleaner.normalize_whitespace"},
    inputs={"documents": "text_cleaner.documents", "sources": "text_cleaner.documents"},
)
_FILES = Rule(parts=("file_loader",), fields={"encoding": "file_loader.encoding"})
_PAGES = Rule(parts=("url_loader",), fields={"timeout": "url_loader.timeout_s"})
_ANSWER = Rule(parts=("output",), inputs={"replies": "output.value"})
_ROUTES: tuple[tuple[str, Rule], ...] = (
    (r"(Chat)?PromptBuilder", _BUILDER),
    (r".*TextEmbedder", _TEXT_EMBEDDER),
    (r".*DocumentEmbedder", _DOCUMENT_EMBEDDER),
    (r".*BM25Retriever", _KEYWORDS),
    (r".*EmbeddingRetriever", _RETRIEVER),
    (r".*Generator", _GENERATOR),
    (r".*Ranker", _RANKER),
    (r"AnswerBuilder", _ANSWER),
    (r"DocumentCleaner", _CLEANER),
    (r"DocumentJoiner", _JOINER),
    (r"DocumentSplitter|RecursiveDocumentSplitter", _SPLITTER),
    (r"DocumentWriter", _WRITER),
    (r"LinkContentFetcher", _PAGES),
)
_CONVERTERS = re.compile(r"(TextFile|PyPDF|PDFMiner|HTML|Markdown|DOCX|PPTX|CSV|JSON|Tika\w*)\w*(ToDocument|Converter)")
_PROVIDERS = re.compile(
    r"(OpenAI|Azure|Anthropic|Cohere|Ollama|Mistral|HuggingFace|GoogleAI|VertexAI|Bedrock|Nvidia|Jina|Voyage"
    r"|SentenceTransformers|LlamaCpp)"
)


def _choose(node: Node, graph: Graph) -> Rule | None:
    name = node.type.rpartition(".")[2]
    rule = next((found for pattern, found in _ROUTES if re.fullmatch(pattern, name)), None)
    if rule is None:
        if not _CONVERTERS.fullmatch(name):
            return None
        # A converter reads files by itself, unless something brings it what to read.
        return _CLEANER if node.id in graph.incoming else _FILES
    provider = _PROVIDERS.match(name)
    if provider and rule.parts:
        fields = {f"{part}.provider": provider[1].lower() for part in rule.parts if part != "retriever"}
        rule = rule.but(given=fields) if rule in (_GENERATOR, _DOCUMENT_EMBEDDER, _RANKER) else rule
    return _with_variables(rule, node, graph) if rule is _BUILDER else rule


def _with_variables(rule: Rule, node: Node, graph: Graph) -> Rule:
    """A builder takes what fills its variables; its template is a text, or the messages of a chat."""
    ports = {edge.target_port for edge in graph.incoming.get(node.id, ())} - rule.inputs.keys()
    messages = [*_messages(node.config.get("template"))]
    fields = {path: "prompt.template" for role, path in messages if role == "user" or len(messages) == 1}
    return rule.but(inputs=dict.fromkeys(sorted(ports), "prompt.variables"), fields=fields)


def _messages(template: Any) -> Iterator[tuple[str, str]]:
    """The role of each message, and the path of its text."""
    for place, message in enumerate(template if isinstance(template, list) else ()):
        if not isinstance(message, dict):
            continue
        content = message.get("_content", message.get("content"))
        key = "_content" if "_content" in message else "content"
        role = str(message.get("_role", message.get("role", "")))
        yield role, f"template/{place}/{key}" if isinstance(content, str) else f"template/{place}/{key}/0/text"


def _config(node: Node) -> Mapping[str, Any]:
    """The config with `${NAME}` for the secrets, which Haystack keeps by the name of a variable."""
    return {key: _secret(value) for key, value in node.config.items()}


def _secret(value: Any) -> Any:
    if isinstance(value, dict) and value.get("type") == "env_var" and isinstance(value.get("env_vars"), list):
        named = [name for name in value["env_vars"] if isinstance(name, str)]
        return f"${{{named[0]}}}" if named else value
    return value


TABLE = Table({}, choose=_choose, joins="text", config=_config)
