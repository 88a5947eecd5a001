"""Where the RAM blocks of a machine lie in guest-physical memory.

A stream does not tell; it follows from the machine type and the sizes, from
what devices of the chipset hold, and from QEMU's source, which is named
beside each fact.  What is not known is said, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from qmigui.memory.state import MachineState


class Range(NamedTuple):
    """A stretch of a block at its place.

    Attributes:
        addr: guest-physical address.
        length: bytes.
        block: name of the block.
        offset: in the block, of the first byte.
        kind: ``ram``, ``rom`` or ``device`` (memory of a graphics card, say).
    """

    addr: int
    length: int
    block: bytes
    offset: int = 0
    kind: str = "ram"

    @property
    def end(self) -> int:
        """The address behind it."""
        return self.addr + self.length


@dataclass(slots=True)
class MemoryMap:
    """Where blocks lie.

    Attributes:
        machine: which kind of machine it was taken for.
        ranges: by address, none on top of another.
        unplaced: the blocks, or parts of blocks, with no known address: name, offset,
            length, and why.
        notes: sentences that a person should read.
    """

    machine: str
    ranges: list[Range] = field(default_factory=list)
    unplaced: list[tuple[bytes, int, int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def end(self) -> int:
        """The address behind the last range."""
        return self.ranges[-1].end if self.ranges else 0

    def of_block(self, block: bytes) -> list[Range]:
        """The ranges of one block."""
        return [item for item in self.ranges if item.block == block]


class UnknownMapError(Exception):
    """The memory map of this machine is not known; says why."""


def layered(ranges: Iterable[Range]) -> list[Range]:
    """Ranges by address; where they lie on top of each other, earlier ones win."""
    result: list[Range] = []
    for item in ranges:
        pieces = [item]
        for other in result:
            rest: list[Range] = []
            for piece in pieces:
                if piece.end <= other.addr or other.end <= piece.addr:
                    rest.append(piece)
                    continue
                if piece.addr < other.addr:
                    rest.append(piece._replace(length=other.addr - piece.addr))
                if other.end < piece.end:
                    cut = other.end - piece.addr
                    rest.append(
                        piece._replace(addr=other.end, length=piece.end - other.end, offset=piece.offset + cut)
                    )
            pieces = rest
        result += pieces
    return joined(sorted(result))


def joined(ranges: list[Range]) -> list[Range]:
    """Neighbours that go on with each other made one."""
    result: list[Range] = []
    for item in ranges:
        last = result[-1] if result else None
        if (
            last is not None
            and last.end == item.addr
            and last.block == item.block
            and last.kind == item.kind
            and last.offset + last.length == item.offset
        ):
            result[-1] = last._replace(length=last.length + item.length)
        elif item.length:
            result.append(item)
    return result


def memory_map(state: MachineState) -> MemoryMap:
    """The memory map of the machine that a state is of.

    Raises:
        UnknownMapError: it is not known; says why.
    """
    from qmigui.memory.boards import fixed_map
    from qmigui.memory.x86 import is_x86, x86_map

    found = x86_map(state) if is_x86(state) else fixed_map(state)
    _find_unplaced(state, found)
    return found


def _find_unplaced(state: MachineState, found: MemoryMap) -> None:
    """Add what of the blocks has no place, unless it has been said."""
    told = {name for name, _, _, _ in found.unplaced}
    for block in state.blocks:
        if block.name in told:
            continue
        placed = sorted((item.offset, item.offset + item.length) for item in found.of_block(block.name))
        position = 0
        for start, end in [*placed, (block.used_length, block.used_length)]:
            if start > position:
                why = "its address is not known" if not placed else "hidden by something else"
                found.unplaced.append((block.name, position, start - position, why))
            position = max(position, end)


def main_block(state: MachineState, names: Iterable[str], known: Iterable[str] = ()) -> bytes | None:
    """The block that is the machine's RAM.

    It has the board's own name, or that of a memory backend if the user gave one; then
    it is the only block that nothing else explains.

    Args:
        state: the machine.
        names: the board's own names for it.
        known: names of other blocks of the board.
    """
    there = {block.name for block in state.blocks}
    for name in names:
        if name.encode() in there:
            return name.encode()
    explained = {name.encode() for name in known}
    others = [
        block.name
        for block in state.blocks
        if block.name not in explained
        and not block.name.startswith(b"/rom@")
        and (b"/" not in block.name or block.name.startswith(b"/objects/"))
    ]
    return others[0] if len(others) == 1 else None


def page_fits(ranges: Iterable[Range], page_size: int) -> bool:
    """Whether all borders are those of pages of the target."""
    return not any((item.addr | item.length | item.offset) % page_size for item in ranges if item.kind == "ram")
