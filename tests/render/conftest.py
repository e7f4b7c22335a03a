"""Graphs to draw, engines that are real programs, and reading a picture back."""

from __future__ import annotations

import sys
from itertools import pairwise
from random import Random
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest

from wfkit.core.model import Edge, Graph, Node
from wfkit.render import _engine, _picture

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "<script>alert(1)</script>",
    "a & b < c > d \"e\" 'f'",
    r"\N \G \E \L \\N",
    "<b>bold</b><br/>",
    "]]>--><!--",
    "x" * 10_000,
    "شغّل البحث عن المستندات",
    "查询知识库并返回最相关的段落",
    "👩\u200d👩\u200d👧 🏳\ufe0f\u200d🌈 🇩🇪",
    "nul\x00 bell\x07 esc\x1b[31m del\x7f c1\x9b",
    "high \ud800 low \udfff",
    "turned \u202e round \u2066",
    "tab\tline\nreturn\rseparator\u2028",
    "\ufffe\uffff",
    "",
    '"]; n9 [label="',
    "`{{}}`|end",
]


def chain(*keys, **changes):
    """A graph of nodes that lead to each other in this order."""
    nodes = tuple(Node(key, "llm", f"Node {key}", {"model": "gpt-4o"}) for key in keys)
    edges = tuple(Edge(f"{one}->{two}", one, two) for one, two in pairwise(keys))
    return Graph(**{"nodes": nodes, "edges": edges} | changes)


def made_up(count, *, seed=1, groups=0):
    """A graph of so many nodes that lead on to others, with several ports a side."""
    random = Random(seed)  # noqa: S311 - which node leads where is no secret
    nodes = [Node(f"g{number}", "group", f"Stage {number}", role="group") for number in range(groups)]
    for number in range(count):
        group = f"g{number * groups // count}" if groups and number % 3 else None
        config = {"model": "gpt-4o", "temperature": number / 10}
        nodes.append(Node(f"n{number}", "llm", f"Step {number}", config, parent=group))
    ends = {(random.randrange(max(0, number - 6), number), "out", number, "text") for number in range(1, count)}
    for _ in range(count // 2):
        first = random.randrange(count - 1)
        ends.add((first, random.choice(["out", "rest"]), random.randrange(first + 1, count), "context"))
    edges = [
        Edge(str(place), f"n{one}", f"n{two}", out, into) for place, (one, out, two, into) in enumerate(sorted(ends))
    ]
    return Graph(tuple(nodes), tuple(edges))


class Drawn(NamedTuple):
    """What is in a picture: the upper left corner of each node, and how many wires there are."""

    root: ET.Element
    places: dict[str, tuple[int, int]]
    wires: int

    def texts(self):
        return [element.text or "" for element in self.root.iter(f"{SVG}text")]


def read(svg):
    root = ET.fromstring(svg.encode())  # noqa: S314 - our own picture
    places = {}
    for element in root.iter(f"{SVG}g"):
        if "data-node" in element.attrib:
            x, y = element.attrib["transform"].removeprefix("translate(").removesuffix(")").split()
            places[element.attrib["data-node"]] = int(x), int(y)
    wires = [element for element in root.iter(f"{SVG}path") if "wf-wire" in element.attrib.get("class", "").split()]
    return Drawn(root, places, len(wires))


@pytest.fixture(autouse=True)
def forgetful():
    """Nothing is remembered from one test to the next."""
    _picture.forget()
    _engine.forget()
    yield
    _engine.forget()


@pytest.fixture(scope="session")
def bundled():
    """The engine that pip installed with wfkit, as a path."""
    _engine.forget()
    return next(engine.command[0] for engine in _engine.engines() if engine.name == "graphviz-pure")


class Machine:
    """A machine on which there are only the engines that a test puts there; they are real programs."""

    def __init__(self, folder, monkeypatch):
        self.folder = folder
        self.bin = folder / "bin"
        self.bin.mkdir()
        self._monkeypatch = monkeypatch
        # A package of this name without its program hides the one that is installed.
        info = folder / "site" / "graphviz_pure-0.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: graphviz-pure\nVersion: 0.0\n")
        (info / "RECORD").write_text("graphviz_pure-0.0.dist-info/METADATA,,\n")
        monkeypatch.syspath_prepend(folder / "site")
        monkeypatch.setenv("PATH", str(self.bin))
        monkeypatch.delenv("WFKIT_DOT", raising=False)
        _engine.forget()

    def program(self, name, script):
        """A program on the PATH, of these lines of shell."""
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        _engine.forget()
        return path

    def bundle(self, script):
        """The program of the package graphviz-pure."""
        path = self.program("graphviz-pure", script)
        record = self.folder / "site" / "graphviz_pure-0.0.dist-info" / "RECORD"
        record.write_text("../bin/graphviz-pure,,\n")
        return path

    def library(self, source):
        """The module pygraphviz."""
        (self.folder / "site" / "pygraphviz.py").write_text(source)
        self._monkeypatch.setenv("PYTHONPATH", str(self.folder / "site"))
        self._monkeypatch.delitem(sys.modules, "pygraphviz", raising=False)
        self._monkeypatch.syspath_prepend(self.folder / "site")
        _engine.forget()


@pytest.fixture
def machine(tmp_path, monkeypatch):
    for converter in ("resvg_py", "cairosvg"):
        monkeypatch.setitem(sys.modules, converter, None)  # as if it were not installed
    return Machine(tmp_path, monkeypatch)
