"""The prompt of a graph that ComfyUI's editor saved."""

from __future__ import annotations

import pytest

import wfkit
from wfkit.errors import InvalidInput
from wfkit.service.converting.comfyui import canvas
from wfkit.service.converting.comfyui._names import NAMES

MUTED, BYPASSED = 2, 4


def slot(name, kind="X", link=None, **more):
    return {"name": name, "type": kind, "link": link, **more}


def node(node_id, kind, inputs=(), outputs=("X",), values=None, **more):
    found = {
        "id": node_id,
        "type": kind,
        "inputs": list(inputs),
        "outputs": [{"name": out, "type": out} for out in outputs],
        "properties": {},
        "mode": 0,
        **more,
    }
    return found if values is None else {**found, "widgets_values": values}


def graph(nodes, links=(), **more):
    return {"nodes": nodes, "links": [[*link, "X"] for link in links], "version": 0.4, "last_node_id": 99, **more}


def converted(source):
    return wfkit.to_format(source, "comfyui-prompt")


def prompt(source):
    made = converted(source)
    assert made.document.format == "comfyui"
    return {key: (item["class_type"], item["inputs"]) for key, item in made.document.data.items()}


def reasons(source, node_id):
    return {row.path: row.reason for row in converted(source).rows if row.node == node_id}


def through(*middle, links):
    """A loader and a saver with other nodes between."""
    return graph([node(1, "Load", values=[]), *middle, node(9, "Save", [slot("images", link=90)], ())], links)


def test_links_and_widgets_become_inputs_by_name():
    source = graph(
        [
            node(4, "CheckpointLoaderSimple", values=["sd.ckpt"], title="My model", outputs=("MODEL", "CLIP")),
            node(3, "KSampler", [slot("model", "MODEL", 1)], values=[7, "randomize", 20, 8.5, "euler", "normal", 1]),
        ],
        [(1, 4, 0, 3, 0)],
    )
    assert prompt(source) == {
        "4": ("CheckpointLoaderSimple", {"ckpt_name": "sd.ckpt"}),
        "3": (
            "KSampler",
            {
                "seed": 7,
                "steps": 20,
                "cfg": 8.5,
                "sampler_name": "euler",
                "scheduler": "normal",
                "denoise": 1,
                "model": ["4", 0],
            },
        ),
    }
    assert converted(source).document.data["4"]["_meta"] == {"title": "My model"}
    assert converted(source).summary == "comfyui to comfyui: 2 nodes (2 converted); 0 settings and 0 edges dropped"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([5, True, 20, 8, "euler", "normal", 1], {"seed": 5, "denoise": 1}),
        ([5, 20, 8, "euler", "normal", 1], {"seed": 5, "denoise": 1}),
        ({"seed": 5, "denoise": 0.5}, {"seed": 5, "denoise": 0.5}),
        ([5, "fixed", 20], {"seed": 5, "steps": 20}),
    ],
)
def test_the_place_behind_a_seed_is_no_input(values, expected):
    inputs = prompt(graph([node(1, "KSampler", values=values)]))["1"][1]
    assert inputs.items() >= expected.items()
    assert "control_after_generate" not in inputs


def test_names_in_the_file_come_before_those_of_the_table():
    slots = [slot("seed", widget={"name": "seed"}), slot("what", widget={"name": "what"})]
    assert prompt(graph([node(1, "Odd", slots, values=[3, "fixed", "x"])]))["1"][1] == {"seed": 3, "what": "x"}
    named = node(1, "Odd", values=[3, "x"], widgets_values_named={"a": 3, "b": "x"})
    assert prompt(graph([named]))["1"][1] == {"a": 3, "b": "x"}


def test_a_value_whose_name_nobody_tells_is_left_out_with_a_row():
    source = graph([node(1, "Odd", values=["x", 2]), node(2, "KSampler", values=[*range(12)])])
    assert prompt(source) == {"1": ("Odd", {}), "2": ("KSampler", {})}
    assert {"/widgets_values/0", "/widgets_values/1"} < reasons(source, "1").keys()
    assert [row.status for row in converted(source).rows if not row.path] == ["partly", "partly"]


