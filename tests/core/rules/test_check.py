from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from wfkit.core.mention import Mention
from wfkit.core.model import Edge, Graph, Node
from wfkit.core.nodetype import NodeType
from wfkit.core.problem import Problem
from wfkit.core.rules import CODES, check

if TYPE_CHECKING:
    from collections.abc import Callable

    Change = Callable[[Graph], Graph]

# Big enough to show a rule that is quadratic: those take minutes at this size.
MANY = 10_000


def changed(node_id: str, **parts: Any) -> Change:
    def change(graph: Graph) -> Graph:
        return replace(
            graph, nodes=tuple(structs.replace(node, **parts) if node.id == node_id else node for node in graph.nodes)
        )

    return change


def configured(**config: Any) -> Change:
    return changed("ask", config={"model": "gpt", **config})


def rewired(edge_id: str, **parts: Any) -> Change:
    def change(graph: Graph) -> Graph:
        return replace(
            graph, edges=tuple(structs.replace(edge, **parts) if edge.id == edge_id else edge for edge in graph.edges)
        )

    return change


def with_node(*parts: Any, **more: Any) -> Change:
    return lambda graph: replace(graph, nodes=(*graph.nodes, structs.replace(Node(*parts, **more), pointer="/nodes/9")))


def with_edge(*parts: str) -> Change:
    return lambda graph: replace(graph, edges=(*graph.edges, structs.replace(Edge(*parts), pointer="/edges/9")))


def without_edge(edge_id: str) -> Change:
    return lambda graph: replace(graph, edges=tuple(edge for edge in graph.edges if edge.id != edge_id))


def circled(graph: Graph) -> Graph:
    groups = (Node("g", "group", "g", parent="h", role="group"), Node("h", "group", "h", parent="g", role="group"))
    return replace(graph, nodes=(*graph.nodes, *groups))


def into_an_input(graph: Graph) -> Graph:
    return with_edge("e9", "in", "more", "text")(with_node("more", "input", "More")(graph))


def referring_to_nowhere(graph: Graph) -> Graph:
    return replace(
        graph, find_mentions=lambda _, node: [Mention("nowhere", "/model", 0, 7)] if node.id == "ask" else []
    )


ONE_MUTATION_EACH: dict[str, tuple[str, Change]] = {
    "a node twice": ("duplicate-node-id", with_node("in", "input", "Again")),
    "an edge id twice": ("duplicate-edge-id", rewired("e2", id="e1")),
    "an edge to nowhere": ("dangling-edge", with_edge("e9", "ask", "nowhere", "answer")),
    "an edge from nowhere": ("dangling-edge", rewired("e1", source="nowhere")),
    "a reference to nowhere": ("dangling-reference", referring_to_nowhere),
    "an edge twice": ("duplicate-edge", with_edge("e9", "in", "ask", "text", "prompt")),
    "an edge to itself": ("self-loop", rewired("e1", source="ask", source_port="answer")),
    "a circle": ("cycle", rewired("e0", source="ask", source_port="answer")),
    "a parent that is not there": ("missing-parent", changed("ask", parent="box")),
    "parents in a circle": ("parent-cycle", circled),
    "no nodes": ("empty-workflow", lambda _: Graph()),
    "only a note": ("empty-workflow", lambda _: Graph((Node("n", "note", "n", role="note"),))),
    "a mistyped type": ("unknown-node-type", changed("ask", type="lmm")),
    "no model": ("missing-config", changed("ask", config={})),
    "model null": ("missing-config", configured(model=None)),
    "model blank": ("missing-config", configured(model="")),
    "text for a number": ("wrong-config-type", configured(temperature="hot")),
    "too hot": ("invalid-config-value", configured(temperature=3)),
    "no such mode": ("invalid-config-value", configured(mode="chta")),
    "a field unknown": ("unknown-config-field", configured(temprature=1)),
    "a field unknown further down": ("unknown-config-field", configured(options={"sed": 1})),
    "a secret": ("literal-secret", configured(api_key="sk-12345678901234567890")),
    "an input unknown": ("unknown-port", rewired("e1", target_port="promt")),
    "an output unknown": ("unknown-port", rewired("e1", source_port="txt")),
    "an edge into an input node": ("unknown-port", into_an_input),
    "no input named": ("ambiguous-port", rewired("e1", target_port="")),
    "no output named": ("ambiguous-port", rewired("e2", source_port="")),
    "a text for documents": ("incompatible-ports", with_edge("e9", "in", "ask", "text", "context")),
    "no prompt": ("missing-input", without_edge("e1")),
    "two prompts": ("too-many-edges", with_edge("e9", "ask", "out", "", "in")),
    "a lonely node": ("isolated-node", with_node("alone", "input", "Alone")),
    "a search from nothing": ("unreachable-node", without_edge("e0")),
    "no output": ("no-output", changed("out", type="passes")),
    "a broken type": ("broken-node-type", changed("in", type="broken")),
}


