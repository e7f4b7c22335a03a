from __future__ import annotations

import copy

import pandas as pd
import pytest

from wfkit.errors import InvalidInput, NotFound
from wfkit.store import frames


def changed(document, place, **config):
    found = copy.deepcopy(document)
    found["nodes"][place]["data"]["config"].update(config)
    return found


@pytest.fixture
def long_wf(registry, flow):
    """Version 2 changes n1, 3 moves n0, 4 renames n1, 5 adds n2 with an edge, 6 takes n0 away."""
    document = flow("a", "b")
    wf = registry.create("Long", document, message="first")
    document = changed(document, 1, model="b2")
    wf = wf.save(document, "second")
    document["nodes"][0]["position"]["x"] = 7
    wf = wf.save(document, "third")
    document["nodes"][1]["data"]["label"] = "Answer"
    wf = wf.save(document, "fourth")
    document["nodes"].append(flow("c")["nodes"][0] | {"id": "n2"})
    document["edges"].append({"id": "e9", "source": "n1", "target": "n2", "sourceHandle": "out"})
    wf = wf.save(document, "fifth")
    document["nodes"] = document["nodes"][1:]
    document["edges"] = document["edges"][1:]
    return wf.save(document, "sixth")


def test_blame_names_the_version_of_the_last_change_of_each_node_and_leaf(long_wf):
    found = long_wf.blame()
    rows = [tuple(row) for row in found[["node", "label", "path", "version", "message"]].to_numpy()]
    assert rows == [
        ("n1", "Answer", "", 4, "fourth"),
        ("n1", "Answer", "/model", 2, "second"),
        ("n2", "Step 0", "", 5, "fifth"),
        ("n2", "Step 0", "/model", 5, "fifth"),
    ]
    assert list(found["value"]) == [None, "b2", None, "c"]


def test_blame_log_and_changes_have_the_declared_dtypes(long_wf, registry, kinds):
    young = registry.create("Young", {"nodes": [], "edges": []})
    for wf in (long_wf, young):
        assert kinds(wf.blame()) == dict(frames.BLAME)
        assert kinds(wf.log()) == dict(frames.LOG)
        assert kinds(wf.diff_frame()) == dict(frames.CHANGES)


def test_the_changes_of_all_workflows_are_those_of_each(registry, long_wf, n8n, kinds):
    mail = registry.create("Mail", n8n)
    n8n["nodes"][0]["parameters"]["text"] = "hello"
    mail.save(n8n, "greets")
    found = registry.changes()
    assert kinds(found) == dict(frames.CHANGES_OF_ALL) == kinds(registry.changes(until="2000-01-01"))
    assert found["workflow_name"].tolist() == ["Mail"] + ["Long"] * len(long_wf.diff_frame())
    assert found.iloc[0][["format", "version", "path", "new"]].tolist() == ["n8n", 2, "/text", "hello"]
    of_long = found[found["workflow_id"] == long_wf.id].drop(columns=["workflow_id", "workflow_name", "format"])
    pd.testing.assert_frame_equal(of_long.reset_index(drop=True), long_wf.diff_frame(), check_like=False)


def test_changes_are_those_of_a_stretch_of_time(registry, long_wf):
    times = dict(zip(long_wf.versions()["version"], long_wf.versions()["created_at"], strict=True))
    found = registry.changes(since=times[3], until=times[5])
    assert sorted(set(found["version"])) == [3, 4]
    assert registry.changes(since=times[6].isoformat())["version"].unique().tolist() == [6]
    assert registry.changes(until=times[2]).empty
    assert registry.changes(page=2, limit=3)["version"].tolist() == registry.changes()["version"].tolist()[3:6]
    registry.delete(long_wf)
    assert registry.changes().empty


def test_changes_want_a_time(registry):
    with pytest.raises(InvalidInput, match="since is 'yesterday'"):
        registry.changes(since="yesterday")


def test_the_log_says_what_each_version_changed(long_wf):
    found = long_wf.log()
    assert list(found["version"]) == [6, 5, 4, 3, 2, 1]
    assert list(found["message"]) == ["sixth", "fifth", "fourth", "third", "second", "first"]
    assert list(found["logic"]) == [2, 2, 1, 0, 1, 0]
    assert list(found["layout"]) == [0, 0, 0, 1, 0, 0]
    assert found["summary"].iloc[-1] == "Began"
    assert "model of Step 1 from b to b2" in found["summary"].iloc[4]


@pytest.mark.parametrize(
    ("node", "versions"),
    [("n1", [6, 5, 4, 2, 1]), ("Answer", [6, 5, 4, 2, 1]), ("n2", [5]), ("n0", [6, 3, 1]), ("Step 1", [6, 5, 4, 2, 1])],
)
def test_the_log_of_a_node_has_the_versions_that_changed_it_or_its_edges(long_wf, node, versions):
    assert list(long_wf.log(node=node)["version"]) == versions


