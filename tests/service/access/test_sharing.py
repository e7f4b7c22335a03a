"""Sharing: with whom, at which level, and taking it back."""

from __future__ import annotations

import pytest

import wfkit
from wfkit.store import frames


def test_a_workflow_says_with_whom_it_is_shared(owned):
    assert owned.share("bob", "edit").share("*") is owned
    shared = owned.shared_with()
    assert {name: str(dtype) for name, dtype in shared.dtypes.items()} == dict(frames.SHARES)
    assert shared[["principal", "level", "shared_by"]].to_numpy().tolist() == [
        ["*", "view", "ann"],
        ["bob", "edit", "ann"],
    ]


def test_sharing_again_sets_the_level(owned):
    owned.share("bob", "manage").share("bob", "view")
    assert owned.shared_with()["level"].tolist() == ["view"]


def test_the_highest_of_several_levels_counts(owned, acting, flow):
    owned.share("*", "view").share("data-team", "edit").share("bob", "view")
    assert acting("bob").get(owned.id).save(flow("other")).version == 3


def test_who_looks_on_sees_with_whom_it_is_shared(owned, acting):
    owned.share("*", "view")
    assert acting("vic").get(owned.id).shared_with()["principal"].tolist() == ["*"]


def test_what_is_shared_with_nobody_has_an_empty_listing_of_the_same_columns(wf):
    shared = wf.shared_with()
    assert len(shared) == 0
    assert {name: str(dtype) for name, dtype in shared.dtypes.items()} == dict(frames.SHARES)


def test_unsharing_says_with_whom_it_is_not_shared(owned):
    with pytest.raises(wfkit.NotFound, match=r"is not shared with 'bob'; shared_with\(\) shows"):
        owned.unshare("bob")


@pytest.mark.parametrize("level", ["own", "", None, "VIEW"])
def test_a_level_that_is_none_is_refused(owned, level):
    with pytest.raises(wfkit.InvalidInput, match="it is one of view, edit, manage"):
        owned.share("bob", level)


@pytest.mark.parametrize("principal", ["", " ", None, 7, "a\nb", "x" * 501])
def test_a_principal_without_a_name_is_refused(owned, principal):
    with pytest.raises(wfkit.InvalidInput, match="principal"):
        owned.share(principal, "view")


def test_a_deleted_workflow_is_not_shared(owned, acting):
    acting("ann").delete(owned)
    with pytest.raises(wfkit.NotFound, match="is deleted"):
        owned.share("bob")
    with pytest.raises(wfkit.NotFound, match="is deleted"):
        owned.unshare("bob")


def test_shares_go_with_a_purged_workflow(owned, acting, registry):
    owned.share("bob")
    acting("ann").purge(owned.id)
    assert len(registry.check()) == 0


def test_a_share_without_a_workflow_is_found_by_check(registry):
    with registry._context.engine.write() as transaction:  # noqa: SLF001 - damage from outside
        transaction.run("INSERT INTO wfkit_store.shares VALUES ('gone', 'bob', 'view', 'ann', now()::TIMESTAMP)")
    assert registry.check()["check"].tolist() == ["share-has-workflow"]


def test_who_has_the_registry_itself_shares_what_he_wants(registry, owned, acting):
    registry.get(owned.id).share("eve", "view")
    assert acting("eve").get(owned.id).name == "Secret plan"
