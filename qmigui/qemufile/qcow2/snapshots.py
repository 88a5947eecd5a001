"""The snapshot table of a qcow2 image."""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qmigui.errors import FormatError
from qmigui.qemufile.qcow2 import layout

if TYPE_CHECKING:
    from qmigui.qemufile.base import Source
    from qmigui.qemufile.qcow2.header import Header

PATH = "qcow2 snapshot table"
_WINDOW = 256 << 10


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One entry.

    Attributes:
        id, name: as in the table; octets that are not UTF-8 as :func:`os.fsdecode` has them.
        seconds, nanoseconds: when it was made, since 1970.
        guest_clock_ns: how long the guest had run.
        state_size: octets of the machine's state; 0: the snapshot is of the disk only.
        disk_size: of the guest's disk then.
        icount: instructions executed, where they were counted.
        l1_offset, l1_entries: the snapshot's L1 table.
        offset: of the entry in the image.
    """

    id: str
    name: str
    seconds: int
    nanoseconds: int
    guest_clock_ns: int
    state_size: int
    disk_size: int
    icount: int | None
    l1_offset: int
    l1_entries: int
    offset: int

    def to_json(self) -> dict[str, Any]:
        """Plain values; docs/carriers.md says what they are."""
        return {
            "id": self.id,
            "name": self.name,
            "seconds": self.seconds,
            "nanoseconds": self.nanoseconds,
            "guest_clock_ns": self.guest_clock_ns,
            "state_size": self.state_size,
            "disk_size": self.disk_size,
            "icount": self.icount,
        }


def read_snapshots(image: Source, header: Header) -> list[Snapshot]:
    """Read the whole table.

    Raises:
        FormatError: it is damaged, or longer than the format allows.
        TransportError: the image could not be read.
    """
    found: list[Snapshot] = []
    start = header.snapshots_offset
    if header.snapshot_count and (start % header.cluster_size or start >= 1 << 56):
        raise _wrong(f"it cannot begin at {start:#x}", 64)
    offset = start
    window, base = memoryview(b""), offset
    for _ in range(header.snapshot_count):
        if offset - start > layout.MAX_SNAPSHOT_TABLE_LENGTH:
            raise _wrong("it is longer than qcow2 allows", start)
        longest = layout.SNAPSHOT_LENGTH + layout.MAX_EXTRA_LENGTH + 2 * 65535
        if offset - base + longest > len(window):
            window, base = memoryview(image.pread(offset, _WINDOW)), offset
        snapshot, length = _entry(window[offset - base :], offset, header)
        found.append(snapshot)
        offset += -(-length // 8) * 8
    return found


def _entry(octets: memoryview, offset: int, header: Header) -> tuple[Snapshot, int]:
    """One entry and its length."""
    if len(octets) < layout.SNAPSHOT_LENGTH:
        raise _wrong("the image ends inside it", offset)
    words = struct.unpack_from(layout.SNAPSHOT, octets)
    l1_offset, l1_entries, id_length, name_length, seconds, nanoseconds, clock, state_size, extra = words
    if extra > layout.MAX_EXTRA_LENGTH:
        raise _wrong(f"an entry with {extra} octets of extra data", offset)
    length = layout.SNAPSHOT_LENGTH + extra + id_length + name_length
    if len(octets) < length:
        raise _wrong("the image ends inside an entry", offset)
    more = octets[layout.SNAPSHOT_LENGTH : layout.SNAPSHOT_LENGTH + extra]
    disk_size, icount = header.disk_size, None
    if extra >= 8:
        state_size = int.from_bytes(more[:8], "big")
    if extra >= 16:
        disk_size = int.from_bytes(more[8:16], "big")
    if extra >= 24:
        icount = int.from_bytes(more[16:24], "big")
        icount = None if icount == (1 << 64) - 1 else icount
    texts = bytes(octets[layout.SNAPSHOT_LENGTH + extra : length])
    id_, name = os.fsdecode(texts[:id_length]), os.fsdecode(texts[id_length:])
    snapshot = Snapshot(
        id_, name, seconds, nanoseconds, clock, state_size, disk_size, icount, l1_offset, l1_entries, offset
    )
    return snapshot, length


def _wrong(message: str, offset: int) -> FormatError:
    return FormatError(message, offset=offset, path=PATH, code="qcow2-snapshots")


def choose(snapshots: list[Snapshot], wanted: str | None) -> Snapshot:
    """The snapshot whose state is meant.

    Args:
        snapshots: all of an image.
        wanted: name or id; None: the only one with a state.

    Raises:
        FormatError: there is none, or more than one.
    """
    with_state = [snapshot for snapshot in snapshots if snapshot.state_size]
    listed = ", ".join(snapshot.name for snapshot in with_state[:10]) + (", ..." if with_state[10:] else "")
    if wanted is None:
        if len(with_state) == 1:
            return with_state[0]
        if not snapshots:
            raise _none("a qcow2 disk image without internal snapshots: it holds no state")
        if not with_state:
            raise _none("a qcow2 disk image whose snapshots are of the disk only: they hold no state")
        raise _none(f"a qcow2 image with {len(with_state)} states; name one as FILE#NAME: {listed}")
    found = [snapshot for snapshot in snapshots if snapshot.name == wanted]
    found = found or [snapshot for snapshot in snapshots if snapshot.id == wanted]
    if not found:
        raise _none(f"the image has no snapshot '{wanted}'" + (f"; it has {listed}" if listed else ""))
    if len(found) > 1:
        ids = ", ".join(snapshot.id for snapshot in found)
        raise _none(f"several snapshots are called '{wanted}'; name one by its id: {ids}")
    if not found[0].state_size:
        raise FormatError(
            f"snapshot '{wanted}' is of the disk only: it holds no state of the machine",
            offset=found[0].offset,
            path=PATH,
            code="qcow2-disk-only",
        )
    return found[0]


def _none(message: str) -> FormatError:
    return FormatError(message)
