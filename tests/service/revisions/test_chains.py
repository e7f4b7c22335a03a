"""Laws of chains, on made-up repositories with branches and merges of all shapes."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from wfkit.service.revisions._chains import chains
from wfkit.service.revisions._commits import Change, Commit

PATHS = (b"a", b"b")
ZERO = "000000"


def commit(number, parents):
    return Commit(str(number), tuple(map(str, parents)), "Ada", datetime(2026, 1, 31), "")  # noqa: DTZ001 - as stored


def diff(old, new):
    """What git would say of two trees, without renames."""
    for path in sorted({*old, *new}):
        if path not in new:
            yield Change("D", path, ZERO, "0" * 40)
        elif old.get(path) != new[path]:
            yield Change("M" if path in old else "A", path, "100644", new[path])


@st.composite
def histories(draw):
    """Commits, parents first, each with its tree; every commit but the last leads on to another."""
    tree = st.dictionaries(st.sampled_from(PATHS), st.sampled_from(["x", "y", "z"]))
    commits, trees, ends = [], [], []
    for number in range(draw(st.integers(1, 12))):
        parents = draw(st.lists(st.sampled_from(range(number)), max_size=3, unique=True)) if number else []
        ends = [end for end in ends if end not in parents] + [number]
        commits.append(commit(number, parents))
        # A merge often has a file as one of its parents has it.
        picked = {path: trees[draw(st.sampled_from(parents))].get(path) for path in PATHS} if parents else {}
        trees.append(draw(st.one_of(tree, st.just({path: blob for path, blob in picked.items() if blob}))))
    if len(ends) > 1:
        commits.append(commit(len(commits), ends))
        trees.append(trees[ends[0]])
    return commits, trees


def chained(commits, trees):
    """Each file's chain as commits and contents, with everything that leads to the last commit."""
    wanted, waiting = set(), [commits[-1]]
    while waiting:
        each = waiting.pop()
        wanted.add(each.id)
        waiting += [commits[int(parent)] for parent in each.parents]
    told = [each for each in commits if each.id in wanted]
    firsts = [trees[int(each.parents[0])] if each.parents else {} for each in told]
    changes = [(each.id, list(diff(first, trees[int(each.id)]))) for each, first in zip(told, firsts, strict=True)]
    heads = chains(told, [change for change in changes if change[1]])
    return {head.path: [(each.commit.id, each.blob) for each in head.all()] for head in heads}


@given(histories())
def test_the_newest_revision_of_every_file_is_what_the_last_commit_holds(history):
    commits, trees = history
    newest = {path: revisions[-1][1] for path, revisions in chained(commits, trees).items()}
    assert {path: blob for path, blob in newest.items() if blob} == trees[-1]


@given(histories())
def test_what_a_first_parent_had_is_the_beginning_of_what_its_child_has(history):
    commits, trees = history
    for each in commits:
        if each.parents:
            after = chained(commits[: int(each.id) + 1], trees)
            for path, before in chained(commits[: int(each.parents[0]) + 1], trees).items():
                assert after[path][: len(before)] == before


@given(histories())
def test_no_commit_is_in_a_chain_twice_and_no_revision_repeats_the_one_before(history):
    for revisions in chained(*history).values():
        assert len({commit_id for commit_id, _ in revisions}) == len(revisions)
        assert all(one[1] != two[1] for one, two in pairwise(revisions))
