"""The pre-built workflows: valid by our own rules, tidy, and open to other packages."""

from __future__ import annotations

import json
import re
import string
import subprocess
import sys
from itertools import combinations

import pytest

from wfkit import nodetypes, templates
from wfkit.core import rules
from wfkit.errors import NotFound
from wfkit.formats import native
from wfkit.templates import _read

REQUIRED = (
    "Simple RAG",
    "Document Q&A",
    "Multi-document search",
    "Hybrid search with reranking",
    "Conversational RAG",
    "Ingestion pipeline",
)
BUILTIN = tuple(_read.builtin())
EVERY_TEMPLATE = pytest.mark.parametrize("template", BUILTIN, ids=lambda template: template.key)
NODE_WIDTH, NODE_HEIGHT, GAP = 240, 120, 60
GIVEN_BY_PORTS = {"question", "context", "history"}

MODULE = """
import json

def document(name, **more):
    return {"schema_version": 1, "name": name, "nodes": [], "edges": [], **more}

single = document("Single: ünï", description="One. Two.", tags=["a", 7])
text = '{"name":"As text",  "nodes":[]}'
many = [document("First"), json.dumps(document("Second"))]
keyed = {"my_key": document("Keyed")}

def lazily():
    return single

taken = document("simple rag")
number = 7
wrong = [document("Kept"), {"nodes": []}, {"name": "no nodes"}, "{", 7, {"nodes": [], "name": {1}}, "[" * 100_000]
"""


def nodes(template):
    return json.loads(template.text)["nodes"]


def prompt_texts(template):
    configs = [node["data"]["config"] for node in nodes(template)]
    return [config[key] for config in configs for key in ("template", "system_prompt") if key in config]


@pytest.mark.parametrize("name", REQUIRED)
def test_what_people_expect_is_there_by_name(name):
    assert templates.get(name).name == name


@EVERY_TEMPLATE
def test_every_template_has_neither_errors_nor_warnings(template):
    graph = native.read(json.loads(template.text))
    report = rules.check(graph, node_types=nodetypes.catalogue(), held=True, acyclic=True)
    assert (*report.errors, *report.warnings) == ()
    assert graph.nodes
    assert graph.edges


@EVERY_TEMPLATE
def test_every_template_is_held_to_the_catalogue(template):
    assert native.is_held(json.loads(template.text))


@EVERY_TEMPLATE
def test_every_template_is_described_in_two_sentences_and_tagged(template):
    assert len(re.findall(r"\.(?: |$)", template.description)) == 2
    assert template.tags
    assert template.source == "wfkit"


@EVERY_TEMPLATE
def test_every_file_is_indented_json_that_ends_with_a_line_feed(template):
    assert template.text == json.dumps(json.loads(template.text), indent=2, ensure_ascii=False) + "\n"


@EVERY_TEMPLATE
def test_no_two_nodes_overlap(template):
    for one, other in combinations((node["position"] for node in nodes(template)), 2):
        across, down = abs(one["x"] - other["x"]), abs(one["y"] - other["y"])
        assert across >= NODE_WIDTH + GAP or down >= NODE_HEIGHT + GAP


@EVERY_TEMPLATE
def test_every_edge_runs_from_left_to_right(template):
    data = json.loads(template.text)
    x = {node["id"]: node["position"]["x"] for node in data["nodes"]}
    assert [edge["id"] for edge in data["edges"] if x[edge["source"]] >= x[edge["target"]]] == []


@EVERY_TEMPLATE
def test_every_node_takes_part(template):
    data = json.loads(template.text)
    ends = {edge[end] for edge in data["edges"] for end in ("source", "target")}
    assert {node["id"] for node in data["nodes"]} == ends


@EVERY_TEMPLATE
def test_every_key_is_a_reference_and_no_secret(template):
    for node in nodes(template):
        for name in nodetypes.get(node["type"]).secret_fields:
            assert re.fullmatch(r"\$\{[A-Z_]+\}", node["data"]["config"].get(name, "${UNSET}"))


