"""Whether the fields that a state sends are those that a destination expects.

A device payload has no names: QEMU takes its own fields, one after the other,
from whatever octets stand there.  So names that differ do no harm as long as
the octets add up; a field that is missing, or one too many, shifts all that
follows, and QEMU notices at the section's footer, if at all.

What functions of the device decide (``field_exists``) is not known here: such
a field may be there or not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qmigui.compare.dump_table import TableField, TableVmsd
from qmigui.vmstate.model import Field, Vmsd
from qmigui.vmstate.types import Shape

_REPEATED = re.compile(r"\[\d+\]$")
_MAX_OPTIONAL = 12

UNUSED = "unused"


class Misfit(NamedTuple):
    """One place where the two do not go together.

    Attributes:
        trail: names of the structs and the field.
        code: stable short name.
        message: what is wrong.
    """

    trail: tuple[str, ...]
    code: str
    message: str


def misfits(vmsd: Vmsd, table: TableVmsd, version_id: int, trail: tuple[str, ...] = ()) -> Iterator[Misfit]:
    """What of a device, struct or subsection does not fit a destination's description.

    Args:
        vmsd: as the state describes it.
        table: as the destination's table describes it.
        version_id: of the section or subsection; a struct has the destination's own version.
        trail: where it is.
    """
    expected = [each for each in table.fields if each.version_id <= version_id]
    yield from _field_misfits(vmsd.fields, expected, trail)
    for sub in vmsd.subsections:
        own = table.subsections.get(sub.name)
        where = (*trail, f"subsection '{sub.name}'")
        if own is None:
            yield Misfit(where, "subsection-unknown", "the destination does not know this subsection")
        elif sub.version > own.version_id:
            message = f"version {sub.version}, the destination knows {own.version_id}"
            yield Misfit(where, "version-new", message)
        elif sub.version < own.minimum_version_id:
            message = f"version {sub.version}, the destination needs {own.minimum_version_id} at least"
            yield Misfit(where, "version-old", message)
        else:
            yield from misfits(sub, own, sub.version, where)


def _field_misfits(
    sent: Sequence[Field], expected: Sequence[TableField], trail: tuple[str, ...]
) -> Iterator[Misfit]:
    """Go along both lists; what is between two names that both have is judged together."""
    names = Counter(each.name for each in expected)
    extra: list[Field] = []
    place = 0
    plain = [_plain(field.name, names) for field in sent]
    left = Counter(plain)
    for field, name in zip(sent, plain, strict=True):
        found = _partner(name, expected, place, left[name])
        left[name] -= 1
        if found is None or not _may_skip(expected[place:found], left):
            extra.append(field)
            continue
        yield from _gap(extra, expected[place:found], trail)
        extra = []
        yield from _pair(field, expected[found], names[name] > 1, trail)
        place = found + 1
    yield from _gap(extra, expected[place:], trail)


def _plain(name: str, names: Counter[str]) -> str:
    """A name without the number by which QEMU tells fields of one name apart."""
    short = _REPEATED.sub("", name)
    return short if name not in names and short in names else name


def _partner(name: str, expected: Sequence[TableField], place: int, number: int) -> int | None:
    """Which of the fields of a name is the next one that has been sent.

    Args:
        name: of the field.
        expected: all fields.
        place: those before it are taken.
        number: how many of this name are still to come, this one included.
    """
    found = [n for n in range(place, len(expected)) if expected[n].name == name]
    # More are known than were sent: those that may be missing are.
    while len(found) > number and expected[found[0]].is_optional:
        del found[0]
    return found[0] if found else None


def _may_skip(passed: Sequence[TableField], left: Counter[str]) -> bool:
    """Whether the fields that a match would pass over do not come later: the lists are in one order."""
    return not any(left[each.name] for each in passed if not each.is_optional)


def _gap(extra: Sequence[Field], missing: Sequence[TableField], trail: tuple[str, ...]) -> Iterator[Misfit]:
    """Fields without partner on both sides: harmless if they take the same octets."""
    if not extra and all(each.is_optional or _may_be_empty(each) for each in missing):
        return
    if not missing and not any(field.length for field in extra):
        return
    length = sum(field.length for field in extra)
    if length in _possible_lengths(missing, length):
        return
    sent = ", ".join(f"'{field.name}'" for field in extra[:4]) or "nothing"
    wanted = ", ".join(f"'{each.name}'" for each in missing[:4]) or "nothing"
    where = (*trail, extra[0].name if extra else missing[0].name)
    message = f"{sent} ({length} octets) stands where the destination expects {wanted}"
    yield Misfit(where, "fields", message)


def _may_be_empty(each: TableField) -> bool:
    """Whether a field may take no octets: a table tells structs and arrays of structs alike."""
    return each.size == 0 or (each.members is not None and each.count is None)


def _possible_lengths(missing: Sequence[TableField], wanted: int) -> set[int]:
    """How many octets some fields may take, their optional ones being there or not."""
    lengths = {0}
    optional = 0
    for each in missing:
        size = _wire_length(each)
        if size is None:
            return {wanted}  # nobody knows
        if each.is_optional:
            optional += 1
            if optional > _MAX_OPTIONAL:
                return {wanted}
            lengths |= {length + size for length in lengths}
        else:
            lengths = {length + size for length in lengths}
    return lengths


def _wire_length(each: TableField) -> int | None:
    """Octets of a field on the wire; None: the table does not tell."""
    if each.members is None:
        return None if not each.size or each.count == 0 else each.size * (each.count or 1)
    total = 0
    for member in each.members.fields:
        size = _wire_length(member)
        if size is None or member.is_optional:
            return None
        total += size
    return total * (1 if each.count is None else each.count)


def _pair(field: Field, own: TableField, is_repeated: bool, trail: tuple[str, ...]) -> Iterator[Misfit]:
    """A field that both have by name."""
    where = (*trail, field.name)
    entry = field.entries[0]
    if own.members is not None:
        for each in field.entries:
            for part in each.parts if each.shape is Shape.STRUCT else ():
                yield from misfits(part, own.members, own.members.version_id, where)
        return
    if entry.shape in (Shape.INTEGER, Shape.BOOLEAN) and not is_repeated and own.size != entry.size:
        message = f"{entry.size} octets, the destination expects {own.size}"
        yield Misfit(where, "field-size", message)
        return
    count = sum(each.count for each in field.entries)
    if own.count is not None and own.count > 1 and field.is_array and count != own.count and not is_repeated:
        yield Misfit(where, "array-length", f"{count} elements, the destination expects {own.count}")
