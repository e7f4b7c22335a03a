from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from wfkit.core.model import Edge, Graph, Node
from wfkit.render._ranked import arranged
from wfkit.render._sheet import plan_of, sheet_of

from .conftest import chain, made_up

# Drops the first edge that it would print while there are clusters, as Graphviz does now and then.
FORGETFUL = """
source=$(/bin/cat)
case "$source" in
*cluster*) printf '%s' "$source" | {dot} "$@" | /bin/sed '0,/^edge/{{/^edge/d}}' ;;
*) printf '%s' "$source" | {dot} "$@" ;;
esac
echo run >> {log}
"""


def laid_out(*graphs):
    return arranged(plan_of(*map(sheet_of, graphs)))


def overlap(one, other):
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


def contains(outer, inner):
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.x + inner.width <= outer.x + outer.width
        and inner.y + inner.height <= outer.y + outer.height
    )


def without(graph, *keys):
    edges = tuple(edge for edge in graph.edges if not {edge.source, edge.target} & {*keys})
    return Graph(tuple(node for node in graph.nodes if node.id not in keys), edges)


def grouped(*pairs):
    """Three groups; each pair is a node and its group, or None."""
    groups = tuple(Node(key, "group", key, role="group") for key in ("g", "h"))
    return (*groups, *(Node(key, "llm", key, parent=parent) for key, parent in pairs))


GRAPHS = {
    "empty": Graph(),
    "one node": chain("a"),
    "a chain": chain(*"abcdefgh"),
    "a cycle": chain("a", "b", "c", "a"),
    "a loop": chain("a", "a"),
    "alone": Graph(tuple(Node(str(number), "llm", "L") for number in range(30))),
    "fifty": made_up(50),
    "fifty in groups": made_up(50, groups=4),
    "missing": chain("a", edges=(Edge("e", "gone", "a"),)),
}


@pytest.mark.parametrize("graph", GRAPHS.values(), ids=GRAPHS)
def test_everything_has_a_place_within_the_picture_and_no_card_lies_on_another(graph):
    layout, sheet = laid_out(graph), sheet_of(graph)
    assert {*layout.boxes} == {*sheet.cards}
    assert {*layout.paths} == {*sheet.wires}
    assert not any(overlap(one, other) for one, other in combinations(layout.boxes.values(), 2))
    for box in (*layout.boxes.values(), *layout.frames.values()):
        assert box.x > 0 < box.y
        assert box.x + box.width < layout.width
        assert box.y + box.height < layout.height


@pytest.mark.parametrize("graph", GRAPHS.values(), ids=GRAPHS)
def test_wires_end_at_their_ports(graph):
    layout = laid_out(graph)
    for wire, path in layout.paths.items():
        source, target = layout.boxes[wire.source], layout.boxes[wire.target]
        leave = source.y + layout.shapes[wire.source].outputs[wire.source_port]
        assert path[:2] == (source.x + source.width, leave)
        assert path[-2:] == (target.x, target.y + layout.shapes[wire.target].inputs[wire.target_port])


def test_edges_lead_from_left_to_right():
    boxes = laid_out(made_up(60)).boxes
    assert all(boxes[edge.source].x < boxes[edge.target].x for edge in made_up(60).edges)


def test_groups_hold_their_members_and_nobody_else():
    graph = made_up(50, groups=4)
    layout = laid_out(graph)
    for node in graph.nodes:
        for key, frame in layout.frames.items():
            if node.role == "node":
                inside = contains(frame, layout.boxes[node.id])
                assert inside == (node.parent == key)
                assert inside or not overlap(frame, layout.boxes[node.id])


def test_a_group_within_a_group_lies_within_its_frame():
    groups = (Node("out", "group", "Out", role="group"), Node("in", "group", "In", role="group", parent="out"))
    layout = laid_out(Graph((*groups, Node("a", "llm", "A", parent="in"), Node("b", "llm", "B", parent="out"))))
    assert [*layout.frames] == ["out", "in"]
    assert contains(layout.frames["out"], layout.frames["in"])
    assert contains(layout.frames["in"], layout.boxes["a"])


@settings(max_examples=8)
@given(st.integers(0, 10_000))
def test_no_wire_is_ever_lost(seed):
    graph = made_up(40, seed=seed, groups=5)
    assert {*laid_out(graph).paths} == {*sheet_of(graph).wires}


def test_the_layout_is_the_same_every_time():
    assert laid_out(made_up(40)) == laid_out(made_up(40))


def test_what_nodes_say_moves_nothing():
    graph = made_up(40)
    edited = tuple(replace(node, label="Other", config={"prompt": "x", "top_k": 9}) for node in graph.nodes)
    assert laid_out(graph).boxes == laid_out(Graph(edited, graph.edges)).boxes


def test_a_layout_with_the_same_shapes_needs_no_engine_again(machine, bundled):
    log = machine.folder / "log"
    machine.bundle(f"echo run >> {log}; exec {bundled} $@")
    graph = made_up(20)
    first = laid_out(graph)
    edited = tuple(replace(node, config={"model": "another", "temperature": 1}) for node in graph.nodes)
    assert laid_out(Graph(edited, graph.edges)) == first
    assert log.read_text().splitlines() == ["run"]


