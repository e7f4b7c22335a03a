"""Where documents of n8n hold secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.secrets import SecretPlace
from wfkit.formats._foreign import take_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def secrets(part: Mapping[str, Any]) -> Iterator[SecretPlace]:
    """Where an object holds what must not be shared: pinned data, names of credentials, ids of the instance."""
    if "nodes" in part:
        # Real items that went through the node, kept for tests.
        yield SecretPlace(("pinData",), "pinned-data", confidence="medium")
        yield SecretPlace(("staticData",), "static-data", confidence="medium")
        yield SecretPlace(("meta", "instanceId"), "instance-id", "personal")
    for kind in take_mapping({**part}, "credentials"):
        yield SecretPlace(("credentials", kind, "name"), "credential-name", "personal", "medium")
    if "webhookId" in part:
        # Part of an address that answers whoever knows it; without the host it is of little use.
        yield SecretPlace(("webhookId",), "webhook-id", "personal", "low")
