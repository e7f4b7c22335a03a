"""Where documents of Elyra hold secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.secrets import SecretPlace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def secrets(part: Mapping[str, Any]) -> Iterator[SecretPlace]:
    """Where an object holds variables, and where it only names secrets that are kept elsewhere, in Kubernetes."""
    lines = part.get("env_vars")
    for index, line in enumerate(lines if isinstance(lines, list) else ()):
        if isinstance(line, str) and "=" in line:
            name = line.partition("=")[0]
            yield SecretPlace(("env_vars", index), kind="name", name=name, start=len(name) + 1)
    if "env_var" in part and "name" in part:
        for key in ("key", "name"):
            yield SecretPlace((key,), "kubernetes-secret", "reference")
