"""What a search for secrets gives, and what a format tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["secret", "personal"]
Confidence = Literal["high", "medium", "low"]

CONFIDENCES: tuple[Confidence, ...] = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class SecretPlace:
    """A place that a format knows to hold a secret, personal data, or what may be either.

    Attributes:
        path: Keys and indices that lead there from the object that was asked about.
        rule: What is found there, such as `pinned-data`.
        kind: `reference` says that it is only the name of a secret: what the field is called proves nothing then, and
            only a value in the shape of a key is a finding. `name` says what the value there is called, for its key
            does not.
        confidence: How sure it is that this must not be shared.
        name: What the value is called, for the kind `name`.
        start: Where the value begins in the text there, for the kind `name`.
    """

    path: tuple[str | int, ...]
    rule: str = ""
    kind: Kind | Literal["reference", "name"] = "secret"
    confidence: Confidence = "high"
    name: str = ""
    start: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One secret, or one piece of personal data; it never holds the value.

    Attributes:
        path: Keys and indices that lead to the value, or to the member whose key holds it.
        rule: How it was found, such as `openai-api-key`.
        kind: `secret` gives access to something, `personal` says who somebody is.
        confidence: How sure it is.
        field: The name that the value goes by, or "".
        start: Where it begins in the text at that place.
        length: How many characters it has; those of compact JSON where it is no text.
        is_whole: Whether all that is at the place is to be taken out, whatever stands around the finding.
        is_key: Whether it stands in the key, not in the value.
    """

    path: tuple[str | int, ...]
    rule: str
    kind: Kind
    confidence: Confidence
    field: str = ""
    start: int = 0
    length: int = 0
    is_whole: bool = False
    is_key: bool = False

    @property
    def stop(self) -> int:
        """Where it ends in the text at that place."""
        return self.start + self.length
