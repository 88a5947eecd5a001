"""Guest-physical memory in one file: as it lies, as an ELF core, or as LiME writes it.

Sources: the ELF specification; QEMU ``dump/dump.c``; LiME ``doc/README.md``.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from qmigui.memory.cpu.notes import Target, notes_of, target_of
from qmigui.memory.extract import Lengths, read_all
from qmigui.memory.writer import Piece, Writer

if TYPE_CHECKING:
    from qmigui.memory.account import MemoryReport
    from qmigui.memory.board import MemoryMap
    from qmigui.memory.cpu.registers import Cpu
    from qmigui.qemufile.sparse import SparseFile, SparseSink
    from qmigui.stream import events as ev
    from qmigui.stream.pipeline import CallBehind

ALIGNMENT = 4096
LIME_MAGIC = 0x4C694D45
_PT_LOAD, _PT_NOTE = 1, 4
_ET_CORE = 4
_READ_WRITE_EXECUTE = 7
_FRONT = 64 << 20  # more than headers and notes take

Placer = Callable[["MemoryMap", "list[Cpu]", "SparseFile"], "list[int]"]
"""Writes what stands before and between the ranges, and tells where each of them goes in the file."""


def extract_physical(
    events: Iterator[ev.Event],
    source: str,
    found: MemoryMap,
    cpus: list[Cpu],
    form: str,
    out: SparseSink,
    behind: CallBehind | None = None,
) -> MemoryReport:
    """Write the memory that a map places.

    Args:
        events: of the stream.
        source: name of the stream's file.
        found: where the blocks lie.
        cpus: for the notes of an ELF core.
        form: ``physical``, ``elf`` or ``lime``.
        out: the file; the caller commits it.
        behind: a thread for the writing.

    Raises:
        QmiguiError: the stream is damaged or the file cannot be written.
    """
    placers: dict[str, Placer] = {"physical": _as_it_lies, "elf": _elf, "lime": _lime}
    offsets = placers[form](found, cpus, out.file)
    lengths = Lengths()
    by_block: dict[bytes, list[Piece]] = {}
    for item, offset in zip(found.ranges, offsets, strict=True):
        piece = Piece(item.offset, item.offset + item.length, out.file, offset)
        by_block.setdefault(item.block, []).append(piece)

    def places(name: bytes, length: int) -> Sequence[Piece]:
        lengths.check(name, length)
        return by_block.get(name, ())

    report = read_all(events, source, Writer(places, behind))
    report.map = found
    return report


def _as_it_lies(found: MemoryMap, cpus: list[Cpu], file: SparseFile) -> list[int]:
    """The offset in the file is the address."""
    file.set_length(found.end)
    return [item.addr for item in found.ranges]


def _lime(found: MemoryMap, cpus: list[Cpu], file: SparseFile) -> list[int]:
    """A header before each range."""
    offsets: list[int] = []
    position = 0
    for item in found.ranges:
        header = struct.pack("<IIQQ8x", LIME_MAGIC, 1, item.addr, item.end - 1)
        file.write(header, position)
        position += len(header)
        offsets.append(position)
        position += item.length
    file.set_length(position)
    return offsets


def _elf(found: MemoryMap, cpus: list[Cpu], file: SparseFile) -> list[int]:
    """A core: header, program headers, notes, then the ranges."""
    total = sum(_aligned(item.length) for item in found.ranges)
    target = target_of(cpus, max(found.end, total + _FRONT))
    notes = notes_of(cpus, target)
    order = ">" if target.big_endian else "<"
    header_length, entry_length = (64, 56) if target.is_64 else (52, 32)
    notes_offset = header_length + entry_length * (len(found.ranges) + 1)
    position = _aligned(notes_offset + len(notes))
    offsets: list[int] = []
    entries = [_program_header(target, order, _PT_NOTE, notes_offset, 0, len(notes), 0)]
    for item in found.ranges:
        offsets.append(position)
        entries.append(
            _program_header(target, order, _PT_LOAD, position, item.addr, item.length, _READ_WRITE_EXECUTE)
        )
        position = _aligned(position + item.length)
    header = _elf_header(target, order, header_length, entry_length, len(entries))
    file.write(header + b"".join(entries) + notes, 0)
    file.set_length(max(position, file.length))
    return offsets


def _aligned(offset: int) -> int:
    return -(-offset // ALIGNMENT) * ALIGNMENT


def _elf_header(target: Target, order: str, header_length: int, entry_length: int, count: int) -> bytes:
    ident = b"\x7fELF" + bytes((2 if target.is_64 else 1, 2 if target.big_endian else 1, 1)) + bytes(9)
    word = "Q" if target.is_64 else "I"
    fields = (
        _ET_CORE,
        target.machine,
        1,
        0,
        header_length,
        0,
        0,
        header_length,
        entry_length,
        count,
        0,
        0,
        0,
    )
    return ident + struct.pack(f"{order}HHI{word}{word}{word}I6H", *fields)


def _program_header(
    target: Target, order: str, kind: int, offset: int, addr: int, length: int, flags: int
) -> bytes:
    memory_length = length if kind == _PT_LOAD else 0
    if target.is_64:
        # The virtual address is the physical one, as in a dump of QEMU without paging.
        return struct.pack(f"{order}II6Q", kind, flags, offset, addr, addr, length, memory_length, 0)
    return struct.pack(f"{order}8I", kind, offset, addr, addr, length, memory_length, flags, 0)
