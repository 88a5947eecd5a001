"""What the loader refuses, what it lets pass with a warning, and where it says so."""

from __future__ import annotations

import random

import pytest

from qmigui.errors import EXIT_SCHEMA, SchemaError
from qmigui.schema.load import load_module
from qmigui.schema.model import Module, Type
from qmigui.schema.text.ranges import Range, hull, intersect, unite
from qmigui.schema.text.tokens import MAX_NESTING, TokenKind, tokenize


def load(body: str, head: str = "M DEFINITIONS ::= BEGIN") -> Module:
    """The module with the assignments *body*, which stand on line 2."""
    return load_module(f"{head}\n{body}\nEND\n", "m.asn1", trusted=True)


def first(body: str, **more: str) -> Type:
    """The first type of a module that gives no warning."""
    module = load(body, **more)
    assert module.warnings == ()
    return next(iter(module.types.values()))


def refusal(body: str, **more: str) -> str:
    """The message for a module that is refused, without the source."""
    with pytest.raises(SchemaError) as caught:
        load(body, **more)
    assert caught.value.exit_code == EXIT_SCHEMA
    text = str(caught.value)
    assert text.startswith("m.asn1: ")
    assert "\n" not in text
    assert len(text) < 200
    return text.removeprefix("m.asn1: ")


def warning(body: str) -> tuple[str, Type]:
    """The only warning of a module, and its first type."""
    module = load(body)
    (sentence,) = module.warnings
    return sentence, next(iter(module.types.values()))


# Tokens


def test_tokens_know_their_places() -> None:
    tokens = tokenize('A -- one -- ::= /* two /* three */ */ OCTET\n  STRING "a--b" -- end', "x")
    assert [(token.text, token.line, token.column) for token in tokens] == [
        ("A", 1, 1),
        ("::=", 1, 13),
        ("OCTET STRING", 1, 39),
        ('"a--b"', 2, 10),
        ("", 2, 23),
    ]
    assert tokens[-1].kind is TokenKind.END


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A -- b -- c", ["A", "c"]),
        ("A -- b\nc", ["A", "c"]),
        ("A -- b - c -- d", ["A", "d"]),
        ("A /* -- */ b", ["A", "b"]),
        ("A -- /* -- b", ["A", "b"]),
        ("a--b", ["a"]),
        ("a-b-1 -5 1..2 1.5 3e2 ...", ["a-b-1", "-5", "1", "..", "2", "1.5", "3e2", "..."]),
        ("'0A FF'H '01'B \"a\"\"b\"", ["'0A FF'H", "'01'B", '"a""b"']),
        ("[[ [0] ]] &Type C.&id", ["[[", "[", "0", "]", "]]", "&Type", "C", ".", "&id"]),
        ("[A [B]]", ["[", "A", "[", "B", "]", "]"]),
    ],
)
def test_comments_strings_and_numbers(text: str, words: list[str]) -> None:
    assert [token.text for token in tokenize(text, "x")][:-1] == words


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("A ::= /* /* */", "line 2, column 7: this comment has no end"),
        ('A ::= "x', "line 2, column 7: this string has no end"),
        ("A ::= § INTEGER", "line 2, column 7: ASN.1 has no '§'"),
        ("A ::= SEQUENCE { a B ", "line 2, column 16: this '{' is never closed"),
        ("A ::= [0) INTEGER", "line 2, column 9: ')' closes nothing that is open here"),
        ("A ::= INTEGER }", "line 2, column 15: '}' closes nothing that is open here"),
        ("A ::= INTEGER (0.." + "9" * 5000 + ")", "line 2, column 19: a number of more than 1000 digits"),
        ("A ::= " + "(" * 5000 + ")" * 5000, f"line 2, column 107: nested over {MAX_NESTING} levels"),
    ],
)
def test_refuses_bad_tokens(body: str, message: str) -> None:
    assert refusal(body) == message


# The frame of a module


