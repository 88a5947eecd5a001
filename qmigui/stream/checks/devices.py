"""Payloads of devices against their descriptions.

In the binary form a payload comes with its description, in BER the description
comes after all of them: those payloads are kept until then, in memory or in a
temporary file.
"""

from __future__ import annotations

from collections.abc import Callable

from qmigui.errors import FormatError
from qmigui.record import record
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.checks.kept import KeptOctets
from qmigui.stream.checks.report import Reports
from qmigui.stream.checks.values import ValueChecks
from qmigui.vmstate.description import Device
from qmigui.vmstate.model import Entry, Vmsd
from qmigui.vmstate.walk import WalkError, walk

MEMORY_LIMIT = 8 << 20
"""Octets of payloads kept in memory; more go to a temporary file."""

MAX_KEPT = 1 << 14
"""Payloads kept; machines have some hundreds."""

COUNT_FIELDS = {("PCIBUS", "nirq"): "irq_count"}
"""Fields that tell the length of an array of the same struct (``VMSTATE_VARRAY``): nothing on the
wire says so; those are known from QEMU's source (``hw/pci/pci.c``)."""

_FIXED = {
    "int8": 1,
    "uint8": 1,
    "bool": 1,
    "int16": 2,
    "uint16": 2,
    "int32": 4,
    "uint32": 4,
    "int64": 8,
    "timer": 8,
}
"""Types whose size is never another one; uint64 is left out, as it once stood for a NULL."""

RUN_STATES = frozenset(
    (
        *(b"debug", b"inmigrate", b"internal-error", b"io-error", b"paused", b"postmigrate", b"prelaunch"),
        *(b"finish-migrate", b"restore-vm", b"running", b"save-vm", b"shutdown", b"suspended", b"watchdog"),
        *(b"guest-panicked", b"colo", b"preconfig"),
    )
)
"""``qapi/run-state.json``."""

_GLOBAL_STATE = b"globalstate"
_GLOBAL_STATE_LENGTH = 104


@record(frozen=False)
class _Kept:
    """A payload that waits for its description."""

    section: ev.SectionBegin
    offset: int
    locate: Callable[[int], int] | None
    place: int
    length: int


