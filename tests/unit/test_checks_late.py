"""The same checks from BER, where the description comes after the devices it describes."""

from __future__ import annotations

from qmigui.errors import Problem, Severity
from qmigui.qemufile.memory import MemorySource
from qmigui.record import replace
from qmigui.stream import events as ev
from qmigui.stream.ber_reader import BerReader
from qmigui.stream.checks import devices
from qmigui.stream.checks.checker import Checker
from qmigui.stream.feed import Feed
from tests.converting import events_of, to_ber
from tests.corpus import CorpusFile
from tests.unit.test_checks_streams import CASES

SAME = (
    *("device-length", "device-description", "subsection-head", "subsection-version", "description-size"),
    *("value-bool", "value-marker", "value-count", "value-pointer", "value-array-length", "unused-not-zero"),
    *("run-state", "device-missing", "device-order", "device-differs", "section-version", "section-twice"),
    *("config-version", "config-order", "capability", "zlib-page", "xbzrle-grammar", "xbzrle-unseen"),
    *("zero-page-value", "pages-missing", "mapped-bits", "mapped-place", "command-length", "trailing"),
)


def checked(events: list[ev.Event]) -> list[Problem]:
    problems: list[Problem] = []
    checker = Checker(problems.append)
    for event in events:
        checker.take(event)
    checker.finish()
    checker.close()
    return problems


def ber_events(stream: bytes) -> list[ev.Event]:
    feed = Feed(MemorySource(to_ber(stream)))
    try:
        return list(BerReader(feed).events())
    finally:
        feed.close()


def test_late_descriptions_tell_the_same() -> None:
    for name, (make, codes) in CASES.items():
        if not codes or codes[0] not in SAME:
            continue
        events = events_of(make())
        late = [
            replace(event, device=None) if isinstance(event, ev.DevicePayload) else event for event in events
        ]
        early = {(problem.code, problem.offset, problem.path) for problem in checked(events)}
        assert {(problem.code, problem.offset, problem.path) for problem in checked(late)} == early, name
        assert {code for code, _, _ in early} == set(codes), name


def test_ber_tells_the_same() -> None:
    for name, (make, codes) in CASES.items():
        if codes and codes[0] in SAME:
            assert [problem.code for problem in checked(ber_events(make()))] == codes, name


def test_sound_ber_has_no_errors(sample: CorpusFile) -> None:
    problems = checked(ber_events(sample.read()))
    assert [str(problem) for problem in problems if problem.severity is Severity.ERROR] == []


def test_places_may_be_told_by_the_reader() -> None:
    make, _ = CASES["truth value"]
    events = [
        replace(event, device=None, locate=lambda offset: 5000 + 10 * offset)
        if isinstance(event, ev.DevicePayload)
        else event
        for event in events_of(make())
    ]
    assert [problem.offset for problem in checked(events)] == [5000]


def test_payloads_beyond_the_limit_go_to_a_file(monkeypatch) -> None:
    monkeypatch.setattr(devices, "MEMORY_LIMIT", 4)
    make, codes = CASES["truth value"]
    assert [problem.code for problem in checked(ber_events(make()))] == codes
