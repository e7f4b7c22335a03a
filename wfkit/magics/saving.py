"""`%wf save` and `%%wf save`: a variable, a file or the text of a cell becomes a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.core.error import UsageError

from wfkit.core.wording import quoted
from wfkit.errors import AmbiguousName, NotFound
from wfkit.service.documents import from_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfkit import Workflow
    from wfkit.magics.notebook import Notebook


def save(
    notebook: Notebook,
    words: Sequence[str],
    *,
    cell: str | None = None,
    message: str = "",
    expected_version: int | None = None,
    allow_invalid: bool = False,
    is_new: bool = False,
) -> Workflow:
    """The workflow at its new head; says so when nothing had changed.

    A variable that holds the workflow holds the saved one afterwards: the next save builds on it.

    Raises:
        UsageError: It does not say what to save.
        WfkitError: There is no such workflow, or the document is refused.
    """
    if is_new:
        return _created(notebook, words, cell, message=message, allow_invalid=allow_invalid)
    workflow, source, variable = _what(notebook, words, cell)
    saved = workflow.save(source, message, expected_version=expected_version, allow_invalid=allow_invalid)
    if variable:
        notebook.variables[variable] = saved
    if saved.version == workflow.version:
        print(f"{saved.name} is the same as version {saved.version}; no version was made")  # noqa: T201 - else nobody knows
    return saved


def _what(notebook: Notebook, words: Sequence[str], cell: str | None) -> tuple[Workflow, object, str]:
    """The workflow, what to save as it, and the variable that holds the workflow or ""."""
    workflow, version, rest = _addressed(notebook, words, has_cell=cell is not None)
    if version is not None:
        msg = f"a save makes a new version; leave out {'@' + version!r}, or say `--expected-version {version}`"
        raise UsageError(msg)
    name = " ".join(words[: len(words) - len(rest)])
    variable = name if notebook.variables.get(name) is workflow else ""
    if cell is not None:
        return workflow, from_text(cell), variable
    if not rest and not variable:
        msg = f"say what to save: a variable, as in `%wf save {name!r} document`, or JSON or YAML below `%%wf save`"
        raise UsageError(msg)
    return workflow, notebook.value(rest[0]) if rest else workflow.document, variable


def _addressed(notebook: Notebook, words: Sequence[str], *, has_cell: bool) -> tuple[Workflow, str | None, list[str]]:
    try:
        return notebook.workflow(words, most_after=0 if has_cell else 1)
    except NotFound as error:
        msg = f"{error}; `--new` makes a workflow of this name"
        raise NotFound(msg) from error


def _created(
    notebook: Notebook, words: Sequence[str], cell: str | None, *, message: str, allow_invalid: bool
) -> Workflow:
    *name_words, source = [*words, ""] if cell is not None else words or [""]
    name = " ".join(name_words)
    if not name:
        msg = "say what to call it, and what to save: `%wf save --new NAME document`"
        raise UsageError(msg)
    _check_new(notebook, name)
    document = from_text(cell) if cell is not None else notebook.value(source)
    return notebook.registry.create(name, document, message=message, allow_invalid=allow_invalid)


def _check_new(notebook: Notebook, name: str) -> None:
    try:
        found = notebook.registry.get(name)
    except NotFound:
        return
    except AmbiguousName as error:
        msg = f"there are workflows named {quoted(name)} already; choose another name"
        raise UsageError(msg) from error
    msg = f"there is a workflow {quoted(found.name)} already, at version {found.version}; leave out `--new`"
    raise UsageError(msg)
