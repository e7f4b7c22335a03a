from __future__ import annotations

from wfkit.render._cards import Card
from wfkit.render._shapes import HEADER, WIDTH, note_lines, shape_of


def test_a_plain_card_is_its_header_with_ports_in_the_middle():
    shape = shape_of([Card("n", "N", inputs=("in",), outputs=("out",))])
    assert shape == (WIDTH, HEADER, {"in": HEADER // 2}, {"out": HEADER // 2}, HEADER)


def test_rows_and_highlights_make_a_card_higher():
    plain = Card("n", "N", inputs=("a", "b"), outputs=("c",), has_rows=True)
    assert shape_of([plain]).height > HEADER
    assert shape_of([plain._replace(highlights=(("k", "v"),))]).height > shape_of([plain]).height


def test_each_port_has_a_height_of_its_own():
    shape = shape_of([Card("n", "N", inputs=("a", "b", "c"), has_rows=True)])
    assert len(set(shape.inputs.values())) == 3


def test_a_single_port_without_a_name_stays_at_the_title():
    shape = shape_of([Card("n", "N", inputs=("in",), outputs=("true", "false"), has_rows=True)])
    assert shape.inputs == {"in": HEADER // 2}
    assert min(shape.outputs.values()) > HEADER


def test_a_single_port_without_a_name_makes_no_line():
    shape = shape_of([Card("n", "N", inputs=("in",), outputs=("out",), has_rows=True)])
    assert shape.height == HEADER


def test_very_many_ports_share_the_last_row():
    shape = shape_of([Card("n", "N", inputs=tuple(map(str, range(1000))), has_rows=True)])
    assert len(shape.inputs) == 1000
    assert max(shape.inputs.values()) < shape.height < 500


def test_what_the_settings_say_does_not_change_the_shape():
    one = Card("n", "N", highlights=(("model", "a"),))
    assert shape_of([one]) == shape_of([one._replace(label="Other", highlights=(("prompt", "b" * 200),))])


def test_versions_of_a_card_share_a_shape_with_the_ports_of_all():
    old = Card("n", "N", inputs=("a",), highlights=(("k", "v"), ("l", "w")))
    new = Card("n", "N", inputs=("b", "a"), has_rows=True)
    shape = shape_of([old, new])
    assert {*shape.inputs} == {"a", "b"}
    assert shape.height >= max(shape_of([old]).height, shape_of([new]).height)


def test_a_note_is_as_high_as_its_lines():
    short, long = Card("n", "n", role="note", text="one"), Card("n", "n", role="note", text="one two three " * 10)
    assert shape_of([short]).height < shape_of([long]).height == shape_of([short, long]).height


def test_a_note_that_became_a_node_has_the_shape_of_the_node():
    assert shape_of([Card("n", "n", role="note", text="one"), Card("n", "N")]) == shape_of([Card("n", "N")])


def test_lines_of_a_note_follow_its_width():
    text = "some words that need more than one line " * 2
    assert len(note_lines(text, 100, 20)) > len(note_lines(text, 400, 20))
