"""A binary reader that can be set to another place, and finds such places.

It is a little more lenient than the strict one where an element is damaged in
one spot only, and stricter where an element would swallow the next one.  What
to do after an error is decided in :mod:`.recovery_ram` and :mod:`.resync`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from qmigui.errors import FormatError, TransportError
from qmigui.qemufile.memory import MemorySource
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.anchors import device_offsets, find_text
from qmigui.stream.checks.header import is_printable
from qmigui.stream.checks.sections import looks_like_ram
from qmigui.stream.feed import Feed, read_blocks
from qmigui.stream.reader import BinaryReader
from qmigui.stream.search import Budget, Known, Place, SpentError, find_place
from qmigui.stream.told import Told
from qmigui.stream.trial import AHEAD
from qmigui.vmstate.description import Description, DescriptionError

if TYPE_CHECKING:
    from qmigui.progress import Cancel
    from qmigui.qemufile.base import Source
    from qmigui.stream.tail import RandomAccess

# Octets that may be looked through, beyond a few times the source.
BUDGET = 64 << 20
BUDGET_FACTOR = 4
# How far before a stream's magic other octets may stand, and how long a configuration may be.
HEAD_REACH = 64 << 10
# Stray octets between a footer and the next head.
STRAY = 16
# Stands for the blocks of a list that is lost.
UNKNOWN_BLOCK = b""
_CAPABILITIES = b"\x05\x1aconfiguration/capabilities"
_PAGE_BITS = b"\x05\x1econfiguration/target-page-bits"
_LIST_FRONT = 8 + 1 + 255 + 8


class Resume(NamedTuple):
    """How reading goes on.

    Attributes:
        offset: where.
        how: ``head``, ``configuration``, ``item``, ``ram``, ``list``, ``text`` (the
            VM description), ``end``.
        left: of a block list: bytes of RAM that its rest has.
    """

    offset: int
    how: str
    left: int = 0


class _Kept:
    """What has been kept of a pipe.

    Args:
        spool: holds it.
        lowest: where it begins.
    """

    def __init__(self, spool: Source, lowest: int) -> None:
        self._spool = spool
        self._lowest = lowest
        self.size = spool.size

    def pread(self, offset: int, length: int) -> bytes:
        """Read; nothing before the first octet that was kept."""
        return self._spool.pread(offset, length) if offset >= self._lowest else b""


class RecoveringReader(BinaryReader):
    """Knows what it has told, and where else the grammar holds.

    Args:
        feed: the octets, from the stream's header on.
        cancel: looked at while a place to go on is looked for.
        skim: pass over mapped-ram pages without reading them.
    """

    def __init__(self, feed: Feed, *, cancel: Cancel | None = None, skim: bool = False) -> None:
        super().__init__(feed, None, skim=skim)
        self._cancel = cancel
        self._start = feed.offset
        self._told = Told(feed.offset)
        self._resumed_at = -1
        # From where on a pipe can be read again.
        self._lowest = 0
        self._budget: Budget | None = None
        # The known places, once they were asked for.
        self._offsets: list[int] | None = None
        self._damaged_heads: frozenset[int] = frozenset()
        # Blocks of the list may have other names, and other lengths.
        self._list_damaged = self._lengths_damaged = False
        # Ids of sections whose heads are lost, as far as they are a guess.
        self._guessed: set[int] = set()

    # -- where the window is --------------------------------------------------------------

    def _access(self) -> RandomAccess:
        """Random access to what can be read again; before that nothing is there."""
        access = self._feed.random()
        return access if self._feed.source.seekable else _Kept(access, self._lowest)

    def _set_lowest(self) -> None:
        """Find out from where on a pipe has been kept."""
        if self._feed.source.seekable:
            return
        self._lowest = self._told.offset
        try:
            self._feed.random().pread(self._lowest, 1)
        except TransportError:
            self._lowest = self._feed.offset

    def _rewind(self, offset: int) -> None:
        """Have the window begin at *offset*, which is not before what was told."""
        feed = self._feed
        if feed.offset <= offset <= feed.base + feed.end:
            feed.pos = offset - feed.base
        elif feed.source.seekable:
            feed.seek(offset)
        else:
            spool = self._feed.random()
            spool.seek(offset)
            self._feed = Feed(spool, read_blocks(spool, feed.window, offset), feed.window)
            self._feed.base = offset

    def _spend(self, length: int) -> None:
        """Count octets that are looked through.

        Raises:
            SpentError: there were too many.
        """
        if self._budget is None:
            size = self._access().size or 0
            self._budget = Budget(BUDGET + BUDGET_FACTOR * size, self._cancel)
        self._budget.spend(length)

    # -- what is known ----------------------------------------------------------------

    def _look_for_description(self) -> None:
        """Find the description, also one with a damaged head."""
        if self._found is not None:
            return
        if not self._looked_at_end:
            self._looked_at_end = True
        found = find_text(self._access(), self._told.offset)
        if found is None:
            return
        text = self._access().pread(found.text_offset, found.text_length)
        try:
            Description(text)
        except DescriptionError:
            return
        self._found, self._looked = found, True
        try:
            self._open_description()
        except FormatError:
            pass  # two page sizes: the checks tell it

    def _known_offsets(self) -> list[int]:
        """Where device sections and the end-of-stream octet stand, as far as the description tells."""
        if self._offsets is None:
            self._offsets = []
            if self._found is not None and self.description is not None:
                end = self._found.offset - 1
                access = self._access()
                lowest, footers = self._told.offset, self._footers or None
                borders = device_offsets(access, self.description, end, lowest, footers)
                self._offsets = [*borders.heads, end]
                self._damaged_heads = borders.damaged
        return self._offsets

    def _known(self) -> Known:
        ram = self._ram
        return Known(
            ram.page_size or 4096,
            {} if UNKNOWN_BLOCK in ram.lengths else dict(ram.lengths),
            set(self._started),
            self._ids,
            self._names,
            self._footers,
            self._found.offset - 1 if self._found is not None else None,
            ram.has_mapped,
        )

    def _search(self, start: int, limit: int, *, in_ram: bool, with_ram: bool) -> Place | None:
        self._spend(0)
        assert self._budget is not None
        access, known = self._access(), self._known()
        return find_place(access, start, limit, known, self._budget, in_ram=in_ram, with_ram=with_ram)

    def _learn(self, start: int, end: int) -> None:
        """What a lost configuration told of the layout of the block list."""
        if self._told.has_configuration or end - start > HEAD_REACH:
            return
        octets = self._access().pread(start, end - start)
        place = octets.find(_CAPABILITIES)
        if place >= 0:
            names = octets[place + len(_CAPABILITIES) + 8 :]
            self._ram.has_guest_addr = b"\x0fx-ignore-shared" in names
            self._ram.has_mapped = b"\x0amapped-ram" in names
        place = octets.find(_PAGE_BITS)
        value = octets[place + len(_PAGE_BITS) + 4 :][:4]
        if place >= 0 and len(value) == 4 and 8 <= int.from_bytes(value, "big") <= 16:
            self._ram.page_size = self._ram.page_size or 1 << int.from_bytes(value, "big")

    # -- a little more lenient, or strict, than the reader --------------------------------

    def _problem(self, code: str, message: str, offset: int, path: str | None = None) -> None:
        """What the reader remarks on is found by the checks, and more of it."""

    def _configuration(self) -> Iterator[ev.Event]:
        start = self._feed.offset
        for event in super()._configuration():
            if isinstance(event, ev.Configuration) and not (
                len(event.machine) < 256 and is_printable(event.machine)
            ):
                # Too long a name takes the beginning of the next section with it.
                text = event.machine[:64].decode("utf-8", "backslashreplace")
                raise self._fail(f"'{text}' is no machine name", start, "configuration", code="machine-name")
            yield event

    def _is_ram(self, idstr: bytes, version_id: int, head_length: int) -> bool:
        """RAM of an unknown version, and a block list under another name, are read as RAM too."""
        if super()._is_ram(idstr, version_id, head_length):
            return True
        if idstr == wire.RAM_IDSTR:
            return version_id != wire.RAM_VERSION_OLD
        feed = self._feed
        if self._told.has_list or feed.view[feed.pos] != wire.SECTION_START:
            return False
        feed.want(head_length + _LIST_FRONT)  # fewer at the end is fine
        front = feed.pos + head_length
        return looks_like_ram(feed.view[front : min(feed.end, front + _LIST_FRONT)])

    def _fits(self, offset: int, length: int, section: ev.SectionBegin) -> bool:
        """A body whose footer alone is damaged has its length too, if a known place follows."""
        if super()._fits(offset, length, section):
            return True
        if self._found is None:
            return False
        known = (*self._known_offsets(), *self._damaged_heads)
        return offset + length in known or (self._footers is not False and offset + length + 5 in known)

    def _undescribed_length(self, section: ev.SectionBegin) -> int:
        """Also the section's own footer, whatever follows it, ends a body."""
        offset = self._feed.offset
        try:
            length = super()._undescribed_length(section)
        except FormatError as error:
            access, limit = self._access(), self._limit()
            with suppress(SpentError):  # the next one who asks gives up
                self._spend(max(0, limit - offset))
            if error.code == "footer-missing":
                data = access.pread(offset, min(limit - offset, wire.MAX_DEVICE_PAYLOAD))
                place = data.find(b"\x7e" + section.section_id.to_bytes(4, "big"))
                if place >= 0:
                    return place
                error.code = "section-end"
            raise
        with suppress(SpentError):
            self._spend(length)
        if self._footers is None and length <= wire.MAX_DEVICE_PAYLOAD:
            # Only the next head was found: a footer shortly before it belongs to this section.
            data = self._access().pread(offset, length)
            place = data.find(b"\x7e" + section.section_id.to_bytes(4, "big"), max(0, length - 5 - STRAY))
            if 0 <= place <= length - 5:
                return place
        return length

    def _find_page_size(self) -> int | None:
        """Where no size fits, because the data is cut off or damaged: that which fits the most pages."""
        found = super()._find_page_size()
        if found is not None:
            return found
        self._look_for_description()
        if self._ram.page_size is not None:
            return self._ram.page_size
        feed = self._feed
        ahead = feed.view[feed.pos : min(feed.end, feed.pos + AHEAD)]
        most = 0
        for bits in wire.PAGE_BITS:
            pages = 0
            try:
                for event in self._attempt(Feed(MemorySource(ahead)), 1 << bits):
                    pages += int(event.counts.sum()) if isinstance(event, ev.RamRuns) else 0
            except FormatError:
                pass  # that is why we are here
            if pages > most:
                most, found = pages, 1 << bits
        return found

    def _after_eof(self) -> Iterator[ev.Event]:
        """Nothing told where the stream ends: make sure that this is the end."""
        feed = self._feed
        if (
            self._found is None
            and feed.want(1)
            and feed.view[feed.pos] != wire.VMDESCRIPTION
            and self._told.section is None
        ):
            access = self._access()
            start = feed.offset
            limit = min(access.size or 0, start + HEAD_REACH)
            place = None
            with suppress(SpentError):
                place = self._search(start, limit, in_ram=False, with_ram=False)
            if place is not None:
                raise self._fail(
                    "the stream ends here, but sections follow", start - 1, self._where(), code="early-eof"
                )
        yield from super()._after_eof()
