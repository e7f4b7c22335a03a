"""Where data comes into a workflow: questions of a user, files, web pages, fixed text."""

from __future__ import annotations

from wfkit.core.model import Port
from wfkit.core.nodetype import NodeType
from wfkit.nodetypes import _schema as s
from wfkit.nodetypes._fields import DOCUMENTS_OUT

QUESTION_INPUT = NodeType(
    key="question_input",
    title="Question",
    category="loading",
    description="Gives the question that a user asks when the workflow runs.",
    outputs=(Port("question", "text", description="The question as asked"),),
    config_schema=s.obj(
        placeholder=s.text("Hint in the empty input box", default="Ask a question"),
        example=s.text("Question to try the workflow with"),
        max_length=s.integer("Longest question, in characters", default=4000, minimum=1),
    ),
)

CHAT_INPUT = NodeType(
    key="chat_input",
    title="Chat message",
    category="loading",
    description="Gives the newest message of a conversation, and which conversation it belongs to.",
    outputs=(
        Port("message", "text", description="The newest message of the user"),
        Port("session", "text", description="Id of the conversation"),
    ),
    config_schema=s.obj(
        placeholder=s.text("Hint in the empty input box", default="Write a message"),
        greeting=s.text("First message that a new user sees", default=""),
        max_length=s.integer("Longest message, in characters", default=8000, minimum=1),
    ),
)

TEXT_INPUT = NodeType(
    key="text_input",
    title="Text",
    category="loading",
    description="Gives a fixed text, or one that is set when the workflow runs.",
    outputs=(Port("text", "text", description="The text"),),
    config_schema=s.obj(
        value=s.multiline("The text", default=""),
        parameter=s.text("Name under which a run may replace the text", default=""),
    ),
)

FILE_LOADER = NodeType(
    key="file_loader",
    title="File loader",
    category="loading",
    description="Reads files of a folder, or those that match a pattern, into documents.",
    outputs=(DOCUMENTS_OUT,),
    config_schema=s.obj(
        "path",
        path=s.text("File, folder or pattern", min_length=1, examples=("docs/", "contracts/**/*.pdf")),
        file_types=s.texts("Endings to read; empty reads every known one", default=()),
        recursive=s.flag("Whether to read folders inside the folder", default=True),
        encoding=s.text("Encoding of text files", default="utf-8"),
        ocr=s.flag("Whether to recognise text in scanned pages", default=False),
        metadata=s.mapping("Metadata to add to every document"),
    ),
)

URL_LOADER = NodeType(
    key="url_loader",
    title="Web page loader",
    category="loading",
    description="Fetches web pages, following links when asked, into documents.",
    outputs=(DOCUMENTS_OUT,),
    config_schema=s.obj(
        "urls",
        urls=s.texts("Addresses to fetch", min_items=1),
        max_depth=s.integer("How many links to follow from each page", default=0, minimum=0, maximum=10),
        max_pages=s.integer("Most pages to fetch", default=100, minimum=1),
        same_domain=s.flag("Whether to stay on the sites of the addresses", default=True),
        timeout_s=s.number("Longest wait for a page, in seconds", default=30, minimum=0),
        token=s.secret("Bearer token for protected pages; write a reference such as ${SITE_TOKEN}"),
    ),
)

NODE_TYPES = (QUESTION_INPUT, CHAT_INPUT, TEXT_INPUT, FILE_LOADER, URL_LOADER)
