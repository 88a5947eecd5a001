"""XER beside that of the C code which asn1c makes of the same module: the same octets.

What :func:`without_faults` takes out of asn1c's output is all in which the two differ.
"""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable

import pytest

from qmigui import service
from qmigui.qemufile.memory import MemorySource
from qmigui.schema.dump.run import dump_ber
from qmigui.schema.load import load_module
from tests.converting import to_ber
from tests.corpus import CorpusFile, corpus
from tests.interop import built
from tests.interop.decoders import Asn1c

WIDE = re.compile(r">((?:[0-9A-F]{2}:)+[0-9A-F]{2})<")
SMALL_CASES = ("isapc-on-7.2", "m68k-virt-7.2", "s390x-ccw-11.1", "sparc64-sun4u-11.1", "compress-7.2")


def xer(ber: bytes, **options: object) -> str:
    """Our text."""
    text = io.StringIO()
    dump_ber(MemorySource(ber), text.write, "xer", **options)  # type: ignore[arg-type]
    return text.getvalue()


def without_faults(text: str) -> str:
    """asn1c's text, without blank lines, deeper indents in lists of CHOICEs, octets for wide integers."""
    lines: list[str] = []
    # Of the elements around: how far they are indented, and how much of that is too far.
    around = [(-4, 0)]
    for line in text.split("\n"):
        body = line.lstrip(" ")
        indent = len(line) - len(body)
        if not body:
            if not line:
                lines.append(line)
            continue
        if body.startswith("</"):
            place, excess = around.pop()
            assert place == indent
        else:
            place, excess = around[-1]
            assert indent - place in {4, 8}
            excess += indent - place - 4
            if body[0] == "<" and "</" not in body and not body.endswith("/>"):
                around.append((indent, excess))
        lines.append((indent - excess) * " " + body)
    return WIDE.sub(lambda found: f">{_number(found[1])}<", "\n".join(lines))


def _number(octets: str) -> int:
    return int.from_bytes(bytes.fromhex(octets.replace(":", "")), signed=True)


@pytest.fixture(scope="module")
def asn1c(tmp_path_factory: pytest.TempPathFactory) -> Asn1c:
    """Made from our module as it is; takes some seconds."""
    missing = [name for name in ("asn1c", "gcc") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"needs {' and '.join(missing)}")
    return Asn1c(service.schema_text(), tmp_path_factory.mktemp("asn1c"))


def assert_same(ber: bytes, asn1c: Asn1c) -> None:
    """pytest would take minutes to explain the difference of two long texts."""
    theirs, ours = without_faults(asn1c.convert(ber, "-oxer").decode()), xer(ber, everything=True)
    if theirs != ours:
        pairs = zip(theirs.split("\n"), ours.split("\n"), strict=False)
        raise AssertionError(next((pair for pair in pairs if pair[0] != pair[1]), "one is longer"))


@pytest.mark.parametrize("single", [False, True])
@pytest.mark.parametrize("name", built.STREAMS)
def test_built_streams(name: str, single: bool, asn1c: Asn1c) -> None:
    assert_same(to_ber(built.STREAMS[name](), single=single), asn1c)


@pytest.mark.parametrize("make", built.BER.values(), ids=built.BER)
def test_what_only_ber_holds(make: Callable[[], bytes], asn1c: Asn1c) -> None:
    assert_same(make(), asn1c)


def test_strings_of_indefinite_length(asn1c: Asn1c) -> None:
    assert_same(to_ber(built.endless_strings()), asn1c)


@pytest.mark.parametrize("single", [False, True])
def test_samples(sample: CorpusFile, single: bool, asn1c: Asn1c) -> None:
    assert_same(to_ber(sample.read(), single=single), asn1c)


