"""Where documents of ComfyUI hold secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.secrets import SecretPlace
from wfkit.formats._comfyui_slots import take_widgets
from wfkit.formats._sniffing import child

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Posted with a prompt.
_ACCOUNT = ("auth_token_comfy_org", "api_key_comfy_org")


def secrets(part: Mapping[str, Any]) -> Iterator[SecretPlace]:
    """The account that API nodes are paid from, and what the values of widgets are called, as far as slots tell."""
    for key in _ACCOUNT:
        if key in part:
            yield SecretPlace((key,), "comfy-account")
    values, slots = part.get("widgets_values"), part.get("inputs")
    if isinstance(values, list) and isinstance(slots, list):
        names = [str(name) for slot in slots if (name := child(child(slot, "widget"), "name"))]
        for index, name in enumerate(take_widgets({**part}, names)):
            yield SecretPlace(("widgets_values", index), kind="name", name=name)
