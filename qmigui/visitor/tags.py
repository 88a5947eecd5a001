"""The tags of a VMState element and what is in it, from the ASN.1 module."""

from __future__ import annotations

from qmigui.visitor import tlv
from qmigui.visitor.base import KINDS

BOOLEAN = tlv.tag_key(tlv.UNIVERSAL, 1, False)
INTEGER = tlv.tag_key(tlv.UNIVERSAL, 2, False)
OCTETS = tlv.tag_key(tlv.UNIVERSAL, 4, False)
OCTETS_IN_PIECES = tlv.tag_key(tlv.UNIVERSAL, 4, True)
NULL = tlv.tag_key(tlv.UNIVERSAL, 5, False)
TEXT = tlv.tag_key(tlv.UNIVERSAL, 12, False)
TEXT_IN_PIECES = tlv.tag_key(tlv.UNIVERSAL, 12, True)
SEQUENCE = tlv.tag_key(tlv.UNIVERSAL, 16, True)
LIST = tlv.tag_key(tlv.CONTEXT, 8, True)
TREE = tlv.tag_key(tlv.CONTEXT, 9, True)
DIRECT_KEY = tlv.tag_key(tlv.CONTEXT, 0, False)
SUBSECTION_LIST = tlv.tag_key(tlv.APPLICATION, 10700, True)
SUBSECTION = tlv.tag_key(tlv.APPLICATION, 10707, True)
VMSTATE = tlv.tag_key(tlv.APPLICATION, 11085, True)

INTEGER_KINDS = {tlv.tag_key(tlv.CONTEXT, number, False): kind for number, kind in enumerate(KINDS)}
"""The kind that a context tag stands for."""

INTEGER_OCTETS = {kind: tlv.encode_tag(key) for key, kind in INTEGER_KINDS.items()}
"""The one identifier octet of each kind."""

MAX_NAME = 255
"""Characters of a name at most; there is at least one."""

MAX_LEVEL = tlv.MAX_DEPTH - 8
"""Constructed elements within each other in one VMState, itself counted; the rest is for what is around."""
