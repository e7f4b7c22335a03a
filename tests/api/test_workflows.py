from __future__ import annotations

import json

import pytest

import wfkit
from wfkit.api.models._common import EXAMPLE_DOCUMENT

WORKFLOWS = "/api/v1/workflows"
UNUSUAL = '{ "nodes": [],\r\n "edges": [], "z": 0.10, "a": 18446744073709552000, "e": 1e2, "u": "\\u00e9", "n": -0.0 }'


def _create(ask, text, name="My RAG", **members):
    sent = json.dumps({"name": name, **members})[:-1] + f', "workflow": {text}}}'
    return ask.post(WORKFLOWS, content=sent, headers={"Content-Type": "application/json"})


def test_a_workflow_is_created_with_its_place_and_its_etag(ask, made):
    assert made.headers["etag"] == '"1"'
    assert made.json()["version"] == 1
    assert made.headers["location"] == f"{WORKFLOWS}/{made.json()['id']}"
    assert ask.get(made.headers["location"]).json()["name"] == "My RAG"


def test_a_document_keeps_its_spelling(ask):
    made = _create(ask, UNUSUAL)
    assert made.status_code == 201, made.text
    answer = ask.get(made.headers["location"])
    assert f'"workflow":{UNUSUAL}}}' in answer.text


def test_a_document_in_yaml_goes_in_and_comes_out_as_text(ask, corpus):
    text = next((corpus / "dify").rglob("*.yml")).read_text(encoding="utf-8")
    made = _create(ask, json.dumps(text))
    assert made.status_code == 201, made.text
    assert ask.get(made.headers["location"]).json()["workflow"] == text


def test_a_string_is_never_a_path(ask, tmp_path, document):
    place = tmp_path / "there.json"
    place.write_text(json.dumps(document), encoding="utf-8")
    answer = _create(ask, json.dumps(str(place)))
    assert answer.status_code == 422
    assert answer.json()["type"] in ("urn:wfkit:problem:invalid-workflow", "urn:wfkit:problem:unknown-format")


def test_a_duplicate_key_is_refused_with_its_place(ask):
    answer = _create(ask, '{"nodes": [], "edges": [], "edges": []}')
    assert answer.status_code == 422
    assert [found["code"] for found in answer.json()["problems"]] == ["duplicate-key"]


def test_all_problems_of_a_document_are_listed_with_pointers(ask, document):
    document["nodes"][0]["type"] = "no such type"
    document["edges"][0]["target"] = "nowhere"
    answer = ask.post(WORKFLOWS, json={"name": "x", "workflow": document})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    errors = [found for found in answer.json()["problems"] if found["severity"] == "error"]
    assert {"unknown-node-type", "dangling-edge"} <= {found["code"] for found in errors}
    assert all(found["pointer"].startswith(("/nodes/", "/edges/")) for found in errors)
    assert '"allow_invalid": true' in answer.json()["detail"]


def test_an_invalid_document_is_kept_when_that_is_asked_for(ask, document):
    document["edges"][0]["target"] = "nowhere"
    answer = ask.post(WORKFLOWS, json={"name": "x", "workflow": document, "allow_invalid": True})
    assert answer.status_code == 201
    assert answer.json()["valid"] is False


def test_a_format_that_is_named_is_taken_and_an_unknown_one_refused(ask):
    assert _create(ask, '{"nodes": [], "connections": {}}', format="n8n").json()["format"] == "n8n"
    answer = _create(ask, '{"nodes": [], "connections": {}}', format="n9n")
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:wfkit:problem:unknown-format")


