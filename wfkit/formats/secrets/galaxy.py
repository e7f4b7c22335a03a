"""Where documents of Galaxy hold secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.secrets import SecretPlace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Of a person or an organisation (schema.org).
_CREATOR_KEYS = ("name", "givenName", "familyName", "email", "identifier", "url", "telephone", "address", "image")


def secrets(part: Mapping[str, Any]) -> Iterator[SecretPlace]:
    """Where an object holds personal data: who made the workflow."""
    creators = part.get("creator")
    for index in range(len(creators) if isinstance(creators, list) else 0):
        for key in _CREATOR_KEYS:
            yield SecretPlace(("creator", index, key), "creator", "personal")
