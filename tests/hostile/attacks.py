"""Streams and BER files made to cost a reader more than they are worth.

Each function takes a length and makes an input of about so many octets in which
one thing is repeated as often as it goes.  None of them has to be valid.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from tests.builders import (
    COMPRESS_PAGE,
    CONTINUE,
    EOS,
    FILL,
    HOOK,
    MEM_SIZE,
    MULTIFD_FLUSH,
    XBZRLE,
    Block,
    Ram,
    StreamBuilder,
    cstr,
)
from tests.reference import ber
from tests.reference.ber import element, integer, open_ended

Attack = Callable[[int], bytes]

ATTACKS: dict[str, Attack] = {}
"""All of them by name."""

HEADER = b"QEVM\x00\x00\x00\x03"
RAM_LENGTH = 16 << 20


def attack(make: Attack) -> Attack:
    """Add to :data:`ATTACKS`."""
    ATTACKS[make.__name__] = make
    return make


# == the binary form ==


def be32(number: int) -> bytes:
    """Four octets."""
    return struct.pack(">I", number)


def be64(number: int) -> bytes:
    """Eight octets."""
    return struct.pack(">Q", number)


def full(
    section_id: int,
    name: str,
    body: bytes = b"abcd",
    *,
    instance: int = 0,
    footer: bool = True,
    kind: int = 4,
) -> bytes:
    """A section with a name."""
    head = bytes((kind,)) + be32(section_id) + cstr(name) + be32(instance) + be32(1)
    return head + body + (b"\x7e" + be32(section_id) if footer else b"")


def begun(*, footers: bool = True) -> bytes:
    """A stream up to the devices, without a description."""
    stream = StreamBuilder(footers=footers, description=False)
    return stream.ram(Ram().zeros(0, 4, name="pc.ram")).cut()


def with_description(text: bytes, sections: bytes = full(100, "dev")) -> bytes:
    """A stream whose devices are *sections*, and a description that may be anything."""
    return begun() + sections + b"\x00\x06" + be32(len(text)) + text


def enough(make: Callable[[int], bytes], length: int, first: int = 100) -> bytes:
    """``make(first) + make(first + 1) + ...`` up to *length* octets."""

    def pieces() -> Iterator[bytes]:
        number, done = first, 0
        while done < length:
            piece = make(number)
            yield piece
            done += len(piece)
            number += 1

    return b"".join(pieces())


def repeated(octets: bytes, length: int) -> bytes:
    """*octets* as often as *length* has room for them."""
    return octets * (length // len(octets))


def records(octets: bytes, length: int) -> bytes:
    """A stream with *octets* repeated in one PART of RAM."""
    stream = StreamBuilder(description=False, blocks=[Block("a", RAM_LENGTH)]).ram_start()
    end = be64(EOS) + b"\x7e" + be32(1)
    first = be64(FILL) + b"\x01a\x00"
    part = b"\x02" + be32(1) + first + repeated(octets, length) + end
    return stream.cut() + part + b"\x03" + be32(1) + end + b"\x00"


@attack
def sections_without_description(length: int) -> bytes:
    return begun() + enough(lambda n: full(n, "dev", instance=n), length) + b"\x00"


@attack
def sections_without_ram_before_a_brace(length: int) -> bytes:
    """What looks like the end of a description makes the reader look for it."""
    return HEADER + enough(lambda n: full(n, "dev", instance=n), length, 1) + b"\x00}"


@attack
def sections_without_footers(length: int) -> bytes:
    heads = enough(lambda n: full(n & 0xFFFF, f"d{n}", instance=n, footer=False), length)
    return begun(footers=False) + heads + b"\x00"


@attack
def heads_of_a_section_that_was(length: int) -> bytes:
    return begun(footers=False) + repeated(full(100, "dev", b"", footer=False), length) + b"\x00"


@attack
def starts_of_heads(length: int) -> bytes:
    return begun(footers=False) + full(100, "dev", footer=False) + repeated(b"\x04\x00\x00", length) + b"\x00"


@attack
def footers_with_nothing_behind(length: int) -> bytes:
    return begun() + full(100, "dev", footer=False) + repeated(b"\x7e" + be32(100), length) + b"\x00"


@attack
def footers_with_almost_a_head_behind(length: int) -> bytes:
    almost = b"\x7e" + be32(100) + b"\x04\x00\x00\x00\x01\xff" + b"a" * 254 + b"\xff"
    return begun() + full(100, "dev", footer=False) + repeated(almost, length) + b"\x00"


@attack
def started_sections(length: int) -> bytes:
    """Many that PART may go on with, then many whose end is looked for."""

    def start(number: int) -> bytes:
        return full(number, "s390-storage_attributes", be64(1), instance=number, kind=1)

    starts = enough(start, length // 2)
    return begun() + starts + enough(lambda n: full(n, "dev", instance=n), length // 2, 60000) + b"\x00"


@attack
def empty_parts(length: int) -> bytes:
    stream = StreamBuilder(description=False).ram_start()
    end = be64(EOS) + b"\x7e" + be32(1)
    return stream.cut() + repeated(b"\x02" + be32(1) + end, length) + b"\x03" + be32(1) + end + b"\x00"


@attack
def named_pages(length: int) -> bytes:
    return records(be64(FILL) + b"\x01a\x00", length)


@attack
def pages_named_by_turns(length: int) -> bytes:
    return records(be64(FILL) + b"\x01a\x00" + be64(FILL | CONTINUE) + b"\x00", length)


@attack
def filled_pages(length: int) -> bytes:
    return records(be64(FILL | CONTINUE) + b"\x07", length)


@attack
def filled_and_zero_pages(length: int) -> bytes:
    return records(be64(FILL | CONTINUE) + b"\x07" + be64(FILL | CONTINUE) + b"\x00", length)


@attack
def one_zero_page(length: int) -> bytes:
    return records(be64(FILL | CONTINUE) + b"\x00", length)


@attack
def hooks(length: int) -> bytes:
    return records(be64(HOOK), length)


@attack
def flushes(length: int) -> bytes:
    return records(be64(MULTIFD_FLUSH), length)


@attack
def empty_xbzrle_pages(length: int) -> bytes:
    return records(be64(XBZRLE | CONTINUE) + b"\x01\x00\x00", length)


@attack
def short_compressed_pages(length: int) -> bytes:
    return records(be64(COMPRESS_PAGE | CONTINUE) + b"\x00\x00\x00\x01x", length)


@attack
def empty_block_lists(length: int) -> bytes:
    return records(be64(MEM_SIZE), length)


@attack
def block_lists(length: int) -> bytes:
    blocks = b"".join(cstr(f"block{number:05}") + be64(4096) for number in range(1000))
    return records(be64(1000 * 4096 | MEM_SIZE) + blocks, length)


@attack
def entries_without_length(length: int) -> bytes:
    blocks = b"".join(cstr(f"block{number:05}") + be64(0) for number in range(60000))
    return records(be64(4096 | MEM_SIZE) + blocks + b"\x01z" + be64(4096), max(length, 1200000))


@attack
def commands(length: int) -> bytes:
    return HEADER + repeated(b"\x08\x00\x01\x00\x00", length) + b"\x00"


@attack
def empty_packages(length: int) -> bytes:
    return HEADER + repeated(b"\x08\x00\x07\x00\x04\x00\x00\x00\x00", length) + b"\x00"


@attack
def bitmap_chunks_of_one_octet(length: int) -> bytes:
    return begun() + full(50, "dirty-bitmap", b"\x20" * length + b"\x01", kind=1) + b"\x00"


@attack
def bitmap_chunks_without_names(length: int) -> bytes:
    return begun() + full(50, "dirty-bitmap", repeated(b"\x28\x00", length) + b"\x01", kind=1) + b"\x00"


@attack
def storage_attribute_records(length: int) -> bytes:
    body = repeated(be64(4), length) + be64(1)
    return begun() + full(50, "s390-storage_attributes", body, kind=1) + b"\x00"


@attack
def capabilities(length: int) -> bytes:
    names = b"".join(cstr(f"c{number}") for number in range(1024))
    one = b"\x05" + cstr("configuration/capabilities") + be32(1) + be32(1024) + names
    return HEADER + b"\x07" + be32(3) + b"abc" + repeated(one, length) + b"\x00"


@attack
def subsections_of_the_configuration(length: int) -> bytes:
    one = b"\x05" + cstr("configuration/target-page-bits") + be32(1) + be32(12)
    return HEADER + b"\x07" + be32(3) + b"abc" + repeated(one, length) + b"\x00"


@attack
def heads_of_descriptions(length: int) -> bytes:
    return begun() + full(100, "dev") + b"\x00" + repeated(b"\x00\x06\x00\x00\x00\x00{", length) + b"}"


@attack
def starts_of_descriptions(length: int) -> bytes:
    return begun() + full(100, "dev") + b"\x00" + repeated(b'\x00\x06\x00\x00\x00\x00{"page_size"}', length)


def device_text(name: str, fields: str = "") -> str:
    """A device in the words of a description."""
    return f'{{"name":"{name}","instance_id":0,"vmsd_name":"a","version":1,"fields":[{fields}]}}'


def text_of(devices: Iterator[str]) -> bytes:
    """A description."""
    return ('{"page_size":4096,"devices":[' + ",".join(devices) + "]}").encode()


@attack
def devices_that_are_not_there(length: int) -> bytes:
    count = length // len(device_text("12345678,"))
    text = text_of(device_text(f"{number:08}") for number in range(count))
    return with_description(text, full(100, "dev") + full(101, "dev", instance=1))


@attack
def devices_that_are_not_described(length: int) -> bytes:
    count = length // 2 // len(device_text("12345678,"))
    text = text_of(device_text(f"{number:08}") for number in range(count))
    return with_description(text, enough(lambda n: full(n, "dev", instance=n), length // 2))


@attack
def devices_described_backwards(length: int) -> bytes:
    fields = '{"name":"a","type":"uint32","size":4}'
    count = length // (len(device_text("12345678", fields)) + 35)
    text = text_of(device_text(f"{number:08}", fields) for number in range(count))
    sections = b"".join(full(100 + number, f"{number:08}") for number in reversed(range(count)))
    return with_description(text, sections)


@attack
def described_devices(length: int) -> bytes:
    fields = '{"name":"a","type":"uint32","size":4}'
    count = length // (len(device_text("12345678", fields)) + 35)
    text = text_of(device_text(f"{number:08}", fields) for number in range(count))
    return with_description(text, b"".join(full(100 + number, f"{number:08}") for number in range(count)))


@attack
def deep_description(length: int) -> bytes:
    return with_description(b'{"page_size":4096,"x":' + b"[" * length + b"}")


@attack
def deep_device(length: int) -> bytes:
    one = '{"name":"a","type":"struct","size":4,"struct":{"vmsd_name":"x","fields":['
    depth = length // (len(one) + 4)
    return with_description(text_of(iter([device_text("dev", one * depth + "]}}" * depth)])))


@attack
def device_of_many_fields(length: int) -> bytes:
    count = min(length, 3900000) // 43
    fields = ",".join(f'{{"name":"f{number:07}","type":"uint8","size":1}}' for number in range(count))
    return with_description(text_of(iter([device_text("dev", fields)])), full(100, "dev", b"a" * count))


@attack
def device_of_empty_lists(length: int) -> bytes:
    fields = ",".join(["[]"] * (min(length, 4000000) // 3))
    return with_description(text_of(iter([device_text("dev", fields)])))


@attack
def description_of_wide_characters(length: int) -> bytes:
    return with_description('{"page_size":4096,"x":"\U0001f600'.encode() + b"a" * length + b'","devices":[]}')


@attack
def array_of_octets(length: int) -> bytes:
    """Each takes four octets in BER."""
    fields = f'{{"name":"a","array_len":{length},"type":"uint8","size":1}}'
    return with_description(text_of(iter([device_text("dev", fields)])), full(100, "dev", b"\xfe" * length))


@attack
def array_of_structs(length: int) -> bytes:
    """Each takes some twenty octets in BER."""
    count = length // 8
    member = '{"name":"b","type":"uint8","size":1}'
    struct_text = f'{{"vmsd_name":"x","version":1,"fields":[{member}]}}'
    fields = f'{{"name":"a","array_len":{count},"type":"struct","struct":{struct_text},"size":1}}'
    return with_description(text_of(iter([device_text("dev", fields)])), full(100, "dev", b"\x01" * count))


# == BER ==

END = b"\x00\x00"
INDEFINITE = b"\x80"
TRUE = b"\x01\x01\xff"
COMMAND = bytes.fromhex("7fc34f")
CONFIGURATION = bytes.fromhex("7fc346")
DESCRIPTION_IN_PIECES = bytes.fromhex("7fd644")
TRAILING = bytes.fromhex("5fd452")
TRAILING_IN_PIECES = bytes.fromhex("7fd452")
VM_STATE = bytes.fromhex("7fd64d")
SUBSECTIONS = bytes.fromhex("7fd34c")
SUBSECTION = bytes.fromhex("7fd353")


def file_of(*items: bytes) -> bytes:
    """A BER file."""
    return open_ended(ber.QEMU_FILE, integer(1), integer(3), open_ended(b"\x30", *items))


def section(body: bytes, name: bytes = b"dev", *, number: int = 1, kind: int = 4, version: int = 1) -> bytes:
    """A section with a name."""
    head = b"\x0a\x01" + bytes((kind,)) + integer(number) + element(b"\x0c", name)
    return open_ended(ber.SEC_FULL, head, integer(0), integer(version), body, TRUE)


def ram_file(*ram_records: bytes) -> bytes:
    """A BER file with one block ``a`` and *ram_records*."""
    block = element(b"\x30", element(b"\x0c", b"a"), integer(RAM_LENGTH))
    blocks = element(ber.BLOCK_LIST, integer(RAM_LENGTH), element(b"\x30", block), integer(4096))
    return file_of(section(open_ended(b"\x30", blocks, *ram_records), b"ram", kind=1, version=4))


def pages(*elements: bytes) -> bytes:
    """Page records of the block ``a``."""
    return open_ended(ber.SEC_BLOCK, element(b"\x0c", b"a"), open_ended(b"\x30", *elements))


def vmstate(*fields: bytes) -> bytes:
    """A device."""
    return open_ended(VM_STATE, open_ended(b"\x30", *fields))


def array(values: bytes) -> bytes:
    """A BER file with a device that is an array."""
    return file_of(section(vmstate(open_ended(b"\x30", b"\x0c\x01a", open_ended(b"\x30", values)))))


@attack
def ber_blob_of_empty_pieces(length: int) -> bytes:
    return file_of(section(open_ended(b"\x24", repeated(b"\x04\x00", length))))


@attack
def ber_blob_of_short_pieces(length: int) -> bytes:
    return file_of(section(open_ended(b"\x24", repeated(b"\x04\x01a", length))))


@attack
def ber_blob_of_nested_pieces(length: int) -> bytes:
    nested = b"\x24\x80" * 6 + END * 6
    return file_of(section(open_ended(b"\x24", repeated(nested, length))))


@attack
def ber_description_of_short_pieces(length: int) -> bytes:
    text = open_ended(DESCRIPTION_IN_PIECES, repeated(b"\x04\x01a", length))
    return file_of(b"\x05\x00", text)


@attack
def ber_trailing_of_short_pieces(length: int) -> bytes:
    return file_of(b"\x05\x00", open_ended(TRAILING_IN_PIECES, repeated(b"\x04\x01a", length)))


@attack
def ber_name_of_empty_pieces(length: int) -> bytes:
    name = open_ended(b"\x2c", repeated(b"\x04\x00", length), b"\x04\x03dev")
    head = b"\x0a\x01\x04" + integer(1) + name
    return file_of(open_ended(ber.SEC_FULL, head, integer(0), integer(1), b"\x04\x00", TRUE))


@attack
def ber_field_of_empty_pieces(length: int) -> bytes:
    value = open_ended(b"\x24", repeated(b"\x04\x00", length))
    return file_of(section(vmstate(open_ended(b"\x30", b"\x0c\x01a", value))))


@attack
def ber_field_of_short_pieces(length: int) -> bytes:
    value = open_ended(b"\x24", repeated(b"\x04\x01a", length))
    return file_of(section(vmstate(open_ended(b"\x30", b"\x0c\x01a", value))))


@attack
def ber_fields(length: int) -> bytes:
    return file_of(section(vmstate(repeated(element(b"\x30", b"\x0c\x01a\x80\x01\x01"), length))))


@attack
def ber_array(length: int) -> bytes:
    return array(repeated(b"\x80\x01\x01", length))


@attack
def ber_array_of_long_lengths(length: int) -> bytes:
    return array(repeated(b"\x80\x81\x01\x01", length))


@attack
def ber_array_of_nothing(length: int) -> bytes:
    return array(repeated(b"\x05\x00", length))


@attack
def ber_array_of_lists(length: int) -> bytes:
    return array(repeated(b"\xa8\x00", length))


@attack
def ber_array_of_trees(length: int) -> bytes:
    """Two octets here are five on the wire."""
    return array(repeated(b"\xa9\x00", length))


@attack
def ber_arrays_in_arrays(length: int) -> bytes:
    return array(repeated(b"\x30\x80" * 40 + END * 40, length))


@attack
def ber_subsections(length: int) -> bytes:
    one = open_ended(SUBSECTION, b"\x0c\x01a", integer(1), element(VM_STATE, b"\x30\x00"))
    return file_of(section(open_ended(VM_STATE, b"\x30\x00", open_ended(SUBSECTIONS, repeated(one, length)))))


@attack
def ber_depth(length: int) -> bytes:
    return file_of(b"\x30\x80" * (length // 2))


@attack
def ber_depth_in_a_device(length: int) -> bytes:
    return file_of(section(VM_STATE + INDEFINITE + b"\x30\x80" * (length // 2)))


@attack
def ber_sections(length: int) -> bytes:
    return file_of(enough(lambda n: section(b"\x04\x00", number=n), length))


@attack
def ber_started_sections(length: int) -> bytes:
    return file_of(enough(lambda n: section(b"\x04\x00", number=n, kind=1), length))


@attack
def ber_commands(length: int) -> bytes:
    return file_of(repeated(element(COMMAND, integer(1), b"\x04\x00"), length))


@attack
def ber_packages(length: int) -> bytes:
    one = element(COMMAND, integer(7), b"\x04\x04\x00\x00\x00\x00", b"\x30\x00")
    return file_of(repeated(one, length))


@attack
def ber_ends(length: int) -> bytes:
    return file_of(repeated(b"\x05\x00", length))


@attack
def ber_trailings(length: int) -> bytes:
    return file_of(repeated(element(TRAILING), length))


@attack
def ber_configurations(length: int) -> bytes:
    return file_of(repeated(element(CONFIGURATION, b"\x04\x00"), length))


@attack
def ber_capabilities(length: int) -> bytes:
    names = open_ended(b"\x30", repeated(b"\x0c\x01a", length))
    subsection = open_ended(b"\xa1", integer(1), names)
    return file_of(open_ended(CONFIGURATION, b"\x04\x00", open_ended(b"\x30", subsection)))


@attack
def ber_zero_runs(length: int) -> bytes:
    return ram_file(pages(repeated(element(ber.ZERO_RUN, integer(0), integer(2)), length)))


@attack
def ber_blocks_without_pages(length: int) -> bytes:
    empty = open_ended(ber.SEC_BLOCK, open_ended(b"\x30"))
    return ram_file(pages(b"\x40\x01\x00"), repeated(empty, length))


@attack
def ber_blocks_of_one_page(length: int) -> bytes:
    return ram_file(repeated(pages(b"\x40\x01\x00"), length))


@attack
def ber_zero_pages(length: int) -> bytes:
    return ram_file(pages(repeated(b"\x40\x01\x00", length)))


@attack
def ber_zero_pages_of_long_lengths(length: int) -> bytes:
    return ram_file(pages(repeated(b"\x40\x81\x01\x00", length)))


@attack
def ber_hooks(length: int) -> bytes:
    return ram_file(pages(b"\x40\x01\x00", repeated(element(ber.HOOK), length)))


@attack
def ber_flushes(length: int) -> bytes:
    return ram_file(repeated(b"\x05\x00", length))


@attack
def ber_block_lists(length: int) -> bytes:
    blocks = b"".join(
        element(b"\x30", element(b"\x0c", f"block{number:05}".encode()), integer(4096))
        for number in range(1000)
    )
    one = element(ber.BLOCK_LIST, integer(1000 * 4096), element(b"\x30", blocks), integer(4096))
    return ram_file(repeated(one, length))


@attack
def ber_pages_of_short_pieces(length: int) -> bytes:
    data = open_ended(b"\x24", b"\x04\x01x" * 4096)
    return ram_file(pages(repeated(open_ended(ber.FULL_PAGE, integer(0), data), length)))


@attack
def ber_run_of_short_pieces(length: int) -> bytes:
    data = open_ended(b"\x24", b"\x04\x01x" * (length // 3 // 4096 * 4096))
    return ram_file(pages(open_ended(ber.PAGE_RUN, integer(0), data)))


@attack
def ber_long_number(length: int) -> bytes:
    return file_of(open_ended(ber.SEC_FULL, b"\x0a\x01\x04", element(b"\x02", b"\x01" * length)))
