"""What writes text: prompts, language models, conversations, and checks of what was written."""

from __future__ import annotations

from wfkit.core.model import Port
from wfkit.core.nodetype import NodeType
from wfkit.nodetypes import _fields as f
from wfkit.nodetypes import _schema as s

_ANSWER = Port("answer", "text", required=True, description="The answer as written")
_SOURCES = Port("chunks", "chunk[]", required=True, multiple=True, description="What the answer was written from")

PROMPT = NodeType(
    key="prompt",
    title="Prompt",
    category="generation",
    description="Fills the question, the context and other values into the text for a model.",
    inputs=(
        Port("question", "text", description="Fills {question}"),
        Port("context", "any", multiple=True, description="Chunks, documents or text that fill {context}"),
        Port("history", "message[]", description="Fills {history}"),
        Port("variables", "any", multiple=True, description="Further values, by the name of their node"),
    ),
    outputs=(Port("prompt", "text", description="The text for the model"),),
    config_schema=s.obj(
        "template",
        template=s.multiline("Text with {question}, {context}, {history} and other names in braces", min_length=1),
        context_format=s.choice("How chunks are written", "numbered", "plain", "xml", default="numbered"),
        max_context_tokens=s.integer("Most of the context to use, in tokens", default=6000, minimum=1),
    ),
)

LLM = NodeType(
    key="llm",
    title="Language model",
    category="generation",
    description="Lets a language model write the answer to a prompt.",
    inputs=(Port("prompt", "text", required=True, description="What the model is asked"),),
    outputs=(Port("text", "text", description="What the model writes"),),
    config_schema=s.obj(
        "model",
        **f.language_model(),
        system_prompt=s.multiline("What the model is told before the prompt", default=""),
        response_format=s.choice("What the answer must be", "text", "json", default="text"),
        stop=s.texts("Texts at which the model stops", default=()),
    ),
)

CHAT = NodeType(
    key="chat",
    title="Chat model",
    category="generation",
    description="Lets a language model continue a conversation, grounded in chunks when there are any.",
    inputs=(
        Port("message", "text", required=True, description="The newest message of the user"),
        Port("history", "message[]", description="The conversation so far"),
        Port("context", "chunk[]", multiple=True, description="Chunks to answer from"),
    ),
    outputs=(
        Port("answer", "text", description="What the model writes"),
        Port("messages", "message[]", description="The conversation with the new message and its answer"),
    ),
    config_schema=s.obj(
        "model",
        **f.language_model(),
        system_prompt=s.multiline("Who the model is and which rules it keeps", default=""),
        max_history=s.integer("Most messages of the conversation to show the model", default=20, minimum=0),
    ),
)

MEMORY = NodeType(
    key="memory",
    title="Conversation memory",
    category="generation",
    description="Reads a conversation from memory, or writes it back when messages are connected.",
    inputs=(
        Port("session", "text", description="Id of the conversation"),
        Port("messages", "message[]", description="What to remember; unconnected, the node only reads"),
    ),
    outputs=(Port("history", "message[]", description="The conversation as remembered"),),
    config_schema=s.obj(
        name=s.text("Which memory; nodes with the same name share one", default="conversation", min_length=1),
        strategy=s.choice("What to keep of a long one", "window", "summary", "all", default="window"),
        window_size=s.integer("Messages to keep with the window strategy", default=12, minimum=1),
        expires_after_s=s.integer("When an idle conversation is forgotten, in seconds", minimum=1),
    ),
)

SUMMARIZER = NodeType(
    key="summarizer",
    title="Summarizer",
    category="generation",
    description="Lets a language model sum up documents or chunks, however long they are.",
    inputs=(Port("content", "any", required=True, multiple=True, description="Documents, chunks or text to sum up"),),
    outputs=(Port("summary", "text", description="The summary"),),
    config_schema=s.obj(
        "model",
        **f.language_model(),
        strategy=s.choice("How to treat long content", "map_reduce", "refine", "single", default="map_reduce"),
        instructions=s.multiline("What the summary is for and how it should read", default=""),
        max_words=s.integer("Longest summary, in words", default=300, minimum=1),
    ),
)

CITATION_FORMATTER = NodeType(
    key="citation_formatter",
    title="Citation formatter",
    category="generation",
    description="Turns the markers in an answer into references to the chunks it was written from.",
    inputs=(_ANSWER, _SOURCES),
    outputs=(Port("answer", "text", description="The answer with its list of sources"),),
    config_schema=s.obj(
        style=s.choice("How to write a reference", "numbered", "footnote", "inline", default="numbered"),
        show_quotes=s.flag("Whether to quote the passage of each source", default=False),
        drop_unsupported=s.flag("Whether to remove markers that match no chunk", default=True),
    ),
)

EVALUATOR = NodeType(
    key="evaluator",
    title="Answer evaluator",
    category="generation",
    description="Scores an answer from 0 to 1, such as how far its sources support it.",
    inputs=(
        _ANSWER,
        Port("chunks", "chunk[]", multiple=True, description="What the answer was written from"),
        Port("question", "text", description="What was asked"),
    ),
    outputs=(
        Port("score", "score", description="The verdict as a number"),
        Port("explanation", "text", description="The verdict in words"),
    ),
    config_schema=s.obj(
        "model",
        **f.language_model(),
        metric=s.choice(
            "What to judge", "groundedness", "relevance", "completeness", "correctness", default="groundedness"
        ),
        instructions=s.multiline("What the judge is told besides", default=""),
    ),
)

NODE_TYPES = (PROMPT, LLM, CHAT, MEMORY, SUMMARIZER, CITATION_FORMATTER, EVALUATOR)
