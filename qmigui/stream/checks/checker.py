"""Takes the events of a stream, of either form, and tells what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable

from qmigui.errors import Problem
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.checks.description import DescriptionChecks
from qmigui.stream.checks.devices import DeviceChecks
from qmigui.stream.checks.facts import Facts
from qmigui.stream.checks.header import HeaderChecks
from qmigui.stream.checks.ram import RamChecks
from qmigui.stream.checks.report import Reports
from qmigui.stream.checks.sections import SectionChecks


class Checker:
    """All checks that need no octets but those in the events.

    Give it every event in order, then call :meth:`finish`, also when the
    reading has ended with an error; :meth:`close` always.

    Args:
        report: is given each problem; a :class:`Reports` bounds how many.
    """

    def __init__(self, report: Reports | Callable[[Problem], None]) -> None:
        self._reports = report if isinstance(report, Reports) else Reports(report)
        self._facts = Facts()
        self._header = HeaderChecks(self._reports, self._facts)
        self._sections = SectionChecks(self._reports, self._facts)
        self._ram = RamChecks(self._reports, self._facts)
        self._devices = DeviceChecks(self._reports)
        self._description = DescriptionChecks(self._reports, self._facts, self._devices)
        self._section: ev.SectionBegin | None = None

    def take(self, event: ev.Event) -> None:
        """Look at one event."""
        match event:
            case ev.RamRuns() | ev.RamBlock() | ev.RamRecord() | ev.RamFlush():
                self._ram.take(event)
            case ev.RamListBegin() | ev.RamListBlock() | ev.MappedEnd() | ev.RamListEnd():
                self._ram.take(event)
            case ev.SectionBegin():
                self._begin(event)
            case ev.DevicePayload():
                if self._section is not None:
                    self._devices.payload(event, self._section)
            case ev.Opaque():
                self._sections.opaque(event, self._section)
                if self._section is not None and self._section.kind == wire.SECTION_FULL:
                    self._devices.opaque(event, self._section)
            case ev.SectionEnd():
                self._end(event)
            case ev.Configuration():
                self._header.configuration(event)
            case ev.Command():
                self._header.command(event)
            case ev.Eof():
                self._facts.ended = True
                self._description.eof(event)
            case ev.Description():
                self._description.text(event)
            case ev.Trailing():
                self._description.trailing(event)
            case ev.Lost() | ev.Unparsed():
                self._lost()

    def _begin(self, event: ev.SectionBegin) -> None:
        self._section = event
        self._facts.path = event.path
        self._sections.begin(event)
        self._description.begin(event)

    def _end(self, event: ev.SectionEnd) -> None:
        self._facts.footers = self._facts.footers or event.footer
        if self._section is not None and self._section.body is ev.Body.RAM:
            self._ram.end(self._section)
        self._section = None
        self._facts.path = None

    def _lost(self) -> None:
        facts = self._facts
        facts.lost = True
        facts.lost_ram = True
        facts.path = None
        self._section = None
        self._ram.lost()
        self._description.lost()

    def finish(self) -> None:
        """Tell what only the end shows."""
        self._ram.finish()
        self._description.finish()
        self._sections.finish()
        self._reports.finish()
        self._devices.close()

    def close(self) -> None:
        """Let go of what is kept."""
        self._devices.close()
