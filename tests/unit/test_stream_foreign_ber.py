"""BER that others write: it means the same, whatever its form; or it is refused."""

from __future__ import annotations

import functools

import pytest

from qmigui.errors import FormatError
from tests.builders import Block, Mapped, Ram, StreamBuilder, content
from tests.converting import to_ber, to_binary
from tests.corpus import CorpusFile
from tests.foreign import STYLES, rewritten
from tests.gallery import gallery
from tests.reference import ber as slow
from tests.reference.ber import element, integer, open_ended, string, text
from tests.sources import PipeSource


@functools.cache
def streams() -> dict[str, bytes]:
    """What is written in all forms."""
    return {**gallery(), "long strings": long_strings()}


def long_strings() -> bytes:
    """Where our own form is in pieces too."""
    size = 8192
    blocks = [Block("pc.ram", 300 * size, mapped=Mapped(gap=b"g" * (3 << 20), page_size=size))]
    mapped = {number: content(number, size) for number in range(270)}
    blocks[0] = Block("pc.ram", 300 * size, mapped=Mapped(mapped, gap=b"g" * (2 << 20), page_size=size))
    builder = StreamBuilder(page_size=size, capabilities=["mapped-ram"], blocks=blocks)
    return builder.ram().full("dev", b"d" * (3 << 20)).trailing(b"t" * (2 << 20)).build()


@pytest.mark.parametrize("single", [False, True], ids=["runs", "single pages"])
@pytest.mark.parametrize("name", streams())
@pytest.mark.parametrize("style", STYLES)
def test_every_form_means_the_same(style: str, name: str, *, single: bool) -> None:
    stream = streams()[name]
    other = rewritten(to_ber(stream, single=single), STYLES[style])
    assert to_binary(other) == stream
    window = 1000 if len(other) < 300_000 else 100_000
    assert to_binary(PipeSource(other, (777,)), window=window) == stream


@pytest.mark.parametrize("style", STYLES)
def test_every_form_of_a_real_stream_means_the_same(style: str, sample: CorpusFile) -> None:
    stream = sample.read()
    ber = to_ber(stream)
    other = rewritten(ber, STYLES[style])
    assert other != ber
    assert to_binary(other) == stream


def test_our_form_is_definite_where_it_can_be() -> None:
    ber = to_ber(streams()["plain"])
    assert rewritten(rewritten(ber, STYLES["long lengths"]), STYLES["definite"]) == rewritten(
        ber, STYLES["definite"]
    )


# -- other ways to tell the same pages ------------------------------------------------------

SIZE = 4096
LISTING = slow.block_list(slow.Record(slow.Kind.LIST, 512 * SIZE, blocks=((b"pc.ram", 512 * SIZE),)), SIZE)


def file_of(*records: bytes, listing: bytes = LISTING) -> bytes:
    """A file with *records* in its RAM section."""
    start = open_ended(b"\x30", listing)
    return slow.ram_only_file(b"pc", [start, open_ended(b"\x30", *records), open_ended(b"\x30")], 1, 12)


def block(*pages: bytes, name: bytes | None = b"pc.ram") -> bytes:
    """A RAMSecBlock."""
    head = text(name) if name is not None else b""
    return open_ended(slow.SEC_BLOCK, head, open_ended(b"\x30", *pages))


def data_of(first: int, count: int) -> bytes:
    """Content of pages."""
    return b"".join(content(number) for number in range(first, first + count))


def stream_of(ram: Ram) -> bytes:
    """The stream that :func:`file_of` means."""
    builder = StreamBuilder(
        machine="pc", page_bits=True, blocks=[Block("pc.ram", 512 * SIZE)], description=False
    )
    return builder.ram(ram).build()


FULL, RUN, ZEROS, COMPR = slow.FULL_PAGE, slow.PAGE_RUN, slow.ZERO_RUN, slow.COMPR

