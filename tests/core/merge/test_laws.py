"""What holds for every merge, over documents and edits that hypothesis makes up."""

from __future__ import annotations

import copy
import json

from hypothesis import assume, given
from hypothesis import strategies as st

import wfkit
from wfkit.service.documents import document_of

IDS = "abcde"
SCALARS = st.sampled_from([None, True, False, 0, 1, 1.0, -3, 2.5, "", "x", "ß→日本", "one\ntwo\nthree\n"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from("pqr"), inner, max_size=3)
        | st.lists(st.fixed_dictionaries({"id": st.sampled_from("uvw"), "v": inner}), max_size=3)
    ),
    max_leaves=4,
)
CONFIGS = st.dictionaries(st.sampled_from(["model", "prompt", "k", "tools"]), VALUES, max_size=4)


@st.composite
def nodes(draw, node_id):
    made = {
        "id": node_id,
        "type": draw(st.sampled_from(["llm", "retriever", "note"])),
        "position": {"x": draw(st.integers(0, 3)), "y": 0},
        "data": {"label": draw(st.sampled_from([node_id.upper(), "One", "Two"])), "config": draw(CONFIGS)},
    }
    return made if draw(st.booleans()) else {**made, "disabled": draw(st.booleans())}


def edge(source, target, port="out"):
    return {"id": f"{source}-{port}-{target}", "source": source, "target": target, "sourceHandle": port}


@st.composite
def documents(draw):
    ids = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=4))
    ends = st.tuples(st.sampled_from(ids), st.sampled_from(ids)) if ids else st.nothing()
    edges = draw(st.lists(ends, unique=True, max_size=4)) if ids else []
    return {
        "name": draw(st.sampled_from(["Flow", "Other"])),
        "tags": draw(st.lists(st.sampled_from("tuv"), unique=True, max_size=3)),
        "nodes": [draw(nodes(node_id)) for node_id in ids],
        "edges": [edge(*pair) for pair in edges],
    }


def _ids(document):
    return [node["id"] for node in document["nodes"]]


def _set_config(draw, document):
    node = draw(st.sampled_from(document["nodes"]))
    node["data"]["config"][draw(st.sampled_from(["model", "prompt", "k", "tools"]))] = draw(VALUES)


def _drop_config(draw, document):
    config = draw(st.sampled_from(document["nodes"]))["data"]["config"]
    if config:
        del config[draw(st.sampled_from(sorted(config)))]


def _rename(draw, document):
    draw(st.sampled_from(document["nodes"]))["data"]["label"] = draw(st.sampled_from(["One", "Two", "Three"]))


def _retype(draw, document):
    draw(st.sampled_from(document["nodes"]))["type"] = draw(st.sampled_from(["llm", "retriever"]))


def _move(draw, document):
    draw(st.sampled_from(document["nodes"]))["position"] = {"x": draw(st.integers(4, 9)), "y": draw(st.integers(0, 9))}


def _switch(draw, document):
    draw(st.sampled_from(document["nodes"]))["disabled"] = draw(st.booleans())


def _delete(draw, document):
    gone = draw(st.sampled_from(_ids(document)))
    document["nodes"] = [node for node in document["nodes"] if node["id"] != gone]
    document["edges"] = [edge for edge in document["edges"] if gone not in (edge["source"], edge["target"])]


def _connect(draw, document):
    ids = st.sampled_from(_ids(document))
    new = edge(draw(ids), draw(ids), draw(st.sampled_from(["out", "err"])))
    if new["id"] not in [each["id"] for each in document["edges"]]:
        document["edges"].append(new)


def _disconnect(draw, document):
    if document["edges"]:
        document["edges"].remove(draw(st.sampled_from(document["edges"])))


def _shuffle(draw, document):
    document["nodes"] = draw(st.permutations(document["nodes"]))
    document["edges"] = draw(st.permutations(document["edges"]))


