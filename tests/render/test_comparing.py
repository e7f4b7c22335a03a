from __future__ import annotations

import copy
import re
from xml.etree import ElementTree as ET

import pytest

import wfkit
from wfkit import render
from wfkit.errors import InvalidInput

SVG = "{http://www.w3.org/2000/svg}"


def node(key, x=0, **config):
    return {"id": key, "type": "llm", "position": {"x": x, "y": 0}, "data": {"label": key.upper(), "config": config}}


def edge(source, target, port="out"):
    return {"id": f"{source}-{target}", "source": source, "target": target, "sourceHandle": port, "targetHandle": "in"}


OLD = {
    "nodes": [node("a", k=1), node("b"), node("c"), node("d")],
    "edges": [edge("a", "b"), edge("b", "c"), edge("c", "d")],
}


@pytest.fixture
def new():
    """`a` changed, `b` is gone, `c` moved, `e` came and is wired from `a`."""
    document = copy.deepcopy(OLD)
    document["nodes"][0]["data"]["config"]["k"] = 2
    document["nodes"][2]["position"]["x"] = 50
    document["nodes"] = [*[found for found in document["nodes"] if found["id"] != "b"], node("e") | {"type": "output"}]
    document["edges"] = [edge("c", "d"), edge("a", "e")]
    return document


def parsed(svg):
    return ET.fromstring(svg)  # noqa: S314 - a picture of our own


def cards(svg):
    """The place of each card, and the class of what became of it, by the id of its node; of the last panel drawn."""
    found = {}
    for group in parsed(svg).iter(f"{SVG}g"):
        key = group.get("data-node")
        if key:
            inner = group.find(f"{SVG}g")
            mark = "" if inner is None else inner.get("class").removeprefix("wf-is-")
            found[key] = (group.get("transform"), mark)
    return found


def wires(svg):
    return sorted(re.findall(r'class="wf-wire(?: wf-wire-off)?(?: wf-wire-(\w+) wf-edge-[\w-]+)?" d="M\d+ \d+C', svg))


def texts(svg):
    return ["".join(text.itertext()) for text in parsed(svg).iter(f"{SVG}text")]


def test_an_overlay_shows_what_became_of_each_node(new):
    svg = wfkit.diff(OLD, new).svg()
    assert {key: mark for key, (_, mark) in cards(svg).items()} == {
        "a": "changed", "b": "removed", "c": "moved", "d": "", "e": "added",
    }  # fmt: skip
    assert wires(svg) == ["", "added", "removed", "removed"]


def test_signs_and_a_legend_say_it_without_colour(new):
    shown = texts(wfkit.diff(OLD, new).svg())
    assert {"1 node added", "1 node removed", "1 node changed", "1 node moved", "1 edge added"} <= {*shown}
    assert "2 edges removed" in shown
    for sign in "+~\N{MINUS SIGN}\N{LEFT RIGHT ARROW}":
        # Once in the legend, once on the card.
        assert shown.count(sign) == 2


def test_a_card_that_changed_shows_the_values_before_and_after(new):
    assert "1 → 2" in texts(wfkit.diff(OLD, new).svg())


def test_a_card_has_no_beginning_of_an_old_text_in_the_place_of_a_new_one():
    old, new = ({"nodes": [node("a", prompt=f"{word} " * 20)], "edges": []} for word in ("three", "seven"))
    drawn = texts(wfkit.diff(old, new).svg(view="new"))
    assert "text changed" in drawn
    assert not [words for words in drawn if words.startswith("three")]


@pytest.mark.parametrize("view", ["old", "new", "pair"])
def test_a_node_has_the_same_place_in_every_view(new, view):
    diff = wfkit.diff(OLD, new)
    overlay, other = cards(diff.svg()), cards(diff.svg(view=view))
    assert {"a", "c", "d"} <= other.keys()
    assert {key: place for key, (place, _) in other.items()} == {key: overlay[key][0] for key in other}


def test_a_pair_has_both_versions_with_their_titles(new):
    svg = wfkit.diff(OLD, new).svg(view="pair")
    assert {"old", "new"} <= {*texts(svg)}
    assert len(re.findall('data-node="a"', svg)) == 2
    assert len(re.findall('data-node="b"', svg)) == 1


def size(svg):
    return int(parsed(svg).get("width")), int(parsed(svg).get("height"))


def test_a_pair_of_small_pictures_stands_side_by_side():
    diff = wfkit.diff({"nodes": [node("a")], "edges": []}, {"nodes": [node("a", k=1)], "edges": []})
    (width, height), (_, alone) = size(diff.svg(view="pair")), size(diff.svg(view="new"))
    assert width > height
    assert height == alone + 30


def test_a_pair_of_wide_pictures_stands_one_above_the_other(new):
    diff = wfkit.diff(OLD, new)
    (width, height), (alone, low) = size(diff.svg(view="pair")), size(diff.svg(view="new"))
    assert width == alone
    assert height > 2 * (low - 34)


