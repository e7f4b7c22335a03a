"""Zips that are damaged, hostile or hold what they should not: each member is a row."""

from __future__ import annotations

import random
import zipfile

import pytest

from wfkit.service.importing.content import Reader
from wfkit.service.importing.rows import Row
from wfkit.service.importing.sources import Entry, find

from .conftest import flow, zipped

COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def test_names_that_lead_out_of_a_zip_are_only_names(flows, rows):
    names = ("/etc/a.json", "../../b.json", "C:\\c.json", "a\nb/d.json")
    zipped(flows / "a.zip", {name: flow(name) for name in names})
    found = rows()
    assert sorted(place.partition("!")[2] for place, _, _ in found) == sorted(names)
    assert {status for _, status, _ in found} == {"imported"}
    assert [path.name for path in flows.iterdir()] == ["a.zip"]


def test_a_zip_in_a_zip_is_named_and_a_link_in_one_too(flows, rows):
    inner = zipped(flows / "inner.zip", {"a.json": flow("a")}).read_bytes()
    link = zipfile.ZipInfo("link.json")
    link.external_attr = 0o120777 << 16
    zipped(flows / "outer.zip", {"deep/inner.zip": inner, "x.wfkit": b"", link: b"/etc/passwd"})
    (flows / "inner.zip").unlink()
    assert [(place, status) for place, status, _ in rows()] == [
        ("outer.zip!deep/inner.zip", "skipped"),
        ("outer.zip!link.json", "skipped"),
        ("outer.zip!x.wfkit", "skipped"),
    ]


@pytest.mark.parametrize("compression", COMPRESSIONS[1:])
def test_a_bomb_is_not_unpacked_however_it_is_packed(flows, rows, compression):
    zipped(flows / "a.zip", {"bomb.json": b'{"a": "' + b" " * 2**24 + b'"}', "fine.json": flow("fine")}, compression)
    bomb, fine = rows()
    assert bomb[1] == "failed"
    assert bomb[2].startswith("compressed ")
    assert fine[1] == "imported"


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_no_damage_to_a_zip_is_raised_or_taken_for_a_defect(flows, compression):
    whole = zipped(flows / "a.zip", {"a.json": flow("a"), "ü.json": flow("u")}, compression).read_bytes()
    chance = random.Random(compression)  # noqa: S311 - the same damages each time
    damages = [whole[:length] for length in range(0, len(whole), 17)]
    for _ in range(400):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(whole))] = chance.choice((0, 1, 0x7F, 0x80, 0xFF))
        damages.append(bytes(damaged))
    for damaged in damages:
        (flows / "a.zip").write_bytes(damaged)
        with Reader() as reader:
            for source in find(flows):
                found = reader.read(source) if isinstance(source, Entry) else source
                assert isinstance(found, Row | bytes)
