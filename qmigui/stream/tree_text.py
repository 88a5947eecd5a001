"""Lines of a tree: offset, name, type and value in columns; octets below in hexadecimal.

Lines are made as they come, so that columns have fixed widths: what is longer
pushes the rest of its line to the right.
"""

from __future__ import annotations

from qmigui.errors import printable
from qmigui.stream.tree_output import Output

LINE = 16
"""Octets in one line, and those that are shown as a value."""

SHOWN = 4096
"""Octets of a long string that are shown, of those over :data:`WHOLE`."""

WHOLE = 64 << 10
"""A string of so many octets is shown whole."""

# Lines after which the output is asked whether it has enough.
_BATCH = 512
_NAME = 46
_TYPE = 18
_DOTS = bytes(octet if 32 <= octet < 127 else ord(".") for octet in range(256))
# From here on a number is shown in hexadecimal too.
_MIN_HEX = 256


class Lines:
    """Makes lines.

    Args:
        output: takes them.
        size: of the source, where it is known: tells the width of offsets.
    """

    def __init__(self, output: Output, size: int | None) -> None:
        self._output = output
        self._put = output.put
        self._left = _BATCH
        self._digits = max(8, len(f"{size or 0:x}"))
        self._none = " " * (self._digits + 2)

    def add(
        self,
        offset: int | None,
        indent: int,
        name: str,
        type_: str = "",
        value: str = "",
        length: int | None = None,
    ) -> None:
        """One element.

        Args:
            offset: of its first octet; None: it has none of its own.
            indent: level.
            name: what it is called, already printable.
            type_: its type.
            value: what it holds.
            length: octets of a value in the binary form, where that is known; text does not tell it.
        """
        place = self._none if offset is None else f"0x{offset:0{self._digits}x}"
        name = f"{'':{2 * indent}}{name}"
        if value or type_:
            name = f"{name:<{_NAME}}  {type_:<{_TYPE}}  {value}" if value else f"{name:<{_NAME}}  {type_}"
        self._put(f"{place}  {name}\n")
        self._left -= 1
        if not self._left:
            self._flush()

    def _flush(self) -> None:
        """Let go of the lines now and then: one device may have millions."""
        self._left = _BATCH
        self._output.flush()

    def octets(self, octets: bytes, offset: int, indent: int) -> None:
        """Some octets, sixteen in a line."""
        margin = 2 * indent * " "
        if len(octets) > _BATCH * LINE:
            for start in range(0, len(octets), _BATCH * LINE):
                self.octets(octets[start : start + _BATCH * LINE], offset + start, indent)
                self._flush()
            return
        for start in range(0, len(octets), LINE):
            piece = octets[start : start + LINE]
            text = piece.translate(_DOTS).decode("ascii")
            place = f"0x{offset + start:0{self._digits}x}"
            self._put(f"{place}  {margin}{piece.hex(' '):<47}  |{text}|\n")

    def more(self, count: int, indent: int) -> None:
        """So many octets are not shown."""
        self.add(None, indent, f"... {count:,} more octets")


def octets_text(octets: bytes) -> str:
    """A few octets as a value."""
    if not octets:
        return "no octets"
    return f"{octets.hex(' ')}  |{octets.translate(_DOTS).decode('ascii')}|"


def integer_text(value: int) -> str:
    """A number as a value."""
    if value.bit_length() > 64:
        return hex(value) if value.bit_length() <= 1024 else f"{hex(value)[:64]}..."
    if -_MIN_HEX < value < _MIN_HEX:
        return str(value)
    return f"{value} ({value:#x})"


def quoted(text: str) -> str:
    """A text as a value or in a name."""
    return f"'{printable(text)}'"


def place_text(first: int, count: int) -> str:
    """The numbers of elements that are alike."""
    return f"[{first}]" if count == 1 else f"[{first}..{first + count - 1}]"


class Pages:
    """Joins pages of one kind that follow each other into one line.

    Args:
        lines: takes it.

    Attributes:
        page_size: by how much addresses grow; 0: not known.
        indent: of the lines.
    """

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self.page_size = 0
        self.indent = 0
        self._kind = ""
        self._first = self._count = self._length = 0
        self._offset: int | None = None

    def add(self, kind: str, addr: int, count: int, offset: int | None, length: int = 0) -> None:
        """Some pages.

        Args:
            kind: what they are, in a word or two.
            addr: of the first one.
            count: how many.
            offset: of the first one's element.
            length: octets of their data, where that is of interest.
        """
        if self._count:
            step = self._count * self.page_size
            if kind == self._kind and step and addr == self._first + step:
                self._count += count
                self._length += length
                return
            self.flush()
        self._kind, self._first, self._count = kind, addr, count
        self._offset, self._length = offset, length

    def flush(self) -> None:
        """What comes next does not go on with them."""
        count = self._count
        if not count:
            return
        self._count = 0
        self._lines.add(
            self._offset,
            self.indent,
            pages_name(self._first, count, self.page_size),
            "",
            pages_text(self._kind, count, self._length),
        )


def pages_name(first: int, count: int, page_size: int) -> str:
    """What a line of pages is called: the addresses of the first and the last one."""
    if count == 1:
        return f"page {first:#x}"
    if not page_size:
        return f"pages {first:#x}.."
    return f"pages {first:#x}..{first + (count - 1) * page_size:#x}"


def pages_text(kind: str, count: int, length: int = 0) -> str:
    """How many pages, of what kind."""
    words = f"{count:,} {kind} page{'' if count == 1 else 's'}"
    return f"{words}, {length:,} octets" if length else words


class LongOctets:
    """Octets that come in pieces: shown whole if they are not too many, else their beginning.

    Args:
        lines: takes the lines.
        indent: of the element.
        everything: show all of them.
    """

    def __init__(self, lines: Lines, indent: int, *, everything: bool) -> None:
        self._lines = lines
        self._indent = indent
        self._everything = everything
        self._held: list[tuple[bytes, int]] = []
        self.length = 0

    def add(self, octets: bytes | memoryview, offset: int) -> None:
        """The next octets, which stand at *offset*."""
        if self._everything:
            self._lines.octets(bytes(octets), offset, self._indent + 1)
        elif self.length <= WHOLE:
            self._held.append((bytes(octets[: WHOLE + 1 - self.length]), offset))
        self.length += len(octets)

    def end(self) -> None:
        """No more come."""
        left = self.length if self.length <= WHOLE else SHOWN
        for octets, offset in self._held:
            self._lines.octets(octets[:left], offset, self._indent + 1)
            left -= min(left, len(octets))
        if self.length > WHOLE and not self._everything:
            self._lines.more(self.length - SHOWN, self._indent + 1)
        self._held.clear()
