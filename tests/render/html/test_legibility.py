"""Text keeps a contrast of 4.5 (WCAG AA) on a light page and on a dark one, each of which gives its ink."""

from __future__ import annotations

import copy
import re
from html.parser import HTMLParser

import pytest

from wfkit.core.diff import diff
from wfkit.core.merge import merge
from wfkit.core.problem import Problem, report_of
from wfkit.render.html import diff_html, graph_bundle, merge_bundle, report_bundle

AA = 4.5
# What JupyterLab writes on its two pages with; the second is lighter than it need be for a dark page.
PAGES = {"light": ((255, 255, 255), (33, 33, 33)), "dark": ((17, 17, 17), (222, 222, 222))}
_RGBA = re.compile(r"background:rgba\((\d+),(\d+),(\d+),([.\d]+)\)")
_OPACITY = re.compile(r"opacity:([.\d]+)")
_VOID = frozenset({"img", "col", "br"})


def mixed(above, below, share):
    return tuple(share * one + (1 - share) * other for one, other in zip(above, below, strict=True))


def luminance(colour):
    parts = [value / 255 for value in colour]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in parts]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


class Painter(HTMLParser):
    """The lowest contrast between a text and what it stands on; `opacity` lets the page through both."""

    def __init__(self, paper, ink):
        super().__init__()
        self.paper, self.ink, self.trail, self.worst = paper, ink, [(paper, 1.0)], 21.0

    def handle_starttag(self, tag, attrs):
        style = dict(attrs).get("style", "")
        ground, share = self.trail[-1]
        if tint := _RGBA.search(style):
            red, green, blue, alpha = map(float, tint.groups())
            ground = mixed((red, green, blue), ground, alpha)
        if let_through := _OPACITY.search(style):
            share *= float(let_through[1])
        if tag not in _VOID:
            self.trail.append((ground, share))

    def handle_endtag(self, _tag):
        self.trail.pop()

    def handle_data(self, data):
        if data.strip():
            ground, share = self.trail[-1]
            self.worst = min(self.worst, contrast(mixed(self.ink, ground, share), ground))


@pytest.fixture
def pages(document, node, edge):
    old = document(node("a", "llm", "A", prompt="old words " * 40, k=1), node("b"), edges=[edge("a", "b", "x", "y")])
    data = copy.deepcopy(old.data)
    data["nodes"][0]["data"]["config"] = {"prompt": "old words " * 20 + "new words " * 20, "k": 2, "more": [1]}
    new = document(data["nodes"][0], node("c", model="m"), edges=[edge("a", "c", "x", "y")])
    theirs = document(node("a", "llm", "A", prompt="other words " * 40, k=3), node("b"), edges=old.data["edges"])
    problems = [
        Problem(severity, "code", "message", "/a", "n", "e", "fix") for severity in ("error", "warning", "info")
    ]
    return [
        diff_html(diff(old, new)),
        diff_html(diff(new, old)),
        graph_bundle(new.graph)["text/html"],
        merge_bundle(merge(old, new, theirs))["text/html"],
        merge_bundle(merge(old, new, theirs).resolve_all("ours"))["text/html"],
        report_bundle(report_of(problems))["text/html"],
    ]


@pytest.mark.parametrize("theme", PAGES)
def test_every_text_is_legible(pages, theme):
    for source in pages:
        painter = Painter(*PAGES[theme])
        painter.feed(source)
        assert painter.worst >= AA


def test_no_style_names_a_colour_of_text(pages):
    assert not [source for source in pages if re.search("[;\"']color:", source)]
