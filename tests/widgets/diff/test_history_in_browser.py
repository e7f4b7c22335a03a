"""The diff panel in a real JupyterLab: versions, hostile texts, what keeps people out, and how fast it is."""

from __future__ import annotations

import json
from itertools import pairwise

from .samples import MAKE, cell, changes

LARGE = """
import wfkit
def made(word):
    nodes = [{"id": f"n{i}", "type": "llm", "data": {"label": f"Step {i}", "config": {
              "prompt": f"{word if i % 3 == 0 else 'same'} " * 40}}} for i in range(300)]
    edges = [{"id": f"e{i}", "source": f"n{(i - 1) // 2}", "target": f"n{i}"} for i in range(1, 300)]
    return {"nodes": nodes, "edges": edges}
old, new = made("one"), made("two")
"""


def test_versions_are_chosen_swapped_and_walked_through(notebook):
    panel = notebook.show(cell("1, 3"))
    panel.get_by_label("New version").select_option("2")
    panel.locator(".wfkit-change", has_text="Rerank").first.wait_for(state="detached")
    panel.get_by_role("button", name="Swap the versions").click()
    panel.locator(".wfkit-words del", has_text="two sentences").wait_for()
    panel.get_by_role("button", name="What the next version changed").click()
    panel.locator(".wfkit-step", has_text="longer answers").wait_for()
    panel.get_by_role("button", name="What the next version changed").click()
    panel.get_by_text("Added Rerank").first.wait_for()
    assert panel.get_by_label("Old version").input_value() == "2"


def test_the_history_is_played_and_paused(notebook):
    panel = notebook.show(cell("1, 2"))
    slider = panel.get_by_role("slider", name="Step of the history")
    slider.focus()
    notebook.page.keyboard.press("End")
    panel.locator(".wfkit-step", has_text="tidy up").wait_for()
    assert "Version 4: tidy up" in slider.get_attribute("aria-valuetext")
    # A step is seen for a moment only.
    panel.locator(".wfkit-step").evaluate(
        "step => { window.seen = []; new MutationObserver(() => seen.push(step.textContent))"
        ".observe(step, { childList: true }); }"
    )
    panel.get_by_role("button", name="Play the changes").click()
    panel.locator(".wfkit-step", has_text="rerank").wait_for()
    assert any("longer answers" in words for words in notebook.page.evaluate("window.seen"))
    panel.get_by_role("button", name="Pause").click()
    assert panel.get_by_role("button", name="Play the changes").is_visible()
    assert panel.locator(".wfkit-step .wfkit-chip").inner_text() == "v1.0.0"


def test_from_step_to_step_place_and_zoom_stay(notebook):
    panel = notebook.show(cell("1, 2"))
    slider = panel.get_by_role("slider", name="Step of the history")
    slider.focus()
    notebook.page.keyboard.press("ArrowRight")
    panel.locator(".is-new .wf-card[aria-label*='added']").wait_for()
    card = panel.locator(".is-new .wf-card[aria-label^='Answer']")
    before = card.bounding_box()
    notebook.page.keyboard.press("ArrowRight")
    panel.locator(".wfkit-step", has_text="tidy up").wait_for()
    panel.locator(".is-new .wf-card[aria-label*='added']").wait_for(state="detached")
    assert card.bounding_box() == before


def test_a_secret_that_changed_is_told_without_being_sent(notebook):
    code = (
        MAKE
        + "third['nodes'][3]['data']['config']['api_key'] = 'sk-proj-' + 'z9Y8x7W6v5U4' * 4\n"
        + "wfkit.ui.diff(second, third)"
    )
    panel = notebook.show(code)
    assert panel.get_by_text("secret changed, not shown").is_visible()
    assert "z9Y8x7W6v5U4" not in panel.inner_html()


def test_a_version_that_is_not_there_is_told_and_the_choice_goes_back(notebook):
    panel = notebook.show(cell("1, 3"))
    choose = "box => { box.append(new Option('99', '99')); box.value = '99'; box.dispatchEvent(new Event('change')); }"
    panel.get_by_label("New version").evaluate(choose)
    panel.locator(".wfkit-fault-words", has_text="no version 99").wait_for()
    assert panel.get_by_label("New version").input_value() == "3"
    panel.get_by_label("New version").select_option("2")
    panel.locator(".wfkit-step", has_text="longer answers").wait_for()


