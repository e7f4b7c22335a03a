"""The browser panel in a real JupyterLab, by mouse and by keyboard."""

from __future__ import annotations

import json

import pytest

SETUP = """
import wfkit
def flow(word):
    nodes = [{"id": "in", "type": "input", "data": {"label": "Question", "config": {"name": word}}},
             {"id": "llm", "type": "llm", "data": {"label": "Answer", "config": {"model": "small"}}}]
    return {"nodes": nodes, "edges": [{"id": "e", "source": "in", "target": "llm"}]}
registry = wfkit.open(":memory:", author="ann")
"""
FEW = f"""{SETUP}
for number in range(60):
    registry.create(f"Flow {{number:02}}", flow(f"word{{number}}"), tags=["even" if number % 2 == 0 else "odd"])
rag = registry.use_template("Simple RAG", "My RAG")
rag.record_execution(cost=0.25)
heard = []
panel = wfkit.ui.browser(registry)
panel.on_select(heard.append)
panel
"""
EMPTY = f"{SETUP}\npanel = wfkit.ui.browser(registry)\npanel"
MANY = """
import wfkit
from wfkit.store import versions, workflows
from wfkit.store.records import VersionRecord, WorkflowRecord
from wfkit.service import documents
from datetime import datetime, timedelta
registry = wfkit.open(":memory:")
source = documents.blank()
start = datetime(2026, 1, 1)
for first in range(0, %d, 10_000):
    rows = [(f"{n:032x}", n) for n in range(first, min(first + 10_000, %d))]
    with registry._context.engine.write() as transaction:
        workflows.insert_many(transaction, [
            WorkflowRecord(key, f"workflow {n}", "", "wfkit", ("rag", f"t{n %% 7}"), False, 1, "ann", None, None,
                           start, start + timedelta(seconds=n * 7919 %% 100_003))
            for key, n in rows])
        versions.insert_many(transaction, [
            VersionRecord(key, 1, source.text, "utf-8", source.content_hash, "", "ann", True, None, start)
            for key, n in rows])
"""
READ_ONLY = """
import os
with wfkit.open(path) as made:
    made.create("One", flow("a"))
os.chmod(path, 0o444)
wfkit.ui.browser(wfkit.open(path))
"""
BUSY = """
import duckdb
registry = wfkit.open(path, busy_timeout_s=0.1)
registry.create("One", flow("a"))
registry.close()
other = duckdb.connect(path)
wfkit.ui.browser(registry)
"""
IN_KERNEL = (
    "code => jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({code}).done.then(() => true)"
)
SHOW = "import wfkit\npanel = wfkit.ui.browser(registry)\npanel"
ROWS = ".wfkit-row[data-id]"


def row(panel, name):
    return panel.locator(ROWS, has_text=name)


def focused(page):
    return page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent")


def hostile(payloads):
    return f"""{SETUP}
import json
payloads = json.loads({json.dumps(payloads)!r})
for text in payloads:
    document = flow(text)
    document["nodes"][0]["data"]["label"] = text
    made = registry.create(text, document, description=text, tags=[text], message=text)
    made.record_execution(details={{"error": text}})
registry.create("x" * 500, flow("x"), description="\\u202e" + "y" * 19_999, tags=["\\u05e2\\u05d1", "🙂" * 50])
registry.create("nothing", {{"nodes": [], "edges": []}})
wfkit.ui.browser(registry)
"""


def test_it_lists_a_page_and_shows_what_is_chosen(notebook):
    panel = notebook.show(FEW, until=ROWS)
    assert panel.locator(ROWS).count() == 50
    panel.get_by_text("1\u201350 of 62").wait_for()
    row(panel, "My RAG").click()
    details = panel.get_by_role("complementary", name="Selected workflow")
    details.get_by_text('wf = registry.get("My RAG")', exact=True).wait_for()
    details.get_by_text("cost 0.25").wait_for()
    details.locator(".wf-card").first.wait_for()
    assert row(panel, "My RAG").get_attribute("aria-selected") == "true"
    assert not notebook.faults


