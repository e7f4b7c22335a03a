"""The help: every command has a line, an example, and a place in a panel."""

from __future__ import annotations

import shlex
import subprocess
import sys

import pytest

import wfkit
from wfkit.cli import MEANINGS
from wfkit.cli._application import BY_NAME, PANELS
from wfkit.cli._help import FIRST_STEPS

COMMANDS = sorted(BY_NAME)
EXAMPLES = sorted({*FIRST_STEPS, *(example for command in BY_NAME.values() for example in command.examples)})


def test_the_help_shows_every_panel_command_and_exit_code(run):
    text = run("--help").out
    assert all(panel in text for panel, _ in PANELS)
    assert all(f" {name.split()[0]} " in text for name in COMMANDS)
    assert all(f"{code:>3}  {meaning}" in text for code, meaning in MEANINGS.items())


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_a_line_of_help_and_examples(run, name):
    line = BY_NAME[name].function.__doc__.split("\n")[0]
    assert line
    assert len(line) <= 65
    text = run(*name.split(), "--help").out
    assert line in text
    assert BY_NAME[name].examples
    assert all(example in text for example in BY_NAME[name].examples)


@pytest.mark.parametrize(
    "name",
    sorted(
        name
        for name in COMMANDS
        if name not in {"convert", "demo", "secrets", "validate"} and not name.startswith("git ")
    ),
)
def test_a_command_takes_the_registry_after_its_name(run, name):
    assert "--registry" in run(*name.split(), "--help").out


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_names_commands_and_options_that_exist(run, example):
    words = shlex.split(example.split("|")[-1].split(">", maxsplit=1)[0] if "config->>" not in example else example)
    if words[0] != "wfkit":
        words = shlex.split(example)
    place = next(at for at in range(1, len(words)) if words[at] in BY_NAME or " ".join(words[at : at + 2]) in BY_NAME)
    name = words[place] if words[place] in BY_NAME else " ".join(words[place : place + 2])
    text = run(*name.split(), "--help").out + run("--help").out
    assert all(word in text for word in words if word.startswith("-") and word != "-")


def test_a_group_of_commands_shows_their_lines_and_examples(run):
    text = run("git", "--help").out
    for name in [name for name in COMMANDS if name.startswith("git ")]:
        assert BY_NAME[name].function.__doc__.split("\n")[0] in text
        assert all(example in text for example in BY_NAME[name].examples)
    assert "Usage: wfkit git" in run("git", exit_code=2).out


def test_the_version_is_shown(run):
    assert run("--version").out == f"wfkit {wfkit.__version__}\n"


def test_no_arguments_show_the_help(run):
    assert "Usage: wfkit" in run(exit_code=2).out


def test_an_unknown_command_is_named_with_a_guess(run):
    assert "list" in run("lst", exit_code=2).err


def test_the_help_fits_80_columns(run):
    assert max(map(len, run("--help", env={"COLUMNS": "80"}).out.splitlines())) <= 80


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["list", "--help"]], ids=" ".join)
def test_help_loads_neither_pandas_nor_duckdb(arguments):
    program = (
        f"import sys; sys.argv = ['wfkit', *{arguments!r}]\n"
        "from wfkit.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert {"pandas", "numpy", "duckdb", "ipywidgets", "jsondiff", "tqdm"}.isdisjoint(done.stderr.split())
