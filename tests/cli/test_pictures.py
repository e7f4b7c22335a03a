"""show and diff as files: pictures, pages, and what stands in the way."""

from __future__ import annotations

import json
import os
import stat
import sys
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from wfkit.cli._pages import page, write_file
from wfkit.errors import InvalidInput, NotFound, RegistryUnusable

SVG = "{http://www.w3.org/2000/svg}svg"


class Tags(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("words", [["FAQ"], ["FAQ@1"], ["FAQ", "--version", "v1.0.0"], ["faq.json"]], ids=" ".join)
def test_a_workflow_is_drawn(run, two_versions, tmp_path, words):
    assert two_versions.version == 2
    done = run("show", *words, "--svg", "x.svg", "--mermaid", "x.mmd", "--dot", "x.dot")
    assert [line.split(",")[0] for line in done.out.splitlines()] == ["wrote x.svg", "wrote x.mmd", "wrote x.dot"]
    assert ET.fromstring((tmp_path / "x.svg").read_bytes()).tag == SVG  # noqa: S314 - our own picture
    assert (tmp_path / "x.mmd").read_text(encoding="utf-8").startswith("flowchart LR\n")
    assert (tmp_path / "x.dot").read_text(encoding="utf-8").startswith("digraph ")
    assert all("Best match" in path.read_text(encoding="utf-8") for path in tmp_path.glob("x.*"))


def test_a_picture_can_go_to_stdout(run, faq, document):
    assert ET.fromstring(run("show", "FAQ", "--svg", "-").raw).tag == SVG  # noqa: S314 - our own picture
    assert run("show", "-", "--mermaid", "-", stdin=document.read_bytes()).out.startswith("flowchart LR\n")
    assert faq.version == 1


def test_a_png_is_written_byte_for_byte(run, document, tmp_path):
    done = run("show", document, "--png", "x.png")
    assert done.out.startswith("wrote x.png")
    raw = (tmp_path / "x.png").read_bytes()
    assert raw.startswith(b"\x89PNG\r\n")
    assert raw.endswith(b"IEND\xaeB`\x82")
    assert run("show", document, "--png", "-").raw == raw


def test_a_diff_is_drawn_and_made_a_page(run, two_versions, tmp_path):
    done = run("diff", "FAQ", "1", "2", "--svg", "x.svg", "--html", "x.html", "--exit-code", exit_code=1)
    assert [line.split(",")[0] for line in done.out.splitlines()] == ["wrote x.html", "wrote x.svg"]
    assert ET.fromstring((tmp_path / "x.svg").read_bytes()).tag == SVG  # noqa: S314 - our own picture
    text = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>\n")
    found = Tags(text)
    assert "FAQ version 1 → version 2" in found.text
    assert "another" in found.text
    assert run("diff", "FAQ", "1", "2", "--html", "-").raw.decode() == text
    assert two_versions.version == 2


def test_a_page_runs_nothing_and_loads_nothing(run, document, tmp_path):
    data = json.loads(document.read_text(encoding="utf-8"))
    hostile = '</title><script>alert(1)</script><img src="http://example.org/x" onerror="alert(2)">'
    data["nodes"][0]["data"]["label"] = data["description"] = hostile
    name = "<script>x.json"
    (tmp_path / name).write_text(json.dumps(data), encoding="utf-8")
    found = Tags(run("diff", document, name, "--html", "-").raw.decode())
    assert {tag for tag, _ in found.tags}.isdisjoint({"script", "iframe", "object", "link", "base", "form"})
    assert all(attributes.get("src", "data:").startswith("data:") for _, attributes in found.tags)
    assert not any(name.startswith("on") for _, attributes in found.tags for name in attributes)
    policy = next(attributes for _, attributes in found.tags if attributes.get("http-equiv"))
    assert policy["content"].startswith("default-src 'none'")


def test_a_title_is_text():
    assert b"<title>&lt;b&gt;</title>" in page("<b>", "")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["show", "faq.json", "--svg", "a", "--json"], 2, "exclude each other"),
        (["show", "faq.json", "--svg", "a", "--document"], 2, "exclude each other"),
        (["show", "faq.json", "--version", "1"], 2, "has no versions"),
        (["show", "faq.json", "--version", "1", "--svg", "a"], 2, "has no versions"),
        (["show", "FAQ@1", "--version", "1"], 2, "name one"),
        (["show", "FAQ@9"], 3, "no version 9"),
        (["show", "faq.json", "--svg", "x", "--dot", "x"], 2, "two outputs go to 'x'"),
        (["show", "faq.json", "--svg", "nowhere/x.svg"], 3, "no folder 'nowhere'"),
        (["show", "faq.json", "--svg", ""], 2, "names no file"),
        (["show", "nope.json", "--svg", "x"], 3, "no file 'nope.json'"),
        (["show", "broken.json", "--svg", "x"], 4, "broken.json: the document cannot be read"),
        (["diff", "faq.json", "faq.json", "--html", "nowhere/x.html"], 3, "no folder 'nowhere'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_cannot_be_drawn_is_refused(run, faq, tmp_path, arguments, code, words):
    (tmp_path / "broken.json").write_text("{")
    before = {path.name for path in tmp_path.iterdir()}
    assert words in run(*arguments, exit_code=code).err
    assert {path.name for path in tmp_path.iterdir()} == before
    assert faq.version == 1


def test_a_file_is_shown_like_a_workflow(run, run_json, document):
    text = run("show", document).out
    assert text.startswith("faq.json\n  format    wfkit\n")
    assert "Best match" in text
    found = run_json("show", document)
    assert [node["id"] for node in found["nodes"]] == ["question", "search", "reranker", "output"]
    assert found["format"] == "wfkit"
    assert run("show", document, "--document").raw == document.read_bytes()


def test_a_version_can_be_named_with_the_workflow(run, run_json, two_versions):
    assert run_json("show", "FAQ@v1.0.0")["version"] == 1
    assert run("show", "FAQ@1").out == run("show", "FAQ", "--version", "1").out
    assert two_versions.version == 2


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    target = tmp_path / "x"
    target.write_text("old")
    target.chmod(0o640)
    write_file(str(target), b"new")
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such links and pipes")
def test_a_link_and_a_pipe_stay_what_they_are(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "target")
    write_file(str(tmp_path / "link"), b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"new"
    write_file(os.devnull, b"x")
    assert not os.path.isfile(os.devnull)  # noqa: PTH113 - that is the question


@pytest.mark.parametrize(
    ("path", "error"),
    [("a\0b", InvalidInput), ("file/x", NotFound), ("no/x", NotFound), ("x" * 300, RegistryUnusable)],
    ids=["nul", "below a file", "no folder", "too long"],
)
def test_a_path_that_cannot_be_written_says_why(tmp_path, path, error):
    (tmp_path / "file").write_text("")
    with pytest.raises(error):
        write_file(f"{tmp_path}/{path}", b"")
