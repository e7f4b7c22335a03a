"""Which version changed each node and each value last."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit.core.blame import blame
from wfkit.core.diff.leaves import leaves
from wfkit.core.document import Document
from wfkit.errors import UnknownFormat
from wfkit.service.documents import from_data


def node(node_id, label=None, *, type="llm", x=0, **config):
    return {
        "id": node_id,
        "type": type,
        "position": {"x": x, "y": 0},
        "data": {"label": label or node_id.upper(), "config": config},
    }


def flow(*nodes, edges=(), **more):
    return {"nodes": [*nodes], "edges": [*edges], **more}


def blamed(*documents):
    """The version of each row, by node and path."""
    history = [(number, from_data(document)) for number, document in enumerate(documents, start=1)]
    return {(row.node.id, row.path): row.version for row in blame(history)}


def test_no_history_has_no_rows():
    assert blame([]) == []


def test_what_nobody_changed_is_of_the_first_version():
    document = flow(node("a", k=1, deep={"l": [1, {"x": 2}], "e": {}}))
    assert blamed(document, {**document, "name": "x"}) == {
        ("a", ""): 1, ("a", "/k"): 1, ("a", "/deep/l/0"): 1, ("a", "/deep/l/1/x"): 1, ("a", "/deep/e"): 1,
    }  # fmt: skip


def test_rows_have_the_node_as_it_is_now_and_its_values_in_the_order_of_the_document():
    history = [
        (3, from_data(flow(node("b", z=1, a=None), node("a")))),
        (7, from_data(flow(node("b", z=2, a=None), node("a")))),
    ]
    assert [(row.node.id, row.path, row.value, row.version) for row in blame(history)] == [
        ("b", "", None, 7), ("b", "/z", 2, 7), ("b", "/a", None, 3), ("a", "", None, 3),
    ]  # fmt: skip


def test_a_value_is_of_the_version_that_changed_it_last():
    assert blamed(flow(node("a", k=1, m=1)), flow(node("a", k=2, m=1)), flow(node("a", k=1, m=1))) == {
        ("a", ""): 3, ("a", "/k"): 3, ("a", "/m"): 1,
    }  # fmt: skip


def test_a_node_is_of_the_version_that_changed_anything_but_its_layout():
    start = node("a", k=1)
    for edit in ({"disabled": True}, {"type": "chat"}, {"retry": 3}, {"data": {"label": "B", "config": {"k": 1}}}):
        assert blamed(flow(start), flow({**start, **edit})) == {("a", ""): 2, ("a", "/k"): 1}
    for edit in ({"position": {"x": 9, "y": 9}}, {"width": 3}, {"selected": True}):
        assert blamed(flow(start), flow({**start, **edit})) == {("a", ""): 1, ("a", "/k"): 1}


def test_putting_a_node_into_a_frame_does_not_touch_it_and_into_a_container_does():
    for kind, version in (("group", 1), ("loop", 2)):
        frame, start = node("g", type=kind), node("a")
        found = blamed(flow(frame, start), flow(frame, {**start, "parentId": "g"}))
        assert found == {("g", ""): 1, ("a", ""): version}


def test_a_note_is_of_the_version_that_changed_its_text():
    assert (
        blamed(flow(node("n", type="note", text="a")), flow(node("n", type="note", text="b", x=3)))["n", "/text"] == 2
    )


def test_a_node_is_followed_through_another_name_and_another_id():
    documents = [
        flow(node("a", k=1, m="x"), node("b", k=9)),
        flow(node("a", k=2, m="x"), node("b", k=9)),
        flow(node("a", "Renamed", k=2, m="x"), node("b", k=9)),
        flow(node("new-a", "Renamed", k=2, m="x"), node("new-b", "B", k=9)),
        flow(node("new-a", "Renamed", k=2, m="y"), node("new-b", "B", k=9)),
    ]
    assert blamed(*documents) == {
        ("new-a", ""): 5, ("new-a", "/k"): 2, ("new-a", "/m"): 5, ("new-b", ""): 1, ("new-b", "/k"): 1,
    }  # fmt: skip
    assert blamed(*documents[:4])["new-a", ""] == 3


@pytest.mark.parametrize(
    ("old", "new", "versions"),
    [
        (["a", "b"], ["x", "a", "b"], [2, 1, 1]),
        (["a", "b", "c"], ["a", "c"], [1, 1]),
        ([{"id": 1, "v": 1}, {"id": 2, "v": 1}], [{"id": 2, "v": 1}, {"id": 1, "v": 2}], [1, 1, 1, 2]),
        (["a", "b"], ["a", "B"], [1, 2]),
        ({"a": 1}, {"b": 1}, [2]),
        ([1, 2], {"0": 1}, [2]),
        ({"a": 1}, {"a": True}, [2]),
        ([], [1], [2]),
        ([1], [], [2]),
    ],
    ids=[
        "put in before", "removed before", "elements with ids in another order", "one changed", "another key",
        "a list becomes an object", "one becomes true", "filled", "emptied",
    ],
)  # fmt: skip
def test_values_are_followed_through_their_lists(old, new, versions):
    found = blamed(flow(node("a", v=old)), flow(node("a", v=new)))
    assert [found["a", path] for path in leaves({"v": new})] == versions


def test_a_node_that_came_back_began_anew_and_others_did_not():
    document = flow(node("a", k=1), node("b", k=1))
    assert blamed(document, flow(node("b", k=1)), document) == {
        ("a", ""): 3, ("a", "/k"): 3, ("b", ""): 1, ("b", "/k"): 1,
    }  # fmt: skip


def test_an_added_node_began_with_its_version():
    assert blamed(flow(node("a")), flow(node("a"), node("b", k=1))) == {("a", ""): 1, ("b", ""): 2, ("b", "/k"): 2}


def test_nodes_under_one_id_have_rows_each():
    document = flow(node("a", k=1), node("a", "Other", k=2))
    history = [(1, from_data(document)), (2, from_data(flow(node("a", k=1), node("a", "Other", k=3))))]
    assert [row.version for row in blame(history)] == [1, 1, 2, 2]


def unreadable(data):
    def read(document):
        raise UnknownFormat(str(document))

    return Document("", data, "wfkit", read)


def broken(data):
    return from_data({**data, "nodes": "lost"}, format="wfkit")


@pytest.mark.parametrize("spoil", [unreadable, broken])
def test_a_version_whose_graph_cannot_be_read_is_passed_over(spoil):
    first, last = flow(node("a", k=1, m=1)), flow(node("a", k=2, m=1))
    history = [(1, from_data(first)), (2, spoil(first)), (3, from_data(last))]
    assert [(row.path, row.version) for row in blame(history)] == [("", 3), ("/k", 3), ("/m", 1)]
    assert [row.version for row in blame(history[1:])] == [3, 3, 3]
    assert blame(history[:2]) == []


def test_a_version_without_nodes_is_none_of_those():
    document = flow(node("a"))
    assert blamed(document, flow(), document) == {("a", ""): 3}


CONFIGS = st.dictionaries(
    st.sampled_from("pqr"),
    st.recursive(st.integers(0, 2), lambda inner: st.lists(inner, max_size=3), max_leaves=4),
    max_size=3,
)  # fmt: skip


@given(st.lists(CONFIGS, min_size=1, max_size=5))
def test_every_value_is_there_since_its_version_and_every_version_is_one_of_the_history(configs):
    documents = [flow(node("a", **copy.deepcopy(config))) for config in configs]
    found = blamed(*documents)
    assert [path for _, path in found] == ["", *leaves(configs[-1])]
    assert {*found.values()} <= {*range(1, len(configs) + 1)}
    for (_, path), version in found.items():
        if path.count("/") == 1:
            now = [config.get(path[1:]) for config in configs[version - 1 :]]
            assert len({*map(repr, now)}) == 1
