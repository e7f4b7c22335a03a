"""What turns chunks into something that can be searched."""

from __future__ import annotations

from wfkit.core.model import Port
from wfkit.core.nodetype import NodeType
from wfkit.nodetypes import _fields as f
from wfkit.nodetypes import _schema as s

EMBEDDER = NodeType(
    key="embedder",
    title="Embedder",
    category="indexing",
    description="Computes an embedding vector for each chunk.",
    inputs=(Port("chunks", "chunk[]", required=True, multiple=True, description="Chunks to embed"),),
    outputs=(Port("embeddings", "embedding[]", description="Chunks with their vectors"),),
    config_schema=s.obj(
        "model",
        model=f.model("text-embedding-3-small", "voyage-3", "BAAI/bge-m3"),
        provider=s.text("Who serves the model", default="openai", examples=("openai", "voyage", "local")),
        dimensions=s.integer("Length of the vectors; absent takes the model's own", minimum=1, maximum=100_000),
        batch_size=s.integer("Chunks a request", default=64, minimum=1, maximum=10_000),
        normalize=s.flag("Whether to scale the vectors to length 1", default=True),
        base_url=f.base_url(),
        api_key=f.api_key(),
    ),
)

VECTOR_STORE_WRITE = NodeType(
    key="vector_store_write",
    title="Vector store writer",
    category="indexing",
    description="Writes embeddings into a collection of a vector store.",
    inputs=(Port("embeddings", "embedding[]", required=True, multiple=True, description="What to write"),),
    outputs=(
        Port("index", "index", description="The collection, ready to be searched"),
        Port("report", "text", description="How many were written, replaced and skipped"),
    ),
    config_schema=s.obj(
        **f.store(),
        mode=s.choice("What to do with entries that exist", "upsert", "append", "replace", default="upsert"),
        metric=s.choice("How to compare vectors", "cosine", "dot", "euclidean", default="cosine"),
    ),
)

NODE_TYPES = (EMBEDDER, VECTOR_STORE_WRITE)
