"""What is said of one version, as JSON of plain texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.errors import UnknownFormat
from wfkit.widgets.history import timeline
from wfkit.widgets.pictures import counted, picture_of
from wfkit.widgets.texts import sendable

if TYPE_CHECKING:
    from wfkit.core.document import Document
    from wfkit.service.version_view import VersionView
    from wfkit.widgets.history.timeline import Entry

_LONGEST = 300


def details_of(entry: Entry, view: VersionView, words: str, code: str) -> dict[str, Any]:
    """The facts of a version.

    Args:
        entry: As the listing has it.
        view: The version.
        words: What it changed, "" where that is to follow.
        code: The line of Python that gets it.
    """
    return {
        **timeline.rows_of([entry])[0],
        "message": timeline.message_of(entry),
        "words": words,
        "facts": [_counted(view.source), f"{len(view.source.raw):,} bytes"],
        "hash": view.content_hash,
        "code": code,
    }


def drawn(view: VersionView) -> dict[str, Any]:
    """The picture of a version and what is in it; where its graph is not read, why."""
    title = sendable(f"Version {view.version} of {view.name}", _LONGEST)
    try:
        shown, why = picture_of(view.source), ""
    except UnknownFormat as error:
        shown, why = {"picture": "", "nodes": []}, sendable(str(error), _LONGEST)
    return {"number": view.version, "title": title, "why": why, **shown}


def _counted(document: Document) -> str:
    try:
        return counted(document.graph)
    except UnknownFormat:
        return document.format


def file_name(view: VersionView) -> str:
    """What a file with the version's document is called."""
    plain = "".join(sign if sign.isalnum() or sign in " .-_()" else "_" for sign in view.name)[:100].strip(" .")
    ending = "json" if view.source.syntax == "json" else "yaml"
    return f"{plain or 'workflow'} version {view.version}.{ending}"
