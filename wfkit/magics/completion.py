"""What Tab offers after `%wf`: commands, names, versions, tags and options."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wfkit import formats
from wfkit.core.document import Document
from wfkit.errors import NotFound, WfkitError
from wfkit.magics.commands import COMMANDS
from wfkit.magics.words import typed
from wfkit.service import completing
from wfkit.service._snapshot import Snapshot
from wfkit.service.workflow import Workflow
from wfkit.store.workflows import SORTABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from IPython.core.completer import CompletionContext, SimpleMatcherResult

    from wfkit.magics.notebook import Notebook
    from wfkit.magics.words import Option, Typed

_MOST = 50
# Typing goes on while a list of names is shown: the same question comes again and again.
_FRESH_S = 2.0
_MAGIC = re.compile(r"(?:[^%'\"#]*=)?\s*%{1,2}wf\s(?P<line>.*)", re.DOTALL)
_QUOTED_WHEN = re.compile(r"[\s'\"\\;]")
_FIXED: Mapping[str, Callable[[], Iterable[str]]] = {
    "COMMAND": lambda: COMMANDS,
    "TOOL": formats.names,
    "COLUMN": lambda: [column for name in SORTABLE for column in (name, f"-{name}")],
}


@dataclass
class Completion:
    """The completions of one shell.

    Attributes:
        notebook: What the commands work on.
    """

    notebook: Notebook
    _answers: dict[tuple[str, ...], tuple[float, Sequence[str]]] = field(default_factory=dict)

    def matches(self, context: CompletionContext) -> SimpleMatcherResult:
        """What the word at the cursor may become; nothing where the line is no `%wf`."""
        from IPython.core.completer import SimpleCompletion

        found = _MAGIC.fullmatch(context.text_until_cursor)
        if found is None:
            return {"completions": []}
        word = typed(found["line"])
        after = context.line_with_cursor[context.cursor_position :]
        texts = [_spelt(text, word.quote, after) for text in self.offered(word)]
        return {
            "completions": [SimpleCompletion(text=text, type="wfkit") for text in texts],
            "matched_fragment": word.raw, "suppress": True, "ordered": True,
        }  # fmt: skip

    def offered(self, word: Typed) -> Sequence[str]:
        """The words that this one may become, best first and 50 at most; nothing while the registry is busy."""
        try:
            return list(dict.fromkeys(self._offered(word)))[:_MOST]
        except WfkitError:
            return []

    def _offered(self, word: Typed) -> Iterable[str]:
        if not word.before:
            return _like(word.text, COMMANDS)
        name, *rest = word.before
        if (command := COMMANDS.get(name)) is None:
            return []
        options = {spelling: option for option in command.options for spelling in option.names}
        asked = options.get(rest[-1]) if rest else None
        if asked is not None and asked.value:
            return self._values(asked.value, word.text)
        if word.text.startswith("-") and not word.quote:
            return _like(word.text, _open_options(options, rest))
        plain = _plain(rest, options)
        kinds = command.operands
        return self._operands(kinds[min(len(plain), len(kinds) - 1)], word.text, plain) if kinds else []

    def _operands(self, kind: str, text: str, plain: Sequence[str]) -> Iterable[str]:
        match kind:
            case "WORKFLOW":
                return [*self._workflows(text), *_like(text, self.notebook.names_of(Workflow))]
            case "VERSION":
                return _like(text, self._versions_of_words(plain))
            case _:
                return self._values(kind, text)

    def _values(self, kind: str, text: str) -> Iterable[str]:
        match kind:
            case "TEMPLATE":
                return _like(text, self._asked(kind, completing.templates))
            case "TAG":
                return _like(text, self._asked(kind, completing.labels))
            case "VARIABLE":
                return _like(text, self.notebook.names_of(dict, Document, Snapshot))
            case "FILE":
                return _files(text)
            case _:
                return _like(text, _FIXED.get(kind, tuple)())

    def _workflows(self, text: str) -> Iterable[str]:
        names = self._asked("WORKFLOW", lambda registry: completing.names(registry, text, limit=_MOST), text)
        name, at, version = text.rpartition("@")
        if names or not at:
            return names
        return [f"{name}@{known}" for known in _like(version, self._versions(name))]

    def _versions_of_words(self, words: Sequence[str]) -> Sequence[str]:
        """The versions of the workflow that a line names, in one word or without quotes in several."""
        wholes = [" ".join(words[:count]) for count in range(len(words), 0, -1)]
        names = [name for whole in wholes for name in (whole, whole.rpartition("@")[0]) if name]
        return next(filter(None, map(self._versions, names)), [])

    def _versions(self, name: str) -> Sequence[str]:
        held = self.notebook.variables.get(name)
        reference = held.id if isinstance(held, Workflow) else name
        try:
            return self._asked(
                "VERSION", lambda registry: completing.versions_of(registry, reference, limit=_MOST), reference
            )
        except NotFound:
            return []

    def _asked(self, kind: str, ask: Callable[[Any], Sequence[str]], *words: str) -> Sequence[str]:
        registry = self.notebook.registry_at_hand
        key, now = (str(id(registry)), kind, *words), time.monotonic()
        asked_at, answer = self._answers.get(key, (-_FRESH_S, ()))
        if now - asked_at >= _FRESH_S:
            answer = ask(registry)
            self._answers = {known: held for known, held in self._answers.items() if now - held[0] < _FRESH_S}
            self._answers[key] = (now, answer)
        return answer


def _like(text: str, words: Iterable[str]) -> list[str]:
    """The words that hold the text in any case: first those that begin with it."""
    folded = text.casefold()
    holding = [word for word in words if folded in word.casefold()]
    return sorted(holding, key=lambda word: not word.casefold().startswith(folded))


def _plain(words: Sequence[str], options: Mapping[str, Option]) -> list[str]:
    """The words that are neither options nor their values."""
    plain, is_value = [], False
    for word in words:
        option = options.get(word)
        if not is_value and not word.startswith("-"):
            plain.append(word)
        is_value = option is not None and bool(option.value)
    return plain


def _open_options(options: Mapping[str, Option], given: Sequence[str]) -> list[str]:
    """The options that can still be given, by their usual names."""
    done = {options[word].key for word in given if word in options and not options[word].is_many}
    return [spelling for spelling, option in options.items() if spelling == option.names[0] and option.key not in done]


def _spelt(text: str, quote: str, after: str) -> str:
    """The word as the line needs it; the quote at its end is left to one that is there already."""
    if not quote and not _QUOTED_WHEN.search(text):
        return text
    mark = quote or '"'
    inner = text.replace("\\", "\\\\").replace('"', '\\"') if mark == '"' else text.replace("'", "'\"'\"'")
    return f"{mark}{inner}{'' if quote and after.startswith(quote) else mark}"


def _files(text: str) -> list[str]:
    """Registry files and folders that begin with the text."""
    folder, _, start = text.rpartition("/")
    place = Path(f"{folder}/" if folder or text.startswith("/") else ".").expanduser()
    try:
        found = sorted(entry for entry in place.iterdir() if entry.name.startswith(start))
    except OSError:
        return []
    lead = text[: len(text) - len(start)]
    folders = [f"{lead}{entry.name}/" for entry in found if entry.is_dir() and not entry.name.startswith(".")]
    return [*(f"{lead}{entry.name}" for entry in found if entry.suffix == ".duckdb"), *folders]
