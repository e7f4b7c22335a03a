from __future__ import annotations

import pytest

from wfkit.core.diff._summary import summary


@pytest.fixture
def said(compare, flow):
    """The summary of what leads from some nodes and edges to others."""

    def said(old, new, old_edges=(), new_edges=None):
        return compare(flow(old, old_edges), flow(new, old_edges if new_edges is None else new_edges)).summary

    return said


def test_nothing_is_said_of_no_change(said, node):
    assert said([node("a")], [node("a")]) == "No changes"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (800, 1200, "Changed size of Split from 800 to 1200"),
        ("a", "b", "Changed size of Split from a to b"),
        (0.5, 1.5, "Changed size of Split from 0.5 to 1.5"),
        (True, False, "Changed size of Split from true to false"),
        (None, True, "Changed size of Split from null to true"),
        ("a", "b" * 25, "Changed size of Split"),
        ("a", "b\n", "Changed size of Split"),
        ("", "b", "Changed size of Split"),
        ([1], [2], "Changed size/0 of Split from 1 to 2"),
        (1, [2], "Changed size of Split"),
        (10**100, 1, "Changed size of Split"),
        (1, 10**50, f"Changed size of Split from 1 to {'1' + '0' * 22}…"),
    ],
    ids=repr,
)
def test_a_value_that_changed_alone_is_said_with_both_its_sides(said, node, old, new, words):
    assert said([node("a", "Split", config={"size": old})], [node("a", "Split", config={"size": new})]) == words


def test_a_value_that_came_or_went_is_said_with_what_there_is(said, node):
    bare, full = node("a", "Split"), node("a", "Split", config={"size": 5})
    assert said([bare], [full]) == "Changed size of Split to 5"
    assert said([full], [bare]) == "Changed size of Split"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ({"a/b": 1}, "a/b"),
        ({"a~b": 1}, "a~b"),
        ({"0": 1}, "value 0"),
        ({"": 1}, "all values"),
        ({"a": {"b": 1}}, "a/b"),
        ({"parameters": {"conditions": {"string": {"value": 1}}}}, "…eters/conditions/string/value"),
    ],
    ids=str,
)
def test_a_value_is_named_by_its_place(said, node, path, words):
    found = said([node("a", "A", config=_with(path, 0))], [node("a", "A", config=_with(path, 1))])
    assert found == f"Changed {words} of A from 0 to 1"


def _with(path, leaf):
    return {key: _with(value, leaf) if isinstance(value, dict) else leaf for key, value in path.items()}


def test_several_values_of_one_node_are_named_up_to_three(said, node):
    def config(count, value):
        return [node("a", "A", config={f"k{place}": value for place in range(count)})]

    assert said(config(2, 1), config(2, 2)) == "Changed k0 and k1 of A"
    assert said(config(3, 1), config(3, 2)) == "Changed k0, k1 and k2 of A"
    assert said(config(4, 1), config(4, 2)) == "Changed k0, k1, k2 and 1 more value of A"
    assert said(config(9, 1), config(9, 2)) == "Changed k0, k1, k2 and 6 more values of A"


def test_several_nodes_are_named_with_what_changed_in_them(said, node):
    old = [node("a", "A"), node("b", "B"), node("c", "C")]
    new = [
        node("a", "A", config={"x": 1}),
        node("b", "B", config={"x": 1}, retry=2),
        node("c", "C", config={"x": 1, "y": 1, "z": 1}),
    ]
    assert said(old, new) == "Changed A (x), B (x, retry) and C (3 values)"


def test_what_is_said_of_several_nodes_alike_is_said_once(said, node):
    old = [node(str(place), "Sampler", config={"seed": 1}) for place in range(50)]
    new = [node(str(place), "Sampler", config={"seed": 2}) for place in range(50)]
    assert said(old[:2], new[:2]) == "Changed 2x Sampler (seed)"
    assert said(old, new) == "Changed 30x Sampler (seed) and 20 more nodes"