def test_the_example_of_the_documentation_can_be_created(ask):
    assert ask.post(WORKFLOWS, json={"name": "x", "workflow": EXAMPLE_DOCUMENT}).status_code == 201


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, {"/name", "/workflow"}),
        ({"name": "", "workflow": {}}, {"/name"}),
        ({"name": 3, "workflow": None, "tags": "rag"}, {"/name", "/workflow", "/tags"}),
        ({"name": "x", "workflow": {}, "tag/s": []}, {"/tag~1s"}),
    ],
    ids=["nothing", "no-name", "wrong-types", "misspelt"],
)
def test_all_that_is_wrong_with_a_body_is_listed(ask, body, pointers):
    answer = ask.post(WORKFLOWS, json=body)
    assert answer.status_code == 422
    assert {found["pointer"] for found in answer.json()["problems"]} == pointers


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"3", b'{"name": "\xff"}', b'{"a":' * 5000, b'{"workflow": {"a": \xff}}']
)
def test_what_is_no_json_object_is_a_malformed_request(ask, body):
    answer = ask.post(WORKFLOWS, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400, answer.text
    assert answer.json()["type"] == "urn:wfkit:problem:malformed-request"


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded", "application/xml"])
def test_a_body_of_another_type_is_refused(ask, kind):
    answer = ask.post(WORKFLOWS, content=b"{}", headers={"Content-Type": kind} if kind else {})
    assert answer.status_code == 415


def test_a_listing_has_metadata_only_and_counts_all(ask, made):
    for number in range(3):
        _create(ask, '{"nodes": [], "edges": []}', name=f"other {number}")
    answer = ask.get(WORKFLOWS, params={"page": 2, "limit": 2, "sort": "name"})
    page = answer.json()
    assert (page["total"], page["page"], page["limit"]) == (4, 2, 2)
    assert [item["name"] for item in page["items"]] == ["other 1", "other 2"]
    assert "workflow" not in page["items"][0]
    assert page["items"][0]["created_at"].endswith("Z")
    assert f'<{WORKFLOWS}?sort=name&page=1&limit=2>; rel="prev"' in answer.headers["link"]
    assert 'rel="next"' not in answer.headers["link"]
    assert made.json()["id"] not in {item["id"] for item in page["items"]}


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"search": "RAG"}, {"My RAG"}),
        ({"name": "rag"}, {"My RAG"}),
        ({"tags": "rag"}, {"My RAG"}),
        ({"tags": ["rag", "none"]}, set()),
        ({"tags": "rag,none"}, set()),
        ({"is_template": "true"}, set()),
        ({"format": "n8n"}, {"other"}),
        ({"created_from": "2999-01-01"}, set()),
        ({"updated_to": "2999-01-01T00:00:00Z"}, {"My RAG", "other"}),
    ],
)
@pytest.mark.usefixtures("made")
def test_a_listing_is_filtered(ask, wanted, names):
    _create(ask, '{"nodes": [], "connections": {}}', name="other")
    assert {item["name"] for item in ask.get(WORKFLOWS, params=wanted).json()["items"]} == names


@pytest.mark.parametrize(
    "wanted", [{"page": 0}, {"limit": 1001}, {"sort": "name; DROP"}, {"format": "n9n"}, {"search": "a", "name": "b"}]
)
def test_a_listing_out_of_range_is_refused(ask, wanted):
    assert ask.get(WORKFLOWS, params=wanted).status_code == 422


@pytest.mark.usefixtures("made")
def test_a_page_beyond_the_last_links_back_to_it(ask):
    link = ask.get(WORKFLOWS, params={"page": 9}).headers["link"]
    assert f'<{WORKFLOWS}?page=1&limit=50>; rel="prev"' in link


def test_a_workflow_is_got_by_its_name_unless_several_have_it(ask, made, document):
    assert ask.get(f"{WORKFLOWS}/My RAG").json()["id"] == made.json()["id"]
    twin = ask.post(WORKFLOWS, json={"name": "My RAG", "workflow": document}).json()["id"]
    answer = ask.get(f"{WORKFLOWS}/My RAG")
    assert answer.status_code == 409
    assert set(answer.json()["candidates"]) == {made.json()["id"], twin}


def test_what_is_not_there_is_not_found(ask):
    answer = ask.get(f"{WORKFLOWS}/nothing")
    assert answer.status_code == 404
    assert answer.json()["detail"].endswith("GET /workflows lists all")


def test_an_earlier_version_is_got_by_number_or_tag(ask, made, registry, document):
    wf = registry.get(made.json()["id"])
    wf.tag("v1.0.0").save({**document, "name": "other"})
    for reference in ("1", "v1.0.0"):
        answer = ask.get(made.headers["location"], params={"version": reference})
        assert answer.json()["workflow"] == document
        assert (answer.json()["version"], answer.json()["head_version"], answer.headers["etag"]) == (1, 2, '"2"')


def test_a_save_makes_a_version_and_the_same_again_makes_none(ask, made, document):
    place = made.headers["location"]
    document["nodes"][0]["data"]["label"] = "Other"
    first = ask.put(place, json={"workflow": document, "message": "renamed"})
    assert (first.status_code, first.json()["version"], first.headers["etag"]) == (200, 2, '"2"')
    assert first.json()["message"] == "renamed"
    assert ask.put(place, json={"workflow": document}).json()["version"] == 2


def test_metadata_alone_makes_no_version(ask, made):
    place = made.headers["location"]
    answer = ask.put(place, json={"name": "Another", "tags": []})
    assert (answer.json()["version"], answer.json()["name"], answer.json()["tags"]) == (1, "Another", [])
    answer = ask.patch(place, json={"description": "what for", "is_template": True})
    assert (answer.json()["name"], answer.json()["description"], answer.json()["is_template"]) == (
        "Another", "what for", True,
    )  # fmt: skip
    assert ask.patch(place, json={}).json()["description"] == "what for"