@pytest.mark.parametrize(
    "head",
    [
        "\ufeffM DEFINITIONS ::= BEGIN",
        "M {} DEFINITIONS ::= BEGIN",
        "M { iso(1) 2 3 x(4) } DEFINITIONS ::= BEGIN",
        "M DEFINITIONS EXPLICIT TAGS ::= BEGIN EXPORTS ;",
        "M DEFINITIONS ::= BEGIN EXPORTS ALL ; IMPORTS ;",
        "M DEFINITIONS ::= BEGIN IMPORTS U, u, C{} FROM Other {1 2} V FROM More w X FROM Y WITH SUCCESSORS;",
    ],
)
def test_frames(head: str) -> None:
    assert first("A ::= INTEGER", head=head).tags == (0x200,)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1, column 1: there is no ASN.1 module in this text"),
        ("-- nothing", "line 1, column 11: there is no ASN.1 module in this text"),
        ("m DEFINITIONS", "line 1, column 1: the name of a module should stand here, not 'm'"),
        ("M ::= BEGIN", "line 1, column 3: 'DEFINITIONS' should stand here, not '::='"),
        ("M DEFINITIONS ::= BEGIN", "line 1, column 24: an assignment should begin here, not the end"),
        ("M DEFINITIONS ::= BEGIN A ::=", "line 1, column 30: a type should stand here, not the end"),
        (
            "M DEFINITIONS ::= BEGIN END x",
            "line 1, column 29: the name of a module should stand here, not 'x'",
        ),
        (
            "M DEFINITIONS ::= BEGIN END M DEFINITIONS ::= BEGIN END",
            "line 1, column 29: module 'M' is defined twice",
        ),
        ("M DEFINITIONS ::= BEGIN IMPORTS A", "line 1, column 34: the end in IMPORTS"),
        ("M DEFINITIONS ::= BEGIN EXPORTS A", "line 1, column 33: there is no ';' from here on"),
    ],
)
def test_bad_frames(text: str, message: str) -> None:
    with pytest.raises(SchemaError) as caught:
        load_module(text, "m.asn1", trusted=True)
    assert str(caught.value) == f"m.asn1: {message}"


# The rows of asn1-notes.md, section 2


@pytest.mark.parametrize(
    ("constraint", "bounds"),
    [
        ("(0..10 | 20..30)", (0, 30)),
        ("(20..30 | 5)", (5, 30)),
        ("(1 | 2 UNION 9)", (1, 9)),
        ("(-5 | 7..MAX)", (-5, None)),
    ],
)
def test_a_union_with_gaps_is_enforced_at_its_ends(constraint: str, bounds: tuple[int | None, ...]) -> None:
    sentence, found = warning(f"A ::= INTEGER {constraint}")
    assert sentence == "line 2, column 15: Only the least and the greatest value of this union are enforced"
    assert (found.low, found.high) == bounds


def test_a_union_of_sizes() -> None:
    sentence, found = warning("A ::= OCTET STRING (SIZE (4 | 8))")
    assert sentence == "line 2, column 20: Only the least and the greatest value of this union are enforced"
    assert found.size == (4, 8)


@pytest.mark.parametrize(
    ("constraint", "bounds"),
    [
        ("(0..10)", (0, 10)),
        ("(5)", (5, 5)),
        ("(0..10 | 11..20)", (0, 20)),
        ("(0..10 | 5..20)", (0, 20)),
        ("(0..10)(5..20)", (5, 10)),
        ("(0..10 ^ 5..20)", (5, 10)),
        ("(0..10 INTERSECTION (5..20))", (5, 10)),
        ("((1..2 | 3) ^ (2..9))", (2, 3)),
        ("(0<..<10)", (1, 9)),
        ("(MIN..5)", (None, 5)),
        ("(5..MAX)", (5, None)),
        ("(MIN..MAX)", (None, None)),
        ("(0..10)(MIN..5)", (0, 5)),
        ("(-9223372036854775808..18446744073709551615)", (-(2**63), 2**64 - 1)),
        ("(0..10 ! 5)", (0, 10)),
    ],
)
def test_ranges(constraint: str, bounds: tuple[int | None, ...]) -> None:
    found = first(f"A ::= INTEGER {constraint}")
    assert (found.low, found.high) == bounds
    assert not found.constraint_extensible


def test_an_extensible_constraint() -> None:
    found = first("A ::= INTEGER (0..10, ..., 20..30)")
    assert (found.low, found.high, found.constraint_extensible) == (0, 10, True)
    found = first("A ::= OCTET STRING (SIZE (1..5, ...))")
    assert (found.size, found.constraint_extensible) == ((1, 5), True)
    assert not first("A ::= B (0..5) B ::= INTEGER (0..10, ...)").constraint_extensible


