"""A history of 500 versions in a real JupyterLab."""

from __future__ import annotations

import pytest

from .conftest import listed, row

LARGE = """
import wfkit
registry = wfkit.open(":memory:", author="ann")
nodes = [{"id": f"n{i}", "type": "llm", "data": {"label": f"Step {i}", "config": {"prompt": f"word{i}"}}}
         for i in range(100)]
edges = [{"id": f"e{i}", "source": f"n{(i - 1) // 2}", "target": f"n{i}"} for i in range(1, 100)]
long = registry.create("Large", {"nodes": nodes, "edges": edges})
for version in range(2, 501):
    nodes[version % 100]["data"]["config"]["prompt"] = f"word of version {version}"
    long = long.save({"nodes": nodes, "edges": edges}, f"change {version}")
"""


@pytest.fixture(scope="module")
def long(notebook):
    """The code that shows 500 versions of 100 nodes, which are made once."""
    notebook.run(LARGE)
    return "import wfkit\npanel = wfkit.ui.history(long)\npanel"


def test_a_long_history_is_listed_on_demand(notebook, long):
    panel = notebook.show(long)
    row(panel, 500).wait_for()
    panel.locator(".wfkit-timeline > [role=group]").first.evaluate("group => { group.dataset.kept = 'yes'; }")
    panel.get_by_role("button", name="Show older versions (400)").press("Enter")
    panel.get_by_role("button", name="Show older versions (200)").press("Enter")
    row(panel, 101).wait_for()
    # What was listed already is not laid out anew.
    assert panel.locator("[data-kept] [data-number='500']").count() == 1
    panel.get_by_role("button", name="Show older versions (200)").wait_for(state="detached")
    panel.get_by_role("button", name="Show older versions (0)").wait_for(state="hidden")
    panel.get_by_role("searchbox").fill("#7")
    panel.get_by_text("1 of 500 versions").wait_for()
    assert listed(panel) == [7]


def test_numbers_of_many_digits_stay_clear_of_the_messages(notebook, long):
    panel = notebook.show(f"{long}\npanel.head = 98765\npanel.rows = [{{**panel.rows[0], 'number': 98765}}]\npanel")
    number = row(panel, 98765).locator(".wfkit-version-number")
    assert number.evaluate("element => element.scrollWidth <= element.clientWidth")
    assert number.evaluate("element => element.getBoundingClientRect().width") > 40


def test_the_history_of_a_node_tells_how_far_it_has_got(notebook, long):
    panel = notebook.show(long)
    field = panel.get_by_role("combobox", name="Only versions that changed this node")
    field.fill("Step 7")
    field.press("Enter")
    panel.get_by_text("Reading the history: ").wait_for()
    panel.get_by_role("button", name="Stop").click()
    panel.get_by_text("Reading the history: ").wait_for(state="hidden")
    assert len(listed(panel)) == 100
    field.fill("Step 7")
    field.press("Enter")
    panel.get_by_text("6 versions changed Step 7").wait_for()
    assert listed(panel) == [407, 307, 207, 107, 7, 1]


def test_how_fast_it_is(notebook, long, speed):
    took_ms = notebook.first_paint_ms(long, until="[data-number='500']")
    speed("history panel of 500 versions: first paint", took_ms, 300)
    notebook.page.wait_for_selector(".wfkit-stage svg")
    took_ms = notebook.answer_ms("[data-number='498']", until="[aria-label='Copy registry.get(\"Large\").at(498)']")
    speed("history panel: a click to the facts of a version", took_ms, 150)
    took_ms = notebook.answer_ms("[data-number='499'] .wfkit-tick", until=".wfkit-comparison .wfkit-change")
    speed("history panel: a tick to what changed between two", took_ms, 500)
