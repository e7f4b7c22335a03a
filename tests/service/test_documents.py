from __future__ import annotations

import json
from collections import OrderedDict
from itertools import islice, pairwise

import pytest

import wfkit
from wfkit.core import codec
from wfkit.errors import InvalidInput, InvalidWorkflow, NotFound, RegistryUnusable, UnknownFormat
from wfkit.service import documents

# What a round trip through `json` would change: line ends, indent, 0.10, 1e2, big integers, order, escapes.
ODDITIES = (
    b'"z": 0.10,\r\n\t"a": 1e2, "big": 18446744073709552001, "esc": "\\u00e9\\/", "uni": "\xc3\xa9\xf0\x9f\x99\x82"'
)

FOREIGN = {
    "n8n": b'{"name": "x", "nodes": [{"id": "1", "name": "S", "type": "n8n-nodes-base.start", "typeVersion": 1,'
    b' "position": [0, 0], "parameters": {}}],\r\n"connections": {}, %s}',
    "flowise": b'{"nodes": [{"id": "a_0", "position": {"x": 0, "y": 0}, "data": {"id": "a_0", "label": "A",'
    b' "inputAnchors": [], "inputParams": [], "outputAnchors": []}}],\r\n"edges": [], %s}',
    "comfyui": b'{"last_node_id": 1, "last_link_id": 0, "nodes": [{"id": 1, "type": "KSampler", "pos": [0, 0.10]}],\r\n'
    b'"links": [], "groups": [], "version": 0.4, %s}',
    "node-red": b'[{"id": "f", "type": "tab", "label": "F"},\r\n'
    b'{"id": "n", "type": "inject", "z": "f", "wires": [[]], "o": {%s}}]',
    "langflow": b'{"name": "x", "data": {"nodes": [{"id": "P-1", "type": "genericNode", "data": {"type": "P", "node":'
    b' {"template": {}}}}], "edges": []},\r\n%s}',
    "ragflow": b'{"graph": {"nodes": [], "edges": []}, "components": {"begin": {"obj": {"component_name": "Begin",'
    b' "params": {}}, "downstream": [], "upstream": []}},\r\n"history": [], "path": [], %s}',
    "wfkit": b'{"nodes": [{"id": "a", "type": "x"}],\r\n"edges": [], %s}',
}
ENCODINGS = {
    "utf-8": lambda raw: raw,
    "utf-8-sig": lambda raw: b"\xef\xbb\xbf" + raw,
    "utf-16-le-sig": lambda raw: b"\xff\xfe" + raw.decode().encode("utf-16-le"),
    "utf-16-be-sig": lambda raw: b"\xfe\xff" + raw.decode().encode("utf-16-be"),
    "utf-16-be": lambda raw: raw.decode().encode("utf-16-be"),
    "utf-32-le": lambda raw: raw.decode().encode("utf-32-le"),
}


@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS)
@pytest.mark.parametrize("name", FOREIGN)
def test_a_document_comes_back_byte_for_byte(registry, tmp_path, name, encode):
    raw = encode(FOREIGN[name] % ODDITIES)
    path = tmp_path / "flow.json"
    path.write_bytes(raw)
    wf = registry.create(name, path, allow_invalid=True)
    read = registry.get(wf.id)
    assert wf.format == read.format == name
    assert wf.source.raw == read.source.raw == read.at(1).source.raw == wfkit.load(path).raw == raw
    assert json.loads(read.text) == read.document
    assert len(registry.check()) == 0


@pytest.mark.parametrize("name", [name for name in FOREIGN if name != "wfkit"])
def test_a_foreign_document_without_a_reader_is_kept_and_says_so(registry, name):
    document = documents.from_bytes(FOREIGN[name] % ODDITIES)
    report = wfkit.validate(document)
    wf = registry.create(name, document)
    if documents.formats.get(name).read is None:
        assert [problem.code for problem in report] == ["graph-not-read"]
        with pytest.raises(UnknownFormat, match="no reader for the graph"):
            _ = wf.graph
    assert report.ok


def chains(corpus):
    """The revisions of each real workflow, oldest first; JSON only."""
    for folder in sorted((corpus / "chains").glob("*/*")):
        files = sorted(folder.glob("*.json"))
        if len(files) > 1:
            yield files


def test_real_histories_come_back_byte_for_byte(registry, corpus):
    """Every third chain: n8n, Langflow, ComfyUI and the others are among them."""
    seen = 0
    for files in islice(chains(corpus), 0, None, 3):
        read = [(path, path.read_bytes()) for path in files]
        try:
            loaded = [(raw, wfkit.load(path)) for path, raw in read]
        except UnknownFormat:
            continue
        if len({document.format for _, document in loaded}) > 1:
            continue
        wf = registry.create(files[0].parent.name[:100], loaded[0][1], allow_invalid=True)
        kept = [loaded[0]]
        for raw, document in loaded[1:]:
            wf = wf.save(document, allow_invalid=True)
            if document.content_hash != kept[-1][1].content_hash:
                kept.append((raw, document))
        assert wf.version == len(kept)
        for number, (raw, document) in enumerate(kept, start=1):
            assert registry.get(wf.id).at(number).source.raw == raw
            assert registry.get(wf.id).at(number).content_hash == document.content_hash
        seen += 1
    assert seen > 3
    assert len(registry.check()) == 0


