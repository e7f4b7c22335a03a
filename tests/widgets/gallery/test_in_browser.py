"""The template gallery in a real JupyterLab, by mouse and by keyboard."""

from __future__ import annotations

import json

import pytest

CODE = """
import wfkit
registry = wfkit.open(":memory:", author="ann")
def flow(*types):
    nodes = [{"id": f"n{i}", "type": t, "position": {"x": 300 * i, "y": 0}, "data": {"label": t, "config": {}}}
             for i, t in enumerate(types)]
    return {"nodes": nodes, "edges": [{"id": "e", "source": "n0", "target": f"n{len(types) - 1}"}]}
%s
panel = wfkit.ui.gallery(registry)
%s
panel
"""
OWN = 'registry.create("Time travel", flow("question_input", "teleporter"), is_template=True, tags=["odd"])'
MANY = """
for number in range(1000):
    registry.create(f"Own {number:03}", flow("question_input", "llm", "output"), is_template=True, tags=["team"])
"""
CARDS = ".wfkit-card"


def show(notebook, before="", after="", **options):
    return notebook.show(CODE % (before, after), until=".wfkit-card, .wfkit-empty-state, .wfkit-stage svg", **options)


def opener(panel, name):
    return panel.get_by_role("button", name=name, exact=True)


def focused(page):
    return page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent")


def test_the_cards_say_what_templates_are_and_get_their_pictures(notebook):
    panel = show(notebook, OWN)
    assert panel.locator(CARDS).count() == 8
    assert "8 templates" in panel.inner_text()
    panel.locator(f"{CARDS} svg.wfkit .wf-card").first.wait_for()
    strange = panel.locator(CARDS, has_text="Time travel").inner_text()
    assert "Missing here: teleporter" in strange
    assert "Own" in strange
    assert "Pre-built" in panel.locator(CARDS, has_text="Simple RAG").inner_text()
    heights = {round(card.bounding_box()["height"]) for card in panel.locator(CARDS).all()}
    assert len(heights) == 1
    assert not notebook.faults


def test_one_click_makes_a_workflow_and_shows_its_graph_and_its_line(notebook):
    panel = show(notebook)
    panel.get_by_role("button", name="Use template Simple RAG").click()
    panel.get_by_text("“Simple RAG (2)” was made from “Simple RAG”.").wait_for()
    assert panel.locator(".wfkit-stage .wf-card").count() == 9
    assert panel.locator(".wfkit-code-line").first.inner_text().startswith('wf = registry.get("Simple RAG (2)")')
    panel.get_by_role("button", name="Undo").click()
    panel.get_by_text("“Simple RAG (2)” was deleted.").wait_for()
    assert "used" not in panel.locator(CARDS, has_text="Simple RAG").first.inner_text().replace("not used yet", "")
    panel.get_by_role("button", name="Bring it back").click()
    panel.locator(".wfkit-page-title", has_text="Simple RAG (2)").wait_for()


def test_all_of_it_works_by_keyboard_alone(notebook):
    panel = show(notebook)
    keys = notebook.page.keyboard
    panel.get_by_role("searchbox").focus()
    keys.press("ArrowDown")
    first = focused(notebook.page)
    keys.press("ArrowRight")
    assert focused(notebook.page) != first
    keys.press("Home")
    assert focused(notebook.page) == first
    keys.press("Enter")
    panel.locator(".wfkit-use-form").wait_for()
    assert focused(notebook.page) == first
    keys.press("Escape")
    panel.locator(CARDS).first.wait_for()
    assert focused(notebook.page) == first
    keys.press("Tab")
    assert focused(notebook.page) == f"Use template {first}"
    keys.press("Enter")
    panel.get_by_text("was made from").wait_for()
    keys.press("Escape")
    panel.locator(CARDS).first.wait_for()
    assert focused(notebook.page) == first
    keys.press("/")
    assert focused(notebook.page) == "Search templates"


def test_arrow_keys_go_through_the_grid_as_it_is_seen(notebook):
    panel = show(notebook)
    openers = panel.locator(".wfkit-card-open")
    widths = panel.locator(".wfkit-cards").evaluate("list => getComputedStyle(list).gridTemplateColumns")
    columns = len(widths.split())
    openers.first.focus()
    notebook.page.keyboard.press("ArrowDown")
    assert focused(notebook.page) == openers.nth(columns).inner_text()
    notebook.page.keyboard.press("ArrowUp")
    assert focused(notebook.page) == openers.first.inner_text()