def test_a_workflow_of_one_version_says_so(notebook):
    panel = notebook.show(MAKE + "wfkit.ui.diff(registry.create('One', first))")
    assert panel.get_by_text("There is one version yet").is_visible()
    assert not panel.locator(".wfkit-player").is_visible()


def test_two_views_of_one_panel_stay_in_step(notebook):
    notebook.show(cell("1, 3", "from IPython.display import display\ndisplay(panel)"))
    notebook.page.wait_for_function("document.querySelectorAll('.wfkit-panel').length === 2")
    one, other = (notebook.page.locator(".wfkit-panel").nth(place) for place in (0, 1))
    changes(one).nth(1).click()
    other.locator(".wfkit-change.is-current", has_text="Search").wait_for()
    other.get_by_label("New version").select_option("2")
    one.locator(".wfkit-change", has_text="Rerank").first.wait_for(state="detached")


def test_python_may_choose_too(notebook):
    panel = notebook.show(cell("1, 3", "panel.selected = 'find'\npanel.kinds = ['changed']"))
    panel.locator(".is-selected").first.wait_for()
    assert changes(panel).count() == 2


def test_hostile_text_is_text_wherever_it_is_shown(notebook, payloads):
    def document(value):
        nodes = [
            {
                "id": text,
                "type": text,
                "data": {"label": text + value, "config": {text: text + value, "prompt": f"{text}\n" * 9 + value}},
            }
            for text in payloads
        ]
        edges = [
            {"id": text, "source": one, "target": text, "sourceHandle": text + value, "data": {text: text + value}}
            for one, text in pairwise(payloads)
        ]
        return {"name": payloads[0] + value, "nodes": nodes, "edges": edges, "settings": {payloads[1]: value}}

    code = (
        f"import wfkit, json\nold, new = json.loads({json.dumps([document('a'), document('b')])!r})\n"
        "registry = wfkit.open(':memory:')\n"
        f"wf = registry.create({payloads[0]!r}, old, message={payloads[1]!r}, allow_invalid=True)\n"
        f"wf = wf.save(new, {payloads[2]!r}, allow_invalid=True)\nwfkit.ui.diff(wf)"
    )
    panel = notebook.show(code)
    assert changes(panel).count() >= len(payloads)
    for _ in payloads:
        notebook.page.keyboard.press("Escape")
        panel.get_by_role("button", name="Next change").click()
    panel.get_by_role("tab", name="Node").click()
    panel.locator(".wfkit-details th").first.wait_for()
    panel.get_by_role("radio", name="Overlay").click()
    panel.locator(".is-overlay svg").first.wait_for()
    assert payloads[0] in panel.locator(".wfkit-title").inner_text()
    notebook.nothing_acted(panel)


def test_axe_finds_nothing_serious(notebook, axe):
    for theme in ("Light", "Dark"):
        panel = notebook.show(cell("1, 3"), theme=theme)
        panel.get_by_role("button", name="Next change").click()
        panel.get_by_role("button", name="1 layout").click()
        assert axe() == []
        panel.get_by_role("tab", name="Node").click()
        panel.locator(".wfkit-details th").first.wait_for()
        assert axe() == []


def test_how_fast_it_is(notebook, speed):
    notebook.run(LARGE)
    took = notebook.first_paint_ms("panel = wfkit.ui.diff(old, new)\npanel", until=".wfkit-change")
    speed("diff of 300 nodes: first paint", took, 500)
    notebook.page.locator(".wfkit-stage svg").last.wait_for()
    took = notebook.answer_ms("[data-group='9'] .wfkit-change-head", until=".wfkit-change.is-current")
    speed("diff of 300 nodes: click on a change", took, 150)
    notebook.run(
        MAKE
        + "for number in range(496):\n"
        + "    third['nodes'][1]['data']['config']['top_k'] = number\n    wf = wf.save(third)"
    )
    took = notebook.first_paint_ms("panel = wfkit.ui.diff(wf)\npanel", until=".wfkit-change")
    speed("diff in a history of 500 versions: first paint", took, 500)