@pytest.mark.parametrize(
    ("type_", "column", "sentence"),
    [
        ("INTEGER (0..10 EXCEPT 5)", 22, "EXCEPT is not enforced"),
        ("INTEGER (ALL EXCEPT 5)", 16, "EXCEPT is not enforced"),
        ("INTEGER (INCLUDES B)", 16, "INCLUDES is not enforced"),
        ("INTEGER (B)", 16, "The subset of another type is not enforced"),
        ('IA5String (PATTERN "a*")', 18, "PATTERN is not enforced"),
        ("OCTET STRING (CONTAINING B)", 21, "CONTAINING is not enforced"),
        ("OCTET STRING (CONTAINING B ENCODED BY {1 2})", 21, "CONTAINING is not enforced"),
        ("OCTET STRING (ENCODED BY {1 2})", 21, "ENCODED BY is not enforced"),
        ("OCTET STRING (CONSTRAINED BY {})", 21, "CONSTRAINED BY is not enforced"),
        ("SEQUENCE (WITH COMPONENT (0..5)) OF INTEGER", 17, "WITH COMPONENT is not enforced"),
        (
            "SEQUENCE { a INTEGER } (WITH COMPONENTS { ..., a (5) })",
            31,
            "WITH COMPONENTS is not enforced",
        ),
        ("ENUMERATED { x(0), y(1) } (x | y)", 34, "A subset of values is not enforced"),
        ('IA5String ("a" | "b")', 18, "A subset of values is not enforced"),
        ("BOOLEAN (TRUE)", 16, "A subset of values is not enforced"),
        ("REAL (0..1.5)", 13, "A subset of values is not enforced"),
        ("IA5String (FROM ({0, 0}..{1, 0}))", 24, "This form of FROM is not enforced"),
        (
            'IA5String (SIZE (1) | FROM ("a"))',
            27,
            "This union of different constraints is not enforced in full",
        ),
    ],
)
def test_what_is_not_enforced_is_told(type_: str, column: int, sentence: str) -> None:
    module = load(f"A ::= {type_} B ::= INTEGER")
    assert module.warnings[0] == f"line 2, column {column}: {sentence}"
    found = module.types["A"]
    limits = (found.low, found.high, found.size, found.alphabet)
    assert limits == ((0, 10, None, None) if "0..10" in type_ else (None,) * 4)


def test_sizes_and_alphabets() -> None:
    found = first('A ::= IA5String (SIZE (1..5)) (FROM ("a".."c" | "x"))')
    assert (found.size, found.alphabet) == ((1, 5), frozenset("abcx"))
    assert first('A ::= IA5String (SIZE (1..5) ^ FROM ("a".."c"))').alphabet == frozenset("abc")
    assert first("A ::= SEQUENCE SIZE (2) OF NULL").size == (2, 2)
    assert first("A ::= SET (SIZE (0..MAX)) OF NULL").size == (0, None)
    assert first("A ::= BIT STRING { x(0) } (SIZE (n)) n INTEGER ::= 7").size == (7, 7)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("A ::= INTEGER (10..0)", "line 2, column 16: this range is empty"),
        ("A ::= INTEGER (5<..<6)", "line 2, column 16: this range is empty"),
        ("A ::= INTEGER (0..5)(7..9)", "line 2, column 21: no value satisfies all constraints of this type"),
        (
            "A ::= B (7) B ::= INTEGER (0..5)",
            "line 2, column 9: no value satisfies all constraints of this type",
        ),
        ("A ::= INTEGER (0..5 ^ 7)", "line 2, column 15: no value satisfies this constraint"),
        ("A ::= OCTET STRING (SIZE (-5..-1))", "line 2, column 21: no value satisfies this SIZE"),
        ('A ::= IA5String (FROM ("b".."a"))', "line 2, column 24: this range is empty"),
        ("A ::= INTEGER (SIZE (4))", "line 2, column 16: SIZE makes no sense here, for INTEGER"),
        ('A ::= INTEGER (FROM ("a"))', "line 2, column 16: FROM makes no sense here, for INTEGER"),
        ("A ::= INTEGER (0..b)", "line 2, column 19: value 'b' is not defined"),
        (
            "A ::= INTEGER (0..b) b INTEGER ::= c c INTEGER ::= b",
            "line 2, column 19: this value is defined by itself",
        ),
        ("A ::= INTEGER (0..b) b BOOLEAN ::= TRUE", "line 2, column 19: 'TRUE' is not an integer"),
        ("A ::= INTEGER ()", "line 2, column 16: ')' is not an integer"),
        ("A ::= INTEGER (5", "line 2, column 15: this '(' is never closed"),
        ("A ::= INTEGER (MAX..MIN)", "line 2, column 16: MAX cannot stand at this end of a range"),
        ("A ::= INTEGER (1.5)", "line 2, column 16: '1.5' is not an integer"),
    ],
)
def test_refuses_constraints(body: str, message: str) -> None:
    assert refusal(body) == message


