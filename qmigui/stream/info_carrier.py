"""What ``--info`` tells of the carrier of a stream, and of a disk image with states in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from qmigui.errors import printable
from qmigui.qemufile.envelope import KINDS, LIBVIRT, OFFSET, QCOW2, Envelope
from qmigui.stream.info_text import exact, human, table

if TYPE_CHECKING:
    from qmigui.qemufile.qcow2.header import Header
    from qmigui.qemufile.qcow2.snapshots import Snapshot
    from qmigui.stream import events as ev

_NS = 1_000_000_000


def kept_envelope(carrier: ev.Carrier) -> Envelope:
    """What BER has kept of a carrier, taken apart again."""
    if carrier.kind == KINDS[LIBVIRT]:
        from qmigui.qemufile.libvirt import parse_head

        return parse_head(carrier.head, carrier.compression)
    return Envelope(OFFSET, carrier.head, carrier.compression)


def facts(envelope: Envelope) -> Iterator[tuple[str, str]]:
    """Labels and values for a person."""
    if envelope.wrappings:
        yield "compressed", " in ".join(reversed(envelope.wrappings))
    if envelope.kind == OFFSET and envelope.head is not None:
        yield "carrier", f"{exact(len(envelope.head))} before the stream"
    if envelope.kind == QCOW2 and envelope.snapshot is not None:
        snapshot = envelope.snapshot
        name, id_ = printable(snapshot.name), printable(snapshot.id)
        yield "carrier", f"snapshot '{name}' (id {id_}) of a qcow2 image"
        yield "made", f"{_date(snapshot)}, when the guest had run for {_clock(snapshot)}"
    head = envelope.libvirt
    if head is None:
        return
    state = "unfinished libvirt save image" if head.unfinished else "libvirt save image"
    running = "the guest was running" if head.was_running else "the guest was paused"
    yield "carrier", f"{state}, version {head.version}, memory {head.format_name}, {running}"
    if head.domain is None:
        return
    told = {key: printable(value.strip()) for key, value in head.domain.texts.items()}
    if "name" in told:
        yield "guest", told["name"] + (f" ({told['uuid']})" if "uuid" in told else "")
    if "title" in told:
        yield "title", told["title"]
    if "memory" in told:
        yield "memory", f"{told['memory']} {told.get('memory_unit', 'KiB')}"
    if "vcpus" in told:
        yield "processors", told["vcpus"]
    if "emulator" in told:
        yield "emulator", told["emulator"]
    for number, disk in enumerate(head.domain.disks):
        yield ("" if number else "disks"), printable(disk)


def texts(envelope: Envelope) -> Iterator[str]:
    """Domain XML and cookie, line by line."""
    head = envelope.libvirt
    if head is None:
        return
    for label, octets in (("domain XML", head.xml), ("cookie", head.cookie)):
        if octets:
            yield ""
            yield label
            for line in octets.decode("utf-8", "backslashreplace").strip().splitlines():
                yield f"  {printable(line)}"


def _date(snapshot: Snapshot) -> str:
    made = datetime.fromtimestamp(snapshot.seconds, UTC)
    return f"{made:%Y-%m-%d %H:%M:%S} UTC"


def _clock(snapshot: Snapshot) -> str:
    seconds, rest = divmod(snapshot.guest_clock_ns, _NS)
    return f"{timedelta(seconds=seconds)}.{rest // 1_000_000:03}"


@dataclass(frozen=True, slots=True)
class DiskInfo:
    """What a qcow2 image holds.

    Attributes:
        source: its name.
        written: the name as whoever asked has written it.
        size: octets of the file, or None for one that is read in order.
        header: of the image.
        snapshots: in the order of its table.
    """

    source: str
    written: str
    size: int | None
    header: Header
    snapshots: list[Snapshot]

    @property
    def form(self) -> str:
        """No form of a stream."""
        return QCOW2

    def to_json(self) -> dict[str, Any]:
        """Plain values; docs/carriers.md says what they are."""
        return {
            "source": self.source,
            "form": self.form,
            "size": self.size,
            "version": self.header.version,
            "cluster_size": self.header.cluster_size,
            "disk_size": self.header.disk_size,
            "encrypted": self.header.is_encrypted,
            "snapshots": [snapshot.to_json() for snapshot in self.snapshots],
        }

    def to_text(self) -> str:
        """Lines for a person."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        header = self.header
        encrypted = ", encrypted" if header.is_encrypted else ""
        yield f"form          qcow2 disk image, version {header.version}{encrypted}"
        if self.size is not None:
            yield f"size          {exact(self.size)}"
        yield f"disk          {exact(header.disk_size)}"
        yield ""
        yield f"snapshots ({len(self.snapshots)})"
        if not self.snapshots:
            return
        rows = [
            [
                printable(snapshot.name),
                printable(snapshot.id),
                human(snapshot.state_size) if snapshot.state_size else "disk only",
                _clock(snapshot),
                _date(snapshot),
            ]
            for snapshot in self.snapshots
        ]
        yield from table(["name", "id", "state", "guest clock", "made"], rows)
        named = next((snapshot.name for snapshot in self.snapshots if snapshot.state_size), None)
        if named is not None:
            yield ""
            yield f"a state is named by its snapshot: {printable(self.written)}#{printable(named)}"
