"""What the tools do by themselves is no edit: seen in comparisons of two small documents of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from wfkit import formats
from wfkit.core.diff import ABSENT, diff
from wfkit.core.document import Document

if TYPE_CHECKING:
    from wfkit.core.diff import Diff


def _compared(name: str, old: Any, new: Any) -> Diff:
    def document(data: Any) -> Document:
        return Document("", data, name, lambda parsed: formats.read(name, parsed))

    there, back = diff(document(old), document(new)), diff(document(new), document(old))
    assert sorted((change.kind, change.facet, change.path) for change in there) == sorted(
        (change.kind, change.facet, change.path) for change in back
    )
    return there


def _logic(found: Diff) -> list[tuple[str, Any, Any]]:
    return [(change.path, change.old, change.new) for change in found.logic if change.kind == "config-changed"]


def _n8n(**parameters: Any) -> dict[str, Any]:
    return {"nodes": [{"id": "1", "name": "A", "type": "t", "parameters": parameters}], "connections": {}}


def _lines(line_id: str, value: str = "x") -> dict[str, Any]:
    return {"assignments": {"assignments": [{"id": line_id, "name": "n", "value": value}]}}


def test_n8n_leaves_out_empty_options_or_writes_them() -> None:
    found = _compared("n8n", _n8n(url="x"), _n8n(url="x", options={}))

    assert (found.logic, [change.kind for change in found.noise]) == ((), ["noise-changed"])


def test_n8n_gives_lines_of_a_form_new_ids() -> None:
    assert not _compared("n8n", _n8n(**_lines("1-a")), _n8n(**_lines("2-b"))).logic
    assert len(_compared("n8n", _n8n(**_lines("1-a")), _n8n(**_lines("2-b", "y"))).logic) == 1


def test_an_id_elsewhere_in_n8n_is_a_value() -> None:
    old, new = _n8n(rule={"id": "1"}), _n8n(rule={"id": "2"})

    assert [change[0] for change in _logic(_compared("n8n", old, new))] == ["/rule/id"]


def _flowise(version: float, defaults: dict[str, Any], **inputs: Any) -> dict[str, Any]:
    params = [{"id": f"a_0-input-{name}-x", "name": name, "default": value} for name, value in defaults.items()]
    data = {"id": "a_0", "name": "a", "label": "A", "version": version, "inputs": inputs, "inputParams": params}
    return {"nodes": [{"id": "a_0", "type": "customNode", "data": data}], "edges": []}


@pytest.mark.parametrize(("value", "default"), [("", None), ("0.9", 0.9), (True, True), ("true", True), ("low", "low")])
def test_flowise_brings_new_fields_with_a_new_version_of_a_node(value: Any, default: Any) -> None:
    old = _flowise(1, {"model": "x"}, model="y")
    found = _compared("flowise", old, _flowise(2, {"model": "x", "new": default}, model="y", new=value))

    assert not found.logic
    assert len(found.noise) >= 2


@pytest.mark.parametrize(
    ("value", "default"),
    [("0.5", 0.9), ("said", None), ({"deep": 1}, "low"), (10**200, 10**200)],
    ids=["another", "no default", "no scalar", "too long to print"],
)
def test_what_a_user_of_flowise_put_into_a_new_field_is_an_edit(value: Any, default: Any) -> None:
    found = _compared("flowise", _flowise(1, {}), _flowise(2, {"new": default}, new=value))

    assert [change[0] for change in _logic(found)] == ["/new"]


def test_a_value_deep_in_a_field_of_flowise_has_no_default() -> None:
    old, new = _flowise(1, {"x": 1}, f={"y": 2}), _flowise(1, {"x": 1}, f={"y": 2, "x": 1})

    assert [change[0] for change in _logic(_compared("flowise", old, new))] == ["/f/x"]


def _without_params(data: dict[str, Any]) -> dict[str, Any]:
    data["nodes"][0]["data"]["inputParams"] = None
    return data


def test_flowise_without_a_schema_has_no_defaults() -> None:
    old, new = _without_params(_flowise(1, {})), _without_params(_flowise(2, {}, new="x"))

    assert [change[0] for change in _logic(_compared("flowise", old, new))] == ["/new"]


def _langflow(source: str, **fields: Any) -> dict[str, Any]:
    form = {name: field if isinstance(field, dict) else {"value": field} for name, field in fields.items()}
    template = {"_type": "Component", "code": {"value": source}, **form}
    node = {
        "id": "A-1",
        "type": "genericNode",
        "data": {"type": "A", "node": {"template": template, "display_name": "A"}},
    }
    return {"name": "F", "data": {"nodes": [node], "edges": []}}


@pytest.mark.parametrize("field", [True, 5, {"value": "utf-8", "advanced": True}, "", None])
def test_langflow_brings_fields_with_a_new_source(field: Any) -> None:
    assert not _compared("langflow", _langflow("one", x="y"), _langflow("two", x="y", new=field)).logic


@pytest.mark.parametrize("field", ["a text", ["a"], {"value": "utf-8", "advanced": False}])
def test_what_a_user_of_langflow_may_have_written_is_an_edit(field: Any) -> None:
    found = _compared("langflow", _langflow("one", x="y"), _langflow("two", x="y", new=field))

    assert [change[0] for change in _logic(found)] == ["/new"]


def test_fields_that_come_while_the_source_stays_are_an_edit() -> None:
    assert [change[0] for change in _logic(_compared("langflow", _langflow("one"), _langflow("one", new=5)))] == [
        "/new"
    ]


def test_values_inside_a_field_of_langflow_are_an_edit() -> None:
    old, new = _langflow("one", x={"value": {"a": 1}}), _langflow("two", x={"value": {"a": 1, "b": 2}})

    assert [change[0] for change in _logic(_compared("langflow", old, new))] == ["/x/b"]


def test_the_source_of_a_component_that_its_user_edited_is_logic() -> None:
    def edited(source: str) -> dict[str, Any]:
        flow = _langflow(source, x=1)
        flow["data"]["nodes"][0]["data"]["node"]["edited"] = True
        return flow

    found = _compared("langflow", edited("one"), edited("two"))

    assert _logic(found) == [("/code", "one", "two")]
    assert not _compared("langflow", _langflow("one"), _langflow("two")).logic


def test_the_first_edit_of_a_source_is_shown_against_the_one_that_came_with_it() -> None:
    edited = _langflow("two")
    edited["data"]["nodes"][0]["data"]["node"]["edited"] = True

    assert _logic(_compared("langflow", _langflow("one"), edited)) == [("/code", "one", "two")]
    assert _logic(_compared("langflow", edited, _langflow("two"))) == []
    without = _langflow("one")
    del without["data"]["nodes"][0]["data"]["node"]["template"]["code"]
    assert _logic(_compared("langflow", without, edited)) == [("/code", ABSENT, "two")]


def test_a_component_that_an_upgrade_calls_otherwise_is_no_rename() -> None:
    def called(label: str, source: str) -> dict[str, Any]:
        flow = _langflow(source, x=1)
        flow["data"]["nodes"][0]["data"]["node"]["display_name"] = label
        return flow

    old, new = called("Prompt", 'display_name: str = "Prompt"'), called("Template", "display_name = 'Template'")
    found = _compared("langflow", old, new)

    assert not found.logic
    assert ("/label", "Prompt", "Template") in [(change.path, change.old, change.new) for change in found.noise]
    by_user = called("Mine", "display_name = 'Template'")
    assert [change.kind for change in _compared("langflow", new, by_user).logic] == ["node-renamed"]


def test_ragflow_gives_lines_of_a_form_new_ids() -> None:
    def agent(line_id: str, **more: Any) -> dict[str, Any]:
        form = {"parameters": [{"id": line_id, "key": "k", **more}]}
        node = {"id": "Generate:A", "data": {"label": "Generate", "name": "A", "form": form}}
        return {"dsl": {"components": {}, "graph": {"nodes": [node], "edges": []}}}

    assert not _compared("ragflow", agent("1"), agent("2", component_id="")).logic


def _comfyui(values: list[Any], names: tuple[str, ...] = (), kind: str = "KSampler") -> dict[str, Any]:
    slots = [{"name": name, "type": "X", "link": None, "widget": {"name": name}} for name in names]
    node = {"id": 1, "type": kind, "pos": [0, 0], "widgets_values": values, "inputs": slots}
    return {"nodes": [node], "links": [], "version": 0.4}


def test_comfyui_calls_by_name_what_older_versions_only_have_by_place() -> None:
    named = _comfyui([7, "fixed", 20, "euler"], ("seed", "steps", "sampler"))

    assert not _compared("comfyui", _comfyui([7, "fixed", 20, "euler"]), named).logic
    assert _logic(_compared("comfyui", _comfyui([7, "fixed", 30, "euler"]), named)) == [("/steps", 30, 20)]


def test_widgets_that_only_one_version_has_come_and_go() -> None:
    named = _comfyui([7, 20], ("width", "height"))

    assert _logic(_compared("comfyui", _comfyui([7]), named)) == [("/height", ABSENT, 20)]
    assert _logic(_compared("comfyui", _comfyui([7, 20, 3]), named)) == [("/2", 3, ABSENT)]
    assert _logic(_compared("comfyui", _comfyui([]), named)) == [("/height", ABSENT, 20), ("/width", ABSENT, 7)]


def test_what_was_chosen_from_a_list_of_n8n_is_its_value() -> None:
    def model(value: str, name: str) -> dict[str, Any]:
        return _n8n(model={"__rl": True, "value": value, "cachedResultName": name, "cachedResultUrl": "u/" + name})

    assert [change[0] for change in _logic(_compared("n8n", model("a", "A"), model("b", "B")))] == ["/model/value"]


def test_empty_settings_that_come_or_go_are_noise() -> None:
    old, new = _n8n(url="x"), _n8n(url="x")
    new["nodes"][0]["credentials"] = {}
    new["tags"] = []
    found = _compared("n8n", old, new)

    assert (found.logic, len(found.noise)) == ((), 2)
    new["tags"], new["nodes"][0]["credentials"] = ["a"], {"api": {"id": "1"}}
    assert {change.kind for change in _compared("n8n", old, new).logic} == {"workflow-changed", "setting-changed"}


def test_a_number_of_the_server_of_ragflow_is_noise() -> None:
    def agent(**form: Any) -> dict[str, Any]:
        node = {"id": "LLM:A", "data": {"label": "LLM", "name": "A", "form": {"llm_id": "m", **form}}}
        return {"dsl": {"components": {}, "graph": {"nodes": [node], "edges": []}}}

    assert not _compared("ragflow", agent(), agent(tenant_llm_id=90)).logic


def _galaxy(version: str = "1", name: str = "Cat", **state: Any) -> dict[str, Any]:
    step = {"id": 0, "type": "tool", "tool_id": "cat1", "tool_version": version, "name": name, "tool_state": state}
    return {"a_galaxy_workflow": "true", "steps": {"0": step}}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("false", False),
        ("0.8", 0.8),
        (True, "true"),
        ({"__class__": "RuntimeValue"}, {"__class__": "ConnectedValue"}),
    ],
)
def test_a_parameter_of_galaxy_spelt_otherwise_is_the_same(old: Any, new: Any) -> None:
    assert not _compared("galaxy", _galaxy(x=old), _galaxy(x=new)).logic


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("false", True),
        ("a", "b"),
        (0, False),
        ("", 0),
        ({"__class__": "RuntimeValue"}, {"__class__": "X"}),
        ({"__class__": {}}, {"__class__": [1]}),
    ],
)
def test_another_value_of_a_parameter_of_galaxy_is_an_edit(old: Any, new: Any) -> None:
    assert len(_logic(_compared("galaxy", _galaxy(x=old), _galaxy(x=new)))) == 1


@pytest.mark.parametrize("value", [False, 3, {"mask": {"__class__": "X"}, "how": [""], "deep": {"on": "true"}}])
def test_a_new_version_of_a_tool_of_galaxy_brings_parameters(value: Any) -> None:
    found = _compared("galaxy", _galaxy("1", k=1), _galaxy("2", k=1, new=value))

    assert [change.path for change in found.logic] == ["/tool_version"]
    assert len(_compared("galaxy", _galaxy(k=1), _galaxy(k=1, new=value)).logic) == 1


def test_texts_in_new_parameters_of_galaxy_are_an_edit() -> None:
    found = _compared("galaxy", _galaxy("1", k=1), _galaxy("2", k=1, new={"sort": "pos"}))

    assert [change[0] for change in _logic(found)] == ["/new"]


def test_the_order_of_a_list_in_a_parameter_of_galaxy_is_an_edit() -> None:
    old, new = [{"id": 1}, {"id": 2}], [{"id": 2}, {"id": 1}]

    assert [change[0] for change in _logic(_compared("galaxy", _galaxy(x=old), _galaxy(x=new)))] == ["/x"]


def test_an_input_that_a_tool_of_galaxy_has_or_has_not_is_no_edit() -> None:
    assert not _compared("galaxy", _galaxy(k=1), _galaxy(k=1, new={"__class__": "RuntimeValue"})).logic


def test_a_tool_of_galaxy_that_is_called_otherwise_is_no_rename() -> None:
    assert not _compared("galaxy", _galaxy(name="Cat"), _galaxy(name="Concatenate")).logic
    labelled = _galaxy()
    labelled["steps"]["0"]["label"] = "Cat"
    other = _galaxy()
    other["steps"]["0"]["label"] = "Join"
    assert [change.kind for change in _compared("galaxy", labelled, other).logic] == ["node-renamed"]


def test_dify_gives_lines_of_a_form_new_ids() -> None:
    def app(line_id: str, value: str = "x") -> dict[str, Any]:
        case = {"case_id": "true", "conditions": [{"id": line_id, "value": value}]}
        node = {"id": "1711", "type": "custom", "data": {"type": "if-else", "title": "If", "cases": [case]}}
        return {"kind": "app", "app": {}, "workflow": {"graph": {"nodes": [node], "edges": []}}}

    assert not _compared("dify", app("1-a"), app("2-b")).logic
    assert len(_compared("dify", app("1-a"), app("2-b", "y")).logic) == 1


@pytest.mark.parametrize("name", ["node-red", "galaxy"])
def test_forms_may_leave_out_empty_fields(name: str) -> None:
    def document(**more: Any) -> Any:
        if name == "node-red":
            return [{"id": "a", "type": "t", "x": 1, "y": 1, "z": "f", "wires": [], "k": 1, **more}]
        step = {"id": 0, "type": "tool", "tool_id": "cat1", "tool_state": {"k": 1, **more}}
        return {"a_galaxy_workflow": "true", "steps": {"0": step}}

    assert not _compared(name, document(), document(new="")).logic
    assert _compared(name, document(), document(new="x")).logic


def test_a_native_document_says_what_it_says() -> None:
    def document(**config: Any) -> dict[str, Any]:
        node = {"id": "a", "type": "t", "position": {"x": 0, "y": 0}, "data": {"label": "A", "config": config}}
        return {"schema_version": 1, "nodes": [node], "edges": []}

    assert [change[0] for change in _logic(_compared("wfkit", document(), document(stop="")))] == ["/stop"]