def test_a_place_for_a_preview_behind_the_values_is_nothing():
    assert prompt(graph([node(1, "SaveImage", values=["x", None, ""])]))["1"][1] == {"filename_prefix": "x"}


def test_a_list_is_boxed_so_that_it_is_no_link():
    assert prompt(graph([node(1, "Odd", values={"a": ["1", 0]})]))["1"][1] == {"a": {"__value__": ["1", 0]}}


def test_only_older_editors_send_the_name_of_the_upload_button():
    source = graph([node(1, "LoadImage", values=["a.png", "image"])])
    assert prompt(source)["1"][1] == {"image": "a.png", "upload": "image"}
    newer = {**source, "extra": {"frontendVersion": "1.30"}}
    assert prompt(newer)["1"][1] == {"image": "a.png"}
    assert "for the editor alone" in reasons(newer, "1").values()


def test_reroutes_are_followed():
    source = through(
        node(2, "Reroute", [slot("", link=10)]),
        node(3, "Reroute", [slot("", link=11)]),
        links=[(10, 1, 0, 2, 0), (11, 2, 0, 3, 0), (90, 3, 0, 9, 0)],
    )
    assert prompt(source) == {"1": ("Load", {}), "9": ("Save", {"images": ["1", 0]})}


def test_a_primitive_gives_its_value():
    source = through(node(2, "PrimitiveNode", values=[5, "fixed"]), links=[(90, 2, 0, 9, 0)])
    assert prompt(source)["9"][1] == {"images": 5}
    empty = through(node(2, "PrimitiveNode", values=[]), links=[(90, 2, 0, 9, 0)])
    assert "has no value" in reasons(empty, "9")["/inputs/images"]


def test_named_wires_of_an_extension_are_followed():
    middle = [node(2, "SetNode", [slot("X", link=10)], values=["name"]), node(3, "GetNode", values=["name"])]
    assert prompt(through(*middle, links=[(10, 1, 0, 2, 0), (90, 3, 0, 9, 0)]))["9"][1] == {"images": ["1", 0]}
    assert prompt(through(*middle, links=[(10, 1, 0, 2, 0), (90, 2, 0, 9, 0)]))["9"][1] == {"images": ["1", 0]}
    lone = through(node(3, "GetNode", values=["other"]), links=[(90, 3, 0, 9, 0)])
    assert "SetNode" in reasons(lone, "9")["/inputs/images"]


def test_notes_are_left_out_and_give_nothing():
    source = through(node(2, "Note", values=["hi"]), links=[(90, 2, 0, 9, 0)])
    assert "2" not in prompt(source)
    assert reasons(source, "2")[""] == "a note"
    assert "for the editor alone" in reasons(source, "9")["/inputs/images"]
    muter = graph([node(1, "Fast Muter (rgthree)")])
    assert "for the editor alone" in reasons(muter, "1")[""]


def test_a_muted_node_takes_its_links_with_it():
    source = through(node(2, "Blur", [slot("image", link=10)], mode=MUTED), links=[(10, 1, 0, 2, 0), (90, 2, 0, 9, 0)])
    assert prompt(source) == {"1": ("Load", {}), "9": ("Save", {})}
    assert "muted" in reasons(source, "9")["/inputs/images"]
    assert reasons(source, "2")[""] == "it is muted"


