"""The quick way of the checker: elements that are plain, one after the other.

Plain is: a tag of one or three octets that the table knows, a definite length
that fits, contents that are right.  Whatever is not is left where it stands, for
:meth:`qmigui.schema.validate.Validator._step`; so nothing is decided here that
could be wrong, and without this module the same problems are found, later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qmigui.schema.automaton import Node, Table
from qmigui.schema.contents import MAX_WHOLE
from qmigui.schema.frames import Frame
from qmigui.schema.octets import LOOK
from qmigui.schema.runs import MIN_RUN, take_run
from qmigui.visitor.tlv import MAX_DEPTH

if TYPE_CHECKING:
    from qmigui.schema.validate import Validator

STREAK = 4
"""Elements of one length in a row after which more of them are looked for in columns."""

_MAX_WAIT = 64
_FAR = 1 << 62
# What is at least left behind an element, so that a header can be read without a look at the end.
_MARGIN = 160
_TEXT = 0x0C


def take_plain(validator: Validator) -> None:  # noqa: C901 - one loop, in line for its speed
    """Go on as long as everything is plain."""
    frames, octets, observer = validator.frames, validator.octets, validator.observer
    data, base = octets.data, octets.base
    pos = validator.pos
    last = octets.end - (_MARGIN if octets.ended else LOOK)
    frame = frames[-1]
    node = frame.node
    if not node.is_plain:
        return
    end, table = _end(frame, base), node.tables[frame.state]
    # The primitive element before, if there is one: where it starts and where its contents do.
    previous = contents = -1
    label = ""
    # Elements of one length in a row (below 0: columns have been tried in vain), and that length.
    streak, alike, wait = 0, 0, 1
    while pos < last:
        if pos >= end:
            outer = frames[-2]
            if not _is_plain_end(frame, outer, pos, end):
                break
            frames.pop()
            if node.watched and observer is not None:
                observer.leave(frame)
            outer.previous, outer.closed = None, frame
            frame, node, end, previous = outer, outer.node, _end(outer, base), -1
            table = node.tables[frame.state]
            continue
        if node.watched and observer is not None:
            if not node.is_list:
                break
            if data[pos] and validator.leap(base + pos):  # not at end-of-contents octets
                return
            after = observer.run(frames, data, pos, base, _limit(frame, octets.end, base))
            if after != pos:
                pos, previous = after, -1
                continue
        look, length = data[pos], data[pos + 1]
        start = pos + 2
        if look & 0x1F == 0x1F:
            if not data[pos + 2] < 0x80 < length:
                break
            look, start = ((length & 0x7F) << 7 | data[pos + 2]) << 8 | look & 0xE0, pos + 4
            length = data[pos + 3]
        entry = table.get(look)
        if entry is None:
            break
        if length >= 0x80:
            if not 0x81 <= length <= 0x84:
                break
            size = length & 0x7F
            length = int.from_bytes(data[start : start + size], "big")
            start += size
        after = start + length
        if after > end or (frame.bound is not None and after + base > frame.bound):
            break
        if entry.is_leaf:
            if node.watched and observer is not None:
                break
            if length > MAX_WHOLE or after > last or entry.target.check(data, start, after) is not None:  # type: ignore[union-attr]
                break
            if entry.is_name:
                if look != _TEXT:
                    break
                frame.name = data[start:after].decode("utf-8", "replace")
            previous, contents, label = pos, start, entry.label
        else:
            target: Node = entry.target  # type: ignore[assignment]
            if node.watched and observer is not None and observer.takes_whole(entry):
                break
            if length >= 0x80 or after >= last or not _is_flat(data, start, after, target):
                # Into it; or, where more like it follow, over all of them.
                if not target.is_plain or len(frames) > MAX_DEPTH:
                    break
                if node.is_list and after < last:
                    streak, alike = (
                        (streak + 1, alike) if after - pos == alike else (min(streak, 0), after - pos)
                    )
                    if streak >= STREAK:
                        taken = _take_alike(validator, frame, pos, end, table)
                        streak, wait = (0, 1) if taken else (-STREAK * wait, min(2 * wait, _MAX_WAIT))
                        if taken:
                            pos, previous = pos + taken, -1
                            continue
                frame.state = entry.next
                frame.count += 1
                frame = Frame(target, base + pos, base + start, base + after, base + after, entry.label)
                frames.append(frame)
                node, pos, end, table, previous = target, start, after, target.tables[0], -1
                if target.watched and observer is not None:
                    observer.enter(frames)
                continue
            previous = -1
        frame.count += 1
        if not node.is_list:
            frame.state = entry.next
            table = node.tables[entry.next]
            pos = after
            continue
        streak, alike = (streak + 1, alike) if after - pos == alike else (min(streak, 0) + 1, after - pos)
        pos = after
        if streak >= STREAK:
            taken = _take_alike(validator, frame, pos, end, table)
            streak, wait = (0, 1) if taken else (-STREAK * wait, min(2 * wait, _MAX_WAIT))
            if taken:
                pos += taken
                if previous >= 0:  # the last of them is laid out like the one before
                    contents += taken
                    previous += taken
    if pos not in {validator.pos, end}:
        frame.previous = (
            (base + previous, base + contents, base + pos, False, label) if previous >= 0 else None
        )
    validator.pos = pos


def _end(frame: Frame, base: int) -> int:
    """Where *frame* ends in the buffer, as far as that is known."""
    return frame.end - base if frame.end >= 0 else _FAR


def _limit(frame: Frame, end: int, base: int) -> int:
    return end if frame.bound is None else min(end, frame.bound - base)


def _is_plain_end(frame: Frame, outer: Frame, pos: int, end: int) -> bool:
    """Whether *frame* is over with nothing to be said of it."""
    node = frame.node
    return pos == end and node.size is None and node.missing[frame.state] is None and outer.node.is_plain


def _is_flat(data: bytearray, pos: int, end: int, node: Node) -> bool:
    """Whether contents are those of a SEQUENCE of short primitive elements, all of them right."""
    if node.is_list or node.watched or not node.is_plain:
        return False
    state, tables = 0, node.tables
    while pos < end:
        entry = tables[state].get(data[pos])
        if entry is None:
            return False
        contents = pos + 2
        pos = contents + data[pos + 1]
        if pos > end or not entry.is_leaf or entry.target.check(data, contents, pos) is not None:  # type: ignore[union-attr]
            return False
        state = entry.next
    return node.missing[state] is None


def _take_alike(validator: Validator, frame: Frame, pos: int, end: int, table: Table) -> int:
    """Take elements of a list that are like the one at *pos*; return their octets."""
    octets = validator.octets
    limit = min(end, _limit(frame, octets.end, octets.base))
    if limit - pos < 2 * MIN_RUN:
        return 0
    count, length = take_run(octets.data, np.frombuffer(octets.data, dtype=np.uint8), pos, limit, table)
    frame.count += count
    return count * length
