from __future__ import annotations

import base64

from wfkit.render.html._pictures import picture

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="10"></svg>'


def image(page):
    [attributes] = [attributes for tag, attributes in page.elements if tag == "img"]
    return attributes


def test_a_picture_is_an_image_that_says_what_is_in_it(read):
    shown = image(read(picture(lambda: SVG.format(100), "two nodes")))
    assert shown["alt"] == "two nodes"
    assert base64.b64decode(shown["src"].partition(",")[2]).decode() == SVG.format(100)


def test_a_small_picture_fits_the_page_and_a_large_one_keeps_a_size_to_be_read(read):
    assert "width" not in image(read(picture(lambda: SVG.format(900), "small")))
    assert image(read(picture(lambda: SVG.format(4000), "large")))["width"] == "3000"
    assert image(read(picture(lambda: SVG.format("3000pt"), "in points")))["width"] == "3000"
    assert "width" not in image(read(picture(lambda: "<svg></svg>", "without a size")))


def failing():
    msg = "no <engine>"
    raise OSError(msg)


def test_without_a_picture_there_is_the_reason_and_the_outline(read):
    page = read(picture(failing, "two nodes", otherwise=lambda: "a → b"))
    assert page.words == "No picture: no <engine>a → b"
    assert page.tags == ["p", "pre"]


def test_without_a_picture_and_an_outline_there_is_the_reason(read):
    assert read(picture(failing, "two nodes")).words == "No picture: no <engine>"


def test_an_error_without_words_is_named(read):
    def interrupted():
        raise ValueError

    assert read(picture(interrupted, "")).words == "No picture: ValueError"


def test_a_picture_too_large_for_a_notebook_is_left_out(read):
    page = read(picture(lambda: "x" * 600_000, "huge", otherwise=lambda: "\n".join("abc" for _ in range(1000))))
    assert "too large" in page.words
    assert page.words.endswith("… 880 more lines")
