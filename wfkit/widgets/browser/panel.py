"""The browser panel: the workflows of a registry, to find one, to look at it and to keep them in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wfkit.errors import AmbiguousName, InvalidInput, NotFound
from wfkit.service import documents
from wfkit.service.inputs import checked_name, described
from wfkit.service.registry import Registry
from wfkit.widgets import _static
from wfkit.widgets.browser.state import Browsing
from wfkit.widgets.panel import act
from wfkit.widgets.texts import sendable

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAST_PX: Final = 320
_MOST_PX: Final = 4000
_LONGEST_NAME: Final = 300
_READ_AT_ONCE: Final = 500


class BrowserPanel(Browsing):
    """The workflows of a registry: search, filters, and what is known of one of them.

    Args:
        registry: What is looked through; it may change while the panel is shown.
        height_px: The height of the list, 320 to 4000.

    Raises:
        InvalidInput: It is no registry, or the height is out of range.

    Attributes:
        query: Text in the name, description or tags, in any case.
        contents: Whether texts of the documents are searched too.
        tags: All of these.
        template: True for templates only, False for others only.
        format: Only documents of this tool.
        deleted: Those that were deleted, instead of the living.
        sort: `name`, `updated_at`, `created_at`, `version` or `runs`, with `-` in front for descending.
        page: From 1; a filter that changes goes back to the first.
        selected: The id of the workflow that is shown, None for none.
    """

    _esm = _static.module("browser/browser.js")
    _css = _static.style(
        "details.css", "browser/filters.css", "browser/rows.css", "browser/profile.css", "browser/browser.css"
    )

    def __init__(self, registry: Registry, *, height_px: int = 560) -> None:
        if not isinstance(registry, Registry):
            msg = f"the registry is {described(registry)}; pass what wfkit.open gives"
            raise InvalidInput(msg)
        if not _LEAST_PX <= height_px <= _MOST_PX:
            msg = f"height_px is {height_px!r}; it must be from {_LEAST_PX} to {_MOST_PX}"
            raise InvalidInput(msg)
        super().__init__(registry, height_px=height_px)

    def __repr__(self) -> str:
        return f"<wfkit BrowserPanel: {self.listing['total']} workflows>"

    @act
    def refresh(self) -> None:
        """Reads the registry again, which others may have changed."""
        self._read()

    @act
    def create(self, name: str, template: str | None = None) -> str:
        """Makes a workflow, selects it, and gives its id.

        Args:
            name: Its name.
            template: The id or name of the template to clone; by default it begins without nodes.

        Raises:
            InvalidInput: The name is not allowed.
            NotFound: There is no such template.
            Forbidden: The registry is read-only.
        """
        if template is None:
            made = self._registry.create(name, documents.blank(), message="created")
        else:
            made = self._registry.use_template(template, name)
        self.deleted = False
        return self._selected_anew(made.id)

    @act
    def delete(self, workflow_id: str) -> None:
        """Deletes a workflow, so that `undelete` can bring it back.

        Raises:
            NotFound: It is not there any more.
            Forbidden: The registry is read-only.
        """
        self._registry.delete(self._registry.get(workflow_id))
        if self.selected == workflow_id:
            self.selected = None
        self._read()

    @act
    def undelete(self, workflow_id: str) -> str:
        """Brings a deleted workflow back, selects it, and gives its id.

        Raises:
            NotFound: It was purged.
            Forbidden: The registry is read-only.
        """
        return self._selected_anew(self._registry.undelete(workflow_id).id)

    @act
    def update(
        self,
        workflow_id: str,
        *,
        name: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | None = None,
        is_template: bool | None = None,
    ) -> None:
        """Changes what is said of a workflow; what is left out stays as it is.

        Raises:
            InvalidInput: A name, description or tag is not allowed.
            NotFound: It was deleted.
            Forbidden: The registry is read-only.
        """
        found = self._registry.get(workflow_id)
        found.update(name=name, description=description, tags=tags, is_template=is_template)
        self._read()

    @act
    def said_of(self, workflow_id: str) -> dict[str, Any]:
        """Name, description and tags of a workflow exactly as they are stored, to be edited.

        Raises:
            NotFound: It is not there any more.
        """
        found = self._registry.get(workflow_id)
        return {"name": found.name, "description": found.description, "tags": found.tags}

    @act
    def check_name(self, name: str) -> dict[str, str]:
        """What is wrong with a name for a new workflow, and what is to be known of it; both may be empty."""
        try:
            checked_name(name)
        except InvalidInput as error:
            return {"error": sendable(str(error), _LONGEST_NAME), "note": ""}
        others = self._having(name)
        subject = "another workflow has" if others == 1 else f"{others} other workflows have"
        note = f"{subject} this name: ids tell them apart" if others else ""
        return {"error": "", "note": note}

    @act
    def templates(self) -> list[dict[str, str]]:
        """The templates to begin from, most used first."""
        return [{"id": offer.id, "name": sendable(offer.name, _LONGEST_NAME)} for offer in self._registry.offers()]

    @act
    def read_contents(self) -> int:
        """Reads some of the texts that a search in contents needs, and gives how many workflows are left."""
        left = 0 if self._registry.is_read_only else self._registry.read_texts(most=_READ_AT_ONCE)
        if left:
            self.unread = left
        else:
            self._read()
        return left

    @act
    def draw(self) -> None:
        """Draws the selected workflow, however large it is."""
        if self.workflow is not None:
            self._draw(self.workflow, wanted=True)

    def _selected_anew(self, workflow_id: str) -> str:
        self._read()
        self.selected = workflow_id
        return workflow_id

    def _having(self, name: str) -> int:
        """How many workflows have this name, 20 at most."""
        try:
            self._registry.get(name)
        except AmbiguousName as error:
            return len(error.candidates)
        except NotFound:
            return 0
        return 1
