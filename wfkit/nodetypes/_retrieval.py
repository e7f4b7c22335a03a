"""What finds the chunks that a question is about, and puts the best first."""

from __future__ import annotations

from wfkit.core.model import Port
from wfkit.core.nodetype import NodeType
from wfkit.nodetypes import _fields as f
from wfkit.nodetypes import _schema as s

_INDEX = Port("index", "index", description="Collection to search; unconnected, the one that the config names")
_CORPUS = Port("chunks", "chunk[]", multiple=True, description="Chunks to search; unconnected, the collection's")

QUERY_REWRITER = NodeType(
    key="query_rewriter",
    title="Query rewriter",
    category="retrieval",
    description="Rewrites a question into one that searches better, using the conversation when there is one.",
    inputs=(f.QUESTION, Port("history", "message[]", description="The conversation so far")),
    outputs=(Port("question", "text", description="The question to search with"),),
    config_schema=s.obj(
        "model",
        **f.language_model(),
        mode=s.choice(
            "A complete question, keywords, or an imagined answer",
            "standalone",
            "keywords",
            "hyde",
            default="standalone",
        ),
        instructions=s.multiline("What the model is told besides", default=""),
    ),
)

RETRIEVER = NodeType(
    key="retriever",
    title="Vector retriever",
    category="retrieval",
    description="Finds the chunks whose embeddings are nearest to the question.",
    inputs=(f.QUESTION, _INDEX),
    outputs=(f.CHUNKS,),
    config_schema=s.obj(
        **f.search(top_k=4),
        score_threshold=s.number("Least similarity of a chunk", default=0, minimum=0, maximum=1),
        search_type=s.choice("Nearest ones, or near ones that differ", "similarity", "mmr", default="similarity"),
        embedding_model=s.text("Model for the question; absent takes the one that the collection was made with"),
        **f.store(),
    ),
)

KEYWORD_SEARCH = NodeType(
    key="keyword_search",
    title="Keyword search",
    category="retrieval",
    description="Finds the chunks that share the most telling words with the question (BM25).",
    inputs=(f.QUESTION, _CORPUS),
    outputs=(f.CHUNKS,),
    config_schema=s.obj(
        **f.search(top_k=10),
        collection=f.collection(),
        language=s.text("Language for stemming and stop words", default="english"),
        k1=s.number("How soon repeated words stop counting", default=1.2, minimum=0, maximum=10),
        b=s.number("How much long chunks are marked down", default=0.75, minimum=0, maximum=1),
    ),
)

HYBRID_SEARCH = NodeType(
    key="hybrid_search",
    title="Hybrid search",
    category="retrieval",
    description="Searches by meaning and by keywords at once, and blends both rankings.",
    inputs=(f.QUESTION, _INDEX),
    outputs=(f.CHUNKS,),
    config_schema=s.obj(
        **f.search(top_k=10),
        alpha=s.number("1 is meaning only, 0 is keywords only", default=0.5, minimum=0, maximum=1),
        fusion=s.choice("How to blend", "reciprocal_rank", "weighted_score", default="reciprocal_rank"),
        embedding_model=s.text("Model for the question; absent takes the one that the collection was made with"),
        **f.store(),
    ),
)

RANK_FUSION = NodeType(
    key="rank_fusion",
    title="Rank fusion",
    category="retrieval",
    description="Blends several rankings of chunks into one, dropping repeats.",
    inputs=(Port("rankings", "chunk[]", required=True, multiple=True, description="Rankings to blend"),),
    outputs=(f.CHUNKS,),
    config_schema=s.obj(
        method=s.choice("How to blend", "reciprocal_rank", "weighted_score", "round_robin", default="reciprocal_rank"),
        rank_constant=s.integer("How little the first places outweigh the next", default=60, minimum=1, maximum=10_000),
        top_k=s.integer("How many chunks to return", default=20, minimum=1, maximum=1000),
    ),
)

RERANKER = NodeType(
    key="reranker",
    title="Reranker",
    category="retrieval",
    description="Reads each chunk beside the question and puts the most relevant first.",
    inputs=(
        f.QUESTION,
        Port("chunks", "chunk[]", required=True, multiple=True, description="Chunks to put in order"),
    ),
    outputs=(f.CHUNKS,),
    config_schema=s.obj(
        "model",
        model=f.model("rerank-v3.5", "BAAI/bge-reranker-v2-m3"),
        provider=s.text("Who serves the model", default="local", examples=("local", "cohere", "voyage")),
        top_n=s.integer("How many chunks to keep", default=5, minimum=1, maximum=1000),
        score_threshold=s.number("Least relevance of a chunk", default=0, minimum=0, maximum=1),
        api_key=f.api_key(),
    ),
)

RELEVANCE_GRADER = NodeType(
    key="relevance_grader",
    title="Relevance grader",
    category="retrieval",
    description="Judges whether the chunks can answer the question, as a score from 0 to 1.",
    inputs=(f.QUESTION, Port("chunks", "chunk[]", required=True, description="Chunks to judge")),
    outputs=(
        Port("chunks", "chunk[]", description="The chunks that are relevant"),
        Port("score", "score", description="How well they cover the question"),
    ),
    config_schema=s.obj(
        "model",
        **f.language_model(),
        criteria=s.multiline("What makes a chunk relevant", default=""),
        threshold=s.number("Least score of a chunk to keep", default=0.5, minimum=0, maximum=1),
    ),
)

NODE_TYPES = (QUERY_REWRITER, RETRIEVER, KEYWORD_SEARCH, HYBRID_SEARCH, RANK_FUSION, RERANKER, RELEVANCE_GRADER)
