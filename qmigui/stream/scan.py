"""Where a section ends that nothing describes.

With footers: the next ``7E`` and the section's own id with something behind
it that can follow a section.  Without: the next octets that look like the
head of a FULL section with an id and a name not seen yet, or the end of the
stream.  (Measured on real streams without footers: every section found, no
false hit.)
"""

from __future__ import annotations

import re
import struct
from collections.abc import Container, Iterator

from qmigui.stream import wire
from qmigui.stream.tail import RandomAccess

# Octets looked at together.  Most sections are short: the first steps are too.
FIRST_STEP = 1 << 10
STEP = 1 << 20
# Longest head of a section: type, id, name, instance, version.
HEAD = 1 + 4 + 1 + 255 + 8
_NAME = re.compile(rb"[\x20-\x7e]+\Z")
# A FULL section's type, id (up to FFFF) and length and start of its name.
_FULL = re.compile(rb"\x04(?=\x00\x00..[\x02-\xff][\x20-\x7e]{2})", re.DOTALL)
MAX_SECTION_ID = 0xFFFF
MAX_VERSION = 0xFF


def section_head(data: bytes | memoryview, pos: int) -> tuple[int, bytes, int, int, int] | None:
    """Read a plausible START or FULL head (after its type octet) at *pos*.

    Returns:
        Section id, idstr, instance id, version id and the position after them;
        None when the octets cannot be such a head.
    """
    if len(data) < pos + 5:
        return None
    section_id, length = struct.unpack_from(">IB", data, pos)
    end = pos + 5 + length
    if not length or len(data) < end + 8:
        return None
    name = bytes(data[pos + 5 : end])
    if not _NAME.match(name):
        return None
    instance_id, version_id = struct.unpack_from(">II", data, end)
    return section_id, name, instance_id, version_id, end + 8


def can_follow(
    data: bytes | memoryview, pos: int, known_ids: Container[int], at_end: bool, lenient: bool
) -> bool:
    """Whether what stands at *pos* can follow a finished section.

    Args:
        data: the octets, at least :data:`HEAD` of them from *pos*, or all there are.
        pos: where the next element would start.
        known_ids: ids of the sections that PART and END may go on with.
        at_end: ``data`` reaches to the end of the source.
        lenient: take an EOF octet whatever follows it.
    """
    left = len(data) - pos
    if left <= 0:
        return at_end and lenient
    kind = data[pos]
    if kind == wire.EOF:
        return lenient or (left == 1 and at_end) or (left > 1 and data[pos + 1] in (wire.VMDESCRIPTION, 0))
    if kind in (wire.SECTION_START, wire.SECTION_FULL):
        head = section_head(data, pos + 1)
        return head is not None and head[0] <= MAX_SECTION_ID and head[3] <= MAX_VERSION
    if kind in (wire.SECTION_PART, wire.SECTION_END):
        return left >= 5 and struct.unpack_from(">I", data, pos + 1)[0] in known_ids
    if kind == wire.COMMAND:
        return left >= 5 and struct.unpack_from(">H", data, pos + 1)[0] < len(wire.COMMAND_NAMES)
    return False


def _stretches(access: RandomAccess, start: int, limit: int, more: int) -> Iterator[tuple[int, int, bytes]]:
    """Read from *start* to *limit*, or to the end of the data, step by step.

    Yields:
        Offset and length of a step, and its octets with *more* of those behind it.
    """
    step = FIRST_STEP
    while start < limit:
        data = access.pread(start, min(step + more, limit - start))
        if not data:
            return
        yield start, step, data
        start += step
        step = min(4 * step, STEP)


def find_footer(
    access: RandomAccess, start: int, limit: int, section_id: int, known_ids: Container[int]
) -> int | None:
    """Offset of the footer that ends the body starting at *start*, or None.

    Args:
        access: the data.
        start: first octet of the body.
        limit: nothing from here on belongs to the section.
        section_id: of the section.
        known_ids: as for :func:`can_follow`.
    """
    pattern = bytes((wire.SECTION_FOOTER,)) + struct.pack(">I", section_id)
    second_best = None
    for position, step, data in _stretches(access, start, limit, HEAD + len(pattern)):
        at_end = position + len(data) >= limit
        found = data.find(pattern)
        while 0 <= found < step:
            if can_follow(data, found + len(pattern), known_ids, at_end, False):
                return position + found
            if second_best is None and can_follow(data, found + len(pattern), known_ids, at_end, True):
                second_best = position + found
            found = data.find(pattern, found + 1)
    return second_best


def find_next_section(
    access: RandomAccess,
    start: int,
    limit: int,
    seen_ids: set[int],
    seen_names: set[tuple[bytes, int]],
) -> int | None:
    """Offset of the next FULL section's head after *start*, or None.

    Args:
        access: the data.
        start: first octet of the body whose end is looked for.
        limit: nothing from here on is looked at.
        seen_ids: section ids that a new section cannot have.
        seen_names: pairs of idstr and instance id that a new section cannot have.
    """
    for position, step, data in _stretches(access, start, limit, HEAD):
        for match in _FULL.finditer(data):
            if match.start() >= step:
                break
            head = section_head(data, match.start() + 1)
            if (
                head is not None
                and len(head[1]) >= 2
                and head[0] <= MAX_SECTION_ID
                and head[0] not in seen_ids
                and head[3] <= MAX_VERSION
                and (head[1], head[2]) not in seen_names
            ):
                return position + match.start()
    return None