def test_a_preview_has_the_name_to_be_given_and_marks_the_type_of_a_node(notebook):
    panel = show(notebook)
    opener(panel, "Document Q&A").click()
    name = panel.get_by_label("Name of the new workflow")
    name.wait_for()
    assert name.input_value() == "Document Q&A (2)"
    panel.locator(".wf-card[aria-label^='Split by sentence']").click()
    assert panel.locator(".wfkit-types .is-chosen").inner_text().startswith("Text splitter")
    name.fill("Handbook")
    name.press("Enter")
    panel.locator(".wfkit-page-title", has_text="Handbook").wait_for()


def test_the_search_finds_as_one_types_and_says_when_nothing_matches(notebook):
    panel = show(notebook)
    box = panel.get_by_role("searchbox")
    box.fill("hybrid")
    panel.get_by_text("of 7 templates").wait_for()
    assert opener(panel, "Hybrid search with reranking").is_visible()
    box.fill("zzz")
    panel.get_by_text("Nothing matches").wait_for()
    panel.get_by_role("button", name="Clear search and filters").click()
    panel.locator(CARDS).nth(6).wait_for()
    assert box.input_value() == ""


def test_filters_by_kind_tag_and_what_can_be_used_here(notebook):
    panel = show(notebook, OWN)
    panel.get_by_role("button", name="Own", exact=True).click()
    panel.get_by_text("1 of 8 templates").wait_for()
    panel.get_by_role("button", name="Usable here").click()
    panel.get_by_text("Nothing matches").wait_for()
    panel.get_by_role("button", name="All", exact=True).click()
    panel.get_by_text("7 of 8 templates").wait_for()
    panel.locator(".wfkit-gallery-tags").get_by_role("button", name="qa").click()
    panel.get_by_text("3 of 8 templates").wait_for()
    assert panel.locator(".wfkit-gallery-tags button[aria-pressed='true']").inner_text().startswith("qa")


def test_a_template_with_missing_types_is_used_only_when_that_is_confirmed(notebook):
    panel = show(notebook, OWN)
    use = panel.get_by_role("button", name="Use template Time travel")
    use.click()
    dialog = panel.get_by_role("dialog")
    assert "Not installed here: teleporter" in dialog.inner_text()
    notebook.page.keyboard.press("Escape")
    assert panel.locator(CARDS).count() == 8
    use.click()
    dialog.get_by_role("button", name="Use anyway").click()
    panel.get_by_text("“Time travel (2)” was made").wait_for()
    assert "Not installed here: teleporter" in panel.get_by_role("note").inner_text()


def test_escape_in_the_question_leads_back_to_the_preview(notebook):
    panel = show(notebook, OWN)
    opener(panel, "Time travel").click()
    opener(panel, "Use template").click()
    panel.get_by_role("dialog").wait_for()
    notebook.page.keyboard.press("Escape")
    panel.get_by_role("dialog").wait_for(state="detached")
    assert panel.get_by_label("Name of the new workflow").is_visible()
    assert focused(notebook.page) == "Use template"


def test_clicks_in_quick_succession_make_one_workflow(notebook):
    panel = show(notebook)
    panel.get_by_role("button", name="Use template Simple RAG").dblclick()
    panel.get_by_text("“Simple RAG (2)” was made").wait_for()
    notebook.page.keyboard.press("Escape")
    assert "used 1" in panel.locator(CARDS, has_text="Simple RAG").first.inner_text()


def test_letters_in_the_panel_are_no_commands_of_the_notebook(notebook):
    panel = show(notebook)
    panel.locator(".wfkit-card-open").first.focus()
    for key in "ddxb":
        notebook.page.keyboard.press(key)
    assert notebook.page.locator(".jp-Notebook .jp-Cell").count() == 1
    assert panel.is_visible()


def test_more_cards_and_their_pictures_come_when_they_are_scrolled_to(notebook):
    panel = show(notebook, MANY)
    assert "1,007 templates" in panel.inner_text()
    assert panel.locator(CARDS).count() == 24
    frame = panel.locator(".wfkit-cards-frame")
    panel.locator(f"{CARDS} svg.wfkit").first.wait_for()
    assert panel.locator(f"{CARDS} svg.wfkit").count() < 24
    frame.evaluate("frame => frame.scrollTo(0, frame.scrollHeight)")
    panel.locator(CARDS).nth(47).wait_for(state="attached")
    panel.locator(CARDS).nth(23).locator("svg.wfkit").wait_for()


