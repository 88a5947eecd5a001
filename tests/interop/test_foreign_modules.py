"""The checker knows nothing of QEMU: real files of other formats, by modules that we wrote for them.

What is right passes, in each form that BER allows; what is wrong is told where it is.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from qmigui.errors import Problem, Severity
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.memory import MemorySource
from qmigui.schema.check import check_by_module
from qmigui.schema.load import load_file, load_files, load_module
from qmigui.schema.model import Module
from qmigui.schema.octets import REACH
from tests.foreign import END
from tests.hostile.ber_elements import Element, read
from tests.interop import openssl
from tests.interop.mutations import Base, with_contents

MODULES = Path(__file__).with_name("modules")

EXTENSIONS = {
    "2.5.29.14": "KeyIdentifier",
    "2.5.29.15": "KeyUsage",
    "2.5.29.17": "GeneralNames",
    "2.5.29.18": "GeneralNames",
    "2.5.29.19": "BasicConstraints",
    "2.5.29.20": "CRLNumber",
    "2.5.29.21": "CRLReason",
    "2.5.29.31": "DistributionPoints",
    "2.5.29.32": "Policies",
    "2.5.29.35": "AuthorityKeyIdentifier",
    "2.5.29.37": "KeyPurposes",
    "1.3.6.1.5.5.7.1.1": "AccessDescriptions",
}
"""What lies in an extension, by its OBJECT IDENTIFIER."""


@pytest.fixture(scope="module")
def module() -> Module:
    """All of our modules for other formats."""
    return load_files([str(MODULES / name) for name in ("cms.asn1", "keys.asn1", "x509.asn1")])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What openssl writes."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl: apt-get install openssl")
    return openssl.make(tmp_path_factory.mktemp("openssl"))


def problems_of(data: bytes, module: Module, name: str) -> list[Problem]:
    """All that is found, the same whichever way is taken."""
    type_ = module.types[name]
    both: list[list[Problem]] = []
    for plain in (True, False):
        problems: list[Problem] = []
        check_by_module(
            MemorySource(data), type_, problems.append, Progress(), Cancel(), window=REACH, plain=plain
        )
        both.append(problems)
    assert both[0] == both[1]
    return both[0]


def told(data: bytes, module: Module, name: str) -> list[str]:
    """The same in words."""
    return [str(problem) for problem in problems_of(data, module, name)]


def extensions(data: bytes) -> list[tuple[str, bytes]]:
    """Number and contents of each extension in a certificate or a list of revoked ones."""
    found = []
    for element in read(data).walk():
        children = element.children
        if (
            element.tag == b"\x30"
            and len(children) in {2, 3}
            and children[0].tag == b"\x06"
            and children[-1].tag == b"\x04"
        ):
            found.append((dotted(data, children[0]), data[children[-1].contents : children[-1].end]))
    return found


def dotted(data: bytes, element: Element) -> str:
    """An OBJECT IDENTIFIER's numbers."""
    numbers, number = [], 0
    for octet in data[element.contents : element.end]:
        number = number << 7 | octet & 0x7F
        if octet < 0x80:
            numbers.append(number)
            number = 0
    first = min(numbers[0] // 40, 2)
    return ".".join(map(str, [first, numbers[0] - 40 * first, *numbers[1:]]))


# -- what is right ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["cms.asn1", "keys.asn1", "x509.asn1"])
def test_the_modules_load(name: str, module: Module) -> None:
    assert module.warnings == ()
    if name == "x509.asn1":
        assert load_file(str(MODULES / name)).names == ("X509",)


def test_certificates_of_authorities(module: Module) -> None:
    certificates = openssl.bundle()
    if not certificates:
        pytest.skip("there is no list of authorities on this machine")
    assert len(certificates) > 50
    inner = 0
    for certificate in certificates:
        assert told(certificate, module, "Certificate") == []
        for number, value in extensions(certificate):
            if number in EXTENSIONS:
                assert told(value, module, EXTENSIONS[number]) == []
                inner += 1
    assert inner > len(certificates)


@pytest.mark.parametrize("name", openssl.MADE)
def test_files_of_openssl(name: str, made: dict[str, bytes], module: Module) -> None:
    assert told(made[name], module, openssl.MADE[name]) == []


def test_what_lies_in_them(made: dict[str, bytes], module: Module) -> None:
    found = {
        number: (value, EXTENSIONS[number])
        for name in ("leaf.der", "crl.der")
        for number, value in extensions(made[name])
        if number in EXTENSIONS
    }
    assert len(found) >= 8
    key = Base("", made["pkcs8.der"])
    inside = [
        *found.values(),
        (key.contents(read(key.data).children[2]), "RSAPrivateKey"),
        (at(made["ocsp.der"], 1, 0, 1), "BasicOCSPResponse"),
        (at(made["reply.der"], 1, 1, 0, 2, 1, 0), "TSTInfo"),
    ]
    for value, type_name in inside:
        assert told(value, module, type_name) == []


def test_any_holds_what_we_have_no_type_for(made: dict[str, bytes], module: Module) -> None:
    for name in ("cms.der", "cms.ber"):
        assert told(made[name], module, "ContentInfo") == []


def element_at(data: bytes, *path: int) -> Element:
    """The element so many children in."""
    element = read(data)
    for index in path:
        element = element.children[index]
    return element


def at(data: bytes, *path: int) -> bytes:
    """Its contents."""
    element = element_at(data, *path)
    return data[element.contents : element.contents_end]


def changed(data: bytes, path: tuple[int, ...], octets: bytes) -> bytes:
    """The file with something else at a place, lengths made right."""
    base = Base("", data)
    element = base.element(*path)
    return base.instead(element, octets)


def indefinite(data: bytes, element: Element | None = None) -> bytes:
    """The file without definite lengths of what is constructed."""
    element = element or read(data)
    if not element.constructed:
        return data[element.start : element.end]
    return element.tag + b"\x80" + b"".join(indefinite(data, child) for child in element.children) + END


def in_segments(data: bytes, path: tuple[int, ...]) -> bytes:
    """The file with a string in two segments."""
    element = element_at(data, *path)
    contents = at(data, *path)
    segment = b"\x03" if element.tag == b"\x03" else b"\x04"
    rest = contents[5:]
    if segment == b"\x03":
        rest = contents[:1] + rest
        contents = b"\0" + contents[1:]
    inner = with_contents(segment, contents[:5]) + with_contents(segment, rest)
    return changed(data, path, with_contents(bytes((element.tag[0] | 0x20,)), inner))


ALSO_RIGHT: dict[str, Callable[[bytes], bytes]] = {
    "indefinite lengths": indefinite,
    "DEFAULT sent": lambda data: changed(
        data, (0, 7, 0, 0, 0), at_whole(data, 0, 7, 0, 0, 0) + b"\x01\x01\x00"
    ),
    "no version": lambda data: changed(data, (0, 0), b""),
    "a time of the other kind": lambda data: changed(
        data, (0, 4, 0), with_contents(b"\x18", b"20260101000000.5Z")
    ),
    "a time with a zone, without seconds": lambda data: changed(
        data, (0, 4, 0), with_contents(b"\x17", b"2601010000+0130")
    ),
    "an OCTET STRING in segments": lambda data: in_segments(data, (0, 7, 0, 3, 1)),
    "a UTF8String in segments": lambda data: in_segments(data, (0, 5, 1, 0, 1)),
    "a BIT STRING in segments": lambda data: in_segments(data, (2,)),
    "a BIT STRING in segments within segments": lambda data: changed(
        data, (2,), bytes.fromhex("2380 2304 03020001 2380 03020480 0000 0000")
    ),
    "a time in segments": lambda data: in_segments(data, (0, 4, 1)),
    "unused bits": lambda data: changed(data, (2,), with_contents(b"\x03", b"\x03\xff\xf8")),
    "unused bits that are not zero": lambda data: changed(
        data, (2,), with_contents(b"\x03", b"\x03\xff\xff")
    ),
    "no bits": lambda data: changed(data, (2,), with_contents(b"\x03", b"\0")),
    "parameters of any tag": lambda data: changed(
        data, (1, 1), bytes.fromhex("bf812080 5f7f02abcd a400 2480 0400 0000 0000")
    ),
    "no parameters": lambda data: changed(data, (1, 1), b""),
    "members of a SET OF in any order": lambda data: changed(
        data,
        (0, 5, 1),
        with_contents(b"\x31", at_whole(data, 0, 5, 1, 0) + at_whole(data, 0, 5, 0, 0)),
    ),
}
"""Other forms of a certificate."""


def at_whole(data: bytes, *path: int) -> bytes:
    """All of the element so many children in."""
    element = element_at(data, *path)
    return data[element.start : element.end]


@pytest.mark.parametrize("what", ALSO_RIGHT)
def test_all_of_ber_is_read(what: str, made: dict[str, bytes], module: Module) -> None:
    data = ALSO_RIGHT[what](made["leaf.der"])
    assert data != made["leaf.der"]
    assert told(data, module, "Certificate") == []


@pytest.mark.parametrize("name", openssl.MADE)
def test_indefinite_lengths(name: str, made: dict[str, bytes], module: Module) -> None:
    assert told(indefinite(made[name]), module, openssl.MADE[name]) == []


def test_a_key_with_what_the_module_does_not_know(made: dict[str, bytes], module: Module) -> None:
    data = made["pkcs8.der"]
    more = with_contents(b"\xa9", b"\x05\x00") + with_contents(b"\x8a", b"later")
    added = with_contents(b"\x30", data[read(data).contents :] + with_contents(b"\x81", b"\0\1") + more)
    assert told(added, module, "PrivateKeyInfo") == []


# -- what is wrong ----------------------------------------------------------------------------


class Wrong(NamedTuple):
    """A way to damage a file.

    Attributes:
        path: the element that is damaged.
        change: gives other octets for all of that element.
        code: of the one problem.
        within: where in the new octets it is told.
        follow: what comes behind fits one member on, so that it is told more than once.
    """

    path: tuple[int, ...]
    change: Callable[[bytes], bytes]
    code: str
    within: int = 0
    follow: bool = False


def instead(octets: str) -> Callable[[bytes], bytes]:
    """Other octets."""
    return lambda _: bytes.fromhex(octets)


def first(octet: int) -> Callable[[bytes], bytes]:
    """Another tag."""
    return lambda octets: bytes((octet,)) + octets[1:]


def last(octet: int) -> Callable[[bytes], bytes]:
    """Another last octet."""
    return lambda octets: octets[:-1] + bytes((octet,))


def spoilt(place: int, octet: int) -> Callable[[bytes], bytes]:
    """Another octet somewhere in it."""
    return lambda octets: octets[:place] + bytes((octet,)) + octets[place + 1 :]


CERTIFICATE = {
    "version 3": Wrong((0, 0, 0), last(3), "value-range"),
    "version without its tag": Wrong((0, 0), instead("020102"), "unexpected", 3, False),
    "explicit tag around two": Wrong(
        (0, 0), lambda octets: with_contents(b"\xa0", 2 * octets[2:]), "unexpected", 5
    ),
    "explicit tag around nothing": Wrong((0, 0), instead("a000"), "missing"),
    "serial number of another type": Wrong((0, 1), first(4), "wrong-type"),
    "serial number of no octets": Wrong((0, 1), instead("0200"), "integer-empty"),
    "serial number lost": Wrong((0, 1), lambda _: b"", "missing"),
    "serial number twice": Wrong((0, 1), lambda octets: 2 * octets, "unexpected", 11, False),
    "OBJECT IDENTIFIER that does not end": Wrong((0, 2, 0), last(0x8B), "oid"),
    "OBJECT IDENTIFIER with a zero digit": Wrong((0, 2, 0), spoilt(2, 0x80), "oid"),
    "a PrintableString with a star": Wrong((0, 3, 0, 0, 1), last(0x2A), "alphabet"),
    "a UTF8String that is none": Wrong((0, 5, 0, 0, 1), spoilt(3, 0xFF), "text"),
    "an IA5String beyond ASCII": Wrong((0, 5, 2, 0, 1), last(0xE4), "alphabet"),
    "an empty SET OF": Wrong((0, 5, 1), instead("3100"), "size"),
    "a SET where a SEQUENCE stands": Wrong((0, 4), first(0x31), "wrong-type"),
    "a month 13": Wrong((0, 4, 0), instead("170d3236313330313030303030305a"), "time"),
    "a time without a zone": Wrong((0, 4, 1), instead("170c323631323031303030303030"), "time"),
    "validity of one time": Wrong((0, 4, 1), lambda _: b"", "missing", -17),
    "validity of three times": Wrong((0, 4, 1), lambda octets: 2 * octets, "unexpected", 15),
    "unused bits 8": Wrong((0, 6, 1), spoilt(4, 8), "bit-string"),
    "unused bits of no bits": Wrong((2,), instead("030101"), "bit-string"),
    "a BIT STRING of no octets": Wrong((2,), instead("0300"), "bit-string"),
    "unused bits in the first segment": Wrong((2,), instead("230803020401 03020000"), "bit-string", 6),
    "segments of another type": Wrong((2,), instead("23080402000104020001"), "unexpected", 2, True),
    "a BOOLEAN of two octets": Wrong((0, 7, 0, 2, 1), instead("01020000"), "boolean-length"),
    "BOOLEAN behind the value": Wrong((0, 7, 0, 2), instead("300a 0603551d0f 0400 0101ff"), "unexpected", 9),
    "no extensions": Wrong((0, 7, 0), instead("3000"), "size"),
    "parameters that do not end": Wrong((1, 1), instead("3003020200"), "length", 2),
    "parameters with a wrong tag": Wrong((1, 1), instead("3003 1f0500"), "tag", 2),
    "one parameter more": Wrong((1, 1), lambda octets: octets + b"\x05\x00", "unexpected", 2),
    "signature of another type": Wrong((2,), first(4), "wrong-type"),
    "key constructed, but octets": Wrong((0, 6, 1), instead("2302abcd"), "length", 2),
}


@pytest.mark.parametrize("what", CERTIFICATE)
def test_a_damaged_certificate(what: str, made: dict[str, bytes], module: Module) -> None:
    wrong = CERTIFICATE[what]
    data = made["leaf.der"]
    place = element_at(data, *wrong.path)
    octets = wrong.change(data[place.start : place.end])
    bad = changed(data, wrong.path, octets)
    problems = problems_of(bad, module, "Certificate")
    print(*problems, sep="\n")
    # Lengths before it may have got longer or shorter: its place in the new file.
    start = len(bad) - (len(data) - place.end) - len(octets)
    assert [problem.code for problem in problems][:1] == [wrong.code]
    assert problems[0].offset == start + wrong.within
    assert len(problems) == 1 or wrong.follow


def test_swapped_members_of_other_types(made: dict[str, bytes], module: Module) -> None:
    data = made["leaf.der"]
    order = (0, 1, 2, 3, 5, 4, 6, 7)
    bad = changed(data, (0,), with_contents(b"\x30", b"".join(at_whole(data, 0, index) for index in order)))
    problems = problems_of(bad, module, "Certificate")
    subject = element_at(data, 0, 4).start  # stands where validity stood
    assert subject <= (problems[0].offset or 0) <= subject + 2, problems


def test_swapped_members_of_one_type(made: dict[str, bytes], module: Module) -> None:
    data = made["rsa.der"]
    base = Base("", data)
    whole = base.element()
    version, rest = whole.children[0], whole.children[1:]
    moved = with_contents(b"\x30", base.octets(rest[0]) + base.octets(version) + data[rest[1].start :])
    (problem,) = problems_of(moved, module, "RSAPrivateKey")[:1]
    assert (problem.code, problem.offset, problem.path) == ("value-range", whole.contents, "version")


@pytest.mark.parametrize("name", openssl.MADE)
def test_cut_files(name: str, made: dict[str, bytes], module: Module) -> None:
    data = made[name]
    for length in range(0, len(data), 1 + len(data) // 60):
        problems = problems_of(data[:length], module, openssl.MADE[name])
        assert [problem.code for problem in problems] == ["truncated"], length
        innermost = [
            element.start
            for element in read(data).walk()
            if element.start < length < (element.contents if element.children else element.end)
        ]
        assert problems[0].offset in {*innermost, length}, length


@pytest.mark.parametrize("name", openssl.MADE)
def test_octets_behind_the_end(name: str, made: dict[str, bytes], module: Module) -> None:
    data = made[name]
    (problem,) = problems_of(data + b"\0\1", module, openssl.MADE[name])
    assert (problem.code, problem.offset) == ("trailing", len(data))


@pytest.mark.parametrize("name", openssl.MADE)
def test_tags_that_are_none(name: str, made: dict[str, bytes], module: Module) -> None:
    """Tag 0 stands nowhere, in an ANY neither."""
    data = made[name]
    elements = [element for element in read(data).walk() if element.parent is not None]
    for element in elements[:: 1 + len(elements) // 60]:
        bad = data[: element.start] + b"\0" + data[element.start + 1 :]
        problems = problems_of(bad, module, openssl.MADE[name])
        assert problems, f"{element.start:#x}"
        assert problems[0].offset is not None
        assert element.parent is not None
        assert element.parent.start <= problems[0].offset <= element.end, f"{element.start:#x}: {problems[0]}"


# -- the least examples -------------------------------------------------------------------------

EXTENSIBLE = "SEQUENCE { a INTEGER OPTIONAL, ..., b [1] INTEGER OPTIONAL, ... }"

SMALL = [
    # Unknown additions stand where the extension marker is.
    (EXTENSIBLE, "3003 020105", True),
    (EXTENSIBLE, "3004 a9020500", True),
    (EXTENSIBLE, "3007 020105 a9020500", True),
    (EXTENSIBLE, "3006 890105 8a0105", True),
    (EXTENSIBLE, "3009 020105 890105 8a0105", True),
    (EXTENSIBLE, "300c 020105 810105 890105 8a0105", True),
    ("SEQUENCE { a INTEGER, ... }", "3006 890105 020105", False),
    ("SET { a INTEGER, ... }", "3106 890105 020105", True),
    ("SET { a INTEGER, b CHOICE { c NULL, ... } }", "3106 890105 020105", True),
    # X.690 8.5: REAL
    ("REAL", "0900", True),
    ("REAL", "0906 032b312e4531", True),
    ("REAL", "0901 03", False),
    ("REAL", "0902 032e", False),
    ("REAL", "0902 0131", True),
    # X.690 8.6.4, 8.7.3: segments
    ("BIT STRING", "2380 0303000a3b 0305045f291cd0 0000", True),
    ("BIT STRING", "2380 0403000a3b 0405045f291cd0 0000", False),
    ("OCTET STRING", "2404 04020a3b", True),
    ("OCTET STRING", "2404 0302000a", False),
    # Months and days begin at 1.
    ("UTCTime", "170b 323630313031303030305a", True),
    ("UTCTime", "170b 323630303031303030305a", False),
    ("UTCTime", "170b 323630313030303030305a", False),
    ("GeneralizedTime", "180a 32303236303130313030", True),
    ("GeneralizedTime", "180a 32303236303030313030", False),
    # A note at one element hides no fault of the next.
    ("SEQUENCE { a INTEGER, b OCTET STRING }", "3006 02020005 0400", True),
    ("SEQUENCE { a INTEGER, b OCTET STRING }", "3007 02020005 000000", False),
    ("SEQUENCE { a INTEGER, b OCTET STRING }", "3006 02020005 ffff", False),
]
"""A type, octets, and whether they are right."""


@pytest.mark.parametrize(("text", "octets", "right"), SMALL)
def test_small_types(text: str, octets: str, right: bool) -> None:
    module = load_module(f"M DEFINITIONS IMPLICIT TAGS ::= BEGIN T ::= {text} END", "m.asn1", trusted=True)
    problems = problems_of(bytes.fromhex(octets), module, "T")
    errors = [str(problem) for problem in problems if problem.severity is Severity.ERROR]
    assert bool(errors) != right, errors
