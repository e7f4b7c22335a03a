"""versions, tag, untag, rollback."""

from __future__ import annotations

import pytest

from wfkit.store import frames


def test_versions_are_listed_newest_first(run, run_json, two_versions):
    rows = run_json("versions", "FAQ")
    assert [(row["version"], row["tags"]) for row in rows] == [(2, []), (1, ["v1.0.0"])]
    assert set(rows[0]) == set(frames.VERSIONS)
    text = run("versions", two_versions.id).out
    assert text.index("second") < text.index("first")
    assert [row["version"] for row in run_json("versions", "FAQ", "--limit", "1", "--page", "2")] == [1]


def test_a_tag_is_put_moved_and_taken_away(run, run_json, two_versions):
    assert run("tag", "FAQ", "production").out == "version 2 of FAQ has the tag production\n"
    assert "--move" in run("tag", "FAQ", "production", "1", exit_code=2).err
    assert "version 1" in run("tag", "FAQ", "production", "v1.0.0", "--move").out
    assert "production" in run("untag", "FAQ", "production").out
    run("untag", "FAQ", "production", exit_code=3)
    run("tag", "FAQ", "1.0", exit_code=2)
    run("tag", "FAQ", "next", "7", exit_code=3)
    assert [row["tags"] for row in run_json("versions", two_versions.id)] == [[], ["v1.0.0"]]


def test_the_next_tag_follows_from_what_changed(run, run_json, faq, document):
    assert run("tag", "FAQ", "--bump", "auto").out == "version 1 of FAQ has the tag v1.0.0\n"
    assert "tagged 'v1.0.0' already" in run("tag", "FAQ", "--bump", "auto", exit_code=2).err
    data = faq.document
    data["nodes"][1]["data"]["config"]["top_k"] = 50
    second = faq.save(data)
    lines = run("tag", "FAQ", "--bump", "auto").out.splitlines()
    assert lines[0] == "version 2 of FAQ has the tag v1.0.1"
    assert lines[1] == str(second.suggest_bump(1, 2))
    assert lines[1].startswith("patch: ")
    second.save(document)
    assert run("tag", "FAQ", "--bump", "major").out == "version 3 of FAQ has the tag v2.0.0\n"
    assert [row["tags"] for row in run_json("versions", "FAQ")] == [["v2.0.0"], ["v1.0.1"], ["v1.0.0"]]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "--bump auto"),
        (["v1.0.0", "1", "--bump", "auto"], "leave out 'v1.0.0'"),
        (["--bump", "huge"], "major, minor, patch, auto"),
    ],
    ids=["neither", "both", "unknown"],
)
def test_a_tag_is_named_or_found(run, faq, arguments, words):
    assert words in run("tag", "FAQ", *arguments, exit_code=2).err
    assert faq.version_tags().empty


def test_a_version_can_be_named_for_the_next_tag(run, run_json, two_versions):
    assert "version 2 of FAQ has the tag v2.0.0" in run("tag", "FAQ", "2", "--bump", "major").out
    assert [row["tags"] for row in run_json("versions", "FAQ")] == [["v2.0.0"], ["v1.0.0"]]
    assert two_versions.version == 2


def test_a_rollback_makes_a_new_version(run, run_json, two_versions):
    assert run("rollback", "FAQ", "v1.0.0", "-m", "sorry").out == "version 3 of FAQ restores version 1\n"
    assert run_json("versions", "FAQ")[0]["restored_from"] == 1
    assert "sorry (restores version 1)" in run("versions", "FAQ").out
    assert "no version was made" in run("rollback", "FAQ", "1").out
    assert run_json("rollback", "FAQ", "2")["version"] == 4
    run("rollback", "FAQ", "9", exit_code=3)
    assert two_versions.version == 2
