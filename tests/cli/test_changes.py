"""log and blame: what each version changed, and who changed what last."""

from __future__ import annotations

import pytest

import wfkit
from wfkit.store import frames


@pytest.fixture
def three_versions(url, faq):
    """FAQ at version 3: Ada raised top_k in 2, Bob renamed that node in 3."""
    data = faq.document
    data["nodes"][1]["data"]["config"]["top_k"] = 50
    faq.save(data, "raise top_k")
    data["nodes"][1]["data"]["label"] = "Find"
    with wfkit.open(url, author="Bob") as registry:
        return registry.get("FAQ").save(data, "a shorter name")


def test_the_log_says_what_each_version_changed(run, run_json, three_versions):
    rows = run_json("log", "FAQ")
    assert [row["version"] for row in rows] == [3, 2, 1]
    assert set(rows[0]) == set(frames.LOG)
    text = run("log", "FAQ").out
    assert "Changed top_k of Search from 20 to 50" in text
    assert text.index("Bob") < text.index("Ada")
    assert three_versions.version == 3


def test_the_log_of_a_node_has_the_versions_that_changed_it(run, run_json, three_versions):
    assert [row["version"] for row in run_json("log", "FAQ", "--node", "search")] == [3, 2, 1]
    assert [row["version"] for row in run_json("log", "FAQ", "--node", "question")] == [1]
    assert "'serch'" in run("log", "FAQ", "--node", "serch", exit_code=3).err
    assert three_versions.version == 3


def test_every_change_of_the_history_can_be_listed(run, run_json, three_versions):
    rows = run_json("log", "FAQ", "--changes")
    assert [(row["version"], row["kind"], row["old"], row["new"]) for row in rows] == [
        (3, "node-renamed", "Search", "Find"),
        (2, "config-changed", 20, 50),
    ]
    assert set(rows[0]) == set(frames.CHANGES)
    assert "top_k" in run("log", "FAQ", "--changes").out
    assert "leave out --node" in run("log", "FAQ", "--changes", "--node", "search", exit_code=2).err
    assert three_versions.version == 3


def test_nothing_changed_in_one_version(run, faq):
    assert run("log", "FAQ", "--changes").out == "no version changed anything\n"
    assert faq.version == 1


def test_blame_names_who_changed_what_last(run, run_json, three_versions):
    rows = run_json("blame", "FAQ")
    assert set(rows[0]) == set(frames.BLAME)
    found = {(row["node"], row["path"]): (row["version"], row["author"], row["value"]) for row in rows}
    assert found["search", "/top_k"] == (2, "Ada", 50)
    assert found["search", ""][:2] == (3, "Bob")
    assert found["search", "/language"] == (1, "Ada", "english")
    lines = run("blame", "FAQ").out.splitlines()
    assert any(line.split()[:5] == ["Find", "top_k", "50", "2", "Ada"] for line in lines)
    assert three_versions.version == 3


@pytest.mark.parametrize("node", ["search", "Find"])
def test_blame_can_be_asked_for_a_node(run, run_json, three_versions, node):
    assert {row["node"] for row in run_json("blame", "FAQ", "--node", node)} == {"search"}
    assert "did you mean 'Find'" in run("blame", "FAQ", "--node", "find", exit_code=3).err
    assert three_versions.version == 3


def test_a_workflow_without_nodes_has_nobody_to_blame(run, url, document):
    with wfkit.open(url) as registry:
        data = registry.create("x", document).document | {"nodes": [], "edges": []}
        registry.create("Empty", data, allow_invalid=True)
    assert run("blame", "Empty").out == "the workflow has no nodes\n"
