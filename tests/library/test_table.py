"""Tables on terminals of any width, in any script."""

from __future__ import annotations

import pytest

from qmigui.cli.table import Column, cut, lines, width_of

COLUMNS = (
    Column("ID"),
    Column("NAME", shrinks=True),
    Column("SIZE", right=True),
    Column("TAGS", shrinks=True),
)
ROWS = (
    ("1a2b", "a short one", "10 MiB", "x"),
    ("3c4d", "仮想マシン", "1 GiB", "a long tag, and another one, and more"),
    ("5e6f", "e\u0301\x1b[31m\u202e", "0 bytes", ""),
)


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("abc", 3), ("仮想", 4), ("e\u0301", 1), ("a\u200db", 2), ("\uff57\uff49", 4)],
)
def test_width(text: str, width: int) -> None:
    assert width_of(text) == width


def test_cut() -> None:
    assert cut("abcdef", 6) == "abcdef"
    assert cut("abcdef", 5) == "abcd…"
    assert cut("仮想マシン", 6) == "仮想…"
    assert cut("仮想マシン", 7) == "仮想マ…"
    assert width_of(cut("仮想マシン" * 5, 20)) <= 20


def test_a_table_that_is_not_cut() -> None:
    assert list(lines(COLUMNS, ROWS, None)) == [
        "ID    NAME                SIZE  TAGS\n",
        "1a2b  a short one       10 MiB  x\n",
        "3c4d  仮想マシン         1 GiB  a long tag, and another one, and more\n",
        "5e6f  e\u0301\\x1b[31m\\u202e  0 bytes\n",
    ]


@pytest.mark.parametrize("width", [80, 60, 50, 44])
def test_a_table_that_fits(width: int) -> None:
    made = list(lines(COLUMNS, ROWS, width))
    assert max(width_of(line.rstrip("\n")) for line in made) <= width
    assert all("\x1b" not in line for line in made)
    assert made[2].startswith("3c4d  仮想")


def test_a_terminal_that_is_too_narrow() -> None:
    made = list(lines(COLUMNS, ROWS, 5))
    assert "10 MiB" in made[1]
    assert made[3].startswith("5e6f")
