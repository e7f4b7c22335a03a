"""Tokens, shares and the audit log on the command line."""

from __future__ import annotations

import json

import pytest

import wfkit


@pytest.fixture
def shared(run, url):
    """A registry with one workflow."""
    run("use", "Simple RAG", "My RAG")
    return lambda: wfkit.open(url)


def test_a_token_is_alone_on_stdout_and_works(run, url):
    done = run(
        "token", "create", "alice", "--role", "editor", "--team", "data-team", "--team", "ops", "--note", "laptop"
    )
    principal = wfkit.open(url).authenticate(done.out.strip())
    assert (principal.name, principal.role, principal.teams) == ("alice", "editor", ("data-team", "ops"))
    assert "for alice, editor, until" in done.err
    assert "it is not shown again" in done.err


def test_a_token_as_json_says_all_of_it(run, url):
    told = json.loads(run("token", "create", "ci", "--days", "0", "--json").out)
    assert wfkit.open(url).authenticate(told["token"]).name == told["principal"] == "ci"
    assert (told["role"], told["teams"], told["expires_at"]) == ("viewer", [], None)


def test_tokens_are_listed_without_their_text_and_revoked_by_id(run, url):
    secret = run("token", "create", "alice").out.strip()
    run("token", "create", "bob", "--days", "0")
    [bob, alice] = json.loads(run("token", "list", "--json").out)
    assert (alice["principal"], bob["principal"]) == ("alice", "bob")
    run("token", "revoke", alice["id"])
    shown = run("token", "list").out
    assert secret not in shown
    assert "no more" in shown
    assert "for good" in shown
    with pytest.raises(wfkit.Forbidden):
        wfkit.open(url).authenticate(secret)


def test_an_unknown_token_or_role_is_told_in_words(run):
    assert "it is one of viewer, editor, admin" in run("token", "create", "alice", "--role", "boss", exit_code=2).err
    assert "no token has the id 'x'" in run("token", "revoke", "x", exit_code=3).err


def test_a_workflow_is_shared_and_is_not_any_more(run, shared):
    assert "My RAG is shared with data-team: edit" in run("share", "My RAG", "data-team", "edit").out
    assert "My RAG is shared with everyone: view" in run("share", "My RAG", "*").out
    listed = json.loads(run("shares", "My RAG", "--json").out)
    assert [(row["principal"], row["level"], row["shared_by"]) for row in listed] == [
        ("*", "view", "Ada"),
        ("data-team", "edit", "Ada"),
    ]
    assert "everyone" in run("shares", "My RAG").out
    run("unshare", "My RAG", "*")
    run("unshare", "My RAG", "data-team")
    assert "My RAG is its owner's alone: Ada" in run("shares", "My RAG").err + run("shares", "My RAG").out
    assert len(shared().get("My RAG").shared_with()) == 0


@pytest.mark.usefixtures("shared")
def test_the_audit_log_tells_who_did_what(run):
    run("share", "My RAG", "bob")
    run("tag", "My RAG", "v1.0.0")
    log = json.loads(run("audit", "My RAG", "--json").out)
    assert [(row["principal"], row["action"]) for row in log] == [("Ada", "tag"), ("Ada", "share"), ("Ada", "create")]
    assert "with bob to view" in run("audit", "--by", "Ada", "--action", "share").out
    assert json.loads(run("audit", "--by", "nobody", "--json").out) == []
