"""Guest memory as one file for each RAM block."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qmigui.errors import FormatError, UsageError, printable
from qmigui.memory.contents import Contents
from qmigui.memory.writer import Piece, Writer
from qmigui.qemufile.sparse import OutputDirectory, SparseSink

if TYPE_CHECKING:
    from qmigui.memory.account import MemoryReport
    from qmigui.stream import events as ev
    from qmigui.stream.pipeline import CallBehind

MAX_LENGTH = 1 << 50
"""Bytes of all blocks together: no machine has a petabyte."""

LIST_NAME = "blocks.json"
SUFFIX = ".raw"
MAX_NAME = 240
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-@:+")


def file_name(name: bytes, number: int) -> str:
    """The name of the file for a block: never a path, and never that of another block.

    Other octets than letters, digits and ``._-@:+`` are written ``%XX``, and so is a
    leading dot; a name that would be too long is cut and ends in ``%-`` and the block's
    number, which no other has.  ``blocks.json`` tells the block of each file.
    """
    escaped = "".join(
        chr(octet) if octet in _PLAIN and not (octet == 0x2E and place == 0) else f"%{octet:02X}"
        for place, octet in enumerate(name)
    )
    if len(escaped) > MAX_NAME:
        escaped = f"{escaped[: MAX_NAME - 16]}%-{number}"
    return escaped + SUFFIX


class Lengths:
    """Keeps the lengths of blocks within reason."""

    def __init__(self) -> None:
        self._left = MAX_LENGTH

    def check(self, name: bytes, length: int) -> None:
        """Count a block.

        Raises:
            FormatError: that is more than any machine has.
        """
        self._left -= length
        if self._left < 0:
            text = printable(name.decode("utf-8", "backslashreplace"))
            raise FormatError(
                f"block '{text}': {length:#x} bytes are more than any machine has", code="block-length"
            )


def extract_raw(
    events: Iterator[ev.Event],
    source: str,
    out: OutputDirectory,
    behind: CallBehind | None = None,
    no_map: str | None = None,
) -> MemoryReport:
    """Write each block to a file of its own, and a list of them.

    Args:
        events: of the stream; whoever makes them looks after progress and cancelling.
        source: name of the stream's file.
        out: the directory; the caller commits it.
        behind: a thread for the writing.
        no_map: why there is no physical layout, where somebody wanted one.

    Raises:
        QmiguiError: the stream is damaged or the files cannot be written.
    """
    lengths = Lengths()
    names: list[str] = []

    def places(name: bytes, length: int) -> Sequence[Piece]:
        lengths.check(name, length)
        names.append(file_name(name, len(names)))
        file = out.file(names[-1])
        file.set_length(length)
        return (Piece(0, length, file, 0),)

    report = read_all(events, source, Writer(places, behind))
    report.no_map = no_map
    document = {
        "format": 1,
        **report.to_json(),
        "blocks": [
            {"file": name, **block.to_json()} for name, block in zip(names, report.blocks, strict=True)
        ],
    }
    out.file(LIST_NAME).write((json.dumps(document, indent=2) + "\n").encode(), 0)
    return report


def extract_block(
    events: Iterator[ev.Event], source: str, name: str, out: SparseSink, behind: CallBehind | None = None
) -> MemoryReport:
    """Write one block to a file.

    Args:
        events: of the stream.
        source: name of the stream's file.
        name: of the block.
        out: the file; the caller commits it.
        behind: a thread for the writing.

    Raises:
        UsageError: there is no such block.
        QmiguiError: the stream is damaged or the file cannot be written.
    """
    lengths = Lengths()
    wanted = name.encode("utf-8", "surrogateescape")
    seen: list[str] = []

    def places(block: bytes, length: int) -> Sequence[Piece]:
        lengths.check(block, length)
        seen.append(block.decode("utf-8", "backslashreplace"))
        if block != wanted:
            return ()
        out.file.set_length(length)
        return (Piece(0, length, out.file, 0),)

    report = read_all(events, source, Writer(places, behind))
    report.blocks = [block for block in report.blocks if block.name == wanted]
    if not report.blocks:
        listed = ", ".join(seen[:20]) + (" ..." if len(seen) > 20 else "")
        raise UsageError(f"there is no block '{name}'; there are: {listed}", source=source)
    return report


def read_all(events: Iterator[ev.Event], source: str, writer: Writer) -> MemoryReport:
    """Write what all events tell; what is to be said of it."""
    contents = Contents(writer, source)
    for event in events:
        contents.take(event)
    writer.drain()
    return contents.finish()