class DeviceChecks:
    """Checks 20 to 23."""

    def __init__(self, reports: Reports) -> None:
        self._reports = reports
        self._kept: dict[tuple[str, int], list[_Kept]] = {}
        self._kept_count = 0
        self._growing: _Kept | None = None
        self._octets: KeptOctets | None = None
        # Devices of which the description itself is at fault, and what it says.
        self.misdescribed: list[tuple[str, str]] = []

    def payload(self, event: ev.DevicePayload, section: ev.SectionBegin) -> None:
        """Take a payload: check it now, or keep it until there is a description."""
        if section.idstr == _GLOBAL_STATE:
            self._global_state(event, section)
        if event.device is not None:
            self._check(event.device, memoryview(event.payload), section, event.offset, event.locate)
        elif self._kept_count < MAX_KEPT:
            self._keep(event, section)

    def opaque(self, event: ev.Opaque, section: ev.SectionBegin) -> None:
        """Take a piece of a device's payload, as BER has those that are not told as fields."""
        kept = self._growing
        if kept is None or kept.section is not section:
            if self._kept_count >= MAX_KEPT:
                return
            kept = self._growing = self._keep(ev.DevicePayload(b"", None, event.offset), section)
        if kept.length + len(event.data) > wire.MAX_DEVICE_PAYLOAD or self._octets is None:
            return
        self._octets.append(event.data)
        kept.length += len(event.data)

    def _keep(self, event: ev.DevicePayload, section: ev.SectionBegin) -> _Kept:
        if self._octets is None:
            self._octets = KeptOctets(MEMORY_LIMIT)
        length = len(event.payload)
        key = section.idstr.decode("utf-8", "surrogateescape"), section.instance_id
        kept = _Kept(section, event.offset, event.locate, self._octets.length, length)
        self._kept.setdefault(key, []).append(kept)
        self._kept_count += 1
        self._octets.append(event.payload)
        return kept

    def described(self, device: Device) -> None:
        """A late description has this device: check its payload if one waits."""
        waiting = self._kept.get((device.name, device.instance_id))
        if not waiting or self._octets is None:
            return
        kept = waiting.pop(0)
        payload = self._octets.read(kept.place, kept.length)
        self._check(device, memoryview(payload), kept.section, kept.offset, kept.locate)

    def close(self) -> None:
        """Drop what was kept."""
        self._kept.clear()
        self._growing = None
        if self._octets is not None:
            self._octets.close()
            self._octets = None

    # -- one payload ------------------------------------------------------------------

    def _check(
        self,
        device: Device,
        payload: memoryview,
        section: ev.SectionBegin,
        offset: int,
        locate: Callable[[int], int] | None,
    ) -> None:
        place = locate if locate is not None else offset.__add__
        tell = self._reports.tell
        visitor = ValueChecks()
        try:
            notes = walk(device, payload, visitor)
        except WalkError as error:
            self._mismatch(error, device, section, place)
            return
        except FormatError as error:
            tell("device-length", error.message, offset=offset, path=section.path)
            return
        for note in notes:
            if note.code:
                path = _join(section.path, note.path)
                tell(note.code, note.reason, offset=place(note.fault_offset), path=path)
        for fault in visitor.faults:
            tell(
                fault.code,
                fault.message,
                offset=place(fault.payload_offset),
                path=_join(section.path, fault.path),
                expected=fault.expected,
                found=fault.found,
            )
        self._versions(device, visitor, section, place)
        self._counts(device, payload, section, place)

    def _mismatch(
        self, error: WalkError, device: Device, section: ev.SectionBegin, place: Callable[[int], int]
    ) -> None:
        """Description and payload do not go together: find out which one is wrong."""
        vmsd = device.vmsd
        code, hint = error.code or "device-length", None
        if vmsd is not None and code == "device-length":
            name = _impossible_size(vmsd)
            if name is not None:
                if len(self.misdescribed) < MAX_KEPT:
                    self.misdescribed.append((device.name, name))
                return
            if _is_elastic(vmsd):
                code = "device-description"
        self._reports.tell(
            code,
            error.message,
            offset=place(error.payload_offset),
            path=_join(section.path, error.path),
            hint=hint,
        )

    def _versions(
        self,
        device: Device,
        visitor: ValueChecks,
        section: ev.SectionBegin,
        place: Callable[[int], int],
    ) -> None:
        """Compare versions of subsections with those described; both are in wire order."""
        assert device.vmsd is not None
        if not visitor.versions:
            return
        described: dict[str, set[int]] = {}
        _collect_versions(device.vmsd, described)
        for name, version, pos, path in visitor.versions:
            wanted = described.get(name)
            if wanted and version not in wanted:
                expected = " or ".join(map(str, sorted(wanted)))
                self._reports.tell(
                    "subsection-version",
                    f"version {version}, but {expected} in the VM description",
                    offset=place(pos),
                    path=_join(section.path, path),
                    expected=expected,
                    found=str(version),
                    length=4,
                )

    def _counts(
        self, device: Device, payload: memoryview, section: ev.SectionBegin, place: Callable[[int], int]
    ) -> None:
        """Fields that are known to tell the length of an array beside them."""
        vmsd = device.vmsd
        if vmsd is None or vmsd.length != len(payload):
            return
        pos = 0
        counts = {field.name: sum(entry.count for entry in field.entries) for field in vmsd.fields}
        for field in vmsd.fields:
            array = COUNT_FIELDS.get((vmsd.name, field.name))
            if array in counts and not field.is_array:
                value = int.from_bytes(payload[pos : pos + field.length], "big")
                if value != counts[array]:
                    self._reports.tell(
                        "value-array-length",
                        f"it says {value}, but '{array}' has {counts[array]} elements",
                        offset=place(pos),
                        path=_join(section.path, f"field '{field.name}'"),
                        expected=str(counts[array]),
                        found=str(value),
                        length=field.length,
                    )
            pos += field.length

    def _global_state(self, event: ev.DevicePayload, section: ev.SectionBegin) -> None:
        """The run state: its length with the NUL, then its name (``migration/global_state.c``)."""
        payload = bytes(event.payload)
        if len(payload) != _GLOBAL_STATE_LENGTH:
            return
        place = event.locate if event.locate is not None else event.offset.__add__
        length = int.from_bytes(payload[:4], "big")
        state = payload[4:].split(b"\0", 1)[0]
        text = state.decode("utf-8", "backslashreplace")
        if state not in RUN_STATES:
            message = f"'{text}' is no state of a machine"
            self._reports.tell("run-state", message, offset=place(4), path=section.path, found=text)
        elif length != len(state) + 1:
            self._reports.tell(
                "run-state",
                f"the length of '{text}' is said to be {length}",
                offset=place(0),
                path=section.path,
                expected=str(len(state) + 1),
                found=str(length),
            )


def _join(*parts: str | None) -> str:
    return " / ".join(part for part in parts if part)


def _entries(vmsd: Vmsd) -> list[tuple[str, Entry]]:
    """Names and entries of all fields, the nested ones after those they stand in."""
    found = [(field.name, entry) for field in vmsd.fields for entry in field.entries]
    for _, entry in list(found):
        for part in entry.parts:
            found += _entries(part)
    for sub in vmsd.subsections:
        found += _entries(sub)
    return found


def _impossible_size(vmsd: Vmsd) -> str | None:
    """The name of a field whose described size its type cannot have, or None."""
    for name, entry in _entries(vmsd):
        if _FIXED.get(entry.type_name, entry.size) != entry.size:
            return name
    return None


def _is_elastic(vmsd: Vmsd) -> bool:
    """Whether the description has arrays of which only the first element is described for sure."""
    fields = [*vmsd.fields]
    subs = list(vmsd.subsections)
    while subs:
        sub = subs.pop()
        fields += sub.fields
        subs += sub.subsections
    return any(field.is_elastic(structs=True) for field in fields)


def _collect_versions(vmsd: Vmsd, found: dict[str, set[int]]) -> None:
    for sub in vmsd.subsections:
        found.setdefault(sub.name, set()).add(sub.version)
        _collect_versions(sub, found)
    for field in vmsd.fields:
        for entry in field.entries:
            for part in entry.parts:
                _collect_versions(part, found)
