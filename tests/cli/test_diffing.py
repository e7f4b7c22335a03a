"""diff: of versions, of files, and of one with the other; for people and for programs."""

from __future__ import annotations

import json
import re

import pytest

import wfkit

ANSI = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def moved(tmp_path, document):
    """The same workflow with every node a little to the right, and one setting changed."""
    data = json.loads(document.read_text(encoding="utf-8"))
    for node in data["nodes"]:
        node["position"]["x"] += 10
    data["nodes"][2]["data"]["config"]["top_n"] = 9
    path = tmp_path / "moved.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        (["FAQ"], "FAQ version 1 → version 2"),
        (["FAQ", "1"], "FAQ version 1 → version 2"),
        (["FAQ", "v1.0.0"], "FAQ version 1 → version 2"),
        (["FAQ", "1", "2"], "FAQ version 1 → version 2"),
        (["FAQ@1"], "FAQ version 1 → version 2"),
        (["FAQ@v1.0.0", "FAQ@2"], "FAQ version 1 → FAQ version 2"),
        (["FAQ@1", "edited.json"], "FAQ version 1 → edited.json"),
        (["faq.json", "FAQ@2"], "faq.json → FAQ version 2"),
        (["faq.json", "FAQ"], "faq.json → FAQ version 2"),
        (["faq.json", "edited.json"], "faq.json → edited.json"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_diff_says_what_was_compared_and_names_each_change(run, two_versions, arguments, title):
    assert two_versions.version == 2
    lines = run("diff", *arguments).out.splitlines()
    assert lines[0] == title
    assert lines[1].startswith("Changed description of the workflow")
    assert len(lines) == 3
    assert lines[2].startswith("~ workflow description: ")
    assert "another" in lines[2]


def test_the_other_way_round_is_the_other_way_round(run_json, two_versions):
    there, back = run_json("diff", "FAQ", "1", "2"), run_json("diff", "FAQ", "2", "1")
    assert [(change["new"], change["old"]) for change in there["changes"]] == [
        (change["old"], change["new"]) for change in back["changes"]
    ]
    assert two_versions.version == 2


def test_a_diff_for_programs_is_what_the_api_gives(run_json, two_versions):
    found = run_json("diff", "FAQ", "1")
    assert found == two_versions.diff(1).to_dict()
    assert [change["new"] for change in found["changes"]] == ["another"]


def test_a_patch_makes_the_new_document_of_the_old_one(run, document, moved):
    from wfkit.core.patch import apply_patch

    steps = json.loads(run("diff", document, moved, "--patch").raw)
    assert apply_patch(json.loads(document.read_bytes()), steps) == json.loads(moved.read_bytes())
    assert run("diff", document, document, "--patch").out == "[]\n"


def test_a_diff_exits_with_1_only_on_demand(run, two_versions):
    run("diff", "FAQ", "1", "2", "--exit-code", exit_code=1)
    run("diff", "FAQ", "1", "2", "--exit-code", "--json", exit_code=1)
    assert run("diff", "FAQ", "2", "2", "--exit-code").out == "FAQ version 2 → version 2\nNo changes\n"
    assert two_versions.version == 2


def test_another_spelling_is_no_change_and_is_said(run, document, tmp_path):
    (tmp_path / "spelt.json").write_text(json.dumps(json.loads(document.read_bytes()), indent=1, sort_keys=True))
    lines = run("diff", document, "spelt.json", "--exit-code").out.splitlines()
    assert lines[1:] == [
        "No changes",
        "  only the spelling differs: blanks, ends of lines, order of keys, nodes or edges",
    ]


def test_two_files_are_compared_without_a_registry(run, document, edited, tmp_path):
    assert "~ workflow description" in run("diff", document, edited).out
    assert not (tmp_path / "flows.duckdb").exists()


def test_stdin_can_be_one_of_the_documents(run, document, edited):
    assert run("diff", "-", edited, stdin=document.read_bytes()).out.startswith("standard input → edited.json\n")
    assert run("diff", document, "-", stdin=edited.read_bytes()).out.startswith("faq.json → standard input\n")
    assert "one document only" in run("diff", "-", "-", stdin=document.read_bytes(), exit_code=2).err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["nope", "1"], 3, "no workflow has the id or name 'nope'"),
        (["nope@1"], 3, "no workflow has the id or name 'nope'"),
        (["FAQ", "9"], 3, "no version 9"),
        (["FAQ@9"], 3, "no version 9"),
        (["FAQ", "nope"], 3, "nope"),
        (["FAQ"], 2, "no version before 1"),
        (["faq.json"], 2, "name another one"),
        (["-"], 2, "name another one"),
        (["faq.json", "nope.json"], 3, "no file 'nope.json', and no workflow"),
        (["faq.json", "a\0b"], 3, "no workflow has the id or name"),
        (["FAQ@1", "1", "1"], 2, "names a version already"),
        (["faq.json", "faq.json", "--json", "--patch"], 2, "exclude each other"),
        (["faq.json", "broken.txt"], 4, "cannot be read"),
        (["faq.json", "list.txt"], 4, "no workflow of a known format"),
    ],
    ids=lambda value: ascii(" ".join(value)) if isinstance(value, list) else None,
)
def test_a_diff_of_what_is_not_there_says_what_is_missing(run, faq, tmp_path, arguments, code, words):
    (tmp_path / "broken.txt").write_text('{"nodes": [')
    (tmp_path / "list.txt").write_text("[1, 2]")
    done = run("diff", *arguments, exit_code=code)
    assert words in done.err
    assert done.out == ""
    assert faq.version == 1


