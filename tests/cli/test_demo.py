"""`wfkit demo` from end to end; what it prints is what the registry holds."""

from __future__ import annotations

import pytest

import wfkit
from wfkit.cli._demo_steps import NAME


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "wfkit-demo"


def opened(folder):
    return wfkit.open(folder / "demo.duckdb")


def test_the_demo_leaves_what_it_showed(run, folder):
    text = run("demo").out
    with opened(folder) as registry:
        workflow = registry.get(NAME)
        assert (workflow.version, workflow.author) == (5, "Ada")
        assert workflow.at("v1.0.0").version == 2
        assert workflow.content_hash == workflow.at(2).content_hash
        assert len(workflow.executions()) == 6
        assert list(workflow.versions()["valid"]) == [True] * 5
        assert registry.check().empty
        listed = registry.list(limit=None)
    assert f"{len(listed)} workflows, {int(listed['version'].sum())} versions: sound." in text
    assert "10 files: 8 imported, 2 not" in text
    assert all(name in text for name in listed["name"])
    assert all(f"{number:>2}. " in text for number in range(1, 11))


def test_what_the_demo_says_to_type_next_works(run, folder):
    text = run("demo").out
    commands = [line.strip() for line in text.splitlines() if line.startswith("  wfkit -r wfkit-demo")]
    assert len(commands) == 4
    import shlex

    for command in commands:
        assert run(*shlex.split(command)[1:]).out
    assert f"registry = wfkit.open({str(folder.name + '/demo.duckdb')!r})" in text


def test_the_python_of_the_demo_does_the_same(run, folder):
    text = run("demo").out
    lines = [line.strip()[4:] for line in text.splitlines() if line.startswith("    >>> ")]
    run("demo", "other")
    names = {}
    wanted = [line.replace("wfkit-demo", "other") for line in lines]
    made = "registry.use_template"
    wanted = [line.replace(f'name="{NAME}"', 'name="Mine"') if made in line else line for line in wanted]
    edits = ["wf = wf.save({**document, 'a': 1})", "wf = wf.save({**document, 'a': 2})"]
    for line in wanted:
        exec(line, names)  # noqa: S102 - these lines are what the demo tells people to type
        if line.startswith("wf = wf.save("):
            for edit in edits:
                exec(edit, names)  # noqa: S102
    assert names["wf"].version == 5
    assert names["wf"].at("v1.0.0").message == "smaller chunks, so that citations are shorter"
    assert folder.exists()


def test_a_second_demo_starts_afresh(run, folder):
    first = run("demo").out
    with opened(folder) as registry:
        registry.create("Mine", registry.get(NAME).document)
    second = run("demo").out
    assert "starts afresh" in second
    with opened(folder) as registry:
        assert "Mine" not in list(registry.list(limit=None)["name"])
        assert registry.get(NAME).version == 5
        assert len(registry.executions(limit=None)) == 6
    assert first.count("\n") + 2 == second.count("\n")


def test_a_folder_with_something_else_is_left_alone(run, folder):
    folder.mkdir()
    (folder / "demo.duckdb").write_text("mine")
    (folder / "flows").mkdir()
    assert "name another folder" in run("demo", exit_code=2).err
    assert (folder / "demo.duckdb").read_text() == "mine"
    assert sorted(path.name for path in folder.iterdir()) == ["demo.duckdb", "flows"]


def test_an_empty_folder_will_do(run, folder):
    folder.mkdir()
    assert "sound" in run("demo").out


@pytest.mark.parametrize("name", ["file", "file/below", "a\0b"], ids=["file", "below", "nul"])
def test_a_folder_that_cannot_be_made_is_named(run, tmp_path, name):
    (tmp_path / "file").write_text("")
    assert "name another folder" in run("demo", name, exit_code=2).err


@pytest.mark.parametrize("columns", ["80", "120"])
def test_the_tables_of_the_demo_fit_the_terminal(run, columns):
    lines = run("demo", env={"COLUMNS": columns}).out.splitlines()
    ruled = [line for line in lines if line.startswith("──")]
    assert ruled
    assert max(map(len, ruled)) <= int(columns)
