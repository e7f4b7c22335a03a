"""The sidebar in a real JupyterLab: found without a cell, in step with the kernel, by mouse and by keyboard."""

from __future__ import annotations

import json

import pytest

NODES = [{"id": "a", "type": "llm", "data": {"label": "Answer", "config": {"model": "small"}}}]
DOCUMENT = {"nodes": NODES, "edges": []}
CELLS = "jupyterapp.shell.currentWidget.content.widgets.map(cell => cell.model.sharedModel.getSource())"


def row(side, name):
    return side.locator(".wfkit-dock-row", has_text=name).first


def chosen(side):
    return side.get_by_role("region", name="Selected workflow")


def test_before_there_is_a_registry_it_says_how_to_begin(side, path):
    assert not path.exists()
    side.get_by_role("button", name="Refresh").click()
    side.get_by_text("No registry yet").wait_for()
    assert 'wfkit.open().use_template("Simple RAG")' in side.inner_text()
    assert not path.exists()


def test_what_a_kernel_saves_is_shown_without_being_asked_for(side, beside, registry):
    beside.run('import wfkit\nwfkit.open().use_template("Simple RAG", name="From a kernel")')
    row(side, "From a kernel").wait_for()
    assert registry.get("From a kernel").version == 1


def test_one_is_searched_and_looked_at(side, registry):
    for name in ("First", "Second"):
        registry.create(name, DOCUMENT, tags=["tagged"], description="what it is for").tag("v1.0.0")
    registry.close()
    side.get_by_label("Search workflows").fill("secon")
    side.get_by_text("1 workflow", exact=True).wait_for()
    row(side, "Second").click()
    side.locator(".wfkit-stage svg").wait_for()
    said = chosen(side).inner_text()
    assert all(words in said for words in ("what it is for", "tagged", 'wfkit.open().get("Second")', "v1.0.0"))
    assert side.locator(".wf-card").count() == 1
    side.get_by_label("Format", exact=True).select_option("wfkit")
    side.get_by_label("Kind", exact=True).select_option("templates")
    side.get_by_text("Nothing found").wait_for()
    side.get_by_role("button", name="Clear search and filters").click()
    row(side, "First").wait_for()


def test_its_code_goes_into_the_notebook_and_is_run_for_a_panel(side, beside, registry):
    registry.create("Mine", DOCUMENT).save({"nodes": NODES, "edges": [], "name": "x"}, "named")
    registry.close()
    side.get_by_role("button", name="Refresh").click()
    row(side, "Mine").click()
    side.get_by_role("button", name="Insert into notebook").click()
    beside.page.wait_for_function(f"{CELLS}.at(-1).endsWith('.get(\"Mine\")')")
    chosen(side).locator("[data-version='1']").click()
    side.get_by_role("button", name="Graph", exact=True).click()
    beside.page.wait_for_selector(".jp-OutputArea .wfkit-graph .wfkit-stage svg")
    assert beside.page.evaluate(CELLS)[-1] == (
        'import wfkit\nwf = wfkit.open().get("Mine")\nversion = wf.at(1)\nwfkit.ui.graph(version)'
    )
    # Styles of a panel in the notebook leave the picture beside it alone.
    assert side.locator(".wfkit-canvas").bounding_box()["width"] > 150
    side.get_by_role("button", name="Compare").click()
    beside.page.wait_for_selector(".jp-OutputArea .wfkit-diff")
    side.get_by_role("button", name="History").click()
    beside.page.wait_for_selector(".jp-OutputArea .wfkit-history")
    assert not beside.faults


def test_it_works_by_keyboard_alone(side, beside, registry):
    for number in range(3):
        registry.create(f"Workflow {number}", DOCUMENT)
    registry.close()
    side.get_by_role("button", name="Refresh").click()
    row(side, "Workflow 2").wait_for()
    side.get_by_label("Search workflows").focus()
    keys = beside.page.keyboard
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        keys.press(key)
    chosen(side).get_by_role("heading", name="Workflow 1").wait_for()
    chosen(side).get_by_role("button", name="Close").focus()
    keys.press("Escape")
    chosen(side).wait_for(state="hidden")
    assert "Workflow 1" in beside.page.evaluate("document.activeElement.textContent")
    keys.press("/")
    assert beside.page.evaluate("document.activeElement.getAttribute('aria-label')") == "Search workflows"


