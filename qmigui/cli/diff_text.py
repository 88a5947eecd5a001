"""A comparison as text: aligned, and coloured for a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from qmigui.errors import printable

if TYPE_CHECKING:
    from qmigui.compare.diff import Difference
    from qmigui.compare.page_view import PagePair
    from qmigui.compare.ram_diff import BlockDiff
    from qmigui.service.comparison import Comparison

_WIDEST_PATH = 60
_WIDEST_VALUE = 48
_LINE = 16
_MIN_HEX = 256
_MIN_HEX_INSTANCE = 1 << 16
_DOTS = bytes(octet if 32 <= octet < 127 else ord(".") for octet in range(256))
_BOLD, _RED, _GREEN, _DIM = "1", "31", "32", "2"


class Style:
    """Colours, where they are wanted.

    Args:
        colour: whether they are.
    """

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def __call__(self, text: str, code: str) -> str:
        """*text* in a colour."""
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour and text else text


def is_coloured() -> bool:
    """Whether standard output is a terminal that shows colours, and nobody has said no (no-color.org)."""
    return (
        sys.stdout is not None
        and sys.stdout.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )


def comparison_text(result: Comparison, *, names: Sequence[str], colour: bool) -> Iterator[str]:
    """The text, in pieces.

    Args:
        result: what was found.
        names: what a page of RAM can be, in the order of the counts of a block.
        colour: whether to colour it.
    """
    style = Style(colour)
    for side, name, form, code in zip("AB", result.names, result.forms, (_RED, _GREEN), strict=True):
        yield f"{style(side, code)}: {printable(name)} ({form})\n"
    differences = result.diff.differences
    for _, group in groupby(differences, lambda each: (each.section, each.instance, _head(each))):
        yield from _group(list(group), style)
    if result.diff.blocks:
        yield from _ram(result.diff.blocks, names, style)
    for page in result.pages:
        yield from _page(page, style)
    yield _summary(result)


def _summary(result: Comparison) -> str:
    diff = result.diff
    ignored = f"; {diff.ignored:,} left out" if diff.ignored else ""
    if diff.unknown_pages:
        ignored += f"; {diff.unknown_pages:,} pages are in neither state"
    if diff.is_equal:
        return f"equal: {diff.sections:,} sections, {len(diff.blocks):,} RAM blocks{ignored}\n"
    sections = len({(each.section, each.instance) for each in diff.differences})
    blocks = sum(not block.is_equal for block in diff.blocks)
    return (
        f"different: {len(diff.differences):,} values or parts in {sections:,} of {diff.sections:,} sections,"
        f" {blocks:,} of {len(diff.blocks):,} RAM blocks{ignored}\n"
    )


# -- sections --------------------------------------------------------------------------


def _head(difference: Difference) -> str:
    return difference.path.removesuffix(f" / {difference.change.path}")


def _group(group: list[Difference], style: Style) -> Iterator[str]:
    """The differences of one section."""
    first = group[0]
    head = printable(_head(first))
    if first.instance:
        head += f", instance {first.instance:{'#x' if first.instance >= _MIN_HEX_INSTANCE else 'd'}}"
    yield f"\n{style(head, _BOLD)}\n"
    rows = [(printable(each.change.path) or "(all of it)", *_sides(each)) for each in group]
    path_width = min(max(len(row[0]) for row in rows), _WIDEST_PATH)
    value_width = min(max(len(row[1]) for row in rows), _WIDEST_VALUE)
    for path, left, right in rows:
        if right or left:
            mine = style(f"{left:<{value_width}}", _RED)
            yield f"  {path:<{path_width}}  {mine}  ->  {style(right, _GREEN)}\n"
        else:
            yield f"  {path}\n"


def _sides(difference: Difference) -> tuple[str, str]:
    change = difference.change
    match change.what:
        case "only-a":
            return _text(change.a), "only in A"
        case "only-b":
            return "only in B", _text(change.b)
        case "length":
            return f"{_text(change.a)} octets", f"{_text(change.b)} octets"
        case "version":
            return f"version {_text(change.a)}", f"version {_text(change.b)}"
        case "more":
            return _text(change.a), "..."
        case _:
            return _text(change.a), _text(change.b)


def _text(value: int | bool | bytes | str | None) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value) if -_MIN_HEX < value < _MIN_HEX else f"{value} ({value:#x})"
        case bytes():
            return f"{value.hex(' ')} |{value.translate(_DOTS).decode('ascii')}|" if value else "no octets"
        case None:
            return ""
        case _:
            return printable(value)


# -- RAM -------------------------------------------------------------------------------


def _ram(blocks: list[BlockDiff], names: Sequence[str], style: Style) -> Iterator[str]:
    yield f"\n{style('RAM', _BOLD)}\n"
    texts = [repr(printable(block.name.decode("utf-8", "backslashreplace"))) for block in blocks]
    width = min(max(map(len, texts)), _WIDEST_PATH)
    used = [code for code in range(len(names)) if any(block.counts[code] for block in blocks)]
    heads = [names[code] for code in used]
    widths = [
        max(len(head), *(len(f"{block.counts[code]:,}") for block in blocks))
        for code, head in zip(used, heads, strict=True)
    ]
    if used:
        yield f"  {'pages':<{width}}  {'  '.join(f'{h:>{w}}' for h, w in zip(heads, widths, strict=True))}\n"
    for text, block in zip(texts, blocks, strict=True):
        counts = "  ".join(f"{block.counts[code]:>{w},}" for code, w in zip(used, widths, strict=True))
        line = f"{text:<{width}}  {counts}".rstrip()
        yield f"  {line if block.is_equal else style(line, _RED)}{_length_note(block)}\n"
        for code, addr, count in block.ranges:
            end = addr + count * block.page_size - 1
            words = f"{addr:#012x}..{end:#012x}  {count:,} page{'s' * (count != 1)} {names[code]}"
            yield f"    {words}\n"
        if block.range_count > len(block.ranges) and block.ranges:
            yield f"    ... {block.range_count - len(block.ranges):,} more ranges\n"


def _length_note(block: BlockDiff) -> str:
    mine, its = block.lengths
    if its is None:
        return "  only in A"
    if mine is None:
        return "  only in B"
    if block.note:
        return f"  {block.note}"
    return "" if mine == its else f"  length {mine:#x} -> {its:#x}"


def _page(page: PagePair, style: Style) -> Iterator[str]:
    """Both contents, sixteen octets a line; lines that are the same stand once."""
    yield f"\n{style(f'page {page.addr:#x} of RAM block {printable(page.block)!r}', _BOLD)}\n"
    for side, octets in (("A", page.a), ("B", page.b)):
        if octets is None:
            yield f"  it is not in {side}\n"
    last = None
    is_cut = False
    for start in range(0, max(len(page.a or b""), len(page.b or b"")), _LINE):
        pair = tuple(None if side is None else side[start : start + _LINE] for side in (page.a, page.b))
        if pair == last:
            if not is_cut:
                yield f"  {style('*', _DIM)}\n"
            is_cut = True
            continue
        last, is_cut = pair, False
        if pair[0] == pair[1] and pair[0] is not None:
            yield f"  {_hex_line(page.addr + start, pair[0])}\n"
            continue
        for mark, octets, code in zip("-+", pair, (_RED, _GREEN), strict=True):
            if octets is not None:
                yield style(f"{mark} {_hex_line(page.addr + start, octets)}", code) + "\n"


def _hex_line(addr: int, octets: bytes) -> str:
    return f"0x{addr:010x}  {octets.hex(' '):<47}  |{octets.translate(_DOTS).decode('ascii')}|"
