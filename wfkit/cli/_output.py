"""Where output goes, and in what shape: tables and sentences for people, JSON and CSV for programs."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from wfkit.cli._errors import sentence
from wfkit.cli._text import clean, json_text, one_line, plain, records
from wfkit.errors import InvalidWorkflow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pandas as pd
    from rich.console import Console
    from rich.table import Table

    from wfkit.core.problem import Problem
    from wfkit.errors import WfkitError

_GAP = 2
_NARROWEST = 6
_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table for people.

    Attributes:
        header: What stands above it.
        value: What it shows of a row.
        style: Of rich, or a function of the row that gives one.
        right: Whether it is aligned to the right, as numbers are.
        whole: Whether it keeps its width when the others have to be cut.
        wrap: Whether long text goes on in the next line instead of being cut with an ellipsis.
        share: How much it gets of the room, where there is not enough.
    """

    header: str
    value: Callable[[Mapping[str, Any]], object]
    style: str | Callable[[Mapping[str, Any]], str] = ""
    right: bool = False
    whole: bool = False
    wrap: bool = False
    share: int = 1

    def styled(self, row: Mapping[str, Any]) -> str:
        """The style of a cell."""
        return self.style if isinstance(self.style, str) else self.style(row)


def field(name: str, header: str | None = None, **options: Any) -> Column:
    """A column that shows a value of the row as it is."""
    return Column(name.replace("_", " ") if header is None else header, lambda row: row[name], **options)


