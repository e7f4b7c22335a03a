"""The history panel in a real JupyterLab, by mouse and by keyboard."""

from __future__ import annotations

import json

import pytest

import wfkit

from .conftest import listed, row

SEED = """
import wfkit
registry = wfkit.open({url!r}, author="ann")
def node(key, label, kind, x=0, **config):
    return {{"id": key, "type": kind, "position": {{"x": x, "y": 0}}, "data": {{"label": label, "config": config}}}}
def document(rank=1, x=0, more=()):
    answer = node("llm", "Answer", "llm", x, model="small", prompt="Answer the question.", rank=rank)
    nodes = [node("in", "Question", "input"), answer, *(node(name, name, "output") for name in more)]
    return {{"nodes": nodes, "edges": [{{"id": "e", "source": "in", "target": "llm"}}]}}
wf = registry.create("Ask", document(), message="first")
wf = wf.save(document(rank=2), "Better ranks")
wf = wf.save(document(rank=2, x=300), "Tidied up")
wf = wf.save(document(rank=2, x=300, more=["Tone"]), "Tone check").tag("v1.0.0", 2)
panel = wfkit.ui.history(wf)
panel
"""
SHOW = "import wfkit\npanel = wfkit.ui.history(wf)\npanel"


@pytest.fixture
def shared(tmp_path):
    """The file of a registry that the notebook and the test have both open."""
    return str(tmp_path / "flows.duckdb")


@pytest.fixture
def panel(notebook, shared):
    shown = notebook.show(SEED.format(url=shared))
    shown.locator(".wfkit-size").nth(3).wait_for()
    return shown


def save_elsewhere(url, message):
    with wfkit.open(url, author="ben") as registry:
        wf = registry.get("Ask")
        wf.document["nodes"][1]["data"]["config"]["prompt"] = message
        wf.save(wf.document, message)


def heading(panel, words):
    panel.get_by_role("heading", name=words, exact=True).wait_for()


def test_the_timeline_says_who_changed_what_and_how_much(notebook, panel):
    assert listed(panel) == [4, 3, 2, 1]
    rows = [each.inner_text() for each in panel.get_by_role("option").all()]
    assert "Current" in rows[0]
    assert "v1.0.0" in rows[2]
    assert all("ann" in row and "just now" in row for row in rows)
    assert [panel.locator(".wfkit-size").nth(place).get_attribute("title") for place in range(4)] == [
        "1 node added",
        "layout only",
        "1 node changed",
        "began with 2 nodes",
    ]
    assert "20" in row(panel, 4).locator("time").get_attribute("title")
    assert not notebook.faults


def test_a_click_shows_a_version_and_a_second_tick_compares(panel):
    row(panel, 2).click()
    heading(panel, "Version 2")
    panel.get_by_text('registry.get("Ask").at(2)').wait_for()
    assert "Changed rank of Answer from 1 to 2." in panel.inner_text()
    row(panel, 4).locator(".wfkit-tick").click()
    heading(panel, "Version 2 → 4")
    panel.locator(".wfkit-comparison .wfkit-stage svg").first.wait_for()
    assert [number for number in (1, 2, 3, 4) if row(panel, number).get_attribute("aria-selected") == "true"] == [
        2,
        4,
    ]
    panel.get_by_role("button", name="Clear").click()
    heading(panel, "Version 4")
    row(panel, 1).click(modifiers=["Shift"])
    heading(panel, "Version 1 → 4")
    row(panel, 3).click()
    panel.get_by_role("button", name="Compare with previous").click()
    heading(panel, "Version 2 → 3")


def test_all_of_it_works_by_keyboard_alone(notebook, panel):
    keys = notebook.page.keyboard
    panel.get_by_role("button", name="Refresh").focus()
    keys.press("Tab")
    keys.press("ArrowDown")
    keys.press("Enter")
    heading(panel, "Version 3")
    keys.press("End")
    keys.press("Space")
    heading(panel, "Version 1 → 3")
    keys.press("Space")
    heading(panel, "Version 3")
    keys.press("Tab")
    keys.press("Enter")
    keys.type("by hand")
    keys.press("Enter")
    panel.get_by_text("Version 5 is now what version 3 was").wait_for()
    row(panel, 5).get_by_text("by hand").wait_for()
    heading(panel, "Version 5")
    keys.press("/")
    keys.type("ranks")
    panel.get_by_text("1 of 5 versions").wait_for()
    keys.press("Escape")
    assert notebook.page.locator(".jp-Notebook .jp-Cell").count() == 1


