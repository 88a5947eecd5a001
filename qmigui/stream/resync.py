"""Reads a binary stream to its end, whatever is wrong with it.

While all is well this is the strict reader.  Where that stops, the error
becomes a problem, the next place where the grammar holds is found
(:mod:`.recovery`, :mod:`.search`), what lies between is told
as :class:`~qmigui.stream.events.Lost`, and the strict reader goes on there.
Every octet is told once or lost; each resumption is further on than the one
before, and what is looked through in all is bounded.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from qmigui.errors import FormatError, Problem
from qmigui.record import replace
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.checks.codes import problem, problem_of
from qmigui.stream.feed import Feed
from qmigui.stream.list_search import REACH
from qmigui.stream.recovery import HEAD_REACH, Resume
from qmigui.stream.recovery_ram import RamRecovery
from qmigui.stream.search import SpentError

if TYPE_CHECKING:
    from qmigui.progress import Cancel

MAX_RESUMPTIONS = 10_000


class ResilientReader(RamRecovery):
    """Reads one stream, from damage to damage.

    The same events as from :class:`BinaryReader` as long as nothing is wrong.
    What that only remarks on is left to :class:`~.checks.checker.Checker`.

    Args:
        feed: the octets, from the stream's header on.
        report: takes every error as a problem.
        cancel: looked at while a place to go on is looked for.
        skim: pass over mapped-ram pages without reading them.
    """

    def __init__(
        self,
        feed: Feed,
        report: Callable[[Problem], None],
        *,
        cancel: Cancel | None = None,
        skim: bool = False,
    ) -> None:
        super().__init__(feed, cancel=cancel, skim=skim)
        self._put = report
        self._resumptions = 0

    @property
    def offset(self) -> int:
        """How far the source has been read."""
        return self._feed.offset

    def close(self) -> None:
        """Drop what the reader keeps of a pipe."""
        self._feed.close()

    # -- the loop -----------------------------------------------------------------------

    def events(self) -> Iterator[ev.Event]:
        """Read all of the stream; no FormatError is raised.

        Raises:
            TransportError: the source could not be read.
            Cancelled: someone asked for it.
        """
        steps = super().events()
        while True:
            try:
                for event in steps:
                    self._told.take(event, self._feed.offset, self._ram.page_size or 0)
                    self._follow(event)
                    yield event
                return
            except FormatError as error:
                steps = self._go_on(error)

    def _follow(self, event: ev.Event) -> None:
        """A FULL section of RAM is told as wrong by the checks; PARTs may follow it all the same."""
        if type(event) is ev.SectionBegin and event.body is ev.Body.RAM and event.kind == wire.SECTION_FULL:
            self._started[event.section_id] = event

    # -- going on ---------------------------------------------------------------------

    def _go_on(self, error: FormatError) -> Iterator[ev.Event]:
        """Tell the error, and all events from the next good place on."""
        self._resumptions += 1
        self._set_lowest()
        if error.code == "page-beyond-block" and self._told.section is not None:
            yield from self._told_again(error)
        start = self._told.offset
        self._forget_untold()
        resume, fault = Resume(start, "end"), problem_of(error)
        try:
            if self._resumptions > MAX_RESUMPTIONS:
                raise SpentError
            resume, told = self._resume(error, fault)
        except SpentError:
            self._put(fault)
            message = "too much is damaged: the rest was not checked"
            told = problem("given-up", message, offset=start)
        if told is not None:
            self._put(told)
        if resume.how == "end":
            yield from self._end(start)
            return
        self._resumed_at = resume.offset
        section = self._ram_section(start, resume) if resume.how in ("ram", "list") else None
        block = self._block_at(start, resume) if resume.how == "ram" else None
        self._learn(start, resume.offset)
        self._rewind(resume.offset)
        self._package_end = None
        yield ev.Lost(start, resume.offset - start)
        if section is not None:
            yield from self._ram_again(section, block, resume)
        elif resume.how == "head":
            yield from super().events()
            return
        elif resume.how == "configuration":
            if not self._looked_at_end:
                self._look_at_end()
            yield from self._configuration()
        elif resume.how == "text":
            yield from self._after_eof()
            yield ev.StreamEnd()
            return
        yield from self._items()

    def _end(self, start: int) -> Iterator[ev.Event]:
        """Nothing can be read any more."""
        size = self._access().size or start
        size = max(size, start)
        yield ev.Lost(start, size - start)
        self._rewind(size)
        yield ev.StreamEnd()

    def _forget_untold(self) -> None:
        """The section whose head was read last and not told: its id may come again."""
        last = self._last
        named = wire.SECTION_START, wire.SECTION_FULL
        if last is not None and last.offset >= self._told.offset and last.kind in named:
            self._ids.discard(last.section_id)
            self._names.discard((last.idstr, last.instance_id))
            self._started.pop(last.section_id, None)

    # -- where to go on -----------------------------------------------------------------

    def _resume(self, error: FormatError, fault: Problem) -> tuple[Resume, Problem | None]:
        """Where reading goes on, and the problem as it is told with all that is known now."""
        self._spend(0)
        start = self._told.offset
        floor = start if start > self._resumed_at else self._resumed_at + 1
        floor = max(floor, self._lowest)
        if not self._told.has_header:
            return self._resume_head(error), fault
        if error.code == "description-length":
            return Resume(floor, "end"), fault
        self._look_for_description()
        if error.code == "description-page-size":
            how = "item" if self._told.has_configuration else "configuration"
            if not self._told.has_configuration:
                self._ram.page_size = None
            return Resume(floor, how), fault
        if not self._told.has_configuration:
            return self._resume_first(floor, fault)
        section = self._told.section
        if section is not None and section.body is ev.Body.RAM:
            if (error.code or "").startswith("footer") and error.offset is not None:
                if section.section_id in self._guessed and error.code == "footer-id":
                    return self._true_id(section, error.offset), None
                if section.kind == wire.SECTION_START and error.code == "footer-id":
                    return self._resume_after_start(section, floor, error.offset, fault)
                return self._resume_item(max(floor, error.offset), fault)
            in_list = self._told.list is not None
            if in_list or (section.kind == wire.SECTION_START and not self._told.has_list):
                rest, fault = self._resume_list(floor, error, fault)
                if rest is not None:
                    return rest, fault
            return self._resume_ram(floor, error, fault)
        return self._resume_item(floor, fault)

    def _resume_after_start(
        self, section: ev.SectionBegin, floor: int, footer_offset: int, fault: Problem
    ) -> tuple[Resume, Problem]:
        """The footer of RAM's START has another id: that of the sections that follow, or a wrong one."""
        octets = self._access().pread(footer_offset + 1, 9)
        section_id = int.from_bytes(octets[:4], "big")
        if octets[4:5] not in (b"\2", b"\3") or octets[5:] != octets[:4] or section_id in self._ids:
            return self._resume_item(max(floor, footer_offset), fault)
        fault = problem(
            "footer-id",
            f"section id {section.section_id} in the head, but {section_id} in the footer and further on",
            offset=section.offset + 1,
            path=section.path,
            length=4,
            expected=str(section_id),
            found=str(section.section_id),
        )
        return self._true_id(section, footer_offset), fault

    def _true_id(self, section: ev.SectionBegin, footer_offset: int) -> Resume:
        """The footer tells the id of a section whose head is lost; nothing is wrong with it."""
        section_id = int.from_bytes(self._access().pread(footer_offset + 1, 4), "big")
        self._guessed.discard(section.section_id)
        self._ids.discard(section.section_id)
        self._ids.add(section_id)
        begun = self._started.pop(section.section_id, section)
        self._started[section_id] = replace(begun, section_id=section_id)
        self._footers = True
        return Resume(footer_offset + 5, "item")

    def _resume_head(self, error: FormatError) -> Resume:
        """The header is damaged, or something stands before it."""
        access = self._access()
        if error.code == "not-a-stream":
            octets = access.pread(self._start, HEAD_REACH)
            place = octets.find(wire.MAGIC + struct.pack(">I", wire.VERSION), 1)
            if place > 0:
                return Resume(self._start + place, "head")
        if error.code == "truncated":
            return Resume(self._start, "end")
        self._told.has_header = True
        return Resume(self._start + 8, "configuration")

    def _resume_first(self, floor: int, fault: Problem) -> tuple[Resume, Problem]:
        """The configuration, or what stands in its place, is damaged."""
        if fault.code == "section-type":
            fault = problem("first-section", fault.message, offset=fault.offset, path=fault.path)
        access = self._access()
        limit = min(access.size or 0, floor + HEAD_REACH)
        place = self._search(floor + 1, limit, in_ram=False, with_ram=False)
        if place is not None:
            return Resume(place.offset, "item"), fault
        return self._resume_item(floor, fault)

    def _resume_item(self, floor: int, fault: Problem) -> tuple[Resume, Problem]:
        """Between sections, or in a device: the next known or likely section."""
        access = self._access()
        size = access.size or 0
        offsets = self._known_offsets()
        between = fault.code.startswith(("footer", "package"))  # nothing wrong begins there
        if offsets and fault.offset == offsets[-1] and not between:
            # What stands where the end-of-stream octet should be.
            fault = problem(
                "eof-missing",
                "no end-of-stream octet stands before the VM description",
                offset=fault.offset,
                length=1,
                expected="00",
                found=access.pread(offsets[-1], 1).hex(),
            )
            floor = offsets[-1] + 1
            return Resume(floor, "text"), fault
        if fault.code == "footer-id":
            self._footers = True
        if fault.code in ("footer-missing", "footer-id") and fault.offset is not None:
            after = fault.offset + 5
            data = access.pread(after, 300)
            known = self._known()
            if after >= floor and known.follows(data, 0, after, at_end=after + len(data) >= size):
                return Resume(after, "item"), fault
        if fault.code == "section-type" and fault.found is None and fault.offset is not None:
            octets = access.pread(fault.offset, 5)
            fault = replace(fault, found=octets[:1].hex())
            if octets[:1] == b"\x7e" and self._footers is False:
                self._footers = True  # the footer that decided was damaged
        if fault.offset == floor and not between:
            floor += 1
        if offsets and floor >= offsets[0]:
            later = next(offset for offset in (*offsets, size) if offset >= floor)
            return Resume(later, "item" if later < size else "end"), fault
        limit = offsets[0] if offsets else size
        if not self._told.has_list and fault.offset is not None:
            resume = self._resume_lost_start(floor, min(limit, floor + REACH))
            if resume is not None:
                return resume, fault
        with_ram = bool(self._ram.lengths) or not self._told.has_list
        place = self._search(floor, limit, in_ram=False, with_ram=with_ram)
        if place is not None:
            return Resume(place.offset, "ram" if place.in_ram else "item"), fault
        if offsets:
            return Resume(offsets[0], "item"), fault
        if fault.code == "section-end":
            # Nothing follows: the end of the section is what is missing, not its footer.
            message = "the data ends inside this section"
            fault = problem("truncated", message, offset=size, path=fault.path)
        return Resume(size, "end"), fault
