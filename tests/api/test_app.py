from __future__ import annotations

import logging

import pytest
from fastapi.testclient import TestClient

import wfkit
from wfkit.api import Settings, _problems, create_app

V1 = "/api/v1"


def _client(registry, **settings):
    return TestClient(
        create_app(Settings(registry, **settings)), base_url="http://localhost:8000", raise_server_exceptions=False
    )


def test_health_needs_no_token(registry):
    assert _client(registry).get(f"{V1}/health").json() == {"status": "ok", "version": wfkit.__version__}


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer ", "Bearer wrong", "Basic YTpi", "Bearer \xff"])
def test_without_a_valid_token_nothing_is_told(registry, header):
    headers = {} if header is None else {"Authorization": header.encode("latin-1")}
    answer = _client(registry).get(f"{V1}/workflows", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.json()["type"] == "urn:wfkit:problem:unauthorized"
    assert "wrong" not in answer.text


def test_a_token_shows_what_its_owner_may_see(registry, document):
    wf = registry.create("mine", document)
    client = _client(registry)
    for name, role, seen in (("bob", "viewer", []), ("cleo", "admin", ["mine"])):
        headers = {"Authorization": f"Bearer {registry.create_token(name, role=role).secret}"}
        for _ in range(2):
            items = client.get(f"{V1}/workflows", headers=headers).json()["items"]
            assert [item["name"] for item in items] == seen
        status = 200 if seen else 404
        assert client.get(f"{V1}/workflows/{wf.id}", headers=headers).status_code == status
    headers = {"Authorization": f"Bearer {registry.create_token('bob', role='viewer').secret}"}
    body = {"name": "x", "workflow": document}
    assert client.post(f"{V1}/workflows", json=body, headers=headers).status_code == 403


def test_the_owner_of_a_token_is_the_author_of_what_he_saves(registry, document):
    headers = {"Authorization": f"Bearer {registry.create_token('dan', role='editor').secret}"}
    made = _client(registry).post(f"{V1}/workflows", json={"name": "x", "workflow": document}, headers=headers)
    assert (made.json()["owner"], made.json()["author"]) == ("dan", "dan")


def test_a_revoked_token_is_refused_once_it_is_looked_up_again(registry):
    token = registry.create_token("bob")
    app = create_app(Settings(registry))
    client = TestClient(app, base_url="http://localhost")
    headers = {"Authorization": f"Bearer {token.secret}"}
    assert client.get(f"{V1}/workflows", headers=headers).status_code == 200
    registry.revoke_token(token.id)
    app.state.doorkeeper.forget()
    assert client.get(f"{V1}/workflows", headers=headers).status_code == 401


def test_the_doorkeeper_remembers_a_bounded_number(registry, monkeypatch):
    monkeypatch.setattr("wfkit.api._asking._MOST_KEPT", 1)
    client = _client(registry)
    for _ in range(3):
        headers = {"Authorization": f"Bearer {registry.create_token('bob').secret}"}
        assert client.get(f"{V1}/workflows", headers=headers).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "evil.example:8000", "", "[::2]:80"])
def test_another_host_is_not_served(registry, host):
    answer = _client(registry).get(f"{V1}/health", headers={"Host": host})
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:wfkit:problem:host-not-allowed")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:8000", "[::1]:8000", "[::1]"])
def test_loopback_is_served_by_any_port(registry, host):
    assert _client(registry).get(f"{V1}/health", headers={"Host": host}).status_code == 200


def test_any_host_is_served_when_told(registry):
    client = _client(registry, allowed_hosts=("*",))
    assert client.get(f"{V1}/health", headers={"Host": "flows.example"}).status_code == 200


def test_pages_of_other_origins_may_not_ask_unless_told(registry):
    headers = {"Origin": "https://flows.example"}
    assert "access-control-allow-origin" not in _client(registry).get(f"{V1}/health", headers=headers).headers
    told = _client(registry, cors_origins=("https://flows.example",)).get(f"{V1}/health", headers=headers)
    assert told.headers["access-control-allow-origin"] == "https://flows.example"


