"""What a reader has told so far: from where on octets may be lost, and what was open there."""

from __future__ import annotations

from qmigui.record import field, record
from qmigui.stream import events as ev


@record(frozen=False)
class OpenList:
    """A block list.

    Attributes:
        total: bytes of RAM that it announced.
        seen: bytes of the blocks told.
        offset: where it begins.
        is_closed: its blocks have made up the total.
    """

    total: int
    seen: int
    offset: int
    is_closed: bool = False


@record(frozen=False)
class Told:
    """Follows the events of a reader.

    Attributes:
        offset: end of what was told.
        has_header, has_configuration, has_list: whether these have been told, or passed.
        section: the one that is open.
        runs: rows of pages, if they were told last.
        next_addr: where the block would go on, None: not known.
        block: that the last records belong to, None: not known.
        list: the block list that is open, or ended with the event told last.
        entries: offset of each entry of the list by name.
        named: blocks that had pages.
        mapped: the block told last, if its pages stand at fixed places.
    """

    offset: int
    has_header: bool = False
    has_configuration: bool = False
    has_list: bool = False
    section: ev.SectionBegin | None = None
    runs: ev.RamRuns | None = None
    next_addr: int | None = None
    block: bytes | None = None
    list: OpenList | None = None
    entries: dict[bytes, int] = field(default_factory=dict)
    named: set[bytes] = field(default_factory=set)
    mapped: ev.RamListBlock | None = None

    def take(self, event: ev.Event, offset: int, page_size: int) -> None:
        """Follow one event.

        Args:
            event: what was told.
            offset: how far the source has been read.
            page_size: of the target, 0: not known.
        """
        if isinstance(event, ev.Opaque):
            self.offset = event.offset + len(event.data)
            return
        self.offset = offset
        self.runs = None
        if self.list is not None and self.list.is_closed:
            self.list = None
        match event:
            case ev.RamRuns():
                self.runs = event
                if event.addrs.size:
                    self.next_addr = int(event.addrs[-1]) + int(event.counts[-1]) * page_size
            case ev.RamRecord():
                self.next_addr = event.addr + page_size
            case ev.RamBlock():
                if event.name is not None:
                    self.block = event.name
                    self.named.add(event.name)
            case ev.StreamHeader():
                self.has_header = True
            case ev.Configuration():
                self.has_configuration = True
            case ev.SectionBegin():
                self.section = event
                self.has_configuration = True
            case ev.SectionEnd() | ev.Eof():
                self.section = None
            case ev.Lost():
                self.offset = event.offset + event.length
                self.section = self.next_addr = self.block = self.list = None
            case _:
                self._take_list(event)

    def _take_list(self, event: ev.Event) -> None:
        """Follow an event of the block list."""
        match event:
            case ev.RamListBegin():
                self.list = OpenList(event.total_length, 0, event.offset)
                self.entries = {}
                self.mapped = None
            case ev.RamListBlock():
                if self.list is not None:
                    self.list.seen += event.used_length
                self.entries[event.name] = event.offset
                self.mapped = event if event.mapped is not None else None
            case ev.RamListEnd():
                self.has_list = True
                if self.list is not None:
                    self.list.is_closed = True
