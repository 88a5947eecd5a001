"""From the text of ASN.1 modules to types with final tags."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from importlib import resources
from pathlib import Path
from typing import Any

import asn1tools
import pytest

from qmigui import service
from qmigui.errors import SchemaError
from qmigui.schema import shipped
from qmigui.schema.load import MAX_FILE_LENGTH, load_file, load_files, load_module
from qmigui.schema.model import Body, Kind, Module, Type
from qmigui.schema.shipped import shipped_module
from qmigui.schema.text.checks import bodies
from qmigui.schema.text.syntax import Limits
from qmigui.visitor.tlv import decode_header, encode_tag


def load(body: str, tagging: str = "") -> Module:
    """The module with the assignments *body*, parsed in this process."""
    return load_module(f"M DEFINITIONS {tagging} ::= BEGIN {body} END", "m.asn1", trusted=True)


def tags(type_: Type) -> str:
    """The identifier octets of a type, outermost first."""
    return " ".join(encode_tag(key).hex() for key in type_.tags)


def member(type_: Type, *names: str) -> Type:
    """The type of a member of a member of ..."""
    for name in names:
        if name == "*":
            assert type_.body.element is not None
            type_ = type_.body.element
        else:
            (type_,) = [member.type for member in type_.body.members if member.name == name]
    return type_


def follow(type_: Type, data: memoryview, pos: int) -> int:
    """Step over one value in *data* as *type_* tells; all of its members must be there."""
    ends = []
    for key in type_.tags:
        found, length, pos = decode_header(data, pos, len(data), 0, "")
        assert encode_tag(found) == encode_tag(key), f"{type_.name} at {pos}"
        ends.append(pos + length)
    kind = type_.body.kind
    if kind is Kind.CHOICE:
        pos = follow(pick(type_.body, data, pos), data, pos)
    elif kind in {Kind.SEQUENCE, Kind.SET}:
        for item in type_.body.members:
            pos = follow(item.type, data, pos)
    elif kind in {Kind.SEQUENCE_OF, Kind.SET_OF}:
        assert type_.body.element is not None
        while pos < ends[-1]:
            pos = follow(type_.body.element, data, pos)
    elif ends:
        pos = ends[-1]
    assert not ends or set(ends) == {pos}
    return pos


def pick(body: Body, data: memoryview, pos: int) -> Type:
    """The alternative that begins with the tag at *pos*."""
    key, _, _ = decode_header(data, pos, len(data), 0, "")

    def fits(type_: Type) -> bool:
        return type_.tags[0] == key if type_.tags else any(fits(m.type) for m in type_.body.members)

    (found,) = [item.type for item in body.members if fits(item.type)]
    return found


# Tags


BUILTIN = {
    "BOOLEAN": (True, "01"),
    "INTEGER": (5, "02"),
    "BIT STRING": ((b"\x80", 1), "03"),
    "OCTET STRING": (b"a", "04"),
    "NULL": (None, "05"),
    "OBJECT IDENTIFIER": ("1.2.3", "06"),
    "ObjectDescriptor": ("a", "07"),
    "REAL": (1.0, "09"),
    "ENUMERATED { a }": ("a", "0a"),
    "UTF8String": ("a", "0c"),
    "RELATIVE-OID": (None, "0d"),
    "SEQUENCE { }": ({}, "30"),
    "SEQUENCE OF NULL": ([], "30"),
    "SET { }": ({}, "31"),
    "SET OF NULL": ([], "31"),
    "NumericString": ("1", "12"),
    "PrintableString": ("a", "13"),
    "TeletexString": ("a", "14"),
    "T61String": (None, "14"),
    "VideotexString": (None, "15"),
    "IA5String": ("a", "16"),
    "UTCTime": (None, "17"),
    "GeneralizedTime": (None, "18"),
    "GraphicString": ("a", "19"),
    "VisibleString": ("a", "1a"),
    "ISO646String": (None, "1a"),
    "GeneralString": ("a", "1b"),
    "UniversalString": ("a", "1c"),
    "BMPString": ("a", "1e"),
    "EXTERNAL": (None, "28"),
    "INSTANCE OF TYPE-IDENTIFIER": (None, "28"),
}


@pytest.mark.parametrize("word", BUILTIN)
def test_tags_of_builtin_types(word: str) -> None:
    value, expected = BUILTIN[word]
    found = load(f"A ::= {word}").types["A"]
    assert tags(found) == expected
    if value is not None and word != "ObjectDescriptor":  # asn1tools takes that for a reference
        text = f"M DEFINITIONS ::= BEGIN A ::= {word} END"
        assert asn1tools.compile_string(text, "ber").encode("A", value)[0] == int(expected, 16)


N = None

TAGGED: list[tuple[str, str, Any]] = [
    ("A ::= [5] INTEGER", "EXPLICIT", 1),
    ("A ::= [5] INTEGER", "IMPLICIT", 1),
    ("A ::= [5] INTEGER", "AUTOMATIC", 1),
    ("A ::= [5] INTEGER", "", 1),
    ("A ::= [5] IMPLICIT INTEGER", "", 1),
    ("A ::= [5] EXPLICIT INTEGER", "IMPLICIT", 1),
    ("A ::= [5] EXPLICIT INTEGER", "AUTOMATIC", 1),
    ("A ::= [APPLICATION 5] INTEGER", "IMPLICIT", 1),
    ("A ::= [PRIVATE 5] INTEGER", "IMPLICIT", 1),
    ("A ::= [UNIVERSAL 17] IMPLICIT SEQUENCE OF NULL", "", [None]),
    ("A ::= [30] INTEGER", "IMPLICIT", 1),
    ("A ::= [31] INTEGER", "IMPLICIT", 1),
    ("A ::= [128] INTEGER", "IMPLICIT", 1),
    ("A ::= [APPLICATION 10438] SEQUENCE { a NULL }", "IMPLICIT", {"a": None}),
    ("A ::= [5] SEQUENCE { a NULL }", "", {"a": None}),
    ("A ::= [5] SET { a NULL }", "IMPLICIT", {"a": None}),
    ("A ::= [5] SEQUENCE OF [6] INTEGER", "IMPLICIT", [1]),
    ("A ::= [5] SET OF [6] INTEGER", "", [1]),
    ("A ::= [5] B B ::= INTEGER", "IMPLICIT", 1),
    ("A ::= [5] B B ::= [6] INTEGER", "IMPLICIT", 1),
    ("A ::= [5] B B ::= [6] INTEGER", "", 1),
    ("A ::= [5] IMPLICIT B B ::= [6] EXPLICIT INTEGER", "", 1),
    ("A ::= [5] EXPLICIT B B ::= [6] IMPLICIT INTEGER", "", 1),
    ("A ::= [5] B B ::= [6] C C ::= [7] EXPLICIT SEQUENCE { a NULL }", "IMPLICIT", {"a": None}),
    ("A ::= CHOICE { a INTEGER, b [0] INTEGER }", "IMPLICIT", ("b", 1)),
    ("A ::= [5] CHOICE { a INTEGER, b [0] INTEGER }", "IMPLICIT", ("b", 1)),
    ("A ::= [5] B B ::= CHOICE { a INTEGER, b [0] INTEGER }", "IMPLICIT", ("a", 1)),
    ("A ::= [5] B B ::= CHOICE { a INTEGER, b [0] INTEGER }", "AUTOMATIC", ("a", 1)),
    ("A ::= CHOICE { a B, b [0] B } B ::= CHOICE { c INTEGER }", "IMPLICIT", ("b", ("c", 1))),
    ("A ::= CHOICE { a B, b [0] B } B ::= CHOICE { c INTEGER }", "IMPLICIT", ("a", ("c", 1))),
    ("A ::= SEQUENCE { a INTEGER, b INTEGER }", "AUTOMATIC", {"a": 1, "b": 2}),
    ("A ::= SEQUENCE { a [7] INTEGER, b INTEGER }", "AUTOMATIC", {"a": 1, "b": 2}),
    ("A ::= SEQUENCE { a CHOICE { c NULL }, b SET { d NULL } }", "AUTOMATIC", {"a": ("c", N), "b": {"d": N}}),
    ("A ::= SET { a B, b B } B ::= CHOICE { c NULL, d NULL }", "AUTOMATIC", {"a": ("c", N), "b": ("d", N)}),
    ("A ::= CHOICE { a INTEGER, b INTEGER }", "AUTOMATIC", ("b", 1)),
    ("A ::= CHOICE { a B, b B } B ::= CHOICE { c NULL }", "AUTOMATIC", ("b", ("c", None))),
    ("A ::= SEQUENCE { a NULL, ..., b NULL, [[ c NULL ]] }", "AUTOMATIC", {"a": N, "b": N, "c": N}),
    ("A ::= SEQUENCE OF CHOICE { a NULL, b NULL }", "AUTOMATIC", [("a", None), ("b", None)]),
    ("A ::= B {INTEGER} B {T} ::= SEQUENCE { a [0] T, b T }", "", {"a": 1, "b": 2}),
    ("A ::= SEQUENCE { a NULL, COMPONENTS OF B } B ::= SET { b [1] NULL }", "", {"a": N, "b": N}),
    ("A ::= SEQUENCE { b A OPTIONAL, a [0] NULL }", "IMPLICIT", None),
]  # fmt: skip


@pytest.mark.parametrize(("body", "tagging", "value"), TAGGED)
def test_tags_as_asn1tools_encodes_them(body: str, tagging: str, value: Any) -> None:
    found = load(body, tagging and f"{tagging} TAGS").types["A"]
    if value is None:
        assert found.body.members[0].type.body is found.body
        return
    text = f"M DEFINITIONS {tagging and tagging + ' TAGS'} ::= BEGIN {body} END"
    data = asn1tools.compile_string(text, "ber").encode("A", value)
    assert follow(found, memoryview(data), 0) == len(data)


@pytest.mark.parametrize(
    ("body", "tagging", "path", "expected"),
    [
        # An untagged dummy reference gets an explicit tag (X.680 31.2.7 c), whatever it stands for.
        ("A ::= B {INTEGER} B {T} ::= SEQUENCE { a [0] T }", "IMPLICIT TAGS", ("a",), "a0 02"),
        ("A ::= B {INTEGER} B {T} ::= SEQUENCE { a T, b T }", "AUTOMATIC TAGS", ("b",), "a1 02"),
        ("A ::= B {INTEGER} B {T} ::= [0] T", "IMPLICIT TAGS", (), "a0 02"),
        # No type without a tag of its own can have an implicit one.
        ("A ::= [0] IMPLICIT CHOICE { a NULL }", "", (), "a0"),
        ("A ::= [0] IMPLICIT ANY", "", (), "a0"),
        ("A ::= [0] ANY", "IMPLICIT TAGS", (), "a0"),
        ("A ::= SEQUENCE { a TYPE-IDENTIFIER.&Type }", "AUTOMATIC TAGS", ("a",), "a0"),
        ("A ::= [0] IMPLICIT [1] IMPLICIT CHOICE { a NULL }", "", (), "a0"),
        ("A ::= [0] EXPLICIT [1] EXPLICIT INTEGER", "", (), "a0 a1 02"),
        # Automatic tags: the second part of the root comes before the additions.
        ("A ::= SEQUENCE { a NULL, ..., b NULL, ..., c NULL }", "AUTOMATIC TAGS", ("b",), "82"),
        ("A ::= SEQUENCE { a NULL, ..., b NULL, ..., c NULL }", "AUTOMATIC TAGS", ("c",), "81"),
        # They go to what COMPONENTS OF takes in too; what is written there does not prevent them.
        (
            "A ::= SEQUENCE { a NULL, COMPONENTS OF B, z NULL } B ::= SEQUENCE { b [9] INTEGER }",
            "AUTOMATIC TAGS",
            ("b",),
            "81",
        ),
        (
            "A ::= SEQUENCE { a NULL, COMPONENTS OF B, z NULL } B ::= SEQUENCE { b [9] INTEGER }",
            "AUTOMATIC TAGS",
            ("z",),
            "82",
        ),
        # A written tag stops them, and those of B are not taken over.
        (
            "A ::= SEQUENCE { a [5] NULL, COMPONENTS OF B } B ::= SEQUENCE { b INTEGER }",
            "AUTOMATIC TAGS",
            ("b",),
            "02",
        ),
        ("A ::= SEQUENCE OF [1] CHOICE { a NULL }", "IMPLICIT TAGS", ("*",), "a1"),
        ("A ::= SEQUENCE { e EXTERNAL }", "IMPLICIT TAGS", ("e", "encoding", "single-ASN1-type"), "a0"),
        ("A ::= SEQUENCE { e EXTERNAL }", "IMPLICIT TAGS", ("e", "encoding", "octet-aligned"), "81"),
        ("A ::= [1] EXTERNAL", "IMPLICIT TAGS", (), "a1"),
    ],
)
def test_tags_where_asn1tools_is_wrong_or_mute(
    body: str, tagging: str, path: tuple[str, ...], expected: str
) -> None:
    assert tags(member(load(body, tagging).types["A"], *path)) == expected


def test_tagging_is_that_of_the_module_where_the_tag_is_written() -> None:
    module = load_module(
        "M DEFINITIONS IMPLICIT TAGS ::= BEGIN IMPORTS B, C FROM N;"
        " A ::= SEQUENCE { a [0] B, COMPONENTS OF C } END "
        "N DEFINITIONS EXPLICIT TAGS ::= BEGIN B ::= [1] INTEGER C ::= SEQUENCE { c [2] B } END",
        "m.asn1",
        trusted=True,
    )
    assert tags(member(module.types["A"], "a")) == "a0 02"
    assert tags(member(module.types["A"], "c")) == "a2 a1 02"


# Names, sharing, recursion


def test_uses_of_a_type_share_its_body() -> None:
    module = load("A ::= SEQUENCE { a [0] B, b [1] B (5..7), c SEQUENCE OF B } B ::= INTEGER { x(1) } (0..9)")
    body = module.types["B"].body
    a, b, c = (member(module.types["A"], *path) for path in (("a",), ("b",), ("c", "*")))
    assert a.body is b.body is c.body is body
    assert [type_.name for type_ in (a, b, c)] == ["B", "B", "B"]
    assert [(type_.low, type_.high) for type_ in (a, b, c)] == [(0, 9), (5, 7), (0, 9)]
    assert c is module.types["B"]


def test_names_of_types() -> None:
    module = load(
        "A ::= SEQUENCE { a OCTET STRING, b T61String, c SET OF B, d CHOICE { e P {NULL} } }"
        " B ::= C C ::= NULL P {T} ::= SET OF T"
    )
    assert member(module.types["A"], "a").name == "OCTET STRING"
    assert member(module.types["A"], "b").name == "T61String"
    assert member(module.types["A"], "c").name == "SET OF"
    assert member(module.types["A"], "c", "*").name == "B"
    assert member(module.types["A"], "d").name == "CHOICE"
    assert member(module.types["A"], "d", "e").name == "P"
    assert module.types["B"].name == "B"
    assert list(module.types) == ["A", "B", "C"]


def test_types_that_hold_themselves() -> None:
    module = load(
        "A ::= SEQUENCE { a [0] A OPTIONAL, b B OPTIONAL } B ::= SET OF C C ::= CHOICE { a A, b [1] C }"
    )
    a, c = module.types["A"], module.types["C"]
    assert member(a, "a").body is a.body
    assert member(a, "b", "*").body is c.body
    assert member(c, "a").body is a.body
    assert member(c, "b").body is c.body
    assert tags(member(c, "b")) == "a1"
    assert len(list(bodies(module))) == 3


def test_members() -> None:
    module = load(
        "A ::= SEQUENCE { a NULL, ..., b [0] NULL OPTIONAL, [[ 2: c [1] NULL ]], ..., d [2] NULL }"
        " B ::= SET { }"
    )
    found = module.types["A"].body
    assert [(item.name, item.optional, item.addition) for item in found.members] == [
        ("a", False, False),
        ("b", True, True),
        ("c", False, True),
        ("d", False, False),
    ]
    assert found.extensible
    assert not module.types["B"].body.extensible


def test_extensibility_implied() -> None:
    module = load("A ::= SEQUENCE { a CHOICE { b NULL } } E ::= ENUMERATED { x }", "EXTENSIBILITY IMPLIED")
    assert module.types["A"].body.extensible
    assert member(module.types["A"], "a").body.extensible
    assert module.types["E"].body.extensible


def test_components_of_takes_the_root_only() -> None:
    module = load(
        "A ::= SEQUENCE { x NULL, COMPONENTS OF B } B ::= C"
        " C ::= SEQUENCE { a [0] NULL, ..., b [1] NULL, ..., c [2] NULL, COMPONENTS OF D }"
        " D ::= SEQUENCE { d [3] NULL }"
    )
    assert [item.name for item in module.types["A"].body.members] == ["x", "a", "c", "d"]
    for body in (
        "A ::= SEQUENCE { COMPONENTS OF A }",
        "A ::= SEQUENCE { COMPONENTS OF B } B ::= SEQUENCE { COMPONENTS OF A }",
    ):
        with pytest.raises(SchemaError, match="COMPONENTS OF goes round in a circle"):
            load(body)
    with pytest.raises(SchemaError, match="column 57: COMPONENTS OF needs a SEQUENCE or SET"):
        load("A ::= SEQUENCE { COMPONENTS OF B } B ::= CHOICE { a NULL }")


def test_components_of_cannot_double_forever() -> None:
    steps = " ".join(f"A{n + 1} ::= SEQUENCE {{ COMPONENTS OF A{n}, COMPONENTS OF A{n} }}" for n in range(49))
    with pytest.raises(SchemaError, match="a type of over 20000 members"):
        load(f"B ::= A49 {steps} A0 ::= SEQUENCE {{ }}")


def test_enumerations() -> None:
    module = load("A ::= ENUMERATED { a, b(0), c, d(n), ..., e, f(9), g } n INTEGER ::= 3")
    assert module.types["A"].body.values == {1: "a", 0: "b", 2: "c", 3: "d", 4: "e", 9: "f", 10: "g"}
    assert module.types["A"].body.extensible


def test_named_bits_and_numbers() -> None:
    module = load(
        "A ::= BIT STRING { a(0), b(n) } B ::= INTEGER { low(-5), high(5) } (low..high) n INTEGER ::= 3"
    )
    assert module.types["A"].body.named_bits == {0: "a", 3: "b"}
    assert (module.types["B"].low, module.types["B"].high) == (-5, 5)


# Parameters


def test_parameters() -> None:
    module = load(
        "L {T, INTEGER : max} ::= SEQUENCE { value T, next [1] L {T, max} OPTIONAL, size INTEGER (0..max) }"
        " A ::= L {B, 7} B ::= [0] BOOLEAN C ::= L {B, 7} D ::= L {INTEGER (1..2), n} n INTEGER ::= 8"
    )
    a = module.types["A"]
    assert member(a, "value") is module.types["B"]
    assert member(a, "next").body is a.body
    assert module.types["C"].body is a.body
    assert member(a, "size").high == 7
    d = module.types["D"]
    assert (member(d, "value").low, member(d, "value").high, member(d, "size").high) == (1, 2, 8)
    assert list(module.types) == ["A", "B", "C", "D"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("A ::= P P {T} ::= SET OF T", "'P' takes 1 parameters, not 0"),
        ("A ::= P {NULL, NULL} P {T} ::= SET OF T", "'P' takes 1 parameters, not 2"),
        ("A ::= B {NULL} B ::= NULL", "'B' takes 0 parameters, not 1"),
        ("A ::= P {5} P {T} ::= SET OF T", "parameter 'T' is a value, not a type"),
        ("A ::= P {NULL} P {T} ::= INTEGER (0..T)", "'T' is not an integer"),
        ("A ::= P {NULL} P {INTEGER:t} ::= INTEGER (0..t)", "parameter 't' is not a number"),
        ("A ::= P {A} P {T} ::= T", "type 'A' is defined by itself"),
        ("A ::= P {[0] NULL} P {T} ::= T", "a tag on an actual parameter is not supported"),
        ("A ::= P {NULL} P {T, T} ::= T", "parameter 'T' is named twice"),
        ("A ::= P {NULL} P {T} ::= SEQUENCE { a P {P {T}} OPTIONAL }", "over 2000 types come of parameters"),
        (
            "A ::= P {NULL} P {T} ::= SEQUENCE { a P {SET OF T} OPTIONAL }",
            "over 2000 types come of parameters",
        ),
    ],
)
def test_bad_parameters(body: str, message: str) -> None:
    with pytest.raises(SchemaError, match=message):
        load(body)


def test_parameters_do_not_explode() -> None:
    steps = " ".join(f"P{n + 1} {{T}} ::= P{n} {{P{n} {{T}}}}" for n in range(40))
    with pytest.raises(SchemaError, match=r"come of parameters|a chain of over"):
        load(f"P0 {{T}} ::= SEQUENCE {{ a [0] T, b [1] T }} {steps} A ::= P40 {{NULL}}")


# Several modules


def test_imports() -> None:
    module = load_module(
        "M DEFINITIONS ::= BEGIN IMPORTS B, five FROM N {1 2} C FROM O;"
        " A ::= SEQUENCE { b B, c C, d INTEGER (0..five), e N.E } END "
        "N DEFINITIONS ::= BEGIN IMPORTS C FROM O;"
        " B ::= SET OF C five INTEGER ::= 5 E ::= IA5String A ::= NULL END "
        "O DEFINITIONS ::= BEGIN C ::= BOOLEAN END",
        "m.asn1",
        trusted=True,
    )
    assert module.names == ("M", "N", "O")
    assert list(module.types) == ["A", "B", "E", "C"]
    a = module.types["A"]
    assert member(a, "b", "*") is module.types["C"] is member(a, "c")
    assert member(a, "d").high == 5
    assert member(a, "e").body.kind is Kind.IA5_STRING
    assert a.body.kind is Kind.SEQUENCE


def test_imports_that_lead_nowhere() -> None:
    text = "M DEFINITIONS ::= BEGIN IMPORTS B FROM N; A ::= B END"
    with pytest.raises(SchemaError, match="line 1, column 33: 'B' comes from module 'N', which is not given"):
        load_module(text, "m.asn1", trusted=True)
    with pytest.raises(SchemaError, match="column 49: type 'B' is not defined"):
        load_module(text + " N DEFINITIONS ::= BEGIN END", "m.asn1", trusted=True)
    with pytest.raises(SchemaError, match="column 49: 'B' is imported in a circle"):
        load_module(text + " N DEFINITIONS ::= BEGIN IMPORTS B FROM M; END", "m.asn1", trusted=True)


# A real style of module: X.509 in the syntax of 1988, written from its structure


CERTIFICATE = """
Certs { iso(1) example(99) } DEFINITIONS EXPLICIT TAGS ::= BEGIN
Signed ::= SEQUENCE { body Body, algorithm Algorithm, signature BIT STRING }
Body ::= SEQUENCE {
  version [0] Version DEFAULT v1, serial INTEGER, algorithm Algorithm, issuer Name, validity Validity,
  subject Name, key SEQUENCE { algorithm Algorithm, bits BIT STRING },
  issuerId [1] IMPLICIT UniqueId OPTIONAL, subjectId [2] IMPLICIT UniqueId OPTIONAL,
  extensions [3] Extensions OPTIONAL }
