"""Documents whose text is YAML, from end to end: what JSON documents can do, they can."""

from __future__ import annotations

import codecs

import pytest

import wfkit
from wfkit.core import codec, yaml_codec
from wfkit.core.syntax import syntax_of
from wfkit.errors import InvalidWorkflow, UnknownFormat
from wfkit.service import documents
from wfkit.service.weaving import conflict_text, merged_text

# Comments, quotes, an anchor, a block, a number that is no float again: what a writer of YAML would not give back.
PIPELINE = """# Answers questions
components:
  llm:  # the model
    type: haystack.Generator
    init_parameters: {model: 'gpt-4', temperature: 0.10, tools: &none []}
  prompt:
    type: haystack.PromptBuilder
    init_parameters:
      template: |
        Answer the question.

        {{ question }}
      required: *none
connections:
- sender: prompt.prompt
  receiver: llm.prompt
metadata: {created: 2024-01-31}
"""
TAGGED = PIPELINE.replace("tools: &none []", "tools: &none []\n      , shape: !!python/tuple [1, 2]")


@pytest.fixture
def pipeline(registry):
    return registry.create("Answers", documents.from_text(PIPELINE))


def _raw(encoding):
    text = PIPELINE.replace("question", "question 日本 😀")
    match encoding:
        case "utf-8-sig":
            return codecs.BOM_UTF8 + text.encode()
        case "utf-16-le-sig":
            return codecs.BOM_UTF16_LE + text.encode("utf-16-le")
        case "utf-16-le" | "utf-32-be":
            return text.encode(encoding)
        case "crlf":
            return text.replace("\n", "\r\n").encode()
        case _:
            return text.encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le-sig", "utf-16-le", "utf-32-be", "crlf"])
def test_an_export_gives_the_very_bytes_that_were_imported(registry, tmp_path, encoding):
    source = tmp_path / "answers.yml"
    source.write_bytes(_raw(encoding))
    frame = registry.import_files(source, progress=False)
    assert list(frame["status"]) == ["imported"]
    assert list(frame["format"]) == ["haystack"]
    registry.export(registry.get("answers"), tmp_path / "out.yaml")
    assert (tmp_path / "out.yaml").read_bytes() == source.read_bytes()


def test_a_file_is_known_by_its_text_whatever_its_name(registry, tmp_path):
    for name in ("a.yaml", "b.yml", "c.json", "d.txt", "e"):
        (tmp_path / name).write_text(PIPELINE.replace("Answers", name), encoding="utf-8")
        assert wfkit.load(tmp_path / name).syntax == "yaml"
    assert set(registry.import_files(tmp_path, progress=False)["status"]) == {"imported", "unchanged"}


def test_json_and_yaml_that_say_the_same_are_the_same_content(pipeline):
    document = pipeline.source
    assert (document.syntax, document.text) == ("yaml", PIPELINE)
    as_json = documents.from_text(codec.to_text(document.data))
    assert (as_json.syntax, as_json.content_hash) == ("json", document.content_hash)
    assert pipeline.save(as_json).version == 1
    assert not wfkit.diff(document, as_json)


def test_sql_reads_yaml_as_json(registry, pipeline):
    found = registry.sql("SELECT workflow_json ->> '$.components.llm.init_parameters.model' AS model FROM workflows")
    assert list(found["model"]) == ["gpt-4"]
    assert pipeline.document["components"]["llm"]["init_parameters"]["tools"] == []
    found = registry.sql("SELECT workflow_json ->> '$.metadata.created' AS day FROM workflow_versions")
    assert list(found["day"]) == ["2024-01-31"]


def test_a_dict_is_saved_as_yaml_with_all_else_as_it_was(pipeline):
    data = pipeline.document
    data["components"]["llm"]["init_parameters"]["model"] = "gpt-5"
    saved = pipeline.save(data, "better model")
    assert saved.source.syntax == "yaml"
    assert saved.source.text == PIPELINE.replace("'gpt-4'", "'gpt-5'")
    assert yaml_codec.parse(saved.source.text) == data


