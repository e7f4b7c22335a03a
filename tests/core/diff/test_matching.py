from __future__ import annotations

import copy
from itertools import pairwise
from random import Random

import pytest

from wfkit.core.diff.matching import match
from wfkit.formats import native

TYPES = ("llm", "prompt", "retriever", "merge")


def rules(found):
    return {(match.old.id, match.new.id): match.rule for match in found.matches}


def kinds(found):
    return {change.kind for change in found}


@pytest.fixture(scope="module")
def chain(node, edge, flow):
    """Ten nodes in a row; labels and configs of their own, unless told otherwise."""

    def chain(names, *, label=True, config=True, ports=False):
        nodes = [
            node(
                name,
                f"Step {place}" if label else "",
                type=TYPES[place % 4],
                config={"n": place, "model": "m"} if config else {},
                position={"x": 10 * place, "y": 0},
            )
            for place, name in enumerate(names)
        ]
        edges = [
            edge(f"{a}:out", f"{b}:{f'in{place}' if ports else 'in'}") for place, (a, b) in enumerate(pairwise(names))
        ]
        return flow(nodes, edges)

    return chain


WORDS = [f"w{number}" for number in range(10)]
NUMBERS = [str(number) for number in range(10)]


@pytest.mark.parametrize("label", [True, False], ids=["labels", "no labels"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (WORDS, [f"v{number}" for number in range(10)]),
        (NUMBERS, [str(number + 100) for number in range(10)]),
        (NUMBERS, [str(number + 1) for number in range(10)]),
        (NUMBERS, [str(number + 4) for number in range(10)]),
        (NUMBERS, [str(9 - number) for number in range(10)]),
        (NUMBERS, ["4", "5", "6", "7", "0", "1", "2", "3", "8", "9"]),
    ],
    ids=["other words", "other numbers", "shifted by one", "shifted by a period", "reversed", "blocks swapped"],
)
def test_ids_given_anew_to_all_nodes_are_no_change_of_logic(compare, chain, old, new, label):
    found = compare(chain(old, label=label), chain(new, label=label))
    assert [match.new.id for match in sorted(found.matches, key=lambda match: old.index(match.old.id))] == new
    assert found.logic == ()
    assert kinds(found) == {"node-rekeyed"}
    assert found.summary == f"Noise: {sum(a != b for a, b in zip(old, new, strict=True))} new ids"


def test_the_only_node_without_a_label_is_renamed_where_the_others_keep_their_ids(compare, node, edge, flow):
    def document(name):
        named = [node("split", "Split"), node("embed", "Embed", type="prompt"), node("write", "Write", type="merge")]
        return flow([node(name, type="retriever"), *named], [edge(f"{name}:out", "split:in")])

    found = compare(document("reads"), document("samples"))
    assert [(change.kind, change.old, change.new) for change in found] == [("node-renamed", "reads", "samples")]


def test_where_ids_are_names_that_people_give_a_node_is_renamed_even_if_all_are(compare):
    def document(name):
        part = {"type": "haystack.components.generators.openai.OpenAIGenerator", "init_parameters": {"model": "m"}}
        return {"components": {name: part}, "connections": []}

    found = compare(document("llm"), document("writer"), "haystack")
    assert [(change.kind, change.old, change.new) for change in found] == [("node-renamed", "llm", "writer")]


def test_one_edit_among_ids_given_anew_is_one_change(compare, chain):
    old, new = chain(WORDS), chain(NUMBERS)
    new["nodes"][3]["data"]["config"]["n"] = 99
    new["nodes"][6]["data"]["label"] = "Another"
    new["nodes"][8]["data"]["config"] = {"n": 8, "model": "other"}
    found = compare(old, new)
    assert sorted((change.kind, change.node, change.path) for change in found.logic) == [
        ("config-changed", "3", "/n"),
        ("config-changed", "8", "/model"),
        ("node-renamed", "6", ""),
    ]
    assert len(found.matches) == 10


def test_nodes_without_labels_and_configs_are_found_by_their_neighbours(compare, chain):
    old = chain(WORDS, label=False, config=False, ports=True)
    old["nodes"][0]["data"]["config"] = {"start": True}
    new = copy.deepcopy(old)
    names = dict(zip(WORDS, reversed(NUMBERS), strict=True))
    for item in new["nodes"]:
        item["id"] = names[item["id"]]
        del item["position"]
    for item in old["nodes"]:
        del item["position"]
    for item in new["edges"]:
        item["source"], item["target"] = names[item["source"]], names[item["target"]]
    new["nodes"] = new["nodes"][::2] + new["nodes"][1::2]
    found = compare(old, new)
    assert {match.old.id: match.new.id for match in found.matches} == names
    assert found.logic == ()


