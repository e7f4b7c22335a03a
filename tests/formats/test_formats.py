from __future__ import annotations

import pytest

from wfkit import formats
from wfkit.errors import UnknownFormat
from wfkit.formats import _plugins

PLUGIN = """
from wfkit.core.model import Graph, Node
from wfkit.formats import Format

def _read(data):
    return Graph(nodes=(Node("a", "step", "A"),))

def _sniff(data):
    return data["tool"] == "cwl"

CWL = Format("cwl", "Common Workflow Language", read=_read, sniff=_sniff)
TWIN = Format("cwl", "Another one of this name")
SHADOW = Format("n8n", "Not n8n", read=_read)
SILENT = Format("silent", "Known by name only")
WRONG = "a string"
"""


@pytest.fixture
def install(tmp_path, monkeypatch):
    """A function that installs a real package with these entry points, for the length of the test."""

    def install_package(*lines: str) -> None:
        (tmp_path / "wfkit_plugin_of_a_test.py").write_text(PLUGIN, encoding="utf-8")
        info = tmp_path / "wfkit_plugin_of_a_test-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Name: wfkit-plugin-of-a-test\nVersion: 1.0\n", encoding="utf-8")
        (info / "entry_points.txt").write_text("\n".join(["[wfkit.formats]", *lines]), encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        _plugins.installed.cache_clear()

    yield install_package
    _plugins.installed.cache_clear()


def test_every_format_of_the_contract_is_known():
    assert set(formats.names()) >= {
        *("wfkit", "n8n", "langflow", "flowise", "comfyui", "dify"),
        *("node-red", "galaxy", "ragflow", "elyra", "haystack"),
    }


def test_names_are_sorted():
    assert list(formats.names()) == sorted(formats.names())


@pytest.mark.parametrize("name", formats.names())
def test_a_format_is_found_by_its_name(name):
    found = formats.get(name)
    assert (found.name, bool(found.title)) == (name, True)


@pytest.mark.parametrize("name", ["n9n", "", "N8N"])
def test_an_unknown_name_is_answered_with_the_known_ones(name):
    with pytest.raises(
        UnknownFormat, match=rf"^unknown format '{name}'; known formats: comfyui, dify, elyra, .*wfkit$"
    ):
        formats.get(name)


def test_a_long_unknown_name_is_cut():
    with pytest.raises(UnknownFormat, match=r"^unknown format 'x{59}…'; known"):
        formats.get("x" * 1000)


def test_the_native_format_is_read():
    graph = formats.read("wfkit", {"nodes": [{"id": "a", "type": "llm"}], "edges": []})
    assert [node.id for node in graph.nodes] == ["a"]


def test_an_installed_format_without_a_reader_says_which_have_one(install):
    install("silent = wfkit_plugin_of_a_test:SILENT")
    with pytest.raises(UnknownFormat, match=r"keeps and exports them whole; formats with a reader: .*\bwfkit\b"):
        formats.read("silent", {})


def test_every_format_of_wfkit_itself_has_a_reader():
    assert [name for name in formats.names() if formats.get(name).read is None] == []


def test_reading_in_an_unknown_format_is_refused():
    with pytest.raises(UnknownFormat, match="unknown format 'n9n'"):
        formats.read("n9n", {})


@pytest.mark.parametrize("name", ["n8n", "node-red", "langflow", "ragflow", "haystack"])
def test_formats_of_tools_with_loops_allow_cycles(name):
    assert not formats.get(name).acyclic


@pytest.mark.parametrize("name", ["wfkit", "dify", "elyra", "galaxy"])
def test_formats_of_tools_without_loops_forbid_cycles(name):
    assert formats.get(name).acyclic


def test_an_installed_format_is_listed_sniffed_and_read(install):
    install("cwl = wfkit_plugin_of_a_test:CWL")
    assert "cwl" in formats.names()
    assert formats.sniff({"tool": "cwl"}) == "cwl"
    assert formats.read("cwl", {}).node("a").label == "A"


def test_an_installed_format_does_not_shadow_a_built_in_one(install):
    install("n8n = wfkit_plugin_of_a_test:SHADOW")
    assert formats.get("n8n").title == "n8n"
    assert formats.sniff({"nodes": [], "connections": {}}) == "n8n"


def test_the_first_of_two_installed_formats_with_one_name_stays(install):
    install("a = wfkit_plugin_of_a_test:CWL", "b = wfkit_plugin_of_a_test:TWIN")
    assert formats.get("cwl").title == "Common Workflow Language"


def test_an_installed_format_without_a_sniffer_is_known_by_its_name_only(install):
    install("silent = wfkit_plugin_of_a_test:SILENT")
    assert formats.get("silent").title == "Known by name only"
    with pytest.raises(UnknownFormat, match=r"known formats: .*silent"):
        formats.sniff({"tool": "silent"})


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("wfkit_plugin_of_a_test:WRONG", "it is a str; it must be a wfkit.formats.Format"),
        ("wfkit_plugin_of_a_test:GONE", "AttributeError"),
        ("wfkit_no_such_module:X", "ModuleNotFoundError"),
    ],
    ids=["wrong type", "missing name", "missing module"],
)
def test_a_broken_entry_point_warns_once_and_is_left_out(install, value, fault):
    install(f"bad = {value}", "cwl = wfkit_plugin_of_a_test:CWL")
    with pytest.warns(RuntimeWarning, match=f"skipped the entry point 'bad' .*: {fault}") as caught:
        assert "cwl" in formats.names()
    formats.names()
    assert len(caught) == 1


def test_an_installed_sniffer_that_raises_warns_and_counts_as_a_no(install):
    install("cwl = wfkit_plugin_of_a_test:CWL")
    with (
        pytest.warns(RuntimeWarning, match="format 'cwl' cannot sniff: it raised KeyError: 'tool'"),
        pytest.raises(UnknownFormat),
    ):
        formats.sniff({})
