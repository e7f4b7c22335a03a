"""What every test shares: the hypothesis profiles and the corpus of real files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A deadline would be a timed assert, and those fail on a busy machine: benchmarks measure, tests do not.
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("long", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder that holds pyproject.toml."""
    return REPOSITORY


@pytest.fixture(scope="session")
def corpus() -> Path:
    """A folder of real workflow files, one sub-folder a tool: $WFKIT_CORPUS, else ../shared/corpus."""
    folder = Path(os.environ.get("WFKIT_CORPUS") or REPOSITORY.parent / "shared" / "corpus")
    if not folder.is_dir():
        pytest.skip(f"no corpus of real files at {str(folder)!r}; WFKIT_CORPUS names another folder")
    return folder


def pytest_terminal_summary(terminalreporter):
    """Prints the table of what tests measured by the fixture `speed`."""
    rows = [
        value.split("|")
        for report in terminalreporter.getreports("passed")
        for name, value in report.user_properties
        if name == "speed" and report.when == "call"
    ]
    if rows:
        terminalreporter.section("speed of panels, in ms")
        terminalreporter.write_line(f"{'':60} {'took':>7} {'aim':>7}")
    for what, took, aim in rows:
        terminalreporter.write_line(f"{what:60} {took:>7} {aim:>7}")