def test_what_is_drawn_anew_while_a_dialog_is_open_does_not_lose_the_focus(notebook, panel, shared):
    row(panel, 2).click()
    heading(panel, "Version 2")
    panel.get_by_role("button", name="Roll back…").focus()
    notebook.page.keyboard.press("Enter")
    panel.get_by_role("dialog").wait_for()
    # With a tag more the version is described anew, and so is the button that opened the dialog.
    with wfkit.open(shared) as registry:
        registry.get("Ask").tag("elsewhere", 2)
    notebook.page.wait_for_timeout(3100)
    notebook.page.evaluate("window.dispatchEvent(new Event('focus'))")
    row(panel, 2).get_by_text("elsewhere").wait_for()
    panel.get_by_role("button", name="Rename the tag elsewhere", include_hidden=True).wait_for(state="attached")
    notebook.page.keyboard.press("Escape")
    panel.get_by_role("dialog").wait_for(state="detached")
    assert notebook.page.evaluate("document.activeElement.textContent") == "Roll back…"
    notebook.page.keyboard.press("/")
    assert notebook.page.evaluate("document.activeElement.type") == "search"


def test_what_was_pressed_and_goes_away_leaves_the_focus_to_what_comes(notebook, panel):
    row(panel, 3).click()
    heading(panel, "Version 3")
    focused = "() => document.activeElement.textContent"
    panel.get_by_role("button", name="Compare with previous").press("Enter")
    heading(panel, "Version 2 → 3")
    assert notebook.page.evaluate(focused) == "Version 2 → 3"
    panel.get_by_role("button", name="Look at 2").press("Enter")
    heading(panel, "Version 2")
    assert notebook.page.evaluate(focused) == "Version 2"


def test_a_rollback_is_confirmed_told_and_taken_back(panel):
    row(panel, 2).click()
    panel.get_by_role("button", name="Roll back…").click()
    dialog = panel.get_by_role("dialog")
    assert "Versions 3 to 4 stay in the history" in dialog.inner_text()
    dialog.get_by_role("button", name="Cancel").click()
    assert listed(panel)[0] == 4
    panel.get_by_role("button", name="Roll back…").click()
    dialog.get_by_label("Message").fill("ranks were right")
    dialog.get_by_role("button", name="Roll back").click()
    panel.get_by_text("Version 5 is now what version 2 was").wait_for()
    heading(panel, "Version 5")
    assert "ranks were right" in row(panel, 5).inner_text()
    assert panel.get_by_text("Restored from 2").first.is_visible()
    panel.get_by_role("button", name="Undo").click()
    panel.get_by_text("Version 6 is now what version 4 was").wait_for()


def test_when_somebody_saved_meanwhile_a_rollback_does_nothing_and_says_so(panel, shared):
    row(panel, 2).click()
    panel.get_by_role("button", name="Roll back…").click()
    save_elsewhere(shared, "of somebody else")
    panel.get_by_role("dialog").get_by_role("button", name="Roll back").click()
    panel.get_by_text("ben saved version 5 meanwhile, so nothing was rolled back").wait_for()
    row(panel, 5).get_by_text("of somebody else").wait_for()
    heading(panel, "Version 2")
    assert not panel.get_by_role("alert").is_visible()


def test_tags_are_put_renamed_and_taken_away(panel):
    panel.get_by_role("button", name="Tag…").click()
    dialog = panel.get_by_role("dialog")
    dialog.get_by_role("button", name="v1.1.0").click()
    assert "the output 'Tone' was added" in dialog.inner_text()
    dialog.get_by_role("button", name="Tag", exact=True).click()
    row(panel, 4).get_by_text("v1.1.0").wait_for()
    panel.get_by_role("button", name="Rename the tag v1.1.0").click()
    dialog.get_by_label("Name").fill("live")
    dialog.get_by_label("Name").press("Enter")
    row(panel, 4).get_by_text("live").wait_for()
    panel.get_by_role("button", name="Remove the tag live").click()
    panel.get_by_text("The tag 'live' is gone").wait_for()
    assert not row(panel, 4).get_by_text("live").count()
    panel.get_by_role("button", name="Undo").click()
    row(panel, 4).get_by_text("live").wait_for()
    panel.get_by_role("button", name="Tag…").click()
    dialog.get_by_label("Name").fill("v1.0.0")
    assert "moves the tag from version 2" in dialog.inner_text()
    dialog.get_by_role("button", name="Tag", exact=True).click()
    row(panel, 4).get_by_text("v1.0.0").wait_for()


def test_a_tag_that_is_none_is_refused_in_words_that_stay(notebook, panel):
    panel.get_by_role("button", name="Tag…").click()
    panel.get_by_role("dialog").get_by_label("Name").fill("no tag")
    panel.get_by_role("dialog").get_by_label("Name").press("Enter")
    alert = panel.get_by_role("alert")
    alert.get_by_text("is no version tag").first.wait_for()
    row(panel, 4).hover()
    notebook.page.evaluate("window.dispatchEvent(new Event('focus'))")
    notebook.page.wait_for_timeout(500)
    assert alert.is_visible()
    assert listed(panel) == [4, 3, 2, 1]


