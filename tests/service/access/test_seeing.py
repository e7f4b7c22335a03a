"""What somebody may not see is not there for him, whichever way he asks; and what he may see is."""

from __future__ import annotations

import pytest

import wfkit
from wfkit.service import completing
from wfkit.service.registry import Registry

LISTINGS = {
    "audit": lambda registry: registry.audit(workflow="Secret plan"),
    "changes": lambda registry: registry.changes(),
    "edges": lambda registry: registry.edges(),
    "executions": lambda registry: registry.executions(),
    "facets": lambda registry: registry.facets(),
    "list": lambda registry: registry.list(),
    "nodes": lambda registry: registry.nodes(),
    "offers": lambda registry: [offer for offer in registry.offers() if not offer.is_prebuilt],
    "overview": lambda registry: registry.overview(search="gpt", contents=True),
    "search": lambda registry: registry.search("gpt-5"),
    "search in the history": lambda registry: registry.search("gpt-4", history=True),
    "templates": lambda registry: registry.templates().query("version > 0"),
    "deleted": lambda registry: registry.list(deleted=True),
    "names to complete": lambda registry: completing.names(registry, "Sec", limit=10),
    "labels to complete": completing.labels,
}
ASKING = {
    "get": lambda registry, wf: registry.get(wf.id),
    "get by name": lambda registry, wf: registry.get(wf.name),
    "nodes": lambda registry, wf: registry.nodes(workflow=wf.id),
    "edges": lambda registry, wf: registry.edges(workflow=wf.id),
    "executions": lambda registry, wf: registry.executions(workflow=wf.id),
    "export": lambda registry, wf: registry.export(wf.id, "never.json"),
    "delete": lambda registry, wf: registry.delete(wf.id),
    "undelete": lambda registry, wf: registry.undelete(wf.id),
    "purge": lambda registry, wf: registry.purge(wf.id),
    "use_template": lambda registry, wf: registry.use_template(wf.id),
    "audit": lambda registry, wf: registry.audit(workflow=wf.id),
    "versions to complete": lambda registry, wf: completing.versions_of(registry, wf.id, limit=3),
}
FOR_ADMINS = {
    "check": lambda registry: registry.check(),
    "create_token": lambda registry: registry.create_token("eve", role="admin"),
    "import_history": lambda registry: registry.import_history("."),
    "migrate": lambda registry: registry.migrate("."),
    "revoke_token": lambda registry: registry.revoke_token("1"),
    "sql": lambda registry: registry.sql("SELECT name FROM workflows"),
    "tokens": lambda registry: registry.tokens(),
    "acting_as": lambda registry: registry.acting_as(registry.principal),
    "audit": lambda registry: registry.audit(),
}
# What neither shows nor changes a workflow that is there.
HARMLESS = {
    *("authenticate", "close", "create", "epoch", "free_name", "hurried", "import_files", "is_read_only"),
    *("load_templates", "principal", "read_texts", "url"),
}


def test_every_method_of_a_registry_has_its_rule_here():
    ruled = {name.partition(" ")[0] for name in (*LISTINGS, *ASKING, *FOR_ADMINS)} | HARMLESS
    assert {name for name in dir(Registry) if not name.startswith("_")} <= ruled


@pytest.fixture
def template(acting, owned, flow):
    """A second one of ann's, a template whose nodes are joined, and a third one, which was deleted."""
    ann = acting("ann")
    ann.delete(ann.create("Secret waste", flow("gpt-5")))
    owned.update(is_template=True)
    return ann.create("Secret pair", flow("gpt-5", "gpt-5"), is_template=True)


@pytest.mark.usefixtures("owned", "template")
@pytest.mark.parametrize("name", [name for name in LISTINGS if name != "audit"])
def test_what_is_not_shared_is_in_no_listing(name, acting):
    assert len(LISTINGS[name](acting("ann"))) > 0
    assert len(LISTINGS[name](acting("eve"))) == 0
    assert len(LISTINGS[name](acting("vic"))) == 0


