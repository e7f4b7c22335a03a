"""The template gallery: what a registry offers to begin with, and a workflow of one's own by one click."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import traitlets

from wfkit import render
from wfkit.core.wording import listed, quoted
from wfkit.errors import InvalidInput, NotFound, WfkitError
from wfkit.service import secrets
from wfkit.service.inputs import described
from wfkit.service.registry import Registry
from wfkit.widgets import _static, lines
from wfkit.widgets.gallery import shelf
from wfkit.widgets.gallery.needs import changing, settings_of, types_of
from wfkit.widgets.panel import Panel, act
from wfkit.widgets.pictures import counted, drawn
from wfkit.widgets.texts import sendable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wfkit.core.document import Document
    from wfkit.service.offers import Offer
    from wfkit.service.workflow import Workflow

_BATCH = 24
_MOST_PICTURES = 12
_LONGEST = 300
_LONGEST_DESCRIPTION = 4000
_KINDS = ("", "prebuilt", "own")
_SORTS = ("usage", "name")
_NOTHING: Mapping[str, Any] = {"about": "", "types": [], "settings": [], "picture": "", "nodes": []}
_WISHES = ("query", "tag", "kind", "is_usable", "sort")


class GalleryPanel(Panel):
    """The templates of a registry, and the pre-built ones that were not used in it yet.

    Secrets are neither drawn nor sent to the browser.

    Args:
        registry: Whose templates are shown, and where a workflow is made from one.

    Raises:
        InvalidInput: It is no registry.

    Attributes:
        query: What is searched for: words in the name, description, tags, node types or owner.
        tag: The tag that those shown have, "" for any.
        kind: `prebuilt` or `own`, "" for both.
        is_usable: Whether only those are shown of which no node type is missing here.
        sort: `usage` or `name`.
        selected: The id of the template that is shown at full size, None for none. It may be set by name.
    """

    _esm = _static.module("gallery/gallery.js")
    _css = _static.style("gallery/gallery.css", "gallery/page.css")

    query = traitlets.Unicode().tag(sync=True)
    tag = traitlets.Unicode().tag(sync=True)
    kind = traitlets.Enum(_KINDS, default_value="").tag(sync=True)
    is_usable = traitlets.Bool().tag(sync=True)
    sort = traitlets.Enum(_SORTS, default_value="usage").tag(sync=True)
    found: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    selected = traitlets.Unicode(allow_none=True, default_value=None).tag(sync=True)
    preview: traitlets.Dict[str, Any] = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)
    made: traitlets.Dict[str, Any] = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)

    def __init__(self, registry: Registry) -> None:
        if not isinstance(registry, Registry):
            msg = f"the registry is {described(registry)}; pass what wfkit.open gives"
            raise InvalidInput(msg)
        self._registry = registry
        self._offers: dict[str, Offer] = {}
        self._chosen: Sequence[Offer] = ()
        self._pictures: dict[tuple[str, int], dict[str, Any]] = {}
        self._callbacks: list[Callable[[Workflow], object]] = []
        self._workflow: Workflow | None = None
        self._reading = 0
        super().__init__()
        with self._shown():
            self._read()
        if self.fault is not None:
            self.found = {**self._listed(), "failed": self.fault["words"]}

    def __repr__(self) -> str:
        return f"<wfkit GalleryPanel: {len(self._offers)} templates>"

    @property
    def workflow(self) -> Workflow | None:
        """The workflow that was made last, None when none was or its making was undone."""
        return self._workflow

    def on_use(self, callback: Callable[[Workflow], object]) -> None:
        """Calls back with each workflow that is made. What it raises is shown in the panel."""
        self._callbacks.append(callback)

    def use(self, template: str | None = None, name: str | None = None, *, allow_invalid: bool = False) -> Workflow:
        """A new workflow made from a template, which the panel then shows.

        Args:
            template: Its id or name; default is the one that is selected.
            name: Default is the template's with the first number behind it that is free.
            allow_invalid: Make it in spite of errors, such as node types that are missing here.

        Raises:
            InvalidInput: None is selected, or the name is not allowed.
            NotFound: There is no such template.
            InvalidWorkflow: The template has errors.
            Forbidden: The registry may only be read.
        """
        offer = self._offer(template)
        name = self._registry.free_name(offer.name) if name is None else name
        made = self._registry.use_template(offer.id, name, allow_invalid=allow_invalid)
        self._workflow = made
        with self.hold_sync():
            self._recount(made, 1)
            self.selected = None
            self.made = self._shown_workflow(made, offer)
        for callback in self._callbacks:
            with self._shown():
                callback(made)
        return made

    @act
    def use_template(self, template: str, name: str | None = None, *, allow_invalid: bool = False) -> str:
        """The id of a workflow made from a template, as the view asks for it."""
        return self.use(template, name, allow_invalid=allow_invalid).id

    @act
    def undo(self) -> None:
        """Deletes the workflow that was made last; `bring_back` takes that back.

        Raises:
            NotFound: None was made, or it is deleted already.
        """
        if self._workflow is None:
            msg = "no workflow was made from this gallery yet, so there is nothing to undo"
            raise NotFound(msg)
        made = self._workflow
        self._registry.delete(made.id)
        self._workflow = None
        with self.hold_sync():
            self._recount(made, -1)
            self.set_trait("made", None)

    @act
    def bring_back(self, workflow_id: str) -> None:
        """Takes the deletion of a workflow back, and shows it.

        Raises:
            NotFound: There is none, or it was purged.
        """
        self._workflow = self._registry.undelete(workflow_id)
        source = self._workflow.source_template
        with self.hold_sync():
            self._recount(self._workflow, 1)
            self.made = self._shown_workflow(self._workflow, self._offers.get(source[0]) if source else None)

    @act
    def refresh(self) -> None:
        """Reads the templates anew."""
        self._read()

    @act
    def batch(self, start: int) -> dict[str, Any]:
        """The cards from this place on, some at a time, and of which reading of the templates they are."""
        cards = shelf.cards_of(self._chosen[start : start + _BATCH])
        return {"reading": self._reading, "start": start, "cards": cards}

    @act
    def pictures(self, ids: list[str]) -> dict[str, dict[str, Any]]:
        """The small pictures of these templates by id, with their node types; for what cannot be drawn, why."""
        return {key: self._picture(self._offers[key]) for key in ids[:_MOST_PICTURES] if key in self._offers}

    def _picture(self, offer: Offer) -> dict[str, Any]:
        key = offer.id, offer.version
        if key not in self._pictures:
            try:
                # There are no words in it, and so no secrets.
                self._pictures[key] = {"picture": render.miniature(offer.graph), **shelf.needs_of(offer)}
            except WfkitError as error:
                return {"words": sendable(str(error), _LONGEST)}
        return self._pictures[key]

    @traitlets.validate("selected")
    def _known(self, proposal: Mapping[str, Any]) -> str | None:
        return None if proposal["value"] is None else self._offer(proposal["value"]).id

    @traitlets.observe(*_WISHES)
    def _look(self, _change: object) -> None:
        self.found = self._listed()

    @traitlets.observe("selected")
    def _select(self, _change: object) -> None:
        if self.selected is None:
            self.set_trait("preview", None)
        else:
            self.preview = self._previewed(self._offers[self.selected])

    def _read(self) -> None:
        self._offers = {offer.id: offer for offer in self._registry.offers()}
        self.found = self._listed()

    def _recount(self, made: Workflow, by: int) -> None:
        """Counts a use of a template, or takes it back, without reading all of them again."""
        key, version = made.source_template or ("", 0)
        if key in self._offers:
            offer = self._offers[key]
            self._offers[key] = replace(offer, version=version, usage_count=offer.usage_count + by)
        self.found = self._listed()

    def _listed(self) -> dict[str, Any]:
        """What is found now, and the first cards of it."""
        self._reading += 1
        wish = shelf.Wish(*(getattr(self, name) for name in _WISHES))
        self._chosen, tags = shelf.chosen(self._offers.values(), wish)
        return {
            "total": len(self._chosen),
            "of": len(self._offers),
            "tags": tags,
            "failed": "",
            "is_read_only": self._registry.is_read_only,
            **self.batch(0),
        }

    def _offer(self, reference: str | None) -> Offer:
        """The template with this id or name; the selected one when nothing is said."""
        reference = self.selected if reference is None else reference
        if reference is None:
            msg = "no template is selected; name one, or set panel.selected"
            raise InvalidInput(msg)
        named = [offer for offer in self._offers.values() if reference in (offer.id, offer.name)]
        if not named:
            known = listed([offer.name for offer in self._offers.values()])
            msg = f"no template {quoted(reference)} in this gallery; templates: {known}"
            raise NotFound(msg)
        return self._offers.get(reference, named[0])

    def _previewed(self, offer: Offer) -> dict[str, Any]:
        name = self._registry.free_name(offer.name)
        try:
            inside = _inside(offer.source)
        except WfkitError as error:
            inside = {**_NOTHING, "words": sendable(str(error), _LONGEST)}
        return {
            "name": sendable(name, _LONGEST),
            "line": self._using(offer, name),
            **inside,
            "card": shelf.card_of(offer, longest=_LONGEST_DESCRIPTION),
        }

    def _shown_workflow(self, made: Workflow, offer: Offer | None) -> dict[str, Any]:
        return {
            "id": made.id,
            "name": sendable(made.name, _LONGEST),
            "template": sendable(offer.name, _LONGEST) if offer else "",
            "is_valid": made.valid,
            "line": f"wf = {lines.getting(self._registry, made)}",
            "change": changing(made.graph, made.format),
            **_inside(made.source),
        }

    def _using(self, offer: Offer, name: str) -> str:
        """The line of Python that does what the button does."""
        allowing = ", allow_invalid=True" if offer.missing_types else ""
        said = f"{lines.literal(self._handle(offer))}, {lines.literal(name)}{allowing}"
        return f"wf = {lines.naming(self._registry)}.use_template({said})"

    def _handle(self, offer: Offer) -> str:
        """The name of a template where that says which one is meant, else its id."""
        is_only = sum(other.name == offer.name for other in self._offers.values()) == 1
        return offer.name if is_only and sendable(offer.name, _LONGEST) == offer.name else offer.id


def _inside(document: Document) -> dict[str, Any]:
    """What is in a document, without secrets: its picture, its node types, and the settings to look at."""
    graph = secrets.redacted(document).graph
    return {
        "words": "",
        "about": counted(graph),
        "types": types_of(graph, document.format),
        "settings": settings_of(graph, document.format),
        **drawn(graph),
    }