def test_what_is_typed_narrows_the_list_and_marks_what_was_found(notebook):
    panel = notebook.show(FEW, until=ROWS)
    panel.get_by_role("searchbox", name="Search workflows").fill("flow 1")
    panel.get_by_text("10 workflows", exact=True).wait_for()
    assert set(panel.locator("mark").all_inner_texts()) == {"Flow 1"}
    panel.get_by_role("searchbox", name="Search workflows").fill("even")
    row(panel, "Flow 58").get_by_text("tag: even").wait_for()
    panel.get_by_role("searchbox", name="Search workflows").fill("word17")
    panel.get_by_text("No workflow matches").wait_for()
    panel.get_by_role("button", name="Search in contents").click()
    row(panel, "Flow 17").wait_for()
    assert row(panel, "Flow 17").locator("mark").inner_text() == "word17"
    panel.get_by_role("button", name="Clear filters").first.click()
    panel.get_by_text("1\u201350 of 62").wait_for()


def test_contents_that_were_never_searched_are_read_a_part_at_a_time(notebook):
    code = FEW.replace("heard = []", "heard = []; from wfkit.widgets.browser import state; state._READ_UNASKED = 1")
    panel = notebook.show(code, until=ROWS)
    panel.get_by_role("button", name="In contents").click()
    panel.get_by_role("searchbox", name="Search workflows").fill("word59")
    row(panel, "Flow 59").locator("mark", has_text="word59").wait_for()
    notebook.page.evaluate(IN_KERNEL, "state._READ_UNASKED = 200")


def test_filters_follow_each_other_and_can_be_taken_back(notebook):
    panel = notebook.show(FEW, until=ROWS)
    panel.get_by_role("button", name="Tags", exact=True).click()
    panel.get_by_role("button", name="odd", exact=False).click()
    panel.get_by_text("30 workflows", exact=True).wait_for()
    panel.get_by_label("Which workflows").select_option("templates")
    panel.get_by_text("No workflow matches").wait_for()
    panel.get_by_role("button", name="Do not filter by the tag odd").click()
    row(panel, "Simple RAG").wait_for()
    assert panel.locator(ROWS).count() == 1


def test_heads_of_columns_sort_both_ways_and_pages_turn(notebook):
    panel = notebook.show(FEW, until=ROWS)
    panel.get_by_role("button", name="Name", exact=True).click()
    panel.get_by_role("button", name="Name, ascending").wait_for()
    panel.locator(f"{ROWS} >> nth=0").get_by_text("Flow 00").wait_for()
    panel.get_by_role("button", name="Name, ascending").click()
    panel.get_by_role("button", name="Next page").click()
    panel.get_by_text("51\u201362 of 62").wait_for()
    assert "Flow 00" in panel.locator(ROWS).last.inner_text()


def test_all_of_it_works_by_keyboard_alone(notebook):
    panel = notebook.show(FEW, until=ROWS)
    page, keys = notebook.page, notebook.page.keyboard
    panel.get_by_role("button", name="Read the registry again").focus()
    keys.press("/")
    assert focused(page) == "Search workflows"
    keys.type("Flow 0")
    panel.get_by_text("10 workflows", exact=True).wait_for()
    panel.locator(ROWS).first.focus()
    keys.press("ArrowDown")
    assert focused(page).startswith("Flow 08")
    keys.press("End")
    assert focused(page).startswith("Flow 00")
    keys.press("Enter")
    panel.locator("aside").get_by_text('wf = registry.get("Flow 00")', exact=True).wait_for()
    assert focused(page) == "Flow 00"
    keys.press("Escape")
    panel.locator("aside").wait_for(state="hidden")
    assert focused(page).startswith("Flow 00")
    keys.press("Delete")
    panel.get_by_role("dialog", name="Delete “Flow 00”?").wait_for()
    keys.press("Escape")
    assert focused(page).startswith("Flow 00")
    keys.press("Delete")
    panel.get_by_role("dialog").get_by_role("button", name="Delete").press("Enter")
    panel.get_by_text("Deleted “Flow 00”").wait_for()
    page.wait_for_function("document.activeElement.getAttribute('aria-label')?.startsWith('Flow 01')")
    panel.get_by_role("button", name="Undo").press("Enter")
    row(panel, "Flow 00").wait_for()
    page.wait_for_function("document.activeElement.getAttribute('aria-label')?.startsWith('Flow 00')")


