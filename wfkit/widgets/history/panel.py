"""The history panel: a timeline of versions to look at, compare, tag and go back to."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import traitlets

from wfkit.core.wording import Names, quoted
from wfkit.errors import InvalidInput, NotFound
from wfkit.service import secrets
from wfkit.service.chronicle import Chronicle
from wfkit.service.workflow import Workflow
from wfkit.widgets import _static, lines
from wfkit.widgets.comparing.comparison import STYLES, ComparingPanel
from wfkit.widgets.history import timeline
from wfkit.widgets.history.acts import VersionActs
from wfkit.widgets.history.details import details_of, drawn
from wfkit.widgets.panel import act
from wfkit.widgets.texts import sendable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wfkit.service.version_view import VersionView

_LONGEST = 300
_PAGE = 100
_MOST_AT_ONCE = 50
_MOST_NAMES = 2000
_COMPARED = 2
# Short enough for a click in between to be answered at once.
_PIECE_S = 0.1


class HistoryPanel(VersionActs, ComparingPanel):
    """A workflow's versions, newest first, with what each of them changed.

    Secrets are neither drawn nor sent to the browser, for the state of a widget may be saved within a notebook.

    Args:
        workflow: Whose history.
        height_px: The height of the timeline and of what is beside it.

    Attributes:
        workflow: The workflow at the version that this panel read or made last.
        selected: The numbers of the versions that are looked at: one, or two that are compared.
        query: Text that messages, authors, tags or numbers have to hold.
        node: The id or label of the node whose changes are listed, "" for all versions.
        shown: So many rows are listed.
    """

    _esm = _static.module("history/history.js")
    _css = _static.style(*STYLES, "history/history.css")

    title = traitlets.Unicode().tag(sync=True)
    head = traitlets.Int().tag(sync=True)
    tags: traitlets.Dict[str, int] = traitlets.Dict().tag(sync=True)
    rows: traitlets.List[Any] = traitlets.List().tag(sync=True)
    found = traitlets.Int().tag(sync=True)
    shown = traitlets.Int(_PAGE).tag(sync=True)
    query = traitlets.Unicode().tag(sync=True)
    node = traitlets.Unicode().tag(sync=True)
    node_label = traitlets.Unicode().tag(sync=True)
    names: traitlets.List[str] = traitlets.List().tag(sync=True)
    selected: traitlets.List[int] = traitlets.List(traitlets.Int()).tag(sync=True)
    details: traitlets.Dict[str, Any] = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)
    picture: traitlets.Dict[str, Any] = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)
    comparison: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    height_px = traitlets.Int(560).tag(sync=True)

    def __init__(self, workflow: Workflow, *, height_px: int = 560) -> None:
        if not isinstance(workflow, Workflow):
            msg = f"a history is that of a Workflow, not of {type(workflow).__name__}; registry.get(name) gives one"
            raise InvalidInput(msg)
        if not 240 <= height_px <= 4000:  # noqa: PLR2004 - said in the message
            msg = f"height_px is {height_px!r}; it must be from 240 to 4000"
            raise InvalidInput(msg)
        self.workflow = workflow
        self._chronicle = Chronicle(workflow)
        self._callbacks: list[Callable[[list[VersionView]], object]] = []
        self._trail: Mapping[int, set[str]] = {}
        self._safe: dict[str, bool] = {}
        self._entries = timeline.entries_of(workflow)
        self._is_made = False
        head = max(self._entries)
        super().__init__(title=sendable(workflow.name, _LONGEST), head=head, selected=[head], height_px=height_px)
        self._is_made = True
        self._list()

    def __repr__(self) -> str:
        return f"<wfkit HistoryPanel {self.title!r}: {self.head} version{'' if self.head == 1 else 's'}>"

    @property
    def versions(self) -> list[VersionView]:
        """The selected versions."""
        return [self.workflow.at(number) for number in self.selected]

    def on_select(self, callback: Callable[[list[VersionView]], object]) -> None:
        """Calls back with the versions whenever others are selected: none, one or two.

        What it raises is shown in the panel.
        """
        self._callbacks.append(callback)

    @act
    def refresh(self) -> dict[str, Any]:
        """Reads the history again; `new` is how many versions others have saved since.

        Raises:
            NotFound: The workflow was deleted.
        """
        before = self.head
        self._entries = timeline.entries_of(self.workflow)
        self.head = max(self._entries)
        if self.node:
            self._follow()
        self._list()
        # What is said of a version may have changed with it: its tags, its runs, whether it is the newest.
        if self.details is not None and self.details["number"] in self.selected:
            self._describe(self.workflow.at(self.details["number"]))
        return {"new": self.head - before}

    @act
    def look(self) -> None:
        """Shows what is selected, which a new panel does only when somebody sees it."""
        self._show()

    @act
    def sizes(self, numbers: Sequence[int]) -> list[dict[str, Any]]:
        """How much each of these versions changed, 50 at most, and in words where its row has room for them."""
        return [self._measured(number) for number in numbers[:_MOST_AT_ONCE]]

    @act
    def read_on(self) -> dict[str, int]:
        """Reads the next piece of the history for the names of nodes; `left` is how many versions are unread."""
        left = self._chronicle.read(self.head, seconds=_PIECE_S)
        self.names = self._named()
        return {"left": left, "of": self.head}

    @act
    def follow(self, node: str) -> dict[str, str]:
        """Lists only the versions that changed a node; `words` say why not, where no version has it."""
        try:
            self.node = node
        except NotFound as error:
            return {"words": sendable(str(error), _LONGEST)}
        return {"words": ""}

    @traitlets.validate("selected")
    def _known(self, proposal: Mapping[str, Any]) -> list[int]:
        numbers = list(dict.fromkeys(proposal["value"]))
        if len(numbers) > _COMPARED:
            msg = f"{len(numbers)} versions are selected; one is looked at, or two are compared"
            raise InvalidInput(msg)
        if any(number > self.head for number in numbers):
            self.refresh()
        for number in numbers:
            if number not in self._entries:
                msg = f"{quoted(self.workflow.name)} has no version {number}; its versions go from 1 to {self.head}"
                raise NotFound(msg)
        return numbers

    @traitlets.validate("node")
    def _followed(self, proposal: Mapping[str, Any]) -> str:
        node = str(proposal["value"]).strip()
        if node:
            self._chronicle.read(self.head, seconds=math.inf)
            if not self._chronicle.trail(node, self.head):
                hint = Names(tuple(self._chronicle.names)).hint(node, "nodes")
                msg = f"no version of {quoted(self.workflow.name)} has a node {quoted(node)}; {hint}"
                raise NotFound(msg)
        return node

    @traitlets.validate("shown")
    def _some(self, proposal: Mapping[str, Any]) -> int:
        return max(1, int(proposal["value"]))

    @traitlets.observe("node")
    def _refilter(self, _change: object) -> None:
        self._follow()
        self.shown = _PAGE
        self._list()

    @traitlets.observe("query")
    def _search(self, _change: object) -> None:
        self.shown = _PAGE
        self._list()

    @traitlets.observe("shown")
    def _page(self, _change: object) -> None:
        self._list()

    @traitlets.observe("selected")
    def _select(self, _change: object) -> None:
        # A picture takes longest: that of the newest version is drawn when a view asks for it.
        if not self._is_made:
            return
        self._show()
        for callback in self._callbacks:
            callback(self.versions)

    def _follow(self) -> None:
        self._chronicle.read(self.head, seconds=math.inf)
        self._trail = self._chronicle.trail(self.node, self.head) if self.node else {}
        self.node_label = sendable(self._chronicle.label(self._trail) or self.node, _LONGEST)

    def _list(self) -> None:
        """Lists the versions that the filters leave."""
        words = self.query.casefold().split()
        found = [
            entry
            for number, entry in self._entries.items()
            if (not self.node or number in self._trail) and entry.says(words)
        ]
        with self.hold_sync():
            self.tags = timeline.tags_of(self._entries.values())
            self.found = len(found)
            self.rows = timeline.rows_of(found[: self.shown])

    def _show(self) -> None:
        """Compares two versions, or shows one: facts, what it changed and its picture, each as soon as it is there."""
        if len(self.selected) == _COMPARED:
            self._compare(*sorted(self.selected))
        if len(self.selected) != 1:
            self.set_trait("details", None)
            return
        view = self.workflow.at(self.selected[0])
        if not self._chronicle.has_words(view.version):
            self._describe(view, "")
        self._describe(view)
        if self.picture is None or self.picture["number"] != view.version:
            self.picture = drawn(view)

    def _compare(self, old: int, new: int) -> None:
        comparison = self._compared(f"{old}:{new}", lambda: self.workflow.diff(old, new))
        code = f"{lines.getting(None, self.workflow)}.diff({old}, {new})"
        self.comparison = {**comparison.data, "code": code}

    def _describe(self, view: VersionView, words: str | None = None) -> None:
        """Says what is known of a version; what it changed takes a little, and may follow."""
        said = sendable(self._chronicle.words(view.version), _LONGEST) if words is None else words
        code = f"{lines.getting(None, self.workflow)}.at({view.version})"
        self.details = details_of(self._entries[view.version], view, said, code)

    def _measured(self, number: int) -> dict[str, Any]:
        ids = self._trail.get(number) if self.node else None
        has_room = bool(self.node) or not self._entries[number].message.strip()
        words = sendable(self._chronicle.words(number, ids), _LONGEST) if has_room else ""
        return {"number": number, "node": self.node, "words": words, **asdict(self._chronicle.size(number))}

    def _named(self) -> list[str]:
        """What nodes are or were called, but for names that hold a secret."""
        names = self._chronicle.names[:_MOST_NAMES]
        self._safe |= {name: _is_safe(name) for name in names if name not in self._safe}
        return [name for name in names if self._safe[name]]


def _is_safe(name: str) -> bool:
    return sendable(name, _LONGEST) == name == secrets.scrubbed(name)
