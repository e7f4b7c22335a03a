"""What comes into a registry from files, and what goes out to them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from wfkit.errors import InvalidInput
from wfkit.service import exporting, importing, lookup, migrating, revisions
from wfkit.service.inputs import checked_flag, checked_tags, checked_text, described
from wfkit.service.secrets import ALL, SECRETS
from wfkit.service.workflow import Workflow

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable
    from pathlib import Path

    import pandas as pd

    from wfkit.service._context import Context

_MAX_PROCESSES = 256


class Files:
    """The part of a registry that reads and writes files."""

    _context: Context

    def import_files(
        self,
        path: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
        *,
        on_conflict: str = "skip",
        dry_run: bool = False,
        progress: bool = True,
        tags: Iterable[str] = (),
        allow_invalid: bool = False,
        check: bool = False,
        processes: int | None = None,
        time_limit_s: float = 60.0,
    ) -> pd.DataFrame:
        """A row a file, columns `frames.IMPORTS`, after importing the workflows; a second run imports nothing twice.

        A `status` is one of `imported`, `version` (a new one of a workflow that is there), `renamed`, `unchanged`
        (this content is in the registry, or came earlier in this run), `skipped`, `invalid` and `failed`; `reason`
        says why. A file that is no workflow is never fatal. Hidden files and folders are not looked into, and a link to
        a folder is not followed. Files are written in batches of up to 1000, each whole or not at all.

        A `.wfkit` archive comes back with its history, under a new id and with its own authors and times; its versions
        are marked as valid by the rules of this wfkit.

        Args:
            path: A folder with all that is below it, a file, a pattern such as `flows/**/*.json`, a zip, an archive of
                `export`, or a list of these.
            on_conflict: What happens when another workflow has the name, with other content: `skip`; `version` adds a
                version to it, or the later versions of an archive that begins with its history; `rename` calls it
                `Name (2)`; `error` raises, and the batch of this file is not written, while earlier ones stay.
            dry_run: Say what would happen, and write nothing; what would be new has no `workflow_id`.
            progress: Show a bar when it takes a while, in a notebook or on a terminal.
            tags: Labels for every new workflow, beside those in its document.
            allow_invalid: Import documents with errors too; their versions are marked as not valid.
            check: List the problems of other tools' documents too, as `validate` does.
            processes: How many read files at once; default is one a core for many files or large ones. With 1, this
                process reads them, and has no way to give up on one.
            time_limit_s: A file that takes longer is `failed`, and the rest goes on.

        Raises:
            NotFound: The path does not exist, or a pattern matches no file.
            InvalidInput: An argument is not allowed; or a name is taken, and `on_conflict` is `error`.
        """
        return importing.import_files(
            self._context, path, on_conflict=on_conflict, dry_run=checked_flag("dry_run", dry_run),
            progress=checked_flag("progress", progress), tags=checked_tags(tags),
            allow_invalid=checked_flag("allow_invalid", allow_invalid), check=checked_flag("check", check),
            processes=_checked_processes(processes), time_limit_s=_checked_limit(time_limit_s),
        )  # fmt: skip

    def import_history(
        self,
        repo: str | os.PathLike[str],
        path: str | os.PathLike[str] | None = None,
        *,
        rev: str = "HEAD",
        dry_run: bool = False,
        progress: bool = True,
    ) -> pd.DataFrame:
        """A row a revision of a file, columns `frames.REVISIONS`, after taking over the history of a git repository.

        Each file that is a workflow in some commit becomes one, named as `import_files` does, with a number where the
        name is taken, and with a version for each commit that changed what it says; author, time and message are the
        commit's. A second run adds what is new, also where the name was changed. Each workflow is written whole or not
        at all. The repository is only read: without a checkout or a network, and nothing that it configures is run.

        A history goes along first parents: a merge is one change, unless it takes over a file as a branch left it while
        nothing else happened to that file; then the branch's own commits are its versions. Renames are found as git
        finds them; a deletion ends a history, and a file that comes back goes on with it. The time of a version is
        that of the committer, in UTC, and never before that of the version before.

        A `status` is one of `imported`; `unchanged` (in the registry, or what the version before says); `conflict` (the
        workflow was changed in the registry meanwhile; it stays untouched); `deleted`; `skipped` and `failed`, for a
        revision that is left out: broken, a link, a submodule, a pointer of Git LFS. `reason` says why. A file that
        is a workflow in no commit has a single row. Versions with errors are marked as not valid.

        Args:
            repo: A folder on this machine: a clone, a bare repository, or a folder inside of a clone.
            path: Only this file, or what is below this folder, where it is now or was when it was deleted; relative to
                `repo`. Hidden files and folders below it are not looked into.
            rev: The branch, tag or commit to which the history leads.
            dry_run: Say what would happen, and write nothing; what would be new has no `workflow_id`.
            progress: Show a bar when it takes a while, in a notebook or on a terminal.

        Raises:
            NotFound: There is no git, no such repository or revision, or no file at this path.
            InvalidInput: An argument is not allowed, or git refuses to read the repository.
        """
        self._context.require("admin", "read a repository of this machine")
        return revisions.import_history(
            self._context, repo, path, rev=checked_text("rev", rev), dry_run=checked_flag("dry_run", dry_run),
            progress=checked_flag("progress", progress),
        )  # fmt: skip

    def migrate(self, folder: str | os.PathLike[str], *, dry_run: bool = False, progress: bool = True) -> pd.DataFrame:
        """A row a workflow, columns `frames.MIGRATED`, after taking over a folder of files, which is only read.

        Args:
            folder: Holds `<id>.json`, each a workflow with one version, and `<name>/<n>.json`, successive versions of a
                workflow of that name; the time of a file becomes that of its version. A version equal to the one
                before it is merged into it; one with errors is marked as not valid.
            dry_run: Say what would happen, and write nothing.
            progress: Show a bar when it takes a while, in a notebook or on a terminal.

        A `status` is one of `migrated`, `unchanged`, `extended` (the folder has grown since the last run), `conflict`
        (another history of this name is there, and stays untouched), `skipped` and `failed`. What was written is read
        back: `hashes_verified` counts the versions whose document has the content hash of its file.

        Raises:
            NotFound: There is no such folder.
        """
        is_dry, shows = checked_flag("dry_run", dry_run), checked_flag("progress", progress)
        self._context.require("admin", "read a folder of this machine")
        return migrating.migrate(self._context, folder, dry_run=is_dry, progress=shows)

    def export(
        self,
        workflow: Workflow | str,
        path: str | os.PathLike[str],
        *,
        version: int | str | None = None,
        history: bool = False,
        redact: bool | str = False,
        overwrite: bool = False,
        progress: bool = True,
    ) -> Path:
        """The path of the file that a workflow was written to, whole or not at all.

        Args:
            workflow: Its object, id or name.
            path: A `.wfkit` file becomes an archive, a zip with tags, messages, authors and times, which `import_files`
                reads; any other file gets the version's document byte for byte.
            version: Its number or version tag; default is the newest, and for a single version of a `Workflow` the one
                that it was read at.
            history: Put all versions up to that one into the archive; by default it holds that one alone.
            redact: Leave out secrets, as `wfkit.redact` does: references such as `${API_KEY}` stay. `"all"` leaves out
                personal data too, and in an archive the authors.
            overwrite: Replace a file that is there.
            progress: Show a bar when a history takes a while, in a notebook or on a terminal.

        Raises:
            NotFound: There is no such workflow, version or folder.
            AmbiguousName: Several workflows have the name.
            InvalidInput: The file exists, a history is not to go into a `.wfkit` file, or `redact` is none of those.
            RegistryUnusable: The file cannot be written.
        """
        with self._context.read() as transaction:
            record = lookup.found(transaction, workflow)
        if isinstance(workflow, Workflow) and version is None and not history:
            version = workflow.version
        return exporting.export(
            self._context, record, path, version=version, with_history=checked_flag("history", history),
            redact=_checked_redact(redact), overwrite=checked_flag("overwrite", overwrite),
            progress=checked_flag("progress", progress),
        )  # fmt: skip


def _checked_processes(processes: object) -> int | None:
    if processes is None:
        return None
    if isinstance(processes, int) and not isinstance(processes, bool) and 1 <= processes <= _MAX_PROCESSES:
        return processes
    msg = f"processes is {described(processes)}; pass None or a number from 1 to {_MAX_PROCESSES}"
    raise InvalidInput(msg)


def _checked_limit(seconds: object) -> float:
    if isinstance(seconds, int | float) and not isinstance(seconds, bool) and 0 < seconds < math.inf:
        return float(seconds)
    msg = f"time_limit_s is {described(seconds)}; pass a number of seconds above 0"
    raise InvalidInput(msg)


def _checked_redact(redact: object) -> str:
    """What to leave out; "" for nothing.

    Raises:
        InvalidInput: It is neither a boolean nor `secrets` or `all`.
    """
    if isinstance(redact, bool):
        return SECRETS if redact else ""
    if isinstance(redact, str) and redact in (SECRETS, ALL):
        return redact
    msg = f"redact is {described(redact)}; pass True, False, {SECRETS!r} or {ALL!r}"
    raise InvalidInput(msg)
