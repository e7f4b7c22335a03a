"""Layout never conflicts, and a place is taken whole."""

from __future__ import annotations

import wfkit

from .conftest import configured, paths


def test_layout_never_conflicts_and_ours_wins(made, base):
    def moved(x, color, zoom):
        def edit(document):
            document["nodes"][0] |= {"position": {"x": x, "y": x}, "width": x, "zIndex": x}
            document["nodes"][0]["data"]["color"] = color
            document["edges"][0] |= {"style": {"stroke": color}}
            document["viewport"] = {"x": x, "y": 0, "zoom": zoom}

        return edit

    start = made.changed(base, moved(0, "grey", 1))
    ours, theirs = made.changed(base, moved(1, "red", 2)), made.changed(base, moved(2, "blue", 3))
    merged = wfkit.merge(start, ours, theirs)
    assert not merged.conflicts
    assert merged.document == ours


def test_a_place_is_taken_whole(made, base):
    ours = made.changed(base, lambda document: document["nodes"][0].update(position={"x": 5, "y": 0}))
    theirs = made.changed(base, lambda document: document["nodes"][0].update(position={"x": 0, "y": 7}))
    assert wfkit.merge(base, ours, theirs).document["nodes"][0]["position"] == {"x": 5, "y": 0}
    assert wfkit.merge(base, theirs, ours).document["nodes"][0]["position"] == {"x": 0, "y": 7}


def test_numbers_of_a_config_are_no_place(base):
    start = configured(base, "a", position={"x": 1, "y": 1}, width=1, style=1)
    ours = configured(start, "a", position={"x": 2, "y": 1}, width=2, style=2)
    theirs = configured(start, "a", position={"x": 1, "y": 2}, width=3, style=3)
    merged = wfkit.merge(start, ours, theirs)
    assert paths(merged) == ["/nodes/a/data/config/width", "/nodes/a/data/config/style"]
    assert merged.resolve_all("ours").document["nodes"][0]["data"]["config"]["position"] == {"x": 2, "y": 2}


def test_layout_that_one_side_removed_and_the_other_changed_is_as_ours_has_it(made, base):
    start = made.changed(base, lambda document: document["nodes"][0].update(width=1))
    theirs = made.changed(start, lambda document: document["nodes"][0].update(width=2))
    merged = wfkit.merge(start, base, theirs)
    assert not merged.conflicts
    assert "width" not in merged.document["nodes"][0]


def test_tags_are_a_set(base):
    start = {**base, "tags": ["a", "b"]}
    merged = wfkit.merge(start, {**start, "tags": ["b", "o"]}, {**start, "tags": ["t", "a", "b"]})
    assert merged.document["tags"] == ["t", "b", "o"]
    assert wfkit.merge(start, base, {**start, "tags": ["a", "b", "c"]}).document["tags"] == ["c"]
    assert "tags" not in wfkit.merge(start, base, {**start, "name": "x"}).document