def test_a_bypassed_node_leads_on_from_an_input_of_the_type():
    def bridged(inputs, outputs=("X",), wanted="X"):
        middle = node(2, "Mix", inputs, outputs, mode=BYPASSED)
        source = graph(
            [node(1, "Load"), middle, node(9, "Save", [slot("images", wanted, 90)], ())],
            [(10, 1, 0, 2, 0), (90, 2, 0, 9, 0)],
        )
        return prompt(source)["9"][1]

    assert bridged([slot("a", "X", 10)]) == {"images": ["1", 0]}
    assert bridged([slot("m", "MASK"), slot("a", "X", 10)]) == {"images": ["1", 0]}
    assert bridged([slot("m", "MASK"), slot("a", "Y,x", 10)]) == {"images": ["1", 0]}
    assert bridged([slot("a", "ANY", 10)], wanted="*") == {"images": ["1", 0]}
    assert bridged([slot("m", "MASK", 10)]) == {}
    assert bridged([], wanted="*") == {}


SUBGRAPH = {
    "id": "uuid-1",
    "name": "Double",
    "inputs": [{"name": "image"}, {"name": "seed"}],
    "outputs": [{"name": "out"}, {"name": "same"}],
    "nodes": [
        node(1, "Blur", [slot("image", link=1), slot("seed", "INT", 2, widget={"name": "seed"})], values=[3]),
        node(2, "Sharpen", [slot("image", link=3)]),
    ],
    "links": [
        {"id": 1, "origin_id": -10, "origin_slot": 0, "target_id": 1, "target_slot": 0},
        {"id": 2, "origin_id": -10, "origin_slot": 1, "target_id": 1, "target_slot": 1},
        {"id": 3, "origin_id": 1, "origin_slot": 0, "target_id": 2, "target_slot": 0},
        {"id": 4, "origin_id": 2, "origin_slot": 0, "target_id": -20, "target_slot": 0},
        {"id": 5, "origin_id": -10, "origin_slot": 0, "target_id": -20, "target_slot": 1},
    ],
}


def instance(**more):
    seed = slot("seed", "INT", widget={"name": "seed"})
    return node(57, "uuid-1", [slot("image", link=10), seed], ("X", "X"), values=[42], **more)


def with_subgraph(middle, out=0, **more):
    source = through(middle, links=[(10, 1, 0, 57, 0), (90, 57, out, 9, 0)])
    return {**source, "definitions": {"subgraphs": [{**SUBGRAPH, **more}]}}


def test_a_subgraph_is_flattened_and_its_widgets_are_those_of_the_instance():
    assert prompt(with_subgraph(instance())) == {
        "1": ("Load", {}),
        "57:1": ("Blur", {"seed": 42, "image": ["1", 0]}),
        "57:2": ("Sharpen", {"image": ["57:1", 0]}),
        "9": ("Save", {"images": ["57:2", 0]}),
    }


def test_a_subgraph_whose_output_is_its_input_is_led_through():
    assert prompt(with_subgraph(instance(), out=1))["9"][1] == {"images": ["1", 0]}


def test_an_output_that_nothing_in_the_subgraph_leads_to_is_in_the_report():
    assert "nothing in the subgraph" in reasons(with_subgraph(instance(), out=5), "9")["/inputs/images"]
    links = [{"id": 4, "origin_id": 77, "origin_slot": 0, "target_id": -20, "target_slot": 0}]
    assert "lacks node 77" in reasons(with_subgraph(instance(), links=links), "9")["/inputs/images"]


@pytest.mark.parametrize("mode", [MUTED, BYPASSED])
def test_what_is_in_an_instance_that_is_off_is_left_out(mode):
    made = prompt(with_subgraph(instance(mode=mode)))
    assert made.keys() == {"1", "9"}
    assert made["9"][1] == ({} if mode == MUTED else {"images": ["1", 0]})


def test_a_widget_that_the_instance_does_not_set_keeps_the_value_inside():
    bare = node(57, "uuid-1", [slot("image", link=10)], ("X", "X"))
    assert prompt(with_subgraph(bare))["57:1"][1] == {"seed": 3, "image": ["1", 0]}


def test_a_subgraph_in_itself_is_not_opened_again():
    inner = {**SUBGRAPH, "nodes": [node(1, "uuid-1", [slot("image")])], "links": []}
    source = {**through(instance(), links=[]), "definitions": {"subgraphs": [inner, "odd"]}}
    assert prompt(source).keys() == {"1", "9"}


