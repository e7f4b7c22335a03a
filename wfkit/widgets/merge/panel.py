"""The merge panel: conflicts one at a time, the picture of what comes out, and where it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import traitlets

from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput, InvalidWorkflow, VersionConflict
from wfkit.service import merging, secrets
from wfkit.widgets import _static
from wfkit.widgets.merge import standing
from wfkit.widgets.merge.conflicts import Conflicts, own_value
from wfkit.widgets.merge.deciding import Deciding
from wfkit.widgets.merge.merged import Merged
from wfkit.widgets.merge.taken import Taken
from wfkit.widgets.panel import Panel, act
from wfkit.widgets.texts import sendable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.core.document import Document
    from wfkit.core.merge import Conflict, Merge
    from wfkit.service.workflow import Workflow

_LONGEST = 300
_UNSET: Any = object()


class MergePanel(Panel):
    """A merge to be decided, looked at and saved.

    Secrets are not sent to the browser: a conflict about one can be decided for a side.

    Args:
        source: A merge, or a VersionConflict or MergeConflict that has one.
        workflow: Where to save the result, for a merge of mere documents.

    Attributes:
        current: The place of the conflict that is shown among `merge.conflicts`, -1 for none. Setting it shows one.
        merge: The merge itself; what is decided in the panel is decided in it.
        workflow: The workflow with the result as its head, None before it is saved.
    """

    _esm = _static.module("merge/merge.js")
    _css = _static.style("words.css", "details.css", "merge/merge.css", "merge/sides.css", "merge/picture.css")

    about = traitlets.Dict().tag(sync=True)
    conflicts: traitlets.List[Any] = traitlets.List().tag(sync=True)
    choices = traitlets.List(traitlets.Unicode()).tag(sync=True)
    current = traitlets.Int(-1).tag(sync=True)
    detail: traitlets.Dict[str, Any] = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)
    taken: traitlets.Dict[str, Any] = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)
    picture = traitlets.Unicode().tag(sync=True)
    nodes: traitlets.List[Any] = traitlets.List().tag(sync=True)
    marks = traitlets.Dict().tag(sync=True)
    problems: traitlets.List[Any] = traitlets.List(allow_none=True, default_value=None).tag(sync=True)
    moved: traitlets.Dict[str, Any] = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)
    step = traitlets.Int(0).tag(sync=True)
    saved: traitlets.Dict[str, Any] = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)

    def __init__(self, source: object, *, workflow: Workflow | None = None) -> None:
        merge = merging.merge_of(source)
        if workflow is not None:
            merging.for_workflow(merge, workflow)
        self.workflow: Workflow | None = None
        self._refused: VersionConflict | None = None
        super().__init__()
        self._begin(merge, carried=0)

    def __repr__(self) -> str:
        return f"<wfkit MergePanel: {self.merge.summary}>"

    @property
    def result(self) -> Document:
        """The merged document in the spelling of ours.

        Raises:
            MergeConflict: A conflict is open.
        """
        return merging.result_of(self.merge)

    def resolve(self, conflict: str | Conflict | int, choice: Any = _UNSET, *, value: Any = _UNSET) -> None:
        """Decides one conflict, as `merge.resolve` does.

        Args:
            conflict: Its path, itself, or its place among `merge.conflicts`.
            choice: `"ours"`, `"theirs"`, `"base"`, `"both"`, or a value of your own.
            value: A value of your own, also when it is one of these words.

        Raises:
            NotFound: There is no such conflict.
            InvalidInput: It cannot be decided so, or the merge is saved already.
        """
        given = {} if value is _UNSET else {"value": value}
        self._unsaved().resolve(conflict, *([] if choice is _UNSET else [choice]), **given)
        self._tell()

    @act
    def decide(self, place: int, choice: str) -> None:
        """Decides a conflict for `ours`, `theirs`, `base` or `both`."""
        if choice not in ("ours", "theirs", "base", "both"):
            msg = f"choice is {quoted(choice)}; it must be ours, theirs, base or both"
            raise InvalidInput(msg)
        self.resolve(place, choice)

    @act
    def decide_own(self, place: int, text: str, kind: str) -> str:
        """Decides a conflict for a value that was typed; what is wrong with it, "" when it was taken."""
        problem = self.check_own(text, kind)
        if not problem:
            self.resolve(place, value=own_value(text, kind, self._deciding.found(place).ours))
        return problem

    @act
    def check_own(self, text: str, kind: str) -> str:
        """What is wrong with a value that is being typed, "" for nothing."""
        try:
            own_value(text, kind, "")
        except InvalidWorkflow as error:
            return sendable("; ".join(problem.message for problem in error.problems[:3]), _LONGEST)
        return ""

    @act
    def reopen(self, conflict: str | Conflict | int) -> None:
        """Takes the decision on one conflict back."""
        self._unsaved().reopen(conflict)
        self._tell()

    @act
    def resolve_all(self, strategy: str) -> None:
        """Decides every open conflict for `ours`, `theirs` or `base`."""
        self._unsaved().resolve_all(strategy)
        self._tell()

    @act
    def undo(self) -> None:
        """Takes the last step back: a decision, one that was taken back, or all that were made at once.

        Raises:
            InvalidInput: Nothing was decided here, or the merge is saved already.
        """
        self._unsaved().undo()
        self._tell()

    @act
    def refresh(self) -> None:
        """Shows what was decided elsewhere, such as by `merge.resolve` in another cell."""
        self._tell()

    @act
    def draw(self) -> None:
        """Draws the result as it stands, and says what was taken without a question."""
        with self.hold_sync():
            if self.taken is None:
                self.taken = {**self._taken.described(), "notes": standing.notes(self.merge, self._hidden)}
            for name, value in self._pictures.drawn().items():
                setattr(self, name, value)

    @act
    def review(self) -> None:
        """Looks for problems of the result; there are none to know of while a conflict is open."""
        self.set_trait("problems", None if self.merge.open else standing.problems(self.merge, self._hidden))

    @act
    def write(self, message: str = "", allow_invalid: bool = False) -> bool:  # noqa: FBT001, FBT002 - JSON of the view
        """Whether `save` made it; where somebody else saved first, `moved` says so."""
        try:
            self.save(message, allow_invalid=allow_invalid)
        except VersionConflict:
            return False
        return True

    def save(self, message: str = "", *, allow_invalid: bool = False) -> Workflow:
        """The workflow with the result as its new head.

        Args:
            message: What to say of the new version; the default names what was merged.
            allow_invalid: Save in spite of errors.

        Raises:
            InvalidInput: The merge belongs to no workflow, or is saved already.
            MergeConflict: A conflict is open.
            InvalidWorkflow: The result has errors, and `allow_invalid` is false.
            VersionConflict: Somebody else saved meanwhile; `merge_again` puts the result on top of that.
        """
        self._unsaved()
        if self.merge.destination is None:
            msg = "this merge belongs to no workflow: panel.result is the document; wf.save(panel.result) saves it"
            raise InvalidInput(msg)
        before = self.merge.destination.version
        try:
            made = cast("Workflow", self.merge.destination.save(self.merge, message, allow_invalid=allow_invalid))
        except VersionConflict as conflict:
            self._refused = conflict
            self.moved = standing.moved(conflict)
            raise
        self.workflow = made
        self.saved = standing.saved(made, before)
        return made

    @act
    def merge_again(self) -> None:
        """Puts the result on top of what somebody else saved meanwhile, as a merge with every decision in ours.

        Raises:
            InvalidInput: No save was refused.
        """
        if self._refused is None:
            msg = "no save was refused, so that there is nothing to merge again"
            raise InvalidInput(msg)
        carried = len(self.merge.decisions)
        self._begin(self._refused.merge(), carried=carried)

    def _begin(self, merge: Merge, *, carried: int) -> None:
        """Shows a merge from its beginning."""
        self.merge = merge
        self._refused = None
        self._deciding = Deciding(merge)
        self._hidden = secrets.hiding((merge.base, merge.ours, merge.theirs))
        self._conflicts = Conflicts(merge, self._hidden)
        self._kept: dict[str, Any] = {}
        with self.hold_sync():
            self.about = standing.about(merge, self._hidden, carried)
            self.conflicts = self._conflicts.listed()
            self.picture, self.nodes, self.marks = "", [], {}
            for name in ("taken", "moved"):
                self.set_trait(name, None)
            self.choices = self._conflicts.choices()
            self.current = self._first_open() if merge.conflicts else -1
            self._tell()

    @property
    def _taken(self) -> Taken:
        if "taken" not in self._kept:
            self._kept["taken"] = Taken(self.merge)
        return cast("Taken", self._kept["taken"])

    @property
    def _pictures(self) -> Merged:
        if "merged" not in self._kept:
            self._kept["merged"] = Merged(self.merge, self._conflicts, self._taken)
        return cast("Merged", self._kept["merged"])

    @traitlets.validate("current")
    def _known(self, proposal: Mapping[str, Any]) -> int:
        place, count = int(proposal["value"]), len(self.merge.conflicts)
        if not -1 <= place < count:
            msg = f"current is {place}; there are {count} conflicts, from 0 on, and -1 is none"
            raise InvalidInput(msg)
        return place

    @traitlets.observe("current")
    def _show(self, _change: object) -> None:
        self.set_trait("detail", None if self.current < 0 else self._conflicts.described(self.current))

    def _tell(self) -> None:
        """Has the view show how the merge stands."""
        with self.hold_sync():
            self.choices = self._conflicts.choices()
            self.set_trait("problems", None)
            self._show(None)
            self.step += 1

    def _unsaved(self) -> Deciding:
        """The merge, to be decided.

        Raises:
            InvalidInput: The merge is saved already.
        """
        if self.workflow is not None and self.saved is not None:
            msg = f"this merge is saved already, as version {self.workflow.version} of {quoted(self.workflow.name)}"
            raise InvalidInput(msg)
        return self._deciding

    def _first_open(self) -> int:
        return next((place for place, choice in enumerate(self.choices) if not choice), 0)
