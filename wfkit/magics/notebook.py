"""What the commands work on: the registry of the notebook, and its variables."""

from __future__ import annotations

from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, Any

from IPython.core.error import UsageError

from wfkit.core.wording import Names, quoted
from wfkit.errors import NotFound
from wfkit.service import lookup
from wfkit.service.opening import look_into, open_registry
from wfkit.service.registry import Registry
from wfkit.service.workflow import Workflow

if TYPE_CHECKING:
    from collections.abc import MutableMapping, Sequence

    from IPython.core.interactiveshell import InteractiveShell

USUAL = "registry"
_PATIENCE_S = 0.3
_WHAT_TO_SAVE = "name a variable with a dict or a Document, or a file, or put JSON or YAML below `%%wf save NAME`"


class Notebook:
    """Where a command is typed; its registry is the one in its variable `registry`, else the default one.

    Attributes:
        variable: Which variable of the notebook holds the registry.
    """

    def __init__(self, shell: InteractiveShell) -> None:
        """Opens nothing yet."""
        self._shell = shell
        self.variable = USUAL
        self._default: Registry | None = None
        self._looked_into: Registry | None = None

    @property
    def variables(self) -> MutableMapping[str, Any]:
        """The variables of the notebook."""
        found: MutableMapping[str, Any] = self._shell.user_ns
        return found

    def names_of(self, *kinds: type) -> list[str]:
        """The names of the user's own variables that hold one of these."""
        hidden = self._shell.user_ns_hidden
        return [
            name for name, value in list(self.variables.items())
            if isinstance(value, kinds) and not name.startswith("_") and name not in hidden
        ]  # fmt: skip

    @property
    def registry(self) -> Registry:
        """The registry of the notebook; the default one is opened when there is none."""
        if isinstance(found := self.variables.get(self.variable), Registry):
            return found
        if self._default is None:
            self._default = open_registry()
        return self._default

    @property
    def registry_at_hand(self) -> Registry:
        """The same to look at: a default registry is not made for this, and nobody waits long for another process.

        Raises:
            NotFound: There is no default registry yet.
            RegistryBusy: Another process keeps its file.
        """
        if isinstance(self.variables.get(self.variable), Registry) or self._default is not None:
            return self.registry
        if self._looked_into is None:
            self._looked_into = look_into(busy_timeout_s=_PATIENCE_S)
        return self._looked_into

    def open(self, url: str | None, variable: str) -> Registry:
        """The registry at `url`, which from now on is that of all commands, and a variable of the notebook.

        Raises:
            UsageError: The variable cannot have this name, or holds something else.
        """
        self._check_free(variable)
        registry = open_registry(url)
        self.variables[variable] = registry
        self.variable = variable
        return registry

    def workflow(self, words: Sequence[str], *, most_after: int) -> tuple[Workflow, str | None, list[str]]:
        """The workflow that the first words name, its version where `@` says one, and the words after it.

        A name with spaces needs no quotes here: the longest run of words that is a name wins.

        Args:
            words: What was typed.
            most_after: How many words may follow the name.

        Raises:
            UsageError: There are no words.
            NotFound: Nothing has this name.
            AmbiguousName: Several workflows have it.
        """
        if not words:
            msg = 'say which workflow, such as "My RAG"; `%wf list` shows all'
            raise UsageError(msg)
        misses: list[NotFound] = []
        for count in range(len(words), max(1, len(words) - most_after) - 1, -1):
            try:
                return *self._named(" ".join(words[:count])), list(words[count:])
            except NotFound as error:
                misses.append(error)
        raise next((miss for miss in reversed(misses) if "did you mean" in str(miss)), misses[-1])

    def value(self, words: str) -> object:
        """The value of a variable or of an attribute of one, such as `merge.document`; else the path of a file.

        Raises:
            UsageError: There is neither.
        """
        name, *attributes = words.split(".")
        if name not in self.variables:
            if Path(words).is_file():
                return Path(words)
            guess = Names(tuple(self.names_of(object))).closest(name)
            hint = f"did you mean {quoted(guess)}?" if guess else _WHAT_TO_SAVE
            msg = f"no variable and no file {quoted(words)}; {hint}"
            raise UsageError(msg)
        found = self.variables[name]
        for attribute in attributes:
            if not hasattr(found, attribute):
                msg = f"{quoted(words)} is not there: a {type(found).__name__} has no {quoted(attribute)}"
                raise UsageError(msg)
            found = getattr(found, attribute)
        return found

    def _named(self, name: str) -> tuple[Workflow, str | None]:
        try:
            return lookup.versioned(self.registry.get, name)
        except NotFound:
            if isinstance(held := self.variables.get(name), Workflow):
                return held, None
            raise

    def _check_free(self, variable: str) -> None:
        if not variable.isidentifier() or iskeyword(variable):
            msg = f"{quoted(variable)} cannot be the name of a variable; choose one such as {USUAL!r}"
            raise UsageError(msg)
        held = self.variables.get(variable)
        if held is not None and not isinstance(held, Registry):
            msg = f"your variable {variable!r} holds a {type(held).__name__}; add `--as` and another name"
            raise UsageError(msg)
