"""The text that stands at the end of a stream and describes its device sections.

QEMU 2.3 and newer write it (``savevm.c``); before 6.0 with other spacing and
without escapes.  It is read device by device, so that a huge one costs no more
memory than its largest device, and a damaged one is good up to the damage.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from qmigui.errors import FormatError
from qmigui.visitor.base import Buffer
from qmigui.vmstate.model import Vmsd
from qmigui.vmstate.reading import Pairs, UnusableError, read_number, read_text, read_vmsd

MAX_TEXT_LENGTH = 32 << 20
"""Longer texts are not looked at: over 3000 virtual CPUs would not need one."""

_WINDOWS = (256 << 10, 4 << 20)
"""Characters that one device may take: mostly, and at most."""

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder(object_pairs_hook=tuple, strict=False)


class DescriptionError(FormatError):
    """The text is not a VM description, or not from here on."""


class Device:
    """One device section as the description tells it.

    Attributes:
        name: the section's idstr.
        instance_id: 0 to 2**32 - 1.
        version_id: None for a device of the old style, whose data is one blob.
        vmsd_name: None for a device of the old style.
        place: where it stands in the text, for :meth:`Description.devices`.
    """

    __slots__ = ("_pairs", "_problem", "_vmsd", "instance_id", "name", "place", "version_id", "vmsd_name")

    def __init__(self, pairs: Pairs, place: int = 0) -> None:
        """Take the keys and values of a device.

        Raises:
            DescriptionError: it cannot be told which section is meant.
        """
        keys: dict[str, object] = {}
        for key, value in pairs:
            keys.setdefault(key, value)
        try:
            self.name = read_text(keys.get("name"), "name")
            instance_id = keys.get("instance_id")
            # QEMU before 5.0 kept it signed.
            if isinstance(instance_id, int) and instance_id < 0:
                instance_id += 1 << 32
            self.instance_id = read_number(instance_id, "instance_id")
            version = keys.get("version")
            self.version_id = None if version is None else read_number(version, "version")
            vmsd_name = keys.get("vmsd_name")
            self.vmsd_name = None if vmsd_name is None else read_text(vmsd_name, "vmsd_name")
        except UnusableError as error:
            raise DescriptionError(f"a device of the VM description: {error}") from error
        if self.instance_id >= 1 << 32:
            raise DescriptionError("a device of the VM description: 'instance_id' is over 32 bits")
        self.place = place
        self._pairs: Pairs | None = pairs
        self._vmsd: Vmsd | None = None
        self._problem: str | None = None

    def _read(self) -> None:
        if self._pairs is None:
            return
        try:
            self._vmsd = read_vmsd(self._pairs)
        except UnusableError as error:
            self._problem = str(error)
        self._pairs = None

    @property
    def vmsd(self) -> Vmsd | None:
        """Fields and subsections; None when they are of no use."""
        self._read()
        return self._vmsd

    @property
    def problem(self) -> str | None:
        """Why there is no :attr:`vmsd`."""
        self._read()
        return self._problem

    def payload_length(self) -> int | None:
        """Bytes between the version id and the footer; None when the description is of no use.

        The sum of all sizes, with marker, name and version of each subsection.
        It is wrong where QEMU's description is: for arrays whose elements differ
        in size.
        """
        vmsd = self.vmsd
        return None if vmsd is None else vmsd.length


class Description:
    """A VM description.

    Args:
        text: the JSON, as in the stream.

    Attributes:
        page_size: of the target, in bytes; None if it is not told in a usable way.
        configuration: of the configuration section (8.2 and newer); None likewise.

    Raises:
        DescriptionError: *text* is something else, or too long.
    """

    def __init__(self, text: Buffer) -> None:
        if len(text) > MAX_TEXT_LENGTH:
            raise DescriptionError(f"a VM description of {len(text)} bytes is too long to be one")
        self._text = bytes(text).decode("utf-8", "surrogateescape")
        self.page_size: int | None = None
        self.configuration: Vmsd | None = None
        self._devices_start: int | None = None
        self._read_head()

    def devices(self, place: int | None = None) -> Iterator[Device]:
        """The devices in the order of their sections.

        Args:
            place: of the device to begin with; None: the first one.

        Raises:
            DescriptionError: the text is damaged; the devices before are good.
        """
        pos = self._devices_start if place is None else place
        if pos is None:
            return
        pos = self._skip_space(pos)
        if self._text[pos : pos + 1] == "]":
            return
        while True:
            start = pos
            value, pos = self._value(pos)
            if not isinstance(value, tuple):
                raise DescriptionError("a device of the VM description is not an object")
            yield Device(value, start)
            if self._text[pos : pos + 1] == "]":
                return
            pos = self._expect(",", pos)

    def _read_head(self) -> None:
        """Read the keys up to the list of devices, which QEMU writes last."""
        pos = self._expect("{", self._skip_space(0))
        if self._text[pos : pos + 1] == "}":
            return
        while True:
            key, pos = self._value(pos)
            pos = self._expect(":", pos)
            if key == "devices":
                self._devices_start = self._expect("[", pos)
                return
            value, pos = self._value(pos)
            try:
                if key == "page_size":
                    self.page_size = read_number(value, "page_size")
                elif key == "configuration" and isinstance(value, tuple):
                    self.configuration = read_vmsd(value)
            except UnusableError:
                pass  # the devices may be sound all the same
            if self._text[pos : pos + 1] == "}":
                return
            pos = self._expect(",", pos)

    def _skip_space(self, pos: int) -> int:
        found = _SPACE.match(self._text, pos)
        assert found is not None
        return found.end()

    def _expect(self, mark: str, pos: int) -> int:
        """The position after *mark* and space, which must stand at *pos*."""
        if not self._text.startswith(mark, pos):
            raise DescriptionError(f"VM description: no '{mark}' at character {pos}")
        return self._skip_space(pos + 1)

    def _value(self, pos: int) -> tuple[object, int]:
        """The JSON value at *pos*, and the position after it and space."""
        reason = "it is too long"
        for window in _WINDOWS:
            piece = self._text[pos : pos + window]
            try:
                value, length = _DECODER.raw_decode(piece)
            except (ValueError, RecursionError) as error:
                reason = error.msg if isinstance(error, json.JSONDecodeError) else "it makes no sense"
                if pos + len(piece) == len(self._text):
                    break
            else:
                return value, self._skip_space(pos + length)
        raise DescriptionError(f"VM description: no value at character {pos}: {reason}")
