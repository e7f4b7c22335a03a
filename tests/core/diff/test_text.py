from __future__ import annotations

import re

import pytest

from wfkit.core.diff.text import shown_value, visible

ANSI = re.compile(r"\x1b\[\d+m")


def lines(found, **options):
    return found.text(**options).splitlines()[1:]


def test_no_changes_is_one_line(compare, flow):
    assert compare(flow(), flow()).text() == str(compare(flow(), flow())) == "No changes"


def test_changes_are_grouped_by_node(compare, flow, node):
    old = flow(
        [
            node("a", "Ask", type="llm", config={"t": 1, "gone": "x"}),
            node("b", "Tell", type="Tell", disabled=True),
            node("c", "Old"),
            node("e", "End", config={"e": 1}),
        ],
        name="n",
    )
    new = flow(
        [
            node("a", "Question", type="chat", config={"t": 2, "come": None}, onError="stop"),
            node("b", "Tell", type="Tell"),
            node("d", "New", type="prompt"),
            node("E", "End", config={"e": 1}, disabled=True),
        ],
        name="m",
    )
    found = compare(old, new)
    assert found.text().splitlines() == [
        found.summary,
        "+ New (prompt)",
        "- Old (llm)",
        "~ Question (chat)",
        '    type: "llm" → "chat"',
        '    renamed: "Ask" → "Question"',
        "    come: +null",
        '    gone: -"x"',
        "    t: 1 → 2",
        '    onError: +"stop"',
        "~ Tell",
        "    enabled",
        "~ End (llm)",
        "    disabled",
        '~ workflow name: "n" → "m"',
        "  1 change of noise not shown",
    ]


def test_edges_are_shown_by_labels_and_ports(compare, flow, node, edge):
    nodes = [node("a", "Ask"), node("b", "Tell")]
    old = flow(nodes, [edge("a:x", "b:"), edge("b:", "lost:y"), edge("b:out", "a:in"), edge("b:o", "a:i", when=1)])
    new = flow(nodes, [edge("b:", "a:"), edge("b:out2", "a:in"), edge("b:o", "a:i", when=2)])
    assert lines(compare(old, new)) == [
        "+ Tell → Ask",
        "- Ask [x] → Tell",
        "- Tell → lost [y]",
        "~ rewired: Tell [out] → Ask [in], now Tell [out2] → Ask [in]",
        "~ Tell [o] → Ask [i], when: 1 → 2",
    ]


def test_nodes_of_one_label_are_told_apart_by_their_ids(compare, flow, node, edge):
    old = [node("a", "Same"), node("Model-" + "b" * 30, "Same"), node("c", "Other")]
    new = [
        node("a", "Same", config={"v": 1}),
        node("Model-" + "b" * 30, "Same", config={"v": 1}),
        node("c", "Other", config={"v": 1}),
    ]
    assert lines(compare(flow(old), flow(new, [edge("a:", "c:")]))) == [
        "~ Same #a (llm)",
        "    v: +1",
        "~ Same #…bbbbbbbbbbb (llm)",
        "    v: +1",
        "~ Other (llm)",
        "    v: +1",
        "+ Same #a → Other",
    ]


def test_layout_and_noise_are_listed_when_asked_for(compare, flow, node):
    old = flow([node("a", "A"), node("g", "G", type="group")], viewport={"x": 1})
    new = flow(
        [node("b", "A", position={"x": 1, "y": 2}, parentId="g", width=3), node("g", "G", type="group")],
        viewport={"x": 2},
    )
    found = compare(old, new)
    assert lines(found) == ["  4 changes of layout not shown", "  1 change of noise not shown"]
    assert lines(found, layout=True, noise=True) == [
        "~ A (llm)",
        '    in: nothing → "g"',
        "    moved: [0,0] → [1,2]",
        "    width: +3",
        '    id: "a" → "b", known by its config',
        "~ workflow viewport/x: 1 → 2",
    ]


def test_a_long_text_is_shown_word_by_word_with_little_around_it(compare, flow, node):
    words = "You answer questions about it. " * 4
    old, new = (flow([node("a", "A", config={"t": f"{words}Be {word}. {words}"})]) for word in ("brief", "kind"))
    before, after = f"{words}Be "[-40:], f". {words}"[:40]
    assert lines(compare(old, new))[1] == f"    t: …{before}[-brief-]{{+kind+}}{after}…"


