"""Reads constraints: ranges, sizes, alphabets; the rest is noted and not enforced.

asn1tools' tree keeps too little of them, so they are read from the tokens
(X.680 clauses 49 to 51).  What is not understood never makes a type narrower
than it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from qmigui.schema.model import Kind
from qmigui.schema.text.ranges import ALL, Range, Ranges, hull, intersect, unite
from qmigui.schema.text.tokens import Cursor, TokenKind, error_at, quoted

STRINGS = frozenset(
    (
        Kind.UTF8_STRING,
        Kind.NUMERIC_STRING,
        Kind.PRINTABLE_STRING,
        Kind.TELETEX_STRING,
        Kind.VIDEOTEX_STRING,
        Kind.IA5_STRING,
        Kind.GRAPHIC_STRING,
        Kind.VISIBLE_STRING,
        Kind.GENERAL_STRING,
        Kind.UNIVERSAL_STRING,
        Kind.BMP_STRING,
        Kind.OBJECT_DESCRIPTOR,
        Kind.UTC_TIME,
        Kind.GENERALIZED_TIME,
    )
)
_SIZED = STRINGS | {Kind.OCTET_STRING, Kind.BIT_STRING, Kind.SEQUENCE_OF, Kind.SET_OF}
_LITERALS = frozenset(("TRUE", "FALSE", "NULL", "PLUS-INFINITY", "MINUS-INFINITY", "NOT-A-NUMBER"))
_ENDS = frozenset((")", "|", "^", ",", "UNION", "INTERSECTION", "EXCEPT"))


@dataclass(slots=True)
class Facets:
    """What a constraint says; None where it says nothing.

    Attributes:
        values: of an INTEGER.
        sizes: in octets, characters, bits or elements.
        letters: code points of the characters of a string.
        extensible: values outside are allowed too.
    """

    values: Ranges | None = None
    sizes: Ranges | None = None
    letters: Ranges | None = None
    extensible: bool = False

    def said(self) -> tuple[bool, bool, bool]:
        """Which of the three it limits."""
        return self.values is not None, self.sizes is not None, self.letters is not None


@dataclass(slots=True)
class ConstraintReader:
    """Reads one constraint.

    Attributes:
        cursor: stands at its bracket, or at SIZE.
        kind: of the type that is constrained.
        number: finds the number that the value reference at the cursor stands for,
            steps over it, and raises SchemaError if there is none.
        note: is told the index of the token and a sentence of what is not enforced.
    """

    cursor: Cursor
    kind: Kind
    number: Callable[[Cursor], int]
    note: Callable[[int, str], None]
    _reading: str = field(default="values", init=False)  # or "sizes", "alphabet"

    def read(self) -> Facets:
        """Read up to the closing bracket.

        Raises:
            SchemaError: the syntax is wrong, a range is empty, a reference unknown.
        """
        index, start = self.cursor.pos, self.cursor.token
        facets = self._size() if start.text == "SIZE" else self._constraint()
        if () in {facets.values, facets.sizes, facets.letters}:
            raise error_at(start, "no value satisfies this constraint")
        for ranges in (facets.values, facets.sizes):
            if ranges is not None and len(ranges) > 1 and not facets.extensible:
                self.note(index, "Only the least and the greatest value of this union are enforced")
        return facets

    def _constraint(self) -> Facets:
        """``( elements [, ... [, elements]] )``."""
        cursor = self.cursor
        cursor.expect("(")
        if cursor.text == "{" and self._reading == "values":  # a table constraint
            self._ignore("A table constraint")
            facets = Facets()
        elif cursor.accept("..."):
            facets = Facets(extensible=True)
        else:
            facets = self._union()
        if cursor.accept(","):
            cursor.expect("...")
            facets.extensible = True
            if cursor.accept(","):
                self._union()
        if cursor.accept("!"):
            self._skip()
        cursor.expect(")")
        return facets

    def _union(self) -> Facets:
        cursor = self.cursor
        if cursor.text == "ALL":
            self._ignore("EXCEPT")
            return Facets()
        items = [self._intersection()]
        index = cursor.pos
        while cursor.accept("|", "UNION"):
            items.append(self._intersection())
        if len(items) == 1:
            return items[0]
        said = {item.said() for item in items}
        if len(said) > 1 or sum(next(iter(said))) > 1:
            self.note(index, "This union of different constraints is not enforced in full")
        values = [item.values for item in items if item.values is not None]
        sizes = [item.sizes for item in items if item.sizes is not None]
        letters = [item.letters for item in items if item.letters is not None]
        count = len(items)
        return Facets(
            unite(piece for ranges in values for piece in ranges) if len(values) == count else None,
            unite(piece for ranges in sizes for piece in ranges) if len(sizes) == count else None,
            unite(piece for ranges in letters for piece in ranges) if len(letters) == count else None,
            any(item.extensible for item in items),
        )

    def _intersection(self) -> Facets:
        facets = self._elements()
        while True:
            index = self.cursor.pos
            if self.cursor.accept("EXCEPT"):
                self.note(index, "EXCEPT is not enforced")
                self._elements()
            elif self.cursor.accept("^", "INTERSECTION"):
                other = self._elements()
                facets = narrow(facets, other)
                facets.extensible |= other.extensible
            else:
                return facets

    def _elements(self) -> Facets:
        cursor = self.cursor
        token = cursor.token
        if token.text == "(":
            cursor.take()
            facets = self._union()
            cursor.expect(")")
            return facets
        if token.text == "SIZE":
            return self._size()
        if token.text == "FROM":
            return self._from()
        if token.text in {"WITH", "PATTERN", "INCLUDES", "CONTAINING", "ENCODED", "CONSTRAINED", "SETTINGS"}:
            word = f"WITH {cursor.ahead().text}" if token.text == "WITH" else token.text
            self._ignore({"ENCODED": "ENCODED BY", "CONSTRAINED": "CONSTRAINED BY"}.get(word, word))
            return Facets()
        if token.is_reference and token.text not in _LITERALS | {"MIN", "MAX"} and self._is_type():
            self._ignore("The subset of another type")
            return Facets()
        if self._reading == "alphabet":
            return self._letters()
        if self._reading == "sizes" or self.kind is Kind.INTEGER:
            piece = self._range()
            if piece is None:
                return Facets()
            return Facets(values=(piece,))
        self._ignore("A subset of values")
        return Facets()

    def _is_type(self) -> bool:
        """Whether the capital word here is a type, not ``Module.value``."""
        return not (self.cursor.ahead().text == "." and self.cursor.ahead(2).is_identifier)

    def _size(self) -> Facets:
        token = self.cursor.take()
        if self.kind not in _SIZED or self._reading != "values":
            raise error_at(token, f"SIZE makes no sense here, for {self.kind.value}")
        facets = self._inner("sizes")
        if facets.values is None:
            return Facets(extensible=facets.extensible)
        sizes = intersect(facets.values, ((0, None),))
        if not sizes:
            raise error_at(token, "no value satisfies this SIZE")
        return Facets(sizes=sizes, extensible=facets.extensible)

    def _from(self) -> Facets:
        token = self.cursor.take()
        if self.kind not in STRINGS or self._reading != "values":
            raise error_at(token, f"FROM makes no sense here, for {self.kind.value}")
        facets = self._inner("alphabet")
        return Facets(letters=facets.letters, extensible=facets.extensible)

    def _inner(self, reading: str) -> Facets:
        self._reading = reading
        facets = self._constraint()
        self._reading = "values"
        return facets

    def _range(self) -> Range | None:
        """``value``, ``low..high`` with ``<``, MIN and MAX; None: of no use."""
        cursor = self.cursor
        start = cursor.token
        low = self._end_value("MIN")
        open_low = cursor.accept("<")
        if not cursor.accept(".."):
            if start.text in {"MIN", "MAX"}:
                return None
            return low, low
        open_high = cursor.accept("<")
        high = self._end_value("MAX")
        if low is not None and open_low:
            low += 1
        if high is not None and open_high:
            high -= 1
        if low is not None and high is not None and low > high:
            raise error_at(start, "this range is empty")
        return low, high

    def _end_value(self, unbounded: str) -> int | None:
        cursor = self.cursor
        token = cursor.token
        if cursor.accept("MIN", "MAX"):
            if token.text != unbounded:
                raise error_at(token, f"{token.text} cannot stand at this end of a range")
            return None
        if token.kind is TokenKind.NUMBER:
            cursor.take()
            try:
                return int(token.text)
            except ValueError:
                raise error_at(token, f"{quoted(token)} is not an integer") from None
        return self.number(cursor)

    def _letters(self) -> Facets:
        """``"abc"``, or ``"a".."z"``; other forms are not enforced."""
        cursor = self.cursor
        index, first = cursor.pos, cursor.token
        if first.kind is not TokenKind.STRING or not first.text.startswith('"'):
            self._ignore("This form of FROM")
            return Facets()
        cursor.take()
        letters = first.text[1:-1].replace('""', '"')
        if not cursor.accept(".."):
            return Facets(letters=unite((ord(letter), ord(letter)) for letter in letters))
        last = cursor.token
        if last.kind is not TokenKind.STRING or len(letters) != 1 or len(last.text) < 3:
            self.note(index, "This form of FROM is not enforced")
            self._skip()
            return Facets()
        cursor.take()
        low, high = ord(letters), ord(last.text[1])
        if low > high:
            raise error_at(first, "this range is empty")
        return Facets(letters=((low, high),))

    def _ignore(self, what: str) -> None:
        """Note that *what* is not enforced, and step over it."""
        self.note(self.cursor.pos, f"{what} is not enforced")
        self._skip()

    def _skip(self) -> None:
        """Step over all up to the next operator, comma or closing bracket."""
        cursor = self.cursor
        start = cursor.token
        excluding = cursor.accept("ALL")
        while cursor.text not in _ENDS or (excluding and cursor.text == "EXCEPT"):
            if cursor.token.kind is TokenKind.END:
                raise error_at(start, "this constraint has no end")
            if cursor.text in {"{", "(", "["}:
                cursor.skip_group()
            else:
                cursor.take()
        if cursor.token is start:
            raise error_at(start, f"a constraint should stand here, not {quoted(start)}")


def narrow(facets: Facets, other: Facets) -> Facets:
    """What satisfies both; extensible as *other* is (X.680 50.8)."""
    return Facets(
        _both(facets.values, other.values),
        _both(facets.sizes, other.sizes),
        _both(facets.letters, other.letters),
        other.extensible,
    )


def bounds(ranges: Ranges | None) -> Range | None:
    """The hull, or None where there are no bounds."""
    if ranges is None or ranges == ALL or not ranges:
        return None
    return hull(ranges)


def _both(one: Ranges | None, two: Ranges | None) -> Ranges | None:
    if one is None or two is None:
        return one if two is None else two
    return intersect(one, two)
