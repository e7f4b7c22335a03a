"""Answers as bytes: JSON is written once, by msgspec, and a stored document goes into it as it is."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import msgspec
from fastapi import Response

from wfkit.api._headers import PICTURE_POLICY

_ENCODER = msgspec.json.Encoder()
_STYLE = "body{font:15px/1.5 system-ui,sans-serif;max-width:90rem;margin:2rem auto;padding:0 1rem}"


def json_answer(
    content: Any, status: int = 200, *, headers: Mapping[str, str] | None = None, media_type: str = "application/json"
) -> Response:
    """The content as JSON: times in UTC end with Z, and a `msgspec.Raw` stands as it is."""
    return Response(_ENCODER.encode(content), status, headers, media_type)


def svg_answer(svg: str) -> Response:
    """A picture that a browser shows and nothing more."""
    return Response(svg, headers={"Content-Security-Policy": PICTURE_POLICY}, media_type="image/svg+xml")


def html_answer(title: str, content: str) -> Response:
    """A page around HTML that is safe already."""
    page = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{content}\n</body>\n</html>\n"
    )
    return Response(
        page.encode(errors="backslashreplace"),
        headers={"Content-Security-Policy": PICTURE_POLICY},
        media_type="text/html; charset=utf-8",
    )
