from __future__ import annotations

import pytest


@pytest.fixture
def place(made, registry, document):
    """Where a workflow of three versions is."""
    wf = registry.get(made.json()["id"])
    for label in ("Second", "Third"):
        document["nodes"][0]["data"]["label"] = label
        wf = wf.save(document, message=label)
    return made.headers["location"]


def test_versions_are_listed_newest_first_by_page(ask, place):
    answer = ask.get(f"{place}/versions", params={"limit": 2})
    assert [row["version"] for row in answer.json()["items"]] == [3, 2]
    assert answer.json()["total"] == 3
    assert f'<{place}/versions?page=2&limit=2>; rel="next"' in answer.headers["link"]


def test_a_version_is_got_by_number_or_tag_with_its_tags(ask, place):
    assert ask.put(f"{place}/tags/v1.0.0", json={"version": 2}).json() == {"tag": "v1.0.0", "version": 2}
    for reference in ("2", "v1.0.0"):
        answer = ask.get(f"{place}/versions/{reference}")
        assert (answer.json()["version"], answer.json()["tags"], answer.json()["message"]) == (2, ["v1.0.0"], "Second")
        assert answer.json()["workflow"]["nodes"][0]["data"]["label"] == "Second"
        assert answer.headers["etag"] == '"2"'


@pytest.mark.parametrize("reference", ["9", "0", "nothing", "99999999999999999999"])
def test_a_version_that_is_not_there_is_not_found(ask, place, reference):
    assert ask.get(f"{place}/versions/{reference}").status_code == 404


def test_a_manual_version_has_description_and_tag(ask, place, document):
    document["nodes"][0]["data"]["label"] = "Fourth"
    body = {"workflow": document, "description": "as shipped", "tag": "v1.0.0"}
    answer = ask.post(f"{place}/versions", json=body)
    assert (answer.status_code, answer.headers["etag"]) == (201, '"4"')
    assert answer.headers["location"] == f"{place}/versions/4"
    got = ask.get(answer.headers["location"]).json()
    assert (got["message"], got["tags"]) == ("as shipped", ["v1.0.0"])


def test_a_manual_version_of_the_same_content_only_gets_the_tag(ask, place, document):
    for body in ({"workflow": document, "tag": "production"}, {"tag": "v2.0.0"}):
        answer = ask.post(f"{place}/versions", json=body)
        assert (answer.status_code, answer.json()["version"]) == (200, 3)
    assert ask.get(f"{place}/versions/3").json()["tags"] == ["v2.0.0", "production"]


def test_a_manual_version_needs_a_document_or_a_tag(ask, place):
    assert ask.post(f"{place}/versions", json={"description": "x"}).status_code == 422


def test_a_tag_that_is_taken_refuses_the_version_before_it_is_made(ask, place, document):
    ask.put(f"{place}/tags/v1.0.0", json={"version": 2})
    document["nodes"][0]["data"]["label"] = "Fourth"
    for tag in ("v1.0.0", "7", "v1.x"):
        assert ask.post(f"{place}/versions", json={"workflow": document, "tag": tag}).status_code == 422
    assert ask.get(place).json()["version"] == 3


def test_a_manual_version_on_another_head_is_refused(ask, place, document):
    document["nodes"][0]["data"]["label"] = "Fourth"
    answer = ask.post(f"{place}/versions", json={"workflow": document}, headers={"If-Match": '"2"'})
    assert (answer.status_code, answer.json()["version"]) == (412, 3)
    assert ask.post(f"{place}/versions", json={"tag": "x", "expected_version": 2}).status_code == 409


def test_a_tag_goes_to_the_newest_version_by_default_and_moves_only_when_told(ask, place):
    assert ask.put(f"{place}/tags/live").json()["version"] == 3
    answer = ask.put(f"{place}/tags/live", json={"version": 1})
    assert answer.status_code == 422
    assert '"move": true' in answer.json()["detail"]
    assert ask.put(f"{place}/tags/live", json={"version": 1, "move": True}).json()["version"] == 1


def test_a_tag_with_a_slash_is_put_and_taken_away(ask, place):
    assert ask.put(f"{place}/tags/release/2", json={"version": "2"}).json()["tag"] == "release/2"
    assert ask.delete(f"{place}/tags/release/2").status_code == 204
    assert ask.delete(f"{place}/tags/release/2").status_code == 404


def test_a_rollback_makes_a_new_version(ask, place):
    answer = ask.post(f"{place}/rollback/1")
    assert (answer.status_code, answer.json()["version"], answer.json()["restored_from"]) == (201, 4, 1)
    assert answer.headers["location"] == f"{place}/versions/4"
    again = ask.post(f"{place}/rollback/4", json={"message": "no change"})
    assert (again.status_code, again.json()["version"]) == (200, 4)


def test_a_rollback_on_another_head_is_refused(ask, place):
    assert ask.post(f"{place}/rollback/1", headers={"If-Match": '"1"'}).status_code == 412
    assert ask.post(f"{place}/rollback/1", json={"expected_version": 1}).status_code == 409
    assert ask.get(place).json()["version"] == 3


