"""The VM description and what follows the stream: all that its end shows.

Source: QEMU ``migration/savevm.c``, ``qemu_savevm_state_complete_precopy``.
"""

from __future__ import annotations

from typing import NamedTuple

from qmigui.errors import Severity
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.checks.devices import DeviceChecks
from qmigui.stream.checks.facts import Facts
from qmigui.stream.checks.header import is_page_size
from qmigui.stream.checks.order import compare
from qmigui.stream.checks.report import Reports
from qmigui.stream.outbox import is_zeros
from qmigui.vmstate.description import MAX_TEXT_LENGTH, Description, DescriptionError

PATH = "VM description"
MAX_TAIL = 64 << 10
"""Octets behind the stream that are kept, in case the description's length is too short."""

_POSTCOPY = {4, 5, 7}
_HEAD_OF_TEXT = (b'{"', b'{ "')


class _Section(NamedTuple):
    """A FULL section of a device."""

    name: str
    instance_id: int
    version_id: int
    offset: int
    path: str


class DescriptionChecks:
    """Checks 17 to 19 and 24."""

    def __init__(self, reports: Reports, facts: Facts, devices: DeviceChecks) -> None:
        self._reports = reports
        self._facts = facts
        self._devices = devices
        self._sections: list[_Section] = []
        self._gaps: set[int] = set()
        self._eof_offset: int | None = None
        self._text = bytearray()
        self._offset: int | None = None
        self._is_whole = False
        self._tail = bytearray()
        self._tail_length = 0
        self._tail_offset = 0
        self._odd_offset: int | None = None

    # -- what comes -------------------------------------------------------------------

    def begin(self, event: ev.SectionBegin) -> None:
        """Take the head of a section."""
        if event.kind != wire.SECTION_FULL or event.body is ev.Body.RAM or event.resumed:
            return
        if len(self._sections) < wire.MAX_SECTIONS:
            name = event.idstr.decode("utf-8", "surrogateescape")
            section = _Section(name, event.instance_id, event.version_id, event.offset, event.path)
            self._sections.append(section)

    def lost(self) -> None:
        """Something was lost where the next section would stand."""
        self._gaps.add(len(self._sections))

    def eof(self, event: ev.Eof) -> None:
        """The section list is over."""
        self._eof_offset = event.offset

    def text(self, event: ev.Description) -> None:
        """Take a piece of the description."""
        if self._offset is None:
            self._offset = event.offset
        if len(self._text) <= MAX_TEXT_LENGTH:
            self._text += event.data
        self._is_whole = event.last

    def trailing(self, event: ev.Trailing) -> None:
        """Take octets behind the stream."""
        if not self._tail_length:
            self._tail_offset = event.offset
        self._tail_length += len(event.data)
        if len(self._tail) < MAX_TAIL:
            self._tail += event.data[: MAX_TAIL - len(self._tail)]
        if self._odd_offset is None and not is_zeros(event.data):
            octets = bytes(event.data)
            rest = octets.lstrip(b"\0")
            if rest:
                self._odd_offset = event.offset + len(octets) - len(rest)

    # -- the end ----------------------------------------------------------------------

    def finish(self) -> None:
        """Tell what the end shows."""
        if self._offset is None:
            self._missing()
        else:
            self._parse()
        self._tell_trailing()

    def _missing(self) -> None:
        facts = self._facts
        if not facts.ended:
            if not facts.lost:
                self._reports.tell("eof-missing", "the stream has no end")
            return
        if facts.commands & _POSTCOPY or (facts.lost and not self._sections):
            return  # a stream that switched to postcopy never has one
        head = bytes(self._tail[:8])
        if head[5:7] in (text[:2] for text in _HEAD_OF_TEXT) and head[:1] != b"\x06":
            self._reports.tell(
                "description-missing",
                "the VM description does not begin with its type",
                offset=self._tail_offset,
                path=PATH,
                expected="06",
                found=f"{head[0]:02x}",
            )
            self._odd_offset = None  # told
            self._tail_length = 0
            return
        self._reports.tell(
            "description-missing",
            "there is no VM description",
            offset=self._eof_offset,
            path=PATH,
            severity=Severity.NOTE if facts.is_old else None,
        )

    def _parse(self) -> None:
        assert self._offset is not None
        tell = self._reports.tell
        known_bad = "description-length" in self._reports.counts
        try:
            description = Description(bytes(self._text))
        except DescriptionError as error:
            if not known_bad and not self._is_too_short():
                tell("description-damaged", error.message, offset=self._offset, path=PATH)
            return
        self._facts.is_modern = description.configuration is not None
        self._page_size(description)
        described: list[tuple[str, int]] = []
        versions: dict[tuple[str, int], int | None] = {}
        try:
            for device in description.devices():
                key = device.name, device.instance_id
                if len(described) >= wire.MAX_SECTIONS:
                    raise DescriptionError(f"more than {wire.MAX_SECTIONS} devices")
                if key not in versions:
                    described.append(key)
                versions[key] = device.version_id
                self._devices.described(device)
        except DescriptionError as error:
            if not known_bad and not self._is_too_short():
                tell("description-damaged", error.message, offset=self._offset, path=PATH)
            self._versions(versions)
            return
        self._misdescribed()
        if not described and self._sections:
            tell("description-damaged", "the VM description lists no devices", offset=self._offset, path=PATH)
            return
        self._versions(versions)
        self._compare(described)

    def _is_too_short(self) -> bool:
        """Tell if the description goes on in the octets behind it."""
        if not self._is_whole or not self._tail_length or self._tail_length > MAX_TAIL:
            return False
        try:
            for _ in Description(bytes(self._text + self._tail)).devices():
                pass
        except DescriptionError:
            return False
        length = len(self._text)
        self._reports.tell(
            "description-length",
            f"the VM description is said to have {length} octets, but its text goes on",
            offset=self._offset,
            path=PATH,
            expected=str(length + self._tail_length),
            found=str(length),
        )
        self._tail_length = 0
        self._odd_offset = None
        return True

    def _page_size(self, description: Description) -> None:
        told = description.page_size
        facts = self._facts
        other = facts.page_bits_told or facts.page_size
        if "description-page-size" in self._reports.counts:
            return
        if told is None or not is_page_size(told):
            message = "there is no page_size" if told is None else f"page_size {told} is impossible"
            self._reports.tell("description-page-size", message, offset=self._offset, path=PATH)
        elif other is not None and other != told:
            self._reports.tell(
                "description-page-size",
                f"page_size {told}, but {other} elsewhere in the stream",
                offset=self._offset,
                path=PATH,
                expected=str(other),
                found=str(told),
            )

    def _misdescribed(self) -> None:
        for name, field in self._devices.misdescribed:
            self._reports.tell(
                "description-size",
                "the size of the field is not that of its type, nor is it that of the payload",
                offset=self._offset,
                path=f"{PATH} / device '{name}' / field '{field}'",
            )

    # -- the list of devices --------------------------------------------------------------

    def _versions(self, versions: dict[tuple[str, int], int | None]) -> None:
        for section in self._sections:
            wanted = versions.get((section.name, section.instance_id))
            if wanted is not None and wanted != section.version_id:
                self._reports.tell(
                    "section-version",
                    f"version {section.version_id}, but {wanted} in the VM description",
                    offset=section.offset,
                    path=section.path,
                    expected=str(wanted),
                    found=str(section.version_id),
                )

    def _compare(self, described: list[tuple[str, int]]) -> None:
        """Sections and devices of the description are the same, in the same order."""
        sections: list[_Section] = []
        seen: set[tuple[str, int]] = set()
        gaps = set()
        for index, section in enumerate(self._sections):
            if index in self._gaps:
                gaps.add(len(sections))
            key = section.name, section.instance_id
            if key not in seen:  # twice: told elsewhere
                seen.add(key)
                sections.append(section)
        if any(gap >= len(self._sections) for gap in self._gaps):
            gaps.add(len(sections))
        keys = [(section.name, section.instance_id) for section in sections]
        found = compare(keys, described, gaps)
        tell = self._reports.tell
        for index, place in found.differing:
            section = sections[index]
            expected, present = _words(described[place]), _words(keys[index])
            tell(
                "device-differs",
                f"it is {present}, but {expected} in the VM description",
                offset=section.offset,
                path=section.path,
                expected=expected,
                found=present,
            )
        for index in found.extra:
            message = f"the VM description does not list {_words(keys[index])}"
            tell("device-not-described", message, offset=sections[index].offset, path=sections[index].path)
        for place, index in found.absent:
            offset = sections[index].offset if index < len(sections) else self._eof_offset
            message = f"{_words(described[place])} is described, but has no section"
            tell("device-missing", message, offset=offset, path=PATH)
        for index in found.moved:
            message = "the section stands at another place than in the VM description"
            tell("device-order", message, offset=sections[index].offset, path=sections[index].path)

    def _tell_trailing(self) -> None:
        if self._odd_offset is not None:
            self._reports.tell(
                "trailing",
                f"{self._tail_length} octets follow the stream, and not all are zero",
                offset=self._odd_offset,
                length=self._tail_length,
            )
        elif self._tail_length:
            self._reports.tell(
                "trailing-zeros",
                f"{self._tail_length} zeros follow the stream",
                offset=self._tail_offset,
                length=self._tail_length,
            )


def _words(key: tuple[str, int]) -> str:
    name, instance_id = key
    return f"'{name}' instance {instance_id:#x}" if instance_id > 9 else f"'{name}' instance {instance_id}"
