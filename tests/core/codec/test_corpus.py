"""Real files are read and written without loss."""

from __future__ import annotations

import json

from wfkit.core import codec

from .conftest import refusal, same


def test_real_files_are_read_hashed_and_written_without_loss(corpus):
    files = sorted(corpus.rglob("*.json"))
    assert files
    for path in files:
        raw = path.read_bytes()
        text, encoding = codec.decode(raw)
        assert codec.encode(text, encoding) == raw, path
        try:
            expected = json.loads(text)
        except ValueError:
            assert refusal(codec.parse, text)[0].code in {"json-syntax", "empty", "trailing-text"}, path
            continue
        data = codec.parse(text)
        assert same(data, expected), path
        assert same(codec.parse(codec.to_text(data)), data), path
        assert codec.fingerprint(text) == (data, codec.content_hash(data)), path
