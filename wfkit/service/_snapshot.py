"""What a version holds, for whatever stands for one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wfkit.core import display
from wfkit.service._context import aware
from wfkit.service.documents import restored

if TYPE_CHECKING:
    from datetime import datetime

    from wfkit.core.document import Document
    from wfkit.core.model import Graph
    from wfkit.core.syntax import Syntax
    from wfkit.service.converting import Conversion
    from wfkit.store.records import VersionRecord


class Snapshot(ABC):
    """The document of one version, and what was said of it."""

    @property
    @abstractmethod
    def name(self) -> str:
        """The name of the workflow."""

    @property
    @abstractmethod
    def version(self) -> int:
        """The number of the version, from 1."""

    @property
    @abstractmethod
    def format(self) -> str:
        """Whose document it is, such as `wfkit` or `n8n`."""

    @property
    @abstractmethod
    def _snapshot(self) -> VersionRecord:
        """The stored version."""

    @cached_property
    def source(self) -> Document:
        """The document with its text and bytes."""
        return restored(self._snapshot, self.format)

    @cached_property
    def document(self) -> Any:
        """The parsed document: a working copy of this object, to edit and pass to `save`."""
        return restored(self._snapshot, self.format).data

    @property
    def text(self) -> str:
        """The document exactly as it was given."""
        return self._snapshot.text

    @property
    def syntax(self) -> Syntax:
        """What the text is written in, `json` or `yaml`."""
        return "json" if self._snapshot.json is None else "yaml"

    @property
    def graph(self) -> Graph:
        """The typed view of its nodes and edges.

        Raises:
            UnknownFormat: wfkit does not read graphs of this format yet.
        """
        return self.source.graph

    @property
    def content_hash(self) -> str:
        """SHA-256 of the document's canonical form."""
        return self._snapshot.content_hash

    @property
    def message(self) -> str:
        """What its author said of this version."""
        return self._snapshot.description

    @property
    def author(self) -> str:
        """Who saved this version."""
        return self._snapshot.author

    @property
    def saved_at(self) -> datetime:
        """When this version was saved, UTC."""
        return aware(self._snapshot.created_at)

    @property
    def valid(self) -> bool:
        """Whether this version had no errors when it was saved."""
        return self._snapshot.valid

    @property
    def restored_from(self) -> int | None:
        """The version that a rollback took it from."""
        return self._snapshot.restored_from

    def to_format(self, target: str) -> Conversion:
        """The document in another format, with a report of what was lost on the way; nothing is saved.

        Args:
            target: `wfkit`, or `comfyui-prompt`; see `wfkit.to_format`.

        Raises:
            UnknownFormat: Nothing is converted to it.
            InvalidInput: This document is not.
        """
        from wfkit.service.converting import to_format

        return to_format(self, target)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        del include, exclude
        return dict(display.renderer().workflow_bundle(self))
