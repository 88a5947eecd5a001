"""What stands before and behind the data frames: LEAD, TEXT, META and the seek table."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from qmigui.errors import LibraryError
from qmigui.library.archive import layout, meta
from qmigui.library.archive.text import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qmigui.library.archive.info import ArchiveInfo, ParentRef
    from qmigui.library.archive.part_file import PartFile
    from qmigui.library.archive.parts import Block
    from qmigui.library.archive.writer import FrameWriter

INFO, FRAM, SECT, RAMB = b"INFO", b"FRAM", b"SECT", b"RAMB"
PMAP, REST, SEEK = b"PMAP", b"REST", b"SEEK"


def lead_of(parent: ParentRef) -> bytes:
    """The contents of the LEAD frame, with which a delta begins."""
    return layout.LEAD_CONTENTS.pack(
        layout.LEAD_NAME, layout.VERSION, 0, bytes.fromhex(parent.raw_sha256), parent.raw_size
    )


def write_lead(part: PartFile, writer: FrameWriter, parent: ParentRef) -> None:
    """Begin a delta."""
    part.write([writer.skippable(layout.LEAD_MAGIC, lead_of(parent))])


def write_end(
    part: PartFile,
    writer: FrameWriter,
    info: ArchiveInfo,
    sections: dict[str, Any],
    blocks: Sequence[Block],
) -> None:
    """Write all that stands behind the data frames.

    Args:
        part: the file.
        writer: has written its frames.
        info: complete.
        sections: the SECT chunk.
        blocks: as frames number them.

    Raises:
        LibraryError: it could not be written, or *info* is too long.
    """
    description = to_octets(info.to_json())
    if len(description) > meta.MAX_JSON[INFO]:
        raise LibraryError(f"name, tags, note and the like take {len(description)} bytes, more than are kept")
    text = writer.skippable(layout.TEXT_MAGIC, text_of(info, writer.table))
    part.write([text])
    rest = {"text": hashlib.sha256(text).hexdigest()}
    if info.parent is not None:
        lead = layout.skippable(layout.LEAD_MAGIC, lead_of(info.parent))
        rest["lead"] = hashlib.sha256(lead).hexdigest()
    chunks = [
        meta.packed(INFO, description),
        meta.packed(FRAM, writer.table.tobytes()),
        meta.packed(SECT, to_octets(sections)),
        meta.packed(RAMB, to_octets([list(block) for block in blocks])),
        meta.packed(REST, to_octets(rest)),
        *(meta.Chunk(PMAP, stored, length) for stored, length in writer.map_chunks),
    ]
    # The copy of the seek table is not compressed: the table has the length of the frame that it stands in.
    blank = meta.plain(SEEK, writer.seek_table_of_length())
    table = writer.seek_table(meta.frame_length([*chunks, blank]))
    flags = layout.FLAG_DELTA if info.parent is not None else 0
    part.write([meta.pack(flags, [*chunks, meta.plain(SEEK, table)]), table])


def to_octets(value: Any) -> bytes:
    """JSON as it stands in a chunk."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False).encode()