def test_tag_numbers_by_reference() -> None:
    assert first("A ::= [n] INTEGER n INTEGER ::= 5").tags == (0x5A0, 0x200)
    assert refusal("A ::= [n] INTEGER") == "line 2, column 8: value 'n' is not defined"
    assert (
        refusal("A ::= [n] INTEGER n INTEGER ::= -5")
        == "line 2, column 8: a tag number must have 0 to 32 bits"
    )
    assert refusal("A ::= [4294967296] INTEGER") == "line 2, column 8: a tag number must have 0 to 32 bits"
    assert refusal("A ::= [UNIVERSAL 0] INTEGER") == (
        "line 2, column 18: [UNIVERSAL 0] is kept for the end of contents"
    )
    assert refusal("A ::= [B] INTEGER") == "line 2, column 8: a tag number should stand here, not 'B'"


def test_two_tags_in_a_row() -> None:
    assert first("A ::= [1] [APPLICATION 2] IMPLICIT NULL").tags == (0x1A0, 0x240)


def test_default_values() -> None:
    found = first(
        "A ::= SEQUENCE { a INTEGER { x(1) } DEFAULT x, b B DEFAULT five, c OBJECT IDENTIFIER DEFAULT {1 2},"
        " d BOOLEAN DEFAULT FALSE, e BIT STRING DEFAULT '01'B, f E DEFAULT { g 1, h \"i,}\" },"
        " j ENUMERATED { k } DEFAULT k } B ::= INTEGER five B ::= 5"
        " E ::= SEQUENCE { g INTEGER, h IA5String }",
        head="M DEFINITIONS AUTOMATIC TAGS ::= BEGIN",
    )
    assert [member.type.default for member in found.body.members] == [
        "x",
        "five",
        "{ 1 2 }",
        "FALSE",
        "'01'B",
        '{ g 1, h "i,}" }',
        "k",
    ]
    assert all(member.optional for member in found.body.members)


@pytest.mark.parametrize(
    ("member", "message"),
    [
        ("INTEGER (0..5) DEFAULT 7", "line 2, column 43: the default '7' is out of range"),
        ("INTEGER (0..5) DEFAULT TRUE", "line 2, column 43: 'TRUE' is no default for an INTEGER"),
        ("BOOLEAN DEFAULT 0", "line 2, column 36: '0' is no default for a BOOLEAN"),
        ("ENUMERATED { x } DEFAULT 0", "line 2, column 45: '0' is no default for an ENUMERATED"),
        ("INTEGER DEFAULT ,", "line 2, column 36: a value should stand here, not ','"),
    ],
)
def test_default_values_that_do_not_fit(member: str, message: str) -> None:
    assert refusal(f"A ::= SEQUENCE {{ x {member} }}") == message


def test_members_need_names() -> None:
    assert refusal("A ::= CHOICE { INTEGER, b NULL }") == (
        "line 2, column 16: an alternative must begin with a name in small letters, not with 'INTEGER'"
    )
    assert refusal("A ::= SEQUENCE { a NULL, }") == (
        "line 2, column 26: a component must begin with a name in small letters, not with '}'"
    )


