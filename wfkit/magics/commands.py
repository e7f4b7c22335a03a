"""The commands of `%wf`: what each takes, what it does, and what it gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from IPython.core.error import UsageError

from wfkit.core.wording import Names, quoted
from wfkit.magics import saving
from wfkit.magics.notebook import USUAL
from wfkit.magics.words import Option, parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from wfkit import Diff, Registry, VersionView, Workflow
    from wfkit.magics.notebook import Notebook

_HELP = {"-h", "--help"}
_LISTED = ["name", "version", "format", "tags", "updated_at", "id"]


@dataclass(frozen=True, slots=True)
class Command:
    """A command.

    Attributes:
        usage: What follows its name.
        help: What it does, in a line.
        run: Does it, with the plain words and the options by their keys.
        operands: What completion offers for each plain word; the last one counts for all that follow.
        options: The options.
        example: A line to copy.
    """

    usage: str
    help: str
    run: Callable[..., object]
    operands: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    example: str = ""


def run(notebook: Notebook, words: Sequence[str], cell: str | None = None) -> object:
    """What the command gives that the words ask for, an object to go on with.

    Raises:
        UsageError: There is no such command, or it was given what it does not take.
        WfkitError: It cannot be done.
    """
    name, *rest = words or ["help"]
    if not _HELP.isdisjoint(words):
        name, rest = "help", [] if name in _HELP else [name]
    command = COMMANDS.get(name)
    if command is None:
        msg = f"unknown command {quoted(name)}; {Names(tuple(COMMANDS)).hint(name, 'commands')}"
        raise UsageError(msg)
    if cell is not None and name != "save":
        msg = f"only `%%wf save NAME` takes a cell; write `%wf {name}` with a single %"
        raise UsageError(msg)
    plain, options = parsed(rest, command.options)
    return command.run(notebook, plain, **options, **({} if cell is None else {"cell": cell}))


def overview() -> str:
    """All commands, a line each."""
    lines = [(f"%wf {name} {command.usage}".rstrip(), command.help) for name, command in COMMANDS.items()]
    width = max(len(usage) for usage, _ in lines)
    table = "\n".join(f"  {usage:<{width}}  {help_}" for usage, help_ in lines)
    return f"Workflows and their versions, by the registry of this notebook (the variable `registry`).\n\n{table}\n"


def _list(notebook: Notebook, words: Sequence[str], *, limit: int = 50, page: int = 1, **wanted: Any) -> pd.DataFrame:
    frame = notebook.registry.list(search=" ".join(words) or None, limit=limit, page=page, **wanted)
    before, total = (page - 1) * limit, frame.attrs["total"]
    if before + len(frame) < total:
        print(f"{before + 1} to {before + len(frame)} of {total}; `--page {page + 1}` shows more")  # noqa: T201 - a DataFrame cannot say it
    # To the second, for a microsecond tells nobody anything.
    return frame[_LISTED].assign(updated_at=frame["updated_at"].dt.floor("s"))


def _show(notebook: Notebook, words: Sequence[str]) -> Workflow | VersionView:
    workflow, version, _ = notebook.workflow(words, most_after=0)
    return workflow if version is None else workflow.at(version)


def _diff(notebook: Notebook, words: Sequence[str]) -> Diff:
    workflow, version, rest = notebook.workflow(words, most_after=2)
    old, new, *_ = [*([] if version is None else [version]), *rest, None, None]
    if version is not None and len(rest) > 1:
        msg = f"{quoted(workflow.name)} is to be compared from {version!r} on already; leave out {rest[1]!r}"
        raise UsageError(msg)
    return workflow.diff(old, new)


def _use(notebook: Notebook, words: Sequence[str]) -> Workflow:
    if not words:
        msg = 'say which template, such as "Simple RAG"; `registry.templates()` shows all'
        raise UsageError(msg)
    template, rest = _template(notebook.registry, words)
    return notebook.registry.use_template(template, " ".join(rest) or None)


def _template(registry: Registry, words: Sequence[str]) -> tuple[str, Sequence[str]]:
    known = Names(tuple(offer.name for offer in registry.offers()))
    for count in range(len(words), 0, -1):
        if (name := " ".join(words[:count])) in known.known:
            return name, words[count:]
    guess = known.closest(" ".join(words)) or known.closest(words[0])
    if guess:
        msg = f"no template {quoted(words[0])}; did you mean {quoted(guess)}?"
        raise UsageError(msg)
    return words[0], words[1:]


def _open(notebook: Notebook, words: Sequence[str], variable: str = USUAL) -> Registry:
    if len(words) > 1:
        msg = f"open takes one file; put quotes around a path with spaces: {quoted(' '.join(words))}"
        raise UsageError(msg)
    return notebook.open(words[0] if words else None, variable)


def _help(notebook: Notebook, words: Sequence[str]) -> None:
    del notebook
    name = words[0] if words else ""
    if not name:
        text = f"{overview()}\n`%wf help COMMAND` says more, and Tab completes commands, names, versions and options.\n"
    elif name in COMMANDS:
        text = _explained(name, COMMANDS[name])
    else:
        msg = f"unknown command {quoted(name)}; {Names(tuple(COMMANDS)).hint(name, 'commands')}"
        raise UsageError(msg)
    print(text, end="")  # noqa: T201 - the help is for reading


def _explained(name: str, command: Command) -> str:
    spelt = [(f"{', '.join(option.names)} {option.value}".rstrip(), option.help) for option in command.options]
    width = max((len(usage) for usage, _ in spelt), default=0)
    lines = [f"  {usage:<{width}}  {help_}" for usage, help_ in spelt]
    head = f"%wf {name} {command.usage}".rstrip()
    return "\n".join([head, "", command.help, *lines, "", f"Example: {command.example}", ""])


_MESSAGE = Option(("--message", "-m"), "message", "What changed, and why.", "TEXT")
_EXPECTED = Option(
    ("--expected-version",), "expected_version", "Refuse when the newest version is another.", "N", is_number=True
)
_INVALID = Option(("--allow-invalid",), "allow_invalid", "Save it in spite of errors.")
_NEW = Option(("--new",), "is_new", "Make a new workflow of this name.")

COMMANDS: Mapping[str, Command] = {
    "list": Command(
        "[WORDS]", "List workflows, those changed last first, as a DataFrame.", _list, (),
        (
            Option(("--tag", "-t"), "tags", "With this tag; may be given repeatedly.", "TAG", is_many=True),
            Option(("--format", "-f"), "format", "Only documents of this tool, such as n8n.", "TOOL"),
            Option(("--template",), "template", "Only templates."),
            Option(("--deleted",), "deleted", "Those that were deleted and can come back."),
            Option(("--sort",), "sort", "With - in front for descending.", "COLUMN"),
            Option(("--limit", "-n"), "limit", "Rows a page; 50 if not said.", "N", is_number=True),
            Option(("--page",), "page", "Which page, from 1.", "N", is_number=True),
        ),
        "%wf list rag --tag qa --format wfkit",
    ),
    "show": Command(
        "NAME[@VERSION]", "Show a workflow, or one version of it.", _show, ("WORKFLOW",), (), 'wf = %wf show "My RAG"'
    ),
    "diff": Command(
        "NAME [OLD [NEW]]", "Show what changed: with the last version, since OLD, or between two.", _diff,
        ("WORKFLOW", "VERSION", "VERSION"), (), '%wf diff "My RAG" v1.0.0',
    ),
    "use": Command(
        "TEMPLATE [NAME]", "Make a workflow from a template.", _use, ("TEMPLATE", ""), (),
        'wf = %wf use "Simple RAG" "My RAG"',
    ),
    "save": Command(
        "NAME [VARIABLE]", "Save a dict, a Document or a file as a new version; `%%wf save NAME` saves the cell.",
        saving.save, ("WORKFLOW", "VARIABLE"), (_MESSAGE, _EXPECTED, _INVALID, _NEW),
        '%wf save "My RAG" document -m "bigger chunks"',
    ),
    "open": Command(
        "[FILE]", "Open a registry for this notebook; without FILE the default one.", _open, ("FILE",),
        (Option(("--as",), "variable", f"The variable for it; {USUAL!r} if not said.", "NAME"),),
        "%wf open flows.duckdb",
    ),
    "help": Command("[COMMAND]", "Say what the commands do.", _help, ("COMMAND",), (), "%wf help diff"),
}  # fmt: skip
"""The commands by their names, in the order of the help."""
