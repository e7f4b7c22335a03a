"""Small documents of other tools, and a look at what became of them."""

from __future__ import annotations

import pytest

import wfkit
from wfkit.service import documents


class Seen:
    """A conversion, by what it is asked."""

    def __init__(self, source, format_name):
        document = documents.from_data(source, format=format_name)
        self.made = wfkit.to_format(document, "wfkit")
        self.graph = self.made.document.graph
        self.report = wfkit.validate(self.made.document)
        self.types = {node.id: node.type for node in self.graph.nodes}
        self.wires = {(e.source, e.source_port, e.target, e.target_port) for e in self.graph.edges}

    def config(self, node_id):
        return dict(self.graph.node(node_id).config)

    def rows(self, node_id):
        return {row.path: (row.status, row.value) for row in self.made.rows if row.node == node_id}

    def status(self, node_id):
        return self.rows(node_id)[""][0]

    def reason(self, node_id, path=""):
        return next(row.reason for row in self.made.rows if (row.node, row.path) == (node_id, path))


@pytest.fixture(scope="session")
def convert():
    """Converts a document and checks what holds for every one: it is valid, and each node has one row."""

    def converted(source, format_name):
        seen = Seen(source, format_name)
        assert seen.report.errors == ()
        return seen

    return converted
