"""list, show, create, save, delete, undelete, purge; templates and use."""

from __future__ import annotations

import json

import pytest

import wfkit
from wfkit.store import frames


def test_an_empty_registry_lists_nothing_and_says_how_to_begin(run, run_json):
    run("init", "flows.duckdb", "--bare")
    assert "wfkit import" in run("list").out
    assert run_json("list") == []
    assert "nothing is deleted" in run("list", "--deleted").out


def test_a_listing_shows_name_version_tags_and_when(run, faq):
    text = run("list").out
    assert all(word in text for word in ("FAQ", "search", "just now", f"{faq.updated_at.astimezone():%Y-%m-%d %H:%M}"))


def test_a_listing_for_programs_has_every_column_and_iso_times(run_json, faq):
    [row] = run_json("list")
    assert set(row) == set(frames.WORKFLOWS)
    assert (row["id"], row["tags"], row["deleted_at"]) == (faq.id, ["search"], None)
    assert row["updated_at"] == faq.updated_at.isoformat()


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (["--search", "faq"], 1), (["--search", "zzz"], 0), (["--tag", "search"], 1), (["--tag", "x"], 0),
        (["--template"], 0), (["--no-template"], 1), (["--format", "wfkit"], 1), (["--format", "n8n"], 0),
        (["--deleted"], 0), (["--sort", "name"], 1), (["--page", "2"], 0), (["--limit", "1"], 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)  # fmt: skip
def test_a_listing_can_be_narrowed(run_json, faq, options, count):
    assert len(run_json("list", *options)) == count
    assert faq.version == 1


def test_a_page_says_how_to_see_the_next(run, url, document):
    with wfkit.open(url) as registry:
        for name in "abc":
            registry.create(name, document)
    text = run("list", "--limit", "2").out
    assert "1 to 2 of 3; --page 2 shows more" in text
    assert "3 to 3 of 3" in run("list", "--limit", "2", "--page", "2").out


@pytest.mark.parametrize("options", [["--sort", "colour"], ["--limit", "0"], ["--page", "0"], ["--format", "n9n"]])
def test_a_listing_refuses_what_it_does_not_know(run, faq, options):
    code = 4 if "--format" in options else 2
    assert run("list", *options, exit_code=code).err.startswith("error: ")
    assert faq.version == 1


def test_the_registry_after_the_command_wins_over_the_one_before(run_json, url, faq):
    assert [row["name"] for row in run_json("-r", "missing.duckdb", "list", "-r", url)] == ["FAQ"]
    assert [row["id"] for row in run_json("--registry", url, "list", env={"WFKIT_URL": "missing.duckdb"})] == [faq.id]


def test_a_workflow_is_shown_with_its_nodes_in_order(run, faq):
    text = run("show", "FAQ").out
    assert all(node.id in text for node in faq.graph.nodes)
    assert "Finds answers." in text
    assert faq.id in text
    order = [text.index(f"\n{node_id}") for node_id in ("question", "output")]
    assert order == sorted(order)


def test_a_workflow_for_programs_has_nodes_and_edges(run_json, faq):
    found = run_json("show", "FAQ")
    assert (found["id"], found["version"], found["content_hash"]) == (faq.id, 1, faq.content_hash)
    assert {node["id"] for node in found["nodes"]} == {node.id for node in faq.graph.nodes}
    assert len(found["edges"]) == len(faq.graph.edges)


def test_an_older_version_is_shown_by_number_or_tag(run_json, two_versions):
    assert run_json("show", "FAQ", "--version", "1")["version_tags"] == ["v1.0.0"]
    assert run_json("show", "FAQ", "--version", "v1.0.0")["version"] == 1
    assert run_json("show", "FAQ")["version"] == two_versions.version == 2


def test_a_document_comes_out_byte_for_byte(run, tmp_path):
    raw = '\ufeff{"nodes": [],\r\n "edges": [], "schema_version": 1, "x": 0.10, "é": 1}\r\n'.encode()
    (tmp_path / "odd.json").write_bytes(raw)
    run("create", "Odd", "odd.json")
    assert run("show", "Odd", "--document").raw == raw