Version ::= INTEGER { v1(0), v2(1), v3(2) }
UniqueId ::= BIT STRING
Algorithm ::= SEQUENCE { id OBJECT IDENTIFIER, parameters ANY DEFINED BY id OPTIONAL }
Name ::= CHOICE { rdn Rdns }
Rdns ::= SEQUENCE OF SET SIZE (1..MAX) OF SEQUENCE { type OBJECT IDENTIFIER, value ANY -- DEFINED BY type -- }
Validity ::= SEQUENCE { from Time, to Time }
Time ::= CHOICE { utc UTCTime, general GeneralizedTime }
Extensions ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE {
  id OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE, value OCTET STRING (CONTAINING ANY) }
upper INTEGER ::= 64
Text ::= CHOICE { a PrintableString (SIZE (1..upper)), b UTF8String (SIZE (1..upper)) }
id-x OBJECT IDENTIFIER ::= { iso(1) 2 }
END
"""


def test_certificates() -> None:
    module = load_module(CERTIFICATE, "certs", trusted=True)
    body = module.types["Body"]
    assert [tags(item.type) for item in body.body.members] == [
        "a0 02", "02", "30", "", "30", "", "30", "81", "82", "a3 30",
    ]  # fmt: skip
    assert member(body, "version").default == "v1"
    assert member(body, "issuer", "rdn", "*").size == (1, None)
    assert member(module.types["Text"], "b").size == (1, 64)
    assert module.warnings == ("line 17, column 77: CONTAINING is not enforced",)


PYCRATE = """
import json
from pycrate_asn1dir.PKIX1 import PKIX1Explicit88 as module
parts = {"Body": module.TBSCertificate, "Signed": module.Certificate, "Algorithm": module.AlgorithmIdentifier,
         "Validity": module.Validity, "Time": module.Time}
