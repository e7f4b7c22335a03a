"""Where documents of Flowise hold secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.secrets import SecretPlace
from wfkit.formats._sniffing import child

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def secrets(part: Mapping[str, Any]) -> Iterator[SecretPlace]:
    """Where a node's data hold what must not be shared: what Flowise leaves out of an export by itself."""
    fields = part.get("inputParams")
    for field in fields if isinstance(fields, list) else ():
        name = child(field, "name")
        if child(field, "type") == "password" and isinstance(name, str):
            yield SecretPlace(("inputs", name), "password-field")
    for path in (("credential",), ("inputs", "FLOWISE_CREDENTIAL_ID"), ("inputs", "credentialId")):
        yield SecretPlace(path, "credential-id", "personal", "low")