def test_only_versions_that_changed_a_node_are_listed(panel):
    panel.locator(".wf-card", has_text="Answer").click()
    panel.get_by_role("button", name="Only versions that changed it").click()
    panel.get_by_text("3 versions changed Answer").wait_for()
    assert listed(panel) == [3, 2, 1]
    row(panel, 2).get_by_text("Changed rank of Answer from 1 to 2").wait_for()
    panel.get_by_role("button", name="Show all versions").click()
    row(panel, 4).wait_for()
    field = panel.get_by_role("combobox", name="Only versions that changed this node")
    field.fill("Ton")
    field.press("Enter")
    panel.get_by_text("did you mean 'Tone'?").wait_for()
    assert listed(panel) == [4, 3, 2, 1]
    field.fill("Tone")
    field.press("Enter")
    panel.get_by_text("1 version changed Tone").wait_for()
    names = panel.locator("datalist option").evaluate_all("options => options.map((option) => option.value)")
    assert names == ["Question", "Answer", "Tone"]
    field.press("Escape")
    row(panel, 1).wait_for()


def test_what_others_save_appears_and_nothing_is_lost(notebook, panel, shared):
    row(panel, 2).click()
    heading(panel, "Version 2")
    save_elsewhere(shared, "of somebody else")
    panel.get_by_role("button", name="Refresh").click()
    panel.get_by_text("1 new version since you looked last").wait_for()
    assert listed(panel) == [5, 4, 3, 2, 1]
    heading(panel, "Version 2")
    save_elsewhere(shared, "once more")
    notebook.page.wait_for_timeout(3100)
    notebook.page.evaluate("window.dispatchEvent(new Event('focus'))")
    row(panel, 6).wait_for()


def test_two_views_of_one_panel_stay_in_step(notebook, shared):
    code = SEED.format(url=shared).replace(
        "\npanel\n", "\nfrom IPython.display import display\ndisplay(panel, panel)\n"
    )
    panels = notebook.show(code)
    panels.nth(1).get_by_role("option").nth(2).click()
    for place in (0, 1):
        heading(panels.nth(place), "Version 2")
        assert row(panels.nth(place), 2).get_attribute("aria-selected") == "true"


def test_a_first_version_says_how_there_come_more(notebook):
    panel = notebook.show(
        "import wfkit\nregistry = wfkit.open(':memory:')\nwf = registry.create('One', {'nodes': [], 'edges': []})\n"
        + SHOW
    )
    panel.get_by_text("This is where it begins").wait_for()
    assert panel.get_by_role("button", name="Roll back…").count() == 0


def test_a_deleted_workflow_is_told_with_the_way_back(panel, shared):
    with wfkit.open(shared) as registry:
        registry.delete("Ask")
    panel.get_by_role("button", name="Refresh").click()
    panel.get_by_role("alert").get_by_text("undelete").first.wait_for()


def test_a_version_is_saved_as_a_file(notebook, panel, shared):
    with notebook.page.expect_download() as download:
        panel.get_by_role("button", name="Download this version").click()
    assert download.value.suggested_filename == "Ask version 4.json"
    with wfkit.open(shared) as registry, open(download.value.path(), "rb") as file:  # noqa: PTH123
        assert file.read() == registry.get("Ask").at(4).source.raw


def test_hostile_text_is_text_wherever_it_is_shown(notebook, payloads):
    nodes = [{"id": text, "type": text, "data": {"label": text, "config": {text: text}}} for text in payloads]
    told = json.dumps({"nodes": nodes, "edges": []})
    code = (
        f"import wfkit, json\nregistry = wfkit.open(':memory:', author={payloads[0]!r})\n"
        f"document = json.loads({told!r})\n"
        f"wf = registry.create({payloads[0]!r}, document, allow_invalid=True)\n"
        f"for text in {payloads!r}:\n    document['nodes'][0]['data']['config']['x'] = text\n"
        "    wf = wf.save(document, text + '\\n' + text, allow_invalid=True)\n"
    )
    panel = notebook.show(code + SHOW)
    panel.locator(".wfkit-size").nth(2).wait_for()
    for place in (1, 4):
        panel.get_by_role("option").nth(place).click()
        heading(panel, f"Version {9 - place}")
    panel.locator(".wf-card").first.click()
    panel.get_by_role("button", name="Only versions that changed it").click()
    panel.get_by_text("versions changed").wait_for()
    panel.locator(".wfkit-version-words").first.wait_for()
    panel.get_by_role("option").nth(1).locator(".wfkit-tick").click()
    panel.locator(".wfkit-comparison .wfkit-stage svg").first.wait_for()
    notebook.nothing_acted(panel)


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_axe_finds_nothing_serious(notebook, shared, axe, theme):
    panel = notebook.show(SEED.format(url=shared), theme=theme)
    panel.locator(".wfkit-size").nth(3).wait_for()
    row(panel, 2).click()
    heading(panel, "Version 2")
    panel.get_by_role("button", name="Tag…").click()
    assert axe() == []
    notebook.page.keyboard.press("Escape")
    assert axe() == []
