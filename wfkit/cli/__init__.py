"""The command line: a face over the service, for shells and scripts.

It exists so that everything a notebook does can be done, and automated, without one. It reaches registries only through
the facade, `wfkit.open`, and must not know the store. Listings are tables for people and, with `--json`, JSON on
stdout; messages and errors go to stderr, and `EXIT_CODES` says what a script learns from the exit code.
"""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING

from wfkit.cli._errors import EXIT_CODES, HUNG_UP, INTERRUPTED, MEANINGS, exit_code

if TYPE_CHECKING:
    import typer

_DRIVERS = (["diff-driver"], ["merge-driver"], ["ancestor-driver"])

__all__ = ["EXIT_CODES", "MEANINGS", "application", "exit_code", "main"]


def application() -> typer.Typer:
    """A new Typer application with all commands."""
    from wfkit.cli._application import application as build

    return build()


def main() -> None:
    """Runs the command line on `sys.argv` and exits."""
    from wfkit.cli._output import hang_up, note_warning, take_any_character

    warnings.showwarning = note_warning
    take_any_character()
    try:
        if sys.argv[1:2] == ["git"] and sys.argv[2:3] in _DRIVERS:
            sys.exit(_driven())
        application()(prog_name="wfkit")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        hang_up()
        sys.exit(HUNG_UP)


def _driven() -> int:
    from wfkit.cli._git_drivers import drive

    code = drive(sys.argv[2:])
    sys.stdout.flush()
    return code