SAME = {
    "runs of one": (
        [block(element(RUN, integer(0), string(data_of(0, 1))), element(ZEROS, integer(SIZE), integer(1)))],
        Ram().page(0, name="pc.ram").zero(SIZE),
    ),
    "a run over 256 pages": (
        [block(element(RUN, integer(0), string(data_of(0, 300))))],
        Ram().pages(0, 300, name="pc.ram"),
    ),
    "runs that could be one": (
        [
            block(
                element(ZEROS, integer(0), integer(3)),
                element(COMPR, slow.digits(3 * SIZE)),
                element(ZEROS, integer(4 * SIZE), integer(4)),
                element(RUN, integer(8 * SIZE), string(data_of(8, 2))),
                element(FULL, integer(10 * SIZE), string(data_of(10, 1))),
            )
        ],
        Ram().zeros(0, 8, name="pc.ram").pages(8 * SIZE, 3),
    ),
    "blocks that could be one": (
        [
            block(element(ZEROS, integer(0), integer(3))),
            block(element(ZEROS, integer(3 * SIZE), integer(3)), name=None),
            block(element(FULL, integer(6 * SIZE), string(data_of(6, 1))), name=None),
        ],
        Ram().zeros(0, 6, name="pc.ram").page(6 * SIZE),
    ),
    "blocks without pages": ([block(name=None), block(name=None)], Ram()),
    "a hook before the page that tells the name": (
        [block(element(slow.HOOK), element(COMPR, b"\0"), element(slow.HOOK))],
        Ram().hook().zero(0, name="pc.ram").hook(),
    ),
}


@pytest.mark.parametrize("case", SAME)
def test_the_same_pages_told_differently(case: str) -> None:
    records, ram = SAME[case]
    ber = file_of(*records)
    assert to_binary(ber) == stream_of(ram)
    assert to_binary(PipeSource(ber), window=100) == stream_of(ram)


# -- what is no file of the schema -------------------------------------------------------------

ITEMS = open_ended(b"\x30", b"\x05\x00")


def page(*parts: bytes, tag: bytes = FULL) -> bytes:
    """A file with one page element."""
    return file_of(block(element(tag, *parts)))


DEEP = b"\x24\x80" * 100 + b"\x00\x00" * 100

