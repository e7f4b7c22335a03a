from __future__ import annotations

import pytest

from wfkit.core.reference import is_reference


@pytest.mark.parametrize(
    "text",
    ["${NAME}", "${env:NAME}", "${a.b}", " ${NAME}\n", "{{ x }}", "{{x}}", "{{ f(a, {'b': 1}) }}", "{{\n x\n}}"],
)
def test_a_whole_reference_is_one(text: str) -> None:
    assert is_reference(text)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "NAME",
        "$NAME",
        "${}",
        "${NAME",
        "${NAME:-sk-1}",
        "x ${NAME}",
        "{{}}",
        "{{ }}",
        "{{a}} {{b}}",
        "{{a}}b",
        3,
        None,
    ],
)
def test_everything_else_is_none(value: object) -> None:
    assert not is_reference(value)


def test_a_hostile_text_takes_no_time() -> None:
    assert not is_reference("{{" + "{ " * 200_000)
    assert not is_reference(" " * 200_000 + "x")
