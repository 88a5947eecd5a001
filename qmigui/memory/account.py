"""What came of each block, and what did not: the report of everything that reads guest memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qmigui.errors import printable

if TYPE_CHECKING:
    from qmigui.memory.board import MemoryMap

MAX_RANGES = 1000
"""Ranges of absent pages that are kept for a block."""

SHOWN_RANGES = 8


@dataclass(slots=True)
class BlockAccount:
    """What the state told of one block.

    Attributes:
        name: block id octets.
        length: used length in bytes.
        page_size: of the target.
        zero, full, fill, xbzrle, compressed: page records, by kind; a page that
            is sent twice counts twice.  In a mapped-ram block: pages with octets, and
            the others.
        absent: pages that never came, or whose content cannot be known.
        absent_ranges: the first of them, as byte offsets from and to.
        range_count: how many ranges there are.
        without_base: XBZRLE pages that change a page which had not come.
        stale: pages of a mapped-ram block that have octets, but that the bitmap calls zero.
        why: why pages are absent, where that is known.
    """

    name: bytes
    length: int
    page_size: int = 0
    zero: int = 0
    full: int = 0
    fill: int = 0
    xbzrle: int = 0
    compressed: int = 0
    absent: int = 0
    absent_ranges: list[tuple[int, int]] = field(default_factory=list)
    range_count: int = 0
    without_base: int = 0
    stale: int = 0
    why: str | None = None

    @property
    def text(self) -> str:
        """The name as text."""
        return self.name.decode("utf-8", "backslashreplace")

    @property
    def pages(self) -> int:
        """How many pages the block has."""
        return self.length // self.page_size if self.page_size else 0

    def to_json(self) -> dict[str, Any]:
        """Plain values; docs/memory.md says what they are."""
        return {
            "name": self.text,
            "length": self.length,
            "page_size": self.page_size,
            "pages": self.pages,
            "records": {
                "zero": self.zero,
                "full": self.full,
                "fill": self.fill,
                "xbzrle": self.xbzrle,
                "compressed": self.compressed,
            },
            "absent": self.absent,
            "absent_ranges": [list(pair) for pair in self.absent_ranges],
            "absent_range_count": self.range_count,
            "xbzrle_without_base": self.without_base,
            "stale": self.stale,
            "why": self.why,
        }

    def to_text(self) -> list[str]:
        """A line, and one more where pages are absent."""
        kinds = [
            f"{count} {word}"
            for word, count in (
                ("full", self.full),
                ("zero", self.zero),
                ("filled", self.fill),
                ("XBZRLE", self.xbzrle),
                ("compressed", self.compressed),
            )
            if count
        ]
        text = f"{printable(self.text)}: {self.length:#x} bytes: {', '.join(kinds) or 'no page'}"
        lines = [text]
        if self.absent:
            shown = ", ".join(f"{start:#x}-{end - 1:#x}" for start, end in self.absent_ranges[:SHOWN_RANGES])
            more = self.range_count - len(self.absent_ranges[:SHOWN_RANGES])
            rest = f" and {more} more ranges" if more > 0 else ""
            why = f" ({self.why})" if self.why else ""
            lines.append(f"  absent{why}: {self.absent} of {self.pages} pages: {shown}{rest}")
        if self.without_base:
            lines.append(f"  {self.without_base} XBZRLE pages change a page that had not come")
        if self.stale:
            lines.append(f"  {self.stale} pages have octets in the file, but the bitmap calls them zero")
        return lines


@dataclass(slots=True)
class MemoryReport:
    """What a state told of its memory.

    Attributes:
        source: name of the file.
        machine: as the configuration has it, or None.
        blocks: in the order of the block list.
        notes: sentences that a person should read.
        map: where the blocks lie, where that was asked for and is known.
        no_map: why it is not known.
        unread: octets that salvage could not read, which may have held anything.
    """

    source: str
    machine: str | None = None
    blocks: list[BlockAccount] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unread: int = 0
    map: MemoryMap | None = None
    no_map: str | None = None

    @property
    def is_complete(self) -> bool:
        """Whether all pages of all blocks have come, nothing was lost, and all RAM has its place."""
        if self.unread or self.no_map is not None or any(block.absent for block in self.blocks):
            return False
        return self.map is None or self.map.is_complete

    def to_json(self) -> dict[str, Any]:
        """Plain values; docs/memory.md says what they are."""
        return {
            "source": self.source,
            "machine": self.machine,
            "complete": self.is_complete,
            "unread": self.unread,
            "blocks": [block.to_json() for block in self.blocks],
            "map": self.map.to_json() if self.map is not None else None,
            "no_map": self.no_map,
            "notes": list(self.notes),
        }

    def to_text(self) -> list[str]:
        """Lines for a person."""
        lines = [line for block in self.blocks for line in block.to_text()]
        if self.map is not None:
            lines += self.map.to_text()
        if self.no_map is not None:
            lines.append(f"no physical layout: {printable(self.no_map)}; the blocks are given instead")
        return [*lines, *(printable(note) for note in self.notes)]
