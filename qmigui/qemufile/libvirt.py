"""The head of a libvirt save image: ``virsh save``, managed saves, memory snapshots.

    0    16  magic: LibvirtQemudSave, or ...Part while it is being written
    16   5 words in the byte order of the machine that wrote it: version, length of
         the data, was running, format of the memory, offset of the cookie in the data
    36   14 words without use
    92   the data: domain XML and NUL, cookie and NUL, padding
    then the memory: a stream, or one compressed by a program

Source: libvirt, ``src/qemu/qemu_saveimage_format.h``, ``qemu_saveimage.c``.
Nothing is taken from a word before it has been compared with the file: where
the length is wrong the memory is looked for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from qmigui.errors import FormatError
from qmigui.qemufile.codecs import SNIFF_LENGTH, sniff
from qmigui.qemufile.domain_xml import Domain, XmlError, parse
from qmigui.qemufile.envelope import LIBVIRT, Envelope, Fault
from qmigui.record import record

if TYPE_CHECKING:
    from qmigui.qemufile.base import Source

MAGIC = b"LibvirtQemudSave"
PART_MAGIC = b"LibvirtQemudPart"
MAGIC_LENGTH = 16
HEADER_LENGTH = 92
MAX_VERSION = 2
MAX_DATA_LENGTH = 32 << 20
"""libvirt passes on no message of more than 32 MiB, so no XML is longer."""
FORMATS = ("raw", "gzip", "bzip2", "xz", "lzop", "zstd", "sparse")
RAW, SPARSE = 0, 6

_ALIGNMENT = 4096
_SEARCH_LENGTH = 1 << 20
"""Octets in which the memory is looked for when the length leads nowhere."""
_STREAM = b"QEVM\x00\x00\x00\x03"
_AFTER_NUL = re.compile(rb"\0(?=QEVM\0\0\0\x03)")
_VERSION_AT, LENGTH_AT, _RUNNING_AT, _FORMAT_AT, COOKIE_AT = 16, 20, 24, 28, 32
"""Where the words are."""
_PATH = "libvirt header"
_COOKIE = b"<cookie"

ByteOrder = Literal["little", "big"]
_ORDERS: tuple[ByteOrder, ByteOrder] = ("little", "big")


@record(frozen=False)
class LibvirtHead:
    """What the head tells.

    Attributes:
        unfinished: the magic is that of a save that was not completed.
        byte_order: of the words.
        version: 1 or 2.
        data_length: octets of XML, cookie and padding, as the word has it.
        was_running: whether the guest ran before the save.
        format: number of the memory's format; versions 1 has none, that is raw.
        cookie_offset: of the cookie in the data; 0: there is none.
        xml: the domain's description, without its NUL.
        cookie: what else libvirt remembers, without its NUL, or None.
        domain: what the XML says, or None where it cannot be read.
    """

    unfinished: bool
    byte_order: ByteOrder
    version: int
    data_length: int
    was_running: int
    format: int
    cookie_offset: int
    xml: bytes = b""
    cookie: bytes | None = None
    domain: Domain | None = None

    @property
    def format_name(self) -> str:
        """The format's name, or its number where it has none."""
        return FORMATS[self.format] if self.format < len(FORMATS) else str(self.format)

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "unfinished": self.unfinished,
            "version": self.version,
            "byte_order": self.byte_order,
            "was_running": bool(self.was_running),
            "format": self.format_name,
            "data_length": self.data_length,
            "domain": self.domain.to_json() if self.domain is not None else None,
            "xml": self.xml.decode("utf-8", "backslashreplace"),
            "cookie": None if self.cookie is None else self.cookie.decode("utf-8", "backslashreplace"),
        }


def is_image(head: bytes) -> bool:
    """Whether a file that begins with *head* is a save image."""
    return head.startswith((MAGIC, PART_MAGIC))


def may_be_image(head: bytes) -> bool:
    """Whether it is one, or was before a few octets of its magic were damaged."""
    magic = head[:MAGIC_LENGTH]
    return len(magic) == MAGIC_LENGTH and max(_equal(magic, MAGIC), _equal(magic, PART_MAGIC)) >= 12


