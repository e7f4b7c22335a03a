"""What git is told, for one repository or for all of a user: who compares and merges which files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from wfkit.errors import InvalidInput, NotFound
from wfkit.service.git import _attributes, _program
from wfkit.service.git._sides import document_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PATTERNS = ("*.json", "*.ga", "*.pipeline")
_YAML = ("*.yml", "*.yaml")
# Reading so much takes some three seconds.
_MOST_YAML_BYTES = 4 * 2**20
Scope = Literal["repository", "shared", "user"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What one scope says.

    Attributes:
        scope: `repository`, for this clone alone; `shared`, with the files that are committed; `user`, for all.
        patterns: Which files go to wfkit.
        attributes: The file that says so.
        commands: What git runs for them, by the name of the setting, wherever that is set; empty where nothing is.
        is_ours: Whether that is this very wfkit.
        changes: What the call changed, a sentence each.
    """

    scope: Scope
    patterns: tuple[str, ...]
    attributes: Path
    commands: Mapping[str, str]
    is_ours: bool
    changes: tuple[str, ...] = ()

    @property
    def is_active(self) -> bool:
        """Whether git asks wfkit about any file."""
        return bool(self.patterns and self.commands)


def install(patterns: Iterable[str] = (), *, scope: Scope = "repository") -> Settings:
    """The settings after git was told to ask wfkit; a second call changes nothing.

    Args:
        patterns: Which files; default are those by the names that tools give to workflows. YAML is among them in a
            repository that has a workflow in the first 4 MiB of it, for most YAML is something else, and git starts
            wfkit for each file.
        scope: What the settings hold for.

    Raises:
        InvalidInput: A pattern is none, or git refuses.
        NotFound: There is no git, or no repository here.
    """
    wanted = _attributes.checked_patterns(patterns) or (*PATTERNS, *_yaml_patterns(scope))
    path = _attributes_file(scope)
    commands = _read_commands(_where(scope))
    changes = []
    for name, command in _commands().items():
        if commands.get(name) != command:
            _program.run("config", _where(scope), "--replace-all", name, command)
            changes.append(f"{'replaced' if name in commands else 'set'} {name}")
    before = _read(path)
    after = _attributes.with_patterns(before, wanted)
    if after != before:
        _write(path, after)
        added = [pattern for pattern in wanted if pattern not in _attributes.patterns_in(before)]
        changes.append(f"added {', '.join(added)} to {path}")
    return status(scope, changes=changes)


def uninstall(*, scope: Scope = "repository") -> Settings:
    """The settings after taking back what `install` wrote, and nothing else.

    Raises:
        InvalidInput: git refuses.
        NotFound: There is no git, or no repository here.
    """
    path = _attributes_file(scope)
    changes = []
    for name in _read_commands(_where(scope)):
        _program.run("config", _where(scope), "--unset-all", name)
        changes.append(f"removed {name}")
    before = _read(path)
    after = _attributes.without_patterns(before)
    if after != before:
        _write(path, after)
        changes.append(f"removed {', '.join(_attributes.patterns_in(before))} from {path}")
    return status(scope, changes=changes)


def status(scope: Scope = "repository", *, changes: Iterable[str] = ()) -> Settings:
    """The settings as they are.

    Raises:
        NotFound: There is no git, or no repository here.
    """
    path = _attributes_file(scope)
    commands = _read_commands(*(["--global"] if scope == "user" else []))
    return Settings(
        scope, _attributes.patterns_in(_read(path)), path, commands, commands == _commands(), tuple(changes)
    )


def _yaml_patterns(scope: Scope) -> Iterator[str]:
    """The patterns of YAML by which workflows of this repository go."""
    if scope == "user":
        return
    try:
        top = Path(_program.text("rev-parse", "--show-toplevel"))
    except InvalidInput:  # without a work tree there are no files to look into
        return
    for pattern in _YAML:
        names = _program.run("ls-files", "-z", "--", pattern, folder=top).stdout.split(b"\0")[:-1]
        found = map(document_in, _affordable(top / os.fsdecode(name) for name in names))
        if any(document is not None for document in found):
            yield pattern


def _affordable(paths: Iterable[Path]) -> Iterator[Path]:
    """The files that are there, as many as can be read in a while; one that is too large is left out."""
    left = _MOST_YAML_BYTES
    for path in paths:
        try:
            size = path.stat().st_size if path.is_file() else left + 1
        except OSError:
            continue
        if size <= left:
            left -= size
            yield path


def _commands() -> Mapping[str, str]:
    """What git runs.

    Git stops with an error where a driver is missing: when this wfkit is, because its environment was removed, git
    compares and merges by itself.
    """
    wfkit = _program.wfkit_command()
    plain_diff = 'git diff --no-index --no-ext-diff --no-textconv -- "$2" "$5" || :'
    arguments = "%O %A %B %L %P %S %X %Y; s=$?; if test $s -lt 2; then exit $s; fi"
    plain_merge = "git merge-file -L ours -L base -L theirs --marker-size=%L %A %O %B"
    return {
        "diff.wfkit.command": f'f() {{ {wfkit} git diff-driver -- "$@" || {plain_diff}; }}; f',
        "merge.wfkit.name": "workflows, property by property",
        "merge.wfkit.driver": f"{wfkit} git merge-driver -- {arguments}; {plain_merge}",
        "merge.wfkit.recursive": "wfkit-ancestor",
        # The base of branches that crossed each other is a merge too, and markers in it would make it no JSON.
        "merge.wfkit-ancestor.name": "workflows, for a base",
        "merge.wfkit-ancestor.driver": f"{wfkit} git ancestor-driver -- {arguments}; {plain_merge}",
    }


def _read_commands(*where: str) -> dict[str, str]:
    answer = _program.text("config", *where, "-z", "--get-regexp", r"^(diff|merge)\.wfkit(-ancestor)?\.", ok=(0, 1))
    found = dict(entry.split("\n", 1) for entry in answer.split("\0") if "\n" in entry)
    return {name: value for name, value in found.items() if name in _commands()}


def _where(scope: Scope) -> str:
    return "--global" if scope == "user" else "--local"


def _attributes_file(scope: Scope) -> Path:
    if scope == "user":
        named = _program.text("config", "--global", "--type=path", "--get", "core.attributesFile", ok=(0, 1))
        home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
        return Path(named) if named else home / "git" / "attributes"
    try:
        if scope == "shared":
            return Path(_program.text("rev-parse", "--show-toplevel")) / ".gitattributes"
        return Path(_program.text("rev-parse", "--git-path", "info/attributes"))
    except InvalidInput as exc:
        msg = f"no git repository here ({exc}); run it inside of one, or for all repositories with --global"
        raise NotFound(msg) from exc


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode(errors="surrogateescape")
    except FileNotFoundError:
        return ""


def _write(path: Path, text: str) -> None:
    """Writes the file; one without anything in it is removed, for git does without."""
    if text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(errors="surrogateescape"))
    else:
        path.unlink()
