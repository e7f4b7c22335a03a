"""Where documents of Node-RED hold secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.secrets import SecretPlace
from wfkit.formats._foreign import take_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def secrets(part: Mapping[str, Any]) -> Iterator[SecretPlace]:
    """Where an object holds what must not be shared: credentials, which Node-RED itself keeps in another file."""
    for key in take_mapping({**part}, "credentials"):
        yield SecretPlace(("credentials", key), "credentials")
    if part.get("type") == "cred":
        yield SecretPlace(("value",), "credentials")
