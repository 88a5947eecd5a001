"""RAM as the stream tells it: its blocks, and runs of page records in their order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qmigui.compare.ram import window_offset
from qmigui.record import record
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.index.builder import row_offsets
from qmigui.stream.index.runs import NAMES, PageState

if TYPE_CHECKING:
    from qmigui.stream.feed import Feed

_ROWS = {
    int(ev.PageKind.ZERO): NAMES[PageState.ZERO],
    int(ev.PageKind.PAGE): NAMES[PageState.FULL],
    int(ev.PageKind.STALE): NAMES[PageState.STALE],
}
_RECORDS = {
    wire.RAM_ZERO: NAMES[PageState.FILLED],
    wire.RAM_XBZRLE: NAMES[PageState.XBZRLE],
    wire.RAM_COMPRESS_PAGE: NAMES[PageState.COMPRESSED],
}


@record
class RamBlock:
    r"""One RAM block of the stream's list.

    Attributes:
        name: as text; octets that are no UTF-8 as ``\xNN``.
        length: bytes of RAM.
        page_size: of its backing memory in bytes, where the stream tells it (postcopy-ram).
        guest_addr: guest-physical address, where the stream tells it (x-ignore-shared).
        is_mapped: its pages stand at fixed places (mapped-ram).
    """

    name: str
    length: int
    page_size: int | None
    guest_addr: int | None
    is_mapped: bool


@record(frozen=False, eq=False)
class PageRun:
    """Consecutive pages of one kind, as the stream has them; later runs count more than earlier ones.

    While it is kept, so is the window of the file that it was read from (some MiB): keep
    what you need of it, not the run.

    Attributes:
        block: name of its RAM block.
        address: of its first page, in bytes from the start of the block.
        pages: how many.
        page_size: of the target, in bytes.
        kind: ``zero``, ``full``, ``filled`` (all octets alike), ``xbzrle`` (a difference),
            ``compressed``, or ``stale`` (octets that a mapped-ram file has left, and nobody reads).
        offset: of its first record (in BER: element) in the source; in mapped-ram of its data.
        data_offset: of the first page's octets in the source; None: there are none, or they
            do not stand there as they are.
    """

    block: str
    address: int
    pages: int
    page_size: int
    kind: str
    offset: int
    data_offset: int | None
    _window: memoryview
    _start: int
    _stride: int

    @property
    def length(self) -> int:
        """Bytes of guest memory."""
        return self.pages * self.page_size

    @property
    def data(self) -> bytes:
        """The octets that the stream has of them.

        Of ``full`` and ``stale`` runs the pages' contents; nothing of ``zero`` ones; of ``filled``
        the one octet; of ``xbzrle`` and ``compressed`` the encoded form, which
        :meth:`State.memory` decodes.
        """
        if not self._stride:
            return bytes(self._window)
        size, start = self.page_size, self._start
        if self._stride == size:
            return bytes(self._window[start : start + self.length])
        return b"".join(
            self._window[place : place + size]
            for place in range(start, start + self.pages * self._stride, self._stride)
        )


def runs_of(events: Iterator[ev.Event], feed: Feed, *, is_ber: bool, only: str | None) -> Iterator[PageRun]:
    """The runs that *events*, which are read from *feed*, tell; *only*: of this block."""
    names: set[bytes] = set()
    block: bytes | None = None
    is_mapped = False
    page_size = 0
    for event in events:
        match event:
            case ev.RamListBegin():
                names, block, is_mapped = set(), None, False
            case ev.RamListBlock():
                names.add(event.name)
                if event.mapped is not None:
                    block, page_size, is_mapped = event.name, event.mapped.page_size, True
            case ev.MappedEnd():
                block, is_mapped = None, False
            case ev.RamListEnd():
                page_size = event.page_size
            case ev.RamBlock():
                if event.name is not None:
                    block = event.name
                elif block is None and len(names) == 1:
                    block = next(iter(names))  # one address space without names
            case ev.RamRuns() | ev.RamRecord() if page_size and block is not None:
                name = _text(block)
                if only is not None and name != only:
                    continue
                if isinstance(event, ev.RamRuns):
                    yield from _rows(event, feed, name, page_size, is_ber=is_ber, is_mapped=is_mapped)
                elif event.flag in _RECORDS:
                    window = memoryview(event.data)
                    yield PageRun(
                        name,
                        event.addr,
                        1,
                        page_size,
                        _RECORDS[event.flag],
                        event.offset,
                        window_offset(window, feed),
                        window,
                        0,
                        0,
                    )
            case _:
                pass


def _rows(
    event: ev.RamRuns, feed: Feed, block: str, page_size: int, *, is_ber: bool, is_mapped: bool
) -> Iterator[PageRun]:
    base = window_offset(event.window, feed)
    offsets = row_offsets(event, page_size, feed, is_ber=is_ber)
    for kind, addr, count, start, offset in zip(
        event.kinds.tolist(),
        event.addrs.tolist(),
        event.counts.tolist(),
        event.data_offsets.tolist(),
        offsets.tolist(),
        strict=True,
    ):
        if kind == ev.PageKind.ZERO:
            yield PageRun(block, addr, count, page_size, _ROWS[kind], offset, None, memoryview(b""), 0, 0)
            continue
        place = None if base is None else base + start
        first = place if is_mapped and not is_ber and place is not None else offset
        yield PageRun(
            block, addr, count, page_size, _ROWS[kind], first, place, event.window, start, event.stride
        )


def block_of(event: ev.RamListBlock) -> RamBlock:
    """What the list tells of a block."""
    return RamBlock(
        _text(event.name), event.used_length, event.page_size, event.guest_addr, event.mapped is not None
    )


def _text(name: bytes) -> str:
    return name.decode("utf-8", "backslashreplace")
