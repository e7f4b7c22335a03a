"""Where a document comes from: a file, `-` for stdin, `NAME`, or `NAME@VERSION`."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

from wfkit.cli._options import opened
from wfkit.cli._text import near
from wfkit.errors import InvalidInput, InvalidWorkflow, NotFound, UnknownFormat

if TYPE_CHECKING:
    import typer

    from wfkit import Document, Registry, Workflow

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """A document, and what to call it."""

    document: Document
    title: str


@dataclass
class Sources:
    """Finds documents by what people call them; the registry is opened when the first name needs it.

    Attributes:
        ctx: Of the command.
        url: The registry option after the command.
    """

    ctx: typer.Context
    url: str | None = None
    _closing: ExitStack = field(default_factory=ExitStack)
    _registry: Registry | None = None
    _has_read_stdin: bool = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    @property
    def registry(self) -> Registry:
        """The registry that the options choose.

        Raises:
            NotFound: There is no such registry file.
        """
        if self._registry is None:
            self._registry = self._closing.enter_context(opened(self.ctx, self.url))
        return self._registry

    def source(self, words: str) -> Source:
        """The document that these words stand for; a file wins over a workflow of the same name.

        Raises:
            NotFound: There is neither such a file nor such a workflow, or the workflow has no such version.
            InvalidInput: stdin is to be read twice.
            InvalidWorkflow: The file is no JSON.
            UnknownFormat: The file is no workflow.
        """
        if words == STDIN:
            return Source(self._from_stdin(), "standard input")
        if is_document(words):
            return Source(_from_file(words), near(words))
        workflow, version = self._named_or_missing(words)
        view = workflow.at(workflow.version if version is None else version)
        return Source(view.source, f"{workflow.name} version {view.version}")

    def named(self, words: str) -> tuple[Workflow, str | None]:
        """The workflow `NAME` with None, or that of `NAME@VERSION` with the version; a whole name wins.

        Raises:
            NotFound: There is no such workflow.
            AmbiguousName: Several have the name.
        """
        from wfkit.service.lookup import versioned

        return versioned(self.registry.get, words)

    def _named_or_missing(self, words: str) -> tuple[Workflow, str | None]:
        try:
            return self.named(words)
        except NotFound as error:
            if not _is_like_a_path(words):
                raise
            msg = f"no file {words!r}, and no workflow of that name either"
            raise NotFound(msg) from error

    def _from_stdin(self) -> Document:
        from wfkit.service.documents import from_bytes

        if self._has_read_stdin:
            msg = f"{STDIN!r} stands for one document only; standard input cannot be read twice"
            raise InvalidInput(msg)
        self._has_read_stdin = True
        return from_bytes(sys.stdin.buffer.read())


def _from_file(path: str) -> Document:
    import wfkit

    try:
        return wfkit.load(path)
    except InvalidWorkflow as error:
        msg = f"{near(path)}: {str(error).splitlines()[0]}"
        raise InvalidWorkflow(msg, error.problems) from error
    except UnknownFormat as error:
        msg = f"{near(path)}: {error}"
        raise UnknownFormat(msg) from error


def is_document(words: str) -> bool:
    """Whether the words name a document outside of the registry: stdin, a file, or a pipe such as a shell's `<(…)`."""
    try:
        return words == STDIN or (Path(words).exists() and not Path(words).is_dir())
    except (OSError, ValueError):  # a name that no file can have
        return False


def is_reference(words: str) -> bool:
    """Whether the words name a document by themselves: a file, `-`, or `NAME@VERSION`."""
    return is_document(words) or "@" in words


def _is_like_a_path(words: str) -> bool:
    return words.endswith((".json", ".yaml", ".yml")) or "/" in words or "\\" in words
