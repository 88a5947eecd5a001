"""Tag keys of the schema's elements, as :mod:`qmigui.visitor.tlv` handles them.

The numbers are those of ``qmigui/schema/qemu-migration.asn1``; a test compares
the two.
"""

from __future__ import annotations

from qmigui.visitor.tlv import APPLICATION, CONTEXT, UNIVERSAL, tag_key


def _own(letters: str) -> int:
    """Key of a constructed type whose APPLICATION number spells two letters."""
    return tag_key(APPLICATION, 128 * ord(letters[0]) + ord(letters[1]), True)


BOOLEAN = tag_key(UNIVERSAL, 1, False)
INTEGER = tag_key(UNIVERSAL, 2, False)
OCTETS = tag_key(UNIVERSAL, 4, False)
OCTETS_CONSTRUCTED = tag_key(UNIVERSAL, 4, True)
NULL = tag_key(UNIVERSAL, 5, False)
ENUMERATED = tag_key(UNIVERSAL, 10, False)
UTF8 = tag_key(UNIVERSAL, 12, False)
UTF8_CONSTRUCTED = tag_key(UNIVERSAL, 12, True)
SEQUENCE = tag_key(UNIVERSAL, 16, True)

QEMU_FILE = _own("QF")
CARRIER = _own("CA")
CONFIGURATION = _own("CF")
SEC_FULL = _own("SF")
SEC_MIN = _own("SM")
COMMAND = _own("CO")
DESCRIPTION = tag_key(APPLICATION, 11076, False)
DESCRIPTION_CONSTRUCTED = _own("VD")
TRAILING = tag_key(APPLICATION, 10834, False)
TRAILING_CONSTRUCTED = _own("TR")
UNPARSED = _own("UP")
VM_STATE = _own("VM")

RAM_BLOCK_LIST = tag_key(APPLICATION, 8018, True)
RAM_SEC_BLOCK = _own("RB")
MAPPED_RAM = _own("MR")
COMPR = tag_key(APPLICATION, 0, False)
FULL_PAGE = tag_key(APPLICATION, 9040, True)
XBZRLE_PAGE = tag_key(APPLICATION, 11330, True)
HOOK = tag_key(APPLICATION, 9295, False)
ZERO_RUN = _own("ZR")
PAGE_RUN = _own("PR")
FILL_PAGE = _own("FI")
ZLIB_PAGE = _own("ZP")
STALE_RUN = _own("ST")


def context(number: int, constructed: bool) -> int:
    """Key of a context tag."""
    return tag_key(CONTEXT, number, constructed)


NAMES = {
    BOOLEAN: "BOOLEAN",
    INTEGER: "INTEGER",
    OCTETS: "OCTET STRING",
    OCTETS_CONSTRUCTED: "constructed OCTET STRING",
    NULL: "NULL",
    ENUMERATED: "ENUMERATED",
    UTF8: "UTF8String",
    UTF8_CONSTRUCTED: "constructed UTF8String",
    SEQUENCE: "SEQUENCE",
    QEMU_FILE: "QemuFile",
    CARRIER: "Carrier",
    CONFIGURATION: "Configuration",
    SEC_FULL: "SecFull",
    SEC_MIN: "SecMin",
    COMMAND: "Command",
    DESCRIPTION: "Description",
    DESCRIPTION_CONSTRUCTED: "constructed Description",
    TRAILING: "Trailing",
    TRAILING_CONSTRUCTED: "constructed Trailing",
    UNPARSED: "Unparsed",
    VM_STATE: "VMState",
    RAM_BLOCK_LIST: "RAMBlockList",
    RAM_SEC_BLOCK: "RAMSecBlock",
    MAPPED_RAM: "MappedRAM",
    COMPR: "compr",
    FULL_PAGE: "FullPage",
    XBZRLE_PAGE: "XBZRLEPage",
    HOOK: "hook",
    ZERO_RUN: "ZeroRun",
    PAGE_RUN: "PageRun",
    FILL_PAGE: "FillPage",
    ZLIB_PAGE: "ZlibPage",
    STALE_RUN: "StaleRun",
}


def name_of(key: int) -> str:
    """What messages call a tag."""
    known = NAMES.get(key)
    if known:
        return known
    cls = ("UNIVERSAL", "APPLICATION", "CONTEXT", "PRIVATE")[(key & 0xC0) >> 6]
    return f"[{cls} {key >> 8}]"
