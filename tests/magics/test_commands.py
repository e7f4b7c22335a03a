from __future__ import annotations

import pandas as pd
import pytest

import wfkit


def test_a_list_is_a_dataframe_of_what_tells_workflows_apart(shell, rag):
    shell.run("found = %wf list")
    found = shell.variables["found"]
    assert isinstance(found, pd.DataFrame)
    assert list(found.columns) == ["name", "version", "format", "tags", "updated_at", "id"]
    assert found.loc[0, ["name", "version", "id"]].tolist() == ["My RAG", 3, rag.id]


def test_a_list_is_narrowed_by_words_and_options(shell, registry, rag):
    registry.use_template("Document Q&A", name="Contracts").update(tags=["legal", "qa"])
    assert shell.run("%wf list my rag")["name"].tolist() == ["My RAG"]
    assert shell.run("%wf list --tag qa -t legal")["name"].tolist() == ["Contracts"]
    assert shell.run("%wf list --template --sort name")["name"].tolist() == ["Document Q&A", "Simple RAG"]
    assert shell.run("%wf list --format n8n").empty
    registry.delete(rag)
    assert shell.run("%wf list --deleted")["name"].tolist() == ["My RAG"]


@pytest.mark.usefixtures("rag")
def test_a_list_that_is_cut_off_says_so(shell, registry):
    registry.use_template("Simple RAG", name="Second")
    assert shell.printed("found = %wf list --limit=2 --sort -name") == "1 to 2 of 3; `--page 2` shows more\n"
    assert shell.variables["found"]["name"].tolist() == ["Simple RAG", "Second"]
    assert shell.printed("found = %wf list -n 2 --page 2 --sort -name") == ""
    assert shell.variables["found"]["name"].tolist() == ["My RAG"]


@pytest.mark.parametrize("line", ['"My RAG"', "'My RAG'", "My RAG", "{name}", "$name", '"{name}"', "{wf.id}", "wf"])
def test_a_workflow_is_named_in_quotes_without_them_or_by_variables(line, shell, rag):
    shell.variables.update({"name": "My RAG", "wf": rag})
    shell.run(f"found = %wf show {line}")
    assert shell.variables["found"] == rag


def test_a_semicolon_at_the_end_is_no_part_of_a_name(shell, rag):
    assert shell.run("%wf show My RAG;") == rag


def test_what_follows_two_dashes_is_no_option(shell, registry, rag):
    odd = registry.create("--odd", rag.document)
    assert shell.run("%wf show -- --odd") == odd


@pytest.mark.usefixtures("rag")
def test_a_version_is_named_by_its_number_or_tag(shell):
    assert shell.run('%wf show "My RAG@1"').version == 1
    found = shell.run("%wf show My RAG@v1.0.0")
    assert (type(found), found.version) == (wfkit.VersionView, 2)


def test_a_name_may_hold_an_at_sign(shell, registry, rag):
    mail = registry.create("ada@example.org", rag.document)
    assert shell.run("%wf show ada@example.org") == mail
    assert shell.run("%wf show ada@example.org@1").version == 1


def test_a_diff_is_of_the_last_version_since_one_or_between_two(shell, rag):
    sizes = {
        "My RAG": (900, 1000),
        "My RAG 1": (800, 1000),
        '"My RAG" 1 2': (800, 900),
        "My RAG v1.0.0": (900, 1000),
        "My RAG@1": (800, 1000),
        "My RAG@1 v1.0.0": (800, 900),
        f"{rag.id} 1 2": (800, 900),
    }
    for line, (old, new) in sizes.items():
        found = shell.run(f"%wf diff {line}")
        assert isinstance(found, wfkit.Diff)
        assert found.to_frame()[["old", "new"]].to_numpy().tolist() == [[old, new]], line


