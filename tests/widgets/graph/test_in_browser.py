"""The graph panel in a real JupyterLab, by mouse and by keyboard."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

PROMPT = "Answer in one sentence.\\n" * 30
CODE = """
import wfkit
nodes = [
    {"id": "in", "type": "input", "data": {"label": "Question", "config": {"name": "question"}}},
    {"id": "llm", "type": "llm", "data": {"label": "Answer", "config": {"model": "small", "prompt": "%s"}}},
    {"id": "out", "type": "output", "data": {"label": "Result", "config": {"name": "result", "rank": [1, 2]}}},
]
edges = [{"id": "a", "source": "in", "target": "llm"}, {"id": "b", "source": "llm", "target": "out"}]
heard = []
panel = wfkit.ui.graph({"name": "Ask", "nodes": nodes, "edges": edges})
%s
panel
"""
SMALL = CODE % (PROMPT, "")
# What begins the graph is neither the first in the document nor a note above it.
NARROW = CODE % (
    PROMPT,
    """
note = {"id": "note", "type": "note", "data": {"label": "Read me", "config": {"content": "First of all"}}}
held = {"id": "held", "type": "llm", "parentId": "g", "data": {"label": "Held", "config": {"model": "small"}}}
group = {"id": "g", "type": "group", "data": {"label": "Rest"}}
more = [{"id": "c", "source": "out", "target": "held"}]
panel = wfkit.ui.graph({"nodes": [note, group, held, *reversed(nodes)], "edges": edges + more})
panel.layout.width = "320px"
""",
)
FAILING = CODE % (PROMPT, "panel.on_select(lambda node: 1 / 0)")
LARGE = """
import wfkit
nodes = [{"id": f"n{i}", "type": "llm", "data": {"label": f"Step {i}", "config": {"prompt": f"word{i}"}}}
         for i in range(300)]
