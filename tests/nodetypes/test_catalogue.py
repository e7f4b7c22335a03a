"""The catalogue: looking up, registering, and what installed packages bring."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace

import pytest

from wfkit import nodetypes
from wfkit.core.model import Port
from wfkit.core.nodetype import NodeType
from wfkit.errors import InvalidInput, NotFound
from wfkit.nodetypes._builtin import BUILTIN
from wfkit.nodetypes._catalogue import Catalogue

MINE = NodeType(
    key="sentiment",
    title="Sentiment",
    category="analysis",
    description="Tells praise from complaint.",
    inputs=(Port("text", "text", required=True),),
    outputs=(Port("score", "score"),),
    config_schema={"type": "object", "properties": {"token": {"type": "string", "format": "secret"}}},
    source="my_package",
)

PLUGIN = """
from wfkit.core.nodetype import NodeType

def kind(key, **more):
    return NodeType(key, key.title(), category="plugin", description="Does it.", source="plugin", **more)

one = kind("alpha")
several = [kind("beta"), kind("gamma")]

def lazily():
    yield kind("delta")

def breaks_at_once():
    raise RuntimeError("no licence")

def breaks_on_the_way():
    yield kind("lost")
    raise RuntimeError("out of node types")

not_a_type = [kind("epsilon"), 42]
taken = kind("llm")
bad_schema = kind("bad", config_schema={"type": "objekt"})

def looks_into_the_catalogue():
    from wfkit import nodetypes
    assert "llm" in nodetypes.catalogue()
    return kind("zeta")
"""


@pytest.fixture
def mine():
    nodetypes.register(MINE)
    yield MINE
    nodetypes.unregister(MINE.key)


def install(folder, points, *, name="wfkit-plugin", module="wfkit_plugin"):
    """A distribution as pip would leave it: the module and its .dist-info."""
    info = folder / f"{module}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    lines = [f"{point} = {module}:{value}" for point, value in points.items()]
    (info / "entry_points.txt").write_text("\n".join(["[wfkit.node_types]", *lines, ""]))
    (folder / f"{module}.py").write_text(PLUGIN)


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Installs entry points and gives a catalogue that has not looked yet."""

    def install_and_open(**points):
        install(tmp_path, points)
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(sys.modules, "wfkit_plugin", raising=False)
        return Catalogue()

    yield install_and_open
    sys.modules.pop("wfkit_plugin", None)


def test_the_catalogue_holds_every_builtin_type():
    assert nodetypes.catalogue().items() >= BUILTIN.items()


def test_the_catalogue_is_read_only():
    with pytest.raises(TypeError):
        nodetypes.catalogue()["llm"] = MINE


def test_the_catalogue_is_the_same_object_until_something_changes():
    assert nodetypes.catalogue() is nodetypes.catalogue()


def test_get_finds_a_type_by_its_key():
    assert nodetypes.get("splitter") is BUILTIN["splitter"]


def test_an_unknown_key_names_the_nearest():
    with pytest.raises(NotFound, match=r"no node type 'retreiver'; did you mean 'retriever'\?"):
        nodetypes.get("retreiver")


def test_a_key_like_no_other_is_told_what_there_is():
    with pytest.raises(NotFound, match=r"no node type '0123456789'; known node types: 'chat', 'chat_input', "):
        nodetypes.get("0123456789")


def test_a_registered_type_is_found(mine):
    assert nodetypes.get("sentiment") is mine
    assert "sentiment" in nodetypes.catalogue()


def test_a_view_taken_earlier_stays_as_it_was():
    before = nodetypes.catalogue()
    nodetypes.register(MINE)
    nodetypes.unregister(MINE.key)
    assert "sentiment" not in before


def test_an_unregistered_type_is_gone(mine):
    nodetypes.register(replace(mine, key="other"))
    nodetypes.unregister("other")
    assert "other" not in nodetypes.catalogue()


@pytest.mark.parametrize("key", ["llm", "never_seen"])
def test_only_what_was_registered_can_be_unregistered(key):
    with pytest.raises(NotFound, match=f"no node type '{key}' was registered"):
        nodetypes.unregister(key)


def test_registering_an_equal_type_again_does_nothing(mine):
    nodetypes.register(replace(mine))
    assert nodetypes.get("sentiment") == mine


def test_a_key_that_another_type_has_is_refused(mine):
    with pytest.raises(InvalidInput, match=r"'sentiment' exists already, from 'my_package'; .* replace=True"):
        nodetypes.register(replace(mine, title="Mood"))


