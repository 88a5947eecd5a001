"""What a walk does with damaged, hostile and foreign BER, and with sources of all kinds."""

from __future__ import annotations

import io
import random
import tracemalloc

import pytest

from qmigui.errors import FormatError, QmiguiError, TransportError
from qmigui.progress import Cancel
from qmigui.qemufile.base import Source
from qmigui.qemufile.memory import MemorySource
from qmigui.schema.dump.recoded import RecodedSource
from qmigui.schema.dump.run import dump_ber, dump_events
from qmigui.schema.load import load_module
from qmigui.stream.feed import Feed
from qmigui.stream.reader import BinaryReader
from tests.converting import events_of, to_ber
from tests.gallery import gallery
from tests.interop import built
from tests.sources import FailingSource, PipeSource

FORMS = ("tree", "xer", "json")
HEAD = bytes.fromhex("7fd14680 020101 020103 3080")
DEVICE = bytes.fromhex("7fd34680 0a0104 020102 0c0161 020100 020101")
CONFIGURATION = bytes.fromhex("7fc34680")
END = bytes(4)


def dumped(data: bytes | Source, form: str, **options: object) -> str:
    """The text."""
    text = io.StringIO()
    source = MemorySource(data) if isinstance(data, bytes) else data
    dump_ber(source, text.write, form, **options)  # type: ignore[arg-type]
    return text.getvalue()


def failure(data: bytes | Source, form: str = "tree") -> tuple[str, FormatError]:
    """What is told before the error, and that."""
    text = io.StringIO()
    source = MemorySource(data) if isinstance(data, bytes) else data
    with pytest.raises(FormatError) as caught:
        dump_ber(source, text.write, form)
    return text.getvalue(), caught.value


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", sorted(gallery()))
def test_sources_make_no_difference(name: str, form: str) -> None:
    ber = to_ber(gallery()[name])
    whole = dumped(ber, form)
    for size in (1, 7, 4096):
        text = dumped(PipeSource(ber, (size,)), form)
        if form == "tree":  # offsets are as wide as the length of the file needs
            assert [line.split() for line in text.splitlines()] == [
                line.split() for line in whole.splitlines()
            ]
        else:
            assert text == whole


@pytest.mark.parametrize("form", ["xer", "json"])
@pytest.mark.parametrize("name", sorted(gallery()))
def test_a_binary_state_is_shown_as_its_ber(name: str, form: str) -> None:
    stream = gallery()[name]
    text = io.StringIO()
    feed = Feed(MemorySource(stream))
    assert dump_events(BinaryReader(feed).events(), "x", text.write, form, everything=True)
    feed.close()
    assert text.getvalue() == dumped(to_ber(stream), form, everything=True)


@pytest.mark.parametrize("size", [1, 1000, 1 << 20])
def test_recoded_octets(size: int) -> None:
    stream = built.records()
    joined = bytearray()
    with RecodedSource(iter(events_of(stream)), "x") as source:
        buffer = bytearray(size)
        while count := source.readinto(memoryview(buffer)):
            joined += buffer[:count]
    assert joined == to_ber(stream)


# == damage ==


