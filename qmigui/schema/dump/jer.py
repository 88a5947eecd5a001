"""JER, the JSON form, as ``json.dumps(value, indent=2)`` lays it out.

CHOICE: an object with the alternative as its one key.  OCTET STRING: a string of
hexadecimal digits.  BIT STRING: an object of ``value`` and ``length``, or digits alone
where the type fixes the length.  NULL: null.  ENUMERATED: its word.  An open type's
element: digits of all its octets.  Numbers are numbers, however large.

Source: X.697, and asn1tools 0.169.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from json.encoder import encode_basestring_ascii

from qmigui.schema.dump import values
from qmigui.schema.dump.handler import ALL, MAX_WHOLE
from qmigui.schema.dump.steps import Step
from qmigui.schema.dump.texts import ElementTexts, Texts, many_texts
from qmigui.schema.model import Kind, Type
from qmigui.stream.tree_output import Output

_OCTETS = frozenset((Kind.OCTET_STRING, Kind.ANY))
_LISTS = frozenset((Kind.SEQUENCE_OF, Kind.SET_OF))
_REALS = {math.inf: '"INF"', -math.inf: '"-INF"'}


def value_text(type_: Type, line: str) -> Callable[[bytes], str]:
    """How contents octets of a primitive element are shown.

    Args:
        type_: of it.
        line: a line break with the indent of members of an object there.
    """
    kind = type_.body.kind
    check = values.checker(type_)
    names = type_.body.values
    is_fixed = _is_fixed(type_)

    def shown(octets: bytes) -> str:
        check(octets)
        if kind is Kind.INTEGER:
            return values.decimal_text(values.integer(octets))
        if kind is Kind.ENUMERATED:
            number = values.integer(octets)
            return f'"{names[number]}"' if number in names else values.decimal_text(number)
        if kind is Kind.BOOLEAN:
            return "true" if octets[0] else "false"
        if kind is Kind.NULL:
            return "null"
        if kind in _OCTETS:
            return f'"{octets.hex().upper()}"'
        if kind is Kind.BIT_STRING:
            unused, octets = values.bits(octets)
            digits = f'"{octets.hex().upper()}"'
            return digits if is_fixed else _bit_object(line, digits, 8 * len(octets) - unused)
        if kind in {Kind.OBJECT_IDENTIFIER, Kind.RELATIVE_OID}:
            return f'"{values.numbers(octets, relative=kind is Kind.RELATIVE_OID)}"'
        if kind is Kind.REAL:
            value = values.real(octets)
            return '"NaN"' if math.isnan(value) else _REALS.get(value) or repr(value)
        return encode_basestring_ascii(values.text(kind, octets))

    return shown


def _is_fixed(type_: Type) -> bool:
    size = type_.size
    return size is not None and size[0] == size[1] and not type_.constraint_extensible


def _bit_object(line: str, digits: str, length: int) -> str:
    return f'{{{line}"value": {digits},{line}"length": {length}{line[:-2]}}}'


def _line(indent: int) -> str:
    return "\n" + 2 * indent * " "


class _Form:
    """What a step is at one indent.

    Attributes:
        before: a comma, the line break, and the keys before the value.
        after: what ends the objects of the keys.
        open, close: brackets; *close* with the line break before it.
        inner: the indent of what is in it.
        line: a line break with that indent.
        texts, elements: by contents and by element, the whole text of a primitive one.
    """

    __slots__ = ("after", "before", "close", "elements", "inner", "line", "open", "texts")

    def __init__(self, step: Step, indent: int) -> None:
        before = after = ""
        if not step.is_bare and indent:
            before = f",{_line(indent)}"
            if step.member:
                before += f"{encode_basestring_ascii(step.member)}: "
        for level, name in enumerate(step.choices, indent):
            before += f"{{{_line(level + 1)}{encode_basestring_ascii(name)}: "
            after = f"{_line(level)}}}{after}"
        indent += len(step.choices)
        self.before, self.after = before, after
        brackets = (
            "" if step.target is None or not step.target.holds else "[]" if step.kind in _LISTS else "{}"
        )
        self.open = brackets[:1]
        self.close = f"{_line(indent)}{brackets[1:]}" if brackets else ""
        self.inner = indent + 1 if brackets else indent
        self.line = _line(indent + 1)
        shown = value_text(step.type, self.line)
        self.texts = Texts(lambda octets: f"{before}{shown(octets)}{after}")
        self.elements = ElementTexts(self.texts)


class JerHandler:
    """Makes JER.

    Args:
        output: takes it.
    """

    wants_names = False
    most = MAX_WHOLE

    def __init__(self, output: Output) -> None:
        self._output = output
        self._put = output.put
        # Nothing has been put since the last opening bracket: no comma comes.
        self._is_first = True
        self._step: Step | None = None
        self._bits = values.BitPieces()
        self._characters = values.Characters(Kind.UTF8_STRING)

    def _form(self, step: Step, indent: int) -> _Form:
        form: _Form | None = step.forms.get(indent)
        if form is None:
            form = step.forms[indent] = _Form(step, indent)
        return form

    def _begun(self, step: Step, text: str) -> None:
        """Put a text that begins with a comma unless the step is bare."""
        if self._is_first and not step.is_bare:
            text = text.removeprefix(",")
            self._is_first = False
        self._put(text)

    def leaf(self, step: Step, indent: int, octets: bytes, index: int, offset: int) -> None:
        """Put keys and value."""
        form = step.forms.get(indent) or self._form(step, indent)
        text = form.texts[octets]
        if self._is_first:
            self._begun(step, text)
        else:
            self._put(text)

    def leaves(self, step: Step, indent: int, elements: Sequence[bytes], index: int, offset: int) -> None:
        """Put them all."""
        form = self._form(step, indent)
        self._begun(step, "".join(many_texts(step, form.elements, elements, form.before, form.after)))

    def begin(self, step: Step, indent: int, name: str | None, index: int, offset: int) -> int:
        """Put keys and bracket."""
        form: _Form = step.forms.get(indent) or self._form(step, indent)
        if self._is_first:
            self._begun(step, form.before)
        else:
            self._put(form.before)
        if form.open:
            self._put(form.open)
            self._is_first = True
        return form.inner

    def end(self, step: Step, indent: int) -> None:
        """Put the bracket."""
        form: _Form = step.forms[indent]
        self._put(form.close.lstrip() if self._is_first else form.close)
        self._put(form.after)
        self._is_first = False

    def string_begin(self, step: Step, indent: int, index: int, offset: int) -> int:
        """Put the keys; page data is not wanted."""
        form = self._form(step, indent)
        self._begun(step, form.before)
        self._step = step
        if step.is_elided:
            return 0
        if step.kind is Kind.BIT_STRING:
            self._bits = values.BitPieces()
            if not _is_fixed(step.type):
                self._put(f'{{{form.line}"value": ')
        elif step.kind not in _OCTETS:
            self._characters = values.Characters(step.kind)
        self._put('"')
        return ALL

    def string_piece(self, octets: bytes, offset: int, *, begins: bool) -> None:
        """Put digits or text."""
        assert self._step is not None
        kind = self._step.kind
        if kind is Kind.BIT_STRING:
            octets = self._bits.feed(octets, begins=begins)
        elif kind not in _OCTETS:
            self._put(encode_basestring_ascii(self._characters.feed(octets))[1:-1])
            return
        self._put(octets.hex().upper())

    def string_end(self, step: Step, indent: int, length: int, index: int, offset: int) -> None:
        """Put the end of the string."""
        form: _Form = step.forms[indent]
        if step.is_elided:
            self._put(f'"... {length} octets"')
        elif step.kind is Kind.BIT_STRING:
            count = 8 * self._bits.length - self._bits.unused
            if count < 0:
                raise values.UnreadableError("unused bits in an empty BIT STRING")
            more = "" if _is_fixed(step.type) else f',{form.line}"length": {count}{form.line[:-2]}}}'
            self._put(f'"{more}')
        elif step.kind in _OCTETS:
            self._put('"')
        else:
            self._put(f'{encode_basestring_ascii(self._characters.feed(b"", last=True))[1:-1]}"')
        self._put(form.after)

    def unknown(self, look: int, indent: int, index: int, length: int, offset: int) -> None:
        """What has no name cannot be shown."""

    def flush(self) -> None:
        """Hand on what there is, if it is worth it."""
        self._output.flush()

    def finish(self) -> None:
        """End the last line."""
        self._put("\n")
