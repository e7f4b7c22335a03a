"""The diff panel in a real JupyterLab: pictures, list and filters, by mouse and by keyboard."""

from __future__ import annotations

import pytest

from .samples import cell, changes, count, seen_card


@pytest.fixture(autouse=True)
def _no_view_is_kept(notebook):
    """Forgets which view was chosen last."""
    notebook.page.evaluate("localStorage.removeItem('wfkit.comparison.view')")


def boxes(panel, label):
    """Where a node is in each of the pictures, from the corner of its canvas."""
    found = []
    for side in ("old", "new"):
        canvas = panel.locator(f".wfkit-side.is-{side} .wfkit-canvas")
        frame, card = canvas.bounding_box(), canvas.locator(f".wf-card[aria-label^='{label}']").bounding_box()
        found.append((card["x"] - frame["x"], card["y"] - frame["y"], card["width"]))
    return found


def test_it_shows_both_versions_and_lists_what_changed(notebook):
    panel = notebook.show(cell("1, 3"))
    assert panel.locator(".wfkit-canvas:visible").count() == 2
    assert [head.get_attribute("aria-label") for head in changes(panel).all()] == [
        "Rerank, added, reranker",
        "Search, changed, vector search",
        "Answer, changed, llm",
        "Search → Rerank, added",
        "Rerank → Answer, added",
        "Search → Answer, removed",
    ]
    assert panel.locator(".wfkit-words ins", has_text="two sentences").is_visible()
    assert count(panel) == "6 changes"
    assert not notebook.faults


def test_both_pictures_move_together_and_a_node_is_in_the_same_place_in_both(notebook):
    panel = notebook.show(cell("1, 3"))
    old, new = boxes(panel, "Search")
    assert old == pytest.approx(new, abs=1.5)
    panel.locator(".wfkit-side.is-old .wfkit-canvas").focus()
    for key in ("+", "+", "ArrowLeft", "ArrowDown"):
        notebook.page.keyboard.press(key)
    moved, followed = boxes(panel, "Search")
    assert moved == pytest.approx(followed, abs=1.5)
    assert moved[2] > old[2] * 1.4


WIDE = """
import wfkit
def chain(word):
    nodes = [{"id": f"n{i}", "type": "llm", "data": {"label": f"Step {i}", "config": {"word": word if i == 70 else ""}}}
             for i in range(90)]
    return {"nodes": nodes, "edges": [{"id": f"e{i}", "source": f"n{i}", "target": f"n{i + 1}"} for i in range(89)]}
wfkit.ui.diff(chain("one"), chain("two"))
"""


def test_what_is_too_large_to_be_read_begins_at_the_first_change_in_both_pictures(notebook):
    panel = notebook.show(WIDE)
    old, new = boxes(panel, "Step 70")
    assert old == pytest.approx(new, abs=1.5)
    assert seen_card(panel, "Step 70").first.bounding_box()["x"] > panel.bounding_box()["x"]
    assert old[2] > 80


def test_another_view_shows_the_same_place_as_large(notebook):
    panel = notebook.show(cell("1, 3", "panel.view = 'overlay'"), until=".is-overlay svg")
    panel.locator(".wfkit-canvas:visible").focus()
    for _ in range(3):
        notebook.page.keyboard.press("+")
    zoomed = seen_card(panel, "Search").bounding_box()["width"]
    panel.get_by_role("radio", name="Side by side").click()
    panel.locator(".is-new svg").first.wait_for()
    notebook.page.wait_for_timeout(300)
    assert seen_card(panel, "Search").last.bounding_box()["width"] == pytest.approx(zoomed, abs=1)


def test_next_and_previous_go_through_the_changes_by_button_and_by_key(notebook):
    panel = notebook.show(cell("1, 3"))
    panel.get_by_role("button", name="Next change").click()
    assert count(panel) == "1 of 6"
    notebook.page.keyboard.press("n")
    assert count(panel) == "2 of 6"
    assert panel.locator(".wfkit-change.is-current").text_content().startswith("~Search")
    assert seen_card(panel, "Search").count() == 2
    assert all("is-selected" in card.get_attribute("class") for card in seen_card(panel, "Search").all())
    notebook.page.keyboard.press("p")
    notebook.page.keyboard.press("p")
    assert count(panel) == "6 of 6"
    assert notebook.page.locator(".jp-Notebook .jp-Cell").count() == 1


