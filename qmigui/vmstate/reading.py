"""From the JSON of a VM description to the model.

The text was made by QEMU's ``vmsd_desc_field_start`` and ``vmsd_desc_field_end``
(``migration/vmstate.c``), or by someone who wishes us ill: every type and sign
is looked at, and nothing is repeated because a number says so.

JSON objects come as tuples of (key, value), since QEMU repeats the keys
``vmsd_name``, ``version``, ``fields`` for each element of a list; JSON arrays
come as lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from qmigui.visitor.base import KINDS
from qmigui.visitor.tags import MAX_LEVEL
from qmigui.vmstate.model import DIRECT, HEAD_WEIGHT, Entry, Field, Vmsd, fit, make_vmsd, opaque
from qmigui.vmstate.types import LIST_TYPES, POINTER_TYPES, TREE_TYPE, Shape, classify

Pairs = tuple[tuple[str, object], ...]

_MEMBER_KEYS = frozenset(("version", "fields", "subsections"))


class UnusableError(Exception):
    """A part of a description that makes no sense; its message says why."""


def read_vmsd(pairs: Iterable[tuple[str, object]], level: int = 1) -> Vmsd:
    """Read a device, a struct or a subsection.

    Args:
        pairs: its keys and values; those of no interest may be among them.
        level: how deep its VMState will be nested in BER.

    Raises:
        UnusableError: without this part the length is not known.
    """
    if level + 4 > MAX_LEVEL:  # its fields may be arrays, or octets in pieces
        raise UnusableError("it is nested too deep")
    name, version = "", 0
    fields: tuple[Field, ...] = ()
    subsections: tuple[Vmsd, ...] = ()
    for key, value in pairs:
        if key == "vmsd_name":
            name = read_text(value, key)
        elif key == "version":
            version = read_number(value, key)
        elif key == "fields":
            fields = _read_fields(read_objects(value, key), level)
        elif key == "subsections":
            subsections = tuple(_read_subsection(sub, level + 3) for sub in read_objects(value, key))
    return make_vmsd(name, version, fields, subsections)


def read_text(value: object, key: str) -> str:
    """*value*, if it is a text.

    Raises:
        UnusableError: it is not.
    """
    if not isinstance(value, str):
        raise UnusableError(f"'{key}' is not a text")
    return value


def read_number(value: object, key: str) -> int:
    """*value*, if it is an integer of 0 or more.

    Raises:
        UnusableError: it is not.
    """
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise UnusableError(f"'{key}' is not a number of 0 or more")
    return value


def read_objects(value: object, key: str) -> list[Pairs]:
    """*value*, if it is an array of objects.

    Raises:
        UnusableError: it is not.
    """
    if not isinstance(value, list) or not all(isinstance(item, tuple) for item in value):
        raise UnusableError(f"'{key}' is not a list of objects")
    return value


def _read_subsection(pairs: Pairs, level: int) -> Vmsd:
    vmsd = read_vmsd(pairs, level)
    try:
        length = len(vmsd.name.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        length = 0
    if not 1 <= length <= 255:
        raise UnusableError("a subsection has no usable name")
    return vmsd


def _read_fields(objects: list[Pairs], level: int) -> tuple[Field, ...]:
    """Read entries and put together those of one name.

    QEMU gives fields of one declaration the same name and makes all others
    different, so neighbours of one name are elements of one array; ``index``
    does not tell, since 10.0 leaves it out for the last element and 11.x for all.
    """
    fields: list[Field] = []
    name, indexed = "", False
    entries: list[Entry] = []
    for pairs in objects:
        entry_name, entry, has_index = _read_entry(pairs, level)
        if entries and entry_name == name:
            entries.append(entry)
            continue
        if entries:
            fields.append(_make_field(name, entries, indexed))
        name, entries, indexed = entry_name, [entry], has_index
    if entries:
        fields.append(_make_field(name, entries, indexed))
    return tuple(fields)


def _make_field(name: str, entries: list[Entry], indexed: bool) -> Field:
    if len(entries) > 1:
        for entry, count in zip(entries, run_counts(entries), strict=True):
            entry.count = count
    is_array = indexed or len(entries) > 1 or entries[0].compressed
    return Field(name, tuple(entries), is_array)


def run_counts(entries: Sequence[Entry]) -> list[int]:
    """How many elements each entry of an array of pointers really stands for.

    From 10.0 on such an array is described in runs of NULLs and of others, with
    two faults: a first run that is not of NULLs has the length of the whole
    array; and where the elements cannot be described in one, each NULL has its
    own entry, with the length of what is left of its run or of the array.
    """
    counts = [entry.stated_count for entry in entries]
    nulls = [entry.type_name in POINTER_TYPES for entry in entries]
    if any(this and following for this, following in pairwise(nulls)):
        return [1 if null else count for null, count in zip(nulls, counts, strict=True)]
    if entries[0].compressed and not nulls[0] and counts[0] > sum(counts[1:]):
        counts[0] -= sum(counts[1:])
    return counts


def _read_entry(pairs: Pairs, level: int) -> tuple[str, Entry, bool]:
    """Read one object of a list of fields: its name, its values, whether it has an index."""
    seen: dict[str, object] = {}
    groups: list[list[tuple[str, object]]] = []
    for key, value in pairs:
        if key == "vmsd_name":
            groups.append([(key, value)])
        elif key in _MEMBER_KEYS and groups:
            groups[-1].append((key, value))
        else:
            seen.setdefault(key, value)
    name = read_text(seen.get("name"), "name")
    type_name = read_text(seen.get("type"), "type")
    size = read_number(seen.get("size"), "size")
    compressed = "array_len" in seen
    count = read_number(seen["array_len"], "array_len") if compressed else 1
    struct = seen.get("struct")
    if type_name == "struct" and isinstance(struct, tuple):
        groups.insert(0, list(struct))
    entry = _make_entry(type_name, size, count, compressed, groups, level + 4)  # as if in an array
    return name, entry, "index" in seen


def _make_entry(
    type_name: str,
    size: int,
    count: int,
    compressed: bool,
    groups: list[list[tuple[str, object]]],
    level: int,
) -> Entry:
    """Values of one type; *level* is that of one value in BER."""
    if size == 0 and compressed:
        return opaque(type_name, 0, count=0, compressed=True)  # nothing on the wire, whatever the count
    if type_name == "struct" and size == 1 and groups == [[]]:
        # 2.9 to 9.2: a NULL in an array of pointers to structs.
        return Entry(type_name, Shape.POINTER, "", 1, count, count, compressed, (), True, "", 4)
    shape, kind = classify(type_name, size)
    if not groups and type_name not in LIST_TYPES and type_name != TREE_TYPE:
        if shape is Shape.OCTETS:
            return opaque(type_name, size, count=count, compressed=compressed)
        weight = size + 3
        if shape is Shape.WORDS:
            weight = size + 3 * (size // KINDS[kind].width) + HEAD_WEIGHT
        return Entry(type_name, shape, kind, size, count, count, compressed, (), False, "", weight)
    try:
        shape, kind, parts = _read_members(type_name, size, groups, level)
    except UnusableError as error:
        return opaque(type_name, size, str(error), count=count, compressed=compressed)
    variable = shape is not Shape.STRUCT or any(
        entry.variable for part in parts for field in part.fields for entry in field.entries
    )
    weight = HEAD_WEIGHT + sum(3 * HEAD_WEIGHT + part.weight for part in parts)
    return Entry(type_name, shape, kind, size, count, count, compressed, parts, variable, "", weight)


def _read_members(
    type_name: str, size: int, groups: list[list[tuple[str, object]]], level: int
) -> tuple[Shape, str, tuple[Vmsd, ...]]:
    """What the members of a value are: shape, kind, parts.

    Raises:
        UnusableError: they are not the members of something of *size* octets.
    """
    if type_name in LIST_TYPES:
        parts = tuple(read_vmsd(group, level + 1) for group in groups)
        _check_sum(sum(part.length + 1 for part in parts) + 1, size)
        return Shape.LIST, "", parts
    if type_name == TREE_TYPE:
        parts = tuple(read_vmsd(group, level + 2) for group in groups)
        members = sum(part.length for part in parts) + 4 + 1
        if members + 9 * len(parts) == size:
            return Shape.TREE, DIRECT, parts
        _check_sum(members + (len(parts) + 1) // 2, size)
        if len(parts) % 2:
            raise UnusableError("it has a key without a value")
        return Shape.TREE, "", parts
    if len(groups) != 1:
        raise UnusableError(f"it is described by {len(groups)} sets of members")
    described = read_vmsd(groups[0], level)
    fitting = fit(described, size)
    if fitting is None:
        _check_sum(described.length, size)
    assert fitting is not None
    return Shape.STRUCT, "", (fitting,)


def _check_sum(members: int, size: int) -> None:
    if members != size:
        raise UnusableError(f"its members account for {members} of {size} octets")
