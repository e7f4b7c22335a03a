from __future__ import annotations

import re

import pytest

from wfkit import render
from wfkit.render._themes import DARK, LIGHT, style_sheet

from .conftest import chain

PALETTES = {"light": LIGHT, "dark": DARK}
TEXT, SIGN = 4.5, 3.0


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_text_is_legible_on_what_it_stands_on(palette):
    for ink in (palette.ink, palette.muted, palette.alarm):
        for ground in (palette.card, palette.paper, palette.frame):
            assert contrast(ink, ground) >= TEXT
    assert contrast(palette.note_ink, palette.note) >= TEXT


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_lines_and_signs_stand_out(palette):
    for ground in (palette.paper, palette.frame):
        assert contrast(palette.wire, ground) >= SIGN
        assert contrast(palette.port, ground) >= SIGN
    for colour in palette.kinds.values():
        assert contrast(colour, palette.card) >= SIGN
        assert contrast(colour, palette.sign) >= TEXT


@pytest.mark.parametrize(("theme", "palette"), PALETTES.items(), ids=PALETTES)
def test_a_theme_has_its_own_colours_and_no_others(theme, palette):
    other = DARK if palette is LIGHT else LIGHT
    assert palette.paper in style_sheet(theme)
    assert other.paper not in style_sheet(theme)


def test_auto_is_light_unless_the_reader_prefers_dark():
    light, dark = style_sheet("auto").split("@media (prefers-color-scheme:dark)")
    assert LIGHT.paper in light
    assert DARK.paper in dark
    assert DARK.paper not in light


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_colours_need_no_variables_and_rules_reach_no_other_picture(theme):
    sheet = style_sheet(theme)
    assert "var(" not in sheet
    rules = re.findall(r"([^{}]+)\{[^{}]*\}", sheet.replace("@media (prefers-color-scheme:dark){", ""))
    assert all(part.startswith(f".wfkit-{theme} ") for rule in rules for part in rule.split(","))


def test_every_class_in_a_picture_is_ours():
    names = {name for names in re.findall('class="([^"]*)"', render.svg(chain("a", "b"))) for name in names.split()}
    assert all(name.startswith(("wfkit", "wf-")) for name in names)
