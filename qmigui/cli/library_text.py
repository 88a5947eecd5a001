"""States, details and sizes of a library as lines and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from qmigui.cli.table import Column, lines
from qmigui.errors import printable
from qmigui.service import short_id
from qmigui.stream.info_text import exact, human

if TYPE_CHECKING:
    from qmigui.errors import Problem
    from qmigui.service import Details, Entry, Stats, VerifiedState

_LABEL_WIDTH = 16
_MOST_PROBLEMS = 10

_LIST = (
    Column("ID"),
    Column("NAME", shrinks=True),
    Column("MACHINE", shrinks=True),
    Column("TARGET"),
    Column("SIZE", right=True),
    Column("STORED", right=True),
    Column("OF"),
    Column("CREATED"),
    Column("HEALTH"),
    Column("TAGS", shrinks=True),
)
_SERIES = (
    Column("LATEST", shrinks=True),
    Column("MACHINE", shrinks=True),
    Column("STATES", right=True),
    Column("DELTAS", right=True),
    Column("SIZE", right=True),
    Column("STORED", right=True),
    Column("RATIO", right=True),
)


def list_lines(entries: Sequence[Entry], width: int | None) -> Iterator[str]:
    """A table of states."""
    return lines(_LIST, (_list_row(entry) for entry in entries), width)


def _list_row(entry: Entry) -> tuple[str, ...]:
    return (
        short_id(entry.id),
        entry.name,
        entry.machine or "-",
        entry.arch or "-",
        human(entry.raw_size),
        human(entry.stored_size),
        short_id(entry.parent) if entry.parent else "-",
        local(entry.created),
        entry.health.value,
        ", ".join(entry.tags),
    )


def local(seconds: float) -> str:
    """A moment as the clock on the wall has it."""
    try:
        return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return "-"


def show_lines(details: Details) -> Iterator[str]:
    """All that is known of a state."""
    for title, value in _facts(details):
        yield f"{title:<{_LABEL_WIDTH}}{printable(value)}\n"
    entry = details.entry
    if entry.note:
        yield "\nnote\n"
        for line in entry.note.splitlines():
            yield f"  {printable(line)}\n"
    if details.blocks:
        yield "\nRAM blocks\n"
        for block in details.blocks:
            yield f"  {printable(block.name):<30} {human(block.used_length):>10}\n"
    if details.devices:
        yield "\nsections\n"
        yield f"  {printable(', '.join(details.devices))}\n"
    if details.problems:
        yield "\nproblems when it was stored\n"
        for problem in details.problems[:_MOST_PROBLEMS]:
            yield f"  {_problem_text(problem)}\n"
        hidden = sum(details.problem_counts.values()) - len(details.problems[:_MOST_PROBLEMS])
        if hidden > 0:
            yield f"  and {hidden} more\n"


def _facts(details: Details) -> Iterator[tuple[str, str]]:
    entry = details.entry
    yield "id", entry.id
    yield "name", entry.name
    if entry.tags:
        yield "tags", ", ".join(entry.tags)
    yield "machine", entry.machine or "not told"
    yield "target", entry.arch or "not told"
    yield "QEMU", f"{entry.qemu} or later, by the machine type" if entry.qemu else "not told"
    if details.info is not None and details.info.uuid:
        yield "guest uuid", details.info.uuid
    if entry.ram_size is not None:
        yield "RAM", exact(entry.ram_size)
    yield "size", exact(entry.raw_size)
    yield "stored", f"{exact(entry.stored_size)}, level {entry.level}"
    yield "sha256", entry.raw_sha256 or "not known"
    yield "form", entry.form + (f", from {entry.source}" if entry.source else "")
    info = details.info
    if info is not None and info.facts.unpacked:
        yield "was compressed", f"{info.facts.unpacked}; stored without: the same stream in another file"
    elif info is not None and info.compression and info.content == "opaque":
        yield "compressed", f"{info.compression}, inside: stored as it is, never a delta (--unpacked)"
    yield "created", local(entry.created)
    yield "in a library", local(entry.stored)
    yield "health", entry.health.value + (f": {details.failure}" if details.failure else "")
    yield "verified", "never" if entry.verified is None else local(entry.verified)
    if entry.parent is not None:
        below = ", ".join(parent.label for parent in details.parents) or f"{short_id(entry.parent)} (missing)"
        yield "delta against", below
    if details.children:
        yield "needed by", ", ".join(child.label for child in details.children)
    if entry.series:
        yield "series", entry.series
    yield "file", str(details.path)


def _problem_text(problem: dict[str, Any]) -> str:
    parts = [str(problem.get("severity", "?")), str(problem.get("message", ""))]
    if problem.get("path"):
        parts.insert(0, str(problem["path"]))
    if isinstance(problem.get("offset"), int):
        parts.insert(0, f"{problem['offset']:#x}")
    return printable(": ".join(parts))


def details_json(details: Details) -> dict[str, Any]:
    """All that is known of a state, as plain values."""
    info = details.info
    return {
        "format": 1,
        "state": details.entry.to_json(),
        "path": str(details.path),
        "uuid": info.uuid if info is not None else None,
        "compression": (info.facts.unpacked or info.compression) if info is not None else None,
        "unpacked": info is not None and info.facts.unpacked is not None,
        "page_size": info.page_size if info is not None else None,
        "capabilities": list(info.capabilities) if info is not None else [],
        "ram_blocks": [{"name": block.name, "used_length": block.used_length} for block in details.blocks],
        "sections": list(details.devices),
        "parents": [entry.id for entry in details.parents],
        "children": [entry.id for entry in details.children],
        "problem_counts": details.problem_counts,
        "problems": list(details.problems),
        "failure": details.failure,
    }


def stats_lines(stats: Stats, width: int | None) -> Iterator[str]:
    """Sizes of a library."""
    rows = [
        ("library", str(stats.directory)),
        ("states", f"{stats.count}, of them {stats.deltas} deltas"),
        ("size", exact(stats.raw_size)),
        ("stored", f"{exact(stats.stored_size)}, {_ratio(stats.stored_size, stats.raw_size)}"),
        ("free", human(stats.free)),
        ("health", ", ".join(f"{number} {word}" for word, number in stats.health.items()) or "-"),
    ]
    for title, value in rows:
        yield f"{title:<{_LABEL_WIDTH}}{printable(value)}\n"
    if stats.series:
        yield "\n"
        yield from lines(
            _SERIES,
            (
                (
                    one.name if one.series is not None else "(no series)",
                    one.machine or "-",
                    str(one.count),
                    str(one.deltas),
                    human(one.raw_size),
                    human(one.stored_size),
                    _ratio(one.stored_size, one.raw_size),
                )
                for one in stats.series
            ),
            width,
        )


def _ratio(stored: int, raw: int) -> str:
    return f"{100 * stored / raw:.1f} %" if raw else "-"


def stats_json(stats: Stats) -> dict[str, Any]:
    """Sizes as plain values."""
    return {
        "format": 1,
        "library": str(stats.directory),
        "count": stats.count,
        "deltas": stats.deltas,
        "raw_size": stats.raw_size,
        "stored_size": stats.stored_size,
        "free": stats.free,
        "health": stats.health,
        "series": [
            {
                "series": one.series,
                "machine": one.machine,
                "name": one.name,
                "count": one.count,
                "deltas": one.deltas,
                "raw_size": one.raw_size,
                "stored_size": one.stored_size,
            }
            for one in stats.series
        ],
    }


def verified_lines(state: VerifiedState) -> Iterator[str]:
    """What a verification found."""
    entry = state.entry
    name = entry.label
    if state.is_clean:
        yield f"{name}: good\n"
        return
    if state.error is not None:
        yield f"{name}: {printable(state.error)}\n"
    if state.result is None:
        return
    for problem in state.result.problems:
        yield f"{name}: {_line_of(problem)}\n"
    for part in state.result.affected:
        whose = "" if part.archive_id == entry.id else f" of {short_id(part.archive_id)}"
        where = f"bytes {part.offset:#x} to {part.offset + part.length:#x}"
        if part.block is not None and part.first_address is not None and part.last_address is not None:
            where += f", RAM '{printable(part.block)}' {part.first_address:#x} to {part.last_address:#x}"
        if part.sections:
            where += f", {printable(', '.join(part.sections))}"
        yield f"{name}: lost{whose}: {where}\n"


def _line_of(problem: Problem) -> str:
    return f"{problem} [{problem.code}]"


def verified_json(state: VerifiedState) -> dict[str, Any]:
    """The same as plain values."""
    result = state.result
    return {
        "state": state.entry.to_json(),
        "clean": state.is_clean,
        "error": state.error,
        "problems": [problem.to_json() for problem in result.problems] if result is not None else [],
        "affected": [
            {
                "id": part.archive_id,
                "frame": part.frame,
                "offset": part.offset,
                "length": part.length,
                "block": part.block,
                "first_address": part.first_address,
                "last_address": part.last_address,
                "sections": list(part.sections),
            }
            for part in (result.affected if result is not None else ())
        ],
    }
