"""Tokens: shown once, kept as a hash, expiring, revocable."""

from __future__ import annotations

from datetime import timedelta

import pytest

import wfkit
from wfkit.service.access import Principal
from wfkit.store import frames

REFUSAL = "the token is unknown, expired or revoked"


def test_a_token_says_who_shows_it(registry):
    token = registry.create_token("bob", role="editor", teams=["data-team", "data-team"], note="of his laptop")
    assert registry.authenticate(token.secret) == token.principal == Principal("bob", "editor", ("data-team",))


def test_a_token_has_256_random_bits_and_no_two_are_alike(registry):
    secrets = {registry.create_token("bob").secret for _ in range(5)}
    assert len(secrets) == 5
    assert all(len(secret.removeprefix("wfkit_")) >= 43 for secret in secrets)


def test_its_text_is_nowhere_in_the_registry(registry):
    token = registry.create_token("bob")
    with registry._context.engine.read() as transaction:  # noqa: SLF001 - no view shows tokens
        kept = repr(transaction.rows("SELECT * FROM wfkit_store.tokens")) + repr(
            transaction.rows("SELECT * FROM wfkit_store.audit_log")
        )
    assert token.secret not in kept
    assert token.secret not in repr(token)
    assert token.secret.removeprefix("wfkit_") not in kept


def test_tokens_are_listed_newest_first_without_their_text(registry):
    first = registry.create_token("bob", note="old")
    second = registry.create_token("vic", expires_in=None)
    listing = registry.tokens()
    assert {name: str(dtype) for name, dtype in listing.dtypes.items()} == dict(frames.TOKENS)
    assert listing["id"].tolist() == [second.id, first.id]
    assert listing["role"].tolist() == ["viewer", "viewer"]
    assert listing["expires_at"].isna().tolist() == [True, False]


def test_an_expired_token_is_refused(registry, clock):
    token = registry.create_token("bob", expires_in=timedelta(hours=1))
    assert token.expires_at is not None
    clock.now += timedelta(minutes=59)
    assert registry.authenticate(token.secret).name == "bob"
    clock.now += timedelta(minutes=2)
    with pytest.raises(wfkit.Forbidden, match=REFUSAL):
        registry.authenticate(token.secret)


def test_a_token_is_good_for_ninety_days_unless_something_else_is_said(registry, clock):
    token = registry.create_token("bob")
    assert token.expires_at is not None
    assert timedelta(days=89) < token.expires_at - clock.now <= timedelta(days=90)
    assert registry.create_token("bob", expires_in=None).expires_at is None


def test_a_revoked_token_is_refused_at_once_and_stays_so(registry):
    token = registry.create_token("bob")
    other = registry.create_token("bob")
    registry.revoke_token(token.id)
    registry.revoke_token(token.id)
    with pytest.raises(wfkit.Forbidden, match=REFUSAL):
        registry.authenticate(token.secret)
    assert registry.authenticate(other.secret).name == "bob"
    assert registry.audit(action="revoke-token")["details"].tolist() == [f"{token.id} for bob"]


@pytest.mark.parametrize("secret", ["", "wfkit_", "x", None, 7, "\ud800", "a" * 100_000])
def test_what_is_no_token_is_refused_like_an_unknown_one(registry, secret):
    registry.create_token("bob")
    with pytest.raises(wfkit.Forbidden, match=REFUSAL):
        registry.authenticate(secret)


def test_the_hash_of_a_token_is_none(registry):
    registry.create_token("bob")
    with registry._context.engine.read() as transaction:  # noqa: SLF001 - no view shows tokens
        [(digest,)] = transaction.rows("SELECT token_hash FROM wfkit_store.tokens")
    with pytest.raises(wfkit.Forbidden, match=REFUSAL):
        registry.authenticate(digest)


def test_an_unknown_id_is_not_revoked(registry):
    with pytest.raises(wfkit.NotFound, match=r"no token has the id 'x'; registry.tokens\(\) shows ids"):
        registry.revoke_token("x")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "name of a principal"),
        ({"name": "*"}, "stands for everyone"),
        ({"name": "bob", "role": "owner"}, "it is one of viewer, editor, admin"),
        ({"name": "bob", "teams": "data-team"}, "pass a list of names"),
        ({"name": "bob", "teams": ["*"]}, "stands for everyone"),
        ({"name": "bob", "expires_in": 90}, "pass a timedelta"),
        ({"name": "bob", "expires_in": timedelta(0)}, "pass a timedelta"),
        ({"name": "bob", "expires_in": timedelta(days=4000)}, "at most ten years"),
        ({"name": "bob", "note": 7}, "note"),
    ],
)
def test_a_wrong_token_is_not_made(registry, wrong, told):
    with pytest.raises(wfkit.InvalidInput, match=told):
        registry.create_token(**wrong)
    assert len(registry.tokens()) == 0


def test_only_a_principal_is_acted_for(registry):
    with pytest.raises(wfkit.InvalidInput, match=r"pass a Principal, such as registry.authenticate gives"):
        registry.acting_as("bob")


def test_an_admin_acts_for_others(registry, acting):
    assert acting("root").acting_as(Principal("bob")).principal == Principal("bob")
    assert registry.principal is None
