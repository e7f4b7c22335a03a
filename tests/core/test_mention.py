from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit.core.mention import Mention, Place, at_start, renamed_texts, rewritten, texts, unescaped
from wfkit.core.model import Graph, Node

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


def test_texts_come_in_the_order_of_the_document_with_their_places() -> None:
    found = [(place.pointer, place.name, text) for place, text in texts({"a": "x", "b": ["y", {"c/d": "z"}, "", 1]})]

    assert found == [("/a", "a", "x"), ("/b/0", "b", "y"), ("/b/1/c~1d", "c/d", "z")]


def test_an_element_of_a_bare_list_has_no_name() -> None:
    assert [(place.pointer, place.name) for place, _ in texts(["x"])] == [("/0", "")]


@pytest.mark.parametrize("value", ["text", 3, None])
def test_what_is_no_container_holds_no_texts(value: object) -> None:
    assert [*texts(value)] == []


def test_texts_are_found_at_any_depth() -> None:
    value: object = "deep"
    for _ in range(20_000):
        value = [value]

    assert [text for _, text in texts(value)] == ["deep"]


@given(_JSON)
def test_no_text_is_left_out(value: object) -> None:
    def count(item: object) -> int:
        if isinstance(item, dict):
            return sum(map(count, item.values()))
        return sum(map(count, item)) if isinstance(item, list) else int(isinstance(item, str) and item != "")

    assert sum(1 for _ in texts(value)) == (count(value) if isinstance(value, dict | list) else 0)


@pytest.mark.parametrize(
    ("text", "mention", "new"),
    [
        ("say a now", Mention("a", "", 4, 5), "say b c now"),
        ("$('a')", Mention("a", "", 3, 4, spelling="'"), "$('b c')"),
        ("$node.a", Mention("a", "", 5, 7, spelling="."), '$node["b c"]'),
    ],
)
def test_a_name_is_written_as_the_old_one_was(text: str, mention: Mention, new: str) -> None:
    assert rewritten(text, [mention], {"a": "b c"}) == new


def test_an_identifier_stays_a_property() -> None:
    assert rewritten("$node.a.json", [Mention("a", "", 5, 7, spelling=".")], {"a": "b"}) == "$node.b.json"


@pytest.mark.parametrize(("quote", "name"), [("'", r"it\'s \\"), ('"', r"it's \\"), ("`", r"it's \\")])
def test_quotes_and_backslashes_are_escaped_inside_quotes(quote: str, name: str) -> None:
    mention = Mention("a", "", 1, 2, spelling=quote)

    assert rewritten(f"{quote}a{quote}", [mention], {"a": "it's \\"}) == f"{quote}{name}{quote}"
    assert unescaped(name) == "it's \\"


def test_several_mentions_are_rewritten_whatever_their_order_and_overlaps() -> None:
    mentions = [Mention("b", "", 2, 3), Mention("a", "", 0, 1), Mention("a", "", 0, 3), Mention("c", "", 4, 5)]

    assert rewritten("a b c", mentions, {"a": "one", "b": "two"}) == "one two c"


def test_a_label_is_rewritten_by_the_labels() -> None:
    mentions = [Mention("a", "", 0, 1), Mention("a", "", 2, 5, is_label=True)]

    assert rewritten("a-Old", mentions, {"a": "b"}, {"a": "New"}) == "b-New"
    assert rewritten("a-Old", mentions, {"a": "b"}) == "b-Old"


def test_a_text_that_begins_with_an_id_mentions_it_there() -> None:
    assert at_start("ab", Place(None, "x"), "out") == Mention("ab", "/x", 0, 2, "out")


def _graph() -> Graph:
    """Two nodes; the second mentions the first in its config and in its settings, and something else."""
    held = Node("b", "t", "b", {"x": "a", "y": "z"}, pointer="/1", config_pointer="/1/c", settings={"s": ["a"]})

    def mentions(graph: Graph, node: Node) -> list[Mention]:
        assert graph.nodes
        found = [Mention("a", "/x", 0, 1), Mention("a", "", 0, 1, setting="/s/0"), Mention("z", "/y", 0, 1, "out")]
        return found if node.id == "b" else []

    return Graph((Node("a", "t", "a"), held), find_mentions=mentions)


def test_references_are_edges_of_their_own_kind_and_none_of_the_graph() -> None:
    graph = _graph()

    assert [(edge.kind, edge.source, edge.target, edge.source_port, edge.pointer) for edge in graph.references] == [
        ("reference", "a", "b", "", "/1/c/x"),
        ("reference", "a", "b", "", "/1/s/0"),
        ("reference", "z", "b", "out", "/1/c/y"),
    ]
    assert len({edge.id for edge in graph.references}) == 3
    assert graph.edges == ()


def test_several_mentions_in_one_text_are_one_reference() -> None:
    graph = Graph((Node("a", "t", "a", {"x": "a a"}),), find_mentions=_twice)

    assert len(graph.references) == 1


def _twice(graph: Graph, node: Node) -> list[Mention]:
    return [Mention(node.id, "/x", at, at + 1) for at in (0, 2) if graph.nodes]


def test_a_graph_whose_format_knows_none_has_no_references() -> None:
    graph = Graph((Node("a", "t", "a", {"x": "{{b.out}}"}),))

    assert (graph.references, graph.mentions(graph.nodes[0])) == ((), ())


def test_what_is_made_of_a_graph_once_is_kept() -> None:
    graph, made = _graph(), list[Graph]()

    def make(found: Graph) -> int:
        made.append(found)
        return len(found.nodes)

    assert [graph.once(make), graph.once(make)] == [2, 2]
    assert made == [graph]


def test_the_texts_that_a_rename_changes_come_with_their_places() -> None:
    assert dict(renamed_texts(_graph(), {"a": "new"})) == {"/1/c/x": "new", "/1/s/0": "new"}
    assert dict(renamed_texts(_graph(), {"a": "a", "b": "c"})) == {}
    assert dict(renamed_texts(_graph(), {})) == {}
