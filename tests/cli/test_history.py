"""versions, diff, tag, untag, rollback."""

from __future__ import annotations

import json

import pytest

from wfkit.store import frames


def test_versions_are_listed_newest_first(run, run_json, two_versions):
    rows = run_json("versions", "FAQ")
    assert [(row["version"], row["tags"]) for row in rows] == [(2, []), (1, ["v1.0.0"])]
    assert set(rows[0]) == set(frames.VERSIONS)
    text = run("versions", two_versions.id).out
    assert text.index("second") < text.index("first")
    assert [row["version"] for row in run_json("versions", "FAQ", "--limit", "1", "--page", "2")] == [1]


@pytest.mark.parametrize("versions", [[], ["1"], ["v1.0.0"], ["1", "2"]], ids=" ".join)
def test_a_diff_names_each_change(run, two_versions, versions):
    text = run("diff", "FAQ", *versions).out
    assert text.startswith("1 changed\n~ /description")
    assert '"another"' in text
    assert two_versions.version == 2


def test_a_diff_for_programs_has_both_values(run_json, two_versions):
    found = run_json("diff", "FAQ", "1")
    assert [change["new"] for change in found["changes"]] == ["another"]
    assert found["summary"] == str(two_versions.diff(1).summary)


def test_a_diff_exits_with_1_only_on_demand(run, two_versions):
    run("diff", "FAQ", "1", "2", "--exit-code", exit_code=1)
    assert run("diff", "FAQ", "2", "2", "--exit-code").out == "no differences\n"
    assert two_versions.version == 2


def test_two_files_are_compared_without_a_registry(run, document, edited, tmp_path):
    assert "~ /description" in run("diff", document, edited).out
    assert not (tmp_path / "flows.duckdb").exists()


def test_a_diff_of_what_is_neither_says_what_is_missing(run, faq):
    run("diff", "nope", "1", exit_code=3)
    run("diff", "FAQ", "9", exit_code=3)
    assert "one version only" in run("diff", "FAQ", exit_code=2).err
    assert faq.version == 1


def test_a_long_text_is_shown_where_it_differs(run, faq, tmp_path):
    data = faq.document
    data["description"] = f"{'same ' * 40}old end"
    faq.save(data)
    data["description"] = f"{'same ' * 40}new end"
    (tmp_path / "long.json").write_text(json.dumps(data))
    run("save", "FAQ", "long.json")
    text = run("diff", "FAQ", env={"COLUMNS": "80"}).out
    assert "old end" in text
    assert "new end" in text


def test_added_and_removed_are_marked(run, faq, tmp_path):
    data = faq.document
    data["new"] = [1]
    del data["description"]
    (tmp_path / "x.json").write_text(json.dumps(data))
    run("save", "FAQ", "x.json")
    lines = run("diff", "FAQ").out.splitlines()
    assert lines[0] == "1 added, 1 removed"
    assert {line[0] for line in lines[1:] if not line.startswith(" ")} == {"+", "-"}


def test_a_tag_is_put_moved_and_taken_away(run, run_json, two_versions):
    assert run("tag", "FAQ", "production").out == "version 2 of FAQ has the tag production\n"
    assert "--move" in run("tag", "FAQ", "production", "1", exit_code=2).err
    assert "version 1" in run("tag", "FAQ", "production", "v1.0.0", "--move").out
    assert "production" in run("untag", "FAQ", "production").out
    run("untag", "FAQ", "production", exit_code=3)
    run("tag", "FAQ", "1.0", exit_code=2)
    run("tag", "FAQ", "next", "7", exit_code=3)
    assert [row["tags"] for row in run_json("versions", two_versions.id)] == [[], ["v1.0.0"]]


def test_a_rollback_makes_a_new_version(run, run_json, two_versions):
    assert run("rollback", "FAQ", "v1.0.0", "-m", "sorry").out == "version 3 of FAQ restores version 1\n"
    assert run_json("versions", "FAQ")[0]["restored_from"] == 1
    assert "sorry (restores version 1)" in run("versions", "FAQ").out
    assert "no version was made" in run("rollback", "FAQ", "1").out
    assert run_json("rollback", "FAQ", "2")["version"] == 4
    run("rollback", "FAQ", "9", exit_code=3)
    assert two_versions.version == 2
