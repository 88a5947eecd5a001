"""Reads a binary migration stream as events.

The top level of the grammar: header, configuration, commands, sections, end,
description, trailing bytes.  Bodies are read by ``ram_reader`` and
``iterables``; ends of device sections come from the VM description, footers
or signatures (``tail``, ``scan``).  Source: QEMU ``migration/savevm.c``.

Whether the stream has a configuration, footers and a description is found
from its octets, never from the machine's name.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Generator, Iterator

from qmigui.errors import Problem, Severity
from qmigui.record import replace
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.carrier import carrier_of
from qmigui.stream.configuration import ConfigurationReader
from qmigui.stream.device_table import DeviceTable
from qmigui.stream.feed import Feed
from qmigui.stream.iterables import Cursor, gathered, grammar_of
from qmigui.stream.outbox import ZEROS
from qmigui.stream.ram_reader import RamReader, RamState, is_name
from qmigui.stream.scan import HEAD, can_follow, find_footer, find_next_section, section_head
from qmigui.stream.tail import Found, find_at_end, find_before, find_description, find_here
from qmigui.stream.taker import Taker
from qmigui.stream.trial import likeliest
from qmigui.vmstate.description import Description, DescriptionError, Device
from qmigui.vmstate.model import Vmsd

PIECE = 1 << 20


class BinaryReader(Taker):
    """Reads one stream.

    Args:
        feed: the octets, from the stream's header on.
        report: takes what is odd but does not stop the reading.
        skim: pass over mapped-ram pages without reading them.

    Attributes:
        description: the parsed description, once it was needed and found.
    """

    def __init__(
        self, feed: Feed, report: Callable[[Problem], None] | None = None, *, skim: bool = False
    ) -> None:
        super().__init__(feed)
        self._report = report
        self._ram = RamState(skim=skim, find_page_size=self._find_page_size)
        # By section id: those that PART and END may go on with, and those that have ended.
        self._started: dict[int, ev.SectionBegin] = {}
        self._ended: dict[int, ev.SectionBegin] = {}
        self._ids: set[int] = set()
        self._names: set[tuple[bytes, int]] = set()
        self._footers: bool | None = None
        self._number = 0
        self._found: Found | None = None
        # Whether the end of the data has been looked at for it, and whether all of the data has.
        self._looked_at_end = False
        self._looked = False
        self._is_nearest = False
        self._devices: DeviceTable | None = None
        self._package_end: int | None = None
        self._last: ev.SectionBegin | None = None
        self.description: Description | None = None

    # -- helpers -----------------------------------------------------------------

    def _problem(self, code: str, message: str, offset: int, path: str | None = None) -> None:
        if self._report is not None:
            self._report(Problem(Severity.WARNING, code, message, offset, path))

    # -- the whole ------------------------------------------------------------------

    def events(self) -> Iterator[ev.Event]:
        """Read all of the stream.

        Raises:
            FormatError: what stands there is no stream, or a broken one; says
                where and in which element.
        """
        yield self._header()
        self._look_at_end()
        yield from self._configuration()
        yield from self._items()

    def _items(self) -> Iterator[ev.Event]:
        """All that stands behind the configuration."""
        while (yield from self._item()):
            pass
        yield from self._after_eof()
        yield ev.StreamEnd()

    def _header(self) -> ev.StreamHeader:
        start = self._feed.offset
        magic = self._take(4, "the header")
        if magic != wire.MAGIC:
            raise self._fail(
                "this is no migration stream: it does not begin with QEVM", start, code="not-a-stream"
            )
        (version,) = struct.unpack(">I", self._take(4, "the header"))
        if version != wire.VERSION:
            hint = "; versions 1 and 2 were last written by QEMU 0.9" if version in (1, 2) else ""
            raise self._fail(
                f"stream version {version} cannot be read, only 3{hint}", start + 4, code="stream-version"
            )
        return ev.StreamHeader(version, carrier_of(self._feed.source), start)

    def _look_at_end(self) -> None:
        """On a source that seeks: find the description and with it the page size."""
        if not self._feed.source.seekable:
            return
        self._looked_at_end = True
        self._found = find_at_end(self._feed.random(), self._feed.offset)
        if self._found is not None:
            self._looked = True
            self._open_description()

    def _open_description(self) -> None:
        """Parse as much of the found description as is needed now."""
        found = self._found
        assert found is not None
        text = self._feed.random().pread(found.text_offset, found.text_length)
        path = "VM description"
        try:
            self.description = Description(text)
        except DescriptionError as error:
            self._problem("description-unusable", f"not used: {error}", found.text_offset, path)
            return
        self._devices = DeviceTable(self.description)
        told = self.description.page_size
        if told is None:
            return
        good = not told & (told - 1) and wire.MIN_PAGE_SIZE <= told <= wire.MAX_PAGE_SIZE
        if not good:
            self._problem("page-size", f"page_size {told} is impossible", found.text_offset, path)
        elif self._ram.page_size is None:
            self._ram.page_size = told
        elif self._ram.page_size != told:
            raise self._fail(
                f"page_size {told}, but the RAM records have {self._ram.page_size}",
                found.text_offset,
                path,
                code="description-page-size",
            )

    def _need_description(self) -> None:
        """Before a device section: find the description behind it, spooling a pipe."""
        if self._looked:
            if self._ended and self._package_end is None:
                self._prefer_nearer(self._feed.offset)
            return
        start, access = self._feed.offset, self._feed.random()
        if self._package_end is None and self._ended:
            self._looked = True
            self._found = find_description(access, start)
        elif not self._looked_at_end:
            # RAM is still to come: its pages may hold anything, even a description.
            self._looked_at_end = True
            self._found = find_at_end(access, start)
        if self._found is not None:
            self._looked = True
            self._open_description()

    def _prefer_nearer(self, start: int) -> None:
        """Once, behind RAM: the description at the end may be of a longer stream that was there before."""
        if self._found is None or self._is_nearest:
            return
        self._is_nearest = True
        nearer = find_before(self._feed.random(), start, self._found)
        if nearer is not None:
            self._found = nearer
            self._open_description()

    def _find_page_size(self) -> int | None:
        """Behind a block list: find the page size by trying, or else spool a pipe to ask the description."""
        lengths = self._ram.lengths.values()
        page_size, certain = likeliest(self._feed, lengths, self._attempt)
        if not certain:
            self._need_description()
        return self._ram.page_size or page_size

    def _attempt(self, feed: Feed, page_size: int) -> Iterator[ev.Event]:
        """Go on in a copy of what lies ahead, with *page_size*, as long as no description is needed."""
        assert self._last is not None
        other = BinaryReader(feed)
        other._ram = replace(self._ram, page_size=page_size, find_page_size=None)
        other._looked = True
        other._started, other._ended = dict(self._started), dict(self._ended)
        other._ids, other._names = set(self._ids), set(self._names)
        other._footers = self._footers
        yield from RamReader(feed, other._ram).body(self._last.path)
        yield other._footer(self._last)
        while other._has_grammar():
            yield from other._item()

    def _has_grammar(self) -> bool:
        """Whether an item comes next that tells itself where it ends."""
        feed = self._feed
        feed.want(HEAD)  # fewer at the end is fine
        octets = feed.view[feed.pos : min(feed.end, feed.pos + HEAD)]
        if len(octets) < 5:
            return False
        if octets[0] == wire.COMMAND:
            return int.from_bytes(octets[1:3], "big") != wire.CMD_PACKAGED
        if octets[0] == wire.SECTION_START:
            head = section_head(octets, 1)
            return head is not None and grammar_of(head[1]) is not None
        section = self._started.get(int.from_bytes(octets[1:5], "big"))
        if octets[0] not in (wire.SECTION_PART, wire.SECTION_END) or section is None:
            return False
        return section.body is ev.Body.RAM or grammar_of(section.idstr) is not None

    # -- configuration ------------------------------------------------------------------

    def _configuration(self) -> Iterator[ev.Event]:
        feed = self._feed
        if not feed.want(1):
            raise self._fail("the data ends after the header", code="truncated")
        if feed.view[feed.pos] != wire.CONFIGURATION:
            return
        yield ConfigurationReader(feed, self._ram, self._described_configuration).read()

    def _described_configuration(self) -> Vmsd | None:
        """What the VM description says of the configuration."""
        self._need_description()
        return self.description.configuration if self.description else None

    # -- items --------------------------------------------------------------------------

    def _item(self) -> Generator[ev.Event, None, bool]:
        """Read one item; the generator's value is False after EOF (or the package's end)."""
        feed = self._feed
        if self._package_end is not None and feed.offset >= self._package_end:
            if feed.offset > self._package_end:
                raise self._fail("an element goes past the end of its package", code="package")
            return False
        if not feed.want(1):
            raise self._fail(
                "the stream ends where a section should start", path=self._where(), code="truncated"
            )
        kind = feed.view[feed.pos]
        if kind in (wire.SECTION_START, wire.SECTION_FULL):
            yield from self._full(kind)
        elif kind in (wire.SECTION_PART, wire.SECTION_END):
            yield from self._part(kind)
        elif kind == wire.COMMAND:
            yield from self._command()
        elif kind == wire.EOF and self._package_end is None:
            feed.pos += 1
            yield ev.Eof(feed.offset - 1)
            return False
        else:
            raise self._fail(f"unknown section type {kind:#04x}", path=self._where(), code="section-type")
        return True

    def _where(self) -> str | None:
        """The element before this place, for messages."""
        return f"after {self._last.path}" if self._last is not None else None

    def _command(self) -> Iterator[ev.Event]:
        start = self._feed.offset
        head = self._take(5, "a command")
        code, length = struct.unpack(">HH", head[1:])
        if not 0 < code < len(wire.COMMAND_NAMES):
            raise self._fail(f"unknown command {code:#x}", start, "command", code="command-unknown")
        path = f"command {wire.COMMAND_NAMES[code]}"
        data = self._take(length, "a command", path)
        if code == wire.CMD_POSTCOPY_ADVISE and length:
            self._ram.may_have_page_size = True
        yield ev.Command(code, data, start)
        if code != wire.CMD_PACKAGED:
            return
        if length != 4:
            raise self._fail(f"length {length}, not 4", start, path, code="command-length")
        if self._package_end is not None:
            raise self._fail("a package inside a package", start, path, code="package")
        (size,) = struct.unpack(">I", data)
        yield ev.PackageBegin(size)
        self._package_end = self._feed.offset + size
        while (yield from self._item()):
            pass
        self._package_end = None
        yield ev.PackageEnd()

    def _full(self, kind: int) -> Iterator[ev.Event]:
        """A START or FULL section."""
        feed = self._feed
        feed.want(1 + 4 + 1 + 255 + 8)  # fewer at the end is fine
        start = feed.offset
        head = section_head(feed.view[: feed.end], feed.pos + 1)
        if head is None:
            if feed.end - feed.pos < 14:
                raise self._fail(
                    "the data ends inside a section's head", start, self._where(), code="truncated"
                )
            raise self._fail(
                "no name where a section's idstr should stand", start, self._where(), code="section-head"
            )
        section_id, idstr, instance_id, version_id, position = head
        if not is_name(idstr):
            raise self._fail(
                "the section's idstr is not printable", start, f"section {section_id}", code="section-head"
            )
        is_ram = self._is_ram(idstr, version_id, position - feed.pos)
        grammar = grammar_of(idstr) if kind == wire.SECTION_START else None
        begin = ev.SectionBegin(
            kind,
            section_id,
            idstr,
            instance_id,
            version_id,
            ev.Body.RAM if is_ram else ev.Body.OPAQUE,
            start,
            self._number,
        )
        if section_id in self._ids:
            raise self._fail(
                f"section id {section_id} is used twice", start, begin.path, code="section-id-twice"
            )
        if idstr == wire.RAM_IDSTR and version_id == wire.RAM_VERSION_OLD:
            raise self._fail(
                "version 3 of RAM, as QEMU 0.12 wrote it, cannot be read",
                start,
                begin.path,
                code="ram-version",
            )
        if len(self._ids) >= wire.MAX_SECTIONS:
            raise self._fail(
                f"more than {wire.MAX_SECTIONS} sections with names", start, begin.path, code="too-many"
            )
        if (idstr, instance_id) in self._names:
            self._problem(
                "section-twice",
                f"instance {instance_id} of '{idstr.decode()}' comes twice",
                start,
                begin.path,
            )
        self._number += 1
        self._last = begin
        self._ids.add(section_id)
        self._names.add((idstr, instance_id))
        if kind == wire.SECTION_START:
            self._started[section_id] = begin
        if is_ram:
            feed.pos = position
            self._ram.named = version_id >= wire.RAM_VERSION_NAMED
            yield begin
            yield from RamReader(feed, self._ram).body(begin.path)
        elif grammar is not None:
            feed.pos = position
            yield begin
            yield from self._by_grammar(begin)
        else:
            head_length = position - feed.pos
            self._need_description()
            feed.want(head_length)
            feed.pos += head_length
            yield from self._device(begin)
            return
        yield self._footer(begin)

    def _is_ram(self, idstr: bytes, version_id: int, head_length: int) -> bool:
        """Whether the body that follows a head of *head_length* octets is one of RAM."""
        return idstr == wire.RAM_IDSTR and version_id == wire.RAM_VERSION

    def _by_grammar(self, section: ev.SectionBegin, kind: int | None = None) -> Iterator[ev.Event]:
        grammar = grammar_of(section.idstr)
        assert grammar is not None
        cursor = Cursor(self._feed, section.path)
        offset = self._feed.offset
        for piece in gathered(grammar(cursor, section.kind if kind is None else kind)):
            yield ev.Opaque(piece, offset)
            offset += len(piece)

    def _part(self, kind: int) -> Iterator[ev.Event]:
        """A PART or END section."""
        feed = self._feed
        start = feed.offset
        octets = self._take(5, "a section's head", self._where())
        (section_id,) = struct.unpack(">I", octets[1:])
        if section_id in self._ended:
            raise self._fail(
                "the section has ended before", start, self._ended[section_id].path, code="section-ended"
            )
        section = self._started.get(section_id)
        if section is None:
            raise self._fail(
                f"a {wire.KIND_NAMES[kind]} section goes on with section {section_id}, "
                "which was never started",
                start,
                self._where(),
                code="section-not-started",
            )
        begin = ev.SectionBegin(
            kind,
            section_id,
            section.idstr,
            section.instance_id,
            section.version_id,
            section.body,
            start,
            self._number,
        )
        self._number += 1
        self._last = begin
        if kind == wire.SECTION_END:
            self._ended[section_id] = self._started.pop(section_id)
        yield begin
        if section.body is ev.Body.RAM:
            self._ram.named = section.version_id >= wire.RAM_VERSION_NAMED
            yield from RamReader(feed, self._ram).body(begin.path)
        elif grammar_of(section.idstr) is not None:
            yield from self._by_grammar(section, kind)
        else:
            length = self._undescribed_length(begin)
            yield from self._opaque(length, begin)
        yield self._footer(begin)

    def _footer(self, section: ev.SectionBegin) -> ev.SectionEnd:
        """Read the footer, if this stream has them; the first section decides."""
        feed = self._feed
        feed.want(5)
        octets = bytes(feed.view[feed.pos : min(feed.end, feed.pos + 5)])
        expected = struct.pack(">BI", wire.SECTION_FOOTER, section.section_id)
        if self._footers is None:
            self._footers = octets == expected
            if not self._footers and octets[:1] == expected[:1]:
                raise self._fail(
                    f"the footer names section {int.from_bytes(octets[1:], 'big')}",
                    path=section.path,
                    code="footer-id",
                )
        if not self._footers:
            return ev.SectionEnd(False)
        if octets != expected:
            if len(octets) < 5:
                raise self._fail(
                    "the data ends before the section's footer", path=section.path, code="truncated"
                )
            if octets[0] == wire.SECTION_FOOTER:
                raise self._fail(
                    f"the footer names section {int.from_bytes(octets[1:], 'big')}",
                    path=section.path,
                    code="footer-id",
                )
            raise self._fail("missing section footer", path=section.path, code="footer-missing")
        feed.pos += 5
        return ev.SectionEnd(True)

    # -- device sections -------------------------------------------------------------------

    def _device(self, section: ev.SectionBegin) -> Iterator[ev.Event]:
        """A section whose body only the description, if anything, explains."""
        feed = self._feed
        device = None
        if section.kind == wire.SECTION_FULL and self._devices is not None:
            device = self._described(section)
        length = device.payload_length() if device is not None else None
        offset = feed.offset
        if length is None or not self._fits(offset, length, section):
            length = self._undescribed_length(section)
        if length <= wire.MAX_DEVICE_PAYLOAD and section.kind == wire.SECTION_FULL:
            if not feed.want(length):
                raise self._fail(
                    f"the data ends inside the section: it needs {length} bytes, {feed.end - feed.pos} left",
                    path=section.path,
                    code="truncated",
                )
            payload = feed.view[feed.pos : feed.pos + length]
            feed.pos += length
            yield _with_body(section, ev.Body.DEVICE)
            yield ev.DevicePayload(payload, device, offset)
        else:
            yield section
            yield from self._opaque(length, section)
        yield self._footer(section)

    def _described(self, section: ev.SectionBegin) -> Device | None:
        """The description of this section, or None."""
        assert self._devices is not None and self._found is not None
        try:
            device = self._devices.find(section.idstr.decode(), section.instance_id)
        except DescriptionError as error:
            self._problem(
                "description-unusable",
                f"the rest is not used: {error}",
                self._found.text_offset,
                "VM description",
            )
            self._devices = None
            return None
        if device is None:
            message = "the VM description does not list it"
            self._problem("not-described", message, section.offset, section.path)
        elif device.version_id is not None and device.version_id != section.version_id:
            self._problem(
                "version-differs",
                f"version {section.version_id}, but {device.version_id} in the VM description",
                section.offset,
                section.path,
            )
        return device

    def _limit(self) -> int:
        """Offset that no section can go past."""
        if self._package_end is not None:
            return self._package_end
        size = self._feed.random().size
        assert size is not None
        if self._found is not None:
            return min(size, self._found.offset)
        return size

    def _fits(self, offset: int, length: int, section: ev.SectionBegin) -> bool:
        """Whether a body of *length* octets is followed by what must follow it."""
        end = offset + length
        limit = self._limit()
        if end > limit:
            return False
        after = self._feed.random().pread(end, 5 + 270)
        if self._footers is not False:
            footer = struct.pack(">BI", wire.SECTION_FOOTER, section.section_id)
            if after.startswith(footer):
                return True
            if self._footers:
                return False
        return can_follow(after, 0, self._started, end + len(after) >= limit, False)

    def _undescribed_length(self, section: ev.SectionBegin) -> int:
        """Find the end of a body by its footer, or by what comes next."""
        self._need_description()
        offset = self._feed.offset
        access = self._feed.random()
        limit = self._limit()
        if self._footers is not False:
            found = find_footer(access, offset, limit, section.section_id, self._started)
            if found is not None:
                return found - offset
            if self._footers:
                raise self._fail(
                    "no footer ends this section", section.offset, section.path, code="footer-missing"
                )
        found = find_next_section(access, offset, limit, self._ids, self._names)
        if found is not None:
            return found - offset
        # The last section: it ends at the EOF octet before the description or the end.
        if limit > offset and access.pread(limit - 1, 1) == b"\x00":
            return limit - 1 - offset
        raise self._fail(
            "nothing tells where this section ends", section.offset, section.path, code="section-end"
        )

    def _opaque(self, length: int, section: ev.SectionBegin) -> Iterator[ev.Event]:
        left = length
        for piece in self._feed.chunks(length):
            left -= len(piece)
            yield ev.Opaque(piece, self._feed.offset - len(piece))
        if left:
            raise self._fail(
                f"the data ends inside the section, {left} bytes early", path=section.path, code="truncated"
            )

    # -- the end -------------------------------------------------------------------------------

    def _after_eof(self) -> Iterator[ev.Event]:
        feed = self._feed
        if not (self._looked or self._looked_at_end) and not feed.at_end():
            # A pipe without devices: what a file shows at once must be seen here too.
            self._found = find_at_end(feed.random(), feed.offset)
        if self._found is not None and feed.offset != self._found.offset:
            # What was found may be of a longer stream that was there before.
            self._found = find_here(feed.random(), feed.offset) or self._found
        if self._found is not None and feed.offset != self._found.offset:
            raise self._fail(
                f"the stream ends here, but its VM description starts at {self._found.offset:#x}",
                feed.offset - 1,
                self._where(),
                code="early-eof",
            )
        if feed.want(5) and feed.view[feed.pos] == wire.VMDESCRIPTION:
            yield from self._description()
        first = True
        # Many GiB may follow in a volume; a hole costs next to nothing.
        while (hole := feed.skip_hole(len(ZEROS))) or not feed.at_end():
            start = feed.offset - hole
            if first:
                self._problem("trailing", "bytes after the end of the stream", start)
                first = False
            if hole:
                yield ev.Trailing(ZEROS[:hole], start)
                continue
            for piece in feed.chunks(feed.end - feed.pos):
                yield ev.Trailing(piece, feed.offset - len(piece))

    def _description(self) -> Iterator[ev.Event]:
        feed = self._feed
        start = feed.offset
        (length,) = struct.unpack_from(">I", feed.view, feed.pos + 1)
        if length > wire.MAX_DESCRIPTION:
            raise self._fail(
                f"a VM description of {length} bytes", start, "VM description", code="description-length"
            )
        feed.pos += 5
        if not length:
            yield ev.Description(b"", 0, offset=start)
        left = length
        for piece in feed.chunks(length):
            first = left == length
            left -= len(piece)
            offset = start if first else feed.offset - len(piece)
            yield ev.Description(piece, length, first, not left, offset)
        if left:
            raise self._fail(
                f"the data ends inside the description: {length} bytes announced, {left} of them missing",
                start,
                "VM description",
                code="description-length",
            )


def _with_body(section: ev.SectionBegin, body: ev.Body) -> ev.SectionBegin:
    return ev.SectionBegin(
        section.kind,
        section.section_id,
        section.idstr,
        section.instance_id,
        section.version_id,
        body,
        section.offset,
        section.number,
    )
