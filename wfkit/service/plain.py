"""Values and listings as JSON knows them, for every face that speaks JSON."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any

from wfkit.core.problem import Problem

if TYPE_CHECKING:
    import pandas as pd


def plain(value: Any) -> Any:  # noqa: PLR0911 - one line a kind of value
    """The value as JSON knows it: ISO times, null for what is missing or not finite."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if isfinite(value) else None
        case datetime() | date() | time():
            # NaT is a datetime, and the only one that does not equal itself.
            return value.isoformat() if value == value else None  # noqa: PLR0124 - NaN and NaT
        case Decimal():
            return plain(float(value))
        case timedelta():
            return value.total_seconds()
        case bytes() | bytearray():
            return value.hex()
        case Problem():
            return value.to_dict()
        case dict():
            # By map, since a comprehension is one more call a level, and documents nest deep.
            return dict(zip(map(str, value), map(plain, value.values()), strict=True))
        case list() | tuple() | set() | frozenset():
            return list(map(plain, value))
    return _plain_foreign(value)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a DataFrame as dicts of plain Python values, None where a value is missing."""
    names = [str(name) for name in frame.columns]
    columns = [[_python(value) for value in frame.iloc[:, place].tolist()] for place in range(len(names))]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _python(value: Any) -> Any:
    item = value.tolist() if type(value).__module__ == "numpy" else value
    if type(item).__name__ == "NAType" or (isinstance(item, float | datetime) and item != item):  # noqa: PLR0124 - NaN and NaT
        return None
    return item.to_pydatetime(warn=False) if hasattr(item, "to_pydatetime") else item


def _plain_foreign(value: Any) -> Any:
    if hasattr(value, "tolist"):  # numpy arrays and scalars
        return plain(value.tolist())
    return None if type(value).__name__ == "NAType" else str(value)