def test_what_python_sets_is_shown_in_both_views_of_a_panel(notebook):
    notebook.show(CODE % ("", "from IPython.display import display\ndisplay(panel)"), until=CARDS)
    notebook.page.wait_for_function("document.querySelectorAll('.wfkit-gallery .wfkit-card').length === 14")
    first, second = (notebook.page.locator(".wfkit-gallery").nth(place) for place in (0, 1))
    first.get_by_role("searchbox").fill("simple")
    second.get_by_text("1 of 7 templates").wait_for()
    assert second.get_by_role("searchbox").input_value() == "simple"
    opener(second, "Simple RAG").click()
    first.locator(".wfkit-use-form").wait_for()


def test_a_registry_of_no_templates_of_its_own_says_how_to_have_one(notebook):
    panel = show(notebook, after="panel.kind = 'own'")
    assert panel.get_by_text("No templates of your own yet").is_visible()
    assert "update(is_template=True)" in panel.locator(".wfkit-code-line").inner_text()


def test_a_registry_that_cannot_be_read_says_so_and_is_tried_again(notebook):
    code = """
import pathlib, tempfile, wfkit
place = pathlib.Path(tempfile.mkdtemp()) / "flows.duckdb"
registry = wfkit.open(place)
registry.load_templates()
registry.close()
kept = place.read_bytes()
place.write_bytes(b"no database")
panel = wfkit.ui.gallery(registry)
place.write_bytes(kept)
panel
"""
    panel = notebook.show(code, until=".wfkit-empty-state")
    assert panel.get_by_text("The templates could not be read").is_visible()
    panel.get_by_role("button", name="Try again").click()
    panel.locator(CARDS).first.wait_for()
    assert panel.get_by_role("alert").is_hidden()


def test_a_registry_that_may_only_be_read_offers_no_use(notebook):
    code = """
import pathlib, tempfile, wfkit
from wfkit.service.opening import look_into
place = pathlib.Path(tempfile.mkdtemp()) / "flows.duckdb"
wfkit.open(place).load_templates()
panel = wfkit.ui.gallery(look_into(place))
panel
"""
    panel = notebook.show(code, until=CARDS)
    assert panel.get_by_text("read-only").is_visible()
    assert panel.get_by_role("button", name="Use template Simple RAG").is_disabled()
    opener(panel, "Simple RAG").click()
    panel.get_by_text("This registry may only be read: no workflow can be made here.").wait_for()


def test_hostile_text_is_text_wherever_it_is_shown(notebook, payloads):
    listed = json.dumps(payloads)
    before = f"""
import json
payloads = json.loads({listed!r})
for place, text in enumerate(payloads):
    nodes = [{{"id": each, "type": each, "data": {{"label": each, "config": {{each: each}}}}}} for each in payloads]
    document = {{"nodes": nodes, "edges": []}}
    registry.create(f"{{place}} {{text}}", document, is_template=True, description=text, tags=[text])
"""
    panel = show(notebook, before, after="panel.kind = 'own'")
    assert panel.locator(CARDS).count() == len(payloads)
    panel.locator(f"{CARDS} svg.wfkit").first.wait_for()
    panel.locator(".wfkit-card-open").first.click()
    panel.locator(".wfkit-use-form").wait_for()
    opener(panel, "Use template").click()
    panel.get_by_role("button", name="Use anyway").click()
    panel.get_by_text("was made from").wait_for()
    notebook.nothing_acted(panel)
    notebook.page.keyboard.press("Escape")
    panel.get_by_role("searchbox").fill(payloads[0])
    panel.locator(CARDS).first.wait_for()
    notebook.nothing_acted(panel)


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_axe_finds_nothing_serious(notebook, axe, theme):
    panel = show(notebook, OWN, theme=theme)
    panel.locator(f"{CARDS} svg.wfkit").first.wait_for()
    assert axe() == []
    opener(panel, "Time travel").click()
    panel.locator(".wfkit-use-form").wait_for()
    assert axe() == []
    opener(panel, "Use template").click()
    panel.get_by_role("dialog").wait_for()
    assert axe() == []
    panel.get_by_role("button", name="Use anyway").click()
    panel.get_by_text("was made").wait_for()
    assert axe() == []


def test_its_speed_with_1000_own_templates_is_printed(notebook, speed):
    notebook.run(CODE.rpartition("panel =")[0] % MANY)
    shown = notebook.first_paint_ms("panel = wfkit.ui.gallery(registry)\npanel", until=CARDS)
    speed("gallery of 1,007 templates: first paint", shown, 300)
    opened = notebook.answer_ms(".wfkit-card-open", until=".wfkit-use-form")
    speed("gallery: click to preview", opened, 150)
    speed("gallery: use a template", notebook.answer_ms(".wfkit-use-form button", until=".wfkit-status button"), 150)