SKIP = "the members, of which the first may be absent,"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("A ::= NULL A ::= NULL", "line 2, column 12: type 'A' is defined twice"),
        ("a INTEGER ::= 1 a INTEGER ::= 2", "line 2, column 17: value 'a' is defined twice"),
        ("A ::= SEQUENCE { a NULL, a INTEGER }", "line 2, column 26: there are two members 'a'"),
        ("A ::= ENUMERATED { a, a }", "line 2, column 23: name 'a' comes twice in this ENUMERATED"),
        ("A ::= ENUMERATED { a(1), b(1) }", "line 2, column 26: number 1 comes twice in this ENUMERATED"),
        ("A ::= INTEGER { a(1), b(1) }", "line 2, column 23: 'b' or its number comes twice"),
        ("A ::= BIT STRING { a(-1) }", "line 2, column 20: there is no bit -1"),
        ("A ::= BIT STRING { a }", "line 2, column 20: 'a' needs a number"),
        ("A ::= B", "line 2, column 7: type 'B' is not defined"),
        ("A ::= N.B", "line 2, column 7: 'B' comes from module 'N', which is not given"),
        ("A ::= A", "line 2, column 1: type 'A' is defined by itself"),
        ("A ::= B B ::= [1] A", "line 2, column 1: type 'A' is defined by itself"),
        ("A ::= CHOICE { a A }", "line 2, column 16: 'a' holds its own CHOICE without a tag"),
        (
            "A ::= CHOICE { a B } B ::= CHOICE { b A }",
            "line 2, column 37: 'b' holds its own CHOICE without a tag",
        ),
        (
            "A ::= CHOICE { a INTEGER, b B } B ::= CHOICE { c INTEGER }",
            "line 2, column 27: the alternatives 'a' and 'b' have the same tag [UNIVERSAL 2]",
        ),
        (
            "A ::= CHOICE { a [1] NULL, b [1] EXPLICIT INTEGER }",
            "line 2, column 28: the alternatives 'a' and 'b' have the same tag [1]",
        ),
        (
            "A ::= SEQUENCE { a [APPLICATION 1] NULL OPTIONAL, b NULL OPTIONAL, c [APPLICATION 1] NULL }",
            f"line 2, column 68: {SKIP} 'a' and 'c' have the same tag [APPLICATION 1]",
        ),
        (
            "A ::= SEQUENCE { ..., a NULL, ..., b NULL }",
            f"line 2, column 36: {SKIP} 'a' and 'b' have the same tag [UNIVERSAL 5]",
        ),
        (
            "A ::= SET { a NULL, b INTEGER, c NULL }",
            "line 2, column 32: the members of a SET 'a' and 'c' have the same tag [UNIVERSAL 5]",
        ),
        ("A ::= SEQUENCE { ..., ..., ... }", "line 2, column 26: '}' should stand here, not ','"),
    ],
)
def test_own_checks(body: str, message: str) -> None:
    assert refusal(body) == message


@pytest.mark.parametrize(
    "body",
    [
        "A ::= SEQUENCE { a NULL, b NULL }",
        "A ::= SEQUENCE { a NULL OPTIONAL, b INTEGER, c NULL }",
        "A ::= SEQUENCE { a INTEGER, ..., [[ b NULL, c NULL ]] }",
        "A ::= CHOICE { a INTEGER, b [0] A }",
        "A ::= SEQUENCE { a A OPTIONAL }",
    ],
)
def test_own_checks_let_pass(body: str) -> None:
    assert first(body).name == "A"


@pytest.mark.parametrize(
    ("word", "column"),
    [
        ("EMBEDDED PDV", 7),
        ("CHARACTER STRING", 7),
        ("TIME", 7),
        ("DATE", 7),
        ("OID-IRI", 7),
    ],
)
def test_types_without_support(word: str, column: int) -> None:
    assert refusal(f"A ::= {word}") == f"line 2, column {column}: {word} is not supported"


def test_a_selection_type() -> None:
    message = "line 2, column 7: the selection type 'a <' is not supported"
    assert refusal("A ::= a < B B ::= CHOICE { a NULL }") == message


# What only asn1tools sees


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("A ::= CHOICE { }", "line 2, column 16: identifier should stand here, not '}'"),
        ("A ::= CHOICE { a NULL OPTIONAL }", "line 2, column 23: '}' should stand here, not 'OPTIONAL'"),
        (
            "A ::= SEQUENCE { [[ ]] }",
            "line 2, column 21: a component must begin with a name in small letters, not with ']]'",
        ),
        ("A ::= SEQUENCE TO B", "line 2, column 16: 'OF' should stand here, not 'TO'"),
        ("A ::= ENUMERATED { }", "line 2, column 20: a name in small letters should stand here, not '}'"),
        ("A B ::= NULL", "line 2, column 9: a set should stand here, not 'NULL'"),
        ("A ::= NULL )", "line 2, column 12: ')' closes nothing that is open here"),
        ("A ::= NULL 5", "line 2, column 12: an assignment should begin here, not '5'"),
        ("A ::= Seq { a }}", "line 2, column 16: '}' closes nothing that is open here"),
    ],
)
def test_syntax_errors(body: str, message: str) -> None:
    assert refusal(body) == message


# Information objects