def test_metadata_that_is_not_allowed_saves_no_document_either(ask, made, document):
    document["nodes"][0]["data"]["label"] = "Other"
    answer = ask.put(made.headers["location"], json={"workflow": document, "name": "bad\x07", "tags": ["x"]})
    assert answer.status_code == 422
    assert ask.get(made.headers["location"]).json()["version"] == 1


def test_a_document_of_another_format_is_refused(ask, made):
    answer = ask.put(made.headers["location"], json={"workflow": {"nodes": [], "connections": {}}})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:wfkit:problem:invalid-input")


def test_a_save_on_another_version_names_author_time_and_number(ask, made, document, registry):
    place = made.headers["location"]
    registry.get(made.json()["id"]).save({**document, "name": "theirs"})
    for sent, status in (({"headers": {"If-Match": '"1"'}}, 412), ({}, 409)):
        body = {"workflow": {**document, "name": "ours"}} | ({} if sent else {"expected_version": 1})
        answer = ask.put(place, json=body, **sent)
        assert answer.status_code == status
        problem = answer.json()
        assert (problem["version"], problem["author"], problem["expected_version"]) == (2, "ann", 1)
        assert problem["created_at"].endswith("Z")
    assert ask.get(place).json()["workflow"]["name"] == "theirs"


@pytest.mark.parametrize("header", ['"1"', '"7", "1"', "*", ' "1" ,"x"'])
def test_if_match_with_the_head_among_its_tags_is_a_save(ask, made, document, header):
    body = {"workflow": {**document, "name": "ours"}}
    assert ask.put(made.headers["location"], json=body, headers={"If-Match": header}).status_code == 200


@pytest.mark.parametrize("header", ['"2"', '"0"', '"01"', '"abc"', '"99999999999999"', '""'])
def test_if_match_without_the_head_changes_nothing(ask, made, document, header):
    place, sent = made.headers["location"], {"If-Match": header}
    assert ask.put(place, json={"workflow": {**document, "name": "o"}}, headers=sent).status_code == 412
    assert ask.put(place, json={"name": "o"}, headers=sent).status_code == 412
    assert ask.patch(place, json={"name": "o"}, headers=sent).status_code == 412
    assert ask.delete(place, headers=sent).status_code == 412
    assert (ask.get(place).json()["version"], ask.get(place).json()["name"]) == (1, "My RAG")


@pytest.mark.parametrize("header", ["1", 'W/"1"', '"1', '"1" "2"', "*, *", "", "'1'"])
def test_a_malformed_if_match_is_refused_and_never_ignored(ask, made, header):
    answer = ask.put(made.headers["location"], json={"name": "o"}, headers={"If-Match": header})
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:wfkit:problem:malformed-request")
    assert ask.get(made.headers["location"]).json()["name"] == "My RAG"


def test_metadata_with_a_stale_expected_version_changes_nothing(ask, made):
    answer = ask.put(made.headers["location"], json={"name": "o", "expected_version": 4})
    assert answer.status_code == 409
    assert ask.get(made.headers["location"]).json()["name"] == "My RAG"


def test_a_deleted_workflow_comes_back(ask, made):
    place = made.headers["location"]
    assert ask.delete(place).status_code == 204
    assert ask.get(place).status_code == 404
    assert [row["id"] for row in ask.get(WORKFLOWS, params={"deleted": True}).json()["items"]] == [made.json()["id"]]
    assert ask.post(f"{place}/undelete").json()["version"] == 1
    assert ask.get(place).status_code == 200


def test_a_hard_deletion_is_for_good_and_keeps_the_runs_unless_told(ask, made, registry):
    registry.get(made.json()["id"]).record_execution(cost=1)
    place = made.headers["location"]
    assert ask.delete(place, params={"executions": True}).status_code == 422
    assert ask.delete(place, params={"hard": True}).status_code == 204
    assert ask.post(f"{place}/undelete").status_code == 404
    assert len(registry.executions()) == 1


def test_a_hard_deletion_takes_the_runs_along_when_told(ask, made, registry):
    registry.get(made.json()["id"]).record_execution(cost=1)
    assert ask.delete(made.headers["location"], params={"hard": True, "executions": True}).status_code == 204
    assert len(registry.executions()) == 0


def test_saves_without_a_condition_go_on_top_of_each_other(registry, document):
    from wfkit.service import changing
    from wfkit.service.documents import from_data

    stale = registry.create("x", document)
    stale.save({**document, "name": "theirs"})
    saved = changing.save(registry, stale, from_data({**document, "name": "ours"}))
    assert saved.version == 3
    with pytest.raises(wfkit.VersionConflict):
        changing.save(registry, stale, from_data({**document, "name": "more"}), expected_version=1)
