"""What Typer's help lacks: examples a line each, and the exit codes."""

from __future__ import annotations

from typing import Any

from wfkit.cli._errors import MEANINGS
from wfkit.cli._output import say

FIRST_STEPS = (
    "wfkit demo",
    "wfkit init flows.duckdb",
    "wfkit -r flows.duckdb import flows/",
    "wfkit -r flows.duckdb list --search rag",
)


def print_examples(examples: tuple[str, ...]) -> None:
    """Writes examples below the help."""
    if examples:
        say(f" Example{'s' if len(examples) > 1 else ''}", "bold")
    for example in examples:
        say(f"   {example}", "green")
    say("")


def print_exit_codes() -> None:
    """Writes what each exit code says."""
    say(" Exit codes", "bold")
    for code, meaning in MEANINGS.items():
        say(f"   {code:>3}  {meaning}")
    say("")


def without_types(params: Any) -> Any:
    """The parameters of a command; flags lose the type that some versions of Typer show for them."""
    for param in params:
        if getattr(param, "is_flag", False):
            param.metavar = ""
    return params
