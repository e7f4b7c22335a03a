from __future__ import annotations

import json

import pytest

import wfkit
from wfkit import nodetypes
from wfkit import templates as prebuilt
from wfkit.core.nodetype import NodeType
from wfkit.errors import InvalidInput, InvalidWorkflow, NotFound

from .samples import KEY, card, flow


def test_one_call_makes_a_workflow_with_a_free_name(registry, panel):
    made = panel.use("Simple RAG")
    assert (made.name, panel.workflow) == ("Simple RAG (2)", made)
    assert panel.made["line"] == 'wf = registry.get("Simple RAG (2)")'
    assert (panel.made["name"], panel.made["template"]) == ("Simple RAG (2)", "Simple RAG")
    assert registry.get("Simple RAG (2)").document == made.document
    assert card(panel, "Simple RAG")["used"] == 1
    assert panel.use("Simple RAG").name == "Simple RAG (3)"


def test_the_selected_template_is_used_under_the_name_that_is_given(panel):
    with pytest.raises(InvalidInput, match=r"no template is selected; name one, or set panel\.selected"):
        panel.use()
    panel.selected = "Document Q&A"
    assert panel.use(name="Handbook").source_template[0] == "template-document_qa"
    assert (panel.selected, panel.preview) == (None, None)
    with pytest.raises(InvalidInput, match="at least one visible character"):
        panel.use("Simple RAG", " ")


def test_the_line_names_the_id_where_a_name_says_not_which(registry, panel):
    panel.use("Simple RAG", "Twice")
    wf = panel.use("Simple RAG", "Twice")
    assert panel.made["line"] == f'wf = registry.get("{wf.id}")'
    own = [registry.create("Same", flow("llm"), is_template=True) for _ in range(2)]
    panel.refresh()
    panel.selected = own[1].id
    assert panel.preview["line"].startswith(f'wf = registry.use_template("{own[1].id}"')


def test_the_line_is_python_whatever_the_name_is(registry, panel):
    name = 'a "quoted" \\ name'
    panel.use("Simple RAG", name)
    scope = {"registry": registry}
    exec(panel.made["line"], scope)  # noqa: S102 - that it runs is the fact
    assert scope["wf"].name == name


@pytest.mark.parametrize("template", prebuilt.available(), ids=lambda template: template.key)
def test_the_line_that_changes_a_setting_runs_and_changes_nothing_by_itself(registry, panel, template):
    wf = panel.use(template.name)
    scope = {"wf": wf}
    exec(panel.made["change"], scope)  # noqa: S102 - that it runs is the fact
    assert (scope["wf"].id, scope["wf"].version) == (wf.id, 1)
    changed = panel.made["change"].replace(").save", ").rename(wf.graph.nodes[0].id, 'Anew').save")
    exec(changed, scope)  # noqa: S102 - that it runs is the fact
    assert registry.get(wf.id).version == 2


def test_no_line_that_changes_a_setting_is_made_of_what_is_empty_long_or_secret(registry, panel):
    document = flow("embedder", "embedder", "llm", "splitter", "conditional")
    settings = [{}, {"model": "m" * 41}, {"model": KEY[:40]}, {"chunk_size": True}, {"condition": ""}]
    for node, config in zip(document["nodes"], settings, strict=True):
        node["data"]["config"] = config
    registry.create("Mine", document, is_template=True)
    panel.refresh()
    panel.use("Mine")
    assert panel.made["change"] == ""


def test_no_secret_is_in_the_line_that_changes_a_setting(registry, panel):
    schema = {"type": "object", "required": ["token"], "properties": {"token": {"type": "string", "format": "secret"}}}
    document = flow("vault", "file_loader", token="hunter2", path="docs/")  # noqa: S106 - what must not be told
    document["nodes"][1]["data"]["label"] = f"load with {KEY}"
    nodetypes.register(NodeType("vault", "Vault", "other", "Keeps things.", config_schema=schema))
    try:
        registry.create("Mine", document, is_template=True)
        panel.refresh()
        panel.use("Mine")
    finally:
        nodetypes.unregister("vault")
    assert panel.made["change"] == ""
    assert not [word for word in (KEY, "hunter2") if word in json.dumps(panel.get_state(), default=str)]


def test_undo_deletes_the_workflow_and_can_be_taken_back(registry, panel):
    made = panel.use("Simple RAG")
    panel.undo()
    assert (panel.workflow, panel.made) == (None, None)
    assert card(panel, "Simple RAG")["used"] == 0
    with pytest.raises(NotFound, match="deleted"):
        registry.get(made.id)
    with pytest.raises(NotFound, match="nothing to undo"):
        panel.undo()
    panel.bring_back(made.id)
    assert panel.workflow.id == made.id == panel.made["id"]
    assert panel.made["template"] == "Simple RAG"


def test_callbacks_hear_of_each_workflow_and_their_faults_are_shown(panel):
    heard = []
    panel.on_use(heard.append)
    panel.on_use(lambda wf: wf.version / 0)
    made = panel.use("Simple RAG")
    assert heard == [made]
    assert panel.fault["words"] == "ZeroDivisionError: division by zero"
    assert panel.made["id"] == made.id


def test_the_view_uses_a_template_by_a_message(panel):
    answers = []
    panel.send = answers.append
    values = {"template": "template-simple_rag", "name": "By hand"}
    panel._handle_custom_msg({"act": "use_template", "id": "q", "values": values}, [])  # noqa: SLF001 - as it arrives
    assert answers == [{"answer": "q", "value": panel.workflow.id}]
    assert panel.workflow.name == "By hand"


def test_a_template_with_types_missing_here_is_used_on_demand_and_says_so(registry):
    nodetypes.register(NodeType("teleporter", "Teleporter", "other", "Moves things."))
    try:
        registry.create("Mine", {"schema_version": 1, **flow("teleporter")}, is_template=True)
    finally:
        nodetypes.unregister("teleporter")
    panel = wfkit.ui.gallery(registry)
    with pytest.raises(InvalidWorkflow):
        panel.use("Mine")
    assert panel.workflow is None
    panel.selected = "Mine"
    scope = {"registry": registry}
    exec(panel.preview["line"], scope)  # noqa: S102 - that it runs is the fact
    assert not scope["wf"].valid
    assert not panel.use("Mine", allow_invalid=True).valid
    assert not panel.made["is_valid"]
    assert panel.made["types"][0]["is_missing"]
