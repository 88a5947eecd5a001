"""Reads one VMState element of BER and tells its values to a visitor.

All of BER that the types of ``schema/qemu-migration.asn1`` allow is understood:
lengths definite, indefinite or longer than needed, strings in pieces.  What the
types do not allow is an error that says where.

The usual form of what is common (a field with a short name and an integer, runs
of integers) is looked up; everything else goes through the plain rules.  Both
ways give the same calls.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NoReturn

from qmigui.errors import FormatError
from qmigui.visitor import tags, tlv
from qmigui.visitor.base import BOOL, KINDS, Visitor
from qmigui.visitor.ber_integers import decode_integers, decode_short_integer, short_integer_on_wire
from qmigui.visitor.binary import BinaryVisitor
from qmigui.visitor.trail import Subsection, Trail, join_path

_MAX_PIECE_LEVELS = 8
_MAX_REMEMBERED_LENGTH = 512
_MAX_REMEMBERED = 4096
_STRUCTS: dict[tuple[int, bytes], bytes] = {}
"""The wire form of structs that have been read, by their level and their BER."""

_FIELDS: dict[bytes, bytes] = {}
"""The wire form of fields with a short name and an integer that have been read, by their BER."""

_SEQUENCE_OCTET = tlv.encode_tag(tags.SEQUENCE)[0]
_VMSTATE_TAG = tlv.encode_tag(tags.VMSTATE)
_TEXT_OCTET = tlv.encode_tag(tags.TEXT)[0]

_OCTETS_OCTET = tlv.encode_tag(tags.OCTETS)[0]
_QUICK_ELEMENTS = frozenset((_VMSTATE_TAG[0], _OCTETS_OCTET))
_LONGEST_INTEGER = 11
"""Octets of an INTEGER of 64 bits."""

_NO_INTEGER = frozenset((_SEQUENCE_OCTET, 0x7F))
"""First octets of lists and structs, which are never a run of integers."""

_WORDS = {
    0: "the end of what it lies in",
    tags.BOOLEAN: "a BOOLEAN",
    tags.INTEGER: "an INTEGER",
    tags.OCTETS: "an OCTET STRING",
    tags.OCTETS_IN_PIECES: "a constructed OCTET STRING",
    tags.NULL: "a NULL",
    tags.TEXT: "a UTF8String",
    tags.TEXT_IN_PIECES: "a constructed UTF8String",
    tags.SEQUENCE: "a SEQUENCE",
    tags.SUBSECTION_LIST: "a SubSecList",
    tags.SUBSECTION: "a SubSection",
    tags.VMSTATE: "a VMState",
    **{key: f"tag [{number}]" for number, key in enumerate(tags.INTEGER_KINDS)},
    tags.LIST: "tag [8]",
    tags.TREE: "tag [9]",
}
_CLASSES = {tlv.UNIVERSAL: "UNIVERSAL ", tlv.APPLICATION: "APPLICATION ", tlv.CONTEXT: "", 0xC0: "PRIVATE "}


def read_vmstate(octets: bytes | memoryview, base_offset: int, path: str | None, visitor: Visitor) -> None:
    """Tell the values of one device.

    Args:
        octets: one whole VMState element, nothing after it.
        base_offset: where its first octet stands in the source.
        path: the section, for messages.
        visitor: is told; it has seen a part of the values when an error is raised.

    Raises:
        FormatError: *octets* is not BER, or not a VMState; with offset and path.
    """
    reader = _Reader(bytes(octets), base_offset, visitor)
    try:
        after = reader.struct(0, len(octets), 1)
        if after != len(octets):
            reader.fail(f"{len(octets) - after} octets after the end of the VMState", after)
    except FormatError as error:
        if error.offset is None:
            error.offset = base_offset + reader.place
        error.path = join_path(path, reader.trail)
        raise


def _tag_words(key: int) -> str:
    return _WORDS.get(key) or f"tag [{_CLASSES[key & 0xC0]}{key >> 8}]"


@lru_cache(maxsize=4096)
def _decode_name(text: bytes) -> str | None:
    """The name, or None when it is not UTF-8 or has not 1 to 255 characters."""
    try:
        name = text.decode()
    except UnicodeDecodeError:
        return None
    return name if 1 <= len(name) <= tags.MAX_NAME else None


class _Reader:
    """The descent through one element.

    Methods named after a type take the position of an element of that type, the
    end of what it lies in, and its level; they return the position after it.

    Attributes:
        trail: where we are, also after an error.
        place: the last position that a visitor was called for.
    """

    def __init__(self, octets: bytes, base: int, visitor: Visitor) -> None:
        self.octets = octets
        self.view = memoryview(octets)
        self.base = base
        self.visitor = visitor
        self.trail: Trail = []
        self.place = 0
        # Where a visitor that wants nothing but the wire form collects it: most fields need no call then.
        self.wire = visitor.data if type(visitor) is BinaryVisitor else None

    def fail(self, message: str, pos: int) -> NoReturn:
        """Raise the error for the element at *pos*."""
        raise FormatError(message, offset=self.base + pos)

    # == elements of any type ==

    def header(self, pos: int, end: int) -> tuple[int, int, int, int]:
        """Read tag and length.

        Returns:
            ``(key, contents, limit, after)``: where the contents start, where
            they end at the latest, and the position after the element, which
            is :data:`tlv.INDEFINITE` when only the contents tell.
        """
        octets = self.octets
        if end - pos >= 8:  # the usual forms; enough room for any of them
            key = octets[pos]
            if key & 0x1F != 0x1F:
                contents, key = pos + 2, (key & 0x1F) << 8 | (key & 0xE0)
            elif octets.startswith(_VMSTATE_TAG, pos):
                contents, key = pos + 4, tags.VMSTATE
            else:
                contents = 0
            length = octets[contents - 1] if contents else tlv.INDEFINITE
            if length == 0x82:
                length = octets[contents] << 8 | octets[contents + 1]
                contents += 2
            elif length >= 0x80:
                length = tlv.INDEFINITE
            if 0 <= length <= end - contents:
                return key, contents, contents + length, contents + length
        key, length, contents = tlv.decode_header(self.view, pos, end, self.base, "")
        if length == tlv.INDEFINITE:
            return key, contents, end, tlv.INDEFINITE
        if length > end - contents:
            self.fail(
                f"{_tag_words(key)} of {length} octets goes {length - (end - contents)} octets past the end"
                " of what it lies in",
                pos,
            )
        return key, contents, contents + length, contents + length

    def expect(self, wanted: int, pos: int, end: int, what: str) -> tuple[int, int, int]:
        """Read tag and length of an element that must have the tag *wanted*."""
        if pos >= end:
            self.fail(f"{what} is missing", pos)
        key, contents, limit, after = self.header(pos, end)
        if key != wanted:
            self.fail(f"{what} should be {_tag_words(wanted)}, found {_tag_words(key)}", pos)
        return contents, limit, after

    def more(self, pos: int, limit: int, after: int) -> bool:
        """Whether a constructed element has another element at *pos*."""
        if after != tlv.INDEFINITE:
            return pos < limit
        if pos >= limit:
            self.fail("the data ends where end-of-contents octets should be", pos)
        return not tlv.is_end_of_contents(self.view, pos, limit)

    def close(self, pos: int, limit: int, after: int, what: str) -> int:
        """The position after a constructed element whose last member ends at *pos*."""
        if self.more(pos, limit, after):
            self.fail(f"{what} has more members than it should", pos)
        return pos + 2 if after == tlv.INDEFINITE else after

    def check_level(self, level: int, pos: int) -> None:
        """Refuse what is nested too deep."""
        if level > tags.MAX_LEVEL:
            self.fail(f"more than {tags.MAX_LEVEL} elements within each other", pos)

    # == simple types ==

    def string(self, key: int, contents: int, limit: int, after: int) -> tuple[memoryview, int]:
        """Contents of a string, its header read, and the position after it, whatever its form."""
        if not key & tlv.CONSTRUCTED:
            return self.view[contents:limit], after
        joined = bytearray()
        after = self.pieces(contents, limit, after, 1, joined)
        return memoryview(joined), after

    def pieces(self, pos: int, limit: int, after: int, level: int, joined: bytearray) -> int:
        """Collect the pieces of a constructed string: OCTET STRINGs, maybe in pieces themselves."""
        if level > _MAX_PIECE_LEVELS:
            self.fail(f"a string in pieces of pieces, over {_MAX_PIECE_LEVELS} levels", pos)
        while self.more(pos, limit, after):
            key, contents, piece_limit, piece_after = self.header(pos, limit)
            if key == tags.OCTETS:
                joined += self.view[contents:piece_limit]
                pos = piece_after
            elif key == tags.OCTETS_IN_PIECES:
                pos = self.pieces(contents, piece_limit, piece_after, level + 1, joined)
            else:
                self.fail(f"a piece of a string should be an OCTET STRING, found {_tag_words(key)}", pos)
        return pos + 2 if after == tlv.INDEFINITE else after

    def name(self, pos: int, end: int, what: str) -> tuple[str, int]:
        """A QemuString and the position after it."""
        if pos >= end:
            self.fail(f"{what} is missing", pos)
        key, contents, limit, after = self.header(pos, end)
        if key not in {tags.TEXT, tags.TEXT_IN_PIECES}:
            self.fail(f"{what} should be a UTF8String, found {_tag_words(key)}", pos)
        text, after = self.string(key, contents, limit, after)
        if len(text) > 4 * tags.MAX_NAME:
            self.fail(f"{what} of {len(text)} octets; 1 to {tags.MAX_NAME} characters are allowed", pos)
        name = _decode_name(bytes(text))
        if name is None:
            self.fail(f"{what} is not UTF-8 text of 1 to {tags.MAX_NAME} characters", pos)
        return name, after

    def number(self, contents: int, limit: int, pos: int, low: int, high: int) -> int:
        """Contents octets of an INTEGER within a range."""
        value = tlv.decode_integer(self.view[contents:limit], self.base + pos, "")
        if not low <= value <= high:
            text = str(value) if limit - contents <= 16 else f"of {limit - contents} octets"
            self.fail(f"INTEGER {text} is not within {low}..{high}", pos)
        return value

    # == VMState ==

    def struct(self, pos: int, end: int, level: int) -> int:
        """VMState."""
        self.check_level(level + 2, pos)  # of its fields
        contents, limit, after = self.expect(tags.VMSTATE, pos, end, "a struct")
        wire = self.wire
        if wire is None or level == 1 or not 0 < after - pos <= _MAX_REMEMBERED_LENGTH:
            return self.members(contents, limit, after, level)
        # Many structs of a device are alike, most of all those in arrays.
        key = (level, self.octets[pos:after])
        known = _STRUCTS.get(key)
        if known is not None:
            wire += known
            return after
        start = len(wire)
        self.members(contents, limit, after, level)
        if len(_STRUCTS) >= _MAX_REMEMBERED:
            _STRUCTS.clear()  # those that are common come back
        _STRUCTS[key] = bytes(wire[start:])
        return after

    def members(self, contents: int, limit: int, after: int, level: int) -> int:
        """Fields and subsections of a VMState, its header read."""
        self.visitor.begin_struct()
        pos = self.fields(contents, limit, level + 1)
        if self.more(pos, limit, after):
            pos = self.subsections(pos, limit, level + 1)
        pos = self.close(pos, limit, after, "a VMState")
        self.visitor.end_struct()
        return pos

    def fields(self, pos: int, end: int, level: int) -> int:
        """SEQUENCE OF Field."""
        pos, limit, after = self.expect(tags.SEQUENCE, pos, end, "the list of fields")
        octets, visitor, trail, wire = self.octets, self.visitor, self.trail, self.wire
        while (pos < limit and octets[pos]) or self.more(pos, limit, after):
            if wire is not None and limit - pos >= 8:
                known = _FIELDS.get(octets[pos : pos + 2 + octets[pos + 1]])
                if known is not None and pos + 2 + octets[pos + 1] <= limit:
                    wire += known
                    pos += 2 + octets[pos + 1]
                    continue
            quick = self.quick_field(pos, limit, level)
            if quick:
                pos = quick
                continue
            contents, field_limit, field_after = self.expect(tags.SEQUENCE, pos, limit, "a field")
            name, pos = self.name(contents, field_limit, "the name of a field")
            trail.append(name)
            self.place = pos
            visitor.field(name, "", self.base + pos)
            pos = self.value(pos, field_limit, level + 2)
            pos = self.close(pos, field_limit, field_after, "a field")
            trail.pop()
        return pos + 2 if after == tlv.INDEFINITE else after

    def quick_field(self, pos: int, end: int, level: int) -> int:
        """A field in its usual form with a short name; 0 for any other."""
        octets = self.octets
        if end - pos < 8 or octets[pos] != _SEQUENCE_OCTET:
            return 0
        length, start = octets[pos + 1], pos + 2
        if length >= 0x80:
            if length == 0x82:
                length, start = octets[pos + 2] << 8 | octets[pos + 3], pos + 4
            elif length == 0x81:
                length, start = octets[pos + 2], pos + 3
            else:
                return 0
        after = start + length
        if after > end or length < 4 or octets[start] != _TEXT_OCTET or octets[start + 1] >= 0x80:
            return 0
        value_pos = start + 2 + octets[start + 1]
        name = _decode_name(octets[start + 2 : value_pos])
        if value_pos >= after or name is None:
            return 0
        if after - value_pos <= _LONGEST_INTEGER:
            if self.wire is not None:
                on_wire = short_integer_on_wire(octets[value_pos:after])
                if on_wire is not None:
                    self.wire += on_wire
                    if length < 0x80:
                        if len(_FIELDS) >= _MAX_REMEMBERED:
                            _FIELDS.clear()
                        _FIELDS[octets[pos:after]] = on_wire
                    return after
            else:
                integer = decode_short_integer(octets[value_pos:after])
                if integer is not None:
                    self.short_integer(name, value_pos, *integer)
                    return after
        self.trail.append(name)
        self.place = value_pos
        self.visitor.field(name, "", self.base + value_pos)
        self.close(self.value(value_pos, after, level + 2), after, after, "a field")
        self.trail.pop()
        return after

    def short_integer(self, name: str, pos: int, kind: str, value: int) -> None:
        """A field with an integer at *pos*."""
        self.visitor.field(name, "", self.base + pos)
        if kind == BOOL:
            self.visitor.boolean(value != 0)
        else:
            self.visitor.integer(kind, value)

    def value(self, pos: int, end: int, level: int) -> int:
        """Value."""
        key, contents, limit, after = self.header(pos, end)
        self.place = pos
        if key in tags.INTEGER_KINDS:
            kind = KINDS[tags.INTEGER_KINDS[key]]
            self.visitor.integer(kind.name, self.number(contents, limit, pos, kind.low, kind.high))
            return after
        if key == tags.BOOLEAN:
            if limit - contents != 1:
                self.fail(f"a BOOLEAN has 1 octet, not {limit - contents}", pos)
            self.visitor.boolean(self.octets[contents] != 0)
            return after
        if key == tags.NULL:
            if limit != contents:
                self.fail("a NULL has no contents", pos)
            self.visitor.nullptr()
            return after
        if key == tags.OCTETS:
            self.visitor.octets(self.view[contents:limit])
            return after
        self.check_level(level, pos)
        if key == tags.OCTETS_IN_PIECES:
            data, after = self.string(key, contents, limit, after)
            self.visitor.octets(data)
            return after
        if key == tags.VMSTATE:
            return self.struct(pos, end, level)
        if key == tags.SEQUENCE:
            return self.array(contents, limit, after, level)
        if key == tags.LIST:
            return self.list(contents, limit, after, level)
        if key != tags.TREE:
            self.fail(f"{_tag_words(key)} is none of the values that a field can have", pos)
        return self.tree(contents, limit, after, level)

    def array(self, pos: int, limit: int, after: int, level: int) -> int:
        """SEQUENCE OF Value, its header read."""
        self.visitor.begin_array()
        self.trail.append(0)
        count = 0
        while self.more(pos, limit, after):
            if self.wire is not None and self.octets[pos] in _QUICK_ELEMENTS:
                pos, taken = self.quick_elements(pos, limit, level + 1, self.wire)
                count += taken
                if taken:
                    continue
            self.trail[-1] = count
            run = decode_integers(self.octets, pos, limit) if self.octets[pos] not in _NO_INTEGER else None
            if run is not None:
                kind, data, pos = run
                self.visitor.integers(kind, data)
                count += len(data) // (KINDS[kind].width if kind in KINDS else 1)
            else:
                pos = self.value(pos, limit, level + 1)
                count += 1
        self.trail.pop()
        self.visitor.end_array()
        return pos + 2 if after == tlv.INDEFINITE else after

    def quick_elements(self, pos: int, end: int, level: int, wire: bytearray) -> tuple[int, int]:
        """Take structs of an array that have been met before, and short octets.

        Returns:
            The position after them, and how many there are.
        """
        octets = self.octets
        count = 0
        while end - pos >= 8:
            length = octets[pos + 1]
            if octets[pos] == _OCTETS_OCTET:
                after = pos + 2 + length
                if length >= 0x80 or after > end:
                    break
                wire += octets[pos + 2 : after]
            elif octets.startswith(_VMSTATE_TAG, pos):
                length, after = octets[pos + 3], pos + 4
                if length >= 0x80:
                    if length == 0x82:
                        length, after = octets[pos + 4] << 8 | octets[pos + 5], pos + 6
                    elif length == 0x81:
                        length, after = octets[pos + 4], pos + 5
                    else:
                        break
                after += length
                if after > end or after - pos > _MAX_REMEMBERED_LENGTH:
                    break
                known = _STRUCTS.get((level, octets[pos:after]))
                if known is None:
                    break
                wire += known
            else:
                break
            pos = after
            count += 1
        return pos, count

    def list(self, pos: int, limit: int, after: int, level: int) -> int:
        """SEQUENCE OF VMState, its header read."""
        self.visitor.begin_list()
        self.trail.append(0)
        count = 0
        while self.more(pos, limit, after):
            self.trail[-1] = count
            self.visitor.list_element()
            pos = self.struct(pos, limit, level + 1)
            count += 1
        self.trail.pop()
        self.visitor.end_list()
        return pos + 2 if after == tlv.INDEFINITE else after

    def tree(self, pos: int, limit: int, after: int, level: int) -> int:
        """SEQUENCE OF TreeEntry, its header read."""
        self.visitor.begin_tree()
        self.trail.append(0)
        count = 0
        while self.more(pos, limit, after):
            self.trail[-1] = count
            contents, entry_limit, entry_after = self.expect(tags.SEQUENCE, pos, limit, "an entry of a tree")
            self.visitor.begin_tree_entry()
            pos = self.tree_key(contents, entry_limit, level + 2)
            pos = self.struct(pos, entry_limit, level + 2)
            pos = self.close(pos, entry_limit, entry_after, "an entry of a tree")
            self.visitor.end_tree_entry()
            count += 1
        self.trail.pop()
        self.visitor.end_tree()
        return pos + 2 if after == tlv.INDEFINITE else after

    def tree_key(self, pos: int, end: int, level: int) -> int:
        """TreeKey."""
        key, contents, limit, after = self.header(pos, end)
        if key == tags.VMSTATE:
            return self.struct(pos, end, level)
        if key != tags.DIRECT_KEY:
            self.fail(f"the key of an entry should be tag [0] or a VMState, found {_tag_words(key)}", pos)
        self.visitor.tree_key(self.number(contents, limit, pos, 0, (1 << 64) - 1))
        return after

    def subsections(self, pos: int, end: int, level: int) -> int:
        """SubSecList."""
        self.check_level(level, pos)
        pos, limit, after = self.expect(tags.SUBSECTION_LIST, pos, end, "what follows the fields")
        self.visitor.begin_subsections()
        while self.more(pos, limit, after):
            self.check_level(level + 1, pos)
            contents, sub_limit, sub_after = self.expect(tags.SUBSECTION, pos, limit, "a subsection")
            name, pos = self.name(contents, sub_limit, "the name of a subsection")
            self.place = contents
            self.trail.append(Subsection(name))
            contents, version_limit, version_after = self.expect(
                tags.INTEGER, pos, sub_limit, "the version of a subsection"
            )
            version_id = self.number(contents, version_limit, pos, 0, (1 << 32) - 1)
            self.visitor.begin_subsection(name, version_id)
            pos = self.struct(version_after, sub_limit, level + 2)
            pos = self.close(pos, sub_limit, sub_after, "a subsection")
            self.visitor.end_subsection()
            self.trail.pop()
        self.visitor.end_subsections()
        return pos + 2 if after == tlv.INDEFINITE else after
