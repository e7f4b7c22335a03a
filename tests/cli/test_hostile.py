"""Names, labels and values that try to draw on the terminal, in every command that shows them."""

from __future__ import annotations

import json

import pytest

import wfkit
from wfkit.cli._text import clean, json_text, one_line, safe_json, shortened

ESCAPES = "\x1b]0;owned\x07\x1b[31mred\x9b2J\u202egnp\u2066"
NAMES = {
    "markup": "[red]not red[/red] [/] [link=http://x]y",
    "emoji": ":smile: :boom:",
    "script": "<script>alert(1)</script>",
    "long": "x" * 500,
    "wide": "漢字" * 100,
    "bidi": "safe\u202egnp.exe\u2066",
    "option": "--registry",
    "braces": "{0} {name} %s %(x)s",
}
UNSAFE = set(map(chr, [*range(10), *range(11, 32), *range(127, 160), 0x202E, 0x2066]))


@pytest.fixture
def hostile(url, document):
    """A workflow whose document is full of escape sequences, with a run whose error is too."""
    data = json.loads(document.read_text(encoding="utf-8"))
    for node in data["nodes"]:
        node["data"]["label"] = f"[bold]{ESCAPES}[/bold]"
    data["description"] = data["nodes"][0]["data"]["config"]["placeholder"] = ESCAPES
    with wfkit.open(url) as registry:
        workflow = registry.create("Hostile", data, description="a\n[b]\tc", message="m\n[/]")
        workflow.record_execution(status="failed", cost=1, details={"error": ESCAPES})
        return workflow.save(data | {"description": f"{ESCAPES}!", ESCAPES: 1})


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_a_hostile_name_is_text(run, run_json, document, name):
    shown = one_line(name)
    run("create", "--", name, document)
    assert [row["name"] for row in run_json("list")] == [name]
    assert shown[:10] in run("list").out
    assert shown[:100] in run("show", "--", name).out
    for command in (["versions"], ["diff"], ["tag"], ["delete"]):
        more = ["v1.0.0"] if command == ["tag"] else []
        done = run(*command, "--", name, *more, exit_code=2 if command == ["diff"] else 0)
        assert UNSAFE.isdisjoint(done.out + done.err)


@pytest.mark.parametrize("columns", ["40", "120"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["list"], ["show", "Hostile"], ["show", "Hostile", "--json"], ["versions", "Hostile"],
        ["diff", "Hostile"], ["diff", "Hostile", "--json"], ["diff", "Hostile", "--layout", "--noise"],
        ["diff", "Hostile", "--patch"], ["diff", "Hostile@1", "Hostile@2"], ["nodes"],
        ["log", "Hostile"], ["log", "Hostile", "--changes"], ["log", "Hostile", "--json"],
        ["log", "Hostile", "--changes", "--json"],
        ["blame", "Hostile"], ["blame", "Hostile", "--json"], ["tag", "Hostile", "--bump", "auto"],
        ["merge", "Hostile@1", "Hostile@2", "Hostile@1"], ["show", "Hostile@1"], ["show", "Hostile", "--mermaid", "-"],
        ["nodes", "--json"], ["nodes", "--workflow", "Hostile"],
        ["search", "owned"], ["search", "owned", "--json"], ["search", "owned", "--history"],
        ["search", ESCAPES], ["runs"], ["runs", "--json"],
        ["check"], ["sql", "SELECT * FROM workflows"], ["sql", "SELECT * FROM nodes", "--csv"],
        ["sql", "SELECT * FROM nodes", "--json"],
        ["sql", f"SELECT 1 AS \"{ESCAPES.replace(chr(7), '')}\""],
    ],
    ids=lambda value: ascii(" ".join(value))[1:30],
)  # fmt: skip
def test_no_output_holds_what_a_terminal_obeys(run, hostile, arguments, columns):
    done = run(*arguments, env={"COLUMNS": columns})
    assert UNSAFE.isdisjoint(done.out + done.err)
    assert hostile.version == 2


def test_a_table_is_no_wider_than_the_terminal(run, document):
    run("create", "x" * 500, document, "--tag", "y" * 100)
    for columns in (80, 120):
        lines = run("list", env={"COLUMNS": str(columns)}).out.splitlines()
        assert max(map(len, lines)) <= columns
        assert any("…" in line for line in lines)


@pytest.mark.parametrize("options", [[], ["--json"], ["--color"]], ids=" ".join)
def test_a_hostile_conflict_is_text(run, hostile, tmp_path, options):
    for name, text in (("ours", f"{ESCAPES}1"), ("theirs", f"{ESCAPES}2")):
        (tmp_path / f"{name}.json").write_text(json.dumps(hostile.document | {"description": text}), encoding="utf-8")
    done = run("merge", "Hostile", "ours.json", "theirs.json", *options, exit_code=1)
    shown = done.out.replace("\x1b[1m", "").replace("\x1b[33m", "").replace("\x1b[0m", "")
    assert "owned" in shown
    assert UNSAFE.isdisjoint(shown + done.err)


def test_a_hostile_error_is_text_too(run, hostile):
    assert UNSAFE.isdisjoint(run("show", f"{ESCAPES}[red]", exit_code=3).err)
    assert UNSAFE.isdisjoint(run("list", "-r", f"{ESCAPES}.duckdb", exit_code=3).err)
    assert hostile.version == 2


def test_a_hostile_problem_is_text_too(run, tmp_path, broken):
    text = broken.read_text(encoding="utf-8").replace("nowhere", "[red]\\u001b[31m\\u202e[/]")
    (tmp_path / "hostile.json").write_text(text, encoding="utf-8")
    done = run("validate", "hostile.json", exit_code=1)
    assert UNSAFE.isdisjoint(done.out)
    assert "[red]" in done.out
    assert UNSAFE.isdisjoint(run("create", "x", "hostile.json", exit_code=4).err)
    assert UNSAFE.isdisjoint(run("validate", "hostile.json", "--json", exit_code=1).out)


def test_a_lone_surrogate_is_a_json_escape():
    assert json_text("a\ud800b") == '"a\\ud800b"'


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\x1b[31m", "\\x1b[31m"),
        ("a\r\nb\rc", "a\nb\\rc"),
        ("\u202e\x9b", "\\u202e\\x9b"),
        ("\ud800", "\\ud800"),
        ("é漢😀\u200d", "é漢😀\u200d"),
    ],
    ids=ascii,
)
def test_what_a_terminal_obeys_is_made_visible(text, cleaned):
    assert clean(text) == cleaned
    assert one_line(text) == cleaned.replace("\n", " ")


def test_safe_json_means_the_same():
    text = json.dumps({"a": "\x7f\x9b\u202e\u2028é", "b": ["\x00"]}, ensure_ascii=False)
    assert json.loads(safe_json(text)) == json.loads(text)
    assert UNSAFE.isdisjoint(safe_json(text))


@pytest.mark.parametrize("limit", [1, 5, 80])
def test_a_shortened_text_fits(limit):
    assert len(shortened("\x1b" * 1000, limit)) == limit
    assert shortened("a", limit) == "a"
