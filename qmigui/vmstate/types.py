"""What the type words of a VM description mean.

They are the names of the VMStateInfo in QEMU's ``migration/vmstate-types.c``,
and of those that devices (``hw/``) and CPU models (``target/``) bring along.  A
word says nothing without the size beside it: an integer type whose size is not
its own is some other thing with the same name.
"""

from __future__ import annotations

import enum


class Shape(enum.Enum):
    """How a value is told to a visitor."""

    INTEGER = "integer"
    BOOLEAN = "boolean"
    POINTER = "pointer"
    """One octet: 30 hex for NULL; 31 announces the value that follows (11.x)."""
    WORDS = "words"
    """A fixed array of integers that one type word stands for."""
    STRUCT = "struct"
    LIST = "list"
    TREE = "tree"
    OCTETS = "octets"


_INTEGERS = {
    ("int8", 1): "s8",
    ("int16", 2): "s16",
    ("int32", 4): "s32",
    ("int32 equal", 4): "s32",
    ("int32 le", 4): "s32",  # "less or equal" to what the loader has, not little-endian
    ("int64", 8): "s64",
    ("timer", 8): "s64",  # ns; -1: not armed
    ("int64 equal", 8): "u64",  # the name that the check of a uint64 has
    ("uint8", 1): "u8",
    ("uint8 equal", 1): "u8",
    ("uint16", 2): "u16",
    ("uint16 equal", 2): "u16",
    ("uint32", 4): "u32",
    ("uint32 equal", 4): "u32",
    ("uint64", 8): "u64",
    ("float64", 8): "u64",  # IEEE bits; up to 5.1
    ("CPU_Double_U", 8): "u64",
}

_REGISTERS = frozenset(
    (
        *("cpsr", "fpcr", "fpscr", "fpsr", "pstate64"),  # arm, alpha
        *("cpu/altivec/vscr", "fpr", "vsr"),  # ppc
        *("fsr", "psr", "xcc"),  # sparc
        *("psw", "sr", "msr"),  # hppa, or1k, microblaze
        *("eind", "rampD", "rampX", "rampY", "rampZ", "sreg"),  # avr
    )
)
"""Words for one register of a CPU model, big-endian, of whatever size is said."""

_UNSIGNED = {1: "u8", 2: "u16", 4: "u32", 8: "u64"}

LIST_TYPES = frozenset(("qtailq", "qlist"))
TREE_TYPE = "gtree"
POINTER_TYPES = frozenset(("nullptr", "ptr-marker"))  # 10.0; renamed in 11.x


def classify(type_name: str, size: int) -> tuple[Shape, str]:
    """Shape and integer kind of a type that is not described by members.

    Args:
        type_name: the word in the description.
        size: octets of one element.

    Returns:
        The shape, :attr:`Shape.OCTETS` for what is not known, and the kind
        where the shape has one.
    """
    kind = _INTEGERS.get((type_name, size))
    if kind is None and type_name in _REGISTERS:
        kind = _UNSIGNED.get(size)
    if kind is not None:
        return Shape.INTEGER, kind
    if size == 1 and type_name in {"bool", "powered_off"}:
        return Shape.BOOLEAN, ""
    if size == 1 and type_name in POINTER_TYPES:
        return Shape.POINTER, ""
    if size and type_name == "bitmap" and size % 8 == 0:
        return Shape.WORDS, "u64"
    if size == 16 and type_name == "pci irq state":
        return Shape.WORDS, "u32"
    return Shape.OCTETS, ""