def test_values_of_a_node_that_became_another_type_are_not_said(said, node):
    old, new = node("a", "A", type="x/y.llm", config={"v": 1}), node("a", "A", type="@z/chat", config={"w": 1})
    assert said([old], [new]) == "Changed the type of A from llm to chat"
    assert said([node("a", "A", type="...")], [node("a", "A", type="/")]) == "Changed the type of A from ... to /"


def test_nodes_that_came_and_went_are_named_up_to_three(said, node):
    nodes = [node(str(place), label) for place, label in enumerate(["A", "B", "B", "C", "D", "E"])]
    assert said([], nodes[:1]) == "Added A"
    assert said([], nodes[:3]) == "Added A and 2x B"
    assert said([], nodes) == "Added A, 2x B, C and 2 more"
    assert said(nodes, []) == "Removed A, 2x B, C and 2 more"


def test_labels_are_short_and_harmless(said, node):
    assert said([], [node("a", "A\x1b[31m\n  B\u202e" + "x" * 50)]) == "Added A�[31m B�xxxxxxxxxxxxxxxxxxxx…"


def test_switches_and_names_are_said_together(said, node):
    old = [node("a", "A"), node("b", "B", disabled=True), node("c", "C")]
    new = [node("a", "A", disabled=True), node("b", "B"), node("c", "D")]
    assert said(old, new) == "Renamed C to D; enabled B; disabled A"


def test_edges_are_named_by_the_labels_of_their_ends(said, node, edge):
    nodes = [node("a", "Ask"), node("b", "Tell"), node("c", "End")]
    ab, bc, ac = edge("a:x", "b:y"), edge("b:x", "c:y"), edge("a:x", "c:y")
    assert said(nodes, nodes, [ab], [ab, bc]) == "Connected Tell to End"
    assert said(nodes, nodes, [ab, ac], [bc]) == "Connected Tell to End; disconnected Ask from Tell and Ask from End"
    assert said(nodes, nodes, [ab], [edge("a:z", "b:y")]) == "Changed the ports from Ask to Tell"
    assert said(nodes, nodes, [ab], [ab | {"when": 1}]) == "Changed the edge from Ask to Tell"


def test_edges_of_a_node_that_came_or_went_are_no_news(said, node, edge):
    a, b, c = node("a", "A"), node("b", "B"), node("c", "C", config={"n": 1})
    assert said([a, b], [a, b, c], [edge("a:", "b:")], [edge("a:", "b:"), edge("b:", "c:")]) == "Added C"
    assert said([a, b, c], [a, b], [edge("a:", "b:"), edge("b:", "c:")], [edge("a:", "b:")]) == "Removed C"


def test_edges_to_nodes_that_do_not_exist_are_counted(said, node, edge):
    lost = [edge("a:", "lost:"), edge("lost:", "a:")]
    assert said([node("a")], [node("a")], [], lost) == "Added 2 edges to nowhere"
    assert said([node("a")], [node("a")], lost[:1], []) == "Removed 1 edge to nowhere"


def test_a_node_that_has_the_edges_of_one_that_went_replaced_it(said, node, edge):
    others = [node("s", "S"), node("t", "T")]
    old, new = node("o", "OpenAI", type="openai"), node("l", "Claude", type="anthropic", position={"x": 5, "y": 5})
    before, after = [edge("s:", "o:p"), edge("o:t", "t:")], [edge("s:", "l:q"), edge("l:u", "t:")]
    assert said([*others, old], [*others, new], before, after) == "Replaced OpenAI with Claude"


def test_a_node_replaces_only_one_and_the_one_called_alike_first(said, node, edge):
    others = [node(name, name.upper()) for name in "abc"]
    old = node("o", "Old", type="Gemini")
    first = node("p", "First", type="Claude", config={"a": 1}, position={"x": 5, "y": 5})
    second = node("q", "Second", type="GeminiV2", config={"b": 1}, position={"x": 5, "y": 5})
    before = [edge("o:", f"{name}:") for name in "abc"]
    after = [edge("p:", "a:"), edge("p:", "b:"), edge("q:", "c:")]
    assert said([*others, old], [*others, first, second], before, after) == "Replaced Old with Second; added First"