def test_too_many_nodes_are_refused(monkeypatch):
    monkeypatch.setattr("wfkit.service.converting.comfyui.prompt.MOST_NODES", 2)
    monkeypatch.setattr(canvas, "MOST_NODES", 2)
    with pytest.raises(InvalidInput, match="more than 2 nodes"):
        converted(graph([node(1, "A"), node(2, "A"), node(3, "A")]))


GROUP = {
    "nodes": [
        node(0, "KSamplerSelect", outputs=("SAMPLER",), values=["euler"], index=0),
        node(1, "Blur", [slot("image"), slot("sampler", "SAMPLER")], index=1),
    ],
    "links": [[0, 0, 1, 1, 0, "SAMPLER"], [None, 0, 1, 0, 1, "X"]],
    "external": [[0, 0, "SAMPLER"]],
}


def with_group(definition, values=("heun",)):
    group = node(57, "workflow>Mine", [slot("image", link=10)], ("SAMPLER", "X"), values=list(values))
    source = through(group, links=[(10, 1, 0, 57, 0), (90, 57, 1, 9, 0)])
    return {**source, "extra": {"groupNodes": {"Mine": definition}}}


def test_a_group_node_is_flattened_like_a_subgraph():
    assert prompt(with_group(GROUP)) == {
        "1": ("Load", {}),
        "57:0": ("KSamplerSelect", {"sampler_name": "heun"}),
        "57:1": ("Blur", {"image": ["1", 0], "sampler": ["57:0", 0]}),
        "9": ("Save", {"images": ["57:1", 0]}),
    }


def test_a_group_node_with_other_values_than_its_nodes_take_keeps_theirs():
    assert prompt(with_group(GROUP, ["a", "b"]))["57:0"][1] == {"sampler_name": "euler"}
    other = {**GROUP, "external": [[{"index": 0}, 0, "SAMPLER"], "odd"]}
    assert prompt(with_group(other))["9"][1] == {"images": ["57:1", 0]}


@pytest.mark.parametrize("definition", [None, {}, {"nodes": "odd"}])
def test_a_group_node_that_the_file_does_not_tell_stays_a_node(definition):
    assert prompt(with_group(definition))["57"][0] == "workflow>Mine"


@pytest.mark.parametrize(
    ("middle", "links", "reason"),
    [
        ((), [], "not in the file"),
        ((), [(90, 77, 0, 9, 0)], "the node 77 that its link comes from is not there"),
        ((node(2, "Reroute", [slot("", link=90)]),), [(90, 2, 0, 2, 0)], "circle"),
    ],
)
def test_links_that_lead_nowhere_are_in_the_report(middle, links, reason):
    assert reason in reasons(through(*middle, links=links), "9")["/inputs/images"]


def test_hostile_parts_are_passed_over():
    source = graph(
        [
            "odd",
            {"id": None},
            {"id": "a", "type": "A", "inputs": ["odd", {"name": "x", "link": 1}], "outputs": ["odd"], "properties": 3},
        ],
        [],
        extra=3,
        definitions=3,
    )
    source["links"] = ["odd", [1], [1, "a", "x", "a", 0, "X"], {"id": 1}]
    assert prompt(source) == {"a": ("A", {})}


def test_only_a_graph_of_comfyui_becomes_a_prompt():
    with pytest.raises(InvalidInput, match="a prompt already"):
        converted({"1": {"class_type": "A", "inputs": {}}})
    with pytest.raises(InvalidInput, match="only documents of 'comfyui'"):
        converted({"nodes": [], "connections": {}})


def test_no_node_of_the_table_has_a_name_twice():
    assert all(len(names) == len(set(names)) for names in NAMES.values())
    assert NAMES["KSampler"] == ("seed", "steps", "cfg", "sampler_name", "scheduler", "denoise")
    assert NAMES["PatchModelAddDownscale"][-1] == "upscale_method"
