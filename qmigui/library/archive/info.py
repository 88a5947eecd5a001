"""What an archive says of itself: the INFO chunk, as values.

Everything here comes from a file that anybody may have made, so the way in
(:meth:`ArchiveInfo.from_json`) believes nothing.
"""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass, field, fields
from typing import Any, Self

from qmigui.errors import LibraryError

MAX_RAW_SIZE = 1 << 62
"""Longest stream, in octets, that an archive may claim to hold."""
MAX_DEPTH = 8
"""Most parents in a row below an archive that is being made."""
ID_DIGITS = 32
HASH_DIGITS = 64


class Level(enum.Enum):
    """How hard is tried to make an archive small."""

    FAST = "fast"
    DEFAULT = "default"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the caller tells of a state that is to be archived; all of it is optional.

    Attributes:
        source_name: where it came from, as the user named it.
        source_mtime: when that was last written, seconds since 1970.
        name, tags, note: the user's words at that time (later changes are kept beside the archive).
        form: what *source_name* held, where that is not what is stored: ``ber``.
        unpacked: compression of the memory in the libvirt image that *source_name* held, which is stored
            without it.
        extra: further plain JSON values, kept as they are.
    """

    source_name: str | None = None
    source_mtime: float | None = None
    name: str | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    form: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    unpacked: str | None = None


@dataclass(frozen=True, slots=True)
class ParentRef:
    """Which archive a delta was made against.

    Attributes:
        id: of that archive (it may have been rewritten since under another).
        raw_sha256: of its stream, hexadecimal: this identifies it.
        raw_size: length of its stream in bytes.
        file_name: what its file was called; only a hint.
    """

    id: str
    raw_sha256: str
    raw_size: int
    file_name: str


@dataclass(frozen=True, slots=True)
class ArchiveInfo:
    """The INFO chunk.

    Attributes:
        id: 32 hexadecimal digits, random.
        created: UTC, ISO 8601.
        tool: program and version that wrote it.
        raw_size: length in bytes of what is archived, the file as it was given.
        raw_sha256: its SHA-256, hexadecimal.
        content: ``stream`` (a migration stream, perhaps in a carrier) or ``opaque`` (any other octets).
        stream_offset: where in it the migration stream begins: length of the carrier's head.
        carrier: what is before it: ``libvirt`` or ``offset``; None: nothing.
        compression: of the memory in the carrier, as it was; it is kept without, unless the content is
            ``opaque``: that is kept as it was, and machine, RAM and problems are those of the stream in it.
        followed: bytes from the start that were understood; RAM pages beyond are not indexed.
        machine: e.g. ``pc-q35-9.0``; None where the stream does not tell.
        arch: the target, where libvirt's XML names it.
        page_size: of the target, in bytes.
        uuid: of the guest, where the stream has it.
        capabilities: names in the configuration.
        ram_total: bytes of RAM that the block list announces.
        device_count: FULL sections with device state.
        vm_key: the same for states of one guest (machine, RAM blocks, uuid); None without RAM.
        level: a value of :class:`Level`.
        checked: the stream was checked when it was stored.
        problem_counts: by severity, what the check found.
        problems: the first of them, as :meth:`~qmigui.errors.Problem.to_json` gives them.
        parent: what this is a delta against; None: self-contained.
        depth: parents in a row below it.
        cell: bytes of guest addresses that share a frame.
        facts: what the caller told.
    """

    id: str
    created: str
    tool: str
    raw_size: int
    raw_sha256: str
    content: str
    stream_offset: int = 0
    carrier: str | None = None
    compression: str | None = None
    followed: int = 0
    machine: str | None = None
    arch: str | None = None
    page_size: int | None = None
    uuid: str | None = None
    capabilities: tuple[str, ...] = ()
    ram_total: int | None = None
    device_count: int = 0
    vm_key: str | None = None
    level: str = Level.DEFAULT.value
    checked: bool = False
    problem_counts: dict[str, int] = field(default_factory=dict)
    problems: tuple[dict[str, Any], ...] = ()
    parent: ParentRef | None = None
    depth: int = 0
    cell: int = 2 << 20
    facts: Facts = field(default_factory=Facts)

    def to_json(self) -> dict[str, Any]:
        """Plain values; keys are the attributes."""
        values: dict[str, Any] = _plain(self)
        return values

    @classmethod
    def from_json(cls, value: object) -> Self:
        """The same back; unknown keys are passed over.

        Raises:
            LibraryError: a value is missing, or none that can stand there.
        """
        made: Self = _Taker(value, "INFO").build(cls, parent=_parent_of, facts=_facts_of)
        if not 0 <= made.stream_offset <= made.raw_size or not 0 <= made.followed <= made.raw_size:
            raise LibraryError("the archive's INFO has an offset beyond the end of its stream")
        if (made.parent is None) != (made.depth == 0) or not 0 <= made.depth <= 1 << 16:
            raise LibraryError("the archive's INFO has a depth that does not fit its parent")
        return made


def _plain(value: Any) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _parent_of(value: object) -> ParentRef | None:
    if value is None:
        return None
    parent: ParentRef = _Taker(value, "INFO / parent").build(ParentRef)
    return parent


def _facts_of(value: object) -> Facts:
    facts: Facts = _Taker(value, "INFO / facts").build(Facts)
    return facts


class _Taker:
    """Builds a dataclass of this module from JSON that may hold anything."""

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, dict):
            raise LibraryError(f"the archive's {where} is no JSON object")
        self._value = value
        self._where = where

    def build(self, cls: type[Any], **parts: Any) -> Any:
        """An object of *cls*; *parts* says what builds the members that are objects themselves."""
        values = {}
        for item in fields(cls):
            if item.name not in self._value:
                continue
            given = self._value[item.name]
            values[item.name] = parts[item.name](given) if item.name in parts else self._take(item, given)
        try:
            return cls(**values)
        except TypeError as error:
            raise LibraryError(f"the archive's {self._where} lacks a value: {error}") from None

    def _take(self, item: Any, given: object) -> Any:
        kind = str(item.type)
        if given is None and kind.endswith("| None"):
            return None
        good: object = None
        match kind.removesuffix(" | None"):
            case "str":
                good = given if isinstance(given, str) and _fits(item.name, given) else None
            case "int":
                is_number = isinstance(given, int) and not isinstance(given, bool)
                good = given if is_number and 0 <= given <= MAX_RAW_SIZE else None  # type: ignore[operator]
            case "bool":
                good = given if isinstance(given, bool) else None
            case "float":
                is_number = isinstance(given, int | float) and not isinstance(given, bool)
                good = float(given) if is_number and math.isfinite(given) else None  # type: ignore[arg-type]
            case "tuple[str, ...]":
                is_list = isinstance(given, list) and all(isinstance(one, str) for one in given)
                good = tuple(given) if is_list else None  # type: ignore[arg-type]
            case "tuple[dict[str, Any], ...]":
                is_list = isinstance(given, list) and all(isinstance(one, dict) for one in given)
                good = tuple(given) if is_list else None  # type: ignore[arg-type]
            case "dict[str, int]":
                is_map = isinstance(given, dict) and all(type(one) is int for one in given.values())
                good = given if is_map else None
            case _:
                good = given if isinstance(given, dict) else None
        if good is None:
            raise LibraryError(f"the archive's {self._where} has no usable value of '{item.name}'")
        return good


def _fits(name: str, value: str) -> bool:
    """Whether a text has the shape that its name asks for."""
    digits = {"id": ID_DIGITS, "raw_sha256": HASH_DIGITS}.get(name)
    if digits is None:
        return True
    return len(value) == digits and all(one in "0123456789abcdef" for one in value)
