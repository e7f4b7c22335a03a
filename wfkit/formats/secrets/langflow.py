"""Where documents of Langflow hold secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.secrets import SecretPlace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def secrets(part: Mapping[str, Any]) -> Iterator[SecretPlace]:
    """Where an object holds what must not be shared: the value of a secret field.

    With `load_from_db` that is the name of a global variable, which is none.
    """
    if part.get("load_from_db") is True:
        yield SecretPlace(("value",), "variable-name", "reference")
    elif part.get("password") is True or part.get("_input_type") == "SecretStrInput":
        yield SecretPlace(("value",), "password-field")
    for key in ("user_id", "folder_id"):
        if key in part:
            yield SecretPlace((key,), "account-id", "personal", "low")
