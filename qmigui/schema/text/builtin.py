"""The types that ASN.1 itself defines: their tags (X.680 8.4) and the built ones."""

from __future__ import annotations

from qmigui.schema.model import Body, Kind, Member, Type
from qmigui.visitor.tlv import CONTEXT, UNIVERSAL, tag_key

SEQUENCE_TAG = tag_key(UNIVERSAL, 16, constructed=True)
SET_TAG = tag_key(UNIVERSAL, 17, constructed=True)
EXTERNAL_TAG = tag_key(UNIVERSAL, 8, constructed=True)

STRUCTURES: dict[str, tuple[Kind, tuple[int, ...]]] = {
    "SEQUENCE": (Kind.SEQUENCE, (SEQUENCE_TAG,)),
    "SEQUENCE OF": (Kind.SEQUENCE_OF, (SEQUENCE_TAG,)),
    "SET": (Kind.SET, (SET_TAG,)),
    "SET OF": (Kind.SET_OF, (SET_TAG,)),
    "CHOICE": (Kind.CHOICE, ()),
}

_SIMPLE: dict[str, tuple[Kind, int | None]] = {
    "BOOLEAN": (Kind.BOOLEAN, 1),
    "INTEGER": (Kind.INTEGER, 2),
    "BIT STRING": (Kind.BIT_STRING, 3),
    "OCTET STRING": (Kind.OCTET_STRING, 4),
    "NULL": (Kind.NULL, 5),
    "OBJECT IDENTIFIER": (Kind.OBJECT_IDENTIFIER, 6),
    "ObjectDescriptor": (Kind.OBJECT_DESCRIPTOR, 7),
    "REAL": (Kind.REAL, 9),
    "ENUMERATED": (Kind.ENUMERATED, 10),
    "UTF8String": (Kind.UTF8_STRING, 12),
    "RELATIVE-OID": (Kind.RELATIVE_OID, 13),
    "NumericString": (Kind.NUMERIC_STRING, 18),
    "PrintableString": (Kind.PRINTABLE_STRING, 19),
    "TeletexString": (Kind.TELETEX_STRING, 20),
    "T61String": (Kind.TELETEX_STRING, 20),
    "VideotexString": (Kind.VIDEOTEX_STRING, 21),
    "IA5String": (Kind.IA5_STRING, 22),
    "UTCTime": (Kind.UTC_TIME, 23),
    "GeneralizedTime": (Kind.GENERALIZED_TIME, 24),
    "GraphicString": (Kind.GRAPHIC_STRING, 25),
    "VisibleString": (Kind.VISIBLE_STRING, 26),
    "ISO646String": (Kind.VISIBLE_STRING, 26),
    "GeneralString": (Kind.GENERAL_STRING, 27),
    "UniversalString": (Kind.UNIVERSAL_STRING, 28),
    "BMPString": (Kind.BMP_STRING, 30),
    "ANY": (Kind.ANY, None),
}

BUILTIN_CLASSES = frozenset(("TYPE-IDENTIFIER", "ABSTRACT-SYNTAX"))

CLASS_FIELDS = {
    ("TYPE-IDENTIFIER", "&id"): "OBJECT IDENTIFIER",
    ("ABSTRACT-SYNTAX", "&id"): "OBJECT IDENTIFIER",
    ("ABSTRACT-SYNTAX", "&property"): "BIT STRING",
}
"""Fields of the built-in classes (X.681 annexes A and B) that have a fixed type."""


def simple_tags(word: str) -> tuple[int, ...]:
    """The tags of the simple type *word*."""
    number = _SIMPLE[word][1]
    return () if number is None else (tag_key(UNIVERSAL, number, constructed=False),)


class Builtins:
    """The built-in types, made once for one module."""

    def __init__(self) -> None:
        self._types: dict[str, Type] = {}

    def find(self, word: str) -> Type | None:
        """The type *word* stands for, or None if ASN.1 has no such word."""
        known = self._types.get(word)
        if known is None:
            if word in _SIMPLE:
                known = Type(word, simple_tags(word), Body(_SIMPLE[word][0]))
            elif word == "EXTERNAL":
                known = Type(word, (EXTERNAL_TAG,), self._external())
            elif word == "INSTANCE OF":
                known = Type(word, (EXTERNAL_TAG,), self._instance_of())
            else:
                return None
            self._types[word] = known
        return known

    def _get(self, word: str) -> Type:
        found = self.find(word)
        assert found is not None
        return found

    def _tagged(self, word: str, number: int, *, explicit: bool) -> Type:
        inner = self._get(word)
        if explicit:
            tags = (tag_key(CONTEXT, number, constructed=True), *inner.tags)
        else:
            tags = (tag_key(CONTEXT, number, constructed=False),)
        return Type(inner.name, tags, inner.body)

    def _external(self) -> Body:
        """X.690 8.18."""
        encoding = Body(
            Kind.CHOICE,
            (
                Member("single-ASN1-type", self._tagged("ANY", 0, explicit=True)),
                Member("octet-aligned", self._tagged("OCTET STRING", 1, explicit=False)),
                Member("arbitrary", self._tagged("BIT STRING", 2, explicit=False)),
            ),
        )
        return Body(
            Kind.SEQUENCE,
            (
                Member("direct-reference", self._get("OBJECT IDENTIFIER"), optional=True),
                Member("indirect-reference", self._get("INTEGER"), optional=True),
                Member("data-value-descriptor", self._get("ObjectDescriptor"), optional=True),
                Member("encoding", Type("CHOICE", (), encoding)),
            ),
        )

    def _instance_of(self) -> Body:
        """X.681 C.7."""
        return Body(
            Kind.SEQUENCE,
            (
                Member("type-id", self._get("OBJECT IDENTIFIER")),
                Member("value", self._tagged("ANY", 0, explicit=True)),
            ),
        )