def test_a_yaml_document_too_deep_for_an_edit_in_place_is_written_anew():
    deep = documents.from_text(PIPELINE + "deep: " + "[" * 490 + "]" * 490 + "\n")
    data = yaml_codec.parse(deep.text)
    data["components"]["llm"]["type"] = "other"
    data["deep"][0][0].append(data["deep"][0][0][0])
    edited = documents.edited(deep, yaml_codec.parse(yaml_codec.to_text(data)))
    assert (edited.syntax, edited.content_hash) == ("yaml", codec.content_hash(data))


def test_drafts_versions_and_rollbacks_keep_the_text(pipeline):
    changed = PIPELINE.replace("0.10", "0.20")
    draft = pipeline.save_draft(changed)
    assert (draft.text, draft.document["components"]["llm"]["init_parameters"]["temperature"]) == (changed, 0.2)
    published = pipeline.publish_draft("warmer")
    assert published.source.text == changed
    assert published.rollback(1).source.text == PIPELINE
    assert [published.at(number).text for number in (1, 2)] == [PIPELINE, changed]


def test_searches_find_what_yaml_says(registry, pipeline):
    pipeline.save(documents.from_text(PIPELINE.replace("gpt-4", "gpt-5")))
    assert list(registry.search("gpt-5")["text"]) == ["gpt-5"]
    assert len(registry.search("the model")) == 0
    assert list(registry.search("gpt-4", history=True)["text"]) == ["gpt-4"]


def test_an_archive_brings_yaml_back_with_its_history(registry, pipeline, tmp_path):
    changed = PIPELINE.replace("0.10", "0.20")
    pipeline.save(documents.from_text(changed))
    registry.export(registry.get("Answers"), tmp_path / "a.wfkit", history=True)
    with wfkit.open(":memory:") as other:
        (workflow_id,) = other.import_files(tmp_path / "a.wfkit", progress=False)["workflow_id"]
        back = other.get(workflow_id)
        assert [back.at(number).text for number in (1, 2)] == [PIPELINE, changed]
        assert len(other.check()) == 0


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE wfkit_store.workflow_versions SET source_text = 'a: 1'", "source-text"),
        ("UPDATE wfkit_store.workflow_versions SET source_text = 'a: ['", "source-text"),
        ("UPDATE wfkit_store.workflow_versions SET workflow_json = '{}'", "content-hash"),
    ],
)
def test_a_text_and_its_json_that_do_not_agree_are_found(registry, pipeline, statement, rule):
    assert len(registry.check()) == 0
    with registry._context.engine.write() as transaction:  # noqa: SLF001 - something else alters the file
        transaction.run(statement)
    assert list(registry.check()["check"]) == [rule]
    assert pipeline.version == 1


def test_validate_warns_of_tags_and_import_says_so(registry, tmp_path):
    (warning,) = [problem for problem in wfkit.validate(TAGGED) if problem.code == "foreign-tag"]
    assert (warning.severity, warning.pointer) == ("warning", "/components/llm/init_parameters/shape")
    (tmp_path / "a.yml").write_text(TAGGED, encoding="utf-8")
    frame = registry.import_files(tmp_path, progress=False)
    assert list(frame["status"]) == ["imported"]
    assert frame["warnings"][0] == 1
    assert "foreign-tag" in frame["problems"][0][0]


