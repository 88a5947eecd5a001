"""Reads the CONFIGURATION section: the machine's name, and what subsections add.

Source: QEMU ``migration/savevm.c``, ``vmstate_configuration``.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import TYPE_CHECKING

from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.ram_reader import RamState, is_name
from qmigui.stream.taker import Taker

if TYPE_CHECKING:
    from qmigui.stream.feed import Feed
    from qmigui.vmstate.model import Vmsd

PIECE = 1 << 20
_CONFIG_PREFIX = b"configuration/"


class ConfigurationReader(Taker):
    """Reads one configuration.

    Args:
        feed: stands at its type octet.
        ram: gets what the subsections tell of RAM.
        described: what the VM description says of the section, or None.
    """

    def __init__(self, feed: Feed, ram: RamState, described: Callable[[], Vmsd | None]) -> None:
        super().__init__(feed)
        self._ram = ram
        self._described = described

    def read(self) -> ev.Configuration:
        """Read all of it.

        Raises:
            FormatError: it is damaged, or cut short.
        """
        feed = self._feed
        start = feed.offset
        feed.pos += 1
        path = "configuration"
        (length,) = struct.unpack(">I", self._take(4, "the configuration", path))
        if not 0 < length <= wire.MAX_MACHINE_NAME:
            raise self._fail(f"machine name of {length} bytes", start, path, code="machine-name")
        machine = self._take(length, "the machine name", path)
        subsections = []
        while True:
            sub = self._subsection()
            if sub is None:
                break
            subsections.append(sub)
            if len(subsections) > wire.MAX_CONFIG_SUBSECTIONS:
                raise self._fail(
                    f"more than {wire.MAX_CONFIG_SUBSECTIONS} subsections",
                    start,
                    path,
                    code="config-subsection",
                )
        return ev.Configuration(machine, tuple(subsections), start)

    def _subsection(self) -> ev.ConfigSubsection | None:
        feed = self._feed
        if not feed.want(2) or feed.view[feed.pos] != wire.SUBSECTION:
            return None
        length = feed.view[feed.pos + 1]
        if length <= len(_CONFIG_PREFIX) or not feed.want(6 + length):
            return None
        name = bytes(feed.view[feed.pos + 2 : feed.pos + 2 + length])
        if not name.startswith(_CONFIG_PREFIX):
            return None
        start = feed.offset
        path = name.decode("utf-8", "backslashreplace")
        feed.pos += 2 + length
        (version,) = struct.unpack(">I", self._take(4, "a version", path))
        match name:
            case b"configuration/target-page-bits":
                (bits,) = struct.unpack(">I", self._take(4, "the page bits", path))
                if not 8 <= bits <= 16:
                    raise self._fail(f"target page bits {bits}", start, path, code="page-bits")
                if self._ram.page_size not in (None, 1 << bits):
                    raise self._fail(
                        f"target page bits {bits}, but the VM description has {self._ram.page_size}",
                        start,
                        path,
                        code="description-page-size",
                    )
                self._ram.page_size = 1 << bits
                return ev.TargetPageBits(version, bits)
            case b"configuration/capabilities":
                (count,) = struct.unpack(">I", self._take(4, "the capabilities", path))
                if count > wire.MAX_CAPABILITIES:
                    raise self._fail(f"{count} capabilities", start, path, code="capability")
                names = tuple(self._capability(path) for _ in range(count))
                self._ram.has_guest_addr = b"x-ignore-shared" in names
                self._ram.has_mapped = b"mapped-ram" in names
                return ev.Capabilities(version, names)
            case b"configuration/uuid":
                return ev.Uuid(version, self._take(16, "the UUID", path))
        return self._other(name, version, path, start)

    def _capability(self, path: str) -> bytes:
        length = self._take(1, "a capability", path)[0]
        name = self._take(length, "a capability", path)
        if not is_name(name):
            raise self._fail("a capability name is not printable", path=path, code="capability")
        return name

    def _other(self, name: bytes, version: int, path: str, start: int) -> ev.ConfigSubsection:
        """A subsection that QEMU has got since: the description tells its length."""
        if not is_name(name):
            raise self._fail("the subsection's name is not printable", start, path, code="config-subsection")
        configuration = self._described()
        text = name.decode("utf-8", "replace")
        known = [sub for sub in configuration.subsections if sub.name == text] if configuration else []
        length = known[0].length if known else None
        if length is None or length > PIECE:
            raise self._fail(
                "unknown configuration subsection of unknown length", start, path, code="config-subsection"
            )
        return ev.OtherSubsection(name, version, self._take(length, "the subsection", path))