def console(*, is_error: bool = False) -> Console:
    """A console on stdout or stderr as they are now, which treats no text as markup."""
    from rich.console import Console

    class Quiet(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Quiet(file=sys.stderr if is_error else sys.stdout, markup=False, highlight=False, emoji=False)


def say(text: str, style: str = "", *, is_error: bool = False, wrap: bool = False) -> None:
    """Writes a sentence for people, hostile characters made visible.

    Args:
        text: May have several lines.
        style: Of rich.
        is_error: To stderr.
        wrap: Break long lines between words; without it a path or a command can be copied whole.
    """
    from rich.text import Text

    console(is_error=is_error).print(Text(clean(text), style=style), soft_wrap=not wrap)


def note_warning(
    message: Warning | str,
    category: type[Warning],  # noqa: ARG001 - in the place of warnings.showwarning
    filename: str,  # noqa: ARG001 - the signature of warnings.showwarning
    lineno: int,  # noqa: ARG001 - the signature of warnings.showwarning
    file: TextIO | None = None,  # noqa: ARG001 - the signature of warnings.showwarning
    line: str | None = None,  # noqa: ARG001 - the signature of warnings.showwarning
) -> None:
    """Writes a warning as a sentence, without the line of code that raised it."""
    say(f"warning: {message}", "yellow", is_error=True)


def take_any_character() -> None:
    """Makes stdout and stderr write what their encoding lacks as an escape instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def hang_up() -> None:
    """Makes up for a reader who went away: Python flushes stdout once more when it ends, and somebody must take it."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(error: WfkitError) -> None:
    """Writes an error to stderr, and the problems of an invalid document as a table."""
    from rich.text import Text

    text = Text.assemble(("error: ", "bold red"), clean(sentence(error)))
    console(is_error=True).print(text, soft_wrap=True)
    if isinstance(error, InvalidWorkflow) and error.problems:
        print_problems(error.problems, is_error=True)


def print_problems(problems: Iterable[Problem], *, is_error: bool = False) -> None:
    """Writes problems as a table."""
    rows = [problem.to_dict() for problem in problems]
    print_table(PROBLEMS, rows, is_error=is_error)


def print_table(columns: Sequence[Column], rows: Iterable[Mapping[str, Any]], *, is_error: bool = False) -> None:
    """Writes rows as a table that fits the terminal."""
    screen = console(is_error=is_error)
    screen.print(table(columns, list(rows), screen.width))


def table(columns: Sequence[Column], rows: Sequence[Mapping[str, Any]], width: int) -> Table:
    """The rows as a table of rich at most this wide; every cell is text, never markup."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    cells = [[one_line(column.header), *(_cell(column, row) for row in rows)] for column in columns]
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False, padding=(0, 1, 0, 0))
    for column, column_width, texts in zip(columns, _widths(columns, cells, width), cells, strict=True):
        made.add_column(
            Text(texts[0]), justify="right" if column.right else "left", width=column_width,
            no_wrap=not column.wrap, overflow="fold" if column.wrap else "ellipsis",
        )  # fmt: skip
    for place, row in enumerate(rows, start=1):
        styled = zip(columns, cells, strict=True)
        made.add_row(*(Text(texts[place], style=column.styled(row)) for column, texts in styled))
    return made


def print_json(value: Any) -> None:
    """Writes the value as JSON in UTF-8, whatever the encoding of the terminal."""
    write_bytes(f"{json_text(value)}\n".encode())


def print_csv(frame: pd.DataFrame) -> None:
    """Writes a DataFrame as CSV in UTF-8: a header, ISO times, nothing where a value is missing."""
    import csv

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([clean(str(name)) for name in frame.columns])
    writer.writerows([_csv_cell(value) for value in row.values()] for row in records(frame))
    write_bytes(text.getvalue().encode())


def write_bytes(raw: bytes) -> None:
    """Writes bytes to stdout as they are."""
    sys.stdout.flush()
    stream = sys.stdout.buffer
    rest = memoryview(raw)
    # With PYTHONUNBUFFERED the stream is a raw file, which may take a part only.
    while rest:
        rest = rest[stream.write(rest) :]
    stream.flush()


def print_listing(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    as_json: bool,
    empty: str,
    page: int = 1,
    limit: int | None = None,
) -> None:
    """Writes a listing: a JSON array of objects, or a table and how to see the rest of it.

    Args:
        frame: Its `attrs["total"]` counts the rows of all pages.
        columns: What people see; programs see everything.
        as_json: For programs.
        empty: The sentence for a listing without rows.
        page: Which page this is.
        limit: Rows a page.
    """
    rows = records(frame)
    if as_json:
        print_json(rows)
    elif rows:
        print_table(columns, rows)
        _say_rest(len(rows), int(frame.attrs.get("total", len(rows))), page, limit)
    else:
        say(empty)


def _say_rest(shown: int, total: int, page: int, limit: int | None) -> None:
    if limit is None or total <= shown:
        return
    first = (page - 1) * limit + 1
    last = first + shown - 1
    more = f"; --page {page + 1} shows more" if last < total else ""
    say(f"{first} to {last} of {total}{more}", "dim")


def _widths(columns: Sequence[Column], cells: Sequence[Sequence[str]], width: int) -> list[int]:
    """How wide each column is: as wide as its texts, unless those that may be cut have to share what is left."""
    from rich.cells import cell_len

    widths = [max(map(cell_len, texts)) for texts in cells]
    cuttable = [place for place, column in enumerate(columns) if not column.whole]
    left = (
        width - _GAP * (len(columns) - 1) - sum(widths[place] for place, column in enumerate(columns) if column.whole)
    )
    shares = sum(columns[place].share for place in cuttable)
    # The least demanding first, so that what they do not need goes to the others.
    for place in sorted(cuttable, key=lambda place: widths[place] / columns[place].share):
        widths[place] = min(widths[place], max(_NARROWEST, left * columns[place].share // shares))
        left -= widths[place]
        shares -= columns[place].share
    return widths


def _cell(column: Column, row: Mapping[str, Any]) -> str:
    value = column.value(row)
    return "" if value is None else one_line(value if isinstance(value, str) else str(plain(value)))


def _csv_cell(value: Any) -> Any:
    found = plain(value)
    if isinstance(found, dict | list):
        return json_text(found)
    return clean(found) if isinstance(found, str) else found


PROBLEMS = (
    field("severity", "", style=lambda row: _STYLES.get(str(row["severity"]), ""), whole=True),
    field("code", whole=True),
    Column("problem", lambda row: f"{row['message']}{_fix(row)}", wrap=True),
    field("pointer", "where", style="dim", wrap=True),
)


def _fix(row: Mapping[str, Any]) -> str:
    return f"{' ' if str(row['message']).endswith(('?', '.')) else '; '}{row['fix']}" if row["fix"] else ""
