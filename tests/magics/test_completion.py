from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.error import UsageError

import wfkit
from wfkit.magics.words import split, typed

OFFERED = {
    "%wf ": ["list", "show", "diff", "use", "save", "open", "help"],
    "%wf sh": ["show"],
    "  %wf O": ["open", "show"],
    "wf = %wf sh": ["show"],
    "%%wf s": ["show", "save", "list", "use"],
    "import os\n%wf help d": ["diff"],
    "%wf nonsense ": [],
    "%wf list ": [],
    "%wf list --t": ["--tag", "--template"],
    "%wf list --tag qa --t": ["--tag", "--template"],
    "%wf list --template --t": ["--tag"],
    "%wf list --tag ": ["qa", "rag", "starter"],
    "%wf list --tag qa -t st": ["starter"],
    "%wf list --format co": ["comfyui"],
    "%wf list --sort -up": ["-updated_at"],
    "%wf list --limit ": [],
    "%wf use multi": ['"Multi-document search"'],
    '%wf use "Simple R': ['"Simple RAG"'],
    "%wf use 'Simple RAG' ": [],
    "%wf show my": ['"My RAG"'],
    "%wf show 'My R": ["'My RAG'"],
    "%wf show w": ['"A workflow of others"', "wf"],
    '%wf show "My RAG@': ['"My RAG@v1.0.0"', '"My RAG@3"', '"My RAG@2"', '"My RAG@1"'],
    '%wf show "My RAG@v': ['"My RAG@v1.0.0"'],
    '%wf show "No such@': [],
    '%wf diff "My RAG" ': ["v1.0.0", "3", "2", "1"],
    "%wf diff My RAG v": ["v1.0.0"],
    '%wf diff "My RAG" 1 ': ["v1.0.0", "3", "2", "1"],
    '%wf diff "My RAG@1" ': ["v1.0.0", "3", "2", "1"],
    "%wf diff wf ": ["v1.0.0", "3", "2", "1"],
    "%wf diff Nonsense ": [],
    '%wf save "My RAG" d': ["document"],
    '%wf save "My RAG" -': ["--message", "--expected-version", "--allow-invalid", "--new"],
    '%wf save "My RAG" -m my': [],
    '%wf save -m more "My RAG" do': ["document"],
    "%wf open fl": ["flows.duckdb", "flows/"],
    "%wf open flows/": ["flows/inner.duckdb"],
    "%wf open no/such/": [],
    '%wf show "say ': ['"say \\"hello\\""'],
    "%wf show 'say ": ["'say \"hello\"'"],
}


@pytest.fixture
def filled(shell, registry, rag, tmp_path):
    registry.create("A workflow of others", rag.document)
    registry.create('say "hello"', rag.document)
    registry.get("My RAG").update(description="changed last")
    (tmp_path / "flows").mkdir()
    for name in ("flows.duckdb", "flows.json", "flows/inner.duckdb"):
        (tmp_path / name).touch()
    shell.variables.update({"wf": rag, "document": rag.document, "_hidden": {}, "number": 1})
    return shell


def test_tab_offers_what_can_stand_there(filled):
    whole = {text: [text.removesuffix(typed(text).raw) + word for word in words] for text, words in OFFERED.items()}
    assert {text: filled.completed(text) for text in OFFERED} == whole


def test_nothing_is_offered_where_the_line_is_none_of_ours(filled):
    others = ["%wf", "wf ", "%wfx ", "'%wf ", "# %wf ", "x = {}; y", "%time %wf "]
    assert [filled.completed(text) for text in others] == [[]] * len(others)


def test_a_quote_that_is_there_already_is_not_doubled(filled):
    assert filled.completed('%wf show "My', after='"') == ['%wf show "My RAG"']


def test_what_is_offered_names_what_is_meant(filled):
    for line in filled.completed("%wf show "):
        assert isinstance(filled.run(line), wfkit.Workflow)


def test_no_other_completion_comes_between(filled):
    from IPython.core.completer import provisionalcompleter

    with provisionalcompleter():
        found = list(filled.ip.Completer.completions("%wf di", 6))
    assert [one.text for one in found] == ["diff"]


def test_a_name_that_is_new_is_offered_soon(filled, registry, rag, monkeypatch):
    moment = [100.0]
    monkeypatch.setattr("wfkit.magics.completion.time.monotonic", lambda: moment[0])
    assert filled.completed("%wf show zeb") == []
    registry.create("Zebra", rag.document)
    assert filled.completed("%wf show zeb") == []
    moment[0] += 2
    assert filled.completed("%wf show zeb") == ["%wf show Zebra"]


def test_fifty_names_are_offered_at_most_and_the_whole_word_first(shell, registry, rag):
    for number in range(60):
        registry.create(f"Flow {number}", rag.document)
    assert len(shell.completed("%wf show ")) == 50
    assert shell.completed("%wf show Flow\\ 5")[:2] == ['%wf show "Flow 5"', '%wf show "Flow 59"']


def test_no_registry_is_made_by_completing(shell, tmp_path):
    assert shell.completed("%wf show ") == []
    assert not (tmp_path / "default.duckdb").exists()
    wfkit.open().use_template("Simple RAG", name="There")
    assert shell.completed("%wf show Th") == ["%wf show There"]


def test_a_registry_that_another_process_keeps_offers_nothing_soon(shell, url, repository):
    import subprocess
    import sys

    wfkit.open().use_template("Simple RAG", name="There")
    wfkit.open().close()
    keeper = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", keeper, url], cwd=repository, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "held\n"
        assert shell.completed("%wf show Th") == []
        other.stdin.close()
    assert shell.completed("%wf show Th") == ["%wf show There"]


@pytest.mark.parametrize(
    ("line", "text", "raw", "quote", "before"),
    [
        ("", "", "", "", ()),
        ("show", "show", "show", "", ()),
        ("show ", "", "", "", ("show",)),
        ("show 'a b", "a b", "'a b", "'", ("show",)),
        ("show 'a b'", "a b", "'a b'", "", ("show",)),
        ('show "" x', "x", "x", "", ("show", "")),
        ('a"b c"d', "ab cd", 'a"b c"d', "", ()),
        (r"a\ b", "a b", r"a\ b", "", ()),
        (r'"a\"b', 'a"b', r'"a\"b', '"', ()),
        (r"'a\b", r"a\b", r"'a\b", "'", ()),
        (r'"a\b', r"a\b", r'"a\b', '"', ()),
        ("a\\", "a\\", "a\\", "", ()),
    ],
)
def test_a_line_is_read_as_far_as_it_is_typed(line, text, raw, quote, before):
    word = typed(line)
    assert (word.text, word.raw, word.quote, word.before) == (text, raw, quote, before)


@given(line=st.text("ab '\"\\", max_size=12))
def test_what_is_completed_is_what_is_run(line):
    try:
        words = split(line)
    except UsageError:  # it is not whole yet
        return
    word = typed(line)
    assert [*word.before, *([word.text] if word.raw else [])] == words
    assert word.quote == ""
