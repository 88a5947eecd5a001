"""XER, the XML form, laid out as the C code that asn1c generates does.

Four blanks for each level, octets as pairs of digits and sixteen in a line, which
then has a blank at its end unless it is the last; text as it is.  Where that code
has faults it is not followed: integers of more than 63 bits are decimal numbers,
and lists of CHOICEs have neither blank lines nor a deeper indent.

Source: X.693, and ``constr_*.c``, ``OCTET_STRING.c`` of asn1c 0.9.28.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from qmigui.schema.dump import values
from qmigui.schema.dump.handler import ALL, MAX_WHOLE
from qmigui.schema.dump.steps import Step
from qmigui.schema.dump.texts import ElementTexts, Texts, many_texts
from qmigui.schema.model import Kind, Type
from qmigui.stream.tree_output import Output

_ESCAPES = {
    code: f"<{name}/>"
    for code, name in enumerate(
        [
            "nul",
            "soh",
            "stx",
            "etx",
            "eot",
            "enq",
            "ack",
            "bel",
            "bs",
            "-",
            "-",
            "vt",
            "ff",
            "-",
            "so",
            "si",
            "dle",
            "dc1",
            "dc2",
            "dc3",
            "dc4",
            "nak",
            "syn",
            "etb",
            "can",
            "em",
            "sub",
            "esc",
            "is4",
            "is3",
            "is2",
            "is1",
        ]
    )
    if name != "-"
} | {ord("<"): "&lt;", ord(">"): "&gt;", ord("&"): "&amp;"}
_OCTETS = frozenset((Kind.OCTET_STRING, Kind.ANY))
_REALS = {math.inf: "<PLUS-INFINITY/>", -math.inf: "<MINUS-INFINITY/>"}
LINE = 16


def value_text(type_: Type) -> Callable[[bytes], str]:
    """How contents octets of a primitive element are shown, strings of more than a line excepted."""
    kind = type_.body.kind
    check = values.checker(type_)
    names = type_.body.values

    def shown(octets: bytes) -> str:
        check(octets)
        if kind is Kind.INTEGER:
            return values.decimal_text(values.integer(octets))
        if kind is Kind.ENUMERATED:
            number = values.integer(octets)
            return f"<{names[number]}/>" if number in names else values.decimal_text(number)
        if kind is Kind.BOOLEAN:
            return "<true/>" if octets[0] else "<false/>"
        if kind is Kind.NULL:
            return ""
        if kind in {Kind.OBJECT_IDENTIFIER, Kind.RELATIVE_OID}:
            return values.numbers(octets, relative=kind is Kind.RELATIVE_OID)
        if kind is Kind.REAL:
            value = values.real(octets)
            return (
                "<NOT-A-NUMBER/>"
                if math.isnan(value)
                else _REALS.get(value) or repr(value).removesuffix(".0")
            )
        return values.text(kind, octets).translate(_ESCAPES)

    return shown


class _Form:
    """What a step is at one indent.

    Attributes:
        before: the line break, and the names before the value.
        after: the names behind it.
        inner: the indent of what is in it.
        line, close: line breaks before what is in it, and before *after*.
        end: what is put at the end of a constructed element.
        texts, elements: by contents and by element, the whole text of a primitive one.
    """

    __slots__ = ("after", "before", "close", "elements", "end", "inner", "line", "texts")

    def __init__(self, step: Step, indent: int) -> None:
        names = [name for name in (step.member, step.element, *step.choices) if name]
        before = after = ""
        for level, name in enumerate(names, indent):
            before += f"{_line(level) if level else ''}<{name}>"
            after = f"</{name}>{_line(level - 1) if level > indent else ''}{after}"
        if step.is_bare and step.is_enclosed and names:
            after += _line(indent - 1)  # before the end of what the explicit tag is called
        self.before, self.after = before, after
        self.inner = indent + len(names)
        self.line, self.close = _line(self.inner), _line(self.inner - 1)
        is_wrapper = step.target is not None and step.target.is_wrapper
        self.end = after if is_wrapper else self.close + after
        kind = step.type.body.kind
        if kind is Kind.NULL and not names and not step.is_bare:
            before, after = f"{_line(indent)}<NULL/>", ""
        shown = value_text(step.type)
        if kind in _OCTETS:
            shown = self.octets
        elif kind is Kind.BIT_STRING:
            shown = self.bits
        self.texts = Texts(lambda octets: f"{before}{shown(octets)}{after}")
        self.elements = ElementTexts(self.texts)

    def octets(self, octets: bytes) -> str:
        """An OCTET STRING as a whole."""
        if len(octets) <= LINE:
            return octets.hex(" ").upper()
        return f"{self.line}{_hex_lines(octets, self.line)}{self.close}"

    def bits(self, octets: bytes) -> str:
        """A BIT STRING as a whole."""
        unused, octets = values.bits(octets)
        return _bit_lines(octets, unused, self.line) + self.close if octets else ""


def _line(indent: int) -> str:
    return "\n" + 4 * indent * " "


def _bit_lines(octets: bytes, unused: int, line: str) -> str:
    """Whole lines of eight octets, or the last one."""
    digits = "".join([f"{octet:08b}" for octet in octets])
    digits = digits[: len(digits) - unused]
    return "".join([line + digits[start : start + 64] for start in range(0, len(digits), 64)])


def _hex_lines(octets: bytes, line: str) -> str:
    """Whole lines, the last one without the blank at its end."""
    digits = octets.hex(" ").upper()
    step = 3 * LINE
    return line.join([digits[start : start + step] for start in range(0, len(digits), step)])


class XerHandler:
    """Makes XER.

    Args:
        output: takes it.
    """

    wants_names = False
    most = MAX_WHOLE

    def __init__(self, output: Output) -> None:
        self._output = output
        self._put = output.put
        self._string: _Octets | _Bits | _Characters | None = None

    def _form(self, step: Step, indent: int) -> _Form:
        form: _Form | None = step.forms.get(indent)
        if form is None:
            form = step.forms[indent] = _Form(step, indent)
        return form

    def leaf(self, step: Step, indent: int, octets: bytes, index: int, offset: int) -> None:
        """Put names and value."""
        form = step.forms.get(indent) or self._form(step, indent)
        self._put(form.texts[octets])

    def leaves(self, step: Step, indent: int, elements: Sequence[bytes], index: int, offset: int) -> None:
        """Put them all."""
        form = self._form(step, indent)
        self._put("".join(many_texts(step, form.elements, elements, form.before, form.after)))

    def begin(self, step: Step, indent: int, name: str | None, index: int, offset: int) -> int:
        """Put the names."""
        form: _Form = step.forms.get(indent) or self._form(step, indent)
        self._put(form.before)
        return form.inner

    def end(self, step: Step, indent: int) -> None:
        """Put the names again."""
        self._put(step.forms[indent].end)

    def string_begin(self, step: Step, indent: int, index: int, offset: int) -> int:
        """Put the names; page data is not wanted."""
        form = self._form(step, indent)
        self._put(form.before)
        self._string = None
        if step.is_elided:
            return 0
        if step.kind in _OCTETS:
            self._string = _Octets(self._put, form.line, form.close)
        elif step.kind is Kind.BIT_STRING:
            self._string = _Bits(self._put, form.line, form.close)
        else:
            self._string = _Characters(self._put, step.kind)
        return ALL

    def string_piece(self, octets: bytes, offset: int, *, begins: bool) -> None:
        """Put digits or text."""
        assert self._string is not None
        self._string.feed(octets, begins=begins)

    def string_end(self, step: Step, indent: int, length: int, index: int, offset: int) -> None:
        """Put the rest, and the names again."""
        if self._string is None:
            self._put(f"<!-- {length} octets -->")
        else:
            self._string.end()
        self._put(step.forms[indent].after)

    def unknown(self, look: int, indent: int, index: int, length: int, offset: int) -> None:
        """What has no name cannot be shown."""

    def flush(self) -> None:
        """Hand on what there is, if it is worth it."""
        self._output.flush()

    def finish(self) -> None:
        """End the last line."""
        self._put("\n")


class _Octets:
    """An OCTET STRING that comes in pieces; lines are put when it is known that they are not the last."""

    def __init__(self, put: Callable[[str], None], line: str, close: str) -> None:
        self._put = put
        self._line = line
        self._close = close
        self._held = b""
        self._is_long = False

    def feed(self, octets: bytes, *, begins: bool) -> None:
        """Take the next ones."""
        self._held += octets
        size = (len(self._held) - 1) // LINE * LINE
        if size > 0:
            self._is_long = True
            self._put(f"{self._line}{_hex_lines(self._held[:size], self._line)} ")
            self._held = self._held[size:]

    def end(self) -> None:
        """No more come."""
        digits = self._held.hex(" ").upper()
        self._put(f"{self._line}{digits}{self._close}" if self._is_long else digits)


class _Bits:
    """A BIT STRING that comes in pieces."""

    def __init__(self, put: Callable[[str], None], line: str, close: str) -> None:
        self._put = put
        self._line = line
        self._close = close
        self._pieces = values.BitPieces()
        self._held = b""
        self._has_lines = False

    def feed(self, octets: bytes, *, begins: bool) -> None:
        """Take the next ones."""
        self._held += self._pieces.feed(octets, begins=begins)
        size = (len(self._held) - 1) // 8 * 8
        if size > 0:
            self._has_lines = True
            self._put(_bit_lines(self._held[:size], 0, self._line))
            self._held = self._held[size:]

    def end(self) -> None:
        """No more come."""
        if self._pieces.unused and not self._held:
            raise values.UnreadableError("unused bits in an empty BIT STRING")
        if self._held:
            self._put(_bit_lines(self._held, self._pieces.unused, self._line) + self._close)


class _Characters:
    """A character string that comes in pieces."""

    def __init__(self, put: Callable[[str], None], kind: Kind) -> None:
        self._put = put
        self._characters = values.Characters(kind)

    def feed(self, octets: bytes, *, begins: bool) -> None:
        """Take the next ones."""
        self._put(self._characters.feed(octets).translate(_ESCAPES))

    def end(self) -> None:
        """No more come."""
        self._put(self._characters.feed(b"", last=True))
