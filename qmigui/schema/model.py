"""The types of an ASN.1 module, made ready for checking and printing.

References are resolved, tags are final, parameters are filled in.  Types may
hold themselves: the same :class:`Body` object stands at each such place, so
whoever walks the types must go by identity.

Source for what the parts mean: X.680 and X.690.
"""

from __future__ import annotations

import enum

from qmigui.record import field, record


class Kind(enum.Enum):
    """What a type is built of; the value is the ASN.1 word for it."""

    BOOLEAN = "BOOLEAN"
    INTEGER = "INTEGER"
    ENUMERATED = "ENUMERATED"
    REAL = "REAL"
    NULL = "NULL"
    BIT_STRING = "BIT STRING"
    OCTET_STRING = "OCTET STRING"
    OBJECT_IDENTIFIER = "OBJECT IDENTIFIER"
    RELATIVE_OID = "RELATIVE-OID"
    UTF8_STRING = "UTF8String"
    NUMERIC_STRING = "NumericString"
    PRINTABLE_STRING = "PrintableString"
    TELETEX_STRING = "TeletexString"
    VIDEOTEX_STRING = "VideotexString"
    IA5_STRING = "IA5String"
    GRAPHIC_STRING = "GraphicString"
    VISIBLE_STRING = "VisibleString"
    GENERAL_STRING = "GeneralString"
    UNIVERSAL_STRING = "UniversalString"
    BMP_STRING = "BMPString"
    OBJECT_DESCRIPTOR = "ObjectDescriptor"
    UTC_TIME = "UTCTime"
    GENERALIZED_TIME = "GeneralizedTime"
    SEQUENCE = "SEQUENCE"
    SEQUENCE_OF = "SEQUENCE OF"
    SET = "SET"
    SET_OF = "SET OF"
    CHOICE = "CHOICE"
    ANY = "ANY"
    """Any one element: an ANY of old modules, an open type."""


@record(frozen=False, eq=False)
class Member:
    """A component of a SEQUENCE or SET, or an alternative of a CHOICE.

    Attributes:
        name: its identifier.
        type: what it is.
        optional: it may be absent (OPTIONAL or DEFAULT).
        addition: it stands behind an extension marker: senders of an older
            version of the module do not know it.
    """

    name: str
    type: Type
    optional: bool = False
    addition: bool = False


@record(frozen=False, eq=False)
class Body:
    """What a type is without its tags and constraints; shared by all its uses.

    Attributes:
        kind: what it is built of.
        members: of a SEQUENCE, SET or CHOICE, in the module's order.
        element: of a SEQUENCE OF or SET OF.
        extensible: it has an extension marker: unknown components are no error.
        marker: how many members stand before the marker, where it is written.
        values: of an ENUMERATED: the names of its numbers.
        named_bits: of a BIT STRING: the names of its bits.
    """

    kind: Kind
    members: tuple[Member, ...] = ()
    element: Type | None = None
    extensible: bool = False
    marker: int | None = None
    values: dict[int, str] = field(default_factory=dict)
    named_bits: dict[int, str] = field(default_factory=dict)


@record(frozen=False, eq=False)
class Type:
    """A type at one place of a module.

    Attributes:
        name: of the ASN.1 type: the reference that stands there (``RAMBlockID``),
            or the word for a built-in type written in line (``OCTET STRING``).
        tags: tag keys (:func:`qmigui.visitor.tlv.tag_key`), outermost first: one
            for most types, more where there are explicit tags, none for a CHOICE
            or an ANY without a tag of its own.  The last one of a string type is
            that of the primitive form; all before it are constructed.
        body: what it is.
        low, high: of an INTEGER: the least and the greatest value, or None.
        size: the least and the greatest SIZE (octets, characters, bits or
            elements, by the kind), each None where it is not bounded; or None.
        alphabet: characters that a string may have (FROM), or None.
        constraint_extensible: the constraint has an extension marker: values
            outside are no error.
        default: the text of the DEFAULT value as the module has it, or None.
    """

    name: str
    tags: tuple[int, ...]
    body: Body
    low: int | None = None
    high: int | None = None
    size: tuple[int | None, int | None] | None = None
    alphabet: frozenset[str] | None = None
    constraint_extensible: bool = False
    default: str | None = None


@record(frozen=False, eq=False)
class Module:
    """What a schema text defines.

    Attributes:
        names: of the ASN.1 modules in it, in their order.
        types: by name, those of the first module first; with one name in two
            modules, the first counts.
        warnings: constructs that are not enforced, one sentence each.
    """

    names: tuple[str, ...]
    types: dict[str, Type]
    warnings: tuple[str, ...] = ()