def _chunks():
    for _ in range(20):
        yield b" " * 100


@pytest.mark.parametrize("body", [b" " * 2000, _chunks], ids=["declared", "chunked"])
def test_a_body_beyond_the_limit_is_refused(registry, body):
    client = _client(registry, asks_token=False, max_body_bytes=1000)
    content = body if isinstance(body, bytes) else body()
    answer = client.post(f"{V1}/workflows", content=content, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:wfkit:problem:too-large")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nothing", 404), ("GET", f"{V1}/workflows/", 404), ("PUT", f"{V1}/health", 405)],
)
def test_paths_and_methods_that_are_not_there_are_problems_too(ask, method, path, status):
    answer = ask.request(method, path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["instance"] == path


def test_every_answer_is_taken_for_what_it_is(ask):
    for path in (f"{V1}/health", "/nothing"):
        headers = ask.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["cache-control"] == "private, no-cache"


class _Broken:
    """A registry that fails as it is told."""

    def __init__(self, error):
        self.error = error

    def get(self, *_args, **_options):
        raise self.error


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (wfkit.RegistryBusy("process 7 keeps /srv/secret/flows.duckdb"), 503),
        (wfkit.RegistryTooNew("/srv/secret/flows.duckdb has version 99"), 503),
        (wfkit.RegistryUnusable("/srv/secret/flows.duckdb is damaged"), 503),
        (RuntimeError("/srv/secret"), 500),
    ],
    ids=["busy", "too-new", "unusable", "unexpected"],
)
def test_faults_of_the_server_tell_nothing_of_it(error, status, caplog):
    caplog.set_level(logging.CRITICAL)
    answer = _client(_Broken(error), asks_token=False).get(f"{V1}/workflows/x")
    assert answer.status_code == status
    assert "secret" not in answer.text
    assert ("retry-after" in answer.headers) is isinstance(error, wfkit.RegistryBusy)


def test_every_error_of_wfkit_is_in_the_table():
    kinds = {
        kind for kind in vars(wfkit.errors).values() if isinstance(kind, type) and issubclass(kind, wfkit.WfkitError)
    }
    assert set(_problems.KINDS) == kinds - {wfkit.WfkitError}


def test_an_error_of_another_package_counts_as_what_it_derives_from():
    class Gone(wfkit.NotFound):
        pass

    assert _client(_Broken(Gone("x")), asks_token=False).get(f"{V1}/workflows/x").status_code == 404


@pytest.fixture
def schema(ask):
    return ask.get(f"{V1}/openapi.json").json()


def _operations(schema):
    return [(path, method, found) for path, each in schema["paths"].items() for method, found in each.items()]


def test_every_route_has_a_summary_a_description_and_a_tag(schema):
    tags = {tag["name"] for tag in schema["tags"]}
    for path, method, operation in _operations(schema):
        assert operation.get("summary"), (path, method)
        assert operation.get("description"), (path, method)
        assert set(operation["tags"]) <= tags, (path, method)


def test_every_route_documents_its_errors_as_problems(schema):
    for path, method, operation in _operations(schema):
        assert {"400", "401", "422", "500", "503"} <= set(operation["responses"]), (path, method)
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"], (path, method, status)


def test_every_reference_of_the_schema_leads_somewhere(schema):
    def references(value):
        if isinstance(value, dict):
            yield from ([value["$ref"]] if isinstance(value.get("$ref"), str) else [])
            value = list(value.values())
        if isinstance(value, list):
            for each in value:
                yield from references(each)

    found = set(references(schema))
    assert found
    known = {f"#/components/schemas/{name}" for name in schema["components"]["schemas"]}
    assert found <= known


def test_every_route_but_health_wants_a_token(schema):
    open_to_all = {path for path, _, operation in _operations(schema) if not operation.get("security")}
    assert open_to_all == {f"{V1}/health"}


def test_the_documentation_is_a_page(ask):
    assert ask.get(f"{V1}/docs").headers["content-type"].startswith("text/html")