@pytest.fixture
def catalogue(node_types: dict[str, NodeType]) -> dict[str, NodeType]:
    output = node_types["output"]
    passes = replace(output, key="passes", outputs=node_types["input"].outputs)
    broken = replace(node_types["input"], key="broken", config_schema={"type": "nonsense"})
    return {**node_types, "passes": passes, "broken": broken}


def codes_of(graph: Graph, **options: Any) -> set[str]:
    return {problem.code for problem in check(graph, **options)}


def test_a_right_graph_has_no_problems(graph: Graph, catalogue: dict[str, NodeType]) -> None:
    assert str(check(graph, node_types=catalogue)) == "no problems"


@pytest.mark.parametrize("name", ONE_MUTATION_EACH)
def test_one_mutation_gives_exactly_its_code(name: str, graph: Graph, catalogue: dict[str, NodeType]) -> None:
    code, mutate = ONE_MUTATION_EACH[name]
    assert codes_of(mutate(graph), node_types=catalogue) == {code}


@pytest.mark.parametrize("name", ONE_MUTATION_EACH)
def test_every_problem_names_its_place_and_a_fix(name: str, graph: Graph, catalogue: dict[str, NodeType]) -> None:
    for problem in check(ONE_MUTATION_EACH[name][1](graph), node_types=catalogue):
        assert problem.fix
        if problem.code not in {"empty-workflow", "no-output", "parent-cycle"}:
            assert problem.pointer.startswith("/")
            assert problem.node or problem.edge


def test_every_code_has_a_mutation_that_gives_it() -> None:
    assert {code for code, _ in ONE_MUTATION_EACH.values()} == set(CODES)


@pytest.mark.parametrize("name", ONE_MUTATION_EACH)
def test_an_unheld_document_has_errors_of_structure_only(
    name: str, graph: Graph, catalogue: dict[str, NodeType]
) -> None:
    mutated = ONE_MUTATION_EACH[name][1](graph)
    held = check(mutated, node_types=catalogue)
    free = check(mutated, node_types=catalogue, held=False)
    assert {p.code for p in free.errors} == {p.code for p in check(mutated).errors}
    assert sorted(p.code for p in free) == sorted(p.code for p in held)


def test_without_a_catalogue_only_structure_and_loneliness_are_judged(graph: Graph) -> None:
    assert codes_of(changed("ask", type="zzz", config={"a": 1})(graph)) == set()


def test_what_the_reader_found_comes_first(graph: Graph) -> None:
    found = Problem("error", "missing-id", "node 7 has no id")
    problems = check(replace(with_edge("e9", "in", "gone")(graph), problems=(found,))).problems
    assert [problem.code for problem in problems] == ["missing-id", "dangling-edge"]


def test_problems_are_in_document_order_within_a_severity(graph: Graph, catalogue: dict[str, NodeType]) -> None:
    mutated = graph
    for change in (
        rewired("e1", target_port="nope"),
        rewired("e0", target_port="nope"),
        changed("out", type="ouptut"),
        changed("find", parent="box"),
        configured(mode=3),
    ):
        mutated = change(mutated)
    places = [problem.pointer for problem in check(mutated, node_types=catalogue).errors]
    assert places == ["/nodes/1", "/nodes/2/data/config/mode", "/nodes/3", "/edges/0", "/edges/1"]


