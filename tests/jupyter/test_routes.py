"""What the Jupyter server answers to the sidebar, and to whom."""

from __future__ import annotations

import pytest

import wfkit

ROUTES = ["view", "registries", "stamp", "workflows", "workflow", "picture"]


@pytest.mark.parametrize("route", ROUTES)
def test_whoever_is_not_logged_in_is_told_nothing(server, route):
    server.fill(["Answer"])
    for token in ("", "another"):
        status, said = server.ask(route, token=token)
        assert status == 403
        assert "Answer" not in str(said)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_changed(server, method):
    for route in ROUTES:
        status, _ = server.ask(route, method=method)
        assert status in (403, 405)


def test_a_registry_that_is_not_there_is_said_so_and_not_made(server):
    status, said = server.ask("workflows")
    assert (status, said["kind"]) == (404, "not-found")
    assert str(server.registry) in said["message"]
    assert not server.registry.exists()


def test_workflows_come_with_those_changed_last_first(server):
    server.fill(["First", "Second"])
    _, said = server.ask("workflows")
    assert [row["name"] for row in said["rows"]] == ["Second", "First"]
    assert said["total"] == 2
    assert said["formats"] == [["wfkit", 2]]


def test_they_can_be_searched_and_filtered(server):
    server.fill(["Answer", "Summary"])
    with wfkit.open(server.registry) as registry:
        registry.use_template("Simple RAG", name="Mine")
    names = {
        asked: [row["name"] for row in server.ask("workflows", **dict([asked.split("=")]))[1]["rows"]]
        for asked in ("search=summ", "kind=templates", "format=n8n")
    }
    assert names == {"search=summ": ["Summary"], "kind=templates": ["Simple RAG"], "format=n8n": []}


def test_pages_follow_one_another(server):
    server.fill([f"Workflow {number:02}" for number in range(60)])
    pages = [server.ask("workflows", page=page)[1] for page in (1, 2, 3)]
    assert [len(page["rows"]) for page in pages] == [50, 10, 0]
    assert {page["total"] for page in pages} == {60}
    assert len({row["id"] for page in pages for row in page["rows"]}) == 60


@pytest.mark.parametrize("query", [{"page": "x"}, {"page": "0"}, {"page": "-1"}, {"page": "9" * 30}, {"format": "n9n"}])
def test_what_cannot_be_asked_is_said_in_words(server, query):
    server.fill(["Answer"])
    status, said = server.ask("workflows", **query)
    assert status == 400
    assert said["message"]


def test_a_workflow_comes_with_its_versions_and_the_code_that_gets_it(server):
    workflow = server.fill(["Answer"])[0].save({"nodes": [], "edges": [], "name": "x"}, "renamed")
    workflow.tag("v1.0.0")
    _, said = server.ask("workflow", id=workflow.id)
    assert [(row["version"], row["message"], row["tags"]) for row in said["versions"]] == [
        (2, "renamed", ["v1.0.0"]),
        (1, "", []),
    ]
    assert said["code"] == 'wfkit.open().get("Answer")'


def test_a_picture_is_that_of_a_version(server):
    workflow = server.fill(["Answer"])[0].save({"nodes": [{"id": "a", "type": "llm"}], "edges": []}, allow_invalid=True)
    counts = {
        version: len(server.ask("picture", id=workflow.id, version=version)[1]["nodes"]) for version in ("", 1, 2)
    }
    assert counts == {"": 1, 1: 0, 2: 1}
    assert server.ask("picture", id=workflow.id, version=3)[0] == 404


@pytest.mark.parametrize("workflow_id", ["../../etc/passwd", "%2e%2e", "'; DROP TABLE workflows; --", "x" * 5000, ""])
def test_an_id_is_only_looked_up(server, workflow_id):
    server.fill(["Answer"])
    status, said = server.ask("workflow", id=workflow_id)
    assert (status, said["kind"]) == (404, "not-found")
    assert server.ask("workflows")[1]["total"] == 1


@pytest.mark.parametrize(
    "name",
    [
        "../mine.duckdb",
        "/etc/passwd",
        "..",
        "no.duckdb",
        ".hidden/a.duckdb",
        "note.txt",
        "a\0.duckdb",
        "a" * 300 + ".duckdb",
    ],
    ids=lambda name: name[:20],
)
def test_no_registry_outside_the_folder_is_opened(server, name):
    server.fill(["Answer"])
    (server.folder / "note.txt").write_text("hello")
    for route in ("workflows", "stamp"):
        status, said = server.ask(route, registry=name)
        assert status in (400, 404)
        assert "Answer" not in str(said)


def test_registries_of_the_folder_and_beside_the_notebook_can_be_chosen(server):
    (server.folder / "deep").mkdir()
    for place in ("one.duckdb", "deep/two.duckdb"):
        with wfkit.open(server.folder / place) as registry:
            registry.create(place, {"nodes": [], "edges": []})
    _, said = server.ask("registries", beside="deep")
    assert [(row["key"], row["code"]) for row in said] == [
        ("", "wfkit.open()"),
        ("one.duckdb", 'wfkit.open("../one.duckdb")'),
        ("deep/two.duckdb", 'wfkit.open("two.duckdb")'),
    ]
    _, said = server.ask("workflows", registry="deep/two.duckdb")
    assert [row["name"] for row in said["rows"]] == ["deep/two.duckdb"]


def test_the_stamp_changes_with_the_registry_alone(server):
    before = server.ask("stamp")[1]
    server.fill(["Answer"])
    after = server.ask("stamp")[1]
    assert before != after
    server.ask("workflows")
    assert server.ask("stamp")[1] == after


def test_what_is_no_registry_is_said_so(server):
    server.registry.write_text("hello")
    status, said = server.ask("workflows")
    assert (status, said["kind"]) == (422, "unusable")


def test_no_name_can_end_a_text_of_python(server):
    name = '"); import os  # \\'
    workflow = server.fill([name])[0]
    _, said = server.ask("workflow", id=workflow.id)
    code = compile(said["code"], "cell", "eval")
    assert name in code.co_consts


def test_the_view_is_a_module_with_its_style(server):
    _, said = server.ask("view")
    assert "export default" in said["module"]
    assert ".wfkit-dock" in said["style"]
