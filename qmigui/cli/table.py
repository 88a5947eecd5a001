"""Aligned columns for a terminal, whatever script the words are in."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from qmigui.errors import printable

_GAP = "  "
_CUT = "…"
_NARROWEST = 8
_COMBINING = {"Mn", "Me", "Cf"}
_WIDE = {"W", "F"}


class Column(NamedTuple):
    """One column.

    Attributes:
        title: above it.
        right: numbers stand at its right edge.
        shrinks: its words may be cut where the terminal is too narrow.
    """

    title: str
    right: bool = False
    shrinks: bool = False


def width_of(text: str) -> int:
    """How many cells of a terminal *text* takes."""
    if text.isascii():
        return len(text)
    return sum(_cells(one) for one in text)


def _cells(one: str) -> int:
    if unicodedata.category(one) in _COMBINING:
        return 0
    return 2 if unicodedata.east_asian_width(one) in _WIDE else 1


def cut(text: str, width: int) -> str:
    """*text* in at most *width* cells, with a mark where something is left out."""
    if width_of(text) <= width:
        return text
    kept, used = [], 0
    for one in text:
        used += _cells(one)
        if used > width - 1:
            break
        kept.append(one)
    return "".join(kept) + _CUT


def terminal_width() -> int | None:
    """Columns of the terminal that standard output is; None: it is none, and lines may have any length."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    return shutil.get_terminal_size().columns if not os.environ.get("COLUMNS") else _columns()


def _columns() -> int | None:
    given = os.environ["COLUMNS"]
    return int(given) if given.isdecimal() and int(given) > 0 else None


def lines(columns: Sequence[Column], rows: Iterable[Sequence[str]], width: int | None) -> Iterator[str]:
    """The table, titles first.

    Args:
        columns: of it.
        rows: a text for each column; what a terminal might obey is escaped.
        width: of the terminal; None: nothing is cut.
    """
    table = [[column.title for column in columns], *([printable(cell) for cell in row] for row in rows)]
    widths = [max(width_of(row[index]) for row in table) for index in range(len(columns))]
    if width is not None:
        _shrink(columns, widths, width)
    for row in table:
        cells = [
            _aligned(cut(cell, space), space, column.right)
            for cell, space, column in zip(row, widths, columns, strict=True)
        ]
        yield _GAP.join(cells).rstrip() + "\n"


def _shrink(columns: Sequence[Column], widths: list[int], width: int) -> None:
    """Take from the widest columns that may shrink, until all fit or none can shrink more."""
    able = [index for index, column in enumerate(columns) if column.shrinks]
    while sum(widths) + len(_GAP) * (len(widths) - 1) > width:
        index = max(able, key=lambda one: widths[one], default=None)
        if index is None or widths[index] <= _NARROWEST:
            return
        widths[index] -= 1


def _aligned(text: str, space: int, right: bool) -> str:
    blank = " " * (space - width_of(text))
    return blank + text if right else text + blank
