"""The linters, the type checker and the layers are tests: one command runs all of it."""

from __future__ import annotations

import subprocess
import sys

import pytest

TRY_COMMAND = "pip install . && wfkit demo"
TEST_COMMAND = 'pip install -e ".[test]" && pytest -n auto --cov'

LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"

TOOLS = {
    "ruff-check": ["-m", "ruff", "check", "--no-fix"],
    "ruff-format": ["-m", "ruff", "format", "--check"],
    "mypy": ["-m", "mypy"],
    "import-linter": ["-c", LINT_IMPORTS, "--no-logo"],
}


@pytest.mark.parametrize("arguments", TOOLS.values(), ids=TOOLS.keys())
def test_a_tool_finds_nothing_to_complain_about(arguments, repository):
    done = subprocess.run(
        [sys.executable, *arguments], cwd=repository, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("command", [TRY_COMMAND, TEST_COMMAND], ids=["try", "test"])
def test_the_readme_has_the_command_on_a_line_of_its_own(command, repository):
    lines = (repository / "README.md").read_text(encoding="utf-8").splitlines()
    assert command in lines


@pytest.mark.parametrize("command", [TRY_COMMAND, TEST_COMMAND], ids=["try", "test"])
def test_ci_runs_the_command_of_the_readme(command, repository):
    lines = (repository / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert f"run '{command}'" in [line.strip() for line in lines]


def test_the_contributing_guide_names_the_test_command(repository):
    assert TEST_COMMAND in (repository / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()
