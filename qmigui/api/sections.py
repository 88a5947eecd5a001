"""Sections of a state, and devices: sections with fields."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from qmigui.api.fields import Field, Node, tree_of
from qmigui.compare.device_diff import element_at
from qmigui.compare.values import described_values, element_values
from qmigui.errors import FormatError, QmiguiError, format_line
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.visitor.ber_reader import read_vmstate
from qmigui.visitor.binary import BinaryVisitor

if TYPE_CHECKING:
    from qmigui.compare.octets import Octets
    from qmigui.qemufile.base import Source
    from qmigui.vmstate.description import Device as Described


class Section:
    r"""One section of a stream.

    Attributes:
        kind: ``start``, ``part``, ``end`` or ``full``.
        section_id: its number in the stream.
        idstr: its name as text, e.g. ``0000:00:02.0/vga``; octets that are no UTF-8 as ``\xNN``.
        instance_id, version_id: as on the wire; of parts and ends those of their start.
        offset: of its first octet in the source.
        length: octets in the source.
        path: how messages name it.
        is_ram: it holds RAM.
    """

    def __init__(self, begin: ev.SectionBegin, end: int) -> None:
        self.kind = wire.KIND_NAMES.get(begin.kind, str(begin.kind))
        self.section_id = begin.section_id
        self.idstr = begin.idstr.decode("utf-8", "backslashreplace")
        self.instance_id = begin.instance_id
        self.version_id = begin.version_id
        self.offset = begin.offset
        self.length = max(0, end - begin.offset)
        self.path = begin.path
        self.is_ram = begin.body is ev.Body.RAM

    def __repr__(self) -> str:
        return f"<{self.kind} {self.path} instance {self.instance_id} at {self.offset:#x}>"


class Device(Section):
    """A device section: a section with fields, where something describes it.

    Fields are decoded when they are first asked for, and kept as long as this object is.

    Args:
        begin: its head.
        end: where it ends.
        source: seekable; must stay open.
        octets: its data, where the source has that as it is.
        element: where in the source its VMState element of BER stands; None: it has none.
        described: what the VM description says of it, or None.
    """

    def __init__(
        self,
        begin: ev.SectionBegin,
        end: int,
        source: Source,
        octets: Octets,
        element: int | None,
        described: Described | None,
    ) -> None:
        super().__init__(begin, end)
        self._source = source
        self._octets = octets
        self._element = element
        self._described = described

    @property
    def name(self) -> str:
        """The idstr without the path of the device in its bus, e.g. ``vga``."""
        return self.idstr.rpartition("/")[2]

    @property
    def is_described(self) -> bool:
        """Whether its fields are known; else it is octets, and :attr:`why_octets` says why.

        Raises:
            QmiguiError: its data cannot be read.
        """
        return self.why_octets is None

    @property
    def why_octets(self) -> str | None:
        """Why its fields are not known; None: they are.

        In the form of BER such a section is an ``oldblob``.

        Raises:
            QmiguiError: its data cannot be read.
        """
        return self._decoded[1]

    def octets(self) -> bytes:
        """Its data in the binary form, from behind the section's head to the footer.

        Raises:
            QmiguiError: they cannot be read, or decoded from BER.
        """
        with _named(self):
            if self._element is None:
                length = min(self._octets.length, wire.MAX_DEVICE_PAYLOAD)
                return self._octets.read(0, length)
            visitor = BinaryVisitor()
            read_vmstate(element_at(self._source, self._element), self._element, self.path, visitor)
            return bytes(visitor.data)

    @property
    def fields(self) -> Field:
        """All its fields; of a device whose fields are not known there are none.

        Raises:
            QmiguiError: its data cannot be read.
        """
        return Field(self._decoded[0], (), self._octets.place)

    def __getitem__(self, path: str) -> Field:
        """What lies at a path, as ``env.regs[3]`` or ``subsection 'cpu/x' / field 'a'``.

        Raises:
            KeyError: there is nothing.
            QmiguiError: as for :attr:`fields`.
        """
        return self.fields[path]

    def __contains__(self, path: object) -> bool:
        return path in self.fields

    def get(self, path: str) -> Field | None:
        """What lies at a path, or None."""
        return self.fields.get(path)

    def subsections(self) -> list[Field]:
        """The subsections of the device itself."""
        return self.fields.subsections()

    def to_python(self) -> object:
        """All its fields as plain values; see :meth:`Field.to_python`."""
        return self.fields.to_python()

    @cached_property
    def _decoded(self) -> tuple[Node, str | None]:
        """The fields, and why there are none."""
        with _named(self):
            try:
                if self._element is not None:
                    element = element_at(self._source, self._element)
                    return tree_of(element_values(element, self._element, self.path)), None
                if self._described is None or self._described.vmsd is None:
                    return Node(), "nothing describes it"
                return tree_of(described_values(self._described, memoryview(self.octets()))), None
            except FormatError as error:
                return Node(), format_line(None, None, error.path, error.message)


class _named:  # noqa: N801 - a block, used as a function
    """Errors in this block get the names of source and section."""

    def __init__(self, device: Device) -> None:
        self._device = device

    def __enter__(self) -> None:
        """Nothing to do."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Put the names in."""
        if isinstance(error, QmiguiError) and error.source is None:
            error.source = self._device._source.name  # noqa: SLF001 - of the same module
        if isinstance(error, FormatError):
            error.path = error.path or self._device.path