def test_a_click_on_a_node_leads_to_its_changes_and_to_both_of_its_sides(notebook):
    panel = notebook.show(cell("1, 3"))
    seen_card(panel, "Search").last.click()
    panel.locator(".wfkit-change.is-current", has_text="top_k").wait_for()
    panel.get_by_role("tab", name="Node: Search").click()
    rows = panel.locator(".wfkit-details tr")
    rows.filter(has_text="12").wait_for()
    assert [row.get_attribute("class") for row in rows.filter(has_text="top_k").all()] == ["is-removed", "is-added"]
    panel.get_by_role("button", name="Show all").locator("visible=true").click()
    seen_card(panel, "Result").last.click()
    panel.locator(".wfkit-details .wfkit-chip", has_text="not changed").wait_for()


def test_a_click_on_an_edge_that_changed_leads_to_it(notebook):
    panel = notebook.show(cell("1, 3"))
    panel.locator(".wfkit-side.is-new .wf-wire-added").first.dispatch_event("click")
    panel.locator(".wfkit-change.is-current", has_text="→").wait_for()
    assert panel.locator(".wf-wire.is-chosen").count() == 1


def test_the_overlay_is_remembered(notebook):
    panel = notebook.show(cell("1, 3"))
    panel.get_by_role("radio", name="Overlay").click()
    panel.locator(".wfkit-side.is-overlay svg").first.wait_for()
    assert panel.locator(".wfkit-canvas:visible").count() == 1
    panel = notebook.show(cell("1, 2"), until=".is-overlay svg")
    assert panel.locator(".wfkit-canvas:visible").count() == 1
    assert panel.get_by_role("radio", name="Overlay").get_attribute("aria-checked") == "true"


def test_a_narrow_panel_begins_with_the_overlay(notebook):
    panel = notebook.show(cell("1, 3", "panel.layout.width = '320px'"), until=".is-overlay svg")
    assert panel.bounding_box()["width"] < 340
    assert panel.locator(".wfkit-canvas:visible").count() == 1
    assert panel.evaluate("part => part.scrollWidth <= part.clientWidth")


def test_kinds_and_texts_narrow_the_list(notebook):
    panel = notebook.show(cell("1, 3"))
    panel.get_by_role("button", name="3 edges").click()
    assert count(panel) == "3 changes"
    assert changes(panel).count() == 3
    panel.get_by_role("button", name="3 edges").click()
    box = panel.get_by_role("searchbox")
    box.fill("TWO sentences")
    panel.get_by_text("1 change", exact=True).wait_for()
    assert changes(panel).count() == 1
    box.fill("nothing like it")
    panel.get_by_role("button", name="Show all changes").click()
    assert changes(panel).count() == 6
    assert box.input_value() == ""


def test_a_filter_that_is_pressed_keeps_the_focus(notebook):
    panel = notebook.show(cell("1, 3"))
    panel.get_by_role("button", name="3 edges").focus()
    notebook.page.keyboard.press("Enter")
    assert changes(panel).count() == 3
    notebook.page.keyboard.press("Enter")
    assert changes(panel).count() == 6


def test_layout_is_hidden_and_counted_until_it_is_asked_for(notebook):
    panel = notebook.show(cell("1, 3"))
    assert not panel.locator(".wfkit-change-head[aria-label^='Question']").count()
    assert not panel.locator("[data-badge='in']:visible").count()
    panel.get_by_role("button", name="1 layout").click()
    assert panel.locator(".wfkit-change-head[aria-label^='Question']").count() == 1
    assert panel.locator("[data-badge='in']:visible").count() == 2


def test_where_only_layout_changed_it_says_so(notebook):
    panel = notebook.show(cell("3, 4"))
    assert panel.get_by_text("Only layout changed").is_visible()
    panel.get_by_role("button", name="Show 1 change of layout").click()
    assert changes(panel).count() == 1
    assert notebook.show(cell("2, 2")).get_by_text("No changes").first.is_visible()


def test_all_of_it_works_by_keyboard_alone(notebook):
    panel = notebook.show(cell("1, 3"))
    keys = notebook.page.keyboard
    changes(panel).first.focus()
    keys.press("ArrowDown")
    keys.press("Enter")
    assert count(panel) == "2 of 6"
    keys.press("/")
    assert notebook.page.evaluate("document.activeElement.getAttribute('aria-label')") == "Filter changes by text"
    keys.type("np")
    assert panel.get_by_role("searchbox").input_value() == "np"
    keys.press("Escape")
    assert panel.get_by_role("searchbox").input_value() == ""
    panel.locator(".wfkit-canvas:visible").last.focus()
    keys.press("Enter")
    keys.press("ArrowRight")
    keys.press("Enter")
    panel.locator(".wfkit-change.is-current").wait_for()
    panel.get_by_role("tab", name="Changes").focus()
    keys.press("ArrowRight")
    keys.press("Enter")
    panel.locator(".wfkit-details h3").wait_for()