@EVERY_TEMPLATE
def test_prompts_ask_for_an_honest_do_not_know(template):
    if template.key != "ingestion_pipeline":
        assert any("do not know" in text for text in prompt_texts(template))


@EVERY_TEMPLATE
def test_prompts_use_only_variables_whose_port_is_connected(template):
    data = json.loads(template.text)
    for node in data["nodes"]:
        text = node["data"]["config"].get("template", "")
        used = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        connected = {edge["targetHandle"] for edge in data["edges"] if edge["target"] == node["id"]}
        assert used == (connected if text else set())
        assert used <= GIVEN_BY_PORTS


def test_keys_and_names_are_unique():
    handles = [handle for template in BUILTIN for handle in template.handles]
    assert len(handles) == len(set(handles))


@pytest.mark.parametrize("wanted", ["Simple RAG", "simple rag", "simple_rag", "SIMPLE_RAG"])
def test_a_template_is_found_by_name_or_key_in_any_case(wanted):
    assert templates.get(wanted).key == "simple_rag"


def test_an_unknown_name_lists_what_there_is():
    with pytest.raises(
        NotFound, match=r"no template 'Simpel RAG'; did you mean 'Simple RAG'\? available: .*Document Q&A"
    ):
        templates.get("Simpel RAG")


def test_the_builtin_templates_come_first_in_the_order_of_their_keys():
    keys = [template.key for template in templates.available()]
    assert keys[: len(BUILTIN)] == sorted(template.key for template in BUILTIN)


def install(folder, value):
    """A distribution as pip would leave it: the module and its .dist-info."""
    info = folder / "wfkit_more-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: wfkit-more\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[wfkit.templates]\nmore = wfkit_more:{value}\n")
    (folder / "wfkit_more.py").write_text(MODULE, encoding="utf-8")


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Installs an entry point and gives the templates beside ours, and the faults."""

    def install_and_read(value):
        install(tmp_path, value)
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(sys.modules, "wfkit_more", raising=False)
        found, faults = _read.everything()
        assert found[: len(BUILTIN)] == BUILTIN
        return found[len(BUILTIN) :], faults

    yield install_and_read
    sys.modules.pop("wfkit_more", None)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("single", [["single_ünï", "Single: ünï"]]),
        ("lazily", [["single_ünï", "Single: ünï"]]),
        ("text", [["as_text", "As text"]]),
        ("many", [["first", "First"], ["second", "Second"]]),
        ("keyed", [["my_key", "Keyed"]]),
    ],
)
def test_an_installed_package_adds_templates(installed, value, found):
    more, faults = installed(value)
    assert [[template.key, template.name] for template in more] == found
    assert {template.source for template in more} == {"wfkit-more"}
    assert faults == []


def test_an_installed_template_keeps_its_text_and_its_readable_tags(installed):
    [template], _ = installed("single")
    assert (template.description, template.tags) == ("One. Two.", ("a",))
    assert "ünï" in template.text
    assert template.text.endswith("}\n")


def test_a_document_given_as_text_is_kept_as_written(installed):
    [template], _ = installed("text")
    assert template.text == '{"name":"As text",  "nodes":[]}'


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("taken", "'simple rag' .* exists already"),
        ("absent", "AttributeError"),
        ("number", "a template is a native document"),
    ],
)
def test_a_template_that_cannot_be_taken_is_named_with_its_package(installed, value, reason):
    more, [fault] = installed(value)
    assert more == ()
    assert re.search(f"'more'.*'wfkit-more'.*{reason}", fault)


def test_what_is_no_template_is_skipped_and_the_rest_kept(installed):
    more, faults = installed("wrong")
    assert [template.name for template in more] == ["Kept"]
    assert len(faults) == 6


def test_a_fresh_interpreter_warns_of_a_faulty_package_once_and_goes_on(tmp_path):
    install(tmp_path, "wrong")
    code = """
import sys, warnings
sys.path.insert(0, sys.argv[1])
from wfkit import templates
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    templates.available()
    templates.available()
print(len(caught), templates.get("Kept").source)
"""
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "6 wfkit-more\n"
