"""Compression and hashes of single frames.

The only module of the archive that knows python-zstandard, so that another
binding can take its place: frames are interchangeable.  What it must be told
and what it cannot be trusted with is in the comments.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import xxhash
import zstandard

from qmigui.errors import LibraryError
from qmigui.library.archive.info import Level
from qmigui.library.archive.layout import LONGEST_FRAME, ZSTD_MAGIC

if TYPE_CHECKING:
    from qmigui.qemufile.base import Buffer

_LEVELS = {Level.FAST: 1, Level.DEFAULT: 3, Level.SMALL: 10}
_WINDOW_LOG = {Level.FAST: 21, Level.DEFAULT: 21, Level.SMALL: 24}
"""No level looks back farther than 4 MiB by itself."""
_CHUNK_LEVEL = 9
_MIN_WINDOW_LOG = 10


def _keep_memory() -> None:
    """Have the allocator keep what frames free for the next ones.

    glibc gives each buffer of this size back to the system, and every page of the
    next one faults anew, which takes longer than decoding a difference.  Once it has
    seen a larger block freed (up to 32 MiB), it keeps smaller ones.  The block
    itself is never touched, so that this costs next to nothing, there and elsewhere.
    """
    bytes(_KEPT)


_KEPT = 31 << 20
_keep_memory()


class FrameError(LibraryError):
    """A frame does not decode to what it should."""


def hash_of(data: Buffer) -> int:
    """XXH64 with seed 0, of raw or of stored octets."""
    return xxhash.xxh64_intdigest(data)


class Encoder:
    """Compresses frames; may be used by several threads at once.

    Args:
        level: how hard is tried.
    """

    def __init__(self, level: Level) -> None:
        self._level = level
        # A compressor that threads share gives corrupt data: one for each.
        self._local = threading.local()

    def encode(self, raw: Buffer, prefix: Buffer | None = None) -> bytes:
        """One zstd frame with content size and checksum.

        Args:
            raw: what it is to hold.
            prefix: octets that the decoder will have too; must not begin with the
                dictionary magic.
        """
        if prefix is not None:
            return self._difference(raw, prefix)
        compressor = getattr(self._local, "compressor", None)
        if compressor is None:
            parameters = zstandard.ZstdCompressionParameters.from_level(
                _LEVELS[self._level],
                window_log=_WINDOW_LOG[self._level],
                # Off by default; without it a wrong prefix would go unseen.
                write_checksum=1,
                write_content_size=1,
            )
            compressor = zstandard.ZstdCompressor(compression_params=parameters)
            self._local.compressor = compressor
        return bytes(compressor.compress(raw))

    def _difference(self, raw: Buffer, prefix: Buffer) -> bytes:
        """A frame that refers to a prefix.

        The parameters are explicit because no level finds matches over the whole
        of it: level 3 takes seventeen times the octets once a frame reaches 2 MiB.
        """
        window_log = max(_MIN_WINDOW_LOG, (len(prefix) + len(raw) - 1).bit_length())
        parameters = zstandard.ZstdCompressionParameters(
            strategy=zstandard.STRATEGY_DFAST,
            window_log=window_log,
            hash_log=max(6, window_log - 3),
            chain_log=max(6, window_log - 4),
            search_log=1,
            min_match=5,
            write_checksum=1,
            write_content_size=1,
        )
        dictionary = zstandard.ZstdCompressionDict(prefix, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        compressor = zstandard.ZstdCompressor(compression_params=parameters, dict_data=dictionary)
        return bytes(compressor.compress(raw))


_decoders = threading.local()


def decode(stored: bytes, raw_length: int, prefix: Buffer | None = None) -> bytes:
    """The content of one whole frame.

    Args:
        stored: exactly the frame.
        raw_length: what it must decode to, in bytes.
        prefix: what it was made with.

    Raises:
        FrameError: it is damaged, of another length, or was made with another prefix.
    """
    if frame_length(stored) != raw_length:
        # zstandard allocates what the header says, whatever limit it is given.
        raise FrameError("its header does not announce the length that the frame table has")
    try:
        if prefix is None:
            decoder = getattr(_decoders, "plain", None)
            if decoder is None:
                decoder = _decoders.plain = zstandard.ZstdDecompressor()
        else:
            dictionary = zstandard.ZstdCompressionDict(prefix, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
            decoder = zstandard.ZstdDecompressor(dict_data=dictionary)
        # Only this call refuses a frame that is cut off, and octets behind it.
        raw = bytes(decoder.decompress(stored, read_across_frames=False, allow_extra_data=False))
    except zstandard.ZstdError as error:
        raise FrameError(f"it cannot be decompressed: {error}") from error
    if len(raw) != raw_length:
        raise FrameError(f"it holds {len(raw)} bytes instead of {raw_length}")
    return raw


def frame_length(stored: Buffer) -> int | None:
    """The content size in a frame's header; None: none that we write, or no frame."""
    if bytes(stored[:4]) != ZSTD_MAGIC:
        return None
    try:
        parameters = zstandard.get_frame_parameters(stored[:18])
    except zstandard.ZstdError:
        return None
    length = parameters.content_size
    if not parameters.has_checksum or parameters.dict_id or length > LONGEST_FRAME:
        return None
    return int(length)


def compress_chunk(data: bytes) -> bytes:
    """Metadata as one frame."""
    compressor = zstandard.ZstdCompressor(level=_CHUNK_LEVEL, write_checksum=True, write_content_size=True)
    return bytes(compressor.compress(data))


def decompress_chunk(stored: bytes, raw_length: int) -> bytes:
    """Metadata back; *raw_length* has been bounded by the caller.

    Raises:
        FrameError: it is damaged.
    """
    try:
        if zstandard.get_frame_parameters(stored[:18]).content_size != raw_length:
            raise FrameError("its header does not announce the length that the directory has")
        raw = bytes(zstandard.ZstdDecompressor().decompress(stored, allow_extra_data=False))
    except zstandard.ZstdError as error:
        raise FrameError(f"it cannot be decompressed: {error}") from error
    if len(raw) != raw_length:
        raise FrameError(f"it holds {len(raw)} bytes instead of {raw_length}")
    return raw