def test_a_template_becomes_a_workflow(shell, registry):
    assert shell.run('%wf use "Simple RAG" "My RAG"').name == "My RAG"
    assert shell.run("%wf use Simple RAG Second one").name == "Second one"
    assert shell.run("%wf use Simple RAG").name == "Simple RAG (copy)"
    assert shell.run("%wf use simple_rag By its key").name == "By its key"
    assert registry.get("My RAG").source_template == ("template-simple_rag", 1)


def test_the_help_names_every_command_and_its_options(shell):
    whole = shell.printed("%wf")
    assert [shell.printed(f"%wf {word}") for word in ("help", "--help", "-h")] == [whole] * 3
    for name in ("list", "show", "diff", "use", "save", "open", "help"):
        assert f"\n  %wf {name} " in whole
        assert shell.printed(f"%wf help {name}").startswith(f"%wf {name} ")
        assert shell.printed(f"%wf {name} --help") == shell.printed(f"%wf help {name}")
    assert "--tag, -t TAG" in shell.printed("%wf help list")
    assert "%wf show NAME[@VERSION]" in shell.ip.magics_manager.magics["line"]["wf"].__doc__


FAULTS = {
    "%wf shwo x": "unknown command 'shwo'; did you mean 'show'?",
    "%wf help dif": "unknown command 'dif'; did you mean 'diff'?",
    "%wf show": 'say which workflow, such as "My RAG"; `%wf list` shows all',
    "%wf show My RAGE": "no workflow has the id or name 'My RAGE'; did you mean 'My RAG'?",
    "%wf diff My RAGE 1 2": "no workflow has the id or name 'My RAGE'; did you mean 'My RAG'?",
    "%wf diff Nothing": "no workflow has the id or name 'Nothing'; registry.list() shows all",
    '%wf show "My RAG': 'a quote is not closed in \'show "My RAG\'; put names with spaces in quotes, such as "My RAG"',
    '%wf show "My RAG@9"': "'My RAG' has no version 9; its versions go from 1 to 3",
    "%wf diff My RAG@1 2 3": "'My RAG' is to be compared from '1' on already; leave out '3'",
    '%wf diff "My RAG" None': "no version of 'My RAG' has the tag 'None'; its version tags: v1.0.0",
    "%wf list --tga qa": "unknown option '--tga'; did you mean '--tag'?",
    "%wf list --tag": "--tag needs TAG after it",
    "%wf list --limit many": "--limit is 'many'; it is a whole number",
    "%wf list --deleted=no": "--deleted takes no value; leave out 'no'",
    "%wf list --format n8m": (
        "unknown format 'n8m'; known formats: comfyui, dify, elyra, flowise, galaxy, haystack, langflow, n8n, node-red,"
        " ragflow, wfkit"
    ),
    "%wf show --tag x": "unknown option '--tag'; there are no options",
    "%wf use": 'say which template, such as "Simple RAG"; `registry.templates()` shows all',
    "%wf use Simple RAGE": "no template 'Simple'; did you mean 'Simple RAG'?",
    "%%wf show My RAG\n{}": "only `%%wf save NAME` takes a cell; write `%wf show` with a single %",
}


@pytest.mark.usefixtures("rag")
def test_what_is_wrong_is_said_in_words(shell):
    assert shell.faults(FAULTS) == FAULTS


@pytest.mark.usefixtures("registry")
def test_an_unknown_template_lists_those_that_there_are(shell):
    assert "'Conversational RAG'" in shell.fault("%wf use Nonsense")


def test_the_only_version_has_nothing_to_be_compared_with(shell, registry):
    registry.use_template("Simple RAG", name="New")
    assert shell.fault("%wf diff New") == "'New' has no version before 1, so there is nothing to compare it with"


def test_two_of_one_name_are_told_apart_by_their_ids(shell, registry, rag):
    registry.use_template("Simple RAG", name="My RAG")
    assert "2 workflows are named 'My RAG'" in shell.fault("%wf show My RAG")
    assert shell.run(f"%wf show {rag.id}") == rag