REFUSED = {
    "another mapping": (
        open_ended(slow.QEMU_FILE, integer(2), integer(3), ITEMS),
        "version 2 of the mapping",
    ),
    "another version": (open_ended(slow.QEMU_FILE, integer(1), integer(4), ITEMS), "version is 4"),
    "no items": (open_ended(slow.QEMU_FILE, integer(1), integer(3)), "items is missing"),
    "octets behind": (
        open_ended(slow.QEMU_FILE, integer(1), integer(3), ITEMS) + b"\0",
        "octets after the end",
    ),
    "an element behind": (open_ended(slow.QEMU_FILE, integer(1), integer(3), ITEMS, ITEMS), "too many"),
    "no end": (open_ended(slow.QEMU_FILE, integer(1), integer(3), ITEMS)[:-2], "the data ends"),
    "unknown item": (
        open_ended(slow.QEMU_FILE, integer(1), integer(3), open_ended(b"\x30", b"\x30\0")),
        "no item",
    ),
    "unknown block": (file_of(block(name=b"vga")), "not in the block list"),
    "no block yet": (file_of(block(element(COMPR, b"\0"), name=None), listing=LISTING), None),
    "a name for nothing": (file_of(block()), "no page whose record could tell it"),
    "a name for a hook": (file_of(block(element(slow.HOOK))), "no page whose record could tell it"),
    "no list": (file_of(block(), listing=b""), "not in the block list"),
    "beyond the block": (page(integer(512 * SIZE), string(data_of(0, 1))), "beyond the end"),
    "run beyond the block": (page(integer(511 * SIZE), string(data_of(0, 2)), tag=RUN), "beyond the end"),
    "zero run beyond": (page(integer(0), integer(513), tag=ZEROS), "beyond the end"),
    "huge zero run": (page(integer(0), integer(2**62), tag=ZEROS), "beyond the end"),
    "zero run of none": (page(integer(0), integer(0), tag=ZEROS), "count is 0"),
    "not aligned": (page(integer(8), string(data_of(0, 1))), "not aligned"),
    "compr not aligned": (file_of(block(element(COMPR, b"\x08"))), "not aligned"),
    "negative address": (file_of(block(element(COMPR, b"\x80"))), "-128"),
    "page too short": (page(integer(0), string(bytes(SIZE - 1))), "no number of pages"),
    "two pages in one": (page(integer(0), string(data_of(0, 2))), "at most 4096"),
    "empty run": (page(integer(0), string(b""), tag=RUN), "no number of pages"),
    "fill with 0": (page(integer(0), integer(0), tag=slow.FILL_PAGE), "value is 0"),
    "fill with 256": (page(integer(0), integer(256), tag=slow.FILL_PAGE), "value is 256"),
    "XBZRLE too long": (page(integer(0), string(bytes(SIZE + 1)), tag=slow.XBZRLE_PAGE), "at most 4096"),
    "stale page": (page(integer(0), string(data_of(0, 1)), tag=bytes.fromhex("7fd354")), "StaleRun outside"),
    "no page": (file_of(block(b"\x30\0")), "no RAMPage"),
    "no data": (page(integer(0)), "data is missing"),
    "too much": (page(integer(0), string(data_of(0, 1)), integer(0)), "too many"),
    "no RAM record": (file_of(b"\x02\x01\x00"), "no RAM record"),
    "integer not shortest": (file_of(block(element(COMPR, b"\0\0"))), "shortest form"),
    "integer without octets": (file_of(block(element(COMPR))), "at least one octet"),
    "integer as long as a book": (file_of(block(element(COMPR, b"\1" + bytes(9999)))), "10000 octets"),
    "strings too deep": (page(integer(0), DEEP), "nest more than"),
    "past its container": (
        file_of(block(b"\x7f\xc6\x50\x05\x02\x01\x00\x04\x20" + bytes(32))),
        "past the end",
    ),
    "indefinite primitive": (
        file_of(block(b"\x7f\xc6\x50\x80\x02\x80\0\0")),
        "indefinite length on a primitive",
    ),
    "reserved length": (file_of(block(b"\x40\xff" + bytes(200))), "reserved"),
    "list too short": (
        file_of(listing=slow.block_list(slow.Record(slow.Kind.LIST, 8192, blocks=((b"a", 4096),)), SIZE)),
        "do not add up",
    ),
    "list too long": (
        file_of(listing=slow.block_list(slow.Record(slow.Kind.LIST, 4096, blocks=((b"a", 8192),)), SIZE)),
        "do not add up",
    ),
    "block twice": (
        file_of(listing=slow.block_list(slow.Record(slow.Kind.LIST, 8192, blocks=((b"a", 4096),) * 2), SIZE)),
        "listed twice",
    ),
    "page size 3000": (
        file_of(listing=slow.block_list(slow.Record(slow.Kind.LIST, 0), 3000)),
        "no power of two",
    ),
    "page size 128": (
        file_of(listing=slow.block_list(slow.Record(slow.Kind.LIST, 0), 128)),
        "pagesize is 128",
    ),
    "name not UTF-8": (file_of(block(name=b"\xff")), "not UTF-8"),
    "name too long": (file_of(block(name=b"n" * 256)), "at most 255"),
    "name without octets": (file_of(block(name=b"")), "empty"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_follow_the_schema_is_refused_with_its_place(case: str) -> None:
    octets, message = REFUSED[case]
    if case == "no block yet":
        empty = slow.block_list(slow.Record(slow.Kind.LIST, 0), SIZE)
        octets, message = (
            file_of(block(element(COMPR, b"\0"), name=None), listing=empty),
            "none has been named",
        )
    for source in (octets, PipeSource(octets, (5,))):
        with pytest.raises(FormatError, match=message) as caught:
            to_binary(source)
        assert caught.value.offset is not None
        assert 0 <= caught.value.offset <= len(octets)


SECTIONS = {
    "kind of the other": (element(slow.SEC_FULL, b"\x0a\x01\x02", integer(1)), "kind 2 in a SecFull"),
    "never started": (
        element(slow.SEC_MIN, b"\x0a\x01\x02", integer(7), b"\x04\0", b"\x01\x01\0"),
        "never started",
    ),
    "id of 33 bits": (element(slow.SEC_MIN, b"\x0a\x01\x02", integer(2**32)), "id is 4294967296"),
    "no body": (
        element(slow.SEC_FULL, b"\x0a\x01\x04", integer(1), text(b"a"), integer(0), integer(1)),
        "body is missing",
    ),
    "another body": (
        element(slow.SEC_FULL, b"\x0a\x01\x04", integer(1), text(b"a"), integer(0), integer(1), b"\x05\0"),
        "no body of a section",
    ),
    "no footer": (
        element(slow.SEC_FULL, b"\x0a\x01\x04", integer(1), text(b"a"), integer(0), integer(1), b"\x04\0"),
        "footer is missing",
    ),
    "package without elements": (element(bytes.fromhex("7fc34f"), integer(7), string(bytes(4))), "package"),
    "elements without package": (
        element(bytes.fromhex("7fc34f"), integer(6), string(bytes(4)), b"\x30\0"),
        "a package belongs to",
    ),
    "package of another length": (
        element(bytes.fromhex("7fc34f"), integer(7), string(bytes(4)), open_ended(b"\x30", b"\x05\0")),
        "not as long",
    ),
    "package in a package": (
        element(
            bytes.fromhex("7fc34f"),
            integer(7),
            string(bytes(4)),
            open_ended(
                b"\x30", element(bytes.fromhex("7fc34f"), integer(7), string(bytes(4)), open_ended(b"\x30"))
            ),
        ),
        "a package inside a package",
    ),
    "UUID of 15": (
        element(
            bytes.fromhex("7fc346"),
            string(b"pc"),
            element(b"\x30", element(b"\xa2", integer(1), string(bytes(15)))),
        ),
        "UUID of 15",
    ),
    "unknown subsection": (
        element(bytes.fromhex("7fc346"), string(b"pc"), element(b"\x30", element(b"\xa9", integer(1)))),
        "no subsection",
    ),
    "eof with contents": (b"\x05\x01x", "eof has contents"),
}


@pytest.mark.parametrize("case", SECTIONS)
def test_items_that_do_not_follow_the_schema(case: str) -> None:
    item, message = SECTIONS[case]
    octets = open_ended(slow.QEMU_FILE, integer(1), integer(3), open_ended(b"\x30", item))
    for source in (octets, PipeSource(octets, (5,))):
        with pytest.raises(FormatError, match=message) as caught:
            to_binary(source)
        if case != "package of another length":  # which only the writer sees
            assert caught.value.offset is not None
            assert caught.value.path is not None
            assert caught.value.path.startswith("items[0]")


@pytest.mark.parametrize("name", gallery())
def test_files_cut_anywhere_are_refused(name: str) -> None:
    ber = to_ber(gallery()[name])
    step = max(1, len(ber) // 150)
    for end in range(0, len(ber), step):
        with pytest.raises(FormatError) as caught:
            to_binary(ber[:end])
        assert caught.value.offset is not None
        assert caught.value.offset <= end


MAPPED = {
    "zero page": (element(COMPR, b"\0"), "in a mapped-ram block"),
    "zero run": (element(ZEROS, integer(0), integer(2)), "in a mapped-ram block"),
    "fill": (element(slow.FILL_PAGE, integer(0), integer(2)), "in a mapped-ram block"),
    "hook": (element(slow.HOOK), "in a mapped-ram block"),
    "beyond": (element(FULL, integer(3 * SIZE), string(data_of(0, 1))), "beyond the end"),
    "out of order": (
        element(FULL, integer(SIZE), string(data_of(0, 1)))
        + element(FULL, integer(0), string(data_of(0, 1))),
        "out of order",
    ),
    "twice": (element(FULL, integer(SIZE), string(data_of(0, 1))) * 2, "out of order"),
}


@pytest.mark.parametrize("case", MAPPED)
def test_pages_of_a_mapped_block(case: str) -> None:
    added, message = MAPPED[case]
    mapped = Mapped({1: content(5)})
    stream = (
        StreamBuilder(capabilities=["mapped-ram"], blocks=[Block("a", 3 * SIZE, mapped=mapped)]).ram().build()
    )
    ber = to_ber(stream)
    own = element(FULL, integer(SIZE), string(content(5)))
    assert ber.count(own) == 1
    with pytest.raises(FormatError, match=message):
        to_binary(ber.replace(own, added))
