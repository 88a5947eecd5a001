"""Compression formats: how each is recognised, and what decodes it.

A decoder has the interface of ``bz2.BZ2Decompressor``, or fills a given buffer; one decodes one
member (gzip), stream (bzip2, xz), frame (zstd, lz4) or file (lzop).  Their modules are imported
when the first such input is met.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from qmigui.errors import TransportError

WINDOW_LIMIT = 128 << 20
"""Most memory, in bytes, that one decoder may use for looking back."""

SNIFF_LENGTH = 6
"""Bytes that :func:`sniff` wants to see."""

_MAGICS = {
    b"\x1f\x8b\x08": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"\x04\x22\x4d\x18": "lz4",
    b"\x89LZO": "lzop",
}
_ZSTD_SKIPPABLE = b"\x2a\x4d\x18"  # after a first byte 50 to 5F hex


def sniff(head: bytes) -> str | None:
    """The compression format of data that begins with *head*, or None."""
    for magic, kind in _MAGICS.items():
        if head.startswith(magic):
            return kind
    return "zstd" if is_zstd_skippable(head) else None


def is_zstd_skippable(head: bytes) -> bool:
    """Whether *head* begins a zstd frame that holds no data (pzstd begins with one)."""
    return head[1:4] == _ZSTD_SKIPPABLE and 0x50 <= head[0] <= 0x5F


class Decoder(Protocol):
    """What decodes one member; see ``bz2.BZ2Decompressor`` for the meaning."""

    @property
    def eof(self) -> bool:
        """Whether the member is complete."""

    @property
    def needs_input(self) -> bool:
        """Whether the next call must bring data."""

    @property
    def unused_data(self) -> bytes:
        """What followed the member."""


class Making(Decoder, Protocol):
    """Makes new bytes."""

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """The next output, at most *max_length* bytes, perhaps nothing."""


class Filling(Decoder, Protocol):
    """Writes where it is told to."""

    def decompress_into(self, data: bytes | memoryview, buf: memoryview, /) -> int:
        """How much of *buf* the next output has filled, perhaps nothing.

        *data* may be used until ``needs_input`` is set again.
        """


class Codec(NamedTuple):
    """A compression format that we can read."""

    kind: str
    new: Callable[[], Making] | Callable[[], Filling]
    """Makes the decoder of one member."""
    errors: tuple[type[Exception], ...]
    """What the decoder raises for damaged data."""
    fills: bool = False
    """Which of the two it is."""
    pays_on_thread: bool = True
    """Whether decoding takes so long that giving its output to another processor is little of it."""


def find_codec(kind: str, name: str) -> Codec:
    """The codec for *kind*, a word that :func:`sniff` gives.

    Args:
        kind: the format.
        name: the source, for messages.

    Raises:
        TransportError: the module that decodes it is not installed.
    """
    try:
        return _CODECS[kind]()
    except ImportError as error:
        raise TransportError(
            f"is compressed with {kind}; reading it needs the Python module {error.name}, "
            f"or decompress it with {kind} -d first",
            source=name,
        ) from error


def _gzip() -> Codec:
    import zlib

    return Codec("gzip", _GzipMember, (zlib.error,))


def _bzip2() -> Codec:
    import bz2

    return Codec("bzip2", bz2.BZ2Decompressor, (OSError,))


def _xz() -> Codec:
    import lzma

    def new() -> Making:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=WINDOW_LIMIT + (1 << 20))

    return Codec("xz", new, (lzma.LZMAError,))


def _zstd() -> Codec:
    import zstandard

    from qmigui.qemufile.zstd import ZstdFrame

    return Codec("zstd", lambda: ZstdFrame(WINDOW_LIMIT), (zstandard.ZstdError,), pays_on_thread=False)


def _lz4() -> Codec:
    from qmigui.qemufile.lz4frame import Lz4Frame

    return Codec("lz4", Lz4Frame, (RuntimeError,), fills=True)


def _lzop() -> Codec:
    from qmigui.qemufile.lzop import LzopError, LzopFile

    return Codec("lzop", LzopFile, (LzopError,), pays_on_thread=False)


_CODECS: dict[str, Callable[[], Codec]] = {
    "gzip": _gzip,
    "bzip2": _bzip2,
    "xz": _xz,
    "zstd": _zstd,
    "lz4": _lz4,
    "lzop": _lzop,
}


class _GzipMember:
    """One gzip member; zlib itself checks header, checksum and length."""

    def __init__(self) -> None:
        import zlib

        self._zlib = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        """Whether the member is complete."""
        return self._zlib.eof

    @property
    def unused_data(self) -> bytes:
        """What followed the member."""
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """The next output, at most *max_length* bytes, perhaps nothing."""
        output = self._zlib.decompress(self._zlib.unconsumed_tail + data, max_length)
        # A full output may leave more inside zlib even when no input is left over.
        self.needs_input = len(output) < max_length and not self._zlib.unconsumed_tail
        return output
