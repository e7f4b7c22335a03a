from __future__ import annotations

import json

import pytest

import wfkit


@pytest.fixture
def document(shell, rag):
    """A changed document, as a variable of the notebook."""
    shell.variables["document"] = rag.edit().set("Split into chunks", "chunk_size", 1200).document.data
    return shell.variables["document"]


def test_a_variable_becomes_a_version(shell, registry, document):
    shell.run('wf = %wf save "My RAG" document -m "bigger chunks"')
    saved = registry.get("My RAG")
    assert shell.variables["wf"] == saved
    assert (saved.version, saved.message, saved.document) == (4, "bigger chunks", document)


@pytest.mark.usefixtures("registry")
def test_a_name_without_quotes_ends_before_the_variable(shell, document):
    assert shell.run("%wf save --message bigger My RAG document").document == document


def test_an_attribute_of_a_variable_is_saved(shell, rag):
    shell.variables["edit"] = rag.edit().set("Split into chunks", "chunk_size", 1200)
    assert shell.run("%wf save My RAG edit.document").document == shell.variables["edit"].document.data


def test_a_file_is_saved(shell, document, tmp_path):
    (tmp_path / "rag.json").write_text(json.dumps(document))
    assert shell.run("%wf save My RAG rag.json").document == document


def test_the_text_of_a_cell_is_saved_as_it_stands(shell, registry, document):
    text = json.dumps(document, indent=1) + "\n"
    shell.run(f'%%wf save "My RAG" -m "by hand"\n{text}')
    assert registry.get("My RAG").text == text


def test_a_workflow_in_a_variable_is_saved_as_it_was_edited_and_stays_up_to_date(shell, registry, rag):
    shell.variables["wf"] = rag
    for size in (1100, 1200):
        node = next(node for node in shell.variables["wf"].document["nodes"] if node["type"] == "splitter")
        node["data"]["config"]["chunk_size"] = size
        shell.run(f"%wf save wf -m {size}")
        assert shell.variables["wf"] == registry.get("My RAG")
        assert shell.variables["wf"].message == str(size)


def test_a_save_that_changes_nothing_says_so(shell, rag):
    shell.variables["document"] = rag.document
    assert shell.printed("wf = %wf save My RAG document") == "My RAG is the same as version 3; no version was made\n"
    assert rag.versions().shape[0] == 3


def test_a_new_workflow_is_made_when_it_is_asked_for(shell, registry, document):
    assert shell.run("%wf save --new Another one document -m first").message == "first"
    assert registry.get("Another one").document == document
    assert shell.run(f"%%wf save --new By hand\n{json.dumps(document)}").name == "By hand"


def test_a_document_with_errors_is_refused_unless_that_is_wanted(shell, registry, document):
    document["nodes"][0]["type"] = "file_loadr"
    said = shell.fault("%wf save My RAG document")
    assert "did you mean 'file_loader'?" in said
    assert registry.get("My RAG").version == 3
    assert not shell.run("%wf save My RAG document --allow-invalid").valid


@pytest.mark.usefixtures("rag")
def test_text_that_is_no_document_is_told_with_its_place(shell, registry):
    assert "line 1, column 11" in shell.fault('%%wf save My RAG\n{"nodes": ]')
    assert registry.get("My RAG").version == 3


@pytest.mark.usefixtures("document")
def test_a_save_is_refused_when_another_version_was_expected(shell):
    assert "version 3" in shell.fault("%wf save My RAG document --expected-version 2")


def test_a_workflow_that_somebody_else_saved_meanwhile_is_not_overwritten(shell, registry, rag, document):
    shell.variables["wf"] = rag
    registry.get("My RAG").save(document, "faster")
    rag.document["nodes"][0]["data"]["label"] = "Read"
    assert "version 4" in shell.fault("%wf save wf")


FAULTS = {
    "%wf save": 'say which workflow, such as "My RAG"; `%wf list` shows all',
    "%wf save My RAG": (
        "say what to save: a variable, as in `%wf save 'My RAG' document`, or JSON or YAML below `%%wf save`"
    ),
    "%wf save My RAG documnet": "no variable and no file 'documnet'; did you mean 'document'?",
    "%wf save My RAG qqq": (
        "no variable and no file 'qqq'; name a variable with a dict or a Document, or a file,"
        " or put JSON or YAML below `%%wf save NAME`"
    ),
    "%wf save My RAG document.nodes": "'document.nodes' is not there: a dict has no 'nodes'",
    "%wf save My RAG@2 document": "a save makes a new version; leave out '@2', or say `--expected-version 2`",
    "%wf save Nothing document": (
        "no workflow has the id or name 'Nothing'; registry.list() shows all; `--new` makes a workflow of this name"
    ),
    "%wf save --new": "say what to call it, and what to save: `%wf save --new NAME document`",
    "%wf save --new document": "say what to call it, and what to save: `%wf save --new NAME document`",
    "%wf save --new My RAG document": "there is a workflow 'My RAG' already, at version 3; leave out `--new`",
}


@pytest.mark.usefixtures("document")
def test_a_save_that_does_not_say_enough_is_refused(shell):
    assert shell.faults(FAULTS) == FAULTS


def test_a_name_that_several_have_is_not_new(shell, registry, document):
    registry.create("My RAG", document)
    assert shell.fault("%wf save --new My RAG document") == (
        "there are workflows named 'My RAG' already; choose another name"
    )


@pytest.mark.usefixtures("document")
def test_what_is_no_document_is_refused(shell):
    shell.variables["number"] = 7
    assert shell.fault("%wf save My RAG number").startswith("a value of type int is no document;")


@pytest.mark.usefixtures("document")
def test_what_was_saved_can_be_read_back(shell, registry):
    shell.run("%wf save My RAG document")
    assert registry.check().empty
    assert isinstance(shell.run("%wf show My RAG"), wfkit.Workflow)
