"""What every use case needs: the engine, the author, the clock; and ids."""

from __future__ import annotations

import getpass
import os
import secrets
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from wfkit.store import Engine


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of a use case.

    Attributes:
        engine: The store.
        author: Who is recorded as the author of what is saved.
        clock: The time now, UTC.
    """

    engine: Engine
    author: str
    clock: Callable[[], datetime]

    def now(self) -> datetime:
        """The time now as the store keeps it: UTC without a zone."""
        return self.clock().astimezone(UTC).replace(tzinfo=None)


def default_author() -> str:
    """`$WFKIT_AUTHOR`, else the name of the account, else `unknown`."""
    named = os.environ.get("WFKIT_AUTHOR", "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return "unknown"


def new_id() -> str:
    """A UUID of version 7 in 32 hex digits: later ids sort later, which keeps DuckDB's row groups apart."""
    bits = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    bits = bits & ~(0xF << 76) | 7 << 76
    bits = bits & ~(0x3 << 62) | 2 << 62
    return uuid.UUID(int=bits).hex


def aware(moment: datetime) -> datetime:
    """A stored time as UTC that says so."""
    return moment.replace(tzinfo=UTC)
