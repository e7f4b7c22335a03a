"""What the browser panel looks for and what is selected in it: state that Python sets as the browser does."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import traitlets

from wfkit import formats
from wfkit.errors import (
    Forbidden,
    InvalidInput,
    InvalidWorkflow,
    NotFound,
    RegistryBusy,
    RegistryTooNew,
    RegistryUnusable,
    UnknownFormat,
)
from wfkit.service.inputs import checked_tags, checked_text
from wfkit.widgets.browser.listing import NO_FACETS, NO_LISTING, facets_of, listing_of, place_of
from wfkit.widgets.browser.profile import profile_of
from wfkit.widgets.panel import Panel
from wfkit.widgets.pictures import picture_of
from wfkit.widgets.texts import sendable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from wfkit.service.registry import Registry
    from wfkit.service.workflow import Workflow

SIZE: Final = 50
SORTS: Final = ("name", "updated_at", "created_at", "version", "runs")
_LONGEST_QUERY = 1000
_LONGEST_TEXT = 300
_PATIENCE_S = 2.0
_READ_UNASKED = 200
_MOST_DRAWN = 400
_LONGEST_DRAWN = 3_000_000
_FILTERS = ("query", "contents", "tags", "template", "format", "deleted")
_CHECKED = ("query", "tags", "format", "sort", "page", "selected")
_UNREACHABLE = (RegistryBusy, RegistryUnusable, RegistryTooNew, Forbidden)


class Browsing(Panel):
    """The workflows of a registry that match what is asked for, and what is known of one of them."""

    query = traitlets.Unicode().tag(sync=True)
    contents = traitlets.Bool(default_value=False).tag(sync=True)
    tags = traitlets.List(traitlets.Unicode()).tag(sync=True)
    template = traitlets.Bool(allow_none=True, default_value=None).tag(sync=True)
    format = traitlets.Unicode(allow_none=True, default_value=None).tag(sync=True)
    deleted = traitlets.Bool(default_value=False).tag(sync=True)
    sort = traitlets.Unicode("-updated_at").tag(sync=True)
    page = traitlets.Int(1).tag(sync=True)
    selected = traitlets.Unicode(allow_none=True, default_value=None).tag(sync=True)
    height_px = traitlets.Int(560).tag(sync=True)

    listing: traitlets.Dict[str, Any] = traitlets.Dict(NO_LISTING).tag(sync=True)
    facets: traitlets.Dict[str, Any] = traitlets.Dict(NO_FACETS).tag(sync=True)
    details: traitlets.Dict[str, Any] = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)
    picture: traitlets.Dict[str, Any] = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)
    place: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    unread = traitlets.Int(0).tag(sync=True)
    trouble = traitlets.Unicode().tag(sync=True)

    def __init__(self, registry: Registry, **traits: Any) -> None:
        self._registry = registry
        self._callbacks: list[Callable[[Workflow | None], object]] = []
        self._answered: tuple[object, ...] = ()
        super().__init__(**traits)
        self._read()

    @property
    def workflow(self) -> Workflow | None:
        """The selected workflow as it is now, None when none is selected.

        Raises:
            NotFound: It was purged meanwhile.
        """
        return None if self.selected is None else self._registry.get(self.selected, deleted=True)

    def on_select(self, callback: Callable[[Workflow | None], object]) -> None:
        """Calls back with the workflow whenever one is selected, with None when it is closed.

        What it raises is shown in the panel.
        """
        self._callbacks.append(callback)

    def _read(self) -> None:
        with self._reaching():
            self.place = place_of(self._registry)
            self._list()
            self._count()
            self._describe()

    def _wanted(self) -> dict[str, Any]:
        return {
            "search": self.query.strip() or None, "contents": self.contents and not self.unread,
            "tags": self.tags or None, "template": self.template, "format": self.format, "deleted": self.deleted,
        }  # fmt: skip

    def _list(self) -> None:
        left = self._registry.read_texts(most=0) if self.contents else 0
        self.unread = left if left > _READ_UNASKED else 0
        wanted = {**self._wanted(), "sort": self.sort, "limit": SIZE}
        found = self._registry.overview(**wanted, page=self.page)
        if not len(found) and self.page > 1:
            self.page = max(1, -(-found.attrs["total"] // SIZE))
            found = self._registry.overview(**wanted, page=self.page)
        self._answered = self._asking()
        self.listing = listing_of(found, query=self.query.strip(), page=self.page, size=SIZE)

    def _count(self) -> None:
        self.facets = facets_of(self._registry.facets(**self._wanted()))

    def _asking(self) -> tuple[object, ...]:
        return (*(self._filtering()), self.sort, self.page)

    def _filtering(self) -> tuple[object, ...]:
        return (*(tuple(found) if isinstance(found := getattr(self, name), list) else found for name in _FILTERS),)

    @traitlets.observe(*_FILTERS)
    def _filter(self, _change: object) -> None:
        # One message of the browser may change several, and each of them is told.
        if self._answered[: len(_FILTERS)] != self._filtering():
            self._answered = ()
            self.page = 1
            self._ask()
            with self._reaching():
                self._count()

    @traitlets.observe("sort", "page")
    def _turn(self, _change: object) -> None:
        if self._answered and self._answered != self._asking():
            self._ask()

    def _ask(self) -> None:
        with self._reaching():
            self._list()

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        """Says in the panel why the registry cannot be read, and leaves there what was read before."""
        try:
            # While a panel waits for another process, a notebook can do nothing else.
            with self._registry.hurried(_PATIENCE_S):
                yield
        except _UNREACHABLE as error:
            self.trouble = sendable(str(error), 2000)
        else:
            self.trouble = ""

    def set_state(self, sync_data: Mapping[str, Any]) -> None:
        """Takes what was done in the browser; what cannot be asked for is told there, and taken back."""
        with self._shown():
            for name in sync_data.keys() & _CHECKED:
                self._checked(name, sync_data[name])
            super().set_state(sync_data)
            return
        self.send_state([*sync_data])

    @traitlets.validate(*_CHECKED)
    def _check(self, proposal: Mapping[str, Any]) -> Any:
        return self._checked(proposal["trait"].name, proposal["value"])

    def _checked(self, name: str, value: Any) -> Any:
        """The value of a trait as it can be asked for.

        Raises:
            InvalidInput: It cannot.
            UnknownFormat: No format has this name.
            NotFound: No workflow has this id.
        """
        match name:
            case "query":
                return _checked_query(value)
            case "tags":
                return list(checked_tags(value))
            case "sort":
                return _checked_sort(value)
            case "page":
                return max(1, int(value))
        if value is not None and name == "format":
            return formats.get(checked_text("the format", value)).name
        if value is not None:
            with self._registry.hurried(_PATIENCE_S):
                self._registry.get(value, deleted=True)
        return value

    @traitlets.observe("selected")
    def _select(self, _change: object) -> None:
        with self._reaching():
            self._describe()
        # What a callback raises must not end what has selected it: making one, or deleting it.
        for callback in self._callbacks:
            with self._shown():
                callback(self.workflow)

    def _describe(self) -> None:
        """Says what is known at once; the picture comes when it is drawn."""
        if self.selected is None:
            self.set_trait("details", None)
            self.set_trait("picture", None)
            return
        try:
            workflow = self._registry.get(self.selected, deleted=True)
        except NotFound:
            self.selected = None
            return
        self.details = profile_of(self._registry, workflow)
        self._draw(workflow)

    def _draw(self, workflow: Workflow, *, wanted: bool = False) -> None:
        known = {"id": workflow.id, "version": workflow.version}
        if wanted or not (self.picture and known.items() <= self.picture.items()):
            self.picture = {**known, **_drawn(workflow, wanted=wanted)}


def _checked_query(value: object) -> str:
    query = checked_text("the query", value)
    if len(query) > _LONGEST_QUERY:
        msg = f"the query has {len(query)} characters; at most {_LONGEST_QUERY} are looked for"
        raise InvalidInput(msg)
    return query


def _checked_sort(value: object) -> str:
    sort = checked_text("sort", value)
    if sort.removeprefix("-") not in SORTS:
        msg = f"cannot sort by {sort!r}; sort by one of {', '.join(SORTS)}, with '-' in front for descending"
        raise InvalidInput(msg)
    return sort


def _drawn(workflow: Workflow, *, wanted: bool) -> dict[str, Any]:
    """The picture; what would take long is drawn only when somebody wants it, and otherwise offered."""
    if len(workflow.text) > _LONGEST_DRAWN and not wanted:
        return {"offer": f"{len(workflow.text) / 1e6:.1f} MB"}
    try:
        count = len(workflow.graph.by_id)
        return {"offer": f"{count:,} nodes"} if count > _MOST_DRAWN and not wanted else picture_of(workflow.source)
    except (UnknownFormat, InvalidWorkflow) as error:
        return {"words": sendable(str(error), _LONGEST_TEXT)}