def test_edges_without_id_and_pointer_are_judged_all_the_same(graph: Graph) -> None:
    bare = replace(graph, edges=(Edge("", "in", "gone"), Edge("", "in", "gone")))
    assert "dangling-edge" in codes_of(bare)


def test_notes_and_groups_are_judged_by_structure_only(graph: Graph, catalogue: dict[str, NodeType]) -> None:
    note = with_node("n", "llm", "Note", {"zzz": 1}, role="note")
    assert codes_of(note(graph), node_types=catalogue) == set()
    linked = with_edge("e9", "n", "ask", "", "context")(note(graph))
    assert codes_of(linked, node_types=catalogue) == set()


HOSTILE_IDS = ["", " ", "a/b~c", 'it\'s "quoted"', "x" * 10_000, "\x00\n\x1b[31m", "\ud800", "\u202eevil"]


@pytest.mark.parametrize("node_id", HOSTILE_IDS, ids=lambda text: ascii(text[:8]))
def test_hostile_ids_stay_whole_in_fields_and_tame_in_messages(node_id: str, catalogue: dict[str, NodeType]) -> None:
    nodes = (Node(node_id, "llm", node_id), Node(node_id, node_id, node_id, parent=node_id))
    edges = (Edge(node_id, node_id, node_id, node_id, node_id), Edge(node_id, node_id, node_id + "?"))
    problems = check(Graph(nodes, edges), node_types=catalogue).problems
    assert {"duplicate-node-id", "self-loop", "dangling-edge"} <= {problem.code for problem in problems}
    assert all(problem.node in {node_id, ""} for problem in problems)
    assert all(problem.message.isprintable() and len(problem.message) < 1000 for problem in problems)
    assert all(problem.fix.isprintable() and len(problem.fix) < 1000 for problem in problems)


texts = st.sampled_from(["", "a", "b", "llm", "input", "prompt", "text", "\ud800"]) | st.text(max_size=3)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
fields = st.sampled_from(["model", "temperature", "mode", "stop", "options", "api_key"]) | texts
nodes = st.builds(
    Node,
    texts,
    texts,
    texts,
    st.dictionaries(fields, values, max_size=4),
    parent=st.none() | texts,
    role=st.sampled_from(["node", "note", "group"]),
)
edges = st.builds(Edge, texts, texts, texts, texts, texts)


@given(
    made=st.builds(Graph, st.lists(nodes, max_size=5).map(tuple), st.lists(edges, max_size=6).map(tuple)),
    held=st.booleans(),
    acyclic=st.booleans(),
)
def test_any_graph_gives_a_report_of_listed_codes(made: Graph, held: bool, acyclic: bool) -> None:  # noqa: FBT001 - drawn by name
    schema = {"properties": {"model": {"type": "string"}, "api_key": {"format": "secret"}}, "required": ["model"]}
    llm = NodeType("llm", "LLM", "model", "", config_schema=schema)
    report = check(made, node_types={"llm": llm}, held=held, acyclic=acyclic)
    assert {problem.code for problem in report} <= set(CODES)
    assert all(problem.message.isprintable() for problem in report)


def test_many_wrong_edges_and_types_are_all_reported(catalogue: dict[str, NodeType]) -> None:
    many = range(MANY)
    graph = Graph(
        tuple(Node(f"node{n}", f"type{n}", f"{n}") for n in many),
        tuple(Edge(f"e{n}", f"nod{n}", f"ndoe{n}") for n in many),
    )
    report = check(graph, node_types=catalogue)
    assert sum(problem.code == "dangling-edge" for problem in report) == 2 * MANY
    assert sum(problem.code == "unknown-node-type" for problem in report) == MANY


def test_importing_the_rules_loads_no_validator() -> None:
    code = "import sys, wfkit.core.rules; print('jsonschema_rs' in sys.modules, 'difflib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False False"
