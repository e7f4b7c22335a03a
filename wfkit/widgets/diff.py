"""The diff panel: two versions beside each other, what changed between them, and the way through a history."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import traitlets

from wfkit.core.diff import Diff
from wfkit.core.document import graph_or_empty
from wfkit.errors import InvalidInput, NotFound
from wfkit.service.comparing import diff as differences
from wfkit.service.workflow import Workflow
from wfkit.widgets import _static
from wfkit.widgets.comparing.comparison import STYLES, ComparingPanel
from wfkit.widgets.comparing.steps import Steps
from wfkit.widgets.panel import act
from wfkit.widgets.texts import all_told, sendable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.core.model import Graph
    from wfkit.widgets.comparing.comparison import Comparison

_LONGEST = 300
_MOST_VERSIONS = 2000
_LEAST_PX, _MOST_PX = 240, 4000
_VIEWS = ("auto", "pair", "overlay")
_KINDS = ("added", "removed", "changed", "moved", "edges", "workflow")


class DiffPanel(ComparingPanel):
    """Two versions of a workflow, or any two documents, compared.

    Secrets are not sent to the browser: of one that changed it is only told that it did.

    Args:
        source: A workflow, a Diff, or whatever holds a document.
        old: The version to begin with, its number or a tag; of two documents the second one.
        new: The version to end with; by default the head as it is now.
        view: `pair`, side by side; `overlay`, both in one; `auto`, what was chosen last, as far as there is room.
        height_px: The height of pictures and list.

    Attributes:
        old: The number of the old version; 0 where documents are compared.
        new: The number of the new version.
        facets: What is listed besides changes of logic: `layout`, `noise`.
        kinds: To which kinds of changes the list is narrowed: `added`, `removed`, `changed`, `moved`, `edges`,
            `workflow`; none for all.
        query: The text that the list is narrowed to.
        selected: The id of the node that is looked at, as pictures have it; None for none.
        current: The number of the group of changes that is looked at, None for none.
    """

    _esm = _static.module("diff/diff.js")
    _css = _static.style(*STYLES, "diff/diff.css")

    title = traitlets.Unicode().tag(sync=True)
    versions: traitlets.List[Any] = traitlets.List().tag(sync=True)
    old = traitlets.Int(0).tag(sync=True)
    new = traitlets.Int(0).tag(sync=True)
    comparison = traitlets.Dict().tag(sync=True)
    view = traitlets.Enum(_VIEWS, "auto").tag(sync=True)
    facets = traitlets.List(traitlets.Enum(("layout", "noise"))).tag(sync=True)
    kinds = traitlets.List(traitlets.Enum(_KINDS)).tag(sync=True)
    query = traitlets.Unicode().tag(sync=True)
    selected = traitlets.Unicode(allow_none=True, default_value=None).tag(sync=True)
    current = traitlets.Int(allow_none=True, default_value=None).tag(sync=True)
    height_px = traitlets.Int(520).tag(sync=True)

    def __init__(
        self,
        source: object,
        old: object = None,
        new: object = None,
        *,
        view: str = "auto",
        height_px: int | None = None,
    ) -> None:
        _check(view, height_px)
        super().__init__(view=view, height_px=height_px or 520)
        self._workflow: Workflow | None = None
        self._steps = Steps(self._graph)
        if isinstance(source, Workflow) and (old is None or isinstance(old, int | str)):
            self._workflow = source
            self._read_versions()
            self.title = sendable(source.name, _LONGEST)
            self.compare(*self._ends(old, new))
        else:
            diff = _diff(source, old, new)
            self.title = sendable(_name(diff, source, old), _LONGEST)
            self._show(self._compared("documents", lambda: diff))

    def __repr__(self) -> str:
        sides = " → ".join(self.comparison["sides"])
        return f"<wfkit DiffPanel {self.title!r}: {sides}>"

    @property
    def diff(self) -> Diff:
        """What changed, with all values."""
        return self._comparison(self.comparison["name"]).whole_diff

    def compare(self, old: int, new: int) -> None:
        """Shows what changed between two other versions, by their numbers.

        Raises:
            NotFound: There is no such version.
            InvalidInput: Documents are compared, which have no versions.
        """
        if self._workflow is None:
            msg = "this panel compares two documents, which have no other versions"
            raise InvalidInput(msg)
        with self.hold_trait_notifications():
            self.old, self.new = old, new
        if self.comparison.get("name") != f"{self.old}:{self.new}":
            self._compare(None)

    @act
    def prepare(self, old: int, new: int, view: str) -> None:
        """Compares two versions that are the next step."""
        with suppress(NotFound):
            self._between(old, new).pictures(view, self._near(new))

    @act
    def step_pictures(self, of: str, view: str) -> dict[str, str]:
        """The pictures of a comparison as one step of several: nodes have their places in all of them."""
        return self._comparison(of).pictures(view, self._near(self.new))

    @act
    def refresh(self) -> None:
        """Lists versions that were saved since the panel was made."""
        self._read_versions()

    def _near(self, new: int) -> Graph | None:
        """What gives the places around a step; None where documents are compared."""
        return self._steps.near([version["number"] for version in self.versions], new)

    def _graph(self, number: int) -> Graph:
        return graph_or_empty(self._workflow.at(number).source)  # type: ignore[union-attr]

    def _between(self, old: int, new: int) -> Comparison:
        if self._workflow is None:
            msg = "documents have no versions"
            raise NotFound(msg)
        workflow = self._workflow
        return self._compared(f"{old}:{new}", lambda: workflow.diff(old, new))

    def _show(self, comparison: Comparison) -> None:
        with self.hold_sync():
            self.current = None
            if self.selected not in comparison.keys:
                self.selected = None
            self.comparison = comparison.data

    @traitlets.validate("old", "new")
    def _known(self, proposal: Mapping[str, Any]) -> int:
        number = int(proposal["value"])
        if self._workflow is not None and all(version["number"] != number for version in self.versions):
            self._read_versions(self._workflow.at(number).version)
        return number

    @traitlets.validate("selected")
    def _existing(self, proposal: Mapping[str, Any]) -> str | None:
        key = proposal["value"]
        if key is not None and self.comparison and all(node["key"] != key for node in self.comparison["nodes"]):
            msg = f"no node {sendable(key, _LONGEST)!r} in either version"
            raise NotFound(msg)
        return None if key is None else str(key)

    @traitlets.validate("current")
    def _listed(self, proposal: Mapping[str, Any]) -> int | None:
        number = proposal["value"]
        if number is not None and not 0 <= number < len(self.comparison.get("groups", ())):
            msg = f"no group {number!r} of changes; there are {len(self.comparison.get('groups', ()))}"
            raise NotFound(msg)
        return None if number is None else int(number)

    @traitlets.observe("old", "new")
    def _compare(self, _change: object) -> None:
        if self._workflow is not None and self.comparison.get("name") != f"{self.old}:{self.new}":
            self._show(self._between(self.old, self.new))

    def _ends(self, old: object, new: object) -> tuple[int, int]:
        """The numbers of both versions; the head and the one before it unless they are given."""
        last = self._number(new) if new is not None else self.versions[-1]["number"]
        if old is not None:
            return self._number(old), last
        before = [version["number"] for version in self.versions if version["number"] < last]
        return (before[-1] if before else last), last

    def _number(self, version: object) -> int:
        return self._workflow.at(version).version  # type: ignore[union-attr, arg-type]

    def _read_versions(self, *besides: int) -> None:
        """Reads the heads of the newest versions, and of those that are needed besides."""
        if self._workflow is not None:
            frame = self._workflow.versions(limit=_MOST_VERSIONS)
            found = [_version(row) for row in frame.itertuples()]
            known = {version["number"] for version in found}
            others = [self._workflow.at(number) for number in besides if number not in known]
            found += [_version(view, tags=()) for view in others]
            messages = all_told([version["message"] for version in found], _LONGEST)
            told = [{**version, "message": message} for version, message in zip(found, messages, strict=True)]
            self.versions = sorted(told, key=lambda version: int(version["number"]))


def _version(row: Any, tags: Any = None) -> dict[str, Any]:
    return {
        "number": int(row.version),
        "tags": [*(row.tags if tags is None else tags)],
        "message": row.message,
        "author": sendable(row.author, _LONGEST),
        "date": row.created_at.isoformat(),
    }


def _diff(source: object, old: object, new: object) -> Diff:
    if isinstance(source, Diff):
        if old is not None or new is not None:
            msg = "a Diff has both of its sides: pass it alone"
            raise InvalidInput(msg)
        return source
    if old is None or new is not None:
        msg = "pass two documents to compare, such as wfkit.ui.diff(a, b), or a workflow and its versions"
        raise InvalidInput(msg)
    return differences(source, old)


def _name(diff: Diff, *sources: object) -> str:
    """What is compared: the names of workflows or of files, each once."""
    titles = {title.rpartition("/")[2] for title in (diff.old_title, diff.new_title) if "/" in title}
    names = [name for source in sources if isinstance(name := getattr(source, "name", None), str)]
    found = dict.fromkeys(names or sorted(titles))
    return " and ".join(found) or "Comparison"


def _check(view: str, height_px: int | None) -> None:
    if view not in _VIEWS:
        msg = f"view is {view!r}; it must be one of {', '.join(_VIEWS)}"
        raise InvalidInput(msg)
    if height_px is not None and not _LEAST_PX <= height_px <= _MOST_PX:
        msg = f"height_px is {height_px!r}; it must be from {_LEAST_PX} to {_MOST_PX}"
        raise InvalidInput(msg)
