"""Large, deep and odd documents: what is asserted besides the result is that each test ends in good time."""

from __future__ import annotations

import copy
from random import Random

import pytest

from wfkit.core.patch import apply_patch


def nest(leaf, depth):
    for level in range(depth):
        leaf = {"a": leaf} if level % 2 else [leaf]
    return leaf


def call_deep(function, level):
    return call_deep(function, level - 1) if level else function()


@pytest.mark.parametrize("stack", [0, 700])
@pytest.mark.parametrize("depth", [100, 490])
def test_a_deep_config_is_compared_however_little_stack_is_left(compare, flow, node, depth, stack):
    old, new = (flow([node("a", "A", config={"deep": nest(leaf, depth)})]) for leaf in (1, 2))

    def compared():
        found = compare(old, new)
        return [(change.old, change.new) for change in found], apply_patch(old, found.to_json_patch())

    assert call_deep(compared, stack) == ([(1, 2)], new)


@pytest.mark.parametrize("stack", [0, 700])
def test_a_deep_value_is_shown_however_little_stack_is_left(compare, flow, node, stack):
    found = compare(flow([node("a", "A")]), flow([node("a", "A", config={"deep": nest(1, 490)})]))
    assert '    deep: +{"a":[{"a":[' in call_deep(found.text, stack)


def test_a_deep_document_that_is_not_read_is_compared(compare):
    assert len(compare(nest(1, 499), nest(2, 499), "unread")) == 1
    assert not compare(nest([1, 2], 497), nest([1.0, 2], 497), "unread")


def test_what_differs_in_order_alone_is_seen_however_deep(compare, flow):
    """The graph shows nothing of a node without an id, so the whole documents are looked at."""
    old = flow([{"x": nest([1, 2, 3], 480)}, {"y": 1}])
    new = flow([{"y": 1.0}, {"x": nest([3, 1, 2], 480)}])
    assert not compare(old, new)
    assert compare(old, flow([{"y": 1.0}, {"x": nest([3, 1, 4], 480)}]))


def test_a_document_of_tens_of_megabytes_is_compared(compare, flow, node):
    def config():
        return {f"k{place}": "x" * 1000 for place in range(50)}

    old = flow([node(f"n{place}", f"N{place}", config=config()) for place in range(800)])
    new = copy.deepcopy(old)
    new["nodes"][400]["data"]["config"]["k7"] = "y"
    found = compare(old, new)
    assert [(change.node, change.path) for change in found] == [("n400", "/k7")]
    assert len(found.to_json_patch()) == 1


@pytest.mark.parametrize(
    ("count", "made"),
    [
        (100_000, lambda number: {"id": number}),
        (100_000, lambda number: number),
        (20_000, lambda number: {"v": number}),
        (20_000, lambda number: [number]),
    ],
    ids=["identities", "numbers", "objects", "lists"],
)
def test_many_elements_in_another_order_are_compared(compare, flow, node, count, made):
    items = [made(number) for number in range(count)]
    mixed = [*items]
    Random(1).shuffle(mixed)  # noqa: S311 - no secret
    old, new = (flow([node("a", "A", config={"items": value})]) for value in (items, mixed))
    found = compare(old, new)
    assert len(found) == 1 or len(found) > 0.99 * count
    assert apply_patch(old, found.to_json_patch()) == new
    assert len(found.text().splitlines()) < 210


def test_many_nodes_in_another_order_are_no_change(compare, flow, node):
    nodes = [node(str(number), f"N{number}", config={"n": number}) for number in range(50_000)]
    mixed = [*nodes]
    Random(1).shuffle(mixed)  # noqa: S311 - no secret
    assert not compare(flow(nodes), flow(mixed))


def test_ten_thousand_nodes_with_ids_given_anew_are_found_again(compare, flow, node, edge):
    def made(letter, shift):
        nodes = [node(f"{letter}{place}", f"N{place}", config={"n": place}) for place in range(10_000)]
        edges = [edge(f"{letter}{place}:", f"{letter}{place + 1}:") for place in range(9_999)]
        return flow(nodes[shift:] + nodes[:shift], edges)

    found = compare(made("a", 0), made("b", 3))
    assert found.logic == ()
    assert len(found.matches) == 10_000


def test_two_documents_of_thousands_of_nodes_that_have_nothing_in_common_are_compared(compare, flow, node, edge):
    def made(letter):
        nodes = [
            node(
                f"{letter}{place}", f"{letter}{place}", type=f"t{place % 5}", config={f"{letter}{place % 7}": place % 3}
            )
            for place in range(3_000)
        ]
        return flow(nodes, [edge(f"{letter}{place}:", f"{letter}{place * 7 % 3000}:") for place in range(3_000)])

    found = compare(made("a"), made("b"))
    assert len(found.matches) + found.stats["node-removed"] == 3_000
    assert found.summary


def test_a_star_of_thousands_of_edges_moved_to_another_hub_is_compared(compare, flow, node, edge):
    hubs = [node("h", "Hub"), node("i", "Other hub", config={"n": 1})]
    leaves = [node(f"n{place}", f"N{place}") for place in range(5_000)]
    old, new = ([edge(f"{hub}:", f"n{place}:") for place in range(5_000)] for hub in "hi")
    found = compare(flow([*hubs, *leaves], old), flow([*hubs, *leaves], new))
    assert found.stats["edge-added"] == found.stats["edge-removed"] == 5_000


def test_thousands_of_edges_between_two_nodes_are_compared(compare, flow, node, edge):
    nodes = [node("a", "A"), node("b", "B")]
    old = [edge(f"a:x{place}", f"b:y{place}", id=str(place)) for place in range(5_000)]
    new = [edge(f"a:z{place}", f"b:y{place}", id=str(place)) for place in range(5_000)]
    assert compare(flow(nodes, old), flow(nodes, new)).stats["edge-rewired"] == 5_000


def test_a_huge_value_is_shown_in_short(compare, flow, node):
    found = compare(flow([node("a", "A")]), flow([node("a", "A", config={"v": ["x" * 1000] * 20_000})]))
    assert len(found.text()) < 300