@pytest.mark.parametrize("single", [False, True])
@pytest.mark.parametrize("case_id", SMALL_CASES)
def test_real_streams(case_id: str, single: bool, asn1c: Asn1c) -> None:
    found = [case for case in corpus().cases if case.id == case_id]
    if not found or found[0].stream is None:
        pytest.skip("not in this corpus")
    assert_same(to_ber(found[0].stream.read(), single=single), asn1c)


# == other modules ==

OTHER = """
Other DEFINITIONS IMPLICIT TAGS ::= BEGIN
Top ::= SEQUENCE {
    bools SEQUENCE OF BOOLEAN, words SEQUENCE OF Word, texts SEQUENCE OF UTF8String,
    tagged [5] EXPLICIT INTEGER, chosen [6] EXPLICIT Choice, bits BIT STRING, real REAL,
    oid OBJECT IDENTIFIER, either Nested, wide SEQUENCE OF INTEGER,
    none Empty, list SEQUENCE OF SEQUENCE OF INTEGER
}
Word ::= ENUMERATED { red(1), green(2) }
Empty ::= SEQUENCE { nothing INTEGER OPTIONAL }
Choice ::= CHOICE { one [0] INTEGER, two [1] BOOLEAN }
Nested ::= CHOICE { inner Choice, other [7] NULL }
END
"""


def other_ber() -> bytes:
    """One value of the other module, by hand."""
    members = (
        "3006 0101FF 010100",
        "3006 0A0101 0A0102",
        "300A 0C06 61013C263E0A 0C00",
        "A503 020105",
        "A603 8101FF",
        "0304 03 AABBC8",
        "0903 80FF03",
        "0606 2A864886F70D",
        "800103",
        "300E 02090080000000000000 00 0201FF",
        "3000",
        "300A 3000 3006 020101 020102",
    )
    contents = bytes.fromhex("".join(members).replace(" ", ""))
    return bytes((0x30, 0x81, len(contents))) + contents


def test_another_module() -> None:
    type_ = load_module(OTHER, "other").types["Top"]
    assert xer(other_ber(), type_=type_) == (
        "<Top>\n"
        "    <bools><true/><false/>\n    </bools>\n"
        "    <words><red/><green/>\n    </words>\n"
        "    <texts>\n"
        "        <UTF8String>a<soh/>&lt;&amp;&gt;\n</UTF8String>\n"
        "        <UTF8String></UTF8String>\n"
        "    </texts>\n"
        "    <tagged>5</tagged>\n"
        "    <chosen>\n        <two><true/></two>\n    </chosen>\n"
        "    <bits>\n        101010101011101111001\n    </bits>\n"
        "    <real>1.5</real>\n"
        "    <oid>1.2.840.113549</oid>\n"
        "    <either>\n        <inner>\n            <one>3</one>\n        </inner>\n    </either>\n"
        "    <wide>\n"
        "        <INTEGER>9223372036854775808</INTEGER>\n"
        "        <INTEGER>-1</INTEGER>\n"
        "    </wide>\n"
        "    <none>\n    </none>\n"
        "    <list>\n"
        "        <SEQUENCE_OF>\n        </SEQUENCE_OF>\n"
        "        <SEQUENCE_OF>\n            <INTEGER>1</INTEGER>\n            <INTEGER>2</INTEGER>\n"
        "        </SEQUENCE_OF>\n"
        "    </list>\n"
        "</Top>\n"
    )


# == what is left out ==


@pytest.mark.parametrize("single", [False, True])
def test_data_of_pages_is_left_out(single: bool) -> None:
    ber = to_ber(built.records(), single=single)
    short, whole = xer(ber), xer(ber, everything=True)
    assert len(short) < len(whole) / 10
    found = re.findall(r"<data><!-- (\d+) octets --></data>", short)
    lengths = [len(bytes.fromhex(digits)) for digits in re.findall(r"<data>([^<]*)</data>", whole)]
    assert [int(length) for length in found] == lengths
    cut = re.compile(r"<data>.*?</data>", re.DOTALL)
    assert cut.sub("", short) == cut.sub("", whole)