def _add(draw, document):
    free = sorted({*IDS} - {*_ids(document)})
    if free:
        document["nodes"].append(draw(nodes(draw(st.sampled_from(free)))))


def _of_workflow(draw, document):
    if draw(st.booleans()):
        document["name"] = draw(st.sampled_from(["Flow", "Other", "Third"]))
    else:
        document["tags"] = draw(st.lists(st.sampled_from("tuvw"), unique=True, max_size=3))


OF_NODES = [_set_config, _drop_config, _rename, _retype, _move, _switch, _delete, _connect, _shuffle]
EDITS = [*OF_NODES, _disconnect, _add, _of_workflow]


@st.composite
def edited(draw, document):
    """The document after a few edits."""
    made = copy.deepcopy(document)
    for edit in draw(st.lists(st.sampled_from(EDITS), max_size=4)):
        if made["nodes"] or edit not in OF_NODES:
            edit(draw, made)
    return made


@st.composite
def merges(draw):
    """A base and two edits of it."""
    base = draw(documents())
    return base, draw(edited(base)), draw(edited(base))


def _loose(document):
    graph = document_of(document).graph
    return {(edge.source, edge.target) for edge in graph.edges if not {edge.source, edge.target} <= graph.by_id.keys()}


def _by_path(merge):
    return {each.path: (each.base, each.ours, each.theirs) for each in merge.conflicts}


@given(merges())
def test_what_one_side_alone_changed_is_taken_as_it_is(found):
    base, ours, theirs = found
    assert wfkit.merge(base, ours, base).document == ours
    assert wfkit.merge(base, base, theirs).document == theirs


@given(merges())
def test_what_both_changed_alike_is_no_conflict(found):
    base, ours, _ = found
    merged = wfkit.merge(base, ours, copy.deepcopy(ours))
    assert not merged.conflicts
    assert merged.document == ours


@given(merges())
def test_the_conflicts_are_the_same_from_either_side(found):
    base, ours, theirs = found
    there, back = _by_path(wfkit.merge(base, ours, theirs)), _by_path(wfkit.merge(base, theirs, ours))
    assert there == {path: (before, mine, other) for path, (before, other, mine) in back.items()}


@given(merges())
def test_each_conflict_has_a_path_of_its_own_that_resolves_it(found):
    merged = wfkit.merge(*found)
    paths = [each.path for each in merged.conflicts]
    assert len({*paths}) == len(paths)
    for count, path in enumerate(paths):
        assert len(merged.open) == len(paths) - count
        merged.resolve(path, "theirs" if count % 2 else "base")
    assert document_of(merged.document) is not None


@given(merges())
def test_a_strategy_leaves_no_conflict_open_and_no_edge_loose_that_no_side_had(found):
    for side in ("ours", "theirs"):
        merged = wfkit.merge(*found, strategy=side)
        assert not merged.open
        assert _loose(merged.document) <= set[tuple[str, str]]().union(*map(_loose, found))


@given(merges())
def test_a_merge_does_not_touch_what_it_is_made_of(found):
    before = copy.deepcopy(found)
    merged = wfkit.merge(*found, strategy="ours").document
    merged["nodes"].clear()
    assert found == before


@st.composite
def disjoint_edits(draw):
    """A base and two edits that touch different nodes of it."""
    base = draw(documents())
    ids = _ids(base)
    assume(len(ids) > 1)
    sides = []
    for mine in (ids[::2], ids[1::2]):
        made = copy.deepcopy(base)
        for edit in draw(st.lists(st.sampled_from([_set_config, _drop_config, _rename, _move, _switch]), max_size=3)):
            part = {"nodes": [node for node in made["nodes"] if node["id"] in mine]}
            edit(draw, part)
        sides.append(made)
    return base, *sides


