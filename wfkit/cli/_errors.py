"""From errors to exit codes and sentences: the one table of the command line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wfkit.errors import (
    AmbiguousName,
    Forbidden,
    InvalidInput,
    InvalidWorkflow,
    MergeConflict,
    NotFound,
    RegistryBusy,
    RegistryTooNew,
    RegistryUnusable,
    UnknownFormat,
    VersionConflict,
    WfkitError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

FINDINGS = 1
INTERRUPTED = 130
HUNG_UP = 141

EXIT_CODES: Mapping[type[WfkitError], int] = {
    InvalidInput: 2,
    NotFound: 3,
    AmbiguousName: 3,
    InvalidWorkflow: 4,
    UnknownFormat: 4,
    VersionConflict: 5,
    MergeConflict: 5,
    RegistryBusy: 6,
    RegistryTooNew: 6,
    RegistryUnusable: 6,
    Forbidden: 7,
}
"""The exit code of every error class."""

MEANINGS: Mapping[int, str] = {
    0: "all is well",
    FINDINGS: "findings: validate, secrets, check, merge; diff, import if told to fail",
    2: "the command was used wrongly",
    3: "nothing has this name, or several workflows have it",
    4: "the document is no valid workflow",
    5: "somebody else saved first",
    6: "the registry is busy, too new or unusable",
    7: "the registry or the statement does not allow it",
    INTERRUPTED: "interrupted with Ctrl-C",
    HUNG_UP: "whoever read the output went away",
}
"""What each exit code says."""

# Messages speak to callers of the Python API; here are the same words for a shell.
_SHELL_WORDS = (
    (r"registry\.list\(\) shows all", "`wfkit list` shows all"),
    (r"registry\.list\(\) and registry\.list\(deleted=True\) show ids", "`wfkit list --ids [--deleted]` shows ids"),
    (r"registry\.undelete\('(\w+)'\)", r"`wfkit undelete \1`"),
    (r"read it again with registry\.get\('[^']*'\)", "look at it with `wfkit versions`"),
    (r"pass move=True", "pass --move"),
    (r"pass allow_invalid=True", "pass --allow-invalid"),
    (r"pass expected_version=(\d+)", r"pass --expected-version \1"),
    (r"pass overwrite=True", "pass --overwrite"),
    (r"\bsql\(\) ", "`wfkit sql` "),
)


def exit_code(error: WfkitError) -> int:
    """The exit code of an error; one of another package counts as the nearest class that it derives from."""
    return next((EXIT_CODES[kind] for kind in type(error).__mro__ if kind in EXIT_CODES), FINDINGS)


def sentence(error: WfkitError) -> str:
    """What the error says, in the words of the command line and without its list of problems."""
    text = str(error).split("\n", 1)[0] if isinstance(error, InvalidWorkflow) else str(error)
    for pattern, words in _SHELL_WORDS:
        text = re.sub(pattern, words, text)
    return text
