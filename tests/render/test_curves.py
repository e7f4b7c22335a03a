from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit.render._curves import Router, fitted, forward
from wfkit.render._layout import Box

SMALL = st.integers(-2000, 2000)


def points_on(path, steps=24):
    """Points of the curves of a path, each as (x, y)."""
    start, rest = path[:2], path[2:]
    found = [start]
    for place in range(0, len(rest), 6):
        first, second, third = (rest[place + at : place + at + 2] for at in (0, 2, 4))
        for step in range(1, steps + 1):
            t = step / steps
            weights = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
            found.append(
                tuple(
                    sum(w * p[axis] for w, p in zip(weights, (start, first, second, third), strict=True))
                    for axis in (0, 1)
                )
            )
        start = third
    return found


def meets(path, box):
    return any(box.x < x < box.x + box.width and box.y < y < box.y + box.height for x, y in points_on(path))


@given(SMALL, SMALL, SMALL, SMALL)
def test_a_wire_ends_at_its_ports_level_with_them(x1, y1, x2, y2):
    for path in (Router([]).route((x1, y1, x2, y2)), forward((x1, y1, x2, y2))):
        assert path[:2] == (x1, y1)
        assert path[-2:] == (x2, y2)
        assert path[3] == y1
        assert path[-3] == y2
        assert path[2] >= x1
        assert path[-4] <= x2
        assert len(path) % 6 == 2


def test_a_wire_with_a_free_way_is_one_curve():
    assert len(Router([Box(0, 0, 50, 50), Box(200, 0, 50, 50)]).route((50, 25, 200, 40), list)) == 8


def test_a_wire_goes_the_way_that_the_engine_found_where_a_card_stands_in_its_own():
    wall = Box(100, 0, 50, 50)
    given_way = [50, 25, 80, 25, 90, -20, 125, -20, 160, -20, 170, 25, 200, 25]
    path = Router([wall]).route((50, 25, 200, 25), lambda: given_way)
    assert len(path) == 14
    assert not meets(path, wall)


def test_the_way_of_the_engine_is_not_looked_at_where_it_is_not_needed():
    assert Router([]).route((0, 0, 100, 0), lambda: pytest.fail("asked for nothing"))


def test_between_ports_that_are_near_any_card_is_in_the_way():
    given_way = [0, 0, 10, 0, 10, 200, 20, 200]
    path = Router([Box(5, 80, 10, 20)]).route((0, 0, 20, 200), lambda: given_way)
    assert path == tuple(given_way)


def test_a_card_above_or_below_the_curve_is_no_obstacle():
    router = Router([Box(90, 80, 20, 60), Box(90, -60, 20, 60)])
    assert len(router.route((0, 30, 200, 40), list)) == 8


def test_a_wire_that_leads_back_keeps_clear_of_every_card():
    cards = [Box(0, 0, 100, 60), Box(200, 0, 100, 60), Box(400, 0, 100, 60)]
    path = Router(cards).route((500, 30, 0, 30))
    assert not any(meets(path, card) for card in cards)


def test_wires_that_lead_back_do_not_lie_on_each_other():
    router = Router([Box(0, 0, 100, 60)])
    levels = {router.route((100, 30, 0, 30))[7] for _ in range(8)}
    assert len(levels) == 8
    assert all(abs(one - other) >= 10 for one, other in pairwise(sorted(levels)))


def test_a_wire_to_a_card_right_above_passes_between_both():
    path = Router([Box(0, 0, 100, 60), Box(0, 200, 100, 60)]).route((100, 230, 0, 30))
    assert 60 < path[7] < 200


def test_a_lane_right_between_two_ports_is_taken_when_it_is_free():
    assert Router([Box(0, 0, 100, 20), Box(0, 300, 100, 20)]).route((100, 310, 0, 10))[7] in range(20, 300)


def test_after_very_many_ways_back_wires_are_plain_curves():
    router = Router([Box(0, 0, 100, 60)])
    assert {len(router.route((100, 30, 0, 30))) for _ in range(500)} == {20, 8}


def test_a_route_is_moved_to_its_ports():
    assert fitted([1.2, 2.2, 10, 2.2, 20, 9, 30.4, 9.1], (0, 0, 31, 10)) == (0, 0, 9, 0, 21, 10, 31, 10)


def test_a_bend_in_a_route_is_rounded():
    path = fitted([0, 0, 10, 0, 40, 0, 50, 0, 50, 10, 50, 40, 50, 50], (0, 0, 50, 50))
    before = path[6] - path[4], path[7] - path[5]
    after = path[8] - path[6], path[9] - path[7]
    assert before[0] * after[1] == pytest.approx(before[1] * after[0], abs=12)


@pytest.mark.parametrize(
    "route", [[0, 0, 0, 0, 5, 5, 5, 5, 5, 5, 9, 9, 9, 9], [0, 0, 9, 0, 9, 0, 5, 0, 9, 0, 0, 0, 1, 0]]
)
def test_a_route_without_handles_or_right_back_is_no_fault(route):
    assert len(fitted(route, (0, 0, 9, 9))) == len(route)