@given(disjoint_edits())
def test_edits_of_different_nodes_never_conflict_and_both_are_there(found):
    base, ours, theirs = found
    merged = wfkit.merge(base, ours, theirs)
    assert not merged.conflicts
    ids = _ids(base)
    chosen = {
        node["id"]: node
        for side, part in ((ours, ids[::2]), (theirs, ids[1::2]))
        for node in side["nodes"]
        if node["id"] in part
    }
    assert merged.document["nodes"] == [chosen[node_id] for node_id in ids]


def _facts(document):
    """What a document says, a part of it by where it stands; what is not there is absent."""
    facts = {("tag", tag): True for tag in document["tags"]} | {("name",): document["name"]}
    for node in document["nodes"]:
        parts = {"type": node["type"], "label": node["data"]["label"], "disabled": node.get("disabled", "")}
        facts |= {("node", node["id"], name): value for name, value in parts.items()}
        facts |= {("node", node["id"], "config", name): value for name, value in node["data"]["config"].items()}
    ends = [(each["source"], each["target"], each["sourceHandle"]) for each in document["edges"]]
    return facts | {("edge", *each): True for each in ends}


def _is_asked(fact, merged):
    """Whether a conflict is about it."""
    match fact:
        case ("node", node, *rest):
            place = f"/nodes/{node}"
            under = {"label": "/data", "config": f"/data/config/{rest[-1]}"}.get(rest[0], f"/{rest[0]}")
            return any(
                each.path == place or each.path.startswith((place + under, "/nodes ")) for each in merged.conflicts
            )
        case ("edge", source, target, _):
            return any(each.path in (f"/nodes/{source}", f"/nodes/{target}") for each in merged.conflicts)
    return any(each.path == f"/{fact[0]}" for each in merged.conflicts)


def _lost(base, side, other, merged):
    """What a side changed alone, and the merge does not have although nobody was asked."""
    before, mine, theirs, after = map(_facts, (base, side, other, merged.document))
    changed = [
        fact
        for fact in before.keys() | mine.keys()
        if _differ(before, mine, fact) and not _differ(before, theirs, fact)
    ]
    return [fact for fact in changed if _differ(mine, after, fact) and not _is_asked(fact, merged)]


def _differ(facts, others, fact):
    return json.dumps(facts.get(fact, "nothing"), sort_keys=True) != json.dumps(
        others.get(fact, "nothing"), sort_keys=True
    )


@given(merges())
def test_no_edit_is_lost_unless_it_was_in_a_conflict(found):
    base, ours, theirs = found
    for side in ("ours", "theirs", "base"):
        merged = wfkit.merge(base, ours, theirs).resolve_all(side)
        assert _lost(base, ours, theirs, merged) == []
        assert _lost(base, theirs, ours, merged) == []


@given(documents(), st.data())
def test_ids_given_anew_to_all_nodes_are_no_edit(base, data):
    for node in base["nodes"]:
        node["data"]["label"] = f"Node {node['id']}"
    theirs = copy.deepcopy(base)
    names = {node_id: f"new-{node_id}" for node_id in _ids(base)}
    for node in theirs["nodes"]:
        node["id"] = names[node["id"]]
    for each in theirs["edges"]:
        each |= {"id": f"new-{each['id']}", "source": names[each["source"]], "target": names[each["target"]]}
    ours = {**copy.deepcopy(base), "name": "Ours"}
    for node in ours["nodes"]:
        node["data"]["config"] = data.draw(CONFIGS)
    merged = wfkit.merge(base, ours, theirs)
    assert not merged.conflicts
    assert merged.document == ours


@given(merges(), st.randoms())
def test_whatever_is_decided_is_in_the_document(found, random):
    merged = wfkit.merge(*found)
    paths = [each.path for each in merged.conflicts]
    random.shuffle(paths)
    for count, path in enumerate(paths):
        merged.resolve(path, value={"decided": count})
    text = json.dumps(merged.document)
    assert all(f'{{"decided": {count}}}' in text for count in range(len(paths)))
