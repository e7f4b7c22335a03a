"""A server in a process of its own, as a reader of the README runs it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

import wfkit
from wfkit.api import serving


@contextmanager
def _serve(folder, *options):
    """The process, its address and what it printed first."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("WFKIT", "COVERAGE"))}
    command = [sys.executable, "-m", "wfkit", "serve", "--url", "flows.duckdb", "--port", "0", *options]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=folder, env=environment | {"COLUMNS": "200"}, text=True, **pipes) as process:
        try:
            said = process.stdout.readline() + process.stdout.readline()
            yield process, re.search(r"http://\S+/api/v1(?=,)", said)[0], said
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def test_the_curl_lines_of_the_readme_work(tmp_path, repository, document):
    (tmp_path / "my-rag.json").write_text(json.dumps(document), encoding="utf-8")
    document["nodes"][0]["data"]["label"] = "Other"
    (tmp_path / "changed.json").write_text(json.dumps(document), encoding="utf-8")
    readme = (repository / "README.md").read_text(encoding="utf-8")
    lines = re.search(r"^## REST$.*?^```sh\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)[1]
    with _serve(tmp_path) as (_, url, said):
        script = lines.replace("http://127.0.0.1:8000/api/v1", url).replace("curl ", "curl --fail-with-body -w '\\n' ")
        token = re.search(r"wfkit_\S+", said)[0]
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script], cwd=tmp_path, env={**os.environ, "TOKEN": token},
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines() if line]
    assert [answer["version"] for answer in (answers[0], answers[2], answers[3], answers[-1])] == [1, 1, 2, 3]
    assert answers[5]["summary"].startswith("Renamed")
    assert (tmp_path / "changes.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert (tmp_path / "changes.svg").read_text(encoding="utf-8").startswith("<svg")


def test_the_token_ends_with_the_server(tmp_path):
    with _serve(tmp_path) as (process, _, said):
        token = re.search(r"wfkit_\S+", said)[0]
    assert process.returncode == 0
    with wfkit.open(tmp_path / "flows.duckdb") as registry, pytest.raises(wfkit.Forbidden):
        registry.authenticate(token)


def test_without_tokens_everybody_on_this_machine_is_let_in(tmp_path):
    with _serve(tmp_path, "--no-auth") as (_, url, said):
        done = subprocess.run(["curl", "-sS", f"{url}/workflows"], capture_output=True, check=True, timeout=60)
    assert json.loads(done.stdout)["total"] == 0
    assert "wfkit_" not in said


def test_other_machines_are_never_let_in_without_tokens_and_no_token_is_printed_for_them(tmp_path):
    command = [sys.executable, "-m", "wfkit", "serve", "--url", "flows.duckdb", "--host", "0.0.0.0", "--no-auth"]  # noqa: S104 - refused
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 7
    assert "loopback" in done.stderr
    with _serve(tmp_path, "--host", "0.0.0.0") as (_, _, said):  # noqa: S104 - with tokens
        assert "wfkit_" not in said
        assert "wfkit token create" in said


@pytest.mark.parametrize(
    ("host", "is_local"),
    [("localhost", True), ("127.8.0.1", True), ("::1", True), ("0.0.0.0", False), ("x", False)],  # noqa: S104
)
def test_loopback_is_known(host, is_local):
    assert serving.is_loopback(host) is is_local


def test_an_address_that_is_taken_is_refused_in_words():
    with serving.listening("127.0.0.1", 0) as bound:
        assert serving.url_of(bound).startswith("http://127.0.0.1:")
        with pytest.raises(wfkit.InvalidInput, match="--port"):
            serving.listening("127.0.0.1", bound.getsockname()[1])
