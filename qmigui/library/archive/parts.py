"""What an archive lists of its stream, as values, and the way back from JSON."""

from __future__ import annotations

from typing import Any, NamedTuple

from qmigui.errors import LibraryError
from qmigui.library.archive.info import MAX_RAW_SIZE

MAX_ROWS = 1 << 20


class Section(NamedTuple):
    """One section of the stream, in the order of the wire.

    Attributes:
        offset: of its first octet in the archived file.
        length: of all of it, head and footer too; None where its end was not found.
        kind: 1 START, 2 PART, 3 END, 4 FULL.
        section_id, idstr, instance_id, version_id: as on the wire (those of START for PART and END).
        body_offset, body_length: of a FULL section's payload; None for others.
    """

    offset: int
    length: int | None
    kind: int
    section_id: int
    idstr: str
    instance_id: int
    version_id: int
    body_offset: int | None = None
    body_length: int | None = None


class Block(NamedTuple):
    """One RAM block of the list.

    Attributes:
        name: its id.
        used_length: bytes.
        page_size: of its backing memory, where the stream tells.
        guest_addr: guest physical address, where the stream tells.
        pages_offset: mapped-ram: where in the archived file the page of address 0 stands.
        bitmap_offset: mapped-ram: where its bitmap stands.
    """

    name: str
    used_length: int
    page_size: int | None = None
    guest_addr: int | None = None
    pages_offset: int | None = None
    bitmap_offset: int | None = None


_SECTION = ("int", "int?", "int", "int", "str", "int", "int", "int?", "int?")
_BLOCK = ("str", "int", "int?", "int?", "int?", "int?")


def sections_from_json(value: Any) -> tuple[tuple[Section, ...], tuple[int, int] | None]:
    """Sections and the place of the description's text.

    Raises:
        LibraryError: that is no SECT chunk.
    """
    if not isinstance(value, dict):
        raise _fail("SECT")
    sections = tuple(Section(*row) for row in _rows(value.get("sections"), _SECTION, "SECT"))
    place = value.get("description")
    if place is None:
        return sections, None
    (offset, length), *_ = _rows([place], ("int", "int"), "SECT")
    return sections, (offset, length)


def blocks_from_json(value: Any) -> tuple[Block, ...]:
    """The RAM blocks.

    Raises:
        LibraryError: that is no RAMB chunk.
    """
    return tuple(Block(*row) for row in _rows(value, _BLOCK, "RAMB"))


def _rows(value: Any, kinds: tuple[str, ...], chunk: str) -> list[list[Any]]:
    if not isinstance(value, list) or len(value) > MAX_ROWS:
        raise _fail(chunk)
    for row in value:
        if not isinstance(row, list) or len(row) != len(kinds):
            raise _fail(chunk)
        for item, kind in zip(row, kinds, strict=True):
            if item is None and kind.endswith("?"):
                continue
            is_number = type(item) is int and 0 <= item <= MAX_RAW_SIZE
            if not (isinstance(item, str) if kind == "str" else is_number):
                raise _fail(chunk)
    return value


def _fail(chunk: str) -> LibraryError:
    return LibraryError(f"its metadata has a chunk {chunk} of another shape", path=f"META / {chunk}")
