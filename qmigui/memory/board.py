"""Where the RAM blocks of a machine lie in guest-physical memory.

A stream does not tell; it follows from the machine type and the sizes, from
what devices of the chipset hold, and from QEMU's source, which is named
beside each fact.  What is not known is said, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from qmigui.errors import printable

if TYPE_CHECKING:
    from qmigui.memory.state import MachineState


class Unplaced(NamedTuple):
    """A block, or a part of one, with no place.

    Attributes:
        block: its name.
        offset, length: which part, in bytes.
        why: a few words.
        matters: it may well be main memory; else firmware of a device, say.
    """

    block: bytes
    offset: int
    length: int
    why: str
    matters: bool


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
        unplaced: the blocks, or parts of blocks, that no range holds.
        notes: sentences that a person should read.
        settled: blocks of which all is known: what no range holds of them lies behind
            something else.
    """

    machine: str
    ranges: list[Range] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    settled: set[bytes] = field(default_factory=set)

    @property
    def end(self) -> int:
        """The address behind the last range."""
        return self.ranges[-1].end if self.ranges else 0

    @property
    def is_complete(self) -> bool:
        """Whether all blocks that may be main memory have their places."""
        return not any(part.matters for part in self.unplaced)

    def to_json(self) -> dict[str, Any]:
        """Plain values; docs/memory.md says what they are."""
        return {
            "machine": self.machine,
            "ranges": [
                {
                    "addr": item.addr,
                    "length": item.length,
                    "block": _text(item.block),
                    "offset": item.offset,
                    "kind": item.kind,
                }
                for item in self.ranges
            ],
            "unplaced": [
                {"block": _text(part.block), "offset": part.offset, "length": part.length, "why": part.why}
                for part in self.unplaced
            ],
            "notes": list(self.notes),
        }

    def to_text(self) -> list[str]:
        """Lines for a person."""
        lines = [f"memory map of {self.machine}:"]
        for item in self.ranges:
            place = f"  {item.addr:#014x}-{item.end - 1:#014x} {item.kind}: {printable(_text(item.block))}"
            lines.append(place + (f" from {item.offset:#x}" if item.offset else ""))
        lines += [
            f"  not placed: {printable(_text(part.block))} "
            f"{part.offset:#x}-{part.offset + part.length - 1:#x}: {part.why}"
            for part in self.unplaced
        ]
        return [*lines, *(f"  {printable(note)}" for note in self.notes)]

    def of_block(self, block: bytes) -> list[Range]:
        """The ranges of one block."""
        return [item for item in self.ranges if item.block == block]


class UnknownMapError(Exception):
    """The memory map of this machine is not known; says why."""


def _text(name: bytes) -> str:
    return name.decode("utf-8", "backslashreplace")


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
                        piece._replace(
                            addr=other.end, length=piece.end - other.end, offset=piece.offset + cut
                        )
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
    if any(item.addr < 0 for item in found.ranges):
        raise UnknownMapError("its blocks have sizes that no machine has")
    if not page_fits(found.ranges, state.page_size):
        raise UnknownMapError(f"it does not go together with pages of {state.page_size} bytes")
    _find_unplaced(state, found)
    return found


def _find_unplaced(state: MachineState, found: MemoryMap) -> None:
    """Add what of the blocks has no place."""
    for block in state.blocks:
        placed = sorted((item.offset, item.offset + item.length) for item in found.of_block(block.name))
        position = 0
        for start, end in [*placed, (block.used_length, block.used_length)]:
            if start > position:
                # Up to where the last range begins, something lies in front of it.
                hidden = block.name in found.settled or (bool(placed) and position < placed[-1][0])
                why = (
                    "something else lies there" if hidden else "not in the address space, or not known where"
                )
                matters = not hidden and not is_of_device(block.name)
                found.unplaced.append(Unplaced(block.name, position, start - position, why, matters))
            position = max(position, end)


def is_of_device(name: bytes) -> bool:
    """Whether a block is the firmware or frame buffer of a device, or a file that firmware fetches."""
    if name.startswith(b"/rom@") or name.endswith((b".rom", b".vram", b".vgavram", b".vrom")):
        return True
    return b"/" in name and not name.startswith(b"/objects/")


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
        block.name for block in state.blocks if block.name not in explained and not is_of_device(block.name)
    ]
    return others[0] if len(others) == 1 else None


def page_fits(ranges: Iterable[Range], page_size: int) -> bool:
    """Whether all borders are those of pages of the target."""
    return not any((item.addr | item.length | item.offset) % page_size for item in ranges)
