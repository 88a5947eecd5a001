"""The closed list of events that a stream consists of.

Readers yield them, writers take them, in the order of the wire:

    StreamHeader, [Configuration], items..., StreamEnd

where an item is a Command (with PackageBegin, items, PackageEnd for an
embedded stream), a section (SectionBegin, body, SectionEnd), Eof,
Description, Trailing or Unparsed.  A body is one DevicePayload, or Opaque pieces, or
RAM events (RamListBegin, RamListBlock..., RamListEnd, RamBlock, RamRuns,
RamRecord, RamFlush).

Buffers inside events are views into the reader's current window and stay
valid as long as they are referenced: windows are never reused.

``offset`` tells where in the source an event's first octet stands (of the BER
element, in that form); it is for messages only, and 0 where nobody filled it in.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from qmigui.record import field, record

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import numpy.typing as npt

    from qmigui.vmstate.description import Device


@record
class Carrier:
    """What stood around the stream.

    Attributes:
        kind: a number of the schema, see :data:`~qmigui.qemufile.envelope.KINDS`.
        head: the octets of the file before the stream.
        compression: of the stream in the file; then offsets in the stream do not count the head.
    """

    kind: int
    head: bytes
    compression: str | None = None


@record
class StreamHeader:
    """The 8-byte header, and what stood before it.

    Attributes:
        version: in the header.
        carrier: what stood before it, where that is kept.
        offset: of the header, in what the offsets in the stream count from.
    """

    version: int
    carrier: Carrier | None = None
    offset: int = 0


@record
class TargetPageBits:
    """Subsection ``configuration/target-page-bits``."""

    version_id: int
    bits: int


@record
class Capabilities:
    """Subsection ``configuration/capabilities``."""

    version_id: int
    names: tuple[bytes, ...]


@record
class Uuid:
    """Subsection ``configuration/uuid``: 16 octets."""

    version_id: int
    uuid: bytes


@record
class OtherSubsection:
    """A configuration subsection that only the VM description explains."""

    name: bytes
    version_id: int
    contents: bytes


ConfigSubsection = TargetPageBits | Capabilities | Uuid | OtherSubsection


@record
class Configuration:
    """Section type 07; ``machine`` is the name octets, e.g. ``pc-q35-9.0``."""

    machine: bytes
    subsections: tuple[ConfigSubsection, ...] = ()
    offset: int = field(default=0, compare=False)


@record
class Command:
    """Section type 08."""

    code: int
    data: bytes
    offset: int = 0


@record
class PackageBegin:
    """The stream embedded after a PACKAGED command begins."""

    length: int


@record
class PackageEnd:
    """The embedded stream is over."""


class Body(enum.Enum):
    """What a section's body is made of."""

    RAM = "ram"
    DEVICE = "vmstate"
    OPAQUE = "oldblob"


@record
class SectionBegin:
    """A section's head.

    Attributes:
        kind: 1 START, 2 PART, 3 END, 4 FULL.
        section_id: the number on the wire.
        idstr, instance_id, version_id: for PART and END those of their START.
        body: which events follow.
        offset: where the section starts in the source.
        number: position among the sections of the stream, from 0.
        resumed: the body goes on after :class:`Lost` octets; the head is not on the
            wire here, nor is the name in a first :class:`RamBlock`.
    """

    kind: int
    section_id: int
    idstr: bytes
    instance_id: int
    version_id: int
    body: Body
    offset: int = 0
    number: int = 0
    resumed: bool = False

    @property
    def path(self) -> str:
        """How messages name this section."""
        return f"section {self.section_id} '{self.idstr.decode('utf-8', 'backslashreplace')}'"


@record
class SectionEnd:
    """The body is over; ``footer``: 7E and the id follow it on the wire."""

    footer: bool


@record
class DevicePayload:
    """All octets of one device section's body, and what describes them.

    Attributes:
        payload: the octets.
        device: None where there is no description, or none yet.
        offset: where the payload (in BER its element) stands in the source.
        locate: from an offset in the payload to one in the source; None: they run along.
        element: of BER, the VMState that the payload was decoded from; None elsewhere.
    """

    payload: bytes | memoryview
    device: Device | None
    offset: int = 0
    locate: Callable[[int], int] | None = field(default=None, compare=False)
    element: bytes | memoryview | None = field(default=None, compare=False)


@record
class Opaque:
    """The next octets of a body that no grammar of ours describes."""

    data: bytes | memoryview
    offset: int = field(default=0, compare=False)


@record
class RamListBegin:
    """A MEM_SIZE record: ``total_length`` is the sum over the block list."""

    total_length: int
    offset: int = field(default=0, compare=False)


