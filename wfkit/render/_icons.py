"""A sign for each kind, drawn by one line in a square of 16 units: kinds are told apart by more than colour."""

from __future__ import annotations

from typing import Final

ICONS: Final = {
    "source": "M2 8h8M7 4.5 10.5 8 7 11.5M9.5 2.5H12A1.5 1.5 0 0 1 13.5 4v8a1.5 1.5 0 0 1-1.5 1.5H9.5",
    "text": "M3 4h10M3 8h10M3 12h6",
    "index": "M3 4.2c0-2.3 10-2.3 10 0v7.6c0 2.3-10 2.3-10 0zM3 4.2c0 2.3 10 2.3 10 0M3 8c0 2.3 10 2.3 10 0",
    "retrieval": "M11.5 7a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0zM10.3 10.3 14 14",
    "model": "M8 1.8l1.7 4.5L14.2 8l-4.5 1.7L8 14.2 6.3 9.7 1.8 8l4.5-1.7z",
    "image": "M2.5 3.5h11v9h-11zM2.5 11l3.2-3.4 2.6 2.6 1.9-1.7 3.3 2.8M10.2 6h.1",
    "control": "M2 8h3.5c2 0 2-4 4-4h4M5.5 8c2 0 2 4 4 4h4M11.5 2l2 2-2 2M11.5 10l2 2-2 2",
    "code": "M5.5 4 1.8 8l3.7 4M10.5 4l3.7 4-3.7 4",
    "service": "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM2 8h12M8 2c-3.4 3.6-3.4 8.4 0 12 3.4-3.6 3.4-8.4 0-12z",
    "output": "M6 2.5H3.8A1.3 1.3 0 0 0 2.5 3.8v8.4a1.3 1.3 0 0 0 1.3 1.3H6M5.5 8H14M10.8 4.8 14 8l-3.2 3.2",
    "other": "M8 2l5.2 3v6L8 14l-5.2-3V5z",
    "missing": "M8 3v6M8 12.4v.1",
    "group": "M2.5 5V2.5H5M11 2.5h2.5V5M13.5 11v2.5H11M5 13.5H2.5V11",
}