def _equal(one: bytes, other: bytes) -> int:
    return sum(a == b for a, b in zip(one, other, strict=True))


def is_sparse(fixed: bytes) -> bool:
    """Whether the image whose header *fixed* is has offsets of its file in its memory."""
    words = [[_word(fixed, at, order) for at in (_VERSION_AT, _FORMAT_AT)] for order in _ORDERS]
    return [MAX_VERSION, SPARSE] in words


def read_image(source: Source, envelope: Envelope) -> None:
    """Read the head of an image and go on to its memory.

    Args:
        source: stands at the magic; then at the memory, where that is reachable.
        envelope: learns everything, faults too.

    Raises:
        TransportError: the source could not be read.
    """
    base = source.start_offset
    envelope.kind = LIBVIRT
    faults = _Faults(envelope, base)
    fixed = source.peek(HEADER_LENGTH)
    _check_magic(fixed, faults)
    if len(fixed) < HEADER_LENGTH:
        envelope.head = fixed
        message = f"the file ends inside the header of a libvirt image: it has {HEADER_LENGTH} octets"
        faults.add("truncated", message, len(fixed), fatal=True)
        return
    head = _words(fixed, faults)
    envelope.libvirt = head
    end = _memory_offset(source, head, faults)
    octets = source.peek(end)
    envelope.head = octets
    _check_length(source, head, len(octets), faults)
    if envelope.is_readable:
        _read_data(octets, head, faults)
        _go_to(source, len(octets))
    source.start_offset = base + len(octets)


