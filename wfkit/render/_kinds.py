"""What sort of node a type is, read off the words in its name: the same for every tool's types.

The words are looked for in the order of the table, so the more telling come first: a `vector store retriever`
retrieves. The native types fall into their categories of the catalogue.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

OTHER: Final = "other"
# A kind and what it is called, in the order of a legend.
KINDS: Final = {
    "source": "Input",
    "text": "Text and data",
    "index": "Index and store",
    "retrieval": "Retrieval",
    "model": "Model",
    "image": "Image",
    "control": "Control",
    "code": "Code",
    "service": "Service",
    "output": "Output",
    OTHER: "Other",
}

_WORDS = (
    ("source", "trigger chatinput textinput httpin mqttin linkin tcpin udpin websocketin"),
    ("text", "textsplitter splitter chunker documentfilter"),
    ("index", "embed embedder embedding embeddings index indexer upsert"),
    ("retrieval", "retriever retrieve retrieval rerank reranker rewriter search bm25 hybrid relevance ranker"),
    ("retrieval", "fusion similarity knowledge websearch tavily serpapi wikipedia"),
    ("output", "output respond response answer end save preview display export debug sink finish mqttout linkout"),
    ("code", "code function python javascript script notebook exec execute bash shell java jupyter func"),
    ("image", "ksampler sampler vae latent checkpoint clip image images mask lora controlnet upscale unet"),
    ("image", "conditioning photo video diffusion ipadapter flux cnet sigmas guider noise scheduler"),
    ("model", "llm chat agent prompt model models memory summarizer summarization summarize evaluator citation openai"),
    ("model", "anthropic claude gemini ollama mistral groq gpt chain lm generator generate classifier parser"),
    ("model", "extractor conversation assistant huggingface bedrock cohere conversational tts whisper transcribe"),
    ("source", "input webhook start begin loader load reader read file url inject upload source cron schedule"),
    ("source", "question primitive fetch download crawl scraper rss"),
    ("control", "if switch merge conditional condition router route loop wait iteration iterator filter split branch"),
    ("control", "gate join limit stop noop catch status complete delay parallel foreach while batches human approval"),
    ("index", "vector vectorstore store write writer database db postgres mysql mongo redis sql sqlite"),
    ("index", "pinecone qdrant chroma weaviate milvus supabase faiss elasticsearch cache insert"),
    ("text", "text cleaner document set edit fields string json template variable assigner transform map sort"),
    ("text", "convert format concat combine date math html xml csv markdown change item aggregate list data number"),
    ("text", "integer float boolean int reroute table dataframe"),
    ("service", "http request api tool tools mcp slack gmail google email mail telegram discord notion github"),
    (
        "service",
        "airtable jira sheets drive calendar twitter whatsapp hubspot stripe mqtt tcp websocket client send message",
    ),
)
_PLACED = [(place, kind, word) for place, (kind, words) in enumerate(_WORDS) for word in words.split()]
_KIND_OF_WORD = {word: (place, kind) for place, kind, word in reversed(_PLACED)}
# Words are told apart by case, digits and signs: `lmChatOpenAi`, `vector_store_write`, `http in`.
_WORD = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_LONGEST = 200


@lru_cache(maxsize=4096)
def kind_of(node_type: str) -> str:
    """The kind of a node type, `other` where no word of its name is known."""
    name = short_type(node_type)
    words = [word.lower() for word in _WORD.findall(name)]
    pairs = ["".join(pair) for pair in pairwise(words)]
    places = [_KIND_OF_WORD[word] for word in [*words, *pairs, name.lower()] if word in _KIND_OF_WORD]
    return min(places)[1] if places else OTHER


@lru_cache(maxsize=4096)
def short_type(node_type: str) -> str:
    """What of a dotted or slashed type names it: `httpRequest` of `n8n-nodes-base.httpRequest`."""
    named = _named_part(_named_part(node_type[:_LONGEST], "/:|"), ".")
    return named.replace("_", " ").strip()


def _named_part(text: str, separators: str) -> str:
    """The last part that starts with a letter, which a version does not; the text itself when none does."""
    parts = [part for part in re.split(f"[{separators}]", text) if part[:1].isalpha()]
    return parts[-1] if parts else text
