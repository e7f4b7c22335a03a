"""Where pipelines of Haystack hold secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.secrets import SecretPlace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def secrets(part: Mapping[str, Any]) -> Iterator[SecretPlace]:
    """Where an object is a `Secret`: with its token in it, or with the names of variables, which are none."""
    if part.get("type") == "token":
        yield SecretPlace(("token",), "secret-token")
    elif part.get("type") == "env_var":
        names = part.get("env_vars")
        for index in range(len(names) if isinstance(names, list) else 0):
            yield SecretPlace(("env_vars", index), "variable-name", "reference")
