"""Changes values while a stream passes: an overlay over its events, everything else stays as it is.

A value keeps its type and its octets' number, so that neither the VM
description nor any length changes with it.  Only the machine type and the UUID
of the configuration have no other place than the stream itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from qmigui.compare.values import (
    NULLPTR,
    OCTETS,
    SUBSECTION,
    Path,
    Value,
    Values,
    described_values,
    element_values,
    path_text,
)
from qmigui.errors import FormatError, UsageError, printable
from qmigui.record import replace
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.visitor.base import BOOL, KINDS
from qmigui.visitor.trail import Subsection, trail_text

if TYPE_CHECKING:
    from qmigui.stream.events import Event

MAX_CANDIDATES = 5
MAX_KNOWN = 100_000
"""So many paths are kept to propose one of them."""

# The first equals sign that is not between quotes.
_ASSIGNMENT = re.compile(r"((?:[^'=]|'[^']*')*)=(.*)", re.DOTALL)
_SPACES = re.compile(r"\s*/\s*")
_CONFIGURATION = "configuration"
_MAPPED = b"mapped-ram"
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


class Setting:
    """One value that is to be set.

    Args:
        text: ``PATH=VALUE``; the path is one that messages print, with or without
            the section's number, or ``SECTION/FIELD``, ``SECTION@INSTANCE/FIELD``.

    Attributes:
        path: what is wanted.
        value: the new value, as written.
        found: full path of what it has changed; empty: nothing so far.
        known: paths in the sections that it may mean.

    Raises:
        UsageError: it is something else.
    """

    def __init__(self, text: str) -> None:
        parts = _ASSIGNMENT.fullmatch(text)
        if parts is None:
            raise UsageError(f"{text!r} is no PATH=VALUE")
        self.path = _SPACES.sub("/", parts[1].strip())
        self.value = parts[2].strip()
        self.found = ""
        self.known: dict[str, None] = {}
        if not self.path:
            raise UsageError(f"{text!r} names nothing before '='")

    def use(self, path: str) -> None:
        """It has found *path*.

        Raises:
            UsageError: it had found something else before.
        """
        if self.found:
            raise UsageError(
                f"--set {printable(self.path)} means more than one value: {self.found}, {path};"
                " SECTION@INSTANCE/FIELD or a path with the section's number tells them apart"
            )
        self.found = printable(path)

    def remember(self, path: str) -> None:
        """A path that could have been meant."""
        if len(self.known) < MAX_KNOWN:
            self.known[path] = None

    def nothing(self) -> UsageError:
        """The error for a setting that has found nothing."""
        known = list(self.known)
        near = get_close_matches(self.path, known, MAX_CANDIDATES, 0.5) or known[:MAX_CANDIDATES]
        hint = f"; there are {', '.join(map(printable, near))}" if near else ""
        return UsageError(f"--set {printable(self.path)} means nothing in this state{hint}")


class Overlay:
    """The settings, as a filter of events.

    Args:
        settings: texts, see :class:`Setting`.

    Raises:
        UsageError: a text makes no sense.
    """

    def __init__(self, settings: Sequence[str]) -> None:
        self._settings = [Setting(text) for text in settings]
        self._section: ev.SectionBegin | None = None

    def filter(self, events: Iterator[Event]) -> Iterator[Event]:
        """The events, with the values set.

        Raises:
            UsageError: a setting means nothing, more than one value, or a value that cannot be set.
        """
        for event in events:
            match event:
                case ev.Configuration():
                    yield self._configuration(event)
                case ev.SectionBegin():
                    self._section = event
                    self._begin(event)
                    yield event
                case ev.DevicePayload():
                    yield self._device(event)
                case ev.StreamEnd():
                    for setting in self._settings:
                        if not setting.found:
                            raise setting.nothing()
                    yield event
                case _:
                    yield event

    # -- configuration -----------------------------------------------------------------

    def _configuration(self, event: ev.Configuration) -> ev.Configuration:
        for setting in self._settings:
            setting.remember(f"{_CONFIGURATION}/machine")
            head, _, name = setting.path.partition("/")
            if head != _CONFIGURATION:
                continue
            event = self._configured(event, setting, name)
        return event

    def _configured(self, event: ev.Configuration, setting: Setting, name: str) -> ev.Configuration:
        path = f"{_CONFIGURATION} / {name}"
        if name == "machine":
            machine = setting.value.encode("utf-8", "surrogateescape")
            if not 1 <= len(machine) <= wire.MAX_MACHINE_NAME:
                raise UsageError("the machine type must have 1 to 65535 octets", path=path)
            is_mapped = any(isinstance(s, ev.Capabilities) and _MAPPED in s.names for s in event.subsections)
            if is_mapped and len(machine) != len(event.machine):
                message = "the machine type must keep its length: RAM stands at fixed places behind it"
                raise UsageError(message, path=path)
            setting.use(path)
            return replace(event, machine=machine)
        subsections = list(event.subsections)
        for number, sub in enumerate(subsections):
            if name == "uuid" and isinstance(sub, ev.Uuid):
                subsections[number] = replace(sub, uuid=_octets(setting.value, 16, path))
                setting.use(path)
        if not setting.found and name in {"target-page-bits", "capabilities"}:
            raise UsageError("cannot be set: the rest of the stream goes by it", path=path)
        return replace(event, subsections=tuple(subsections))

    # -- devices -----------------------------------------------------------------------

    def _wanted(self, section: ev.SectionBegin) -> list[Setting]:
        """The settings that may mean a value of this section."""
        name = section.idstr.decode("utf-8", "backslashreplace")
        heads = (f"{name}/", f"{name}@{section.instance_id}/", f"section '{name}'/", f"{section.path}/")
        return [setting for setting in self._settings if setting.path.startswith(heads)]

    def _begin(self, section: ev.SectionBegin) -> None:
        for setting in self._settings:
            setting.remember(f"{section.idstr.decode('utf-8', 'backslashreplace')}/...")
        if section.body is not ev.Body.DEVICE:
            for setting in self._wanted(section):
                message = f"--set {printable(setting.path)}: nothing describes this section"
                raise UsageError(message, path=section.path)

    def _device(self, event: ev.DevicePayload) -> ev.DevicePayload:
        section = self._section
        assert section is not None
        wanted = self._wanted(section)
        if not wanted:
            return event
        values = _values(event, section)
        payload = bytearray(event.payload)
        for setting in wanted:
            for path, number, text in _matches(setting, section, values):
                setting.use(f"{section.path} / {text}")
                _put(payload, values[path], number, setting.value, setting.found)
        return replace(event, payload=bytes(payload), element=None)


def _values(event: ev.DevicePayload, section: ev.SectionBegin) -> Values:
    try:
        if event.element is not None:
            return element_values(event.element, event.offset, section.path)
        if event.device is not None:
            return described_values(event.device, memoryview(event.payload))
    except FormatError as error:
        raise UsageError(f"cannot be set: {error.message}", path=section.path) from error
    raise UsageError("cannot be set: nothing describes this section", path=section.path)


def _matches(
    setting: Setting, section: ev.SectionBegin, values: Values
) -> Iterator[tuple[Path, int | None, str]]:
    """The values that a setting means: path, element of a run or None, words."""
    name = section.idstr.decode("utf-8", "backslashreplace")
    heads = {
        f"{name}/": False,
        f"{name}@{section.instance_id}/": False,
        f"section '{name}'/": True,
        f"{section.path}/": True,
    }
    wanted = setting.path
    rests = {(wanted[len(head) :], is_full) for head, is_full in heads.items() if wanted.startswith(head)}
    for path, value in values.items():
        words = path_text(path)
        plain = _plain_text(path)
        setting.remember(f"{name}/{plain}")
        texts = {True: _SPACES.sub("/", words), False: plain}
        for rest, is_full in rests:
            number = _element(rest, texts[is_full], path, value, "'" if is_full else "")
            if number is not None:
                shown = path_text((*path[:-1], path[-1] + number)) if _is_run(path, value) else words  # type: ignore[operator]
                yield path, number if value.number else None, shown
                break


def _is_run(path: Path, value: Value) -> bool:
    return bool(value.number) and isinstance(path[-1], int)


def _element(rest: str, text: str, path: Path, value: Value, quote: str) -> int | None:
    """Which element of a run *rest* means, 0 for what is no run; None: it means something else."""
    if not value.number:
        return 0 if rest == text else None
    tail = f"[{path[-1]}]{quote}"
    stem = text.removesuffix(tail)
    found = re.fullmatch(r"\[(\d{1,9})\]" + quote, rest[len(stem) :]) if rest.startswith(stem) else None
    if found is None:
        return None
    first = path[-1]
    assert isinstance(first, int)
    number = int(found[1]) - first
    return number if 0 <= number < value.number else None


def _plain_text(path: Path) -> str:
    """A path without words and quotes: fields joined by dots, subsections between slashes."""
    parts: list[str] = []
    steps: list[str | int | Subsection] = []
    for step in path:
        if isinstance(step, Subsection):
            parts += [trail_text(steps)[len("field '") : -1]] if steps else []
            parts.append(step.name)
            steps = []
        else:
            steps.append(step)
    parts += [trail_text(steps)[len("field '") : -1]] if steps else []
    return "/".join(parts)


# -- new values ------------------------------------------------------------------------


def _put(payload: bytearray, value: Value, number: int | None, text: str, path: str) -> None:
    """Write a new value over the old one."""
    if value.kind in {NULLPTR, SUBSECTION}:
        what = "a NULL pointer" if value.kind == NULLPTR else "a subsection"
        raise UsageError(f"cannot be set: it is {what}, no value", path=path)
    width = value.size // value.number if value.number else value.size
    octets = _encoded(value.kind, text, width, path)
    start = value.offset + (number or 0) * width
    payload[start : start + width] = octets


def _encoded(kind: str, text: str, width: int, path: str) -> bytes:
    if kind == OCTETS:
        return _octets(text, width, path)
    if kind == BOOL:
        truth = _TRUTH.get(text.lower())
        if truth is None:
            raise UsageError(f"{text!r} is no truth value: true or false", path=path)
        return bytes((truth,))
    try:
        number = int(text, 0)
    except ValueError:
        raise UsageError(f"{text!r} is no integer", path=path) from None
    low, high = KINDS[kind].low, KINDS[kind].high
    if not low <= number <= high:
        raise UsageError(f"{number} is not within {low}..{high} ({kind})", path=path)
    return number.to_bytes(width, "big", signed=KINDS[kind].signed)


def _octets(text: str, length: int, path: str) -> bytes:
    try:
        octets = bytes.fromhex(text.replace(":", " ").replace("-", "").removeprefix("0x"))
    except ValueError:
        raise UsageError(f"{text!r} is not hexadecimal", path=path) from None
    if len(octets) != length:
        raise UsageError(f"{len(octets)} octets where {length} stand: the length cannot change", path=path)
    return octets
