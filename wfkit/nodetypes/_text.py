"""What prepares documents: cleaning, filtering, cutting into chunks."""

from __future__ import annotations

from wfkit.core.model import Port
from wfkit.core.nodetype import NodeType
from wfkit.nodetypes import _schema as s
from wfkit.nodetypes._fields import CHUNKS, DOCUMENTS_IN, DOCUMENTS_OUT

TEXT_CLEANER = NodeType(
    key="text_cleaner",
    title="Text cleaner",
    category="text",
    description="Removes noise from documents: repeated spaces, page headers, markup, duplicates.",
    inputs=(DOCUMENTS_IN,),
    outputs=(DOCUMENTS_OUT,),
    config_schema=s.obj(
        normalize_whitespace=s.flag("Whether to fold runs of spaces and blank lines", default=True),
        strip_markup=s.flag("Whether to drop HTML tags", default=True),
        remove_boilerplate=s.flag("Whether to drop lines repeated on every page", default=False),
        drop_duplicates=s.flag("Whether to keep one of several equal documents", default=True),
        min_characters=s.integer("Shortest document to keep, in characters", default=0, minimum=0),
    ),
)

DOCUMENT_FILTER = NodeType(
    key="document_filter",
    title="Document filter",
    category="text",
    description="Keeps the documents whose metadata meets a condition, and gives the others apart.",
    inputs=(DOCUMENTS_IN,),
    outputs=(
        DOCUMENTS_OUT,
        Port("rejected", "document[]", description="Documents that do not meet the condition"),
    ),
    config_schema=s.obj(
        "condition",
        condition=s.text(
            "Expression over `metadata` and `text` of a document",
            min_length=1,
            examples=("metadata['language'] == 'en'", "len(text) > 200"),
        ),
    ),
)

SPLITTER = NodeType(
    key="splitter",
    title="Text splitter",
    category="text",
    description="Cuts documents into overlapping chunks that are small enough to embed.",
    inputs=(DOCUMENTS_IN,),
    outputs=(CHUNKS,),
    config_schema=s.obj(
        "chunk_size",
        chunk_size=s.integer("Longest chunk, in the unit below", minimum=1, maximum=100_000),
        chunk_overlap=s.integer("How much of a chunk the next one repeats", default=100, minimum=0, maximum=100_000),
        unit=s.choice("What the sizes count", "characters", "tokens", default="characters"),
        strategy=s.choice(
            "Where to cut", "recursive", "sentence", "paragraph", "markdown", "code", "semantic", default="recursive"
        ),
        separators=s.texts("Texts to cut at, the most wanted first; empty takes those of the strategy", default=()),
        keep_headings=s.flag("Whether to put the headings above a chunk into its metadata", default=True),
    ),
)

NODE_TYPES = (TEXT_CLEANER, DOCUMENT_FILTER, SPLITTER)
