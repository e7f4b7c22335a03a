"""What all panels share: strict arguments, a repr that never changes, and exceptions shown where people look."""

from __future__ import annotations

import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import anywidget
import traitlets

from wfkit.errors import InvalidInput, WfkitError
from wfkit.service.inputs import checked_text, described
from wfkit.widgets.texts import sendable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ANCHORS = ("right", "left", "split-right", "split-left", "split-top", "split-bottom", "tab")
"""The places of JupyterLab that a panel can be put in."""
_LONGEST_TITLE = 80
_Method = TypeVar("_Method", bound="Callable[..., Any]")


def act(method: _Method) -> _Method:
    """The same method, which the panel's view may call: with arguments of JSON, and it answers with JSON."""
    method.is_act = True  # type: ignore[attr-defined]
    return method


class Panel(anywidget.AnyWidget):
    """A widget whose traits are JSON.

    What it knows besides, such as a document or a registry, are plain attributes: they do not leave Python.

    Attributes:
        fault: What went wrong last in a callback, in words and with the details to copy; None when nothing did.
        beside: Where it is shown instead of in a cell, see `to_sidebar`; None for in a cell.
    """

    fault = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)
    beside: traitlets.Dict[str, str] = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        unknown = sorted(name for name in traits if not self.has_trait(name))
        if unknown:
            known = ", ".join(sorted(name for name in self.trait_names() if not name.startswith("_")))
            msg = f"{type(self).__name__} takes no {unknown[0]!r}; its traits are {known}"
            raise TypeError(msg)
        super().__init__(**traits)
        self.on_msg(self._asked)

    def __repr__(self) -> str:
        # The address that it would hold makes every run of a notebook another one.
        return f"<wfkit {type(self).__name__}>"

    def to_sidebar(self, *, anchor: str = "right", title: str = "") -> None:
        """Shows the panel beside the notebook in JupyterLab, in place of the one of its kind that is there.

        It stays as long as the output of the cell does; where there is no sidebar, the cell shows it.

        Args:
            anchor: `right` or `left` for a sidebar, `split-right`, `split-left`, `split-top` or `split-bottom` for a
                part of the main area, `tab` for a tab there.
            title: What its tab is called; by default what the panel is.

        Raises:
            InvalidInput: There is no such place, or the title is no text.
        """
        from IPython.display import display

        if anchor not in ANCHORS:
            msg = f"anchor is {described(anchor)}; it is one of {', '.join(ANCHORS)}"
            raise InvalidInput(msg)
        kind = type(self).__name__.removesuffix("Panel")
        name = sendable(checked_text("title", title) or kind, _LONGEST_TITLE)
        self.beside = {"kind": kind.lower(), "anchor": anchor, "title": name}
        display(self)  # type: ignore[no-untyped-call]

    def set_state(self, sync_data: Mapping[str, Any]) -> None:
        """Takes what was done in the browser; an exception of any callback that hears of it is shown in the panel."""
        with self._shown():
            super().set_state(sync_data)

    def _asked(self, _panel: Panel, content: Mapping[str, Any], _buffers: object) -> None:
        """Does what the view asks for, and answers; an exception is shown in the panel, and told to who asked."""
        # What a view asks for by itself leaves the words of a fault to whoever reads them.
        if not content.get("isQuiet"):
            self.set_trait("fault", None)
        answer = {"answer": content.get("id")}
        with self._shown() as faults:
            method = getattr(type(self), str(content.get("act")), None)
            if not getattr(method, "is_act", False):
                msg = f"{type(self).__name__} has no act {sendable(str(content.get('act')), 80)!r}"
                raise InvalidInput(msg)
            answer["value"] = method(self, **content.get("values", {}))  # type: ignore[misc]
        self.send({**answer, "error": faults[0]["words"]} if faults else answer)

    @contextmanager
    def _shown(self) -> Iterator[list[dict[str, str]]]:
        """Shows an exception in the panel; it is in the list afterwards."""
        faults: list[dict[str, str]] = []
        try:
            yield faults
        except Exception as error:  # noqa: BLE001 - in a notebook's log nobody would see it
            faults.append(_fault(error))
            self.fault = faults[0]


def _fault(error: Exception) -> dict[str, str]:
    words = str(error) if isinstance(error, WfkitError) else f"{type(error).__name__}: {error}"
    return {"words": sendable(words, 2000), "details": sendable("".join(traceback.format_exception(error)), 20_000)}
