"""Any sequence of what people do, against a model of plain dicts."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, precondition, rule

import wfkit
from wfkit.errors import InvalidInput, InvalidWorkflow, NotFound, VersionConflict

CONTENTS = st.integers(0, 3)
LABELS = st.sampled_from([(), ("x",), ("x", "y")])
TAGS = st.sampled_from(["v1.0.0", "v1.10.0", "production"])


def document(content, *, spelling=0):
    """A valid document; another spelling says the same in another order."""
    members = {"nodes": [{"id": "a", "type": "llm", "data": {"config": {"content": content}}}], "edges": []}
    return dict(reversed(members.items())) if spelling else members


@dataclass
class Model:
    """What one workflow must look like."""

    name: str
    contents: list[int]
    restored: list[int | None] = field(default_factory=lambda: [None])
    tags: dict[str, int] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    draft: tuple[int, int] | None = None
    runs: int = 0
    is_deleted: bool = False

    @property
    def head(self):
        return len(self.contents)

    def save(self, content, restored_from=None):
        if content != self.contents[-1]:
            self.contents.append(content)
            self.restored.append(restored_from)


class RegistryMachine(RuleBasedStateMachine):
    workflows = Bundle("workflows")

    def __init__(self):
        super().__init__()
        self.registry = wfkit.open(":memory:", author="ann")
        self.models = {}
        self.kept_runs = 0

    def teardown(self):
        assert len(self.registry.check()) == 0
        self.registry.close()

    @rule(target=workflows, name=st.sampled_from(["a", "b"]), content=CONTENTS)
    def create(self, name, content):
        wf = self.registry.create(name, document(content))
        self.models[wf.id] = Model(name, [content])
        return wf

    @rule(target=workflows, wf=workflows)
    def read_again(self, wf):
        model = self.models.get(wf.id)
        if model is None or model.is_deleted:
            with pytest.raises(NotFound):
                self.registry.get(wf.id)
            return wf
        return self.registry.get(wf.id)

    @rule(target=workflows, wf=workflows, content=CONTENTS, spelling=st.integers(0, 1))
    def save(self, wf, content, spelling):
        model = self.models.get(wf.id)
        if model is None or model.is_deleted:
            with pytest.raises(NotFound):
                wf.save(document(content, spelling=spelling))
            return wf
        if wf.version != model.head:
            with pytest.raises(VersionConflict) as caught:
                wf.save(document(content, spelling=spelling))
            assert caught.value.version == model.head
            return wf
        model.save(content)
        saved = wf.save(document(content, spelling=spelling))
        assert saved.version == model.head
        return saved

    @rule(wf=workflows)
    def save_what_is_invalid(self, wf):
        # What was purged may have no text any more to write the document into: that is told first.
        reasons = InvalidWorkflow if wf.id in self.models else (InvalidWorkflow, NotFound)
        with pytest.raises(reasons):
            wf.save({"nodes": [{"type": "llm"}], "edges": []})

    @rule(target=workflows, wf=workflows, name=st.sampled_from(["a", "c"]), labels=LABELS)
    def update(self, wf, name, labels):
        if self.is_gone(wf, lambda: wf.update(name=name, tags=labels)):
            return wf
        updated = wf.update(name=name, tags=labels)
        self.models[wf.id].name, self.models[wf.id].labels = name, labels
        assert updated.version == wf.version
        return updated

    @rule(wf=workflows, tag=TAGS, number=st.integers(1, 4), move=st.booleans())
    def tag(self, wf, tag, number, move):
        if self.is_gone(wf, lambda: wf.tag(tag, number, move=move)):
            return
        model = self.models[wf.id]
        if number > model.head:
            with pytest.raises(NotFound):
                wf.tag(tag, number, move=move)
        elif not move and model.tags.get(tag, number) != number:
            with pytest.raises(InvalidInput):
                wf.tag(tag, number, move=move)
        else:
            wf.tag(tag, number, move=move)
            model.tags[tag] = number

    @rule(wf=workflows, tag=TAGS)
    def untag(self, wf, tag):
        if self.is_gone(wf, lambda: wf.untag(tag)):
            return
        if self.models[wf.id].tags.pop(tag, None):
            wf.untag(tag)
        else:
            with pytest.raises(NotFound):
                wf.untag(tag)

    @rule(target=workflows, wf=workflows, number=st.integers(1, 4))
    def rollback(self, wf, number):
        if self.is_gone(wf, lambda: wf.rollback(number)):
            return wf
        model = self.models[wf.id]
        if number > model.head:
            with pytest.raises(NotFound):
                wf.rollback(number)
            return wf
        model.save(model.contents[number - 1], number)
        back = wf.rollback(number)
        assert back.version == model.head
        return back

    @rule(wf=workflows, content=CONTENTS)
    def save_draft(self, wf, content):
        if self.is_gone(wf, lambda: wf.save_draft(document(content))):
            return
        model = self.models[wf.id]
        model.draft = (content, model.draft[1] if model.draft else wf.version)
        wf.save_draft(document(content))

    @rule(wf=workflows)
    def publish_draft(self, wf):
        model = self.models.get(wf.id)
        if model is None or model.is_deleted or model.draft is None:
            with pytest.raises(NotFound):
                wf.publish_draft()
            return
        content, base = model.draft
        if base != model.head:
            with pytest.raises(VersionConflict):
                wf.publish_draft()
            return
        model.save(content)
        model.draft = None
        assert wf.publish_draft().version == model.head

    @rule(wf=workflows, fails=st.booleans())
    def run(self, wf, fails):
        if self.is_gone(wf, lambda: wf.record_execution(status="failed" if fails else "completed")):
            return
        wf.record_execution(status="failed" if fails else "completed", cost=1)
        self.models[wf.id].runs += 1

    @rule(wf=workflows)
    def delete(self, wf):
        if not self.is_gone(wf, lambda: self.registry.delete(wf)):
            self.registry.delete(wf)
            self.models[wf.id].is_deleted = True

    @rule(wf=workflows)
    def undelete(self, wf):
        if wf.id in self.models:
            self.registry.undelete(wf.id)
            self.models[wf.id].is_deleted = False
        else:
            with pytest.raises(NotFound):
                self.registry.undelete(wf.id)

    @rule(wf=consumes(workflows), with_runs=st.booleans())
    def purge(self, wf, with_runs):
        model = self.models.pop(wf.id, None)
        if model is None:
            with pytest.raises(NotFound):
                self.registry.purge(wf.id)
            return
        self.registry.purge(wf.id, remove_executions=with_runs)
        self.kept_runs += 0 if with_runs else model.runs

    def is_gone(self, wf, act):
        model = self.models.get(wf.id)
        if model is not None and not model.is_deleted:
            return False
        with pytest.raises(NotFound):
            act()
        return True

    @invariant()
    def the_living_are_listed(self):
        self.is_listed(deleted=False)

    @rule()
    def the_deleted_and_the_runs_are_listed(self):
        self.is_listed(deleted=True)
        runs = self.registry.executions(limit=None)
        assert len(runs) == self.kept_runs + sum(model.runs for model in self.models.values())

    def is_listed(self, *, deleted):
        listed = self.registry.list(deleted=deleted, limit=None)
        rows = zip(listed["id"], listed["name"], listed["version"], map(tuple, listed["tags"]), strict=True)
        expected = {key: (m.name, m.head, m.labels) for key, m in self.models.items() if m.is_deleted == deleted}
        assert {key: tuple(rest) for key, *rest in rows} == expected

    @precondition(lambda self: self.models)
    @rule(data=st.data())
    def history_agrees(self, data):
        living = [key for key, model in self.models.items() if not model.is_deleted]
        for key in living:
            model, wf = self.models[key], self.registry.get(key)
            versions = wf.versions()
            assert list(versions["version"]) == list(range(model.head, 0, -1))
            assert list(versions["restored_from"].fillna(0))[::-1] == [number or 0 for number in model.restored]
            tags = wf.version_tags()
            assert dict(zip(tags["tag"], tags["version"], strict=True)) == model.tags
            number = data.draw(st.integers(1, model.head))
            assert wf.at(number).document == document(model.contents[number - 1])
            assert all(wf.at(tag).version == at for tag, at in model.tags.items())
            if model.draft:
                content, base = model.draft
                assert (wf.draft().document, wf.draft().base_version) == (document(content), base)


TestRegistry = RegistryMachine.TestCase
TestRegistry.settings = settings(max_examples=50, stateful_step_count=30, deadline=None)