CLASSES = """
K ::= CLASS { &id OBJECT IDENTIFIER UNIQUE, &code INTEGER (0..255) OPTIONAL, &Type OPTIONAL, &obj L }
  WITH SYNTAX { [A [ID &id]] [CODE &code] TYPE &Type }
L ::= CLASS { &x BOOLEAN }
T ::= TYPE-IDENTIFIER
Set K ::= { one | { ID {1 2} TYPE NULL }, ... }
one K ::= { ID {1 3} TYPE INTEGER }
Numbers INTEGER ::= { 1 | 2 }
A ::= SEQUENCE { id K.&id ({Set}), code K.&code ({Set}{@id}), any K.&Type ({Set}{@.id}),
  t [0] T.&Type, u T.&id, w [1] TYPE-IDENTIFIER.&Type, n Numbers }
"""


def test_classes_open_types_and_table_constraints() -> None:
    module = load(CLASSES)
    assert set(module.types) == {"A", "Numbers"}
    members = {member.name: member.type for member in module.types["A"].body.members}
    assert {name: type_.body.kind.value for name, type_ in members.items()} == {
        "id": "OBJECT IDENTIFIER",
        "code": "INTEGER",
        "any": "ANY",
        "t": "ANY",
        "u": "OBJECT IDENTIFIER",
        "w": "ANY",
        "n": "INTEGER",
    }
    assert (members["code"].low, members["code"].high) == (0, 255)
    assert members["any"].tags == ()
    assert members["t"].tags == (0xA0,)
    assert [line.partition(": ")[2] for line in module.warnings] == [
        "That Numbers has these values only is not enforced",
        "A table constraint is not enforced",
        "A table constraint is not enforced",
        "A table constraint is not enforced",
    ]


def test_unknown_fields() -> None:
    body = "K ::= CLASS { &x NULL } A ::= SEQUENCE { a K.&y }"
    assert refusal(body) == "line 2, column 44: 'K' has no field &y of a known type"
    assert refusal("A ::= K.&y") == "line 2, column 7: class 'K' is not defined"
    assert (
        refusal("K ::= CLASS { &x NULL } A ::= SET OF K")
        == "line 2, column 38: type 'K' is a class, not a type"
    )


def test_any() -> None:
    found = first("A ::= SEQUENCE { id OBJECT IDENTIFIER, a ANY DEFINED BY id OPTIONAL }")
    assert found.body.members[1].type.body.kind.value == "ANY"
    sentence, _ = warning("A ::= SEQUENCE { a ANY OPTIONAL, b NULL }")
    assert sentence == "line 2, column 34: 'a', which may be anything, hides 'b'"
    sentence, _ = warning("A ::= CHOICE { a ANY, b ANY }")
    assert sentence == "line 2, column 23: 'a' and 'b' may both be anything"


def test_macros_are_stepped_over() -> None:
    module = load(
        "OP MACRO ::= BEGIN TYPE NOTATION ::= empty VALUE NOTATION ::= value(VALUE INTEGER) END"
        " op OP PARAMETER A RESULT B ::= localValue 5 A ::= NULL"
    )
    assert list(module.types) == ["A"]
    assert module.warnings == ("line 2, column 1: The macro OP is not looked at",)


def test_warnings_are_limited() -> None:
    module = load("\n".join(f"A{number} ::= INTEGER (1 | 9)" for number in range(300)))
    assert len(module.warnings) == 201
    assert module.warnings[-1] == "100 warnings more"


# Sets of numbers


@pytest.mark.parametrize("seed", range(200))
def test_ranges_like_sets(seed: int) -> None:
    choose = random.Random(seed)
    universe = set(range(-1, 12))

    def some() -> tuple[list[Range], set[int]]:
        ranges: list[Range] = []
        numbers: set[int] = set()
        for _ in range(choose.randint(1, 4)):
            low = choose.choice([None, *range(10)])
            high = choose.choice([None, *range(low or 0, 10)])
            ranges.append((low, high))
            numbers |= {n for n in universe if (low is None or n >= low) and (high is None or n <= high)}
        return ranges, numbers

    def numbers_of(ranges: tuple[Range, ...]) -> set[int]:
        return {
            n
            for n in universe
            for low, high in ranges
            if (low is None or n >= low) and (high is None or n <= high)
        }

    (one, first_numbers), (two, second_numbers) = some(), some()
    assert numbers_of(unite(one)) == first_numbers
    both = intersect(unite(one), unite(two))
    assert numbers_of(both) == first_numbers & second_numbers
    if both:
        assert numbers_of((hull(both),)) >= first_numbers & second_numbers
