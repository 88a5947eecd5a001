"""A few small streams in which everything occurs that a stream can have."""

from __future__ import annotations

from tests.builders import Block, Mapped, Ram, StreamBuilder, content


def gallery() -> dict[str, bytes]:
    """The streams by what is special in them; page sizes are small, so that they are."""
    size = 256
    ram = (
        Ram(size)
        .zeros(0, 20, name="pc.ram")
        .pages(0x1400, 5)
        .zero(0, fill=3)
        .xbzrle(0x100, b"\x05\x01x")
        .hook()
        .page(0, name="pc.rom")
    )
    blocks = (Block("pc.ram", 300 * size), Block("pc.rom", size))
    plain = StreamBuilder(page_size=size, page_bits=True, blocks=blocks, uuid=bytes(range(16)))
    plain.ram(ram).full("cpu", values=[("halted", "uint32", b"\0\0\0\1"), ("on", "bool", b"\1")])
    plain.full("0000:00:02.0/vga", b"video", instance_id=2).trailing(b"after\n")
    bare = StreamBuilder(machine=None, page_size=1024, footers=False, description=False)
    bare.ram(Ram(1024).zeros(0, 30, name="pc.ram").compressed(0)).full("timer", b"x" * 30).full("cpu", b"y")
    shared = StreamBuilder(
        capabilities=["x-ignore-shared"], blocks=(Block("a", 4096, addr=4096), Block("b", 4096, addr=0))
    )
    shared.command(1).command(2, bytes(4)).ram(Ram().zero(0, name="b").flush()).full("dev")
    advised = StreamBuilder(
        page_size=size, page_bits=True, blocks=(Block("a", size, page_size=2 << 20),), description=False
    )
    advised.command(3, bytes(16)).ram_start().ram_part(Ram(size).zero(0, name="a"))
    advised.package(lambda inside: inside.command(4).full("cpu", b"p" * 9).command(5)).ram_end()
    pages = {number: content(number, size) for number in range(0, 70, 3)}
    mapped_blocks = (
        Block("pc.ram", 70 * size, mapped=Mapped(pages, {1: content(9, size)}, b"gap", 256, size)),
        Block("pc.rom", size, mapped=Mapped(page_size=size, ignored=True)),
    )
    mapped = (
        StreamBuilder(page_size=size, capabilities=["mapped-ram"], blocks=mapped_blocks).ram().full("dev")
    )
    others = StreamBuilder(page_size=size, page_bits=True, blocks=blocks)
    others.section(1, "block", b"\0\0\0\0\0\0\2\x09\2hd\0\0\0\0\0\0\0\2").ram_start()
    others.section(1, "dirty-bitmap", b"\x1c\1n\1b\0\1\0\0\1\1").ram_end()
    others.section(3, "block", b"\0\0\0\0\0\0\0\2").section(3, "dirty-bitmap", b"\x20\1").full("dev", b"1")
    return {
        "plain": plain.build(),
        "bare": bare.build(),
        "shared": shared.build(),
        "advised": advised.build(),
        "mapped": mapped.build(),
        "others": others.build(),
    }
