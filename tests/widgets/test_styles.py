"""The style sheets of panels, all of which stand in one page: those of one panel must leave the others alone."""

from __future__ import annotations

import re
from collections import defaultdict
from importlib.resources import files
from pathlib import Path

import pytest

_STATIC = Path(str(files("wfkit.widgets") / "static"))
_SHEETS = {file.relative_to(_STATIC).as_posix(): file.read_text(encoding="utf-8") for file in _STATIC.rglob("*.css")}
_SCRIPTS = "\n".join(file.read_text(encoding="utf-8") for file in _STATIC.rglob("*.js"))
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BETWEEN_PARENTHESES = re.compile(r",(?![^(]*\))")
# Names that are put together of a beginning and a word.
_MADE = ("wfkit-cell-",)


def selectors(sheet):
    found = re.findall(r"([^{};]+)\{", _COMMENT.sub("", _SHEETS[sheet]))
    each = [part.strip() for rule in found for part in _BETWEEN_PARENTHESES.split(rule)]
    return [part for part in each if part not in ("from", "to") and not part.startswith("@")]


def classes(selector):
    return set(re.findall(r"\.(wfkit-[\w-]+)", selector))


def owners():
    """By class, the folder that it is of: that of all panels, else that of comparisons, else the only one."""
    folders = defaultdict(set)
    for sheet in _SHEETS:
        for name in set().union(*map(classes, selectors(sheet))):
            folders[name].add(sheet.rpartition("/")[0])
    return {
        name: next(filter(found.__contains__, ("", "comparing")), " ".join(found)) for name, found in folders.items()
    }


@pytest.mark.parametrize("sheet", [name for name in _SHEETS if "/" in name])
def test_each_rule_of_a_panel_is_for_something_that_no_other_panel_has(sheet):
    owner = owners()
    folder = sheet.rpartition("/")[0]
    assert [each for each in selectors(sheet) if folder not in map(owner.get, classes(each))] == []


@pytest.mark.parametrize("sheet", _SHEETS)
def test_each_class_that_is_styled_is_one_that_a_script_gives(sheet):
    named = set().union(*map(classes, selectors(sheet)))
    assert [name for name in named if name not in _SCRIPTS and not name.startswith(_MADE)] == []
