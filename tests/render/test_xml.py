from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit.render import key_of
from wfkit.render._xml import escaped

from .conftest import HOSTILE


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("<script>", "&lt;script&gt;"),
        ("a & b", "a &amp; b"),
        ("\"double\" 'single'", "&quot;double&quot; &#39;single&#39;"),
        ("tab\tline\nreturn\r", "tab&#9;line&#10;return&#13;"),
        ("nul\x00 esc\x1b \ufffe \ud800", "nul\ufffd esc\ufffd \ufffd \ufffd"),
        ("]]>", "]]&gt;"),
        ("中文 🚨", "中文 🚨"),
    ],
)
def test_each_character_is_written_so_that_it_means_itself(text, written):
    assert escaped(text) == written


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_comes_back_but_for_what_xml_cannot_hold(text):
    element = ET.fromstring(f'<a b="{escaped(text)}">{escaped(text)}</a>')  # noqa: S314 - our own text
    assert element.text == element.attrib["b"] or not text
    assert len(element.attrib["b"]) == len(text)


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_well_formed(text):
    root = ET.fromstring(f'<a b="{escaped(text)}">{escaped(text)}</a>'.encode())  # noqa: S314 - our own text
    assert root.attrib["b"] == (root.text or "")


@given(st.text(st.characters(exclude_categories=())))
def test_a_key_is_what_comes_back_from_the_picture(text):
    element = ET.fromstring(f'<a b="{escaped(text)}"/>')  # noqa: S314 - our own text
    assert element.get("b") == key_of(text)
