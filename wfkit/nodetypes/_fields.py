"""The config fields and ports that several built-in node types share, worded once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.core.model import Port
from wfkit.nodetypes import _schema as s

if TYPE_CHECKING:
    from wfkit.nodetypes._schema import Schema

QUESTION = Port("question", "text", required=True, description="What is asked")
CHUNKS = Port("chunks", "chunk[]", description="Pieces of text, the best first")
DOCUMENTS_IN = Port("documents", "document[]", required=True, multiple=True, description="Documents to work on")
DOCUMENTS_OUT = Port("documents", "document[]", description="Documents with their metadata")


def api_key() -> Schema:
    """The schema of the key for a model's or store's service."""
    return s.secret("Key for the service; write a reference such as ${OPENAI_API_KEY} rather than the key itself")


def base_url() -> Schema:
    """The schema of the address of a self-hosted or compatible service."""
    return s.text("Address of a self-hosted or compatible service", examples=("http://localhost:11434/v1",))


def model(*examples: str) -> Schema:
    """The schema of a model's name."""
    return s.text("Name of the model, as its provider spells it", min_length=1, examples=examples)


def language_model() -> dict[str, Schema]:
    """The fields of every node that calls a language model."""
    return {
        "model": model("gpt-4o-mini", "claude-3-5-haiku-latest", "llama3.1:8b"),
        "provider": s.text("Who serves the model", default="openai", examples=("openai", "anthropic", "ollama")),
        "temperature": s.number("0 repeats itself, higher varies more", default=0.2, minimum=0, maximum=2),
        "max_tokens": s.integer("Longest answer, in tokens", default=1024, minimum=1),
        "timeout_s": s.number("Longest wait for the answer, in seconds", default=60, minimum=0),
        "base_url": base_url(),
        "api_key": api_key(),
    }


def collection() -> Schema:
    """The schema of the name of a collection in a store."""
    return s.text("Collection (index, table) of the store", default="default", min_length=1)


def store() -> dict[str, Schema]:
    """The fields of every node that reaches a vector store."""
    return {
        "store": s.text("Kind of vector store", default="chroma", examples=("chroma", "qdrant", "pgvector", "lancedb")),
        "collection": collection(),
        "url": s.text("Address or file of the store", examples=("http://localhost:6333", "data/index")),
        "api_key": api_key(),
    }


def search(top_k: int) -> dict[str, Schema]:
    """The fields of every node that searches for chunks."""
    return {
        "top_k": s.integer("How many chunks to return", default=top_k, minimum=1, maximum=1000),
        "filters": s.mapping('Metadata that a chunk must have, such as {"language": "en"}'),
    }
