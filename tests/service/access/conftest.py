"""People who share a registry: an owner with a workflow, and others, with whom it is shared or not."""

from __future__ import annotations

import pytest

from wfkit.service.access import Principal

PEOPLE = {
    "ann": Principal("ann", "editor"),
    "eve": Principal("eve", "editor", ("painters",)),
    "bob": Principal("bob", "editor", ("data-team",)),
    "vic": Principal("vic", "viewer", ("data-team",)),
    "root": Principal("root", "admin"),
}


@pytest.fixture
def acting(registry):
    """The registry as somebody has it."""
    return lambda name: registry.acting_as(PEOPLE[name])


@pytest.fixture
def owned(acting, flow):
    """A workflow of ann's with a history, a run, a draft and a version tag."""
    made = acting("ann").create("Secret plan", flow("gpt-4"), description="of ann", tags=["hush"])
    made = made.save(flow("gpt-5"), message="newer")
    made.tag("v1.0.0")
    made.save_draft(flow("gpt-6"))
    made.record_execution(cost=2.5, details={"who": "ann"})
    return made
