"""Whether the RAM blocks of a state are those of a destination.

Source: QEMU ``migration/ram.c`` (``parse_ramblocks``) and ``system/physmem.c``
(``qemu_ram_resize``): a block that the destination does not have, or of another
length, ends the loading; blocks that may grow (tables and firmware) take any
length up to their limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qmigui.compare.ram import Block

_RESIZABLE = b"/rom@"
"""How the blocks of firmware tables begin, which are made to be resized."""


def check_blocks(
    sent: Mapping[bytes, Block], own: Mapping[bytes, Block], limits: Mapping[bytes, int]
) -> Iterator[tuple[str, str, str]]:
    """What does not fit.

    Args:
        sent: the blocks of the state.
        own: those of the destination.
        limits: bytes that its blocks can grow to, where known.

    Yields:
        The path, what is wrong, and what QEMU will say.
    """
    for name, block in sent.items():
        text = name.decode("utf-8", "backslashreplace")
        its = own.get(name)
        if its is None:
            yield block.path, "the destination has no such RAM block", (
                f'Unknown ramblock "{text}", cannot accept migration'
            )
            continue
        length, local = block.length, its.length
        limit = limits.get(name, local)
        if length == local:
            continue
        if limit == local and not name.startswith(_RESIZABLE):
            message = f"{length:#x} octets, the destination has {local:#x}"
            yield block.path, message, f"Size mismatch: {text}: {length:#x} != {local:#x}: Invalid argument"
        elif length > limit:
            message = f"{length:#x} octets, the destination has room for {limit:#x}"
            yield block.path, message, f"Size too large: {text}: {length:#x} > {limit:#x}: Invalid argument"