CASES = {
    "members in the wrong order": (b"\x7f\xd1\x46\x80\x0c\x01a", 4, "QemuFile", "where mapping should be"),
    "a member missing": (b"\x7f\xd1\x46\x80\0\0", 4, "QemuFile", "mapping is missing"),
    "past the container": (
        b"\x7f\xd1\x46\x05\x02\x09\x01\x02\x01",
        4,
        "mapping",
        "past the end of its container",
    ),
    "no end": (HEAD, 12, "items", "before its end-of-contents octets"),
    "octets behind": (HEAD + END + b"junk", 16, None, "4 octets behind the end"),
    "an empty integer": (b"\x7f\xd1\x46\x80\x02\x00", 4, "mapping", "an INTEGER of 0 octets"),
    "a long integer": (b"\x7f\xd1\x46\x80\x02\x83\x10\0\0" + bytes(1 << 20), 4, "mapping", "1048576 octets"),
    "a boolean of two": (
        HEAD + DEVICE + b"\x04\x00\x01\x02\0\0",
        33,
        "items[0] / secfull 'a' / footer",
        "2 octets",
    ),
    "a null with contents": (HEAD + b"\x05\x01\0", 12, "items[0] / eof", "no contents"),
    "primitive without a length": (HEAD + b"\x05\x80", 12, "items", "indefinite length"),
    "a huge length": (
        HEAD + CONFIGURATION + b"\x04\x84\x7f\xff\xff\xff",
        16,
        None,
        "the data ends inside machine",
    ),
    "a length of 126 octets": (HEAD + b"\x04\xfe" + bytes(126) + b"\1", 12, "items", "cannot stand here"),
    "length ff": (HEAD + b"\x04\xff", 12, "items", "FF is reserved"),
    "an endless tag": (HEAD + b"\x7f" + b"\xff" * 999, 12, "items", "over 32 bits"),
    "stray end": (b"\x7f\xd1\x46\x10" + bytes(16), 4, "QemuFile", "end-of-contents octets alone"),
    "no text": (HEAD + bytes.fromhex("7fd34680 0a0104 020102 0c01ff"), 22, None, "not UTF8String"),
}


@pytest.mark.parametrize("name", CASES)
def test_one_clear_error(name: str) -> None:
    data, offset, path, words = CASES[name]
    for form in FORMS:
        for source in (MemorySource(data), PipeSource(data)):
            _, error = failure(source, form)
            if name != "octets behind" or source.size is not None:
                assert words in error.message
            if source.size is not None:
                assert error.offset == offset
            if path is not None:
                assert error.path == path


@pytest.mark.parametrize(
    "octets",
    [
        b"\x30\x80" * 100_000,
        CONFIGURATION + b"\x24\x80" * 50_000,
        DEVICE + bytes.fromhex("7fd64d80 3080 3080 0c0161") * 20_000,
    ],
)
def test_deep_nesting(octets: bytes) -> None:
    text, error = failure(HEAD + octets)
    assert len(text) < 20_000
    assert len(str(error)) < 3000


def test_what_is_before_the_damage_is_shown() -> None:
    ber = to_ber(gallery()["plain"])
    cut = ber[: ber.index(b"halted") + 7]
    for form, words in (("tree", "section"), ("xer", "<idstr>ram</idstr>"), ("json", '"idstr": "ram"')):
        text, error = failure(cut, form)
        whole = dumped(ber, form)
        assert "cpu" in (error.path or "")
        assert words in text or "secfull 'ram'" in text
        if form != "tree":
            assert whole.startswith(text.rstrip("\n"))


def test_a_reading_error_comes_after_what_was_read() -> None:
    ber = to_ber(built.devices())
    text = io.StringIO()
    with pytest.raises(TransportError):
        dump_ber(FailingSource(ber[:3000]), text.write, "tree")
    assert "secfull 'compound'" in text.getvalue()


@pytest.mark.parametrize("form", FORMS)
def test_any_damage_is_told_or_shown(form: str) -> None:
    chance = random.Random(7)
    for name in ("plain", "mapped", "others"):
        ber = to_ber(gallery()[name])
        for _ in range(120):
            octets = bytearray(ber)
            for _ in range(chance.choice((1, 1, 2, 8))):
                octets[chance.randrange(len(octets))] = chance.choice((0, 0x80, 0xFF, chance.randrange(256)))
            if chance.random() < 0.3:
                del octets[chance.randrange(len(octets)) :]
            try:
                dumped(bytes(octets), form)
            except FormatError as error:
                assert error.offset is not None
                assert error.offset <= len(octets)


@pytest.mark.parametrize("form", FORMS)
def test_any_damage_of_the_binary_form(form: str) -> None:
    chance = random.Random(8)
    stream = gallery()["plain"]
    for _ in range(60):
        octets = bytearray(stream)
        octets[chance.randrange(len(octets))] = chance.randrange(256)
        feed = Feed(MemorySource(bytes(octets)))
        try:
            dump_events(BinaryReader(feed).events(), "x", lambda text: None, form)
        except QmiguiError:
            pass
        finally:
            feed.close()


# == what else BER may be ==


