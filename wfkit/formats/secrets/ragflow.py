"""Where documents of RAGFlow hold secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.secrets import SecretPlace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def secrets(part: Mapping[str, Any]) -> Iterator[SecretPlace]:
    """Where an object holds what must not be shared: what was said in the last run of the agent."""
    if "components" in part:
        for key in ("history", "messages", "answer", "memory"):
            yield SecretPlace((key,), "conversation", confidence="medium")