@pytest.mark.parametrize(
    ("name", "text", "status", "reason"),
    [
        ("a.yaml", "components:\n\tllm: 1\n", "failed", "malformed: line 2, column 1: "),
        ("b.yaml", "components: {a: [}\n", "failed", "malformed: line 1, column 18: "),
        ("c.yml", "a: 1\na: 2\n", "failed", "malformed: line 2, column 1: duplicate key 'a'"),
        ("d.yml", "a: &a [x]\nb: &b [*b]\n", "failed", "malformed: line 2, column 8: the alias '*b'"),
        ("e.yaml", "name: x\nsteps: []\n", "skipped", "no workflow of a known format: this is an object"),
        ("f.md", "Dear all,\nplease: read\n", "skipped", "neither JSON nor YAML: it begins with 'Dear all,"),
        ("g.log", "2024-01-01 12:00 started\n" * 1000, "skipped", "neither JSON nor YAML: it begins with '2024"),
        ("h.csv", "id,name\n1,a\n", "skipped", "neither JSON nor YAML: it begins with 'id,name"),
        ("i.yaml", "apiVersion: argoproj.io/v1\n---\nb: 2", "skipped", "no workflow of a known format: this is an"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_workflow_gets_a_clear_row(registry, tmp_path, name, text, status, reason):
    (tmp_path / name).write_text(text, encoding="utf-8")
    (row,) = registry.import_files(tmp_path, progress=False).itertuples()
    assert row.status == status
    assert row.reason.startswith(reason)


def test_a_text_of_yaml_stands_for_a_document_and_a_line_for_a_path():
    assert wfkit.diff(PIPELINE, PIPELINE.replace("gpt-4", "gpt-5")).old_title == "old"
    with pytest.raises(wfkit.errors.NotFound):
        documents.document_of("kind: app")


@pytest.mark.parametrize(
    ("text", "syntax"),
    [
        ('{"a": 1', "json"), ("{a: 1}", "yaml"), ("{ kind: app, app: {} }", "yaml"), ("{a:1}", "json"),
        ("[a: 1]", "json"),
        ("{'a': 1}", "json"), (" " * 9000 + "{a: 1}", "yaml"), ("a: 1", "yaml"), ("", "json"), ("hello", "json"),
    ],
)  # fmt: skip
def test_what_looks_like_json_is_json(text, syntax):
    assert syntax_of(text) == syntax


def test_broken_json_is_told_of_as_json():
    with pytest.raises(InvalidWorkflow) as raised:
        documents.from_text('{"components": {,}}')
    assert [problem.code for problem in raised.value.problems] == ["json-syntax"]
    with pytest.raises(UnknownFormat):
        documents.from_text("a: 1\n")


def test_a_merge_without_conflicts_keeps_the_lines_of_our_yaml():
    ours, theirs = PIPELINE.replace("gpt-4", "gpt-5"), PIPELINE.replace("0.10", "0.30")
    merged = wfkit.merge(PIPELINE, ours, theirs)
    assert merged_text(merged) == ours.replace("0.10", "0.3")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_conflicts_in_yaml_stand_between_markers_and_either_side_can_be_kept(newline):
    base, ours, theirs = (
        documents.from_text(PIPELINE.replace("gpt-4", model).replace("\n", newline))
        for model in ("gpt-4", "gpt-5", "o")
    )
    text = conflict_text(base, ours, theirs)
    assert text.count("<<<<<<< ours") == text.count(">>>>>>> theirs") == 1
    assert _kept(text, ours=True) == ours.text
    assert yaml_codec.parse(_kept(text, ours=False)) == theirs.data


def test_a_conflict_in_the_last_line_without_an_end_is_marked_too():
    base, ours, theirs = (documents.from_text(f"{PIPELINE}max_runs_per_component: {n}") for n in (1, 2, 3))
    text = conflict_text(base, ours, theirs)
    assert text.endswith("max_runs_per_component: 2\n=======\nmax_runs_per_component: 3\n>>>>>>> theirs\n")


def _kept(text, *, ours):
    side, lines = None, []
    for line in text.splitlines(keepends=True):
        if line.startswith("<<<<<<<"):
            side = True
        elif line.startswith("======="):
            side = False
        elif line.startswith(">>>>>>>"):
            side = None
        elif side is None or side is ours:
            lines.append(line)
    return "".join(lines)


def test_every_real_file_of_these_tools_comes_back_byte_for_byte(registry, corpus, tmp_path):
    for tool in ("dify", "haystack2", "galaxy_format2"):
        frame = registry.import_files(corpus / tool, progress=False, on_conflict="rename")
        assert set(frame["status"]) <= {"imported", "renamed"}, list(frame["reason"])
        for row in frame.itertuples():
            out = registry.export(registry.get(row.workflow_id), tmp_path / "out.yaml", overwrite=True)
            with open(row.file, "rb") as file:  # noqa: PTH123 - the row names it
                assert out.read_bytes() == file.read()
    assert len(registry.check()) == 0
