"""What `%load_ext wfkit` adds to a shell, and `%unload_ext wfkit` takes away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from IPython.core.completer import context_matcher
from IPython.core.error import UsageError

from wfkit.errors import WfkitError
from wfkit.magics import commands
from wfkit.magics.completion import Completion
from wfkit.magics.notebook import Notebook
from wfkit.magics.words import split

if TYPE_CHECKING:
    from collections.abc import Callable

    from IPython.core.completer import CompletionContext, SimpleMatcherResult
    from IPython.core.interactiveshell import InteractiveShell

_IDENTIFIER = "wfkit"


def load(shell: InteractiveShell) -> None:
    """Adds `%wf`, `%%wf` and their completion; again changes nothing but the code that runs."""
    unload(shell)
    notebook = Notebook(shell)
    shell.magics_manager.register_function(_magic(notebook), "line_cell", "wf")
    shell.Completer.custom_matchers.insert(0, _matcher(Completion(notebook)))


def unload(shell: InteractiveShell) -> None:
    """Takes `%wf`, `%%wf` and their completion away, if they are there."""
    for kind in ("line", "cell"):
        shell.magics_manager.magics[kind].pop("wf", None)
    matchers = shell.Completer.custom_matchers
    matchers[:] = [known for known in matchers if getattr(known, "matcher_identifier", "") != _IDENTIFIER]


def _magic(notebook: Notebook) -> Callable[[str, str | None], object]:
    def wf(line: str, cell: str | None = None) -> object:
        try:
            return commands.run(notebook, split(line), cell)
        except WfkitError as error:
            raise UsageError(str(error)) from error

    wf.__doc__ = commands.overview()
    return wf


def _matcher(completion: Completion) -> Any:
    # IPython marks the function, and a bound method takes no marks.
    def matches(context: CompletionContext) -> SimpleMatcherResult:
        return completion.matches(context)

    return context_matcher(identifier=_IDENTIFIER, priority=1000)(matches)
