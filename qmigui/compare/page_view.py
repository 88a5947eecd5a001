"""Both contents of one page of RAM."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.compare.columns import ABSENT
from qmigui.errors import UsageError
from qmigui.record import record

if TYPE_CHECKING:
    from qmigui.compare.content import StateContent


@record
class PagePair:
    """A page in two states.

    Attributes:
        block: name of its block.
        addr: of its first octet in the block.
        a: octets in A; None: the page did not come, or is beyond the end of the block.
        b: octets in B.
    """

    block: str
    addr: int
    a: bytes | None
    b: bytes | None

    def to_json(self) -> dict[str, object]:
        """Plain values, octets in hexadecimal."""
        return {
            "block": self.block,
            "addr": self.addr,
            "a": None if self.a is None else self.a.hex(),
            "b": None if self.b is None else self.b.hex(),
        }


def parse_place(text: str) -> tuple[bytes | None, int]:
    """Block and address of ``[BLOCK:]OFFSET``; no block: the first one of the state.

    Raises:
        UsageError: the offset is no number.
    """
    name, colon, number = text.rpartition(":")
    try:
        addr = int(number, 0)
    except ValueError:
        addr = -1
    if addr < 0:
        raise UsageError(f"{text!r} is no place in RAM: [BLOCK:]OFFSET, with a number like 0x1000 or 4096")
    return (name.encode("utf-8", "surrogateescape") if colon else None), addr


def page_pair(one: StateContent, other: StateContent, place: tuple[bytes | None, int]) -> PagePair:
    """The page that an address of a block lies in.

    Raises:
        UsageError: neither state has such a page.
        TransportError: it could not be read.
    """
    name, addr = place
    if name is None:
        name = next(iter(one.ram.blocks or other.ram.blocks), None)
        if name is None:
            raise UsageError("neither state has any RAM")
    found = [state.ram.blocks[name] for state in (one, other) if name in state.ram.blocks]
    size = found[0].page_size if found else 0
    text = name.decode("utf-8", "backslashreplace")
    if not found:
        known = ", ".join(repr(each.decode("utf-8", "backslashreplace")) for each in one.ram.blocks)
        raise UsageError(f"there is no RAM block '{text}'; there are {known}")
    if addr >= max(block.length for block in found):
        raise UsageError(f"{addr:#x} is beyond the end of RAM block '{text}'")
    addr -= addr % size
    return PagePair(text, addr, _page(one, name, addr), _page(other, name, addr))


def _page(state: StateContent, name: bytes, addr: int) -> bytes | None:
    block = state.ram.blocks.get(name)
    if block is None or addr + block.page_size > block.length:
        return None
    page = addr // block.page_size
    return None if block.pages.get(page) == ABSENT else state.ram.page(block, page)