@record
class MappedHeader:
    """What mapped-ram adds to a block: the 28 octets and the bitmap as it stands."""

    version: int
    page_size: int
    bitmap_offset: int
    pages_offset: int
    bitmap: bytes
    offset: int = field(default=0, compare=False)


@record
class RamListBlock:
    """One block of the list.

    Attributes:
        name: block id octets.
        used_length: bytes.
        page_size: of the block's backing memory, only with postcopy-ram.
        guest_addr: guest physical address, only with x-ignore-shared.
        mapped: only with mapped-ram; then MappedGap, RamRuns and MappedEnd follow.
    """

    name: bytes
    used_length: int
    page_size: int | None = None
    guest_addr: int | None = None
    mapped: MappedHeader | None = None
    offset: int = field(default=0, compare=False)


@record
class MappedGap:
    """Octets between bitmap and pages that are not all zero, and where they start.

    ``addr`` counts from the end of the bitmap.
    """

    addr: int
    data: memoryview


@record
class MappedEnd:
    """The pages area of a mapped-ram block is over."""


@record
class RamListEnd:
    """The block list is over; ``page_size`` is the target page size."""

    page_size: int


@record
class RamBlock:
    """The records that follow belong to this block.

    ``name`` None: they go on with the block of the record before.
    """

    name: bytes | None


class PageKind(enum.IntEnum):
    """Kinds of rows in :class:`RamRuns`."""

    ZERO = 0
    PAGE = 1
    STALE = 2


@record(frozen=False)
class RamRuns:
    """Rows of consecutive pages of one kind, ascending by one page size.

    Attributes:
        kinds: uint8[n], values of :class:`PageKind`.
        addrs: int64[n], address of the first page in its block.
        counts: int64[n], number of pages.
        data_offsets: int64[n], where the first page's octets lie in ``window``
            (meaningless for ZERO).
        stride: octets from one page's data to the next one's within a row.
        window: what the offsets point into.
        offset: where the first row's first record stands in the source.
        record_offsets: int64[n], the same for each row, in BER of its element; None: rows
            follow each other as records of the binary form do, or nobody knows.
    """

    kinds: npt.NDArray[np.uint8]
    addrs: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]
    data_offsets: npt.NDArray[np.int64]
    stride: int
    window: memoryview
    offset: int = field(default=0, compare=False)
    record_offsets: npt.NDArray[np.int64] | None = field(default=None, compare=False)


@record
class RamRecord:
    """One record that does not travel in rows.

    Attributes:
        flag: XBZRLE, COMPRESS_PAGE, HOOK, or ZERO with a fill value.
        addr: address of the page in its block.
        data: XBZRLE and COMPRESS_PAGE: the payload; ZERO: one octet.
    """

    flag: int
    addr: int
    data: bytes | memoryview = b""
    offset: int = field(default=0, compare=False)


@record
class RamFlush:
    """A MULTIFD_FLUSH record."""


@record
class Eof:
    """Section type 00."""

    offset: int = field(default=0, compare=False)


@record
class Description:
    """The next octets of the VM description's text; ``total_length`` is all of it."""

    data: bytes | memoryview
    total_length: int
    first: bool = True
    last: bool = True
    offset: int = field(default=0, compare=False)


@record
class Trailing:
    """The next octets after the end of the stream."""

    data: bytes | memoryview
    offset: int = field(default=0, compare=False)


@record
class Unparsed:
    """The next octets of what salvage has kept as it is.

    Attributes:
        data: the octets.
        start: offset in the binary stream of the first of all of them; what stands
            in the events before for octets from there on does not count.
        total_length: of all of them.
        first: these are the first ones.
    """

    data: bytes | memoryview
    start: int
    total_length: int | None
    first: bool = True


@record
class Lost:
    """Octets that no grammar fits; only readers that go on after damage tell it.

    What was open before (a section, a block list, a package) is over.

    Attributes:
        offset: where they start in the source.
        length: how many.
    """

    offset: int
    length: int


@record
class StreamEnd:
    """Everything has been told."""

    problems: tuple[str, ...] = field(default=())


Event = (
    StreamHeader
    | Configuration
    | Command
    | PackageBegin
    | PackageEnd
    | SectionBegin
    | SectionEnd
    | DevicePayload
    | Opaque
    | RamListBegin
    | RamListBlock
    | MappedGap
    | MappedEnd
    | RamListEnd
    | RamBlock
    | RamRuns
    | RamRecord
    | RamFlush
    | Eof
    | Description
    | Trailing
    | Unparsed
    | Lost
    | StreamEnd
)