@pytest.mark.parametrize("width", [320, 560, 700, 1050])
def test_a_row_says_all_of_it_at_every_width(notebook, width):
    panel = notebook.show(FEW, until=ROWS)
    panel.evaluate("(panel, width) => { panel.style.width = `${width}px`; }", width)
    first = row(panel, "Flow 58")
    assert all(
        first.locator(f".wfkit-cell-{key}").is_visible() for key in ("name", "format", "time", "versions", "runs")
    )
    assert first.get_by_text("even", exact=True).is_visible()
    wide = "part => part.scrollWidth > part.clientWidth"
    assert not panel.locator(".wfkit-rows-body").evaluate(wide)


def test_letters_in_the_list_are_no_commands_of_the_notebook(notebook):
    panel = notebook.show(FEW, until=ROWS)
    panel.locator(ROWS).first.focus()
    for key in "ddxb":
        notebook.page.keyboard.press(key)
    assert notebook.page.locator(".jp-Notebook .jp-Cell").count() == 1
    assert panel.is_visible()


def test_a_registry_without_workflows_says_what_to_do_and_makes_the_first(notebook):
    panel = notebook.show(EMPTY, until=".wfkit-browser-empty")
    panel.get_by_text("No workflows yet").wait_for()
    panel.get_by_text('registry.import_files("flows/")', exact=True).wait_for()
    panel.get_by_role("button", name="New workflow").first.click()
    panel.get_by_label("Name of the new workflow").fill("My first")
    panel.get_by_label("Begin with").get_by_text("Simple RAG").wait_for(state="attached")
    panel.get_by_label("Begin with").select_option("Simple RAG")
    panel.get_by_role("button", name="Create").click()
    panel.get_by_text("Created “My first”").wait_for()
    panel.locator("aside").get_by_text('wf = registry.get("My first")', exact=True).wait_for()
    assert focused(notebook.page) == "My first"
    assert row(panel, "My first").get_attribute("aria-selected") == "true"


def test_a_name_that_is_not_allowed_is_told_while_it_is_typed(notebook):
    panel = notebook.show(FEW, until=ROWS)
    panel.get_by_role("button", name="New workflow").click()
    name = panel.get_by_label("Name of the new workflow")
    name.fill("My RAG")
    panel.get_by_text("another workflow has this name").wait_for()
    name.fill("\u200b")
    panel.get_by_text("visible character").wait_for()
    assert panel.get_by_role("button", name="Create").is_disabled()
    name.press("Escape")
    panel.get_by_role("form", name="New workflow").wait_for(state="hidden")


def test_what_is_said_of_a_workflow_is_edited_in_place(notebook):
    panel = notebook.show(FEW, until=ROWS)
    row(panel, "My RAG").click()
    panel.get_by_role("button", name="Edit").click()
    panel.get_by_label("Description", exact=True).fill("Answers\nquestions")
    panel.get_by_label("Add a tag").fill("mine")
    panel.get_by_label("Add a tag").press("Enter")
    panel.get_by_role("button", name="Save").click()
    panel.locator("aside p", has_text="Answers").wait_for()
    panel.locator("aside").get_by_role("button", name="mine").click()
    panel.get_by_text("1 workflow", exact=True).wait_for()
    panel.get_by_role("button", name="Mark as template").click()
    panel.get_by_role("button", name="Unmark as template").wait_for()


def test_what_was_deleted_is_seen_and_restored(notebook):
    panel = notebook.show(FEW.replace("heard = []", "heard = []; registry.delete('Flow 07')"), until=ROWS)
    panel.get_by_label("Which workflows").select_option("deleted")
    row(panel, "Flow 07").click()
    panel.get_by_role("button", name="Restore").click()
    panel.get_by_text("Nothing is deleted").wait_for()
    panel.get_by_text("Restored", exact=True).wait_for()


def test_a_change_of_others_comes_by_the_button_and_by_coming_back(notebook):
    panel = notebook.show(FEW, until=ROWS)
    page = notebook.page
    change = "%s.update(name=%r)"
    page.evaluate(IN_KERNEL, change % ("registry.get('Flow 11')", "Renamed"))
    panel.get_by_role("button", name="Read the registry again").click()
    row(panel, "Renamed").wait_for()
    page.evaluate(IN_KERNEL, change % ("registry.get('Flow 12')", "Renamed too"))
    page.wait_for_timeout(2100)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    row(panel, "Renamed too").wait_for()


