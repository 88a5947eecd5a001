"""What of the guest a damaged frame takes with it, here and in archives made against this one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from qmigui.library.archive import layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from qmigui.library.archive.archive import Archive

MAX_AFFECTED = 10_000


@dataclass(frozen=True, slots=True)
class Affected:
    """One stretch of an archived file that does not come back as it was.

    Attributes:
        archive_id: of the archive, which may be a descendant of the damaged one.
        frame: its number there, from 0; the first one of several that lie together.
        offset, length: in the archived file, bytes.
        block: RAM block, or None.
        first_address, last_address: of its pages, or None.
        sections: names of the device sections in it.
    """

    archive_id: str
    frame: int
    offset: int
    length: int
    block: str | None = None
    first_address: int | None = None
    last_address: int | None = None
    sections: tuple[str, ...] = ()

    def __str__(self) -> str:
        """What is touched, in a few words."""
        parts = [f"stream {self.offset:#x} to {self.offset + self.length:#x}"]
        if self.block is not None and self.first_address is not None and self.last_address is not None:
            parts.append(f"RAM block '{self.block}' pages {self.first_address:#x} to {self.last_address:#x}")
        if self.sections:
            parts.append("sections " + ", ".join(f"'{name}'" for name in self.sections))
        return "; ".join(parts)


def affected_by(archive: Archive, frame: int) -> Affected:
    """What one frame of an archive holds."""
    offset, length = archive.frames.span(frame)
    row = archive.frames.table[frame]
    block, first, last = None, None, None
    if int(row["kind"]) in layout.KINDS_WITH_RAM and int(row["block"]) < len(archive.blocks):
        block = archive.blocks[int(row["block"])].name
        first, last = int(row["first_address"]), int(row["last_address"])
    names: tuple[str, ...] = ()
    if int(row["kind"]) == layout.KIND_OTHER or int(row["flags"]) & layout.FLAG_ALONE:
        names = tuple(
            f"{section.idstr}/{section.instance_id}"
            for section in archive.known_sections()
            if section.offset < offset + length and section.offset + (section.length or 1) > offset
        )
    return Affected(archive.info.id, frame, offset, length, block, first, last, names)


def joined(parts: Iterable[Affected]) -> tuple[Affected, ...]:
    """The same with neighbours that hold like things made one, so many at most."""
    result: list[Affected] = []
    for part in parts:
        last = result[-1] if result else None
        if (
            last is not None
            and (last.archive_id, last.block) == (part.archive_id, part.block)
            and last.offset + last.length == part.offset
            and last.block is not None
            and last.last_address is not None
            and part.first_address is not None
            and part.first_address > last.last_address
        ):
            result[-1] = replace(last, length=last.length + part.length, last_address=part.last_address)
        elif len(result) < MAX_AFFECTED:
            result.append(part)
    return tuple(result)


def in_descendants(damaged: Archive, lost: Sequence[int], descendants: Sequence[Archive]) -> list[Affected]:
    """Frames of other archives that need lost frames of *damaged*, directly or not.

    Args:
        damaged: the archive whose frames are lost.
        lost: their numbers.
        descendants: in any order.
    """
    table = damaged.frames.table
    spans = {damaged.info.raw_sha256: table[list(lost)][["raw_offset", "raw_length"]]}
    found: list[Affected] = []
    waiting = list(descendants)
    while True:
        ready = [one for one in waiting if one.info.parent and one.info.parent.raw_sha256 in spans]
        if not ready:
            return found
        waiting = [one for one in waiting if one not in ready]
        for archive in ready:
            assert archive.info.parent is not None
            rows = spans[archive.info.parent.raw_sha256]
            numbers = _needing(archive, rows)
            found += [affected_by(archive, number) for number in numbers]
            spans.setdefault(
                archive.info.raw_sha256, archive.frames.table[numbers][["raw_offset", "raw_length"]]
            )


def _needing(archive: Archive, spans: npt.NDArray[np.void]) -> list[int]:
    """Frames of a delta whose prefix has octets of any of *spans* of the parent's stream."""
    table = archive.frames.table
    starts = table["parent_offset"].astype(np.int64)
    ends = starts + table["parent_length"]
    needing = np.zeros(len(table), dtype=bool)
    for offset, length in zip(spans["raw_offset"].tolist(), spans["raw_length"].tolist(), strict=True):
        needing |= (ends > starts) & (starts < offset + length) & (ends > offset)
    return [int(number) for number in np.flatnonzero(needing)]