edges = [{"id": f"e{i}", "source": f"n{(i - 1) // 2}", "target": f"n{i}"} for i in range(1, 300)]
panel = wfkit.ui.graph({"nodes": nodes, "edges": edges})
panel
"""


def hostile(payloads):
    nodes = [
        {
            "id": payload,
            "type": payload,
            "data": {
                "label": payload,
                "config": {payload: payload, "prompt": f"{payload}\n" * 20, "list": [{payload: payload}]},
            },
        }
        for payload in payloads
    ]
    edges = [
        {"id": f"e{payload}", "source": one, "target": payload, "sourceHandle": payload, "targetHandle": payload}
        for one, payload in pairwise(payloads)
    ]
    document = json.dumps({"name": payloads[0], "nodes": nodes, "edges": edges})
    return f"import wfkit, json\npanel = wfkit.ui.graph(json.loads({document!r}))\npanel.title = {payloads[0]!r}\npanel"


def card(panel, label):
    return panel.locator(f".wf-card[aria-label^='{label}']")


def focused(page):
    return page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent")


def test_it_draws_every_node_and_says_what_it_shows(notebook):
    panel = notebook.show(SMALL)
    assert panel.locator(".wf-card").count() == 3
    assert "3 nodes, 2 edges" in panel.inner_text()
    notebook.page.wait_for_function("document.querySelector('.wfkit-canvas').style.background === 'rgb(247, 248, 250)'")
    assert not panel.locator(".wfkit-minimap").count()
    assert not notebook.faults


def test_a_click_on_a_node_shows_its_settings(notebook):
    panel = notebook.show(SMALL)
    card(panel, "Answer").click()
    details = panel.locator("aside")
    details.get_by_text("small").wait_for()
    block = details.locator("pre", has_text="Answer in one sentence.")
    assert not block.is_visible()
    details.locator("summary").click()
    assert block.is_visible()
    assert "mono" in block.evaluate("element => getComputedStyle(element).fontFamily").lower()
    details.get_by_role("button", name="Result").click()
    details.get_by_role("heading", name="Result").wait_for()


def test_all_of_it_works_by_keyboard_alone(notebook):
    panel = notebook.show(SMALL)
    keys = notebook.page.keyboard
    panel.locator(".wfkit-canvas").focus()
    before = panel.locator(".wfkit-stage").get_attribute("style")
    keys.press("ArrowLeft")
    assert panel.locator(".wfkit-stage").get_attribute("style") != before
    keys.press("Enter")
    assert focused(notebook.page).startswith("Question")
    keys.press("ArrowRight")
    assert focused(notebook.page).startswith("Answer")
    keys.press("Enter")
    panel.locator("aside").get_by_text("small").wait_for()
    assert focused(notebook.page) == "Answer"
    keys.press("Escape")
    panel.locator("aside").wait_for(state="hidden")
    assert focused(notebook.page).startswith("Answer, ")
    keys.press("/")
    assert focused(notebook.page) == "Search in the graph"


def test_letters_in_the_panel_are_no_commands_of_the_notebook(notebook):
    panel = notebook.show(SMALL)
    card(panel, "Answer").click()
    card(panel, "Answer").focus()
    for key in "ddxb":
        notebook.page.keyboard.press(key)
    assert notebook.page.locator(".jp-Notebook .jp-Cell").count() == 1
    assert panel.is_visible()


def test_the_search_finds_names_and_settings_and_goes_through_them(notebook):
    panel = notebook.show(LARGE)
    box = panel.get_by_role("searchbox")
    box.fill("word299")
    panel.get_by_text("1 of 1").wait_for()
    assert panel.locator(".wf-card.is-current").get_attribute("data-node") == "n299"
    # What is found stays the current match while more is typed, so a new search begins with an empty box.
    box.press("Escape")
    box.fill("Step 29")
    panel.get_by_text("1 of 11", exact=True).wait_for()
    box.press("Enter")
    panel.get_by_text("2 of 11").wait_for()
    box.press("Shift+Enter")
    panel.get_by_role("button", name="Previous match").click()
    panel.get_by_text("11 of 11").wait_for()
    current = panel.locator(".wf-card.is-current").bounding_box()
    frame = panel.locator(".wfkit-canvas").bounding_box()
    assert frame["y"] <= current["y"] + 5
    assert current["y"] + current["height"] <= frame["y"] + frame["height"] + 5


def test_a_large_graph_has_a_map_that_leads_through_it(notebook):
    panel = notebook.show(LARGE)
    assert panel.locator(".wf-card").count() == 300
    assert panel.locator(".wfkit-minimap-node").count() == 300
    panel.get_by_role("button", name="Zoom in").click()
    before = panel.locator(".wfkit-stage").get_attribute("style")
    panel.locator(".wfkit-minimap").click(position={"x": 8, "y": 8})
    assert panel.locator(".wfkit-stage").get_attribute("style") != before


def test_a_graph_too_large_to_be_legible_opens_at_its_beginning(notebook):
    panel = notebook.show(LARGE)
    frame, first = panel.locator(".wfkit-canvas").bounding_box(), card(panel, "Step 0").bounding_box()
    assert first["width"] > 100
    assert frame["x"] <= first["x"] <= frame["x"] + frame["width"]
    panel.get_by_role("button", name="Show all").click()
    assert card(panel, "Step 0").bounding_box()["width"] < 30
    ends = [panel.locator(".wf-card").nth(place).bounding_box()["y"] for place in (0, 299)]
    assert all(frame["y"] <= end <= frame["y"] + frame["height"] for end in ends)


def test_a_narrow_panel_opens_where_the_graph_begins_with_a_map_of_all_of_it(notebook):
    panel = notebook.show(NARROW)
    frame, first = panel.locator(".wfkit-canvas").bounding_box(), card(panel, "Question").bounding_box()
    assert first["width"] > 100
    assert frame["x"] <= first["x"]
    assert first["x"] + first["width"] <= frame["x"] + frame["width"]
    assert panel.locator(".wfkit-minimap-node").count() == 6
    panel.locator(".wfkit-canvas").focus()
    notebook.page.keyboard.press("Enter")
    assert focused(notebook.page).startswith("Question")
    panel.get_by_role("button", name="Collapse groups").click()
    panel.get_by_role("button", name="Expand groups").wait_for()
    panel.get_by_role("button", name="Show all").click()
    last = card(panel, "Result").bounding_box()
    assert last["x"] + last["width"] <= frame["x"] + frame["width"]


def test_an_empty_graph_says_so(notebook):
    panel = notebook.show("import wfkit\nwfkit.ui.graph({'nodes': [], 'edges': []})")
    assert panel.get_by_text("nothing to draw yet").is_visible()


def test_zooming_by_the_wheel_keeps_what_is_under_the_pointer(notebook):
    panel = notebook.show(SMALL)
    panel.locator(".wfkit-canvas").focus()
    box = card(panel, "Answer").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    notebook.page.mouse.move(x, y)
    notebook.page.mouse.wheel(0, -400)
    notebook.page.wait_for_function(
        "width => document.querySelectorAll('.wf-card')[1].getBoundingClientRect().width > width * 1.1",
        arg=box["width"],
    )
    after = card(panel, "Answer").bounding_box()
    assert after["x"] + after["width"] / 2 == pytest.approx(x, abs=2)
    assert after["y"] + after["height"] / 2 == pytest.approx(y, abs=2)


def test_the_wheel_is_the_notebooks_until_the_graph_has_the_focus(notebook):
    panel = notebook.show(SMALL)
    notebook.page.evaluate("document.activeElement.blur()")
    before = panel.locator(".wfkit-stage").get_attribute("style")
    panel.locator(".wfkit-canvas").hover(position={"x": 20, "y": 20})
    notebook.page.mouse.wheel(0, -200)
    panel.get_by_text("hold Ctrl").wait_for()
    assert panel.locator(".wfkit-stage").get_attribute("style") == before


def test_it_follows_the_theme_while_it_is_shown(notebook):
    panel = notebook.show(SMALL)
    colours = {}
    for theme in ("Light", "Dark"):
        notebook.theme(theme)
        notebook.page.wait_for_selector(f".wfkit-stage .wfkit-{theme.lower()}")
        fill = "element => getComputedStyle(element).fill"
        colours[theme] = [panel.locator(part).first.evaluate(fill) for part in (".wf-box", ".wf-title", ".wf-paper")]
    assert colours["Light"] == ["rgb(255, 255, 255)", "rgb(26, 34, 48)", "rgb(247, 248, 250)"]
    assert colours["Dark"] == ["rgb(31, 38, 48)", "rgb(231, 235, 241)", "rgb(19, 23, 30)"]


def test_hostile_text_is_text_wherever_it_is_shown(notebook, payloads):
    panel = notebook.show(hostile(payloads))
    cards = panel.locator(".wf-card")
    assert cards.count() == len(payloads)
    for place in range(len(payloads)):
        cards.nth(place).focus()
        notebook.page.keyboard.press("Enter")
        panel.locator("aside th").first.wait_for()
        cards.nth(place).hover(force=True)
    panel.get_by_role("searchbox").fill(payloads[0])
    panel.get_by_text("1 of ").wait_for()
    assert payloads[0] in panel.locator(".wfkit-title").inner_text()
    notebook.nothing_acted(panel)


def test_a_picture_that_could_act_is_refused(notebook):
    panel = notebook.show(
        SMALL.replace(
            "\npanel\n", "\npanel.picture = panel.picture.replace('<path', '<path onclick=\"alert(1)\"', 1)\npanel\n"
        )
    )
    assert "onclick" in panel.get_by_role("alert").inner_text()
    assert not panel.locator(".wf-card").count()


def test_an_exception_in_a_callback_is_shown_in_words_with_its_details(notebook):
    panel = notebook.show(FAILING)
    card(panel, "Answer").click()
    alert = panel.get_by_role("alert")
    alert.locator("span", has_text="ZeroDivisionError: division by zero").wait_for()
    assert alert.get_by_role("button", name="Copy details").is_visible()
    alert.locator("summary").click()
    assert "Traceback" in alert.locator("pre").inner_text()
    alert.get_by_role("button", name="Dismiss").click()
    alert.wait_for(state="hidden")


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_axe_finds_nothing_serious(notebook, axe, theme):
    panel = notebook.show(SMALL, theme=theme)
    card(panel, "Answer").click()
    panel.locator("aside").get_by_text("small").wait_for()
    assert axe() == []


def test_its_speed_with_300_nodes_is_printed(notebook, speed):
    notebook.show(SMALL)
    speed("graph of 300 nodes: first paint", notebook.first_paint_ms(LARGE, until=".wf-card"), 500)
    card = ".wf-card[data-node]"
    speed("graph of 300 nodes: click on a node", notebook.answer_ms(card, until=".wfkit-details th"), 150)