def test_a_comparison_is_json_unless_something_else_is_accepted(ask, place):
    answer = ask.get(f"{place}/versions/compare", params={"from": 1, "to": 3})
    assert answer.headers["content-type"] == "application/json"
    found = answer.json()
    assert (found["old_version"], found["new_version"]) == (1, 3)
    assert [(change["kind"], change["new"]) for change in found["changes"]] == [("node-renamed", "Third")]
    assert ask.get(f"{place}/versions/compare").json()["old_version"] == 2


@pytest.mark.parametrize(("kind", "begin"), [("text/html", "<!doctype html>"), ("image/svg+xml", "<svg")])
def test_a_comparison_is_a_picture_that_runs_nothing(ask, place, kind, begin):
    answer = ask.get(f"{place}/versions/compare", params={"from": 1}, headers={"Accept": f"{kind}, */*;q=0.1"})
    assert answer.headers["content-type"].startswith(kind)
    assert answer.text.startswith(begin)
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_hostile_name_is_escaped_in_a_comparison(ask, place):
    hostile = "</title><script>alert(1)</script>"
    ask.patch(place, json={"name": hostile})
    text = ask.get(f"{place}/versions/compare", headers={"Accept": "text/html"}).text
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_a_comparison_is_a_json_patch_when_accepted(ask, place):
    answer = ask.get(
        f"{place}/versions/compare", params={"from": 1, "to": 2}, headers={"Accept": "application/json-patch+json"}
    )
    assert answer.headers["content-type"] == "application/json-patch+json"
    assert [step["value"] for step in answer.json()] == ["Second"]


@pytest.mark.parametrize(
    ("accept", "status"),
    [("image/png", 406), ("application/json;q=0", 406), ("*/*;q=nan", 400), ("text/html;q=2", 400), ("", 200)],
)
def test_what_is_accepted_is_obeyed(ask, place, accept, status):
    assert ask.get(f"{place}/versions/compare", headers={"Accept": accept}).status_code == status


@pytest.mark.parametrize("wanted", [{"from": "nothing"}, {"to": "99"}])
def test_a_comparison_with_a_version_that_is_not_there_is_not_found(ask, place, wanted):
    assert ask.get(f"{place}/versions/compare", params=wanted).status_code == 404


def test_there_is_nothing_before_the_first_version_to_compare_it_with(ask, made):
    assert ask.get(f"{made.headers['location']}/versions/compare").status_code == 422


def test_a_merge_takes_what_only_one_side_changed(ask, place):
    theirs = ask.get(f"{place}/versions/2").json()["workflow"]
    theirs["nodes"][1]["data"]["label"] = "Their label"
    answer = ask.post(f"{place}/merge", json={"base": 2, "workflow": theirs, "message": "both"})
    assert (answer.status_code, answer.json()["version"], answer.json()["message"]) == (201, 4, "both")
    merged = ask.get(place).json()["workflow"]
    assert [node["data"]["label"] for node in merged["nodes"][:2]] == ["Third", "Their label"]


def test_open_conflicts_are_listed_and_can_be_decided(ask, place):
    theirs = ask.get(f"{place}/versions/2").json()["workflow"]
    theirs["nodes"][0]["data"]["label"] = "Their label"
    answer = ask.post(f"{place}/merge", json={"base": 2, "workflow": theirs})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:wfkit:problem:merge-conflict")
    (conflict,) = answer.json()["conflicts"]
    assert (conflict["ours"], conflict["theirs"], conflict["open"]) == ("Third", "Their label", True)
    assert ask.get(place).json()["version"] == 3
    decisions = [{"path": conflict["path"], "choice": "theirs"}]
    tried = ask.post(f"{place}/merge", json={"base": 2, "workflow": theirs, "decisions": decisions, "dry_run": True})
    assert tried.status_code == 200
    assert tried.json()["document"]["nodes"][0]["data"]["label"] == "Their label"
    assert ask.get(place).json()["version"] == 3
    decisions = [{"path": conflict["path"], "value": "Agreed"}]
    saved = ask.post(f"{place}/merge", json={"base": 2, "workflow": theirs, "decisions": decisions})
    assert (saved.status_code, saved.json()["version"]) == (201, 4)
    assert ask.get(place).json()["workflow"]["nodes"][0]["data"]["label"] == "Agreed"


def test_a_merge_with_a_strategy_has_no_open_conflict(ask, place):
    answer = ask.post(f"{place}/merge", json={"base": 1, "theirs": 2, "strategy": "theirs"})
    assert answer.status_code == 201
    assert ask.get(place).json()["workflow"]["nodes"][0]["data"]["label"] == "Second"


def test_a_merge_that_changes_nothing_makes_no_version(ask, place):
    assert ask.post(f"{place}/merge", json={"base": 2, "theirs": 2}).status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"base": 2}, 422),
        ({"base": 2, "theirs": 1, "workflow": {"nodes": [], "edges": []}}, 422),
        ({"base": 2, "theirs": 1, "decisions": [{"path": "/x"}]}, 422),
        ({"base": 2, "theirs": 1, "decisions": [{"path": "/x", "choice": "ours"}]}, 404),
        ({"base": 9, "theirs": 1}, 404),
        ({"base": 2, "theirs": "/etc/hostname"}, 404),
        ({"base": 2, "theirs": 1, "expected_version": 1}, 409),
    ],
)
def test_a_merge_that_cannot_be_is_refused(ask, place, body, status):
    assert ask.post(f"{place}/merge", json=body).status_code == status
