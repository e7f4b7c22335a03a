"""Panels outside JupyterLab: Notebook 7, Voila, marimo; and what is left of objects without a kernel."""

from __future__ import annotations

import importlib.util
import os
from importlib.metadata import files
from pathlib import Path

import pytest

MARIMO = """
import marimo
app = marimo.App()

@app.cell
def _():
    import marimo as mo
    import wfkit
    registry = wfkit.open(":memory:")
    wf = registry.use_template("Simple RAG", name="My RAG")
    document = wf.document
    document["nodes"][1]["data"]["config"]["chunk_size"] = 1200
    wf = wf.save(document, "bigger chunks")
    return mo, wfkit, registry, wf

@app.cell
def _(mo, wfkit, wf):
    graph = mo.ui.anywidget(wfkit.ui.graph(wf))
    graph
    return (graph,)

@app.cell
def _(mo, graph):
    mo.md(f"selected: {graph.value.get('selected')}")
    return

@app.cell
def _(mo, wfkit, wf, registry):
    mo.vstack([mo.ui.anywidget(panel) for panel in (
        wfkit.ui.browser(registry), wfkit.ui.diff(wf), wfkit.ui.history(wf), wfkit.ui.gallery(registry))])
    return
"""
SESSION = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session"
STATIC = """import wfkit
nodes = [{"id": "a", "type": "llm", "data": {"label": "Answer", "config": {"model": "small", "temperature": 0}}}]
def document(**config):
    return {"nodes": [{**nodes[0], "data": {"label": "Answer", "config": {**nodes[0]["data"]["config"], **config}}}],
            "edges": []}
registry = wfkit.open(":memory:")
wf = registry.create("Mine", document()).save(document(model="large"))
wf"""


def wanted(name):
    if importlib.util.find_spec(name) is None:
        pytest.skip(f"panels in {name} are tried where it is installed: pip install {name}")


def templates_of(package):
    """Where a package has put its share of what Jupyter looks for."""
    places = {str(file.locate().resolve()) for file in files(package) or () if "share/jupyter/" in str(file)}
    return sorted({place.partition("share/jupyter")[0] + "share/jupyter" for place in places})


def click_a_node(page):
    """The details come from Python: a kernel answers."""
    graph = page.locator(".wfkit-graph").first
    graph.locator(".wf-card[aria-label^='Load files']").click()
    graph.locator("aside").get_by_text("docs/").wait_for()


def all_have_room(page, panels):
    boxes = {name: page.locator(f".{name}").first.bounding_box() for name in panels}
    return all(box["width"] > 400 and box["height"] > 200 for box in boxes.values())


def test_notebook_7_shows_panels_and_has_a_sidebar_for_them(serve, page, notebook_of, panels, cells, has_sidebar):
    wanted("notebook")
    path = notebook_of(cells)
    url = serve(
        "notebook", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", "--ServerApp.port={port}",
        "--JupyterNotebookApp.expose_app_in_browser=True",
        "--IdentityProvider.token=", "--ServerApp.password=", folder=path.parent,
    )  # fmt: skip
    page.goto(f"{url}/notebooks/{path.name}")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    # What is run before the kernel listens is lost without a word.
    page.wait_for_function(f"{SESSION}?.kernel?.connectionStatus === 'connected'")
    page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_selector(".wfkit-gallery")
    click_a_node(page)
    assert all_have_room(page, panels)
    if has_sidebar:
        page.get_by_text("is shown beside the notebook").wait_for()
        page.locator(
            "#jp-right-stack .wfkit-graph, .jp-RightSidePanel .wfkit-graph, [id$='right-stack'] .wfkit-graph"
        ).wait_for()


def test_voila_makes_an_app_of_a_notebook_with_panels(serve, page, notebook_of, panels, cells):
    wanted("voila")
    path = notebook_of(cells)
    url = serve("voila", path.name, "--no-browser", "--Voila.ip=127.0.0.1", "--port={port}", folder=path.parent)
    page.goto(url)
    page.wait_for_selector(".wfkit-gallery")
    click_a_node(page)
    assert all_have_room(page, panels)
    assert page.get_by_text("There is no sidebar here").is_visible()
    assert not [url for url in page.outside if "wfkit" in url]


def test_marimo_shows_panels_and_knows_what_is_selected_in_them(serve, page, panels, tmp_path):
    wanted("marimo")
    (tmp_path / "app.py").write_text(MARIMO)
    url = serve(
        "marimo",
        "run",
        "app.py",
        "--headless",
        "--no-token",
        "--host",
        "127.0.0.1",
        "--port",
        "{port}",
        folder=tmp_path,
    )
    page.goto(url)
    page.wait_for_selector(".wfkit-gallery")
    click_a_node(page)
    page.get_by_text("selected: loader").wait_for()
    assert all_have_room(page, panels)
    # Who has the focus is told by a shadow root: in it the wheel zooms, and what is typed stays while Python answers.
    graph = page.locator(".wfkit-graph").first
    before = graph.locator(".wfkit-zoom-level").inner_text()
    graph.locator(".wf-card").nth(1).click()
    page.mouse.wheel(0, -300)
    graph.locator(f".wfkit-zoom-level:not(:text-is('{before}'))").wait_for()
    box = page.locator(".wfkit-history").get_by_role("searchbox").first
    box.press_sequentially("bigger", delay=120)
    page.locator(".wfkit-history").get_by_text("bigger chunks").first.wait_for()
    assert box.input_value() == "bigger"


def test_without_a_kernel_pictures_stay(page, notebook_of, monkeypatch):
    # A virtual environment upon another does not look for templates there.
    monkeypatch.setenv("JUPYTER_PATH", os.pathsep.join(templates_of("nbconvert")))
    nbconvert = pytest.importorskip("nbconvert")
    preprocessors = pytest.importorskip("nbconvert.preprocessors")
    import nbformat

    path = notebook_of(
        [STATIC, "wf.diff(1)", "wfkit.merge(document(), document(model='large'), document(temperature=1))"]
    )
    notebook = nbformat.read(path, as_version=4)
    preprocessors.ExecutePreprocessor(timeout=120).preprocess(notebook, {"metadata": {"path": str(path.parent)}})
    html, _ = nbconvert.HTMLExporter(template_name="classic").from_notebook_node(notebook)
    kept = Path(path.parent) / "kept.html"
    kept.write_text(html, encoding="utf-8")
    page.goto(kept.as_uri())
    pictures = "all => all.filter(e => e.src.startsWith('data:image/svg')).map(e => e.naturalWidth > 100)"
    seen = page.locator("img").evaluate_all(pictures)
    assert seen == [True, True]
    assert page.get_by_text("Merged without conflicts").is_visible()
