"""Each change of a file is a version once, whatever the branches that it came by."""

from __future__ import annotations

import pytest


@pytest.fixture
def merge(repo):
    """Merges a branch, with this content of a file if there is a conflict."""

    def make(branch, **files):
        repo.git("merge", "-q", "--no-ff", "--no-commit", "-s", "ours" if files else "ort", branch)
        repo.commit(f"merge {branch}", {f"{name}.json": content for name, content in files.items()})

    return make


def messages(wf):
    return [wf.at(number).message for number in range(1, wf.version + 1)]


def test_the_commits_of_a_branch_that_alone_changed_a_file_are_its_versions(registry, repo, take, flow, merge):
    repo.commit("base", {"a.json": flow("1"), "b.json": flow("1")})
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("two", {"a.json": flow("2")})
    repo.commit("three", {"a.json": flow("3")}, author="Bob <bob@example.org>")
    repo.git("checkout", "-q", "main")
    repo.commit("elsewhere", {"b.json": flow("2")})
    merge("topic")
    take()
    wf = registry.get("a")
    assert messages(wf) == ["base", "two", "three"]
    assert wf.at(3).author == "Bob <bob@example.org>"
    assert messages(registry.get("b")) == ["base", "elsewhere"]


def test_a_merge_of_changes_on_both_sides_is_one_version(registry, repo, take, flow, merge, texts):
    repo.commit("base", {"a.json": flow("1")})
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("theirs", {"a.json": flow("theirs")})
    repo.git("checkout", "-q", "main")
    repo.commit("ours", {"a.json": flow("ours")})
    merge("topic", a=flow("both"))
    take()
    assert messages(registry.get("a")) == ["base", "ours", "merge topic"]
    assert texts(registry.get("a")) == ["1", "ours", "both"]


def test_a_merge_that_takes_theirs_over_ours_goes_on_from_ours(registry, repo, take, flow, merge, told):
    repo.commit("base", {"a.json": flow("1")})
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("theirs", {"a.json": flow("theirs")})
    repo.git("checkout", "-q", "main")
    repo.commit("ours", {"a.json": flow("ours")})
    take()
    merge("topic", a=flow("theirs"))
    assert told(take()) == [("unchanged", 1), ("unchanged", 2), ("imported", 3)]
    assert messages(registry.get("a")) == ["base", "ours", "merge topic"]


def test_a_file_that_a_branch_added_or_renamed_comes_with_its_history(registry, repo, take, flow, merge):
    repo.commit("base", {"old.json": flow("1" * 300, name="Moved")})
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("add", {"new.json": flow("1")})
    repo.commit("change", {"new.json": flow("2")})
    repo.git("mv", "old.json", "moved.json")
    repo.commit("rename")
    repo.commit("edit", {"moved.json": flow("1" * 300 + "2", name="Moved")})
    repo.git("checkout", "-q", "main")
    merge("topic")
    frame = take()
    assert messages(registry.get("new")) == ["add", "change"]
    assert messages(registry.get("Moved")) == ["base", "edit"]
    assert set(frame["file"]) == {"new.json", "old.json", "moved.json"}
    assert len(registry.list()) == 2


def test_a_branch_merged_twice_and_a_second_run_add_each_change_once(registry, repo, take, flow, merge):
    repo.commit("base", {"a.json": flow("0")})
    repo.git("branch", "topic")
    for round_ in "12":
        repo.git("checkout", "-q", "topic")
        repo.commit(f"topic {round_}", {"a.json": flow(f"topic {round_}")})
        repo.git("checkout", "-q", "main")
        merge("topic")
        repo.commit(f"main {round_}", {"other.json": flow(round_)})
        assert "conflict" not in set(take()["status"])
    assert messages(registry.get("a")) == ["base", "topic 1", "topic 2"]


def test_a_file_that_a_branch_deleted_is_deleted_once(repo, take, flow, merge, told):
    repo.commit("base", {"a.json": flow("0"), "b.json": flow("b")})
    repo.git("checkout", "-q", "-b", "topic")
    (repo.folder / "a.json").unlink()
    repo.commit("remove")
    gone = repo.head()
    repo.git("checkout", "-q", "main")
    merge("topic")
    frame = take("a.json")
    assert told(frame) == [("imported", 1), ("deleted", 0)]
    assert frame["commit"][1] == gone


def test_more_than_two_parents_are_no_trouble(registry, repo, take, flow):
    repo.commit("base", {"a.json": flow("0")})
    for name in ("one", "two", "three"):
        repo.git("checkout", "-q", "-b", name, "main")
        repo.commit(name, {f"{name}.json": flow(name)})
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "octopus", "one", "two", "three")
    take()
    assert {name: messages(registry.get(name)) for name in ("one", "two", "three")} == {
        "one": ["one"], "two": ["two"], "three": ["three"],
    }  # fmt: skip


def test_histories_that_have_no_commit_in_common_are_joined(registry, repo, take, flow):
    repo.commit("base", {"a.json": flow("0")})
    repo.git("checkout", "-q", "--orphan", "other")
    repo.git("rm", "-q", "-rf", ".")
    repo.commit("other", {"b.json": flow("b")})
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "--allow-unrelated-histories", "-m", "join", "other")
    take()
    assert messages(registry.get("b")) == ["other"]
