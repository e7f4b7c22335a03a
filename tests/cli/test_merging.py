"""merge: three documents as one, and conflicts listed."""

from __future__ import annotations

import json

import pytest

import wfkit


@pytest.fixture
def sides(tmp_path, document):
    """base.json, ours.json and theirs.json, of which both sides changed something else."""
    data = json.loads(document.read_text(encoding="utf-8"))
    found = {"base": data, "ours": json.loads(json.dumps(data)), "theirs": json.loads(json.dumps(data))}
    found["ours"]["nodes"][1]["data"]["config"]["top_k"] = 7
    found["ours"]["nodes"][0]["position"]["x"] += 10
    found["theirs"]["nodes"][2]["data"]["label"] = "Suche"
    found["theirs"]["nodes"][0]["position"]["x"] += 20
    write(tmp_path, found)
    return found


@pytest.fixture
def conflicting(tmp_path, sides):
    """The same, and both changed one more thing, each in its own way."""
    sides["theirs"]["nodes"][1]["data"]["config"]["top_k"] = 9
    write(tmp_path, sides)
    return sides


FILES = ("base.json", "ours.json", "theirs.json")
PATH = "/nodes/search/data/config/top_k"


def write(folder, sides):
    for name, data in sides.items():
        (folder / f"{name}.json").write_text(json.dumps(data, indent=2), encoding="utf-8")


def test_both_edits_are_in_the_file_and_the_text_is_that_of_ours(run, sides, tmp_path):
    assert run("merge", *FILES, "-o", "merged.json").out.startswith("wrote merged.json, ")
    ours = json.dumps(sides["ours"], indent=2)
    assert (tmp_path / "merged.json").read_text(encoding="utf-8") == ours.replace('"Best match"', '"Suche"')
    assert json.loads((tmp_path / "merged.json").read_bytes()) == wfkit.merge(*map(tmp_path.joinpath, FILES)).document


def test_without_a_file_it_is_shown_what_the_merge_would_change(run, sides, tmp_path):
    before = {path.name for path in tmp_path.iterdir()}
    lines = run("merge", *FILES).out.splitlines()
    assert lines[0].startswith("Merged without conflicts")
    assert '    renamed: "Best match" → "Suche"' in lines
    assert "top_k" not in "".join(lines)
    assert {path.name for path in tmp_path.iterdir()} == before
    assert sides


def test_stdout_can_be_the_file(run, sides):
    assert json.loads(run("merge", *FILES, "-o", "-").raw) == json.loads(run("merge", *FILES, "--json").raw)["document"]
    assert sides


def test_open_conflicts_are_listed_and_nothing_is_written(run, conflicting, tmp_path):
    done = run("merge", *FILES, "-o", "merged.json", exit_code=1)
    assert done.out.splitlines() == [
        "1 open conflict of 1",
        f"! {PATH} (Search)",
        "    base   20",
        "    ours   7",
        "    theirs 9",
    ]
    assert "nothing was written" in done.err
    assert not (tmp_path / "merged.json").exists()
    (tmp_path / "merged.json").write_text("there")
    run("merge", *FILES, "-o", "merged.json", exit_code=1)
    assert (tmp_path / "merged.json").read_text() == "there"
    assert conflicting


def test_conflicts_for_programs_have_all_three_values(run_json, conflicting):
    found = run_json("merge", *FILES, exit_code=1)
    (conflict,) = found["conflicts"]
    assert conflict["path"] == PATH
    assert [conflict[side] for side in ("base", "ours", "theirs")] == [20, 7, 9]
    assert conflict["open"] is True
    assert "document" not in found
    assert conflicting


@pytest.mark.parametrize(("strategy", "value"), [("ours", 7), ("theirs", 9)])
def test_a_strategy_decides_every_conflict(run, conflicting, strategy, value, tmp_path):
    run("merge", *FILES, "--strategy", strategy, "--output", "merged.json")
    merged = json.loads((tmp_path / "merged.json").read_bytes())
    assert merged["nodes"][1]["data"]["config"]["top_k"] == value
    assert merged["nodes"][2]["data"]["label"] == "Suche"
    assert conflicting
    assert "1 conflict" in run("merge", *FILES, "--strategy", strategy).out


def test_markers_leave_the_conflict_to_a_person(run, conflicting, tmp_path):
    done = run("merge", *FILES, "--markers", "-o", "merged.json", exit_code=1)
    assert done.err == ""
    text = (tmp_path / "merged.json").read_text(encoding="utf-8")
    block = [f'          "top_k": {value},\n' for value in (7, 20, 9)]
    marked = "<<<<<<< ours\n{}||||||| base\n{}=======\n{}>>>>>>> theirs\n".format(*block)
    assert json.loads(text.replace(marked, block[2]))["nodes"][1]["data"]["config"]["top_k"] == 9
    done = run("merge", *FILES, "--markers", "-o", "-", exit_code=1)
    assert done.out == text
    assert f"! {PATH}" in done.err
    assert conflicting


def test_versions_and_files_are_merged_with_each_other(run, faq, tmp_path):
    data = faq.document
    data["nodes"][1]["data"]["config"]["top_k"] = 7
    faq.save(data)
    edited = faq.document | {"description": "another"}
    (tmp_path / "edited.json").write_text(json.dumps(edited), encoding="utf-8")
    merged = json.loads(run("merge", "FAQ@1", "FAQ", "edited.json", "-o", "-").raw)
    assert merged == data | {"description": "another"}


def test_the_encoding_is_that_of_ours(run, sides, tmp_path):
    (tmp_path / "ours.json").write_bytes(b"\xef\xbb\xbf" + json.dumps(sides["ours"], indent=2).encode())
    run("merge", *FILES, "-o", "ours.json")
    assert (tmp_path / "ours.json").read_bytes().startswith(b"\xef\xbb\xbf{")


def test_colour_is_there_on_demand(run, conflicting):
    assert "\x1b[33m! " in run("merge", *FILES, "--color", exit_code=1).out
    assert "\x1b" not in run("merge", *FILES, "--no-color", exit_code=1).out
    assert conflicting


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([*FILES, "--strategy", "mine"], 2, "strategies: ours, theirs"),
        ([*FILES, "--json", "-o", "-"], 2, "choose one"),
        ([*FILES, "-o", "nowhere/merged.json"], 3, "no folder 'nowhere'"),
        ([*FILES, "-o", "."], 2, "names no file"),
        (["base.json", "-", "-"], 2, "one document only"),
        (["base.json", "ours.json", "nope.json"], 3, "no file 'nope.json'"),
        (["base.json", "ours.json", "other.json"], 2, "one format"),
        (["base.json", "ours.json", "broken.json"], 4, "broken.json: the document cannot be read"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_cannot_be_merged_is_refused(run, sides, tmp_path, arguments, code, words):
    (tmp_path / "other.json").write_text(json.dumps({"name": "x", "nodes": [], "connections": {}}))
    (tmp_path / "broken.json").write_text("{")
    done = run("merge", *arguments, exit_code=code, stdin=json.dumps(sides["ours"]))
    assert words in done.err
    assert done.out == ""