def test_a_node_with_other_edges_replaced_nothing(said, node, edge):
    others = [node("s", "S"), node("t", "T")]
    old, new = node("o", "Old", type="x"), node("n", "New", type="y", position={"x": 5, "y": 5})
    assert said([*others, old], [*others, new], [edge("s:", "o:")], [edge("n:", "t:")]) == "Added New; removed Old"
    assert said([*others, old], [*others, new]) == "Added New; removed Old"


def test_an_end_that_many_nodes_share_shows_no_replacement(said, node, edge):
    hub = node("h", "Hub")
    old, new = ([node(f"{name}{place}", f"{name}{place}", type=name) for place in range(9)] for name in ("x", "y"))
    before, after = ([edge(f"{name}{place}:", "h:") for place in range(9)] for name in ("x", "y"))
    assert said([hub, *old], [hub, *new], before, after).startswith("Added y0, y1, y2 and 6 more; removed x0")


def test_layout_and_noise_are_said_last_and_in_short(compare, flow, node):
    old = flow([node("a", "A"), node("b", "B"), node("n", "N", type="note"), node("g", "G", type="group")])
    new = flow(
        [
            node("x", "A", config={"v": 1}, position={"x": 1, "y": 0}, width=5),
            node("b", "B", position={"x": 1, "y": 0}),
            node("n", "N", type="note", config={"v": 1}),
            node("g", "G", type="group", width=5),
        ],
        schema_version=0,
    )
    assert compare(old, new).summary == (
        "Changed v of A to 1; layout: 2 nodes moved, 1 note changed, 1 frame changed; noise: 1 new id, 1 value"
    )


def test_noise_alone_says_what_it_is(compare, flow):
    assert compare(flow(), flow(schema_version=0)).summary == "Noise: 1 value that the tool keeps for itself"


def test_edges_that_are_only_drawn_otherwise_are_counted(said, node, edge):
    nodes = [node("a"), node("b")]
    edges = [edge("a:x", "b:y"), edge("b:x", "a:y")]
    assert said(nodes, nodes, edges, [line | {"animated": True} for line in edges]) == "Layout: 2 edges drawn otherwise"


def test_values_of_the_workflow_are_named_up_to_three(compare, flow):
    old, new = (flow(**dict.fromkeys(("name", "tags", "run", "vars"), value)) for value in (1, 2))
    assert compare(flow(name=1), flow(name=2)).summary == "Changed name of the workflow"
    assert compare(old, new).summary == "Changed name, run, tags and 1 more value of the workflow"


def test_a_node_in_another_container_is_said(said, node):
    loops = [node("l", "Loop", type="loop"), node("m", "Other loop", type="loop")]
    assert said([node("a", "A", parentId="l"), *loops], [node("a", "A", parentId="m"), *loops]) == (
        "Put into another container: A"
    )


def test_a_summary_has_a_bound_and_says_how_much_it_leaves_out(said, node, edge):
    old = [node(str(place), f"{place} {'x' * 25}", config={"n": place}) for place in range(9)]
    new = [node("0", "y" * 30, config={"n": 0}), node("1", "z" * 30, config={"n": 1}), *old[2:]]
    new[2] = old[2] | {"type": "chat"}
    new[3] = node("3", old[3]["data"]["label"], config={"n": 9}, disabled=True)
    found = said(old, new, [], [edge("3:", "4:"), edge("5:", "6:")])
    assert found.endswith("; and 2 more kinds of change")
    assert len(found) < 300


def test_without_the_graphs_edges_are_named_by_ids(compare, flow, node, edge):
    nodes = [node("a", "Ask"), node("b", "Tell")]
    found = compare(flow(nodes), flow(nodes, [edge("a:x", "b:y")]))
    assert found.summary == "Connected Ask to Tell"
    assert summary(found.operations) == "Connected a to b"
    assert summary([]) == "No changes"
