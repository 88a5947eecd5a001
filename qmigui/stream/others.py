"""Files that are taken for saved states, told by their first octets, and what to do with them.

Sources of the magics: QEMU ``dump/``, ``migration/``, ``block/``; Xen
``docs/specs/libxc-migration-stream.pandoc``, ``tools/xl/xl.h``; VirtualBox ``SSM.cpp``; the file
formats' own descriptions.
"""

from __future__ import annotations

from qmigui.stream import wire

LOOK = 0x8006
"""Octets that :func:`what_it_is` wants to see."""

_NO_DEVICES = (
    "it holds memory but no state of devices, and nothing can load it again; look into it with crash or gdb, "
    "save a state with migrate, savevm or virsh save"
)
_DISK = "a state can only be in a qcow2 image, as an internal snapshot"
_OTHER_MACHINE = "only the program that made it can read it"
_ARCHIVE = "take the saved state out of it first"

_MAGICS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"LibvirtQemud", "a libvirt save image inside of another one"),
    (0, b"QFI\xfb", "a qcow2 disk image; a state lies in it only as an internal snapshot"),
    (0, b"KDUMP   ", f"a kdump memory dump: {_NO_DEVICES}"),
    (0, b"DISKDUMP", f"a diskdump memory dump: {_NO_DEVICES}"),
    (0, b"makedumpfile\0", f"a memory dump of makedumpfile: {_NO_DEVICES}"),
    (0, b"PAGEDU64", f"a Windows memory dump: {_NO_DEVICES}"),
    (0, b"PAGEDUMP", f"a Windows memory dump: {_NO_DEVICES}"),
    (0, b"QCPR", "a QEMU CPR state: it holds descriptors of a running process, and no machine"),
    (
        0,
        b"\x11\x22\x33\x44",
        "a recorded multifd channel: pages without devices; migrate without multifd to have all in one",
    ),
    (0, b"Xen saved domain, xl format", f"a domain saved by Xen (xl save): {_OTHER_MACHINE}"),
    (0, b"LibxlFmt", f"a libxl migration stream of Xen: {_OTHER_MACHINE}"),
    (0, b"\xff\xff\xff\xff\xff\xff\xff\xffXENF", f"a libxc migration stream of Xen: {_OTHER_MACHINE}"),
    (0, b"XenSavedDom", f"a domain suspended by XenServer: {_OTHER_MACHINE}"),
    (0, b"LinuxGuestRecord", f"a domain saved by xend of Xen: {_OTHER_MACHINE}"),
    (0, b"\x7fVirtualBox SavedState", f"a saved state of VirtualBox: {_OTHER_MACHINE}"),
    (0, b"\xd2\xbe\xd2\xbe", f"a state of VMware (vmss, vmsn): {_OTHER_MACHINE}"),
    (0, b"\xd0\xbe\xd2\xbe", f"a state of VMware (vmss, vmsn): {_OTHER_MACHINE}"),
    (0, b"\xd3\xbe\xd2\xbe", f"a state of VMware (vmss, vmsn): {_OTHER_MACHINE}"),
    (0, b"\xd1\xba\xd1\xba", f"a state of VMware (vmss, vmsn): {_OTHER_MACHINE}"),
    (0, b"VMA\0", "a Proxmox backup (VMA): it holds disks and settings of a guest, but no state"),
    (0, b"KDMV", f"a VMDK disk image: {_DISK}"),
    (0, b"COWD", f"a VMDK disk image: {_DISK}"),
    (0, b"# Disk DescriptorFile", f"the description of a VMDK disk image: {_DISK}"),
    (0, b"QED\0", f"a QED disk image: {_DISK}"),
    (0, b"vhdxfile", f"a VHDX disk image: {_DISK}"),
    (0, b"conectix", f"a VHD disk image: {_DISK}"),
    (0, b"WithoutFreeSpace", f"a Parallels disk image: {_DISK}"),
    (0, b"WithouFreSpacExt", f"a Parallels disk image: {_DISK}"),
    (0, b"<<< ", f"a VirtualBox disk image: {_DISK}"),
    (0, b"LUKS\xba\xbe", "an encrypted volume; what is in it shows only once it is open"),
    (0x8001, b"CD001", "the image of a CD: it holds no state"),
    (257, b"ustar", f"a tar archive: {_ARCHIVE}"),
    (0, b"PK\x03\x04", f"a zip archive: {_ARCHIVE}"),
    (0, b"7z\xbc\xaf\x27\x1c", f"a 7z archive: {_ARCHIVE}"),
    (0, b"\x02\x21\x4c\x18", "compressed with lz4 in its legacy format: decompress it with lz4 -d first"),
    (0, b"LZIP", "compressed with lzip: decompress it with lzip -d first"),
    (0, b"]\0\0", "perhaps compressed with lzma: decompress it with xz --format=lzma -d first"),
    (0, b"\x1f\x9d", "compressed with compress: decompress it with gzip -d first"),
)
_ELF = b"\x7fELF"
_ELF_CORE = 4
_BOOT_AT, _BOOT = 510, b"\x55\xaa"
_STREAM = wire.MAGIC + wire.VERSION.to_bytes(4, "big")
_TEXT_LOOK = 512


def what_it_is(head: bytes) -> str | None:
    """What a file that begins with *head* is, and what to do with it; None: nothing that is known.

    Args:
        head: :data:`LOOK` octets of it, or all.
    """
    if head.startswith(_ELF):
        return _elf(head)
    for offset, magic, what in _MAGICS:
        if head.startswith(magic, offset):
            return what
    place = head.find(_STREAM)
    if place > 0:
        return f"something before a stream; name that as FILE@{place:#x}"
    if head[_BOOT_AT : _BOOT_AT + 2] == _BOOT:
        return f"a raw disk image (it has a boot sector): {_DISK}"
    if len(head) >= _TEXT_LOOK and not any(head):
        return "zeros, as in a volume that was never written to"
    return _text(head[:_TEXT_LOOK])


def _elf(head: bytes) -> str:
    order = "big" if head[5:6] == b"\x02" else "little"
    if int.from_bytes(head[16:18], "big" if order == "big" else "little") == _ELF_CORE:
        return f"an ELF core, as dump-guest-memory and virsh dump --memory-only make it: {_NO_DEVICES}"
    return "an ELF file, a program or library: it holds no state"


def _text(head: bytes) -> str | None:
    """What a text is."""
    try:
        text = head.decode("ascii")
    except UnicodeDecodeError:
        return None
    if not text or not all(letter.isprintable() or letter in "\t\r\n" for letter in text):
        return None
    start = text.lstrip()
    if start.startswith("<") and "<domain" in start:
        return "the XML of a libvirt domain: it tells how a guest is set up, and holds no state"
    if start.startswith("{") and "vmschkmachine" in start:
        return "the output of -dump-vmstate: it tells what devices could save, and holds no state"
    return "text"
