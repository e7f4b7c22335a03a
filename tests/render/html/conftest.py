"""What a page holds once a parser has read it, and documents to show."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from wfkit.core.document import Document
from wfkit.formats import native

VOID = frozenset({"img", "col", "br"})
# What the sanitisers of JupyterLab and of nbconvert let through, and no more than is needed.
TAGS = frozenset({
    "bdi", "code", "col", "colgroup", "del", "details", "div", "img", "ins", "p", "pre", "span", "strong", "summary",
    "table", "tbody", "td", "th", "thead", "tr",
})  # fmt: skip
ATTRIBUTES = frozenset({"alt", "class", "colspan", "scope", "src", "style", "title", "width"})
PROPERTIES = frozenset({
    "background", "border", "border-bottom", "border-collapse", "border-radius", "border-top", "box-sizing", "cursor",
    "display", "font-family", "font-size", "font-weight", "height", "letter-spacing", "line-height", "margin",
    "max-height", "max-width", "opacity", "overflow", "overflow-wrap", "padding", "table-layout", "text-align",
    "text-decoration", "text-transform", "vertical-align", "white-space", "width", "word-break",
})  # fmt: skip
VALUE = re.compile(r"[\w\s.,%()'-]+")
PICTURE = "data:image/svg+xml;base64,"


class Page(HTMLParser):
    """A fragment of HTML, read; its elements must nest and close.

    Attributes:
        tags: The names of its elements, in order.
        elements: Name and attributes of each.
        words: All of its text.
    """

    def __init__(self, source):
        super().__init__()
        self.source, self.tags, self.elements, self.open, self.words = source, [], [], [], ""
        self.feed(source)
        self.close()
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words += data

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment

    @property
    def styles(self):
        """Property and value of each inline style, each once."""
        written = {attributes["style"] for _, attributes in self.elements if "style" in attributes}
        return {tuple(part.split(":", 1)) for style in written for part in style.split(";")}

    @property
    def alts(self):
        return [attributes["alt"] for tag, attributes in self.elements if tag == "img"]


def survives(page):
    """Whether every sanitiser would leave the page as it is: only known elements, attributes and styles."""
    assert set(page.tags) <= TAGS
    for tag, attributes in page.elements:
        assert set(attributes) <= ATTRIBUTES, tag
        assert tag != "img" or attributes["src"].startswith(PICTURE)
    assert {name for name, _ in page.styles} <= PROPERTIES
    assert [value for _, value in page.styles if not VALUE.fullmatch(value)] == []
    return True


@pytest.fixture
def read():
    """A page that was checked to survive."""

    def checked(source):
        page = Page(source)
        assert survives(page)
        return page

    return checked


def made_node(node_id, kind="llm", label="", **config):
    return {
        "id": node_id,
        "type": kind,
        "position": {"x": 0, "y": 0},
        "data": {"label": label or node_id, "config": config},
    }


def made_edge(source, target, *ports):
    keys = dict(zip(("sourceHandle", "targetHandle"), ports, strict=False))
    return {"id": f"{source}-{target}-{'-'.join(ports)}", "source": source, "target": target, **keys}


def made_document(*nodes, edges=(), **more):
    return Document("", {"nodes": list(nodes), "edges": list(edges), **more}, "wfkit", native.read)


@pytest.fixture
def node():
    return made_node


@pytest.fixture
def edge():
    return made_edge


@pytest.fixture
def document():
    """A document of these nodes and edges."""
    return made_document