def test_a_node_is_followed_through_a_new_id(registry, flow):
    document = flow("a", "b")
    wf = registry.create("Re-imported", document)
    wf = wf.save(changed(document, 1, model="b2"))
    again = changed(document, 1, model="b2")
    for place, node in enumerate(again["nodes"]):
        node["id"] = f"other{place}"
    again["edges"][0] |= {"source": "other0", "target": "other1"}
    wf = wf.save(again)
    assert list(wf.log(node="other1")["version"]) == [3, 2, 1]
    blamed = wf.blame().set_index(["node", "path"])["version"]
    assert blamed["other1", "/model"] == 2
    assert blamed["other0", "/model"] == 1


def test_the_log_of_a_workflow_with_one_version_finds_its_nodes(wf):
    assert list(wf.log(node="n0")["version"]) == [1]


def test_a_node_that_never_was_is_answered_with_those_that_are(long_wf):
    with pytest.raises(NotFound, match=r"no version of 'Long' has a node 'Answr'; did you mean 'Answer'\?"):
        long_wf.log(node="Answr")


def test_a_node_must_be_a_text(long_wf):
    with pytest.raises(InvalidInput, match="node is 3; pass a text"):
        long_wf.log(node=3)


def test_all_changes_of_a_history_are_rows(long_wf):
    found = long_wf.diff_frame()
    assert list(zip(found["version"], found["kind"], strict=True)) == [
        (2, "config-changed"),
        (3, "node-moved"),
        (4, "node-renamed"),
        (5, "node-added"),
        (5, "edge-added"),
        (6, "node-removed"),
        (6, "edge-removed"),
    ]
    first = found.iloc[0]
    assert (first["path"], first["old"], first["new"], first["author"]) == ("/model", "b", "b2", "ann")
    assert found.loc[found["kind"] == "node-added", "old"].iloc[0] is pd.NA


def test_a_deleted_workflow_has_no_log(registry, long_wf):
    registry.delete(long_wf)
    with pytest.raises(NotFound, match="is deleted"):
        long_wf.log()


def test_a_version_can_be_compared_with_the_head(long_wf):
    assert [change.kind for change in long_wf.diff(5)] == ["node-removed", "edge-removed"]
    assert long_wf.diff(5).old_title == "version 5"
    assert not long_wf.diff(6)


def test_the_next_tag_follows_from_what_changed(registry, flow):
    document = flow("a", "b", "c")
    wf = registry.create("Tagged", document).tag(bump="auto")
    wf = wf.save(changed(document, 1, model="b2", temperature=1)).tag(bump="auto")
    wf = wf.save(changed(document, 1, model="b2", temperature=2)).tag(bump="auto")
    document["nodes"].append(flow("c")["nodes"][0] | {"id": "in"})
    document["edges"].append({"id": "e9", "source": "in", "target": "n1"})
    wf = wf.save(document).tag(bump="auto")
    assert list(wf.version_tags()["tag"]) == ["v2.0.0", "v1.1.1", "v1.1.0", "v1.0.0"]
    assert wf.suggest_bump(3, 4).part == "major"


def test_a_move_alone_is_still_another_version(registry, flow):
    document = flow()
    wf = registry.create("Tagged", document).tag("2.0.0")
    document["nodes"][0]["position"]["x"] = 9
    wf = wf.save(document).tag(bump="auto")
    assert list(wf.version_tags()["tag"]) == ["2.0.1", "2.0.0"]


@pytest.mark.parametrize(("part", "tag"), [("major", "v2.0.0"), ("minor", "v1.3.0"), ("patch", "v1.2.4")])
def test_a_part_can_be_named(wf, flow, part, tag):
    wf.tag("v1.2.3")
    wf.tag("production")
    head = wf.save(flow("b")).tag(bump=part)
    assert tag in list(head.version_tags()["tag"])


def test_a_version_is_not_tagged_twice_by_a_bump(wf):
    wf.tag(bump="auto")
    with pytest.raises(InvalidInput, match=r"version 1 of 'Simple' is tagged 'v1\.0\.0' already"):
        wf.tag(bump="auto")


@pytest.mark.parametrize(
    ("given", "message"),
    [({}, "the version tag is None; pass a text"), ({"tag": "v1.0.0", "bump": "auto"}, "pass one of tag")],
)
def test_a_tag_or_a_bump_is_given_and_not_both(wf, given, message):
    with pytest.raises(InvalidInput, match=message):
        wf.tag(**given)


def test_an_unknown_bump_names_those_that_are(wf):
    with pytest.raises(InvalidInput, match="bump is 'huge'; it is one of major, minor, patch, auto"):
        wf.tag(bump="huge")