def test_the_patch_of_real_revisions_is_empty_exactly_when_their_content_is_equal(corpus):
    for files in islice(chains(corpus), 1, None, 5):
        for old, new in pairwise(files):
            found = wfkit.diff(old, new)
            is_same = found.old.content_hash == found.new.content_hash
            assert bool(found.to_json_patch()) is not is_same, new
            assert not (is_same and found), new


@pytest.fixture
def text(flow):
    return json.dumps(flow())


def test_a_document_is_made_of_whatever_a_caller_has(wf, flow, text, tmp_path):
    path = tmp_path / "flow.json"
    path.write_text(text, encoding="utf-8")
    loaded = wfkit.load(path)
    for source in (
        flow(),
        OrderedDict(flow()),
        text,
        f"\n{text}",
        text.encode(),
        path,
        str(path),
        loaded,
        wf,
        wf.at(1),
    ):
        assert documents.document_of(source).data == flow()
    assert loaded.source == str(path)


def test_a_document_of_data_is_written_with_two_spaces(flow):
    assert documents.document_of(flow()).text == json.dumps(flow(), indent=2)


def test_an_edge_or_a_frame_with_a_source_is_no_document(registry, flow):
    import pandas as pd

    edge = registry.create("Long", flow("a", "b")).graph.edges[0]
    for source in (edge, pd.DataFrame({"source": [1]})):
        with pytest.raises(InvalidInput, match="is no document; pass a dict"):
            documents.document_of(source)


def test_the_graph_of_an_edited_document_is_read_anew(flow):
    document = documents.from_data(flow("a", "b"))
    assert len(document.graph.nodes) == 2
    document.data["nodes"].pop()
    document.data["edges"].clear()
    assert len(documents.document_of(document).graph.nodes) == 1


@pytest.mark.parametrize(
    ("source", "error", "words"),
    [
        ("nowhere.json", NotFound, "no file 'nowhere.json'; pass a dict"),
        ("not json", NotFound, "text of JSON or YAML"),
        ("a\0b", NotFound, r"no file 'a\\x00b'"),
        ("", InvalidInput, "an empty text is no document"),
        (" \n", InvalidInput, "an empty text is no document"),
        ("x" * 10_000, InvalidInput, "too long to be the name of a file"),
        ("nowhere/" * 3 + "x.json", NotFound, "no file"),
        (".", InvalidInput, "'.' is a folder; name one file in it"),
    ],
    ids=["no file", "words", "NUL", "empty", "blank", "long", "no folder", "folder"],
)
def test_a_text_that_names_no_file_says_what_would_be_right(source, error, words):
    with pytest.raises(error, match=words):
        documents.document_of(source)


@pytest.mark.parametrize("path", [5, None, b"x", 1.5], ids=repr)
def test_load_takes_a_path(path):
    with pytest.raises(InvalidInput, match=r"is no path; pass a text or a pathlib\.Path"):
        wfkit.load(path)


def test_a_file_below_a_file_is_not_there(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(NotFound):
        wfkit.load(tmp_path / "file" / "x.json")


def test_a_file_that_cannot_be_read_says_why(tmp_path):
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(RegistryUnusable, match=r"cannot read .*: Too many levels of symbolic links"):
        wfkit.load(loop)


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(codec.MAX_BYTES + 2**20)
    with pytest.raises(InvalidWorkflow, match="has 101 MB; wfkit reads documents of up to 100 MB"):
        wfkit.load(path)


@pytest.mark.parametrize(
    ("source", "code"), [("{", "json-syntax"), ("[]", "unknown-format"), ('{"a": 1, "a": 2}', "duplicate-key")]
)
def test_what_cannot_be_read_is_a_problem_of_the_report(source, code):
    report = wfkit.validate(source)
    assert not report.ok
    assert report.errors[0].code == code


def test_a_valid_document_has_a_report_that_is_ok(flow):
    assert wfkit.validate(flow()).ok


def test_nodes_of_a_native_document_have_the_ports_of_the_catalogue(registry):
    wf = registry.use_template("Simple RAG")
    assert any(node.outputs for node in wf.graph.nodes)


def test_two_documents_are_compared_wherever_they_are(wf, flow, tmp_path):
    path = tmp_path / "flow.json"
    path.write_text(json.dumps(flow("b")), encoding="utf-8")
    assert [change.new for change in wfkit.diff(wf, path)] == ["b"]
    assert not wfkit.diff(wf.at(1), flow())


def test_an_upgrade_is_of_a_native_document(wf, n8n, flow):
    assert wfkit.upgrade(wf)["schema_version"] == 1
    assert wf.document == flow()
    with pytest.raises(UnknownFormat, match=r"only native documents have a schema_version .* this one is 'n8n'"):
        wfkit.upgrade(n8n)


def test_yaml_of_several_documents_is_named_for_whose_it_is(tmp_path):
    path = tmp_path / "flow.yaml"
    argo = "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\n"
    path.write_text(f"{argo}---\n{argo}", encoding="utf-8")
    with pytest.raises(UnknownFormat, match="this is an Argo resource, which wfkit does not read"):
        wfkit.load(path)


def test_yaml_of_several_workflows_is_refused_for_being_several():
    app = "kind: app\napp: {mode: chat}\n"
    with pytest.raises(InvalidWorkflow) as caught:
        documents.from_text(f"{app}---\n{app}")
    assert [problem.code for problem in caught.value.problems] == ["trailing-text"]
