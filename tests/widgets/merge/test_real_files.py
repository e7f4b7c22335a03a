"""Two edits of real files, merged in the panel."""

from __future__ import annotations

import copy
import json
import time
from itertools import chain, cycle, islice, zip_longest

import pytest

import wfkit
from wfkit.core.pointer import resolve, split
from wfkit.service import documents

# No folder has a file that is larger, but for those of Langflow, which hold the code of each node.
LARGEST = 150_000
MOST = 60


def texts_of(value, path=()):
    """The ways to all texts within a value."""
    if isinstance(value, str):
        yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in members:
        yield from texts_of(inner, (*path, step))


def edited(document, ways, edit):
    data = copy.deepcopy(document.data)
    for *above, last in ways:
        holder = data
        for step in above:
            holder = holder[step]
        holder[last] = edit(holder[last])
    return documents.from_data(data, format=document.format)


def steps_to(data, pointer):
    """The way to a place, with the places in lists as numbers."""
    for step in split(pointer):
        yield int(step) if isinstance(data, list) else step
        data = data[int(step) if isinstance(data, list) else step]


def found(document, node):
    """The texts of a config; those first that people write in Langflow, which keeps names of fields beside them."""
    return sorted(texts_of(resolve(document.data, node.config_pointer)), key=lambda way: way[-1:] != ("value",))


def made_of(document, count):
    """The merge of two edits of so many texts, taken from one node after the other, and of others on each side."""
    nodes = [node for node in document.graph.nodes if node.config_pointer]
    ways = [[(*steps_to(document.data, node.config_pointer), *way) for way in found(document, node)] for node in nodes]
    mixed = [way for way in chain.from_iterable(zip_longest(*ways)) if way]
    both, ours, theirs = mixed[:count], mixed[count : count + 5], mixed[count + 5 : count + 10]
    return wfkit.merge(
        document,
        edited(document, [*both, *ours], lambda text: f"{text} by us"),
        edited(document, [*both, *theirs], lambda text: f"by them {text}"),
    )


def decide(panel, place, choice):
    """Decides a conflict in the panel, and says what Python decides alike."""
    own = panel.detail["own"]
    if choice == "own" and own["kind"] == "text":
        assert panel.decide_own(place, own["text"] + "!", "text") == ""
        return {"value": panel.merge.conflicts[place].ours + "!"}
    choice = "ours" if choice == "own" else choice
    panel.decide(place, choice)
    return {"choice": choice}


@pytest.mark.parametrize("tool", ["comfyui_ui", "galaxy", "langflow", "n8n", "ragflow"])
def test_all_conflicts_of_real_files_are_decided_in_the_panel_as_in_python(tool, corpus, speed):
    files = sorted((corpus / tool).rglob("*.*"), key=lambda path: (path.stat().st_size, path.name))
    path = [path for path in files if path.is_file() and path.stat().st_size < LARGEST][-1]
    document = documents.document_of(path)
    for count in (1, MOST):
        panel, other = wfkit.ui.merge(made_of(document, count)), made_of(document, count)
        panel.draw()
        worst_s = 0.0
        for place, choice in enumerate(islice(cycle(["theirs", "own", "ours", "base"]), len(other.conflicts))):
            began_s = time.process_time()
            panel.current = place
            decided = decide(panel, place, choice)
            worst_s = max(worst_s, time.process_time() - began_s)
            other.resolve(other.conflicts[place], **decided)
        assert all(panel.choices)
        assert panel.result.data == other.document
        json.dumps({name: value for name, value in panel.get_state().items() if name != "layout"})
    speed(f"merge panel: {tool}, a conflict shown and decided ({len(other.conflicts)} of them)", worst_s * 1000, 150)
