"""Which steps of a history share their places."""

from __future__ import annotations

import pytest

from wfkit.core.model import Graph, Node
from wfkit.widgets.comparing.steps import Steps


def graph(ids):
    return Graph(nodes=tuple(Node(id=key, type="llm", label=key) for key in ids), edges=())


@pytest.fixture
def steps():
    """Makes the steps of a history of graphs whose nodes are letters; the versions are numbered from 1."""
    return lambda *versions: Steps(lambda number: graph(versions[number - 1]))


def shared(steps, count):
    numbers = range(1, count + 1)
    found = [steps.near(numbers, number) for number in numbers[1:]]
    return ["".join(sorted(whole.by_id)) if whole else None for whole in found]


def test_steps_that_have_most_in_common_share_all_that_is_in_any_of_them(steps):
    assert shared(steps("abc", "abcd", "bcde"), 3) == ["abcde", "abcde"]


def test_a_step_that_replaces_everything_has_its_own_places_and_others_theirs(steps):
    assert shared(steps("abc", "abcd", "vwxyz", "vwxy"), 4) == ["abcd", None, "vwxyz"]


def test_the_first_version_counts_as_the_step_that_comes_after_it(steps):
    assert steps("ab", "abc").near([1, 2], 1) is None
    assert steps("ab").near([1], 1) is None


def test_a_version_that_is_not_listed_has_none(steps):
    assert steps("ab", "abc").near([1, 2], 3) is None


def test_a_long_history_is_looked_at_piece_by_piece():
    read = []
    steps = Steps(lambda number: read.append(number) or graph("abc"))
    numbers = [*range(1, 101)]
    assert steps.near(numbers, 50) is steps.near(numbers, 55)
    assert read == [*range(41, 62)]


def test_what_is_very_large_is_drawn_by_itself(steps):
    many = [str(number) for number in range(301)]
    assert shared(steps(many, many), 2) == [None]
