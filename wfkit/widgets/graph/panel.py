"""The graph panel: a picture to move about in, and what is known of each node."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import traitlets

from wfkit import render
from wfkit.errors import InvalidInput, NotFound
from wfkit.service import documents, secrets
from wfkit.widgets import _static, finding, folding
from wfkit.widgets.details import details_of
from wfkit.widgets.panel import Panel
from wfkit.widgets.pictures import counted, drawn
from wfkit.widgets.texts import sendable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wfkit.core.document import Document
    from wfkit.core.model import Graph, Node

_LONGEST = 300
_COMMON_PX = 860
_SIZE = re.compile(r' (?:width|height)="(\d+)"')
_LEAST_PX, _MOST_PX = 200, 4000


class GraphPanel(Panel):
    """A workflow's picture with zoom, search and details.

    Secrets are neither drawn nor sent to the browser, for the state of a widget may be saved within a notebook.

    Args:
        source: Whatever holds a document.
        height_px: The height of the picture; by default what the picture needs, 360 to 560.

    Attributes:
        selected: The id of the node whose details are shown, None for none. Setting it shows them.
        folded: The ids of the groups that are drawn as a single card.
        query: What is searched for.
    """

    _esm = _static.module("graph/graph.js")
    _css = _static.style("details.css", "graph/graph.css")

    title = traitlets.Unicode().tag(sync=True)
    about = traitlets.Unicode().tag(sync=True)
    picture = traitlets.Unicode().tag(sync=True)
    nodes: traitlets.List[Any] = traitlets.List().tag(sync=True)
    groups: traitlets.List[Any] = traitlets.List().tag(sync=True)
    height_px = traitlets.Int(520).tag(sync=True)
    selected = traitlets.Unicode(allow_none=True, default_value=None).tag(sync=True)
    details: traitlets.Dict[str, Any] = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)
    folded = traitlets.List(traitlets.Unicode()).tag(sync=True)
    query = traitlets.Unicode().tag(sync=True)
    matches = traitlets.Dict({"query": "", "keys": []}).tag(sync=True)

    def __init__(self, source: object, *, height_px: int | None = None) -> None:
        if height_px is not None and not _LEAST_PX <= height_px <= _MOST_PX:
            msg = f"height_px is {height_px!r}; it must be from {_LEAST_PX} to {_MOST_PX}"
            raise InvalidInput(msg)
        document = documents.document_of(source)
        self._whole = document.graph
        self._graph = secrets.redacted(document).graph
        self._callbacks: list[Callable[[Node | None], object]] = []
        drawn = self._drawn(())
        height_px = height_px or _fitting_height(drawn["picture"])
        super().__init__(
            **drawn, title=_title(source, document, self._graph), about=_about(document), height_px=height_px
        )

    def __repr__(self) -> str:
        return f"<wfkit GraphPanel {self.title!r}: {self.about}>"

    @property
    def node(self) -> Node | None:
        """The selected node, with its whole config; None when none is."""
        key = None if self.selected is None else self._ids.get(self.selected)
        return None if key is None else self._whole.by_id.get(key)

    def on_select(self, callback: Callable[[Node | None], object]) -> None:
        """Calls back with the node whenever one is selected, with None when the details are closed.

        What it raises is shown in the panel.
        """
        self._callbacks.append(callback)

    @cached_property
    def _ids(self) -> Mapping[str, str]:
        """The node ids by how the picture can write them."""
        ends = (end for edge in self._graph.edges for end in (edge.source, edge.target))
        return {render.key_of(key): key for key in reversed([*self._graph.by_id, *ends])}

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        return {render.key_of(key): finding.words_of(node) for key, node in self._graph.by_id.items()}

    def _drawn(self, closed: tuple[str, ...]) -> dict[str, Any]:
        """The picture with these groups collapsed, and what is in it."""
        shown = folding.folded(self._graph, frozenset(closed))
        return {
            **drawn(shown),
            "groups": [render.key_of(key) for key in folding.groups(self._graph)],
        }

    @traitlets.validate("selected")
    def _known(self, proposal: Mapping[str, Any]) -> str | None:
        if proposal["value"] is not None:
            self._id(proposal["value"])
        return cast("str | None", proposal["value"])

    @traitlets.validate("folded")
    def _all_known(self, proposal: Mapping[str, Any]) -> list[str]:
        for key in proposal["value"]:
            self._id(key)
        return list(proposal["value"])

    @traitlets.observe("folded")
    def _fold(self, _change: object) -> None:
        keys = tuple(self._id(key) for key in self.folded)
        with self.hold_sync():
            for name, value in self._drawn(keys).items():
                setattr(self, name, value)
            self._describe()

    @traitlets.observe("query")
    def _search(self, _change: object) -> None:
        self.matches = {"query": self.query, "keys": finding.found(self._texts, self.query)}

    @traitlets.observe("selected")
    def _select(self, _change: object) -> None:
        self._describe()
        for callback in self._callbacks:
            callback(self.node)

    def _describe(self) -> None:
        key = self.selected
        if key is None:
            self.set_trait("details", None)
        else:
            self.details = {"key": key, **details_of(self._id(key), self._graph, self._whole, frozenset(self.folded))}

    def _id(self, key: str) -> str:
        if key not in self._ids:
            msg = f"no node {sendable(key, _LONGEST)!r} in this graph of {len(self._graph.nodes)} nodes"
            raise NotFound(msg)
        return self._ids[key]


def _fitting_height(picture: str) -> int:
    """The height at which the picture fits a notebook of common width without empty room above and below."""
    width, height = map(int, _SIZE.findall(picture)[:2])
    return round(max(360, min(560, height * min(1, _COMMON_PX / width) + 60)))


def _title(source: object, document: Document, graph: Graph) -> str:
    """What it is called: by the registry, else the name of its file, else what the document says of itself."""
    names = (getattr(source, "name", None), document.source.rpartition("/")[2], graph.settings.get("name"))
    words = next((name for name in names if isinstance(name, str) and name), "")
    version = getattr(source, "version", None)
    number = f" · version {version}" if isinstance(version, int) else ""
    return sendable(f"{words or 'Workflow'}{number}", _LONGEST)


def _about(document: Document) -> str:
    return f"{document.format}, {counted(document.graph)}"