def test_a_name_with_an_at_sign_is_a_name(run, url, document, edited):
    with wfkit.open(url) as registry:
        registry.create("me@example.org", document).save(edited)
    assert run("diff", "me@example.org").out.startswith("me@example.org version 1 → version 2\n")
    assert run("diff", "me@example.org", "1").out.startswith("me@example.org version 1 → version 2\n")
    assert run("diff", "me@example.org@1", document).out.endswith("No changes\n")


def test_a_file_that_is_called_like_a_version_does_not_hide_it(run, two_versions, tmp_path):
    (tmp_path / "1").write_text("{}")
    assert run("diff", "FAQ", "1").out.startswith("FAQ version 1 → version 2\n")
    assert two_versions.version == 2


def test_layout_is_counted_and_listed_on_demand(run, document, moved):
    text = run("diff", document, moved).out
    assert "moved: " not in text
    assert text.endswith("4 changes of layout not shown\n  --layout lists them\n")
    listed = run("diff", document, moved, "--layout", "--noise").out
    assert listed.count("moved: ") == 4
    assert "not shown" not in listed


def test_more_changes_than_the_limit_are_counted(run, document, moved):
    assert "… 4 more changes" in run("diff", document, moved, "--layout", "--limit", "1").out
    everything = run("diff", document, moved, "--layout", "--limit", "0").out
    assert everything == run("diff", document, moved, "--layout").out
    assert "more changes" not in everything


def test_colour_is_there_on_demand_and_changes_nothing_else(run, document, moved):
    plain = run("diff", document, moved, "--layout").out
    coloured = run("diff", document, moved, "--layout", "--color", env={"NO_COLOR": "1"}).out
    assert "\x1b" not in plain
    assert "\x1b[31m" in coloured
    assert "\x1b[32m" in coloured
    assert ANSI.sub("", coloured) == plain
    assert run("diff", document, moved, "--layout", "--no-color", env={"FORCE_COLOR": "1"}).out == plain
    assert run("diff", document, moved, "--layout", env={"FORCE_COLOR": "1", "TERM": "xterm"}).out == coloured
    forced_and_refused = {"FORCE_COLOR": "1", "TERM": "xterm", "NO_COLOR": "1"}
    assert run("diff", document, moved, "--layout", env=forced_and_refused).out == plain


def test_a_long_text_is_shown_where_it_differs(run, faq, tmp_path):
    data = faq.document
    data["description"] = f"{'same ' * 80}old end"
    faq.save(data)
    data["description"] = f"{'same ' * 80}new end"
    (tmp_path / "long.json").write_text(json.dumps(data))
    run("save", "FAQ", "long.json")
    text = run("diff", "FAQ").out
    assert "[-old-]{+new+} end" in text
    assert len(text) < 500


def test_a_document_as_deep_as_allowed_is_compared_for_programs_too(run, document, tmp_path):
    data = json.loads(document.read_text(encoding="utf-8"))
    deep = f"{'[' * 490}{']' * 490}"
    (tmp_path / "deep.json").write_text(json.dumps(data | {"x": "DEEP"}).replace('"DEEP"', deep))
    for options in ([], ["--json"], ["--patch"]):
        assert "[" * 10 in re.sub(r"\s", "", run("diff", document, "deep.json", *options).out)
