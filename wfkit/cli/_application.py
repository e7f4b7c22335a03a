"""All commands in one Typer application."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from wfkit.cli import (
    _access,
    _converting,
    _demo,
    _files,
    _git,
    _history,
    _questions,
    _registry,
    _runs,
    _secrets,
    _serving,
    _templates,
    _workflows,
)
from wfkit.cli._errors import HUNG_UP, INTERRUPTED, exit_code
from wfkit.cli._help import FIRST_STEPS, print_examples, print_exit_codes, without_types
from wfkit.cli._options import AuthorOption, Command, CommandGroup, RegistryOption, Surroundings
from wfkit.cli._output import complain, hang_up
from wfkit.errors import WfkitError

PANELS = (
    ("Start", (*_demo.COMMANDS, *_registry.START)),
    ("Workflows", _workflows.COMMANDS),
    ("History", _history.COMMANDS),
    ("Templates", _templates.COMMANDS),
    ("Files", (*_files.COMMANDS, _converting.COMMAND, *_secrets.COMMANDS, _git.GROUP)),
    ("Sharing", (*_serving.COMMANDS, *_access.COMMANDS, _access.GROUP)),
    ("Questions", (*_questions.COMMANDS, *_runs.COMMANDS, *_registry.QUESTIONS)),
)
"""The commands as the help groups them."""


def _named(item: Command | CommandGroup) -> Iterator[tuple[str, Command]]:
    if isinstance(item, Command):
        yield item.name, item
    else:
        yield from ((f"{item.name} {command.name}", command) for command in item.commands)


BY_NAME: Mapping[str, Command] = {
    name: command for _, items in PANELS for item in items for name, command in _named(item)
}
"""The commands by the words that call them."""


class WithExamples(TyperCommand):
    """A command whose help ends with examples."""

    def get_params(self, ctx: Any) -> Any:
        """The parameters; a flag shows no type, for it takes no value."""
        return without_types(super().get_params(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes the help."""
        super().format_help(ctx, formatter)
        print_examples(BY_NAME[ctx.command_path.partition(" ")[2]].examples)


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
            hang_up()
            raise typer.Exit(HUNG_UP) from None
        return answer


class Group(TyperGroup):
    """Commands below a name of their own; their help ends with the examples of all of them."""

    def get_params(self, ctx: Any) -> Any:
        """The parameters; a flag shows no type, for it takes no value."""
        return without_types(super().get_params(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes the help."""
        super().format_help(ctx, formatter)
        words = f"{self.name} "
        print_examples(tuple(line for name in BY_NAME if name.startswith(words) for line in BY_NAME[name].examples))


def application() -> typer.Typer:
    """A new Typer application with all commands."""
    app = _typer(name="wfkit", cls=Commands)
    app.callback()(_options)
    for panel, items in PANELS:
        for item in items:
            if isinstance(item, Command):
                _add(app, item, panel)
            else:
                group = _typer(name=item.name, cls=Group, help=item.help, rich_help_panel=panel)
                for command in item.commands:
                    _add(group, command)
                app.add_typer(group)
    return app


def _typer(**options: Any) -> typer.Typer:
    return typer.Typer(
        no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode="rich",
        context_settings={"help_option_names": ["-h", "--help"]}, **options,
    )  # fmt: skip


def _add(app: typer.Typer, command: Command, panel: str | None = None) -> None:
    app.command(command.name, cls=WithExamples, rich_help_panel=panel)(command.function)


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
