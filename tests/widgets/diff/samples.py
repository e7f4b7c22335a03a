"""Cells that show the diff panel, and what is looked for in it."""

from __future__ import annotations

MAKE = """
import copy, wfkit
PROMPT = "Answer the question.\\nUse one sentence.\\nBe polite.\\nDo not guess.\\n" + "Keep this line.\\n" * 20
def node(key, kind, label, **config):
    return {"id": key, "type": kind, "position": {"x": 0, "y": 0}, "data": {"label": label, "config": config}}
def edge(source, target):
    return {"id": source + target, "source": source, "target": target}
first = {"name": "Ask", "nodes": [
    node("in", "input", "Question", name="q"),
    node("find", "vector_search", "Search", top_k=4),
    node("llm", "llm", "Answer", model="small", prompt=PROMPT, api_key="sk-proj-" + "a1B2c3D4e5F6" * 4),
    node("out", "output", "Result", name="r"),
], "edges": [edge("in", "find"), edge("find", "llm"), edge("llm", "out")]}
second = copy.deepcopy(first)
second["nodes"][2]["data"]["config"]["prompt"] = PROMPT.replace("one sentence", "two sentences")
second["nodes"][1]["data"]["config"]["top_k"] = 12
third = copy.deepcopy(second)
third["nodes"].insert(2, node("rank", "reranker", "Rerank", top_n=3))
third["edges"] = [edge("in", "find"), edge("find", "rank"), edge("rank", "llm"), edge("llm", "out")]
third["nodes"][0]["position"]["x"] = 90
fourth = copy.deepcopy(third)
fourth["nodes"][0]["position"]["x"] = 180
registry = wfkit.open(":memory:")
wf = registry.create("Ask", first, message="first draft")
for document, message in ((second, "longer answers"), (third, "rerank"), (fourth, "tidy up")):
    wf = wf.save(document, message)
wf.tag("v1.0.0", 3)
"""


def cell(versions, *lines):
    """The code of a cell that compares two of the four versions, and does this besides."""
    return "\n".join([MAKE, f"panel = wfkit.ui.diff(wf, {versions})", *lines, "panel"])


def changes(panel):
    """What can be clicked of each group of changes."""
    return panel.locator(".wfkit-change-head")


def seen_card(panel, label):
    """The card of a node in each picture that is shown."""
    return panel.locator(f".wfkit-canvas:visible .wf-card[aria-label^='{label}']")


def count(panel):
    """Which change of how many is looked at."""
    return panel.locator(".wfkit-comparison-count").inner_text()
