"""What a VM description says of one device, made ready for the walk.

All lengths are known here before a payload is seen: a description holds the
size of every field.  Where its members do not add up to a size, the size wins
(QEMU measured it) and the members are not used.
"""

from __future__ import annotations

from qmigui.record import record, replace
from qmigui.vmstate.types import Shape

DIRECT = "direct"
"""The kind of a TREE whose keys are integers of 64 bits."""

HEAD_WEIGHT = 5
"""Octets of BER around a value or a name, about: tag and length, and some more for safety."""


@record(frozen=False)
class Entry:
    """One object of a ``fields`` list: a value, or equal values in a row.

    Attributes:
        type_name: the type word.
        shape: how its values are told.
        kind: of an INTEGER or of WORDS; of a TREE :data:`DIRECT` or empty.
        size: octets of one value.
        count: how many values.
        stated_count: how many the description says, where that is known to be
            something else (see :func:`~qmigui.vmstate.reading.run_counts`).
        compressed: whether the description shows only the first of them.
        parts: what describes a STRUCT (one), or the elements of a LIST or TREE.
        variable: whether values of this type may differ in size.
        note: why the members that are described are not used; empty if they are.
        weight: octets that one value takes as BER, rather too many than too few.
    """

    type_name: str
    shape: Shape
    kind: str
    size: int
    count: int
    stated_count: int
    compressed: bool
    parts: tuple[Vmsd, ...]
    variable: bool
    note: str
    weight: int

    @property
    def length(self) -> int:
        """Octets of all values."""
        return self.size * self.count


@record(frozen=False)
class Field:
    """Consecutive entries of one name: one value, or one array.

    Attributes:
        name: as in the description.
        entries: never empty.
        is_array: whether the values are elements of an array.
    """

    name: str
    entries: tuple[Entry, ...]
    is_array: bool

    @property
    def length(self) -> int:
        """Octets of all values."""
        return sum(entry.size * entry.count for entry in self.entries)

    def is_elastic(self, *, structs: bool) -> bool:
        """Whether its length is a guess, the elements after the first being not described.

        Args:
            structs: take for such a guess also structs that are of one size,
                since up to 9.2 some of them may be NULL in truth.
        """
        return any(
            entry.compressed and (entry.variable or (structs and entry.shape is Shape.STRUCT))
            for entry in self.entries
        )


@record(frozen=False)
class Vmsd:
    """Fields and subsections of a device, a struct or a subsection.

    Attributes:
        name: of the VMStateDescription in QEMU's source.
        version: as in the description.
        fields: in wire order.
        subsections: those that were sent.
        fields_length: octets of the fields.
        length: octets of all of it.
        weight: octets that it takes as BER, rather too many than too few.
    """

    name: str
    version: int
    fields: tuple[Field, ...]
    subsections: tuple[Vmsd, ...]
    fields_length: int
    length: int
    weight: int


def make_vmsd(name: str, version: int, fields: tuple[Field, ...], subsections: tuple[Vmsd, ...]) -> Vmsd:
    """A Vmsd with its sums."""
    fields_length = sum(field.length for field in fields)
    weight = 3 * HEAD_WEIGHT
    for field in fields:
        weight += 2 * HEAD_WEIGHT + len(field.name)
        for entry in field.entries:
            weight += entry.weight * entry.count
    weight += sum(4 * HEAD_WEIGHT + len(sub.name) + sub.weight for sub in subsections)
    length = fields_length + sum(subsection_head_length(sub) + sub.length for sub in subsections)
    return Vmsd(name, version, fields, subsections, fields_length, length, weight)


def subsection_head(vmsd: Vmsd) -> bytes:
    """Marker and name with which *vmsd* starts on the wire as a subsection; its be32 version follows.

    The marker is ``QEMU_VM_SUBSECTION``, see ``vmstate_subsection_save``.
    """
    name = vmsd.name.encode("utf-8", "surrogateescape")
    return bytes((5, len(name) & 0xFF)) + name


def subsection_head_length(vmsd: Vmsd) -> int:
    """Octets before the fields of a subsection."""
    return len(subsection_head(vmsd)) + 4


def fit(vmsd: Vmsd, room: int) -> Vmsd | None:
    """What *vmsd* must mean when it is known to take *room* octets.

    As it stands, or with the array lengths as the description states them, or
    with the one array whose length is a guess taken as the octets that are left.

    Returns:
        A Vmsd of that length, or None.
    """
    if vmsd.length == room:
        return vmsd
    stated = _with_stated_counts(vmsd)
    if stated.length == room:
        return stated
    for structs in (False, True):
        if _elastic_count(vmsd, structs=structs):
            return _stretched(vmsd, room - vmsd.length, structs=structs)
    return None


def _with_stated_counts(vmsd: Vmsd) -> Vmsd:
    """*vmsd* with all array lengths taken literally."""
    fields = tuple(
        replace(field, entries=tuple(replace(entry, count=entry.stated_count) for entry in field.entries))
        for field in vmsd.fields
    )
    return make_vmsd(vmsd.name, vmsd.version, fields, vmsd.subsections)


def _elastic_count(vmsd: Vmsd, *, structs: bool) -> int:
    """Fields whose length is a guess, also in the subsections (which have no size of their own)."""
    own = sum(field.is_elastic(structs=structs) for field in vmsd.fields)
    return own + sum(_elastic_count(sub, structs=structs) for sub in vmsd.subsections)


def _stretched(vmsd: Vmsd, rest: int, *, structs: bool) -> Vmsd | None:
    """*vmsd* with its one elastic field longer by *rest* octets (or shorter), of no known structure.

    Returns:
        None when there is not exactly one, or it is too short for that.
    """
    if _elastic_count(vmsd, structs=structs) != 1:
        return None
    fields, subsections = list(vmsd.fields), list(vmsd.subsections)
    for number, field in enumerate(fields):
        if field.is_elastic(structs=structs):
            length = field.length + rest
            if length < 0:
                return None
            note = f"its elements differ in size, of which the description says nothing ({rest:+} octets)"
            entry = opaque(field.entries[0].type_name, length, note)
            fields[number] = Field(field.name, (entry,), is_array=False)
    for number, sub in enumerate(subsections):
        if _elastic_count(sub, structs=structs):
            stretched = _stretched(sub, rest, structs=structs)
            if stretched is None:
                return None
            subsections[number] = stretched
    return make_vmsd(vmsd.name, vmsd.version, tuple(fields), tuple(subsections))


def opaque(type_name: str, size: int, note: str = "", *, count: int = 1, compressed: bool = False) -> Entry:
    """An entry whose values are octets."""
    return Entry(
        type_name,
        Shape.OCTETS,
        "",
        size,
        count,
        count,
        compressed,
        (),
        variable=True,
        note=note,
        weight=size + HEAD_WEIGHT,
    )
