"""Where to go on when something is wrong inside a RAM section."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from qmigui.errors import FormatError, Problem
from qmigui.record import replace
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.checks.codes import problem
from qmigui.stream.checks.sections import looks_like_ram
from qmigui.stream.list_search import REACH, entries_at, entry_at, mapped_ends, usual_pages_offset
from qmigui.stream.ram import ZERO_RECORD, scan
from qmigui.stream.ram_reader import RamReader
from qmigui.stream.recovery import UNKNOWN_BLOCK, RecoveringReader, Resume
from qmigui.stream.writer import block_path
from qmigui.vmstate.description import DescriptionError

# Names that QEMU's machines give their memory; most others begin with a device's path.
_KNOWN_BLOCKS = re.compile(
    rb"pc\.(ram|bios|rom)|isa-bios|vga\.vram|system\.flash\d|(mach-)?virt\.(ram|flash\d)"
    rb"|ppc_\w+\.ram|riscv_virt_board\.(ram|mrom)|s390\.ram|ram\d?|/rom@[ -~]+"
)


class RamRecovery(RecoveringReader):
    """What to do after an error in RAM; see :class:`~.resync.ResilientReader`."""

    def _told_again(self, error: FormatError) -> Iterator[ev.Event]:
        """The good rows before a bad one, which the reader drops with it."""
        page_size = self._ram.page_size
        assert error.offset is not None
        if page_size is None or not self._lowest <= self._told.offset < error.offset:
            return
        self._rewind(self._told.offset)
        feed = self._feed
        while feed.offset < error.offset and feed.want(min(error.offset - feed.offset, page_size + 8)):
            start = feed.offset
            end = min(feed.end, error.offset - feed.base)
            runs, feed.pos = scan(feed.view, feed.array, feed.pos, end, page_size)
            if runs is None:
                return
            runs.offset = start
            yield runs

    def _resume_lost_start(self, floor: int, limit: int) -> Resume | None:
        """The head of RAM's START is damaged: its block list stands behind it."""
        access = self._access()
        data = access.pread(floor, limit - floor + 300)
        for position in range(min(limit - floor, len(data))):
            octets = data[position : position + 8 + 1 + 255 + 8]
            if len(octets) > 8 and octets[7] == wire.RAM_MEM_SIZE and looks_like_ram(octets):
                total = int.from_bytes(octets[:8], "big") & -wire.MIN_PAGE_SIZE
                entries = entries_at(access, floor + position + 8, self._ram, total)
                if sum(entry.used_length for entry in entries) == total:
                    return Resume(floor + position, "ram")
        return None

    def _resume_ram(self, floor: int, error: FormatError, fault: Problem) -> tuple[Resume, Problem | None]:
        """Between records of RAM."""
        access = self._access()
        size = access.size or 0
        block = self._ram.block or b""
        known = self._ram.lengths.get(block, wire.MAX_ADDRESS) < wire.MAX_ADDRESS
        if error.code == "page-beyond-block" and self._lengths_damaged and known:
            self._ram.lengths[block] = wire.MAX_ADDRESS
            return Resume(floor, "ram"), None
        if error.code == "truncated":
            floor += 1  # the record that is cut off looks good
        if error.code == "page-block":
            alias = self._alias(error, fault)
            if alias is not None:
                return alias
        short = self._short_page(floor, fault)
        if short is not None:
            return short
        offsets = self._known_offsets()
        limit = next((offset for offset in offsets if offset >= floor), size)
        place = self._search(floor, limit, in_ram=True, with_ram=True)
        if place is not None:
            return Resume(place.offset, "ram" if place.in_ram else "item"), fault
        return (Resume(limit, "item") if limit < size else Resume(size, "end")), fault

    def _short_page(self, floor: int, fault: Problem) -> tuple[Resume, Problem] | None:
        """The page before the bad record is too short: records go on inside it."""
        runs, page_size = self._told.runs, self._ram.page_size
        if runs is None or page_size is None or runs.stride != page_size + 8 or not runs.kinds[-1]:
            return None
        start = self._told.offset
        record = start - runs.stride
        if record + ZERO_RECORD > start or runs.offset > record or record < self._lowest:
            return None
        access, known = self._access(), self._known()
        data = access.pread(record, 2 * known.chain_length + runs.stride)
        self._spend(len(data))
        reach = floor - record
        at_end = record + len(data) >= (access.size or 0)
        for candidate in known.candidates(data, start - record):
            if candidate < ZERO_RECORD:
                continue
            places = known.chain(data, candidate, record, at_end=at_end, reach=reach)
            if places is None or len(places) < 3 or places[-1] < reach:
                continue
            place = next(place for place in places if place >= reach)
            missing = runs.stride - candidate
            found = problem(
                "page-length",
                f"the page of this record is {missing} octets short: the next record begins "
                f"at {record + candidate:#x}",
                offset=record,
                path=fault.path,
                length=candidate,
                expected=f"{page_size} octets",
                found=f"{candidate - 8} octets",
            )
            return Resume(record + place, "ram"), found
        return None

    def _alias(self, error: FormatError, fault: Problem) -> tuple[Resume, Problem | None] | None:
        """A record names a block that is not listed: perhaps one whose name is damaged here or there."""
        start = self._told.offset
        head = self._access().pread(start, 8 + 1 + 255)
        name = head[9 : 9 + head[8]] if len(head) > 8 else b""
        if not name or (start <= self._resumed_at and name in self._ram.lengths):
            return None
        if self._list_damaged:
            self._ram.lengths[name] = wire.MAX_ADDRESS
            return Resume(start, "ram"), None
        similar = sorted(
            (differing, self._is_known_block(other), other)
            for other in self._ram.lengths
            if other not in self._told.named and len(other) == len(name)
            if (differing := sum(one != two for one, two in zip(other, name, strict=True))) <= 2
        )
        if not similar or (len(similar) > 1 and similar[0][:2] == similar[1][:2]):
            return None
        _, is_known, listed = similar[0]
        self._ram.lengths[name] = self._ram.lengths[listed]
        if self._is_known_block(name) and not is_known:
            words = name.decode("utf-8", "backslashreplace")
            section = self._told.section
            fault = problem(
                "page-block",
                f"the block is listed under this name, but its pages come under '{words}'",
                offset=self._told.entries.get(listed, fault.offset),
                path=f"{section.path} / {block_path(listed)}" if section is not None else block_path(listed),
                expected=words,
                found=listed.decode("utf-8", "backslashreplace"),
            )
        return Resume(start, "ram"), fault

    def _is_known_block(self, name: bytes) -> bool:
        """Whether QEMU has blocks of this name, or the stream has the device it belongs to."""
        device, slash, _ = name.rpartition(b"/")
        if _KNOWN_BLOCKS.fullmatch(name):
            return True
        if not slash or self.description is None:
            return False
        path = device.decode("utf-8", "surrogateescape")
        try:
            return any(other.name.startswith(path) for other in self.description.devices())
        except DescriptionError:
            return False

    # -- the block list -----------------------------------------------------------------

    def _resume_list(self, floor: int, error: FormatError, fault: Problem) -> tuple[Resume | None, Problem]:
        """Inside the block list, right behind it, or where it should be."""
        listed = self._told.list
        access = self._access()
        if listed is None:
            if fault.code != "truncated":
                fault = problem(
                    "ram-first-record", fault.message, offset=fault.offset, path=fault.path, found=fault.found
                )
            left = wire.MAX_ADDRESS
        elif listed.is_closed:
            # The total was reached: if entries go on, it is wrong, or a length.
            if not entries_at(access, floor, self._ram, wire.MAX_ADDRESS):
                return None, fault
            left = wire.MAX_ADDRESS
        else:
            left = listed.total - listed.seen
            if error.code == "block-length" and not left:
                return Resume(floor, "list"), fault
        self._list_damaged = True
        if self._ram.has_mapped:
            return self._resume_mapped(floor, fault, left)
        found = self._rest_of_list(floor, wire.MAX_ADDRESS if error.code == "ram-total" else left)
        if found is None:
            return None, fault
        resume, end = found
        if listed is not None and (listed.is_closed or resume.offset == floor):
            # Entries or the end of the list stand just there: only the sum is wrong.
            self._lengths_damaged = True
            total = listed.seen + resume.left
            fault = problem(
                "ram-total",
                f"the total is {listed.total:#x}, but the blocks have {total:#x} bytes",
                offset=listed.offset,
                path=fault.path,
                length=end - listed.offset,
                expected=f"{total:#x}",
                found=f"{listed.total:#x}",
            )
        return resume, fault

    def _rest_of_list(self, floor: int, left: int) -> tuple[Resume, int] | None:
        """Where entries of the list, or its end, stand again, and where the list ends."""
        access, known = self._access(), self._known()
        size = access.size or 0
        for offset in range(floor, min(floor + REACH, size)):
            self._spend(64)
            entries = entries_at(access, offset, self._ram, left)
            end = entries[-1].end if entries else offset
            data = access.pread(end, known.chain_length)
            names = {entry.name: entry.used_length for entry in entries}
            with_names = replace(known, lengths={**known.lengths, **names})
            at_end = end + len(data) >= size
            if with_names.is_end_of_ram(data, 0, end, at_end=at_end) or (
                entries and with_names.chain(data, 0, end, at_end=at_end) is not None
            ):
                return Resume(offset, "list", sum(names.values())), end
        return None

    def _resume_mapped(self, floor: int, fault: Problem, left: int) -> tuple[Resume | None, Problem]:
        """Inside a block list with pages between its entries."""
        access, known = self._access(), self._known()
        size = access.size or 0
        if fault.code == "mapped-area":
            fault = self._short_file(fault)
        before = self._told.mapped
        if before is not None and before.mapped is not None and before.mapped.pages_offset:
            found = self._misplaced(floor, left, before, before.mapped, fault)
            if found is not None:
                return found
        for name, used, end in mapped_ends(access, self._told.offset, self._ram):
            if not floor <= end < size:
                continue
            rest = left - used
            if rest > 0 and entry_at(access, end, self._ram, rest) is not None:
                self._ram.lengths[name] = used
                return Resume(end, "list", rest), fault
            data = access.pread(end, 600)
            if rest == 0 and known.is_end_of_ram(data, 0, end, at_end=end + len(data) >= size):
                return Resume(end, "list"), fault
        return None, fault

    def _misplaced(
        self, floor: int, left: int, block: ev.RamListBlock, header: ev.MappedHeader, fault: Problem
    ) -> tuple[Resume | None, Problem] | None:
        """The pages of the block before stand elsewhere than its header says, if entries follow there."""
        access = self._access()
        place = usual_pages_offset(header.bitmap_offset + len(header.bitmap))
        if place == header.pages_offset:
            return None
        end = place + block.used_length
        entry = entry_at(access, end, self._ram, left)
        if entry is None:
            return None
        fault = problem(
            "mapped-pages-offset",
            f"pages offset {header.pages_offset:#x}, but what follows the pages shows that they "
            f"stand at {place:#x}",
            offset=header.offset,
            path=f"{fault.path} / {block_path(block.name)}",
            length=wire.MAPPED_HEADER_LENGTH,
            expected=f"{place:#x}",
            found=f"{header.pages_offset:#x}",
        )
        while entry is not None and end < floor and entry.end > end:
            self._ram.lengths[entry.name] = entry.used_length
            left -= entry.used_length
            end = entry.end
            entry = entry_at(access, end, self._ram, left) if left > 0 else None
        return (Resume(end, "list", max(left, 0)) if end >= floor else None), fault

    def _short_file(self, fault: Problem) -> Problem:
        """The file is too short for a pages area, unless its offset is no usual one."""
        data = self._access().pread(self._told.offset, 600)
        if not data or len(data) < 9 + data[0]:
            return fault
        place = 1 + data[0] + 8 + (8 if self._ram.has_guest_addr else 0)
        header = data[place : place + wire.MAPPED_HEADER_LENGTH]
        if len(header) < wire.MAPPED_HEADER_LENGTH:
            return fault
        (used,) = struct.unpack_from(">Q", data, 1 + data[0])
        _, page_size, bitmap_offset, pages_offset = struct.unpack(wire.MAPPED_HEADER, header)
        bitmap_end = bitmap_offset + -(-(used // page_size) // 64) * 8
        if pages_offset == usual_pages_offset(bitmap_end):
            return fault
        return replace(fault, offset=self._told.offset + place, length=wire.MAPPED_HEADER_LENGTH)

    # -- RAM again --------------------------------------------------------------------

    def _ram_section(self, start: int, resume: Resume) -> ev.SectionBegin:
        """The section of RAM that goes on at a place."""
        section = (
            self._told.section
            if self._told.section is not None and self._told.section.body is ev.Body.RAM
            else None
        )
        if section is None:
            all_begun = (*self._started.values(), *self._ended.values())
            begun = [other for other in all_begun if other.body is ev.Body.RAM]
            if begun:
                section = replace(begun[0], kind=wire.SECTION_PART)
                self._started.setdefault(section.section_id, section)
                self._ended.pop(section.section_id, None)
        if section is None:
            octets = self._access().pread(start, 5)
            section_id = int.from_bytes(octets[1:5], "big")
            section = ev.SectionBegin(
                wire.SECTION_START,
                section_id if section_id < 1 << 16 else 0,
                wire.RAM_IDSTR,
                0,
                wire.RAM_VERSION,
                ev.Body.RAM,
            )
            self._guessed.add(section.section_id)
            self._started[section.section_id] = section
            self._ids.add(section.section_id)
        self._last = replace(section, offset=resume.offset, number=self._number, resumed=True)
        self._number += 1
        return self._last

    def _block_at(self, start: int, resume: Resume) -> bytes | None:
        """The block that the records at a place belong to; None when nobody knows.

        It is the one of before if addresses go on there: between them, no more
        pages are lost than octets.  For the reader an unknown block is the
        largest one.
        """
        ram = self._ram
        block, expected = self._told.block, self._told.next_addr
        head = self._access().pread(resume.offset, 8)
        value = int.from_bytes(head, "big")
        flags = value & ((ram.page_size or 4096) - 1)
        lost = (resume.offset - start) // ZERO_RECORD + 1
        if (
            block is not None
            and expected is not None
            and flags & wire.RAM_CONTINUE
            and expected <= value - flags <= expected + lost * (ram.page_size or 4096)
            and value - flags < ram.lengths.get(block, 0)
        ):
            ram.block = block
            return block
        if not ram.lengths:
            # The list is lost: any name will do.
            self._list_damaged = True
            ram.lengths[UNKNOWN_BLOCK] = wire.MAX_ADDRESS
        if flags != wire.RAM_MEM_SIZE:
            ram.page_size = ram.page_size or self._find_page_size() or 4096
            ram.block = max(ram.lengths, key=lambda name: ram.lengths[name])
        return None

    def _ram_again(self, section: ev.SectionBegin, block: bytes | None, resume: Resume) -> Iterator[ev.Event]:
        """The rest of a RAM section."""
        yield section
        left = resume.left if resume.how == "list" else None
        if left == 0 and self._ram.page_size is not None:
            left = None  # whatever the lengths are
            yield ev.RamListEnd(self._ram.page_size)
        is_first = True
        for event in RamReader(self._feed, self._ram).body(section.path, left):
            if isinstance(event, ev.RamBlock):
                if is_first and event.name is None and block is not None:
                    event = ev.RamBlock(block)  # noqa: PLW2901 - fault, as it is known
                is_first = False
            yield event
        if section.kind == wire.SECTION_END:
            self._started.pop(section.section_id, None)
        yield self._footer(section)