print(json.dumps({ours: [part._tagc for part in theirs._cont.values()] for ours, theirs in parts.items()}))
"""
"""In a process of its own: pycrate keeps all modules in one place."""


def test_certificates_have_the_tags_that_pycrate_has_for_rfc_5280() -> None:
    module = load_module(CERTIFICATE, "certs", trusted=True)
    done = subprocess.run([sys.executable, "-c", PYCRATE], capture_output=True, text=True, check=True)
    ours = {
        name: [
            [[(key & 0xC0) >> 6, key >> 8] for key in item.type.tags]
            for item in module.types[name].body.members
        ]
        for name in ("Body", "Signed", "Algorithm", "Validity", "Time")
    }
    assert ours == json.loads(done.stdout)


# The module we ship


def test_the_shipped_module() -> None:
    module = shipped_module()
    assert module is shipped_module()
    assert module.names == ("Qemu",)
    assert module.warnings == ()
    assert tags(module.types["QemuFile"]) == "7fd146"
    page = module.types["RAMPage"]
    assert page.tags == ()
    assert tags(member(page, "compr")) == "40"
    assert tags(member(page, "fullpage")) == "7fc650"
    assert member(page, "fullpage", "data").size == (256, 65536)
    assert member(module.types["Value"], "s64").low == -(2**63)
    assert member(module.types["Value"], "struct").body is module.types["VMState"].body
    (parsed,) = asn1tools.parse_string(service.schema_text()).values()
    assert list(module.types) == list(parsed["types"])


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    program = (
        "import sys, qmigui.schema.load; "
        "print(sorted({'asn1tools', 'pyparsing', 'subprocess', 'numpy'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# Files and strangers


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "a.asn1"
    path.write_bytes("\ufeffM DEFINITIONS ::= BEGIN -- \u00e9 --\r\nA ::= B END".encode())
    with pytest.raises(SchemaError) as caught:
        load_file(str(path))
    assert str(caught.value) == f"{path}: line 2, column 7: type 'B' is not defined"
    path.write_bytes(b"M DEFINITIONS ::= BEGIN -- \xe9 -- A ::= [1] SEQUENCE { a NULL } END")
    assert tags(load_file(str(path)).types["A"]) == "a1 30"
    other = tmp_path / "b.asn1"
    other.write_text("N DEFINITIONS ::= BEGIN IMPORTS A FROM M; B ::= SET OF A C ::= D END")
    with pytest.raises(SchemaError) as caught:
        load_files([str(path), str(other)])
    assert str(caught.value) == f"{other}: line 1, column 64: type 'D' is not defined"
    other.write_text("N DEFINITIONS ::= BEGIN IMPORTS A FROM M; B ::= SET OF A END")
    module = load_files([str(other), str(path)])
    assert module.names == ("N", "M")
    assert member(module.types["B"], "*") is module.types["A"]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for path, reason in (
        (tmp_path / "none", "No such file or directory"),
        (tmp_path, "Is a directory"),
        ("\0", "it cannot be read"),
    ):
        with pytest.raises(SchemaError, match=reason):
            load_file(str(path))
    with pytest.raises(SchemaError, match="no schema is given"):
        load_files([])
    with pytest.raises(SchemaError, match="a schema of over 1 MiB"):
        load_file("/dev/zero")
    with pytest.raises(SchemaError, match="a schema of over 1 MiB"):
        load_module(" " * (MAX_FILE_LENGTH + 1), "x")


def test_garbage(tmp_path: Path) -> None:
    path = tmp_path / "garbage"
    choose = random.Random(1)
    for length in (1, 100, 10_000):
        path.write_bytes(choose.randbytes(length))
        with pytest.raises(SchemaError):
            load_file(str(path))


def test_time_limit() -> None:
    body = " ".join(f"A{n} ::= SEQUENCE {{ a A0 OPTIONAL, b [0] INTEGER (0..5) }}" for n in range(5000))
    start = time.monotonic()
    with pytest.raises(SchemaError) as caught:
        load_module(f"M DEFINITIONS ::= BEGIN {body} END", "m", Limits(0.5, 0.0))
    assert str(caught.value) == "m: the module takes over 0.5 seconds to parse"
    assert time.monotonic() - start < 10


def test_memory_limit() -> None:
    with pytest.raises(SchemaError, match=r"too much memory|the parser gave up"):
        load_module("M DEFINITIONS ::= BEGIN A ::= NULL END", "m", Limits(memory=24 << 20))


def test_the_parser_cannot_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(SchemaError, match="the parser cannot be started: No such file"):
        load_module("M DEFINITIONS ::= BEGIN END", "m")


@pytest.mark.parametrize("trusted", [True, False])
def test_deep_nesting(trusted: bool) -> None:
    for text in (
        "SEQUENCE { a " * 40 + "NULL" + "}" * 40,
        "SET OF " * 40 + "NULL",
        "P {" * 50 + "NULL" + "}" * 50,
    ):
        with pytest.raises(SchemaError, match=r"nested too deep|not defined|too intricate"):
            load_module(f"M DEFINITIONS ::= BEGIN A ::= {text} B ::= C END", "m", trusted=trusted)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("A ::= " + "[1]" * 20 + "NULL", "over 16 tags in a row"),
        ("A {" + ",".join(f"a{n}" for n in range(200)) + "} ::= NULL", "over 100 parameters"),
        ("A ::= " + "SEQUENCE OF " * 1000 + "NULL", "types are nested over 60 levels"),
        ("A ::= SEQUENCE { a NULL DEFAULT " + "a:" * 5000 + "a }", "types are nested too deep"),
        (
            "P {T} ::= SEQUENCE { a [0] P {P {T}} OPTIONAL, b [1] ENUMERATED {"
            + ",".join(f"a{n}" for n in range(2000))
            + "} } A ::= P {NULL}",
            "the types of this module are too many, or too intricate",
        ),
        (
            "C ::= CHOICE {"
            + ",".join(f"a{n} [{n}] NULL" for n in range(1100))
            + "} S ::= SEQUENCE {"
            + ",".join(f"b{n} C" for n in range(1000))
            + "}",
            "the CHOICE types have too many alternatives",
        ),
    ],
    ids=["tags", "parameters", "lists", "colons", "instances", "alternatives"],
)
def test_work_is_bounded(body: str, message: str) -> None:
    with pytest.raises(SchemaError, match=message):
        load(body)


def test_alphabets_are_bounded() -> None:
    module = load(" ".join(f'A{n} ::= IA5String (FROM ("a".."{chr(0x20000 + n)}"))' for n in range(5)))
    assert len(module.types["A0"].alphabet or ()) == 0x20000 - 0x60
    assert module.types["A4"].alphabet is None
    assert module.warnings[-1].endswith("This FROM has too many characters and is not enforced")


def test_long_chains() -> None:
    chain = " ".join(f"A{n} ::= A{n + 1}" for n in range(500))
    with pytest.raises(SchemaError, match="a chain of over 100 references"):
        load(f"{chain} A500 ::= NULL")
    chain = " ".join(f"A{n} ::= CHOICE {{ a A{n + 1}, b [{n}] NULL }}" for n in range(500))
    with pytest.raises(SchemaError, match="over 100 CHOICE types inside each other"):
        load(f"{chain} A500 ::= NULL", "IMPLICIT TAGS")
    chain = " ".join(f"a{n} INTEGER ::= a{n + 1}" for n in range(500))
    with pytest.raises(SchemaError, match="defined by itself"):
        load(f"{chain} a500 INTEGER ::= 5 A ::= INTEGER (0..a0)")


def test_a_mutated_module_is_loaded_or_refused() -> None:
    text = CERTIFICATE.replace("\n", " ")
    choose = random.Random(2)
    words = text.split()
    refused = 0
    for _ in range(60):
        copy = list(words)
        for _ in range(choose.randint(1, 3)):
            at = choose.randrange(len(copy))
            copy[at : at + choose.randint(0, 2)] = choose.choices(words, k=choose.randint(0, 2))
        try:
            load_module(" ".join(copy), "m", trusted=True)
        except SchemaError as error:
            refused += 1
            assert "asn1tools cannot read this" not in error.message
    assert 20 < refused <= 60


# -- the types that are kept ----------------------------------------------------------------


def test_the_kept_types_are_those_of_the_text() -> None:
    """After a change of the module: ``python -m qmigui.schema.shipped``."""
    text = shipped.shipped_text()
    document = shipped.make_document(text)
    assert resources.files("qmigui.schema").joinpath(shipped.KEPT).read_text() == document
    kept = shipped.kept_module(text)
    assert kept is not None
    assert json.loads(document) == {
        "crc32": json.loads(document)["crc32"],
        **json.loads(json.dumps(shipped._Numbered(kept).document())),
    }


def test_types_that_are_kept_are_as_good_as_loaded_ones() -> None:
    """Held side by side, without what writes and reads them."""
    loaded = load_module(shipped.shipped_text(), shipped.NAME, trusted=True)
    kept = shipped_module()
    assert (kept.names, kept.warnings) == (loaded.names, loaded.warnings)
    assert list(kept.types) == list(loaded.types)
    twins: dict[int, int] = {}
    todo = [(loaded.types[name], kept.types[name]) for name in loaded.types]
    while todo:
        ours, theirs = todo.pop()
        if id(ours) in twins:
            assert twins[id(ours)] == id(theirs)
            continue
        twins[id(ours)] = id(theirs)
        for name in Type.__match_args__:
            if name != "body":
                assert getattr(ours, name) == getattr(theirs, name)
        body, other = ours.body, theirs.body
        assert twins.setdefault(id(body), id(other)) == id(other)
        for part in Body.__match_args__:
            if part not in {"members", "element"}:
                assert getattr(body, part) == getattr(other, part)
        assert (body.element is None) == (other.element is None)
        if body.element is not None and other.element is not None:
            todo.append((body.element, other.element))
        for member_, twin in zip(body.members, other.members, strict=True):
            assert (member_.name, member_.optional, member_.addition) == (
                twin.name,
                twin.optional,
                twin.addition,
            )
            todo.append((member_.type, twin.type))
    assert len(set(twins.values())) == len(twins)


def test_the_types_of_another_text_are_not_used() -> None:
    assert shipped.kept_module(shipped.shipped_text() + " ") is None


def test_the_shipped_module_needs_no_asn1tools() -> None:
    script = (
        "import sys; from qmigui.schema.shipped import shipped_module; shipped_module();"
        "assert not {'asn1tools', 'qmigui.schema.text'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