def test_a_text_that_differs_at_both_ends_shows_both(compare, flow, node):
    middle = f" {'so it goes on ' * 9}"
    old, new = (flow([node("a", "A", config={"t": f"{word}{middle}{word}"})]) for word in ("one", "two"))
    ends = "[-one-]{+two+}"
    assert lines(compare(old, new))[1] == f"    t: {ends}{middle[:40]}…{middle[-40:]}{ends}"


def test_the_whole_config_and_deep_values_have_names(compare, flow, node, document):
    from wfkit.core.diff import diff

    old, new = flow([node("a", "A", config={"x": {"y/z": 1}})]), flow([node("a", "A", config={"x": {"y/z": 2}})])
    assert lines(compare(old, new))[1] == "    x/y~1z: 1 → 2"
    assert lines(diff(document([1], "unread"), document({}, "unread"))) == ["~ workflow all of it: [1] → {}"]


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_what_is_beyond_the_limit_is_counted(compare, flow, node, limit):
    old = flow([node(str(place), f"N{place}") for place in range(5)])
    new = flow([node(str(place), f"M{place}") for place in range(5)])
    shown = lines(compare(old, new), limit=limit)
    assert shown[-1] == f"  … {5 - limit} more changes"
    assert len(shown) == 2 * limit + 1
    assert lines(compare(old, new), limit=4)[-1] == "  … 1 more change"
    assert len(lines(compare(old, new), limit=None)) == 10


def test_a_comparison_that_was_cut_off_says_so(compare, flow, node):
    found = compare(flow(), flow([node(str(place), f"N{place}") for place in range(9)]), limit=4)
    assert found.truncated
    assert lines(found)[-1] == "  … and more: only 4 changes are kept"
    assert lines(found, limit=3)[-2:] == ["  … 1 more change", "  … and more: only 4 changes are kept"]


def test_colours_say_what_the_signs_say(compare, flow, node, edge):
    long = "a long text that is worth being compared word by word, as prompts are"
    old = flow([node("a", "A", config={"v": 1, "long": f"{long} x"}), node("b", "B")], [edge("a:", "b:")])
    new = flow([node("a", "A", config={"v": 2, "long": f"{long} y"}), node("c", "C")], [edge("a:x", "a:")])
    found = compare(old, new)
    coloured = found.text(color=True)
    assert ANSI.sub("", coloured) == found.text()
    assert "\x1b[32m+ C (llm)\x1b[0m" in coloured
    assert "\x1b[31m- B (llm)\x1b[0m" in coloured
    assert "\x1b[31m1\x1b[0m → \x1b[32m2\x1b[0m" in coloured
    assert "\x1b[31m[-x-]\x1b[0m\x1b[32m{+y+}\x1b[0m" in coloured


HOSTILE = "\x1b]0;title\x07\u202eevil\r\nline\x9b31m"


def test_nothing_in_a_document_reaches_the_terminal_as_a_command(compare, flow, node, edge):
    old = flow([node("a", "A")])
    new = flow(
        [node("a", HOSTILE, type=HOSTILE, config={HOSTILE: HOSTILE}), node(HOSTILE, HOSTILE, type=HOSTILE)],
        [edge("a:x", "a:y", sourceHandle=HOSTILE, label=HOSTILE), edge("b:x", "c:y") | {"source": HOSTILE * 9}],
        **{HOSTILE: HOSTILE},
    )
    for found in (compare(old, new), compare(new, old)):
        text = found.text(layout=True, noise=True, limit=None)
        assert text.replace("\n", "").isprintable()
        assert found.summary.isprintable()
        assert len(text.splitlines()) == text.count("\n") + 1


def test_long_labels_and_values_are_cut(compare, flow, node):
    new = node("a", "L" * 999, type="T" * 999, config={"v": "V" * 999, "list": [1] * 999})
    assert max(map(len, lines(compare(flow(), flow([new]))))) < 150
    assert max(map(len, lines(compare(flow([node("a", "A")]), flow([new]))))) < 200


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        (True, "true"),
        (1.0, "1.0"),
        (10**30, "1" + "0" * 30),
        ("é\n\x1b", '"é\\n\\u001b"'),
        ({"a": [1]}, '{"a":[1]}'),
        ("x" * 100, '"' + "x" * 70 + "…"),
    ],
    ids=ascii,
)
def test_values_are_shown_as_json(value, expected):
    assert shown_value(value) == expected


def test_what_does_not_show_is_shown_by_its_escape():
    assert visible("a\tb\u200b\u202e\x00é") == "a\\tb\\u200b\\u202e\\x00é"