def test_a_replaced_builtin_type_comes_back_when_it_is_unregistered():
    nodetypes.register(replace(MINE, key="llm"), replace=True)
    try:
        assert nodetypes.get("llm").title == "Sentiment"
    finally:
        nodetypes.unregister("llm")
    assert nodetypes.get("llm") is BUILTIN["llm"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        pytest.param(
            {"key": "sentiment"}, "a node type is a wfkit.core.nodetype.NodeType, not dict", id="no_node_type"
        ),
        pytest.param(
            replace(MINE, key=""),
            "the key of a node type is a name without spaces around it, .* not ''",
            id="empty_key",
        ),
        pytest.param(replace(MINE, key=" llm"), "not ' llm'", id="spaces_in_key"),
        pytest.param(replace(MINE, key=None), "not null", id="no_key"),
        pytest.param(replace(MINE, inputs=(Port("a"), Port("a"))), "several input ports named 'a'", id="same_inputs"),
        pytest.param(
            replace(MINE, outputs=(Port("b"), Port("b"))), "several output ports named 'b'", id="same_outputs"
        ),
        pytest.param(replace(MINE, inputs=None), r"the inputs of node type 'sentiment' are a tuple", id="no_inputs"),
        pytest.param(
            replace(MINE, outputs=("text",)), r"the outputs of node type 'sentiment' are a tuple", id="ports_as_text"
        ),
        pytest.param(
            replace(MINE, config_schema=[]), r"is a JSON Schema object, not a list with 0 items", id="schema_no_object"
        ),
        pytest.param(
            replace(MINE, config_schema={"type": "objekt"}),
            r"is not a valid JSON Schema \(2020-12\): \"objekt\"",
            id="schema_invalid",
        ),
        pytest.param(
            replace(MINE, config_schema={"properties": []}), '"properties" of node type', id="properties_a_list"
        ),
        pytest.param(
            replace(MINE, config_schema={"properties": {"a": True}}), '"properties" of node type', id="field_a_boolean"
        ),
        pytest.param(
            replace(MINE, config_schema={"properties": {"a": {"pattern": "("}}}),
            "not a valid JSON Schema",
            id="pattern_broken",
        ),
        pytest.param(replace(MINE, config_schema={"default": {1, 2}}), "not a valid JSON Schema", id="schema_no_json"),
        pytest.param(replace(MINE, config_schema={1: 2}), "not a valid JSON Schema", id="schema_key_no_text"),
        pytest.param(
            replace(MINE, config_schema={"$ref": "https://example.com/s"}),
            "wfkit fetches nothing",
            id="remote_reference",
        ),
    ],
)
def test_a_faulty_type_is_refused_with_what_would_be_right(wrong, message):
    with pytest.raises(InvalidInput, match=message):
        nodetypes.register(wrong)
    assert "sentiment" not in nodetypes.catalogue()


@pytest.mark.parametrize(
    ("value", "keys"),
    [
        ("one", {"alpha"}),
        ("several", {"beta", "gamma"}),
        ("lazily", {"delta"}),
        ("looks_into_the_catalogue", {"zeta"}),
    ],
)
def test_an_installed_package_adds_its_types(installed, value, keys):
    assert installed(point=value).view().keys() == BUILTIN.keys() | keys


@pytest.mark.parametrize(
    ("value", "reason", "kept"),
    [
        ("absent", "AttributeError", set()),
        ("breaks_at_once", "RuntimeError: no licence", set()),
        ("breaks_on_the_way", "RuntimeError: out of node types", set()),
        ("not_a_type", "not int", {"epsilon"}),
        ("taken", "'llm' exists already, from 'wfkit'", set()),
        ("bad_schema", "not a valid JSON Schema", set()),
    ],
)
def test_a_broken_entry_point_is_skipped_with_a_warning_that_names_it(installed, value, reason, kept):
    catalogue = installed(good="one", wrong=value)
    with pytest.warns(RuntimeWarning, match="skipped the entry point 'wrong'.*'wfkit-plugin'") as caught:
        view = catalogue.view()
    assert reason in str(caught[0].message)
    assert view.keys() == BUILTIN.keys() | {"alpha"} | kept


def test_a_broken_entry_point_is_told_of_once(installed):
    catalogue = installed(wrong="absent")
    with pytest.warns(RuntimeWarning, match="wrong"):
        catalogue.view()
    assert catalogue.view().keys() == BUILTIN.keys()


def test_the_catalogue_is_complete_even_where_warnings_are_errors(installed):
    catalogue = installed(good="one", wrong="absent")
    with pytest.raises(RuntimeWarning, match="wrong"):
        catalogue.view()
    assert "alpha" in catalogue.view()


def test_a_registered_type_may_replace_an_installed_one(installed):
    catalogue = installed(point="one")
    catalogue.register(replace(MINE, key="alpha"), replace=True)
    assert catalogue.view()["alpha"].title == "Sentiment"
    catalogue.unregister("alpha")
    assert catalogue.view()["alpha"].source == "plugin"


def test_a_fresh_interpreter_finds_an_installed_package(tmp_path):
    install(tmp_path, {"point": "looks_into_the_catalogue"})
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from wfkit import nodetypes;"
        "print(nodetypes.get('zeta').source)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "plugin\n"


def test_nothing_is_loaded_before_the_first_look(tmp_path):
    install(tmp_path, {"point": "one"})
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import wfkit.nodetypes as n;"
        "print('wfkit_plugin' in sys.modules, 'pandas' in sys.modules, 'jsonschema_rs' in sys.modules);"
        "n.catalogue(); print('wfkit_plugin' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False", "False", "True"]


def test_many_threads_register_without_losing_a_type():
    catalogue = Catalogue()
    types = [replace(MINE, key=f"type_{number}") for number in range(64)]
    threads = [threading.Thread(target=catalogue.register, args=(node_type,)) for node_type in types]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {node_type.key for node_type in types} <= catalogue.view().keys()


def test_the_frame_has_a_row_a_type_in_declared_columns(mine):
    frame = nodetypes.to_frame()
    assert tuple(frame.columns) == nodetypes.NODE_TYPE_COLUMNS
    assert list(frame["key"]) == list(nodetypes.catalogue())
    row = frame.set_index("key").loc[mine.key]
    assert dict(row) == {
        "title": "Sentiment",
        "category": "analysis",
        "description": "Tells praise from complaint.",
        "inputs": "text*: text",
        "outputs": "score: score",
        "required": "",
        "secrets": "token",
        "source": "my_package",
    }


def test_an_empty_frame_has_the_same_dtypes():
    from wfkit.nodetypes._frame import to_frame

    assert dict(to_frame([]).dtypes) == dict(nodetypes.to_frame().dtypes)
