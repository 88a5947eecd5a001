"""Numbers of the binary stream, with where they come from.

Section types and commands: QEMU ``migration/savevm.h`` and ``savevm.c``; RAM
flags: ``migration/ram.h``.  All multi-byte integers on the wire are big-endian.
"""

from __future__ import annotations

MAGIC = b"QEVM"
VERSION = 3

# Section types (savevm.h).
EOF = 0x00
SECTION_START = 0x01
SECTION_PART = 0x02
SECTION_END = 0x03
SECTION_FULL = 0x04
SUBSECTION = 0x05
VMDESCRIPTION = 0x06
CONFIGURATION = 0x07
COMMAND = 0x08
SECTION_FOOTER = 0x7E

KIND_NAMES = {
    SECTION_START: "start",
    SECTION_PART: "part",
    SECTION_END: "end",
    SECTION_FULL: "full",
}

# Commands (savevm.c, enum qemu_vm_cmd).
CMD_OPEN_RETURN_PATH = 1
CMD_POSTCOPY_ADVISE = 3
CMD_PACKAGED = 7
COMMAND_NAMES = (
    "INVALID",
    "OPEN_RETURN_PATH",
    "PING",
    "POSTCOPY_ADVISE",
    "POSTCOPY_LISTEN",
    "POSTCOPY_RUN",
    "POSTCOPY_RAM_DISCARD",
    "PACKAGED",
    "ENABLE_COLO",
    "POSTCOPY_RESUME",
    "RECV_BITMAP",
    "SWITCHOVER_START",
)

# RAM record flags (ram.h); they share a be64 with the page address.
RAM_FULL = 0x001
RAM_ZERO = 0x002
RAM_MEM_SIZE = 0x004
RAM_PAGE = 0x008
RAM_EOS = 0x010
RAM_CONTINUE = 0x020
RAM_XBZRLE = 0x040
RAM_HOOK = 0x080
RAM_COMPRESS_PAGE = 0x100
RAM_MULTIFD_FLUSH = 0x200
RAM_KINDS = (
    RAM_ZERO
    | RAM_MEM_SIZE
    | RAM_PAGE
    | RAM_EOS
    | RAM_XBZRLE
    | RAM_HOOK
    | RAM_COMPRESS_PAGE
    | RAM_MULTIFD_FLUSH
)
# Kinds of which each record belongs to a page of a block.
RAM_PAGE_KINDS = RAM_ZERO | RAM_PAGE | RAM_XBZRLE | RAM_COMPRESS_PAGE

RAM_IDSTR = b"ram"
RAM_VERSION = 4
# The first version of a ram section that names blocks (0.13; version 3 has one
# nameless address space and a bare MEM_SIZE).
RAM_VERSION_NAMED = 4
RAM_VERSION_OLD = 3
XBZRLE_ENCODING = 0x01

# mapped-ram block header (ram.c, struct MappedRamHeader): version, page size,
# bitmap offset, pages offset.
MAPPED_HEADER = ">IQQQ"
MAPPED_HEADER_LENGTH = 28
MAPPED_VERSION = 1
# Where the writer puts pages: MAPPED_RAM_FILE_OFFSET_ALIGNMENT.
MAPPED_ALIGNMENT = 1 << 20

# Target page sizes that QEMU has had, likely ones first; hexagon and tilegx 64 KiB,
# AVR 256 up to 10.0.
PAGE_BITS = (12, 10, 13, 14, 16, 8)
MIN_PAGE_SIZE = 256
MAX_PAGE_SIZE = 65536

# Our own bounds on what the stream may claim.
MAX_MACHINE_NAME = 65535
MAX_SECTIONS = 1 << 17
MAX_CONFIG_SUBSECTIONS = 64
MAX_CAPABILITIES = 1024
MAX_BLOCKS = 65536
MAX_ADDRESS = 2**62
MAX_DEVICE_PAYLOAD = 32 << 20
MAX_DESCRIPTION = 128 << 20
MAX_BITMAP_LENGTH = 128 << 20


def compress_bound(page_size: int) -> int:
    """The longest zlib stream that can stand for one page (zlib's bound, rounded up)."""
    return page_size + (page_size >> 8) + 64
