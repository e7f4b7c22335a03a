"""All commands in one Typer application."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from wfkit.cli import _demo, _files, _history, _questions, _registry, _runs, _templates, _workflows
from wfkit.cli._errors import HUNG_UP, INTERRUPTED, exit_code
from wfkit.cli._help import FIRST_STEPS, print_examples, print_exit_codes, without_types
from wfkit.cli._options import AuthorOption, Command, RegistryOption, Surroundings
from wfkit.cli._output import complain
from wfkit.errors import WfkitError

PANELS = (
    ("Start", (*_demo.COMMANDS, *_registry.START)),
    ("Workflows", _workflows.COMMANDS),
    ("History", _history.COMMANDS),
    ("Templates", _templates.COMMANDS),
    ("Files", _files.COMMANDS),
    ("Questions", (*_questions.COMMANDS, *_runs.COMMANDS, *_registry.QUESTIONS)),
)
"""The commands as the help groups them."""

BY_NAME: Mapping[str, Command] = {command.name: command for _, commands in PANELS for command in commands}


class WithExamples(TyperCommand):
    """A command whose help ends with examples."""

    def get_params(self, ctx: Any) -> Any:
        """The parameters; a flag shows no type, for it takes no value."""
        return without_types(super().get_params(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes the help."""
        super().format_help(ctx, formatter)
        command = BY_NAME[self.name or ""]
        print_examples(command.examples)


class Commands(TyperGroup):
    """The commands, which turn errors into sentences and exit codes."""

    def get_params(self, ctx: Any) -> Any:
        """The parameters; a flag shows no type, for it takes no value."""
        return without_types(super().get_params(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes the help."""
        super().format_help(ctx, formatter)
        print_examples(FIRST_STEPS)
        print_exit_codes()

    def invoke(self, ctx: Any) -> Any:
        """Runs the command that was asked for."""
        try:
            answer = super().invoke(ctx)
            sys.stdout.flush()
        except WfkitError as error:
            complain(error)
            raise typer.Exit(exit_code(error)) from None
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            _hang_up()
            raise typer.Exit(HUNG_UP) from None
        return answer


def application() -> typer.Typer:
    """A new Typer application with all commands."""
    app = typer.Typer(
        name="wfkit", cls=Commands, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode="rich",
        context_settings={"help_option_names": ["-h", "--help"]},
    )  # fmt: skip
    app.callback()(_options)
    for panel, commands in PANELS:
        for command in commands:
            app.command(command.name, cls=WithExamples, rich_help_panel=panel)(command.function)
    return app


def _show_version(wanted: bool) -> None:
    if wanted:
        import wfkit

        typer.echo(f"wfkit {wfkit.__version__}")
        raise typer.Exit


def _options(
    ctx: typer.Context,
    registry: RegistryOption = None,
    author: AuthorOption = None,
    version: Annotated[  # noqa: ARG001 - its callback has shown it
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Versions, comparisons and SQL for node-graph workflows.

    Every version of your n8n, Langflow, ComfyUI and other workflow files in one DuckDB file.
    """
    ctx.obj = Surroundings(registry, author)


def _hang_up() -> None:
    # Python flushes stdout once more when it ends; there must be somebody to take it.
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