def test_a_workflow_with_a_cycle_is_shown_in_the_order_of_its_document(run, tmp_path, document):
    data = json.loads(document.read_text(encoding="utf-8"))
    first = data["edges"][0]
    data["edges"].append({"id": "back", "source": first["target"], "target": first["source"]})
    (tmp_path / "cycle.json").write_text(json.dumps(data))
    run("create", "Cycle", "cycle.json", "--allow-invalid")
    text = run("show", "Cycle").out
    assert all(node["id"] in text for node in data["nodes"])
    assert "in spite of errors" in text


def test_a_document_of_another_tool_is_shown_without_a_graph(run, run_json, tmp_path):
    flow = {
        "nodes": [{"name": "a", "type": "n8n-nodes-base.set", "typeVersion": 1, "position": [0, 0], "parameters": {}}]
    }
    (tmp_path / "n8n.json").write_text(json.dumps({"name": "x", **flow, "connections": {}}))
    assert run_json("create", "Auto", "n8n.json")["format"] == "n8n"
    assert "n8n" in run("show", "Auto").out
    assert run_json("show", "Auto")["name"] == "Auto"
    assert "n8n" in run("list").out


def test_a_workflow_is_created_from_a_file(run, run_json, document):
    done = run(
        "create", "FAQ", document, "-t", "a", "--tag", "b", "-m", "hello", "--description", "d", "--author", "Bo"
    )
    assert done.out == "created FAQ, version 1 (wfkit)\n"
    found = run_json("show", "FAQ")
    assert (found["tags"], found["message"], found["description"], found["author"]) == (["a", "b"], "hello", "d", "Bo")


def test_a_workflow_is_created_from_standard_input(run_json, document):
    made = run_json("create", "FAQ", "-", stdin=document.read_bytes())
    assert (made["name"], made["version"], len(made["id"])) == ("FAQ", 1, 32)


def test_the_author_may_stand_before_the_command(run, run_json, document):
    run("--author", "Cy", "create", "FAQ", document)
    assert run_json("show", "FAQ")["author"] == "Cy"


def test_an_invalid_document_is_created_on_demand(run, run_json, broken):
    run("create", "Broken", broken, "--allow-invalid")
    assert run_json("show", "Broken")["valid"] is False
    assert "(invalid)" in run("versions", "Broken").out


def test_a_missing_file_is_not_found(run):
    assert "no file" in run("create", "X", "nope.json", exit_code=3).err


def test_a_save_makes_a_version_only_when_something_changed(run, faq, edited):
    assert run("save", "FAQ", edited, "-m", "more").out == "saved FAQ, version 2\n"
    assert "no version was made" in run("save", "FAQ", edited).out
    assert faq.versions().attrs["total"] == 2


def test_a_deleted_workflow_comes_back(run, run_json, faq):
    assert f"wfkit undelete {faq.id}" in run("delete", "FAQ").out
    assert run_json("list") == []
    assert faq.id in run("list", "--deleted").out
    assert "wfkit undelete" in run("show", faq.id, exit_code=3).err
    assert "FAQ is back" in run("undelete", faq.id).out
    assert len(run_json("list")) == 1


def test_a_purge_without_yes_and_without_a_terminal_removes_nothing(run, run_json, faq):
    assert "--yes" in run("purge", faq.id, exit_code=2).err
    assert len(run_json("list")) == 1


@pytest.mark.parametrize("is_deleted", [False, True], ids=["living", "deleted"])
def test_a_purge_removes_for_good(run, run_json, faq, is_deleted):
    if is_deleted:
        run("delete", "FAQ")
    assert "FAQ (1 version) is gone for good" in run("purge", faq.id, "--yes").out
    assert run_json("list") == run_json("list", "--deleted") == []
    run("undelete", faq.id, exit_code=3)


def test_a_purge_wants_an_id(run, faq):
    assert run("purge", "FAQ", "--yes", exit_code=3).err.startswith("error: ")
    assert faq.versions().shape[0] == 1


def test_templates_are_listed_and_used(run, run_json):
    assert "pre-built templates" in run("init").out
    assert "Simple RAG" in run("templates").out
    assert set(run_json("templates")[0]) == set(frames.TEMPLATES)
    assert run("use", "Simple RAG", "Mine").out == "created Mine, version 1, from template 'Simple RAG', version 1\n"
    assert run_json("use", "Simple RAG")["name"] == "Simple RAG (copy)"
    assert "from Simple RAG, version 1" in run("show", "Mine").out
    assert "Simple RAG" in run("use", "Simpel RAG", exit_code=3).err
