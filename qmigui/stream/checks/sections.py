"""Which sections there are, and how they go together."""

from __future__ import annotations

import struct

from qmigui.errors import Severity
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.checks.facts import Facts
from qmigui.stream.checks.report import Reports
from qmigui.stream.iterables import grammar_of, has_no_bitmap

_SWITCHOVER_START = 11
_DIRTY_BITMAP = b"dirty-bitmap"
MAX_TWICE = 1000


class SectionChecks:
    """Checks 5, 6 and 15: pairs of name and instance, rounds that start and end.

    What is sent in rounds: RAM, those with a grammar of their own, vfio devices.
    """

    def __init__(self, reports: Reports, facts: Facts) -> None:
        self._reports = reports
        self._facts = facts
        self._pairs: set[tuple[bytes, int]] = set()
        self._twice: list[ev.SectionBegin] = []
        self._open: dict[int, ev.SectionBegin] = {}
        self._ids: set[int] = set()
        self._is_first_piece = False
        self._has_full = False

    def begin(self, event: ev.SectionBegin) -> None:
        """Take the head of a section."""
        if event.resumed:
            if event.kind == wire.SECTION_START:
                self._open.setdefault(event.section_id, event)
            return
        tell = self._reports.tell
        if event.kind in (wire.SECTION_PART, wire.SECTION_END):
            if event.kind == wire.SECTION_END:
                self._open.pop(event.section_id, None)
            return
        pair = event.idstr, event.instance_id
        if pair in self._pairs and len(self._twice) < MAX_TWICE:
            self._twice.append(event)
        if event.section_id in self._ids:
            message = f"section id {event.section_id} is used twice"
            tell("section-id-twice", message, offset=event.offset, path=event.path)
        if len(self._pairs) < wire.MAX_SECTIONS:
            self._pairs.add(pair)
            self._ids.add(event.section_id)
        self._facts.names.add(event.idstr)
        if event.kind == wire.SECTION_START:
            self._open[event.section_id] = event
            self._is_first_piece = event.body is ev.Body.OPAQUE
            if event.body is ev.Body.RAM and event.idstr != wire.RAM_IDSTR:
                self._misnamed(event)
            elif not is_iterable(event.idstr):
                message = "nothing of this name is sent in rounds"
                tell("iterable-unknown", message, offset=event.offset, path=event.path)
        else:
            self._has_full = True
            if event.body is ev.Body.RAM or grammar_of(event.idstr) is not None:
                tell(
                    "iterable-full",
                    "a FULL section of something that is sent in rounds",
                    offset=event.offset,
                    path=event.path,
                    expected="type 1 (START)",
                    found="type 4 (FULL)",
                )
        if event.body is ev.Body.RAM and event.version_id != wire.RAM_VERSION:
            tell(
                "ram-version",
                f"version {event.version_id} of RAM, only 4 is known",
                offset=event.offset,
                path=event.path,
                expected="4",
                found=str(event.version_id),
            )

        if event.body is ev.Body.RAM and event.instance_id:
            tell(
                "ram-instance",
                f"instance {event.instance_id} of RAM, which has only one",
                offset=event.offset,
                path=event.path,
                expected="0",
                found=str(event.instance_id),
            )

    def opaque(self, event: ev.Opaque, section: ev.SectionBegin | None) -> None:
        """Take octets that nothing describes."""
        if not self._is_first_piece or section is None:
            return
        self._is_first_piece = False
        if section.idstr == _DIRTY_BITMAP and has_no_bitmap(event.data):
            self._open.pop(section.section_id, None)
        if not is_iterable(section.idstr) and looks_like_ram(event.data):
            self._misnamed(section)

    def _misnamed(self, section: ev.SectionBegin) -> None:
        self._reports.tell(
            "section-head",
            "the body is one of RAM, the name is another",
            offset=section.offset,
            path=section.path,
            expected="ram",
            found=section.idstr.decode("utf-8", "backslashreplace"),
        )

    def finish(self) -> None:
        """Tell what only the end shows."""
        severity = Severity.ERROR if self._facts.is_modern else Severity.WARNING
        for event in self._twice:
            self._reports.tell(
                "section-twice",
                f"instance {event.instance_id} of this name comes twice",
                offset=event.offset,
                path=event.path,
                severity=severity,
            )
        if self._facts.lost or not self._facts.ended:
            return
        waiting = list(self._open.values())
        # A background snapshot has RAM only, sends no END and does not switch over.
        is_background = (
            [event.idstr for event in waiting] == [wire.RAM_IDSTR]
            and self._has_full
            and _SWITCHOVER_START not in self._facts.commands
        )
        for event in waiting if not is_background else ():
            self._reports.tell(
                "section-unended", "the section starts and never ends", offset=event.offset, path=event.path
            )


def is_iterable(idstr: bytes) -> bool:
    """Whether something of this name is sent in rounds."""
    return (
        idstr == wire.RAM_IDSTR
        or grammar_of(idstr) is not None
        or idstr == b"vfio"
        or idstr.endswith(b"/vfio")
    )


def looks_like_ram(data: bytes | memoryview) -> bool:
    """Whether *data* begins with a block list."""
    if len(data) < 8 + 1 + 1 + 8:
        return False
    total, length = struct.unpack_from(">QB", data)
    end = 9 + length
    if total & 0xFF != wire.RAM_MEM_SIZE or not length or len(data) < end + 8:
        return False
    (used,) = struct.unpack_from(">Q", data, end)
    name = bytes(data[9:end])
    return used <= total and all(0x20 <= octet < 0x7F for octet in name)
