"""Where documents of Dify hold secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.secrets import SecretPlace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def secrets(part: Mapping[str, Any]) -> Iterator[SecretPlace]:
    """Where an object holds what must not be shared: secret variables, keys of requests, ids of knowledge bases.

    Dify blanks secret variables in an export unless it is asked not to.
    """
    if part.get("value_type") == "secret":
        yield SecretPlace(("value",), "secret-variable")
    kind = part.get("type")
    if isinstance(kind, str) and kind == "api-key":
        yield SecretPlace(("config", "api_key"), "request-key")
    ids = part.get("dataset_ids")
    for index in range(len(ids) if isinstance(ids, list) else 0):
        yield SecretPlace(("dataset_ids", index), "dataset-id", "personal", "low")
    if "credential_id" in part:
        yield SecretPlace(("credential_id",), "credential-id", "personal", "low")