def test_all_parts_are_arranged_by_one_process(machine, bundled):
    log = machine.folder / "log"
    machine.bundle(f"echo run >> {log}; exec {bundled} $@")
    one, other = chain("a", "b"), chain("c", "d", "e")
    laid_out(Graph(one.nodes + other.nodes, one.edges + other.edges))
    assert log.read_text().splitlines() == ["run"]


@pytest.mark.usefixtures("machine")
def test_nodes_without_edges_need_no_engine():
    assert len(laid_out(GRAPHS["alone"]).boxes) == 30


def test_nodes_without_edges_lie_in_rows():
    boxes = laid_out(GRAPHS["alone"]).boxes.values()
    assert 1 < len({box.y for box in boxes}) < 30
    assert 1 < len({box.x for box in boxes}) < 30


def test_notes_lie_above_what_they_are_about():
    note = Node("note", "note", "note", {"content": "Mind the gap"}, role="note")
    graph = chain("a", "b")
    layout = laid_out(Graph((*graph.nodes, note), graph.edges))
    assert layout.boxes["note"].y + layout.boxes["note"].height < layout.boxes["a"].y


def test_a_node_added_elsewhere_moves_nothing():
    graph = made_up(40)
    more = Graph((*graph.nodes, Node("new", "llm", "New")), graph.edges)
    before, after = laid_out(graph).boxes, laid_out(more).boxes
    assert {key: after[key] for key in before} == before


def test_a_part_that_changes_moves_nothing_within_another():
    one, other = made_up(20), chain("p", "q", "r")
    both = Graph(one.nodes + other.nodes, one.edges + other.edges)
    longer = Graph((*both.nodes, Node("s", "llm", "S")), (*both.edges, Edge("new", "r", "s")))
    before, after = laid_out(both).boxes, laid_out(longer).boxes
    assert {key: after[key] for key in before} == before


def test_a_layout_of_two_versions_has_one_place_for_what_is_in_both():
    old, new = made_up(40), without(made_up(40), "n7", "n20")
    layout = laid_out(old, new)
    assert {*layout.boxes} == {*sheet_of(old).cards}
    assert {*layout.paths} >= {*sheet_of(new).wires}


def test_an_edge_that_the_engine_loses_with_groups_is_there_without_them(machine, bundled):
    log = machine.folder / "log"
    machine.bundle(FORGETFUL.format(dot=bundled, log=log))
    graph = made_up(12, groups=2)
    layout = laid_out(graph)
    assert {*layout.paths} == {*sheet_of(graph).wires}
    assert log.read_text().splitlines() == ["run", "run"]


def test_without_clusters_a_frame_that_would_hold_a_stranger_is_left_out(machine, bundled):
    machine.bundle(FORGETFUL.format(dot=bundled, log=machine.folder / "log"))
    nodes = grouped(("a", "g"), ("b", None), ("c", "g"), ("d", "h"), ("e", "h"))
    edges = tuple(Edge(one + two, one, two) for one, two in ("ab", "bc", "cd", "de"))
    layout = laid_out(Graph(nodes, edges))
    assert [*layout.frames] == ["h"]
    assert len(layout.paths) == 4


def test_an_edge_that_the_engine_loses_in_any_case_is_drawn_all_the_same(machine, bundled):
    machine.bundle(f"{bundled} $@ | /bin/sed '0,/^edge/{{/^edge/d}}'")
    assert len(laid_out(chain("a", "b", "c")).paths) == 2


@pytest.mark.parametrize(
    "script", ["exit 1", "echo rubbish", "printf 'graph 1 1\\nstop\\n'", "printf 'graph 1 1 1\\nnode n0\\nstop\\n'"]
)
def test_an_engine_that_makes_no_layout_makes_none(machine, script):
    machine.bundle(script)
    assert laid_out(chain("a", "b")) is None


def test_what_no_engine_could_make_is_not_tried_again_at_once(machine):
    log = machine.folder / "log"
    machine.bundle(f"echo run >> {log}; exit 1")
    assert laid_out(chain("a", "b")) is None
    assert laid_out(chain("a", "b")) is None
    assert log.read_text().splitlines() == ["run"]


def test_another_engine_is_tried_at_once(machine, bundled):
    machine.bundle("exit 1")
    assert laid_out(chain("a", "b")) is None
    machine.program("dot", f"exec {bundled} $@")
    assert laid_out(chain("a", "b")) is not None


def test_no_word_of_the_document_reaches_the_engine(machine):
    log = machine.folder / "log"
    machine.bundle(f"/bin/cat > {log}")
    nodes = (Node('evil"id', "eviltype", "evillabel", {"model": "evilvalue"}), Node("evilgroup", "group", "evilgroup"))
    laid_out(
        Graph((*nodes, Node("b", "x", "b", parent="evilgroup")), (Edge("evil", 'evil"id', "b", "evilport", "evil"),))
    )
    assert "evil" not in log.read_text()
    assert "n0:p0:e -> n1:p0:w" in log.read_text()