def test_a_registry_that_may_not_be_written_says_so_and_why(notebook, tmp_path):
    panel = notebook.show(f"{SETUP}\npath = {str(tmp_path / 'a.duckdb')!r}\n{READ_ONLY}", until=ROWS)
    panel.get_by_text("read-only", exact=True).wait_for()
    create = panel.get_by_role("button", name="New workflow")
    assert create.is_disabled()
    assert "read-only" in create.get_attribute("title")
    row(panel, "One").click()
    panel.get_by_role("button", name="Edit").wait_for()
    assert all(panel.get_by_role("button", name=name).is_disabled() for name in ("Edit", "Mark as template", "Delete"))


def test_a_registry_that_cannot_be_read_is_told_and_tried_again(notebook, tmp_path):
    code = f"{SETUP}\npath = {str(tmp_path / 'a.duckdb')!r}\n{BUSY}"
    panel = notebook.show(code, until=".wfkit-notice:not([hidden])")
    assert "was locked by" in panel.get_by_role("alert").inner_text()
    assert panel.get_by_text("The workflows could not be read").is_visible()
    assert not panel.get_by_text("No workflows yet").is_visible()
    notebook.page.evaluate(IN_KERNEL, "other.close()")
    panel.get_by_role("button", name="Try again", exact=True).click()
    row(panel, "One").wait_for()
    assert not panel.locator(".wfkit-notice, .wfkit-browser-empty").first.is_visible()


def test_two_views_of_one_panel_stay_in_step(notebook):
    code = FEW.replace("\npanel\n", "\nfrom IPython.display import display\ndisplay(panel)\npanel\n")
    panels = notebook.show(code, until=ROWS)
    panels.nth(1).locator(ROWS).first.wait_for()
    panels.first.get_by_role("searchbox", name="Search workflows").fill("My")
    panels.nth(1).get_by_text("1 workflow", exact=True).wait_for()
    row(panels.nth(1), "My RAG").click()
    panels.first.locator("aside").get_by_text('wf = registry.get("My RAG")', exact=True).wait_for()


def test_hostile_texts_are_texts_wherever_they_are_shown(notebook, payloads):
    panel = notebook.show(hostile(payloads), until=ROWS)
    for place in range(panel.locator(ROWS).count()):
        panel.locator(ROWS).nth(place).click()
        panel.locator("aside code").first.wait_for()
    panel.get_by_role("button", name="Tags", exact=True).click()
    panel.locator(".wfkit-tag-choice").nth(2).click()
    panel.get_by_role("button", name="Clear filters").first.click()
    panel.get_by_role("searchbox", name="Search workflows").fill(payloads[0])
    panel.locator("mark").first.wait_for()
    row(panel, payloads[0]).click()
    panel.get_by_role("button", name="Edit").click()
    panel.get_by_role("form", name="Edit the workflow").wait_for()
    panel.get_by_role("button", name="Cancel").click()
    panel.get_by_role("button", name="Delete").click()
    panel.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    notebook.nothing_acted(panel)


def test_nobody_is_kept_out(notebook, axe):
    for theme in ("Light", "Dark"):
        panel = notebook.show(FEW, theme=theme, until=ROWS)
        row(panel, "My RAG").click()
        panel.locator("aside .wf-card").first.wait_for()
        panel.get_by_role("button", name="New workflow").click()
        assert axe() == []


def test_it_is_quick_at_any_size(notebook, speed):
    for count, aim_ms in ((1_000, 300), (100_000, 500)):
        notebook.run(MANY % (count, count))
        notebook.show(SHOW, until=ROWS)
        speed(f"browser, first paint, {count:,} workflows", notebook.first_paint_ms(SHOW, until=ROWS), aim_ms)
        took = notebook.answer_ms("[data-sort=name]", until=f"{ROWS}[aria-label^='workflow 0,']")
        speed(f"browser, click to order by name, {count:,} workflows", took, 150)
        took = notebook.answer_ms(f"{ROWS}:nth-child(3)", until=".wfkit-profile .wfkit-code-line")
        speed(f"browser, click to details, {count:,} workflows", took, 150)
