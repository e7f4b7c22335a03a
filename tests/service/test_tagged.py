from __future__ import annotations

import pytest

import wfkit
from wfkit.errors import InvalidInput, NotFound


def document(**config):
    return {"nodes": [{"id": "llm", "type": "llm", "data": {"label": "Answer", "config": config}}], "edges": []}


@pytest.fixture
def wf(registry):
    made = registry.create("Ask", document(model="small", prompt="p"))
    return made.save(document(model="small", prompt="q"))


def tags(wf):
    return dict(wf.version_tags().itertuples(index=False))


def test_a_tag_gets_another_name_and_stays_on_its_version(wf):
    wf.tag("v1.0.0", 1).rename_tag("v1.0.0", "v1.1.0")
    assert tags(wf) == {"v1.1.0": 1}


def test_a_tag_renamed_to_what_it_is_called_stays(wf):
    assert tags(wf.tag("stable").rename_tag("stable", "stable")) == {"stable": 2}


def test_no_tag_is_renamed_over_another_one(wf):
    wf.tag("a", 1).tag("b", 2)
    with pytest.raises(InvalidInput, match="version 2 of 'Ask' has the tag 'b' already"):
        wf.rename_tag("a", "b")
    assert tags(wf) == {"a": 1, "b": 2}


def test_a_tag_that_is_not_there_cannot_be_renamed(wf):
    with pytest.raises(NotFound, match="no version of 'Ask' has the tag 'gone'"):
        wf.rename_tag("gone", "new")


@pytest.mark.parametrize("name", ["", "7", "a b", "1.2"])
def test_a_tag_is_not_renamed_to_what_is_no_tag(wf, name):
    wf.tag("a", 1)
    with pytest.raises(InvalidInput):
        wf.rename_tag("a", name)
    assert tags(wf) == {"a": 1}


def test_the_next_tag_is_told_without_being_put_anywhere(wf):
    assert wf.next_tag() == "v1.0.0"
    wf.tag("v1.0.0", 1)
    assert [wf.next_tag(part) for part in ("auto", "minor", "major")] == ["v1.0.1", "v1.1.0", "v2.0.0"]
    assert tags(wf) == {"v1.0.0": 1}
    with pytest.raises(InvalidInput, match=r"tagged .v1\.0\.0. already"):
        wf.next_tag(version=1)


def test_a_workflow_is_referred_to_by_its_name_while_that_is_its_own(registry, wf):
    assert wf.reference == "Ask"
    other = registry.create("Ask", document(model="large"))
    assert [wf.reference, other.reference] == [wf.id, other.id]
    registry.delete(other)
    assert wf.reference == "Ask"
    wf.update(name="Other")
    assert wf.reference == wf.id


def test_a_name_that_is_the_id_of_another_workflow_does_not_refer_to_it(registry, wf):
    twin = registry.create(wf.id, document(model="large"))
    assert twin.reference == twin.id


def test_a_workflow_is_in_the_registry_that_it_was_read_from(registry, wf):
    with wfkit.open(":memory:") as other:
        assert wf in registry
        assert wf not in other
    assert "Ask" not in registry
