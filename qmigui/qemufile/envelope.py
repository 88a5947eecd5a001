"""What a stream came in: a libvirt image, a qcow2 image, a file with something before it, compression.

Whoever opens a source fills this in; readers of streams only ask for the
octets to keep and for what is wrong with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from qmigui.errors import FormatError
from qmigui.record import field, record

if TYPE_CHECKING:
    from qmigui.qemufile.libvirt import LibvirtHead
    from qmigui.qemufile.qcow2.snapshots import Snapshot

LIBVIRT = "libvirt"
OFFSET = "offset"
QCOW2 = "qcow2"

KINDS = {LIBVIRT: 1, OFFSET: 2}
"""Those that leave octets to keep, with their numbers in the ``Carrier`` of the ASN.1 module."""

MAX_HEAD = 64 << 20
"""Most octets before a stream that are kept."""


class Fault(NamedTuple):
    """Something wrong with the envelope.

    Attributes:
        error: what, and where in the file.
        fatal: the stream cannot be reached.
    """

    error: FormatError
    fatal: bool


@record(frozen=False)
class Envelope:
    """What stood around a stream.

    Attributes:
        kind: ``libvirt``, ``offset``, ``qcow2``, or empty where there is only compression.
        head: octets of the file before the stream; None: more than are kept.
        compression: of the memory inside the carrier, or None.
        wrappings: compressions of the whole file, the outermost first.
        libvirt: the parsed head of a libvirt image.
        snapshot: the snapshot of a qcow2 image.
        faults: what is wrong with it.
    """

    kind: str = ""
    head: bytes | None = b""
    compression: str | None = None
    wrappings: list[str] = field(default_factory=list)
    libvirt: LibvirtHead | None = None
    snapshot: Snapshot | None = None
    faults: list[Fault] = field(default_factory=list)

    def raise_fatal(self) -> None:
        """Raise the first fault that keeps the stream from being read.

        Raises:
            FormatError: there is one.
        """
        for fault in self.faults:
            if fault.fatal:
                raise fault.error

    @property
    def is_readable(self) -> bool:
        """Whether the stream can be reached."""
        return not any(fault.fatal for fault in self.faults)

    def to_json(self) -> dict[str, Any]:
        """Plain values; docs/carriers.md says what they are."""
        values: dict[str, Any] = {"kind": self.kind or "compressed"}
        if self.wrappings:
            values["wrappings"] = self.wrappings
        if self.compression is not None:
            values["compression"] = self.compression
        if self.kind == OFFSET and self.head is not None:
            values["length"] = len(self.head)
        if self.libvirt is not None:
            values |= self.libvirt.to_json()
        if self.snapshot is not None:
            values["snapshot"] = self.snapshot.to_json()
        return values
