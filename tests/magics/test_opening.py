from __future__ import annotations

from pathlib import Path

import wfkit


def test_without_a_registry_of_the_notebook_the_default_one_is_used(shell, url):
    shell.run('%wf use "Simple RAG" "My RAG"')
    assert "registry" not in shell.variables
    assert [str(registry.url) for registry in [wfkit.open()]] == [url]
    assert wfkit.open().get("My RAG").version == 1
    assert shell.run("%wf show My RAG") == wfkit.open().get("My RAG")


def test_the_variable_registry_is_that_of_the_notebook(shell, rag, url):
    assert shell.run("%wf show My RAG") == rag
    assert not Path(url).exists()


def test_a_registry_is_opened_for_the_commands_and_as_a_variable(shell, tmp_path):
    opened = shell.run("%wf open flows.duckdb")
    assert opened is shell.variables["registry"]
    assert Path(opened.url) == tmp_path / "flows.duckdb"
    shell.run("%wf use Simple RAG My RAG")
    assert opened.get("My RAG").version == 1


def test_without_a_file_the_default_registry_is_opened(shell, url):
    assert shell.run("%wf open").url == url


def test_another_variable_can_hold_the_registry(shell, registry):
    other = shell.run("%wf open :memory: --as flows")
    assert shell.variables["flows"] is other
    assert shell.variables["registry"] is registry
    made = shell.run("%wf use Simple RAG")
    assert other.get(made.id) == made


def test_a_variable_that_holds_something_else_is_not_overwritten(shell):
    shell.variables["registry"] = {}
    assert shell.fault("%wf open :memory:") == ("your variable 'registry' holds a dict; add `--as` and another name")
    assert shell.variables["registry"] == {}
    for name in ("my-flows", "class"):
        assert shell.fault(f"%wf open :memory: --as {name}") == (
            f"'{name}' cannot be the name of a variable; choose one such as 'registry'"
        )


def test_what_cannot_be_opened_is_told_in_words(shell, tmp_path):
    assert "'postgres://x'" in shell.fault("%wf open postgres://x")
    assert shell.fault("%wf open my flows.duckdb") == (
        "open takes one file; put quotes around a path with spaces: 'my flows.duckdb'"
    )
    (tmp_path / "text.duckdb").write_text("no registry")
    assert "text.duckdb" in shell.fault("%wf open text.duckdb")


def test_the_extension_can_be_taken_away_and_loaded_again(shell, rag):
    before = len(shell.ip.Completer.custom_matchers)
    shell.run("%reload_ext wfkit")
    assert len(shell.ip.Completer.custom_matchers) == before
    assert shell.run("%wf show My RAG") == rag
    shell.run("%unload_ext wfkit")
    assert len(shell.ip.Completer.custom_matchers) == before - 1
    assert "not found" in shell.fault("%wf show My RAG")
    assert shell.completed("%wf ") == []
    shell.run("%load_ext wfkit")
    assert shell.run("%wf show My RAG") == rag
