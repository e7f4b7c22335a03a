"""The merge panel in a real JupyterLab, by mouse and by keyboard."""

from __future__ import annotations

import json

import pytest

CODE = """
import copy, wfkit
def node(node_id, label, **config):
    return {"id": node_id, "type": "llm", "position": {"x": 0, "y": 0}, "data": {"label": label, "config": config}}
base = {"nodes": [node("a", "Answer", model="small", prompt="Answer in one sentence.\\nBe polite.\\n", t=0.2),
                  node("b", "Check", top_k=3), node("c", "Translate", language="de")],
        "edges": [{"id": "e", "source": "a", "target": "b"}, {"id": "f", "source": "b", "target": "c"}]}
ours, theirs = copy.deepcopy(base), copy.deepcopy(base)
ours["nodes"][0]["data"]["config"].update(model="large", prompt="Answer in two sentences.\\nBe polite.\\n", t=0.5)
theirs["nodes"][0]["data"]["config"].update(model="tiny", prompt="Answer in one sentence.\\nBe kind.\\n", t=0.9)
theirs["nodes"][1]["data"]["config"]["top_k"] = 5
ours["nodes"][2]["data"]["config"]["language"] = "fr"
del theirs["nodes"][2], theirs["edges"][1]
registry = wfkit.open(":memory:", author="ann")
mine = registry.create("Ask", base)
mine.save(theirs)
try:
    mine.save(ours)
except wfkit.VersionConflict as conflict:
    panel = wfkit.ui.merge(conflict)
%s
panel
"""
READY = ".wfkit-merge-badge"
MOVED = """
panel.resolve_all("ours")
head = registry.get("Ask")
document = head.document
document["nodes"][1]["data"]["config"]["top_k"] = 9
head.save(document)
"""


def show(notebook, then="", **options):
    return notebook.show(CODE % then, until=READY, **options)


def press(notebook, *keys):
    for key in keys:
        notebook.page.keyboard.press(key)


def choice(panel, name):
    return panel.locator(f"[data-choice='{name}']")


def wait_for(panel, words):
    panel.get_by_text(words, exact=False).first.wait_for()


def test_a_conflict_is_decided_by_mouse_and_the_picture_follows(notebook):
    panel = show(notebook)
    wait_for(panel, "1 of 4")
    assert panel.locator(".is-ours ins").inner_text() == "large"
    assert panel.locator(".wfkit-merge-badge.is-open").count() == 2
    choice(panel, "theirs").click()
    wait_for(panel, "Took theirs. 3 left.")
    panel.locator(".wfkit-merge-item", has_text="Translate").click()
    wait_for(panel, "Theirs deleted this node, and ours changed it.")
    panel.get_by_role("button", name="Delete it").click()
    panel.locator(".wfkit-merge-badge.is-gone").wait_for()
    panel.get_by_role("button", name="Undo").click()
    panel.locator(".wfkit-merge-badge.is-gone").wait_for(state="detached")
    assert not notebook.faults


def test_all_of_it_works_by_keyboard_alone(notebook):
    panel = show(notebook)
    panel.locator(".wfkit-merge-where").focus()
    press(notebook, "o")
    wait_for(panel, "Took ours. 3 left.")
    press(notebook, "n")
    wait_for(panel, "2 of 4")
    press(notebook, "2")
    wait_for(panel, "Took both edits. 2 left.")
    assert panel.get_by_label("Result", exact=True).locator("ins").all_inner_texts() == ["two sentences.", "Be kind"]
    press(notebook, "Shift+N", "e")
    panel.get_by_label("Your own value, as JSON").last.wait_for()
    press(notebook, "Control+A", "1", ",")
    wait_for(panel, "line 1")
    press(notebook, "Backspace", "5", "Control+Enter")
    wait_for(panel, "Took your own value. 1 left.")
    press(notebook, "Shift+N", "t")
    panel.get_by_role("button", name="Save as version 3").and_(panel.locator(":enabled")).wait_for()
    panel.get_by_label("Message of the new version").focus()
    notebook.page.keyboard.type("both edits")
    press(notebook, "Enter")
    wait_for(panel, "Saved as version 3 of Ask.")
    assert notebook.page.locator(".jp-Notebook .jp-Cell").count() == 1


def test_a_node_of_the_picture_leads_to_its_conflict(notebook):
    panel = show(notebook)
    panel.locator(".wf-card[aria-label^='Translate']").click()
    wait_for(panel, "4 of 4")
    panel.locator(".wf-card[aria-label^='Answer']").focus()
    press(notebook, "Enter")
    wait_for(panel, "1 of 4")
    assert "conflict, open" in panel.locator(".wf-card[aria-label^='Answer']").get_attribute("aria-label")