@pytest.mark.parametrize("name", [name for name in LISTINGS if name not in ("audit", "deleted")])
@pytest.mark.parametrize("principal", ["vic", "data-team", "*"])
def test_what_is_shared_is_in_every_listing(name, principal, acting, owned, template):
    owned.share(principal, "view")
    template.share(principal, "view")
    assert len(LISTINGS[name](acting("vic"))) == len(LISTINGS[name](acting("ann"))) > 0


@pytest.mark.parametrize("name", ASKING)
def test_what_is_not_shared_is_not_found(name, acting, owned, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    registry, nothing = acting("eve"), owned.id[::-1]
    with pytest.raises(wfkit.NotFound) as hidden:
        ASKING[name](registry, owned)
    with pytest.raises(wfkit.NotFound) as missing:
        ASKING[name](registry, type("Nothing", (), {"id": nothing, "name": "Secret plan"}))
    assert str(hidden.value).replace(owned.id, nothing) == str(missing.value)
    assert acting("ann").get(owned.id).version == 2


@pytest.mark.parametrize("name", FOR_ADMINS)
@pytest.mark.parametrize("who", ["eve", "vic"])
def test_what_is_for_admins_is_forbidden_to_others(name, who, acting):
    with pytest.raises(wfkit.Forbidden, match="role admin"):
        FOR_ADMINS[name](acting(who))


@pytest.mark.usefixtures("owned")
def test_an_admin_sees_all(acting):
    registry = acting("root")
    assert registry.get("Secret plan").version == 2
    assert registry.sql("SELECT name FROM workflows")["name"].tolist() == ["Secret plan"]


def test_a_name_that_somebody_else_has_is_no_clash(acting, owned, flow):
    mine = acting("eve").create("Secret plan", flow())
    assert acting("eve").get("Secret plan").id == mine.id
    assert acting("ann").get("Secret plan").id == owned.id
    assert acting("eve").free_name("Secret plan 2") == "Secret plan 2"


@pytest.mark.usefixtures("owned")
def test_no_name_of_anothers_workflow_is_suggested(acting):
    with pytest.raises(wfkit.NotFound) as error:
        acting("eve").get("Secret plam")
    assert "did you mean" not in str(error.value)


def test_runs_of_a_purged_workflow_are_for_who_sees_all(acting, owned):
    acting("ann").purge(owned.id)
    assert len(acting("root").executions(workflow=owned.id)) == 1
    assert len(acting("ann").executions()) == 0
    with pytest.raises(wfkit.NotFound):
        acting("ann").executions(workflow=owned.id)


@pytest.mark.usefixtures("owned")
def test_what_is_searched_for_is_read_whoever_searches_first(acting):
    assert len(acting("eve").search("gpt-5")) == 0
    assert len(acting("ann").search("gpt-5")) == 1


def test_a_pre_built_template_is_for_everyone_who_may_make_workflows(acting):
    clone = acting("eve").use_template("Simple RAG", name="Mine")
    assert clone.owner == "eve"
    assert acting("vic").get("Simple RAG").owner == "wfkit"
    assert acting("vic").templates().query("version > 0")["name"].tolist() == ["Simple RAG"]
    with pytest.raises(wfkit.Forbidden, match="role editor"):
        acting("vic").use_template("Self-checking RAG")


@pytest.mark.usefixtures("owned")
def test_the_names_of_one_are_not_those_of_the_next(acting):
    for _ in range(3):
        assert len(acting("ann").list()) == 1
        assert len(acting("eve").list()) == 0


def test_what_a_template_is_that_may_not_be_seen_stays_unknown(acting, owned):
    owned.update(is_template=True)
    owned.share("eve", "view")
    clone = acting("eve").use_template(owned.id, name="Clone")
    owned.unshare("eve")
    with pytest.raises(wfkit.NotFound, match="is not in this registry any more"):
        acting("eve").get(clone.id).update_from_template()
