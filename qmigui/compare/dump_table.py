"""The table of a QEMU's device classes that ``qemu-system-X -M MACHINE -dump-vmstate FILE`` writes.

It says what each class of device *could* send: names, versions, fields with
their sizes in memory, subsections; not which devices a machine has.  Format:
QEMU ``migration/savevm.c``, ``dump_vmstate_json_to_file`` (2.1 and newer).
"""

from __future__ import annotations

import json
import re
from typing import Any

from qmigui.errors import FormatError
from qmigui.record import field, record

MAX_DUMP = 64 << 20
"""Longer tables (the largest known has 2 MiB) are not looked at."""

_MAX_LEVEL = 60
_COUNTS = re.compile(rb'"num"\s*:')
_MACHINE = "vmschkmachine"


@record
class TableField:
    """A field of a description.

    Attributes:
        name: of the member in C.
        version_id: the section version from which on it is there.
        is_optional: a function of the device decides whether it is there.
        size: bytes in memory of one element; of scalars that is their size on the wire.
        count: elements of a fixed array; None: it is a single value, or one of an array of
            variable length.  Tables of QEMU before 8.1 tell no counts: then it is 0 for all fields
            without members.
        members: of a struct.
    """

    name: str
    version_id: int
    is_optional: bool
    size: int
    count: int | None
    members: TableVmsd | None


@record
class TableVmsd:
    """A description of a device, a struct or a subsection.

    Attributes:
        name: as in the stream.
        version_id: the newest version that can be loaded.
        minimum_version_id: the oldest one.
        fields: in wire order.
        subsections: by name.
    """

    name: str
    version_id: int
    minimum_version_id: int
    fields: tuple[TableField, ...]
    subsections: dict[str, TableVmsd]


@record(frozen=False, eq=False)
class DumpTable:
    """A whole table.

    Attributes:
        machine: the machine type that it was made for; None: not told.
        devices: the descriptions by their names; classes may share a name.
    """

    machine: str | None = None
    devices: dict[str, list[TableVmsd]] = field(default_factory=dict)


def read_table(octets: bytes) -> DumpTable:
    """Read a table.

    Raises:
        FormatError: it is no output of ``-dump-vmstate``.
    """
    if len(octets) > MAX_DUMP:
        raise FormatError(f"a table of {len(octets)} bytes is too long to be one of -dump-vmstate")
    try:
        value = json.loads(octets)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"no output of -dump-vmstate: {_reason(error)}") from error
    if not isinstance(value, dict):
        raise FormatError("no output of -dump-vmstate: it is no JSON object")
    uncounted = None if _COUNTS.search(octets) else 0
    table = DumpTable()
    for type_name, entry in value.items():
        if not isinstance(entry, dict):
            raise FormatError(f"no output of -dump-vmstate: {type_name!r} is no object")
        if type_name == _MACHINE:
            name = entry.get("Name")
            table.machine = name if isinstance(name, str) else None
        elif "Description" in entry:
            vmsd = _Reader(type_name, uncounted).vmsd(entry["Description"], 0)
            table.devices.setdefault(vmsd.name, []).append(vmsd)
    if not table.devices:
        raise FormatError("no output of -dump-vmstate: it describes no device")
    return table


def _reason(error: Exception) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else "it is nested too deep"


class _Reader:
    """Reads one device.

    Args:
        where: its class, for messages.
        uncounted: the count of fields of which the table tells none.
    """

    def __init__(self, where: str, uncounted: int | None) -> None:
        self._where = where
        self._uncounted = uncounted

    def vmsd(self, value: Any, level: int) -> TableVmsd:
        """A description."""
        where = self._where
        if not isinstance(value, dict) or level > _MAX_LEVEL:
            raise FormatError(f"no output of -dump-vmstate: a description in {where!r} makes no sense")
        name = value.get("name")
        if not isinstance(name, str):
            raise FormatError(f"no output of -dump-vmstate: a description in {where!r} has no name")
        subsections = [self.vmsd(each, level + 1) for each in _objects(value, "Subsections", where)]
        return TableVmsd(
            name,
            _number(value, "version_id", where),
            _number(value, "minimum_version_id", where),
            tuple(self._field(each, level) for each in _objects(value, "Fields", where)),
            {each.name: each for each in subsections},
        )

    def _field(self, value: dict[str, Any], level: int) -> TableField:
        where = self._where
        name = value.get("field")
        if not isinstance(name, str):
            raise FormatError(f"no output of -dump-vmstate: a field in {where!r} has no name")
        members = value.get("Description")
        uncounted = self._uncounted if members is None else None
        return TableField(
            name,
            _number(value, "version_id", where),
            value.get("field_exists") is True,
            _number(value, "size", where),
            _number(value, "num", where) if "num" in value else uncounted,
            None if members is None else self.vmsd(members, level + 1),
        )


def _objects(value: dict[str, Any], key: str, where: str) -> list[Any]:
    found = value.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise FormatError(f"no output of -dump-vmstate: {key!r} in {where!r} is no list of objects")
    return found


def _number(value: dict[str, Any], key: str, where: str) -> int:
    found = value.get(key, 0)
    if not isinstance(found, int) or isinstance(found, bool):
        raise FormatError(f"no output of -dump-vmstate: {key!r} in {where!r} is no number")
    return found