def test_strings_in_pieces() -> None:
    data = bytes.fromhex("2480 0401aa 2405 0403bbccdd 0400 2400 0000")
    ber = HEAD + CONFIGURATION + data + bytes(2) + END
    assert "<machine>AA BB CC DD</machine>" in dumped(ber, "xer")
    assert '"machine": "AABBCCDD"' in dumped(ber, "json")
    assert "aa bb cc dd" in dumped(ber, "tree")


def test_many_empty_pieces() -> None:
    ber = HEAD + CONFIGURATION + b"\x24\x80" + b"\x04\x00" * 100_000 + bytes(2) + bytes(2) + END
    assert "<machine></machine>" in dumped(ber, "xer")


def test_values_out_of_range_are_shown() -> None:
    ber = bytes.fromhex("7fd14680 020200ff 0209 00ffffffffffffffff 3080") + END
    assert "<version>18446744073709551615</version>" in dumped(ber, "xer")
    long = HEAD[:4] + b"\x02\x82\x10\x00" + b"\x7f" * 4096 + HEAD[7:] + END
    number = int.from_bytes(b"\x7f" * 4096)
    text = dumped(long, "json")
    digits = text.split('"mapping": ')[1].split(",")[0]
    assert len(digits) > 9000
    assert (int(digits[:18]), int(digits[-18:])) == (number // 10 ** (len(digits) - 18), number % 10**18)


OPEN = """
M DEFINITIONS IMPLICIT TAGS ::= BEGIN
T ::= SEQUENCE { a INTEGER, ..., b [7] BOOLEAN OPTIONAL }
S ::= SET { x [0] INTEGER, y [1] BOOLEAN OPTIONAL }
A ::= SEQUENCE { any ANY, last INTEGER }
END
"""


def test_what_the_module_does_not_know_is_passed_over() -> None:
    type_ = load_module(OPEN, "m").types["T"]
    for unknown in ("8a03010203", "aa80 020101 0000", "aa03 020101"):
        inner = bytes.fromhex("020105" + unknown.replace(" ", ""))
        ber = bytes((0x30, len(inner))) + inner
        assert dumped(ber, "xer", type_=type_) == "<T>\n    <a>5</a>\n</T>\n"
        assert dumped(ber, "json", type_=type_) == '{\n  "a": 5\n}\n'
        assert "[10]" in dumped(ber, "tree", type_=type_)


def test_sets_in_any_order() -> None:
    type_ = load_module(OPEN, "m").types["S"]
    assert dumped(bytes.fromhex("3106 8101ff 800103"), "json", type_=type_).split() == [
        *(["{", '"y":', "true,", '"x":', "3", "}"]),
    ]
    with pytest.raises(FormatError, match="comes twice"):
        dumped(bytes.fromhex("3106 800103 800103"), "json", type_=type_)
    with pytest.raises(FormatError, match="x is missing"):
        dumped(bytes.fromhex("3103 8101ff"), "json", type_=type_)


# == time and memory ==


def peak_of(count: int, form: str) -> tuple[int, int]:
    """Octets of memory that a list of so many pages takes at most, and characters of text."""
    page = b"".join(b"\x40\x03" + (8192 * n).to_bytes(3) for n in range(1, 1000)) + b"\x40\x01\0"
    ram = HEAD + DEVICE + bytes.fromhex("3080 7fd24280 3080") + page * (count // 1000)
    source = MemorySource(ram + bytes(6) + b"\1\1\0" + bytes(2) + END)
    written = 0

    def write(text: str) -> None:
        nonlocal written
        written += len(text)

    tracemalloc.start()
    dump_ber(source, write, form)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak, written


@pytest.mark.parametrize("form", FORMS)
def test_memory_does_not_grow(form: str) -> None:
    peak_of(10_000, form)  # what is made once
    (less, short), (more, long) = peak_of(40_000, form), peak_of(160_000, form)
    assert long - short > 4 << 20, "keeping the text would show"
    assert more < less + (1 << 20)


def test_it_can_be_cancelled() -> None:
    cancel = Cancel()
    cancel.set()
    with pytest.raises(QmiguiError, match="cancelled"):
        dumped(HEAD + END, "xer", cancel=cancel)