def test_a_long_row_of_nodes_that_are_all_alike_is_no_change_under_other_ids(compare, chain):
    """Farther from the ends than neighbours are asked, nodes go by the order in which they stand."""
    old, new = ([f"{letter}{place}" for place in range(60)] for letter in "ab")
    documents = [chain(names, label=False, config=False) for names in (old, new)]
    for document in documents:
        for item in document["nodes"]:
            item["type"] = "step"
            del item["position"]
        document["nodes"][0]["data"]["config"] = {"start": True}
    found = compare(*documents)
    assert found.logic == ()
    assert [match.new.id for match in sorted(found.matches, key=lambda match: int(match.old.id[1:]))] == new


def test_ids_win_over_labels_where_they_hold(compare, flow, node):
    old = flow([node("a", "Ask", config={"n": 1}), node("b", "Tell", config={"n": 2}), node("c", "End")])
    new = flow(
        [node("a", "Ask 2", config={"n": 5}), node("b", "Tell", config={"n": 2}), node("d", "Ask", config={"n": 1})]
    )
    found = compare(old, new)
    assert rules(found)["a", "a"] == "id"


def test_the_rule_that_matched_is_said(compare, flow, node):
    old = flow(
        [
            node("same", "Same", config={"n": 0}),
            node("content", "Content", config={"n": 1}),
            node("name", "Name", config={"n": 2}),
            node("similar", "Similar", config={"a": 1, "b": 2, "c": 3, "d": 4}),
        ]
    )
    new = flow(
        [
            node("same", "Same", config={"n": 0}),
            node("content2", "Content", config={"n": 1}),
            node("name2", "Name", config={"other": 2}),
            node("similar2", "Alike", config={"a": 1, "b": 2, "c": 3, "d": 5}),
        ]
    )
    assert rules(compare(old, new)) == {
        ("same", "same"): "id",
        ("content", "content2"): "content",
        ("name", "name2"): "name",
        ("similar", "similar2"): "similar",
    }
    assert compare(old, new).to_dict()["matches"] == [
        {"old": "content", "new": "content2", "rule": "content"},
        {"old": "name", "new": "name2", "rule": "name"},
        {"old": "similar", "new": "similar2", "rule": "similar"},
    ]


def test_nodes_that_share_nothing_but_their_type_are_no_match(compare, flow, node):
    found = compare(flow([node("a", "Ask", config={"x": 1})]), flow([node("b", "Tell", config={"y": 2})]))
    assert found.matches == ()
    assert found.summary == "Added Tell; removed Ask"


def test_a_node_that_became_another_type_in_its_place_is_the_same_node(compare, flow, node, shown):
    found = compare(flow([node("a", "A", type="llm")]), flow([node("a", "B", type="chat")]))
    assert shown(found) == [
        ("node-retyped", "a", "", "llm", "chat"), ("node-renamed", "a", "", "A", "B"),
    ]  # fmt: skip


def test_a_node_that_became_another_type_between_the_same_neighbours_is_the_same_node(compare, flow, node, edge):
    others, edges = [node("s", "S"), node("t", "T")], [edge("s:o", "a:i"), edge("a:o", "t:i")]
    new = node("a", "B", type="chat", position={"x": 9, "y": 9})
    found = compare(flow([*others, node("a", "A")], edges), flow([*others, new], edges))
    assert kinds(found) == {"node-retyped", "node-renamed", "node-moved"}


def test_another_type_elsewhere_under_a_used_id_is_another_node(compare, flow, node, edge):
    others = [node("s", "S"), node("t", "T")]
    new = node("1", "B", type="chat", position={"x": 9, "y": 9})
    found = compare(flow([*others, node("1", "A")], [edge("s:o", "1:i")]), flow([*others, new], [edge("1:o", "t:i")]))
    assert kinds(found) == {"node-added", "node-removed", "edge-added", "edge-removed"}


def test_a_node_that_got_another_id_and_type_but_kept_its_name_is_the_same_node(compare, flow, node):
    found = compare(flow([node("a", "Ask", type="llm")]), flow([node("b", "Ask", type="chat")]))
    assert kinds(found) == {"node-retyped", "node-rekeyed"}
    assert rules(found) == {("a", "b"): "name"}


def test_every_node_becoming_another_type_is_no_reason_to_distrust_ids(compare, flow, node):
    old = flow([node(name, name.upper(), type="old") for name in "abcdef"])
    new = flow([node(name, name.upper(), type="new") for name in "abcdef"])
    assert kinds(compare(old, new)) == {"node-retyped"}


def test_most_nodes_renamed_at_once_are_renamed(compare, flow, node):
    old = flow([node(str(place), f"Old {place}", config={"n": place}) for place in range(6)])
    new = flow([node(str(place), f"New {place}", config={"n": place}) for place in range(6)])
    found = compare(old, new)
    assert kinds(found) == {"node-renamed"}
    assert len(found) == 6


