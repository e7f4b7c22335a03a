"""The README says what is there: its Python runs, and its tables name everything."""

from __future__ import annotations

import json
import re

import pytest
import typer

import wfkit
from wfkit import nodetypes, templates
from wfkit.cli import application
from wfkit.core import rules
from wfkit.store.migrations import _M001_VIEWS


@pytest.fixture(scope="module")
def readme(request):
    return (request.config.rootpath / "README.md").read_text(encoding="utf-8")


def _blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def test_its_python_runs_from_top_to_bottom(readme, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    scope = {}
    for block in _blocks(readme, "python"):
        exec(compile(block, "README.md", "exec"), scope)  # noqa: S102 - our own page
    scope["registry"].close()
    assert "did you mean 'retriever'" in capsys.readouterr().out
    assert scope["wf"].version == 5
    assert set(scope["frame"]["status"]) == {"imported", "skipped", "failed"}


def test_its_native_document_is_valid(readme):
    document = json.loads(_blocks(readme, "json")[0])
    assert list(wfkit.validate(document)) == []


def test_it_names_every_command(readme):
    commands = typer.main.get_command(application()).commands
    assert commands
    missing = [name for name in commands if f"`wfkit {name}" not in readme]
    assert not missing


@pytest.mark.parametrize("name", sorted(wfkit.__all__))
def test_it_names_every_public_name(name, readme):
    assert re.search(rf"\b{name}\b", readme)


def test_it_names_every_node_type(readme):
    assert not [key for key in nodetypes.catalogue() if f"`{key}`" not in readme]


def test_it_names_every_template(readme):
    assert not [template.name for template in templates.available() if template.name not in readme]


def test_it_names_every_problem(readme):
    assert not [code for code in rules.CODES if f"`{code}`" not in readme]


def test_it_names_every_view(readme):
    views = re.findall(r"CREATE VIEW (\w+)", _M001_VIEWS)
    assert views
    assert not [view for view in views if f"| `{view}` |" not in readme]
