"""YAML texts as data, and data as YAML text."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wfkit.core import codec, yaml_codec
from wfkit.errors import InvalidWorkflow

LINES = "\n\n \t\r\"'#:-?{}[],&*!|>%@`~=\\\x00\x07\x7f\x85\x9f\u2028\u2029\ufeff\ufffe\u200b😀é01.e+_ax"
TRICKY = (
    "", "1", "yes", "No", "y", "2020-01-01", "=", "~", "<<", "null", "0x1", "0o7", "1e3", "1_0", "1:30", "12e03",
    "+.inf", "- a", "a: b", "a #b", "---", "...", "%a", "? a", "!a", "&a", "*a", "\t", "\n", "\n\n", "a\n", "a\n\n",
    " a\nb",
    "a\n b\n  c", "a \nb", "a\n\nb", "a\n#b", "a\n---\nb", "a\n...\n", "a\tb\nc", "a\n\tb", "x" * 2000,
    "k" * 1100 + "\n",
)  # fmt: skip
texts = st.text(st.sampled_from(LINES) | st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    TRICKY
)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(texts, inner, max_size=5), max_leaves=12
)


def _problems(text):
    with pytest.raises(InvalidWorkflow) as raised:
        yaml_codec.parse(text)
    return [(problem.code, problem.message, problem.pointer) for problem in raised.value.problems]


def _problem(text):
    (found,) = _problems(text)
    return found


@pytest.fixture(params=["c", "python"])
def _loader(request, monkeypatch):
    if request.param == "python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)


@given(values)
def test_what_is_written_is_read_again_to_the_letter(data):
    text = yaml_codec.to_text(data)
    assert repr(yaml_codec.parse(text)) == repr(data)


@given(values)
def test_the_tools_own_reader_sees_the_same_data_in_what_is_written(data):
    # `=` and `<<` stand in quotes, a date too: PyYAML would refuse the first and make something else of the last.
    assert repr(yaml.safe_load(yaml_codec.to_text(data))) == repr(data)


@given(values)
def test_content_hashes_do_not_tell_yaml_from_json(data):
    read = yaml_codec.parse(yaml_codec.to_text(data))
    assert codec.content_hash(read) == codec.fingerprint(codec.to_text(data))[1]


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: 1\nb: [x, 'y', \"z\"]\n", {"a": 1, "b": ["x", "y", "z"]}),
        ("a: yes\nb: off\nc: True\nd: y\n", {"a": True, "b": False, "c": True, "d": "y"}),
        ("[0x10, 010, 0b11, 1_000, 1:30, -7, +3]", [16, 8, 3, 1000, 90, -7, 3]),
        ("[1.5, 1e3, 1.0e+3, .5, 6.02e23]", [1.5, "1e3", 1000.0, 0.5, "6.02e23"]),
        ("[~, null, '', ]", [None, None, ""]),
        ("- 2020-01-01\n- 2001-12-14t21:59:43.10-05:00\n", ["2020-01-01", "2001-12-14t21:59:43.10-05:00"]),
        ("18446744073709552000: 340282366920938463463374607431768211456", {"18446744073709552000": 2**128}),
        ("1: a\ntrue: b\nnull: c\n1.0: d\n? [x, 1]\n: e\n2020-01-01: f\n",
         {"1": "a", "true": "b", "null": "c", "1.0": "d", '["x",1]': "e", "2020-01-01": "f"}),
        ("=: <<\n'<<': 1\n", {"=": "<<", "<<": 1}),
        ("[=, <<]", ["=", "<<"]),
        ("a: |\n  one\n  two\n\nb: >-\n  one\n  two\n", {"a": "one\ntwo\n", "b": "one two"}),
        ("%YAML 1.2\n---\n# note\na: 1\n...\n", {"a": 1}),
        ("\ufeffa: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
        ("--- 12\n", 12),
        ("a: ! 12\nb: !!str 12\nc: !!int '12'\nd: !!float 1\ne: !!null x\nf: !!timestamp 2020-01-01",
         {"a": 12, "b": "12", "c": 12, "d": 1.0, "e": None, "f": "2020-01-01"}),
        ("a: 'x\ufeffy'", {"a": "x\ufeffy"}),
        ("0x_: 0b_", {"0x_": "0b_"}),
    ],
)  # fmt: skip
def test_data_is_what_json_would_say(text, data):
    assert repr(yaml_codec.parse(text)) == repr(data)


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: &x {k: [1]}\nb: *x\nc: *x\n", {"a": {"k": [1]}, "b": {"k": [1]}, "c": {"k": [1]}}),
        ("a: &x {k: 1, l: 2}\nb: {l: 3, <<: *x, m: 4}\n", {"a": {"k": 1, "l": 2}, "b": {"k": 1, "l": 3, "m": 4}}),
        ("- &x {k: 1}\n- &y {k: 2, l: 2}\n- <<: [*x, *y]\n", [{"k": 1}, {"k": 2, "l": 2}, {"k": 1, "l": 2}]),
        ("<<: {a: 1}\n", {"a": 1}),
        ("<<: []\na: 1\n", {"a": 1}),
    ],
)
def test_aliases_and_merges_give_what_they_stand_for(text, data):
    assert yaml_codec.parse(text) == data
    assert yaml_codec.parse(text) == yaml.safe_load(text)


def test_an_anchor_that_is_set_again_counts_from_there():
    # As YAML has it; PyYAML's own composer refuses this.
    assert yaml_codec.parse("a: &x 1\nb: *x\nc: &x 2\nd: *x\n") == {"a": 1, "b": 1, "c": 2, "d": 2}


def test_what_aliases_give_is_not_shared():
    data = yaml_codec.parse("a: &x {k: [1], l: {}}\nb: *x\nc: [*x]\n")
    data["b"]["k"].append(2)
    data["c"][0]["l"]["m"] = 3
    assert data["a"] == {"k": [1], "l": {}}


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize(
    ("text", "code", "start", "pointer"),
    [
        ("", "empty", "the document is empty", ""),
        ("# only a note\n", "empty", "the document is empty", ""),
        ("a: [1, 2", "yaml-syntax", "line ", ""),
        ("a:\n  b: 1\n c: 2\n", "yaml-syntax", "line 3, column 2: ", ""),
        ("a: 'x", "yaml-syntax", "line 1, column 6: while scanning a quoted scalar", ""),
        ("a: b: c\n", "yaml-syntax", "line 1, column 5: ", ""),
        ("a: \x00", "yaml-syntax", "line 1, column 4: the character U+0000 is not allowed in YAML", ""),
        ("a: 1\r\nb: \x07", "yaml-syntax", "line 2, column 4: the character U+0007", ""),
        ("a: x\ud800", "lone-surrogate", "line 1, column 5: half a surrogate pair, U+D800", ""),
        ("a: 1\n---\nb: 2\n", "trailing-text", "line 2, column 1: a second document begins", ""),
        ("a: {b: 1, b: 2}", "duplicate-key", "line 1, column 11: duplicate key 'b'", "/a"),
        ("1: a\n'1': b\n", "duplicate-key", "line 2, column 1: duplicate key '1'", ""),
        ("<<: {a: 1}\n<<: {b: 1}\n", "duplicate-key", "line 2, column 1: duplicate key '<<'", ""),
        ("a: [.inf]", "not-finite", "line 1, column 5: .inf is no JSON", "/a/0"),
        ("a: -.Inf", "not-finite", "line 1, column 4: -.Inf is no JSON", "/a"),
        ("- .NaN", "not-finite", "line 1, column 3: .NaN is no JSON", "/0"),
        ("a: 1.0e+999", "number-range", "line 1, column 4: the number '1.0e+999' is out of range", "/a"),
        (f"a: {'9' * 4301}", "number-range", "line 1, column 4: the number '9999", "/a"),
        (f"a: 0x{'f' * 4200}", "number-range", "line 1, column 4: the number '0xfff", "/a"),
        ("a: !!int x", "yaml-syntax", "line 1, column 4: 'x' is no int", "/a"),
        ("a: !!bool maybe", "yaml-syntax", "line 1, column 4: 'maybe' is no bool", "/a"),
        ("a: *x", "yaml-syntax", "line 1, column 4: the alias '*x' names nothing", "/a"),
        ("a: &x [*x]", "yaml-syntax", "line 1, column 8: the alias '*x' stands inside of what it names", "/a/0"),
        ("<<: 1", "yaml-syntax", "line 1, column 5: the key '<<' takes a mapping", "/<<"),
        ("<<: [{a: 1}, 2]", "yaml-syntax", "line 1, column 5: the key '<<' takes a mapping", "/<<"),
        ("[" * 510, "too-deep", "line 1, column 501: nested deeper than 500 levels", "/0" * 500),
        ("a:\n" + "- " * 1000, "too-deep", "line 2, column 999: nested deeper than 500 levels", "/a" + "/0" * 499),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_its_place(text, code, start, pointer):
    problem = _problem(text)
    assert (problem[0], problem[2]) == (code, pointer)
    assert problem[1].startswith(start)


@pytest.mark.usefixtures("_loader")
def test_half_a_surrogate_pair_in_an_escape_is_refused():
    assert _problem('a: "\\ud800"')[0] in {"lone-surrogate", "yaml-syntax"}


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("a:\n\tb: 1\n", "indent with spaces, for YAML allows no tabs there"),
        ("a: 1\n\u200bb\n", "remove the invisible character U+200B"),
        ("a:\n  b: 1\n \u200b\n c: 2\n", "remove the invisible character U+200B"),
        ("a: b: c\n", ""),
        ("a: [1,", ""),
        ("a: \x00", "remove it, or write it as an escape in double quotes"),
    ],
)
def test_a_known_cause_comes_with_its_cure(text, fix):
    with pytest.raises(InvalidWorkflow) as raised:
        yaml_codec.parse(text)
    assert [problem.fix for problem in raised.value.problems] == [fix]


def test_a_parser_that_says_no_place_is_quoted(monkeypatch):
    class Loader(yaml.SafeLoader):
        def get_event(self):
            msg = "odd"
            raise yaml.YAMLError(msg)

    monkeypatch.setattr(yaml, "CSafeLoader", Loader)
    assert _problem("a: 1")[:2] == ("yaml-syntax", "odd")


def test_faults_that_hide_nothing_are_listed_up_to_twenty():
    assert len(_problems("a: 1\n" * 100)) == 20
    assert [problem[0] for problem in _problems("a: .inf\na: .nan\nb: 1\nb: 2\n")] == [
        "not-finite", "duplicate-key", "not-finite", "duplicate-key",
    ]  # fmt: skip


def _laughs(width, depth):
    levels = ["a0: &a0 [lol, lol]", *(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * width)}]" for n in range(1, depth))]
    return "\n".join(levels)


@pytest.mark.parametrize(
    "text",
    [
        _laughs(9, 9),
        "a: &a [" + "x," * 20_000 + "]\nb: [" + "*a," * 5000 + "]",
        f"a: &a {'x' * 400_000}\nb: [{'*a,' * 1000}]",
        f"a: &a {{{','.join(f'k{n}: 1' for n in range(1000))}}}\n" + "".join(f"b{n}: {{<<: *a}}\n" for n in range(900)),
    ],
    ids=["laughs", "quadratic", "one long text", "merges"],
)  # fmt: skip
def test_bombs_are_refused_before_they_go_off(text):
    code, message, _ = _problem(text)
    assert code == "alias-growth"
    assert "aliases repeat so much" in message


def test_aliases_do_not_lead_below_the_deepest_level():
    text = "a: &a " + "[" * 300 + "]" * 300 + "\nb: " + "[" * 300 + "*a" + "]" * 300
    assert _problem(text)[:2] == ("too-deep", "nested deeper than 500 levels once aliases are followed")


def test_a_hundred_thousand_brackets_are_given_up_at_the_deepest_level():
    assert _problem("[" * 100_000)[0] == "too-deep"
    assert _problem("{a: " * 100_000)[0] == "too-deep"


def test_a_parser_that_stops_at_its_own_depth_says_the_same():
    mark = yaml.Mark("text", 0, 2, 4, None, 0)
    error = yaml.scanner.ScannerError("while increasing flow level", mark, "exceeded maximum nesting depth", mark)
    problem = yaml_codec._syntax_problem(error, "[[[")  # noqa: SLF001 - only some parsers let a text show it
    assert problem.code == "too-deep"


def test_depth_up_to_the_limit_is_read_and_written():
    text = "[" * 500 + "]" * 500
    data = yaml_codec.parse(text)
    assert json.dumps(data) == text
    assert yaml_codec.parse(yaml_codec.to_text(data)) == data


def test_more_values_than_can_be_read_in_a_while_are_refused(monkeypatch):
    monkeypatch.setattr("wfkit.core._yaml_tree.MAX_VALUES", 3)
    assert yaml_codec.parse("[1, 2]") == [1, 2]
    assert _problem("[1, 2, 3, 4]")[:2] == (
        "too-large", "line 1, column 11: more than 3 values, which is the most that wfkit reads in YAML",
    )  # fmt: skip


def test_texts_that_are_too_large_are_refused_both_ways(monkeypatch):
    monkeypatch.setattr("wfkit.core.yaml_codec.MAX_YAML_BYTES", 10)
    assert _problem("a: " + "x" * 20)[0] == "too-large"
    with pytest.raises(InvalidWorkflow, match="cannot be read"):
        yaml_codec.to_text({"a": "x" * 20})


@pytest.mark.usefixtures("_loader")
def test_nothing_is_made_of_tags_and_each_is_warned_of():
    text = "a: !!python/tuple [1, 2]\nb: !Foo {x: !Bar y}\nc: !!python/object/apply:os.system [ls]\nd: !!binary aGk=\n"
    data, found = yaml_codec.read(f"{text}e: ! [z]\n")
    assert data.pop("e") == ["z"]
    assert data == {"a": [1, 2], "b": {"x": "y"}, "c": ["ls"], "d": "aGk="}
    assert {(problem.severity, problem.code) for problem in found} == {("warning", "foreign-tag")}
    assert [problem.pointer for problem in found] == ["/a", "/b", "/b/x", "/c", "/d"]
    assert (
        found[0].message
        == "line 1, column 4: the tag '!!python/tuple' is not followed: what it stands before is read as it is written"
    )


def test_tags_are_looked_for_only_where_there_may_be_some():
    assert yaml_codec.foreign_tags("a: [!x 1, 'well!', a != b]") == yaml_codec.read("a: [!x 1]")[1]
    assert yaml_codec.foreign_tags("a: hello!\nb: a != b") == ()
    assert yaml_codec.foreign_tags("a: !!str 1\n") == ()


def test_twenty_warnings_are_enough_and_hide_no_error():
    _, found = yaml_codec.read("- !x 1\n" * 50)
    assert len(found) == 20
    assert [problem[0] for problem in _problems("- !x 1\n" * 50 + "- .inf")] == ["not-finite"]


def test_a_text_with_a_character_that_yaml_forbids_has_no_first_document():
    assert yaml_codec.first_document("a: \x00\n---\nb: 1\n") is None


@pytest.mark.parametrize(
    "text",
    [
        "kind: app\n", "\ufeffkind: app", '"kind": app\n', "'kind': app\n", "\n\n# note\n%YAML 1.2\n---\nkind:\n  app",
        "--- {a: 1}", "--- !!map\na: 1", "&x\na: b\n", "? a\n: b\n", "$graph:\n- a\n", "-a: 1",
        "components: {}\r\n# x\r\n",
        "kind: app\nbroken\nversion: 1\napp:\n  x: y\nw: 1\n", "a:\n- 1\n-\n- x\n", "a: {\n}\nb: 1\n",
    ],
)  # fmt: skip
def test_a_mapping_is_known_by_its_first_lines(text):
    assert yaml_codec.is_likely(text)


def test_yaml_with_conflicts_left_in_it_is_yaml_with_a_fault():
    text = "a: 1\n<<<<<<< ours\nb: 2\n=======\nb: 3\n>>>>>>> theirs\n"
    assert yaml_codec.is_likely(text)
    assert _problem(text)[:1] == ("yaml-syntax",)


@pytest.mark.parametrize(
    "text",
    [
        "", "\n# note\n", "hello", "import os\n", "id,name\n1,a\n", "<html>", "- a\n- b\n", '{"a": 1}', "{a: 1}",
        "[a]\nb=1\n",
        "--- [a]", "Dear all:\nplease find\nthe file\nattached\n", "x" * 100_000, "# a\n" * 100_000,
    ],
)  # fmt: skip
def test_other_texts_are_told_apart_without_being_parsed(text):
    assert not yaml_codec.is_likely(text)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (
            {"id": "1720580108806", "on": "yes", "text": "one\ntwo", "f": 1.0, "m": 1e16, "z": None, "t": True},
            "id: '1720580108806'\n'on': 'yes'\ntext: |-\n  one\n  two\nf: 1.0\nm: 1.0e+16\nz: null\nt: true\n",
        ),
        ({"a": [], "b": {}, "c": [{"d": 1}, [2]]}, "a: []\nb: {}\nc:\n- d: 1\n- - 2\n"),
        ({"a": "x" * 200 + " " + "y" * 200}, f"a: {'x' * 200} {'y' * 200}\n"),
        ({"a": "😀 日本", "b": "=", "c": "1e3", "d": "y"}, "a: 😀 日本\nb: '='\nc: '1e3'\nd: 'y'\n"),
    ],
)
def test_what_is_written_reads_like_the_tools_own_files(data, text):
    assert yaml_codec.to_text(data) == text


@pytest.mark.parametrize("data", [float("nan"), {1: 2}, {"a": object()}, "\ud800"])
def test_what_is_no_json_is_not_written(data):
    with pytest.raises(InvalidWorkflow):
        yaml_codec.to_text(data)


def test_deep_blocks_are_written_with_escapes_for_their_indent_would_grow_without_bound():
    data = "a\nb"
    for _ in range(60):
        data = [data]
    assert '"a\\nb"' in yaml_codec.to_text(data)
    assert yaml_codec.parse(yaml_codec.to_text(data)) == data


def test_real_files_say_what_the_tools_reader_reads(corpus):
    paths = [path for path in sorted(corpus.glob("*/*.y*ml")) if path.stat().st_size < 6_000]
    read = [text for path in paths if (text := _readable(path)) is not None]
    assert len(read) > 20
    for text in read:
        data = yaml_codec.parse(text)
        # Dates are the one thing that JSON cannot hold.
        assert json.loads(json.dumps(yaml.load(text, yaml.CSafeLoader), default=str)) == data
        assert yaml_codec.parse(yaml_codec.to_text(data)) == data


def _readable(path):
    text, _ = codec.decode(path.read_bytes())
    # Some hold several documents, or a key twice, which PyYAML takes.
    try:
        yaml_codec.parse(text)
    except InvalidWorkflow as exc:
        return None if {problem.code for problem in exc.problems} <= {"trailing-text", "duplicate-key"} else text
    return text