def test_one_side_for_all_that_are_left_asks_first(notebook):
    panel = show(notebook)
    panel.get_by_role("button", name="Take theirs for the rest").click()
    dialog = panel.get_by_role("dialog")
    press(notebook, "Escape")
    dialog.wait_for(state="detached")
    assert "4 of 4 conflicts open" in panel.inner_text()
    panel.get_by_role("button", name="Take theirs for the rest").click()
    dialog.get_by_role("button", name="Take theirs").click()
    wait_for(panel, "Took theirs for 4 conflicts. None left")
    panel.get_by_role("button", name="Undo").click()
    wait_for(panel, "4 of 4 conflicts open")


def test_a_head_that_moved_is_told_and_merged_again(notebook):
    panel = show(notebook, MOVED)
    panel.get_by_role("button", name="Save as version 3").click()
    wait_for(panel, "ann saved version 3")
    panel.get_by_role("button", name="Merge again with version 3").click()
    wait_for(panel, "4 decisions of before are part of ours")
    panel.get_by_role("button", name="Save as version 4").click()
    wait_for(panel, "Saved as version 4 of Ask.")


def test_a_panel_that_is_shown_twice_stays_in_step(notebook):
    notebook.show((CODE % "").replace("\npanel\n", "\ndisplay(panel)\npanel\n"), until=READY)
    first, second = (notebook.page.locator(".wfkit-panel").nth(place) for place in (0, 1))
    first.locator(".wfkit-merge-item").nth(2).click()
    wait_for(second, "3 of 4")
    choice(second, "ours").click()
    wait_for(first, "3 of 4 conflicts open")


def test_signs_are_legible_however_small_the_picture_is(notebook):
    panel = show(notebook)
    panel.locator(".wfkit-merge-canvas .wfkit-canvas").focus()
    press(notebook, *["-"] * 8)
    sign = panel.locator(".wfkit-merge-badge.is-open rect").first.bounding_box()
    assert panel.locator(".wf-card").first.bounding_box()["width"] < 60
    assert sign["width"] > 11


def test_a_fault_while_an_own_value_is_taken_is_shown(notebook):
    panel = show(notebook, "def broken(*args, **values): raise ValueError('no room')\npanel._deciding.resolve = broken")
    panel.locator(".wfkit-merge-where").focus()
    press(notebook, "e")
    panel.get_by_label("Your own value, as JSON").or_(panel.get_by_label("Your own text")).last.wait_for()
    press(notebook, "Control+Enter")
    panel.locator(".wfkit-fault-words", has_text="no room").wait_for()
    assert not notebook.faults


def test_hostile_text_is_text_wherever_it_is_shown(notebook, payloads):
    def flow(config, word):
        nodes = [
            {"id": text, "type": text, "data": {"label": text, "config": {text: f"{text} {word}", **config}}}
            for text in payloads
        ]
        return {"name": payloads[0], "nodes": nodes, "edges": []}

    config = {payloads[0]: {payloads[1]: ["x", payloads[2]]}}
    flows = [flow({**config, "gone": word}, word) for word in ("one", "two", "six")]
    del flows[2]["nodes"][1]
    merge = f"wfkit.merge(*json.loads({json.dumps(flows)!r}))"
    panel = notebook.show(f"import json, wfkit\npanel = wfkit.ui.merge({merge})\npanel", until=READY)
    panel.locator(".wfkit-merge-where").focus()
    for _ in range(panel.locator(".wfkit-merge-item").count()):
        press(notebook, "n", "t", "e", "Escape")
    folds = panel.locator("details:not([open]) > summary:visible")
    for _ in range(folds.count()):
        folds.first.click()
    notebook.nothing_acted(panel)


def test_axe_finds_nothing_serious(notebook, axe):
    for theme in ("Light", "Dark"):
        panel = show(notebook, theme=theme)
        panel.locator(".wfkit-merge-item").nth(1).click()
        panel.get_by_role("button", name="Own value…").click()
        assert axe() == []


@pytest.mark.parametrize("width_px", [320, 700])
def test_nothing_is_wider_than_a_narrow_panel(notebook, width_px):
    panel = show(notebook)
    panel.evaluate(f"panel => {{ panel.style.width = '{width_px}px'; }}")
    for place in range(4):
        panel.locator(".wfkit-merge-item").nth(place).click()
        wait_for(panel, f"{place + 1} of 4")
        assert panel.evaluate("panel => panel.scrollWidth <= panel.clientWidth + 1")
