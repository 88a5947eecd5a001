"""What is no state is named for what it is."""

from __future__ import annotations

import gzip
import struct

import pytest

from qmigui.errors import FormatError
from qmigui.qemufile.carriers import open_carried
from qmigui.qemufile.memory import MemorySource
from qmigui.stream.recognise import recognise


def elf(kind: int, order: str = "<") -> bytes:
    return b"\x7fELF\x02" + (b"\1" if order == "<" else b"\2") + bytes(10) + struct.pack(f"{order}H", kind)


CASES = {
    "ELF core": (elf(4), "an ELF core, as dump-guest-memory"),
    "ELF core, big-endian": (elf(4, ">"), "an ELF core"),
    "program": (elf(2), "a program or library"),
    "kdump": (b"KDUMP   " + bytes(100), "a kdump memory dump"),
    "Windows dump": (b"PAGEDU64" + bytes(100), "a Windows memory dump"),
    "QCPR": (b"QCPR\0\0\0\1", "a QEMU CPR state"),
    "multifd": (b"\x11\x22\x33\x44\0\0\0\1", "a recorded multifd channel"),
    "Xen": (b"Xen saved domain, xl format\n \0 \r", "saved by Xen"),
    "libxc": (b"\xff" * 8 + b"XENF\0\0\0\3", "a libxc migration stream of Xen"),
    "VirtualBox": (b"\x7fVirtualBox SavedState V2.0\n", "a saved state of VirtualBox"),
    "VMware": (b"\xd2\xbe\xd2\xbe\x08\0\0\0", "a state of VMware"),
    "VMDK": (b"KDMV\1\0\0\0", "a VMDK disk image"),
    "VDI": (b"<<< Oracle VM VirtualBox Disk Image >>>\n", "a VirtualBox disk image"),
    "VMA": (b"VMA\0\0\0\0\1", "a Proxmox backup"),
    "CD": (bytes(0x8001) + b"CD001" + bytes(100), "the image of a CD"),
    "disk": (b"\xeb\x63\x90" + bytes(507) + b"\x55\xaa" + bytes(100), "a raw disk image"),
    "tar": (b"name".ljust(257, b"\0") + b"ustar\0", "a tar archive"),
    "zeros": (bytes(1000), "zeros, as in a volume"),
    "domain XML": (b"<!-- x -->\n<domain type='kvm'>\n</domain>\n", "the XML of a libvirt domain"),
    "dump-vmstate": (b'{\n  "vmschkmachine": {}}', "the output of -dump-vmstate"),
    "text": (b"some text\n", "but text"),
    "moved": (bytes(4096) + b"QEVM\0\0\0\3" + bytes(10), "name that as FILE@0x1000"),
    "empty": (b"", "the file is empty"),
    "noise": (bytes(range(128, 256)) * 3, "it begins neither with QEVM nor as our BER"),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_named(name: str) -> None:
    octets, words = CASES[name]
    with pytest.raises(FormatError) as caught:
        recognise(MemorySource(octets))
    assert words in caught.value.message
    assert caught.value.offset == 0
    with pytest.raises(FormatError) as caught:
        recognise(open_carried(MemorySource(gzip.compress(octets))))
    expected = "empty" if name == "empty" else words
    assert caught.value.message.startswith("what gzip has compressed is ")
    assert expected in caught.value.message


def test_the_offset_is_where_it_begins() -> None:
    with pytest.raises(FormatError) as caught:
        recognise(open_carried(MemorySource(b"abc" + elf(4)), offset=3))
    assert caught.value.offset == 3
