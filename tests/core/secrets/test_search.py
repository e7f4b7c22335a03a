"""The search through data: what formats, names and shapes say of each place."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit.core.secrets import SecretPlace, find
from wfkit.core.secrets.names import strength_of
from wfkit.core.secrets.placeholders import entropy_bits, is_placeholder

LITERAL = "q7Zx-91LmPq2_vTr8Kd0"
TOKEN = "hf_" + "aB3dE5fG7hJ9kL1mN2pQ" * 2
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)


def told(found):
    return [(finding.path, finding.rule, finding.confidence) for finding in found]


def by_name(name, value):
    return [(finding.rule, finding.confidence) for finding in find({name: value})]


@pytest.mark.parametrize(
    ("name", "value", "confidence"),
    [
        ("api_key", LITERAL, "high"),
        ("openAIApiKey", LITERAL, "high"),
        ("X-Api-Key", LITERAL[:14], "medium"),
        ("password", "hunter22", "high"),
        ("db_password", "swordfish", "medium"),
        ("pwd", "0451", "medium"),
        ("token", LITERAL, "medium"),
        ("clientSecret", LITERAL, "high"),
        ("Authorization", LITERAL, "high"),
        ("password", 123456, "medium"),
    ],
)
def test_a_secret_name_makes_a_secret(name, value, confidence):
    assert by_name(name, value) == [("secret-field", confidence)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("api_key", ""),
        ("api_key", "${API_KEY}"),
        ("api_key", "OPENAI_API_KEY"),
        ("api_key", "openai_api_key"),
        ("api_key", "YOUR-API-KEY-123"),
        ("api_key", "={{ $json.key1 }}"),
        ("api_key", "<your key>"),
        ("api_key", "%API_KEY1_FOR_ME%"),
        ("api_key", "process.env.API_KEY_1"),
        ("api_key", "short1"),
        ("api_key", "two words 1234567890"),
        ("api_key", "https://vault.internal/v1/keys/12"),
        ("api_key", "/run/secrets/api-key-1"),
        ("api_key", '{"a":"q7Zx-91LmPq2_vTr8Kd0"}'),
        ("api_key", "11111111111111112222"),
        ("api_key", "1234567654327"),
        ("api_key", "aaaabbbbaaaabbbb1"),
        ("api_key", "a" * 5000 + "1b2"),
        ("api_key", True),
        ("api_key", None),
        ("api_key", 123456789012),
        ("token", "gpt-4o-mini-2024-07-18"),
        ("token", "a1!a1!a1!a1!b2?b2?"),
        ("password", "password"),
        ("password", "abc"),
        ("password", "********"),
        ("password", "/etc/passwd"),
        ("max_tokens", LITERAL),
        ("nextPageToken", LITERAL),
        ("primary_key", LITERAL),
        ("key", LITERAL),
        ("k" * 90 + "password", "hunter22"),
    ],
)
def test_what_only_resembles_a_secret_is_none(name, value):
    assert by_name(name, value) == []


def test_parameters_that_are_named_beside_their_value_are_known_by_that_name():
    for key in ("name", "key", "header", "env_var"):
        found = find({"list": [{key: "X-Api-Key", "value": LITERAL}]})
        assert [(finding.path, finding.field) for finding in found] == [(("list", 0, "value"), "X-Api-Key")]
    assert told(find([{"name": "key", "value": LITERAL}])) == [((0, "value"), "secret-field", "medium")]
    assert find([{"name": "n" * 90, "value": LITERAL}]) == []


def test_a_value_without_a_name_beside_it_goes_by_the_name_above_it():
    assert told(find({"api_key": {"value": LITERAL, "type": "str"}})) == [
        (("api_key", "value"), "secret-field", "high")
    ]
    assert told(find({"api_keys": [], "api_key": [LITERAL, [LITERAL]]})) == [
        (("api_key", 0), "secret-field", "high"),
        (("api_key", 1, 0), "secret-field", "high"),
    ]


def test_the_scheme_of_a_header_is_no_part_of_the_secret():
    (finding,) = find({"Authorization": f"Token {LITERAL}"})
    assert (finding.start, finding.length, finding.is_whole) == (6, len(LITERAL), False)


def test_a_shape_says_more_than_the_name_of_its_field():
    (finding,) = find({"api_key": TOKEN})
    assert (finding.rule, finding.is_whole, finding.length) == ("hugging-face-token", True, len(TOKEN))
    (finding,) = find({"Authorization": f"Bearer {TOKEN}"})
    assert (finding.rule, finding.start, finding.is_whole) == ("hugging-face-token", 7, False)


def test_a_secret_in_a_key_is_found_once_for_each_key():
    found = find([{TOKEN: 1}, {TOKEN: 2}])
    assert [(finding.path, finding.is_key) for finding in found] == [((0, TOKEN), True)]


def test_what_a_format_says_counts_for_the_whole_value():
    places = {
        "a": SecretPlace(("a",), "credentials"),
        "b": SecretPlace(("b", "c", 1), "creator", "personal", "low"),
        "d": SecretPlace(("d",), "pinned-data"),
        "e": SecretPlace(("e", "nowhere", "x"), "nothing"),
        "f": SecretPlace(("f", 7, "x"), "nothing"),
    }
    data = {"a": "two words", "b": {"c": [0, "Bob"]}, "d": {"x": TOKEN}, "e": {}, "f": [1]}
    found = find(data, lambda part: [places[key] for key in part if key in places])
    assert told(found) == [
        (("d",), "pinned-data", "high"),
        (("a",), "credentials", "high"),
        (("b", "c", 1), "creator", "low"),
        (("d", "x"), "hugging-face-token", "high"),
    ]
    assert [finding.length for finding in found] == [
        len(json.dumps(data["d"], separators=(",", ":"))),
        9,
        3,
        len(TOKEN),
    ]
    assert found[0].field == "d"


def test_a_place_that_is_empty_or_filled_by_a_reference_is_no_finding():
    for value in ("", "${API_KEY}", {}, [], None, 7):
        assert find({"a": value}, places=[SecretPlace(("a",), "credentials")]) == []
    assert find("text", places=[SecretPlace((0,), "credentials")]) == []
    assert [finding.path for finding in find(["x y"], places=[SecretPlace((0,), "credentials")])] == [(0,)]
    assert [finding.field for finding in find([["x y"]], places=[SecretPlace((0,), "credentials")])] == [""]


def test_the_name_of_a_secret_kept_elsewhere_is_none_but_a_key_in_its_place_is():
    places = [SecretPlace(("password",), "variable-name", "reference"), SecretPlace(("key",), "v", "reference")]
    assert find({"password": "team_password_1", "key": {"a": 1}}, places=places) == []
    assert told(find({"password": TOKEN}, places=places)) == [(("password",), "hugging-face-token", "high")]


def test_a_format_may_say_what_a_value_is_called_and_where_it_begins():
    place = SecretPlace((0,), kind="name", name="DB_PASSWORD", start=12)
    (finding,) = find(["DB_PASSWORD=swordfish"], places=[place])
    assert (finding.rule, finding.field, finding.start, finding.length) == ("secret-field", "DB_PASSWORD", 12, 9)


def test_personal_data_and_secrets_of_one_text_are_both_found():
    found = find({"text": f"{TOKEN} of bob@firma.de"})
    assert [(finding.kind, finding.rule) for finding in found] == [
        ("secret", "hugging-face-token"),
        ("personal", "e-mail"),
    ]


def test_a_secret_is_found_wherever_it_stands_once_more():
    found = find({"label": f"with {LITERAL}!", "api_key": LITERAL, LITERAL: 1, "x": [f"{LITERAL}{LITERAL}"]})
    assert [(finding.path, finding.rule, finding.start, finding.is_key) for finding in found] == [
        (("label",), "repeated-secret", 5, False),
        (("api_key",), "secret-field", 0, False),
        ((LITERAL,), "repeated-secret", 0, True),
        (("x", 0), "repeated-secret", 0, False),
        (("x", 0), "repeated-secret", len(LITERAL), False),
    ]


@pytest.mark.parametrize("password", ["swordfish", "hunter2", "12345678"])
def test_a_word_a_number_and_a_short_password_are_not_looked_for_elsewhere(password):
    assert [finding.path for finding in find({"password": password, "text": f"a {password} b"})] == [("password",)]


def test_many_findings_in_one_text_take_no_longer_than_many_texts():
    text = "".join(f"password='hunter{number}' bob{number}@firma.de " for number in range(20_000, 30_000))
    assert len(find({"text": text})) == 20_000


def test_what_two_rules_find_at_once_is_one_finding_and_as_long_as_both():
    (finding,) = find({"text": f"https://u:{TOKEN}=x1y2z3@a.b/"})
    assert (finding.rule, finding.length) == ("hugging-face-token", len(TOKEN) + 7)


def test_a_personal_place_keeps_the_secrets_that_are_in_it():
    place = SecretPlace(("name",), "credential-name", "personal")
    found = find({"name": f"{TOKEN} of bob@firma.de"}, places=[place])
    assert [(one.kind, one.rule) for one in found] == [
        ("secret", "hugging-face-token"),
        ("personal", "credential-name"),
    ]


def test_a_deep_document_is_searched_to_its_end():
    data = TOKEN
    for _ in range(20_000):
        data = [data]
    (finding,) = find(data)
    assert len(finding.path) == 20_000


@given(JSON)
def test_no_data_fails(data):
    assert isinstance(find(data), list)


@given(st.text(), st.text())
def test_findings_lie_within_their_text(name, text):
    for finding in find({name: text}):
        assert 0 <= finding.start <= finding.stop <= len(name if finding.is_key else text)


def test_an_empty_text_says_nothing():
    assert entropy_bits("") == 0
    assert is_placeholder(" ")
    assert strength_of("") == ""
