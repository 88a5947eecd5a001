"""From an archive, and the words beside it, to a row."""

from __future__ import annotations

import os
import uuid
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qmigui.errors import QmiguiError, Severity
from qmigui.library.archive.archive import Archive
from qmigui.library.archive.info import MAX_RAW_SIZE
from qmigui.library.entry import Health
from qmigui.library.ledger import Row
from qmigui.library.sidecar import read_sidecar, stem_of
from qmigui.library.target import target_of, version_of
from qmigui.library.texts import MAX_NOTE, storable, told_name, told_tags

if TYPE_CHECKING:
    from collections.abc import Callable

    from qmigui.library.archive.info import ArchiveInfo

_NAMELESS = uuid.UUID("6f1c0a52-5b0e-4f5c-9d0a-7a1f0c6f2b11")
"""Space of the ids that archives get which cannot tell theirs."""
_LATEST = 253402300799.0
"""The last second of the year 9999."""
_MOST_PROBLEMS = 100
_MOST_DEVICES = 10_000
_MOST_COUNTED = 1 << 48
_TEXTS = ("severity", "code", "path", "message", "expected", "found", "hint")
_NUMBERS = ("offset", "length")
"""Members that a problem can have, as ``Problem.to_json`` writes them."""
_LONGEST = 2000
"""Characters of a text in a problem."""


def row_of(path: Path, find_parent: Callable[[str], Archive | None]) -> Row:
    """The row of the archive at *path*; one that cannot be opened gets a row that says so.

    Args:
        path: of the file.
        find_parent: gives the open archive with that stream; the target may be in a frame that needs it.

    Raises:
        OSError: there is no such file.
    """
    status = path.stat()
    try:
        with Archive.open(path, find_parent) as archive:
            row = _row_of_archive(archive)
    except QmiguiError as error:
        row = _unreadable(path, status, error)
    row.stored_size, row.file_mtime_ns = status.st_size, status.st_mtime_ns
    return _with_sidecar(row, path)


def _row_of_archive(archive: Archive) -> Row:
    """What an open archive says of itself."""
    info, facts = archive.info, archive.info.facts
    version = version_of(info.machine)
    stored = _seconds(info.created)
    created = facts.source_mtime
    return Row(
        id=info.id,
        file_name=archive.path.name,
        name=told_name(facts.name, facts.source_name or archive.path.name),
        tags=told_tags(facts.tags),
        note=storable(facts.note or "")[:MAX_NOTE],
        machine=_text(info.machine),
        arch=_text(target_of(archive)),
        qemu=version[0] if version else None,
        qemu_number=version[1] if version else None,
        ram_size=info.ram_total,
        raw_size=info.raw_size,
        raw_sha256=info.raw_sha256,
        stored_size=archive.stored_size,
        parent_id=info.parent.id if info.parent else None,
        parent_sha256=info.parent.raw_sha256 if info.parent else None,
        depth=info.depth,
        series=_text(info.vm_key),
        created=created if created is not None and 0 <= created <= _LATEST else stored,
        stored=stored,
        source=_text(facts.source_name),
        form=_form_of(info),
        level=storable(info.level),
        checked=_health_of(info),
        problem_counts=_counts_of(info),
        problems=tuple(_problem(one) for one in info.problems[:_MOST_PROBLEMS]),
        devices=tuple(sorted({storable(one.idstr) for one in archive.sections[:_MOST_DEVICES]})),
    )


def _with_sidecar(row: Row, path: Path) -> Row:
    """*row* with what is kept beside the archive; of another archive's words nothing is taken."""
    words = read_sidecar(path)
    if words is None or (words.id != row.id and row.raw_sha256):
        return row
    row.id = words.id if not row.raw_sha256 and _is_id(words.id) else row.id
    row.name, row.tags, row.note = words.name, words.tags, words.note
    row.verified = words.verified
    row.failure = row.failure or words.failure
    return row


def _form_of(info: ArchiveInfo) -> str:
    """What the file was that was stored."""
    if info.facts.form == "ber":
        return "ber"
    return info.carrier or ("binary" if info.content == "stream" else "opaque")


def _health_of(info: ArchiveInfo) -> Health:
    """What the check found when it was stored."""
    if not info.checked:
        return Health.UNCHECKED
    if info.problem_counts.get("error"):
        return Health.DAMAGED
    return Health.WARNINGS if info.problem_counts.get("warning") else Health.CLEAN


def _unreadable(path: Path, status: os.stat_result, error: QmiguiError) -> Row:
    return Row(
        id=uuid.uuid5(_NAMELESS, storable(path.name)).hex,
        file_name=path.name,
        name=told_name(stem_of(path.name), path.name),
        raw_size=0,
        raw_sha256="",
        stored_size=status.st_size,
        created=status.st_mtime,
        stored=status.st_mtime,
        failure=storable(error.message),
    )


def _counts_of(info: ArchiveInfo) -> dict[str, int]:
    given = {severity.value: info.problem_counts.get(severity.value, 0) for severity in Severity}
    return {word: min(count, _MOST_COUNTED) for word, count in given.items() if count > 0}


def _problem(given: dict[str, Any]) -> dict[str, Any]:
    """The members that a problem can have, of the kinds that they can have."""
    kept: dict[str, Any] = {}
    for name in _TEXTS:
        value = given.get(name)
        if isinstance(value, str):
            kept[name] = storable(value)[:_LONGEST]
    for name in _NUMBERS:
        value = given.get(name)
        if type(value) is int and 0 <= value <= MAX_RAW_SIZE:
            kept[name] = value
    return kept


def _is_id(text: str) -> bool:
    return len(text) == 32 and all(one in "0123456789abcdef" for one in text)


def _text(value: str | None) -> str | None:
    return None if value is None else storable(value)


def _seconds(text: str) -> float:
    try:
        seconds = datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError, OSError):
        return 0.0
    return min(max(seconds, 0.0), _LATEST)