def parse_head(octets: bytes, compression: str | None = None) -> Envelope:
    """What a head tells that stands alone: all octets before the memory.

    Args:
        octets: the head.
        compression: of the memory, a word of :mod:`~qmigui.qemufile.codecs`, or None.
    """
    envelope = Envelope(LIBVIRT, octets, compression)
    faults = _Faults(envelope, 0)
    _check_magic(octets, faults)
    if len(octets) < HEADER_LENGTH:
        faults.add("truncated", "the header of a libvirt image is not complete", len(octets), fatal=True)
        return envelope
    head = envelope.libvirt = _words(octets, faults)
    told = HEADER_LENGTH + head.data_length
    allowed = (told, -(-told // _ALIGNMENT) * _ALIGNMENT) if head.format == SPARSE else (told,)
    if len(octets) not in allowed:
        message = f"the length leads to {told:#x}, but the memory begins at {len(octets):#x}"
        faults.add("libvirt-length", message, LENGTH_AT, length=4, found=str(head.data_length))
    _check_format(head, "stream" if compression is None else compression, faults)
    _read_data(octets, head, faults)
    return envelope


def raw_head(octets: bytes) -> bytes:
    """The head of an image whose memory is no longer compressed.

    Args:
        octets: the head as it was; its format word becomes 0, all else stays.
    """
    head = parse_head(octets).libvirt
    if head is None or head.version < MAX_VERSION:
        return octets
    word = RAW.to_bytes(4, head.byte_order)
    return octets[:_FORMAT_AT] + word + octets[_FORMAT_AT + 4 :]


class _Faults:
    """Collects what is wrong, with offsets in the file."""

    def __init__(self, envelope: Envelope, base: int) -> None:
        self._envelope = envelope
        self._base = base

    def add(
        self,
        code: str,
        message: str,
        offset: int,
        *,
        length: int | None = None,
        fatal: bool = False,
        expected: str | None = None,
        found: str | None = None,
        path: str = _PATH,
    ) -> None:
        """Note a fault at *offset* of the image."""
        error = FormatError(
            message,
            offset=self._base + offset,
            path=path,
            code=code,
            length=length,
            expected=expected,
            found=found,
        )
        self._envelope.faults.append(Fault(error, fatal))


def _check_magic(fixed: bytes, faults: _Faults) -> None:
    magic = fixed[:MAGIC_LENGTH]
    if magic == PART_MAGIC:
        message = "the save was not finished (LibvirtQemudPart): the memory may end anywhere"
        faults.add("libvirt-part", message, 12, length=4, expected="Save", found="Part")
    elif magic != MAGIC:
        other = PART_MAGIC if _equal(magic, PART_MAGIC) > _equal(magic, MAGIC) else MAGIC
        place = next(i for i, (a, b) in enumerate(zip(magic, other, strict=True)) if a != b)
        faults.add("libvirt-magic", "the magic of a libvirt image is damaged", place)


def _words(fixed: bytes, faults: _Faults) -> LibvirtHead:
    """Read the words in the order of octets in which the version makes sense."""
    tried = {order: [_word(fixed, at, order) for at in range(16, 36, 4)] for order in _ORDERS}
    # A length is a small number in one order and a huge one in the other.
    order = min(_ORDERS, key=lambda one: (not 1 <= tried[one][0] <= MAX_VERSION, tried[one][1]))
    version = tried[order][0]
    if not 1 <= version <= MAX_VERSION:
        message = f"version {version} of the libvirt header is not known, only 1 and 2"
        faults.add("libvirt-version", message, _VERSION_AT, length=4, expected="1 or 2", found=str(version))
    version, data_length, running, format_, cookie_offset = tried[order]
    if version == 1:
        format_ = cookie_offset = 0  # words that it does not have
    if running not in (0, 1):
        message = f"the word that tells whether the guest ran is {running:#x}"
        faults.add("libvirt-running", message, _RUNNING_AT, length=4, expected="0 or 1")
    unfinished = fixed[:MAGIC_LENGTH] == PART_MAGIC
    return LibvirtHead(unfinished, order, version, data_length, running, format_, cookie_offset)


def _word(octets: bytes, at: int, order: ByteOrder) -> int:
    return int.from_bytes(octets[at : at + 4], order)


def _memory_offset(source: Source, head: LibvirtHead, faults: _Faults) -> int:
    """Where the memory begins, counted from the magic; adds what is wrong with that and with the format."""
    told = HEADER_LENGTH + head.data_length
    end, kind = told, None
    if head.data_length <= MAX_DATA_LENGTH:
        kind = _kind_at(source, told)
        if kind is None and head.format == SPARSE:
            aligned = -(-told // _ALIGNMENT) * _ALIGNMENT
            kind = _kind_at(source, aligned)
            end = aligned if kind is not None else told
    if kind is None:
        found = _search(source, min(told, HEADER_LENGTH + MAX_DATA_LENGTH), told)
        if found is not None:
            end, kind = found
            message = f"the length leads to {told:#x}, but the memory begins at {end:#x}"
            faults.add(
                "libvirt-length",
                message,
                LENGTH_AT,
                length=4,
                expected=str(end - HEADER_LENGTH),
                found=str(head.data_length),
            )
    if kind is None:
        return min(told, HEADER_LENGTH + MAX_DATA_LENGTH)
    _check_format(head, kind, faults)
    return end


def _check_format(head: LibvirtHead, kind: str, faults: _Faults) -> None:
    """Whether the memory is of the *kind* that the header tells."""
    if kind != ("stream" if head.format in (RAW, SPARSE) else head.format_name):
        word = head.format_name if head.format < len(FORMATS) else "not known"
        found = "a plain stream" if kind == "stream" else f"{kind} data"
        message = f"the format of the memory is {head.format} ({word}), but what follows is {found}"
        faults.add("libvirt-format", message, _FORMAT_AT, length=4, found=str(head.format))


def _kind_at(source: Source, at: int) -> str | None:
    """What begins at *at*: ``stream``, a compression, or None."""
    octets = source.peek(at + len(_STREAM))[at:]
    if octets.startswith(_STREAM[:4]) or _equal(octets.ljust(8, b"\0"), _STREAM) >= 6:
        return "stream"
    return sniff(octets)


def _search(source: Source, reach: int, told: int) -> tuple[int, str] | None:
    """Look for the memory behind XML and cookie."""
    octets = source.peek(reach + _SEARCH_LENGTH)
    match = _AFTER_NUL.search(octets, HEADER_LENGTH)
    if match is not None:
        return match.end(), "stream"
    # What is compressed begins behind the padding.
    end = octets.find(b"\0", HEADER_LENGTH)
    for _ in range(2):  # behind the XML; or behind the cookie, which follows it at once
        if end < 0:
            return None
        rest = len(octets) - len(octets[end:].lstrip(b"\0"))
        kind = sniff(octets[rest : rest + SNIFF_LENGTH])
        if kind is not None and rest != told:
            return rest, kind
        end = octets.find(b"\0", rest)
    return None


def _check_length(source: Source, head: LibvirtHead, end: int, faults: _Faults) -> None:
    """Whether anything stands at *end*, where the memory should begin."""
    told = HEADER_LENGTH + head.data_length
    if head.data_length > MAX_DATA_LENGTH and end >= HEADER_LENGTH + MAX_DATA_LENGTH:
        message = f"{head.data_length} octets of XML and cookie are more than libvirt would ever write"
        faults.add("libvirt-length", message, LENGTH_AT, length=4, fatal=True)
    elif end < min(told, HEADER_LENGTH + MAX_DATA_LENGTH) and not _kind_at(source, end):
        if head.data_length > MAX_DATA_LENGTH:
            message = f"{head.data_length} octets of XML and cookie are more than the file has"
            faults.add("libvirt-length", message, LENGTH_AT, length=4, fatal=True)
        else:
            message = f"the file ends before the memory, which should begin at {told:#x}"
            faults.add("truncated", message, end, fatal=True)
    elif _kind_at(source, end) is None:
        if len(source.peek(end + 1)) <= end:
            message = "the file ends where the memory of the guest should begin"
            faults.add("truncated", message, end, fatal=True)
        else:
            wanted = "a stream" if head.format in (RAW, SPARSE) else f"{head.format_name} data"
            message = f"neither a stream nor compressed data begin here, where the header tells of {wanted}"
            faults.add("libvirt-memory", message, end, fatal=True)


def _read_data(octets: bytes, head: LibvirtHead, faults: _Faults) -> None:
    """Take XML and cookie from a complete head, and look whether they can be read."""
    data = octets[HEADER_LENGTH:]
    if not data:
        faults.add("libvirt-xml", "there is no domain XML", LENGTH_AT, length=4)
        return
    nul = data.find(b"\0")
    has_cookie = data.startswith(_COOKIE, head.cookie_offset)
    limit = head.cookie_offset if has_cookie else len(data)
    if not 0 <= nul < limit:
        nul = limit - 1
        message = "no NUL ends the domain XML"
        faults.add("libvirt-xml", message, HEADER_LENGTH + nul, length=1, path="domain XML")
    head.xml = data[:nul]
    try:
        head.domain = parse(head.xml)
    except XmlError as error:
        faults.add("libvirt-xml", error.message, HEADER_LENGTH + error.index, path="domain XML")
    offset = head.cookie_offset
    if not offset:
        return
    if offset >= len(data):
        message = f"the cookie's offset {offset:#x} is beyond the {len(data)} octets of data"
        faults.add("libvirt-cookie", message, COOKIE_AT, length=4, found=f"{offset:#x}")
        return
    end = data.find(b"\0", offset)
    if end < 0:
        message = "no NUL ends the cookie"
        faults.add("libvirt-cookie", message, HEADER_LENGTH + offset, path="cookie")
        end = len(data)
    head.cookie = data[offset:end]
    try:
        parse(head.cookie)
    except XmlError as error:
        faults.add("libvirt-cookie", error.message, HEADER_LENGTH + offset + error.index, path="cookie")


def _go_to(source: Source, length: int) -> None:
    """Pass *length* octets."""
    if source.seekable:
        source.seek(source.start_offset + length)
        return
    left = memoryview(bytearray(length))
    source.fill(left)
