"""One state in the catalogue, as values."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from qmigui.errors import printable

SHORT_ID = 8
"""Digits of an id that are shown where there is little room."""


class Health(enum.Enum):
    """What is known of a state; the worst that applies."""

    CLEAN = "clean"
    """Checked when it was stored: nothing wrong, notes at most."""
    WARNINGS = "warnings"
    """Checked: warnings, no errors."""
    DAMAGED = "damaged"
    """Checked: the stream has errors, and was kept all the same."""
    UNCHECKED = "unchecked"
    """Nobody looked."""
    ORPHAN = "orphan"
    """A delta whose parent, or a parent of that, is not there: it cannot be restored whole."""
    MISSING = "missing"
    """The archive is not where it was."""
    FAILED = "failed"
    """The archive is damaged: opening or verifying it failed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A state of the library: one row.

    Attributes:
        key: number of the row; the same as long as the state is in this catalogue.
        id: 32 hexadecimal digits, the archive's own.
        name: the user's, perhaps not the only one of it; never empty.
        tags: sorted.
        note: text of any number of lines, or empty.
        machine: type as the stream has it (``pc-q35-7.2``), or None.
        arch: target as QEMU names it (``x86_64``), or None where nothing tells.
        qemu: version that the machine type is of (``7.2``), or None: a stream does not tell more.
        ram_size: bytes of all RAM blocks, or None.
        raw_size: bytes of the stream, or of the file that was given.
        raw_sha256: of it, hexadecimal; empty where the archive could not be opened.
        stored_size: bytes of the archive.
        parent: id of the state that this is a delta against; None: it stands alone.
        depth: parents in a row below it.
        children: deltas directly against it.
        series: key that states of one guest share, or None.
        created: when the state was saved (the file's date), seconds since 1970.
        stored: when it came into a library, seconds since 1970.
        source: what the file was called, or None.
        form: what the file was: ``binary``, ``ber``, ``libvirt`` or ``opaque`` (no stream that we can read).
        level: of compression.
        health: what is known of it.
        problem_count: errors and warnings of its check.
        verified: when the archive was verified last, seconds since 1970, or None.
        file_name: of the archive, in the library's folder.
    """

    key: int
    id: str
    name: str
    tags: tuple[str, ...]
    note: str
    machine: str | None
    arch: str | None
    qemu: str | None
    ram_size: int | None
    raw_size: int
    raw_sha256: str
    stored_size: int
    parent: str | None
    depth: int
    children: int
    series: str | None
    created: float
    stored: float
    source: str | None
    form: str
    level: str
    health: Health
    problem_count: int
    verified: float | None
    file_name: str

    @property
    def ratio(self) -> float | None:
        """The archive's share of what was stored, or None for what is empty."""
        return self.stored_size / self.raw_size if self.raw_size else None

    @property
    def label(self) -> str:
        """How a sentence names it: digits that can be typed, and the name."""
        return f"{short_id(self.id)} '{printable(self.name)}'"

    def to_json(self) -> dict[str, Any]:
        """Plain values, times as UTC; docs/library.md says what they are."""
        return {
            "id": self.id,
            "name": self.name,
            "tags": list(self.tags),
            "note": self.note,
            "machine": self.machine,
            "arch": self.arch,
            "qemu": self.qemu,
            "ram_size": self.ram_size,
            "raw_size": self.raw_size,
            "raw_sha256": self.raw_sha256,
            "stored_size": self.stored_size,
            "parent": self.parent,
            "depth": self.depth,
            "children": self.children,
            "series": self.series,
            "created": utc_text(self.created),
            "stored": utc_text(self.stored),
            "source": self.source,
            "form": self.form,
            "level": self.level,
            "health": self.health.value,
            "problem_count": self.problem_count,
            "verified": None if self.verified is None else utc_text(self.verified),
            "file": self.file_name,
        }


def short_id(identity: str) -> str:
    """The first digits of an id."""
    return identity[:SHORT_ID]


def utc_text(seconds: float) -> str:
    """A time as ``2026-01-31T12:00:00Z``."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