def test_hostile_text_is_text(side, beside, registry, payloads):
    for payload in payloads:
        nodes = [{"id": payload, "type": payload, "data": {"label": payload, "config": {payload: payload}}}]
        made = registry.create(payload, {"nodes": nodes, "edges": []}, tags=[payload[:100]], description=payload,
                               message=payload, allow_invalid=True)  # fmt: skip
    registry.close()
    side.get_by_role("button", name="Refresh").click()
    side.get_by_text(f"{len(payloads)} workflows").wait_for()
    for place in range(len(payloads)):
        side.locator(".wfkit-dock-scroll .wfkit-dock-row").nth(place).click()
        side.locator(".wfkit-stage svg").wait_for()
    assert made.name in side.inner_text()
    beside.nothing_acted(side)


def test_a_picture_that_could_act_is_refused(side, beside, registry):
    registry.create("Mine", DOCUMENT)
    registry.close()
    side.get_by_role("button", name="Refresh").click()
    acting = json.dumps(
        {"version": 1, "nodes": [], "picture": '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'}
    )
    beside.page.route("**/wfkit/picture*", lambda route: route.fulfill(body=acting, content_type="application/json"))
    row(side, "Mine").click()
    side.get_by_role("alert").get_by_text("onload").first.wait_for()
    beside.page.unroute("**/wfkit/picture*")
    side.get_by_role("button", name="Dismiss").click()
    beside.nothing_acted(side)


@pytest.mark.usefixtures("side")
def test_it_is_there_after_a_reload_with_no_cell_run(beside, registry):
    registry.create("Mine", DOCUMENT)
    registry.close()
    beside.page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    # JupyterLab remembers its layout a moment later.
    beside.page.wait_for_timeout(1500)
    beside.page.reload()
    row(beside.page.locator(".wfkit-dock"), "Mine").wait_for()


@pytest.mark.parametrize("theme", ["Light", "Dark"])
@pytest.mark.usefixtures("side")
def test_it_follows_the_theme(beside, theme):
    beside.theme(theme)
    beside.page.wait_for_function(
        "dark => document.querySelector('.wfkit-dock').matches('.is-dark') === dark", arg=theme == "Dark"
    )


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_axe_finds_nothing_serious(side, beside, registry, axe_of, theme):
    registry.create("Mine", DOCUMENT, tags=["tagged"], description="what it is for").tag("v1.0.0")
    registry.close()
    beside.theme(theme)
    found = axe_of(beside.page)
    side.get_by_role("button", name="Refresh").click()
    row(side, "Mine").click()
    side.locator(".wfkit-stage svg").wait_for()
    assert found() == []
    side.get_by_label("Search workflows").fill("nothing")
    side.get_by_text("Nothing found").wait_for()
    assert found() == []


def test_a_panel_is_put_beside_the_notebook_once(notebook):
    code = "import wfkit\nwfkit.ui.graph({'nodes': [], 'edges': []}).to_sidebar(title='Beside %s')"
    area = notebook.page.locator("#jp-right-stack")
    for number in (1, 2):
        notebook.execute(code % number, until=f"li >> text=Beside {number}")
        area.locator(".wfkit-graph .wfkit-empty").wait_for()
    assert notebook.page.locator("li", has_text="Beside").count() == 1
    assert area.locator(".wfkit-graph").count() == 1
    notebook.page.get_by_role("button", name="Show here").click()
    notebook.page.locator(".jp-Notebook .wfkit-graph").wait_for()
    assert notebook.page.locator("li", has_text="Beside").count() == 0


def test_a_panel_beside_the_notebook_goes_with_the_output_of_its_cell(notebook):
    code = "import wfkit\nwfkit.ui.graph({'nodes': [], 'edges': []}).to_sidebar(anchor='split-right')"
    notebook.execute(code, until=".lm-DockPanel > .lm-Widget > .wfkit-graph")
    notebook.put("")
    notebook.page.wait_for_selector(".wfkit-graph", state="detached")


def test_where_there_is_no_sidebar_the_cell_says_so_and_shows_the_panel(notebook):
    notebook.page.evaluate("() => { window.kept = _JUPYTERLAB.wfkit.beside; _JUPYTERLAB.wfkit.beside = undefined; }")
    code = "import wfkit\nwfkit.ui.graph({'nodes': [], 'edges': []}).to_sidebar()"
    notebook.execute(code, until=".jp-Notebook .wfkit-graph")
    assert notebook.page.get_by_text("There is no sidebar here").is_visible()
    notebook.page.evaluate("() => { _JUPYTERLAB.wfkit.beside = window.kept; }")
