from __future__ import annotations

import pytest

from wfkit.render._plain import drawings

OUTPUT = b"""graph 1 4 2
node n0 1 0.5 2 1 <<TABLE></TABLE>> solid plain black lightgrey
node n1 3 1.5 2 1 <<TABLE></TABLE>> solid plain black lightgrey
edge n0:"p0:e" n1:"p1:w" 4 2 0.5 2.5 0.5 2.5 1.5 2 1.5 solid black
stop
"""


def test_places_are_pixels_from_the_upper_left_corner():
    (found,) = drawings(OUTPUT, 1)
    assert found.nodes == {"n0": (72, 108), "n1": (216, 36)}
    (edge,) = found.edges["n0:p0:e", "n1:p1:w"]
    assert found.points(edge) == [144, 108, 180, 108, 180, 36, 144, 36]


def test_several_graphs_come_one_after_the_other():
    assert len(drawings(OUTPUT * 3, 3)) == 3


@pytest.mark.parametrize(
    "output",
    [
        b"",
        b"graph 1 4 2\n",
        OUTPUT * 2,
        b"graph\nstop\n",
        b"\xff\xfe",
        b"graph 1 a b\nstop\n",
        b"graph 1 4 2\nnode\nstop\n",
    ],
)
def test_an_output_of_no_use_is_none(output):
    assert drawings(output, 1) is None
