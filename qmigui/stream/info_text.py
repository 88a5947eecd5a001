"""What ``--info`` tells, as lines for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from qmigui.errors import printable

if TYPE_CHECKING:
    from qmigui.stream.info import BlockInfo, StreamInfo

_FORMS = {"binary": "migration stream (binary)", "ber": "migration stream (BER)"}
_LABEL_WIDTH = 14


def human(length: int) -> str:
    """A length in octets with a unit, e.g. ``16 MiB`` or ``43.3 KiB``."""
    value, unit = float(length), "bytes"
    for larger in ("KiB", "MiB", "GiB", "TiB"):
        if round(value, 1) < 1024:
            break
        value, unit = value / 1024, larger
    return f"{value:.1f}".removesuffix(".0") + f" {unit}"


def exact(length: int) -> str:
    """A length in bytes, and with a larger unit where there is one."""
    return human(length) if length < 1024 else f"{length} bytes ({human(length)})"


def lines(info: StreamInfo) -> Iterator[str]:
    """All of it."""
    for label, value in _facts(info):
        yield f"{label:<{_LABEL_WIDTH}}{value}"
    yield ""
    yield from _block_lines(info)
    yield ""
    yield from _device_lines(info)
    if info.problems:
        yield ""
        yield "remarks"
        yield from (f"  {problem}" for problem in info.problems)
    if info.envelope is not None:
        from qmigui.stream.info_carrier import texts

        yield from texts(info.envelope)


def _facts(info: StreamInfo) -> Iterator[tuple[str, str]]:
    yield "form", f"{_FORMS[info.form]}, version {info.stream_version}"
    if info.size is not None:
        yield "size", exact(info.size)
    if info.envelope is not None:
        from qmigui.stream.info_carrier import facts

        yield from facts(info.envelope)
    yield "machine", printable(info.machine) if info.machine else "not told"
    if info.page_size:
        yield "page size", f"{info.page_size} bytes"
    if info.capabilities:
        yield "capabilities", printable(", ".join(info.capabilities))
    if info.uuid:
        yield "uuid", info.uuid
    if info.commands:
        yield "commands", ", ".join(_counted(info.commands))
    if info.footers is not None:
        yield "footers", "yes" if info.footers else "no"
    if info.description_length is not None:
        yield "description", exact(info.description_length)
    elif info.full:
        yield "description", "none"
    if info.trailing_length:
        yield "trailing", f"{exact(info.trailing_length)} after the end of the stream"
    if info.section_count is not None:
        others = [name for name in info.iterables if name != "ram"]
        more = f", among them {printable(', '.join(_counted(others)))}" if others else ""
        yield "sections", f"{info.section_count}{more}"


def _counted(names: list[str]) -> Iterator[str]:
    """The names, those that repeat told once."""
    for name, group in groupby(names):
        count = sum(1 for _ in group)
        yield name if count == 1 else f"{name} ({count} times)"


def _block_lines(info: StreamInfo) -> Iterator[str]:
    if info.total_ram is None:
        yield "no RAM block list"
        return
    counted = any(block.pages is not None for block in info.blocks)
    addressed = any(block.guest_addr is not None for block in info.blocks)
    hint = "" if counted or not info.blocks else "; --full counts the pages"
    yield f"RAM blocks ({len(info.blocks)}, {human(info.total_ram)}{hint})"
    if not info.blocks:
        return
    head = ["name", "size"]
    if addressed:
        head.append("address")
    if counted:
        head += ["zero pages", "full pages", "other pages"]
    rows = []
    for block in info.blocks:
        row = [printable(block.name), human(block.used_length)]
        if addressed:
            row.append("" if block.guest_addr is None else f"{block.guest_addr:#x}")
        if counted:
            row += _page_counts(block)
        rows.append(row)
    yield from table(head, rows, words_last=counted)


def _page_counts(block: BlockInfo) -> list[str]:
    pages = block.pages
    if pages is None:
        return ["", "", ""]
    kinds = (("xbzrle", pages.xbzrle), ("compressed", pages.compressed), ("filled", pages.fill))
    other = ", ".join(f"{count} {kind}" for kind, count in kinds if count)
    return [str(pages.zero), str(pages.full), other]


def _device_lines(info: StreamInfo) -> Iterator[str]:
    if not info.devices_known:
        yield "devices: no description at the end of the file; --full finds them"
        return
    yield f"devices ({len(info.devices)})"
    if not info.devices:
        return
    rows = []
    for device in info.devices:
        instance = str(device.instance_id) if device.instance_id < 1 << 16 else f"{device.instance_id:#x}"
        version = "" if device.version_id is None else str(device.version_id)
        length = "?" if device.length is None else str(device.length)
        rows.append([printable(device.name), instance, version, length])
    yield from table(["name", "instance", "version", "bytes"], rows)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, words_last: bool = False) -> Iterator[str]:
    """Columns, as wide as what is in them.

    Args:
        head: the columns' names.
        rows: the first column has names, the others have numbers.
        words_last: the last one has words.
    """
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    if words_last:
        del widths[-1]
    for row in (head, *rows):
        first = f"{row[0]:<{widths[0]}}"
        others = (f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=False))
        yield "  ".join(("", first, *others, *row[len(widths) :])).rstrip()