def test_duplicate_labels_are_told_apart_by_their_ids(compare, flow, node, shown):
    old = flow([node(name, "Same", config={"n": name}) for name in "abc"])
    new = flow([node(name, "Same", config={"n": "x" if name == "b" else name}) for name in "cba"])
    assert shown(compare(old, new)) == [("config-changed", "b", "/n", "b", "x")]


def test_duplicate_labels_with_ids_given_anew_are_told_apart_by_their_configs(compare, flow, node):
    old = flow([node(name, "Same", config={"n": name}) for name in "abc"])
    new = flow([node(name.upper(), "Same", config={"n": name}) for name in "bca"])
    assert rules(compare(old, new)) == {(name, name.upper()): "content" for name in "abc"}


def test_duplicate_ids_are_told_apart_by_what_they_are(compare, flow, node):
    twins = [node("a", "One", config={"n": 1}), node("a", "Two", type="chat"), node("a", "Three", config={"n": 3})]
    new = copy.deepcopy(twins)
    new[2]["data"]["config"]["n"] = 4
    found = compare(flow(twins), flow(reversed(new)))
    assert [(change.kind, change.label, change.path) for change in found] == [("config-changed", "Three", "/n")]


@pytest.mark.parametrize("count", [2, 3, 70])
def test_nodes_that_are_the_same_to_the_letter_are_no_change(compare, flow, node, count):
    for twin in (node("a", "Twin"), node("a"), node("a", config={"n": 1})):
        old = flow([twin] * count)
        assert not compare(old, copy.deepcopy(old))
        assert kinds(compare(old, flow([twin] * (count - 1)))) == {"node-removed"}


def test_a_second_identity_finds_a_node_under_another_id(compare):
    def steps(names):
        return {
            "a_galaxy_workflow": "true",
            "steps": {
                name: {
                    "id": int(name),
                    "type": "tool",
                    "tool_id": "cut",
                    "uuid": uuid,
                    "label": None,
                    "tool_state": "{}",
                }
                for name, uuid in names.items()
            },
        }

    found = compare(steps({"0": "x", "1": "y"}), steps({"0": "w", "1": "x", "2": "y"}), "galaxy")
    assert rules(found) == {("0", "1"): "uid", ("1", "2"): "uid"}


def test_a_step_in_front_that_shifts_all_numbers_is_one_added_node(compare, flow, node, edge):
    def numbered(labels):
        names = [str(place) for place in range(len(labels))]
        nodes = [
            node(name, label, type="tool", config={"tool": label}) for name, label in zip(names, labels, strict=True)
        ]
        return flow(nodes, [edge(f"{a}:o", f"{b}:i") for a, b in pairwise(names)])

    found = compare(numbered(["b", "c", "d", "e"]), numbered(["a", "b", "c", "d", "e"]))
    assert [(change.kind, change.label) for change in found.logic] == [
        ("node-added", "a"),
        ("edge-added", "0:o -> 1:i"),
    ]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("count", [30, 150])
def test_edited_nodes_of_one_type_are_found_again_under_other_ids(flow, node, count, seed):
    """Even where there are too many for comparing each with each."""
    pick = Random(seed)  # noqa: S311 - no secret
    names = [f"n{place}" for place in range(count)]
    config = {place: {key: pick.randrange(1000) for key in "abcdef"} for place in range(count)}
    old = flow([node(name, f"L{place}", config=config[place]) for place, name in enumerate(names)])
    new = flow(
        [
            node(
                f"m{place}",
                f"K{place}",
                config=config[place] | {pick.choice("abcdef"): -1},
                position={"x": 9, "y": place},
            )
            for place in pick.sample(range(count), count)
        ]
    )
    found = match(native.read(old), native.read(new))
    assert len(found.found) == count
    assert all(one.old.id[1:] == one.new.id[1:] for one in found.found)


@pytest.mark.parametrize(
    "made",
    [
        lambda _: {"label": "Same", "config": {}},
        lambda number: {"label": "Same", "config": {"a": number}},
        lambda number: {"label": f"L{number}", "config": {"a": 1}},
        lambda number: {"label": f"L{number}", "config": {"a": number % 7, "b": number % 11, "c": number % 13}},
        lambda number: {"config": {"a": number % 50}},
    ],
    ids=["all alike", "configs", "labels", "repeating", "unlabelled"],
)
def test_many_nodes_of_one_type_take_a_time_that_grows_with_their_number(flow, made):
    """A quadratic step would take minutes here: what is asserted is that the test ends."""
    count = 4000

    def graph(letter, shift):
        return native.read(
            flow(
                [{"id": f"{letter}{place}", "type": "t", "data": made(place + shift)} for place in range(count)],
                [
                    {"id": f"e{place}", "source": f"{letter}{place}", "target": f"{letter}{place // 2}"}
                    for place in range(count)
                ],
            )
        )

    found = match(graph("a", 0), graph("b", 1))
    assert len(found.found) + len(found.old) == count
