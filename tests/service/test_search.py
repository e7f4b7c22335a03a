from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit.core.pointer import resolve
from wfkit.errors import InvalidInput
from wfkit.service.search import places_and_folded
from wfkit.store import frames


def places(frame):
    return list(zip(frame["workflow_name"], frame["pointer"], frame["text"], strict=True))


@pytest.mark.usefixtures("wf")
def test_a_text_is_found_in_every_head(registry, flow, n8n):
    registry.create("Other", flow("GPT-4o"))
    registry.create("Foreign", n8n | {"name": "my gpt-4 flow"})
    assert places(registry.search("gpt-4")) == [
        ("Foreign", "/name", "my gpt-4 flow"),
        ("Other", "/nodes/0/data/config/model", "GPT-4o"),
        ("Simple", "/nodes/0/data/config/model", "gpt-4"),
    ]


@pytest.mark.usefixtures("wf")
def test_a_listing_of_matches_has_the_declared_dtypes(registry, kinds):
    assert kinds(registry.search("nowhere")) == dict(frames.MATCHES) == kinds(registry.search("gpt"))


def test_only_the_newest_version_is_searched(registry, wf, flow):
    assert len(registry.search("gpt-4")) == 1
    wf.save(flow("claude"))
    assert len(registry.search("gpt-4")) == 0
    assert list(registry.search("claude")["version"]) == [2]


def test_a_deleted_workflow_is_not_found_until_it_is_back(registry, wf):
    registry.search("gpt")
    registry.delete(wf)
    assert len(registry.search("gpt")) == 0
    registry.undelete(wf)
    assert len(registry.search("gpt")) == 1


@pytest.mark.parametrize(
    "text", ["%", "_", "'", '"', "\\", "a\tb", "{", "\x00", "ß", "İ", "🙂", "' OR 1=1 --"], ids=ascii
)
def test_every_character_is_taken_literally(registry, flow, text):
    registry.create("With", flow(f"before{text}after"))
    registry.create("Without", flow("before after none"))
    assert set(registry.search(f"E{text}A")["workflow_name"]) == {"With"}


def test_case_is_folded_and_not_only_lowered(registry, flow):
    registry.create("Street", flow("STRASSE"))
    assert len(registry.search("straße")) == 1


def test_a_text_of_several_lines_is_found_across_them(registry, flow):
    registry.create("Prompt", flow("You are\na helpful\r\nassistant"))
    assert len(registry.search("are a helpful assistant")) == 1
    assert list(registry.search("are\na")["text"]) == ["You are a helpful assistant"]


@pytest.mark.parametrize("key", ["a\tb", "a\nb", "\n", "\t", "\\", "a/b~c", "a\\nb", "\u2028", "", "é\t"], ids=ascii)
def test_a_pointer_leads_to_the_text_whatever_the_keys(registry, flow, key):
    wf = registry.create("One", flow(extra={"before": "x", key: "needle", "after": "y"}))
    (pointer,) = registry.search("needle")["pointer"]
    assert resolve(wf.document, pointer) == "needle"


def test_source_code_and_copies_of_schemas_are_left_out(registry, flow):
    registry.create("One", flow(code="needle", inputParams=[{"label": "needle"}], note="needle"))
    assert list(registry.search("needle")["pointer"]) == ["/note"]


@pytest.mark.usefixtures("wf")
def test_names_that_are_not_in_the_document_are_not_searched(registry):
    assert len(registry.search("Simple")) == 0


def test_a_document_that_something_else_altered_is_not_searched_and_stops_nothing(registry, wf, flow):
    registry.create("Other", flow())
    altered = 'UPDATE wfkit_store.workflow_versions SET workflow_json = \'{"a": 1, "a": 2}\' WHERE workflow_id = $1'
    with registry._context.engine.write() as transaction:  # noqa: SLF001 - something else alters the file
        transaction.run(altered, wf.id)
    assert list(registry.search("gpt")["workflow_name"]) == ["Other"]


def test_pages_of_matches_hold_every_one_once(registry, flow):
    registry.create("Long", flow(*["needle"] * 7))
    pages = [registry.search("needle", page=page, limit=3) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert len({pointer for page in pages for pointer in page["pointer"]}) == 7
    assert {page.attrs["total"] for page in pages} == {7}
    assert len(registry.search("needle", limit=None)) == 7


@pytest.mark.parametrize("text", ["", " ", "\n\t", "x" * 1001], ids=["empty", "space", "breaks", "too long"])
def test_a_text_without_a_visible_character_or_too_long_is_refused(registry, text):
    with pytest.raises(InvalidInput, match="search for a text of 1 to 1000 characters"):
        registry.search(text)


texts = st.text(st.characters(exclude_categories=["Cs"]))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(st.lists(json_values, max_size=4) | st.dictionaries(texts, json_values, max_size=4))
def test_there_are_as_many_places_as_folded_texts(document):
    found, folded = places_and_folded(document)
    assert found.count("\n") == folded.count("\n")
    assert all("\t" in line for line in found.split("\n") if line)