def test_a_node_under_another_id_is_the_same_card():
    again = copy.deepcopy(OLD)
    for found in again["nodes"]:
        found["id"] = f"x{found['id']}"
    for found in again["edges"]:
        found |= {"source": f"x{found['source']}", "target": f"x{found['target']}"}
    svg = wfkit.diff(OLD, again).svg()
    assert {key: mark for key, (_, mark) in cards(svg).items()} == dict.fromkeys(["xa", "xb", "xc", "xd"], "")
    assert wires(svg) == ["", "", ""]


def test_a_removed_node_whose_id_was_given_away_is_a_card_of_its_own():
    old = {"nodes": [node("a"), node("b", k=1)], "edges": []}
    other = {"id": "b", "type": "webhook", "position": {"x": 900, "y": 9}, "data": {"label": "Hook", "config": {}}}
    marks = sorted(
        mark for _, mark in cards(wfkit.diff(old, {"nodes": [node("a"), other], "edges": []}).svg()).values()
    )
    assert marks == ["", "added", "removed"]


def test_ports_that_wires_left_stay_on_the_card():
    old = {"nodes": [node("a"), node("b")], "edges": [edge("a", "b", "yes")]}
    new = {"nodes": [node("a"), node("b")], "edges": [edge("a", "b", "no")]}
    svg = wfkit.diff(old, new).svg()
    assert wires(svg) == ["added", "removed"]
    assert {"yes", "no"} <= {*texts(svg)}


def test_no_change_says_so():
    assert "nothing changed" in texts(wfkit.diff(OLD, OLD).svg())


def test_documents_without_a_graph_are_shown_as_text():
    svg = wfkit.diff({"kind": "app", "app": {"name": "<b>"}}, {"kind": "app", "app": {"name": "c"}}).svg()
    assert any("app" in line for line in texts(svg))
    assert "<b>" not in svg


def test_the_same_picture_again_is_the_same_text(new):
    assert wfkit.diff(OLD, new).svg(theme="dark") == wfkit.diff(OLD, copy.deepcopy(new)).svg(theme="dark")


@pytest.mark.parametrize("options", [{"view": "sideways"}, {"theme": "neon"}])
def test_an_unknown_view_or_theme_names_those_that_are(new, options):
    with pytest.raises(InvalidInput, match="is not known; it must be one of"):
        wfkit.diff(OLD, new).svg(**options)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x>', "a\x00b\x1b[2J", "\u202eevil", "&amp;\\N"]
)
def test_hostile_text_is_only_text(text):
    old = {"nodes": [node("a", k=text)], "edges": []}
    new = {"nodes": [node("a", k=1) | {"data": {"label": text, "config": {text: text}}}], "edges": []}
    for view in ("overlay", "pair"):
        root = parsed(wfkit.diff(old, new).svg(view=view))
        assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
            "svg", "title", "desc", "style", "rect", "path", "g", "text", "circle",
        }  # fmt: skip


def test_signs_and_wires_are_known_by_what_they_belong_to(new):
    diff = wfkit.diff(OLD, new)
    svg = render.diff_svg(diff)
    assert sorted(part.get("data-badge") for part in parsed(svg).iter() if part.get("data-badge")) == [*"abce"]
    assert sorted(re.findall(r"wf-wire-(\w+) wf-edge-([\w-]+)", svg)) == [
        ("added", "new-1"),
        ("removed", "old-0"),
        ("removed", "old-1"),
    ]
    assert render.edge_names(diff.new.graph, "new")[render.wire_of(diff.new.graph.edges[1])] == "new-1"


def test_what_is_gone_has_another_key_where_its_id_is_taken(new):
    retaken = {**new, "nodes": [*new["nodes"], {"id": "b", "type": "branch", "data": {"label": "other"}}]}
    diff = wfkit.diff(OLD, retaken)
    assert render.keys_before(diff)["b"] == "b\u2400removed"
    assert 'data-badge="b\u2400removed"' in render.diff_svg(diff)


def test_an_edge_that_says_something_else_is_marked():
    old, new = ({**OLD, "edges": [edge("a", "b") | {"data": {"condition": words}}]} for words in ("x > 1", "x > 2"))
    svg = wfkit.diff(old, new).svg()
    assert "wf-wire-changed wf-edge-new-0" in svg
    assert "1 edge changed" in texts(svg)


def test_without_a_legend_all_views_have_one_size(new):
    diff = wfkit.diff(OLD, new)
    svgs = [render.diff_svg(diff, view=view, legend=False) for view in ("overlay", "old", "new")]
    assert len({re.search('viewBox="[^"]+"', svg)[0] for svg in svgs}) == 1
    assert not any("removed" in text for svg in svgs for text in texts(svg))
