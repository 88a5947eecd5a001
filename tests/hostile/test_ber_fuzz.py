"""Whatever the octets are: only our own errors leave, in bounded time and memory.

See :mod:`tests.hostile.ber_fuzz`.  Some thousand files are tried, with
``QMIGUI_THOROUGH`` more than fifty thousand.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from typing import Any

import pytest

from qmigui.errors import Cancelled, Problem
from qmigui.progress import Cancel, Progress
from qmigui.schema.check import check_ber
from tests import foreign
from tests.checking import THOROUGH, errors, problems_by, problems_of
from tests.converting import to_ber
from tests.corpus import samples
from tests.foreign import short
from tests.hostile import ber_elements, ber_rewrite
from tests.sources import PipeSource

COUNTS = {
    "ber": 30_000 if THOROUGH else 500,
    "module": 30_000 if THOROUGH else 2000,
    "tiny": 40_000 if THOROUGH else 2000,
}


@pytest.mark.parametrize("what", COUNTS)
@pytest.mark.timeout(3600 if THOROUGH else 120)
def test_mutated_files(what: str) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.ber_fuzz", "1", str(COUNTS[what]), what],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    outcome: dict[str, Any] = json.loads(done.stdout)
    print(what, {key: value for key, value in outcome.items() if key != "faults"})
    assert outcome["faults"] == {}
    assert outcome["checked"] == COUNTS[what]
    assert outcome["wrong"] > 0.8 * COUNTS[what]
    assert outcome["memory"] < 120 << 20


# -- each hostile input, at two sizes: the time must not grow faster than they do -----------------------


def cpu_time(data: bytes, body: str | None) -> tuple[float, list[Problem]]:
    """The best of two runs."""
    best, found = 1e9, []
    for _ in range(2):
        begin = time.process_time()
        found = problems_of(data) if body is None else problems_by(body, data)
        best = min(best, time.process_time() - begin)
    return best, found


def opened_head() -> bytes:
    """The beginning of a stream up to the body of its first device; all that is open is indefinite."""
    stream = next(file for file in samples().streams() if file.case_id == "m68k-virt-7.2").read()
    data = foreign.rewritten(to_ber(stream), foreign.STYLES["indefinite"])
    root = ber_elements.read(data)
    state = next(element for element in root.walk() if element.tag == ber_rewrite.STATE)
    return data[: state.start]


PATTERN = (
    "A ::= SEQUENCE OF CHOICE { i INTEGER, n [APPLICATION 9000] NULL, l [APPLICATION 9001] SEQUENCE OF A }"
)
HOSTILE: dict[str, tuple[str | None, bytes, bytes]] = {
    "an error at every element": ("A ::= SEQUENCE OF INTEGER", b"\x30\x80", b"\x02\x00"),
    "an error at every number": ("A ::= SEQUENCE OF INTEGER (0..5)", b"\x30\x80", b"\x02\x01\x07"),
    "contents of every null": ("A ::= SEQUENCE OF NULL", b"\x30\x80", b"\x05\x01\x00"),
    "zeros": ("A ::= SEQUENCE OF NULL", b"\x30\x80", b"\x00\x01"),
    "FF": ("A ::= SEQUENCE OF NULL", b"\x30\x80", b"\xff"),
    "every other one is unknown": ("A ::= SEQUENCE OF NULL", b"\x30\x80", b"\x05\x00\x01\x00"),
    "tags only": (PATTERN, b"\x30\x80", b"\x5f\xc6\x28"),
    "tags and bad lengths": (PATTERN, b"\x30\x80", b"\x5f\xc6\x28\xff"),
    "tags and endless lengths": (PATTERN, b"\x30\x80", b"\x7f\xc6\x29\x84\x7f\xff\xff\xff"),
    "bad long strings": (
        "A ::= SEQUENCE OF CHOICE { o OCTET STRING, n [APPLICATION 9000] NULL }",
        b"\x30\x80",
        b"\x04\x82\x01\x40" + bytes(320) + b"\x00\x01",
    ),
    "pieces": ("A ::= UTF8String", b"\x2c\x80", b"\x04\x00"),
    "bad pieces": ("A ::= UTF8String", b"\x2c\x80", b"\x04\x01\xff"),
    "empty sets": ("A ::= SEQUENCE OF SET { a NULL OPTIONAL }", b"\x30\x80", b"\x31\x00"),
    "sets with nothing in them": ("A ::= SEQUENCE OF SET { a NULL }", b"\x30\x80", b"\x31\x00"),
    "a repeated member": ("A ::= SET { a NULL }", b"\x31\x80", b"\x05\x00"),
    "unknown nesting": ("A ::= ANY", b"\x30\x80", b"\x30\x80"),
    "stream: garbage": (None, b"", b"\xe3\x51\x07\x7f"),
    "stream: tags of states": (None, b"", b"\x7f\xd6\x4d"),
    "stream: open states": (None, b"", b"\x7f\xd6\x4d\x80"),
    "stream: open sections": (None, b"", b"\x7f\xd3\x46\x80"),
    "stream: fields": (None, b"\x7f\xd6\x4d\x80\x30\x80", b"\x30\x05\x0c\x01a\x05\x00"),
    "stream: bad fields": (None, b"\x7f\xd6\x4d\x80\x30\x80", b"\x30\x06\x0c\x02\xffa\x05\x01"),
    "stream: nested states": (None, b"", b"\x7f\xd6\x4d\x80\x30\x80\x30\x80\x0c\x01a"),
    "stream: open lists": (None, b"", b"\x30\x80"),
    "stream: ends": (None, b"", b"\x00\x00"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_linear(name: str) -> None:
    body, start, piece = HOSTILE[name]
    head = (opened_head() if body is None else b"") + start
    size = 1 << 20 if THOROUGH else 1 << 15
    small = head + piece * (size // 4 // len(piece))
    large = head + piece * (size // len(piece))
    first, _ = cpu_time(small, body)
    second, found = cpu_time(large, body)
    print(f"{name}: {first:.3f} s, {second:.3f} s, {len(found)} problems")
    assert second < 6 * first + 0.2
    # As slow as 25 microseconds an octet would be a minute for 2 MiB.
    assert second < 25e-6 * len(large) + 0.3
    assert len(found) <= 500


@pytest.mark.parametrize(
    ("body", "piece"),
    [
        ("A ::= SEQUENCE OF A", b"\x30\x80"),
        ("A ::= [APPLICATION 9000] SEQUENCE OF A", b"\x7f\xc6\x28\x80"),
        ("A ::= OCTET STRING", b"\x24\x80"),
        ("A ::= SEQUENCE { a A OPTIONAL }", b"\x30\x80"),
        ("A ::= ANY", b"\x30\x80"),
    ],
)
def test_a_million_levels(body: str, piece: bytes) -> None:
    count = 1_000_000 if THOROUGH else 5_000
    took, found = cpu_time(piece * count, body)
    assert len(errors(found)) == 1
    assert took < 2e-6 * count + 0.2


def test_an_error_at_every_octet_of_a_mebibyte() -> None:
    for body, data in (
        ("A ::= SEQUENCE OF NULL", b"\x30\x80" + b"\xff" * (1 << 20)),
        (
            "A ::= SEQUENCE OF INTEGER (0..5)",
            b"\x30\x80" + b"\x02\x00" * ((1 << 19) if THOROUGH else 1 << 15) + b"\0\0",
        ),
    ):
        took, found = cpu_time(data, body)
        assert 1 <= len(found) <= 102
        assert took < 20e-6 * len(data)


def test_a_million_empty_elements() -> None:
    for tag, body in (
        (b"\x05", "NULL"),
        (b"\x30", "SEQUENCE { }"),
        (b"\x31", "SET OF NULL"),
        (b"\x04", "OCTET STRING"),
    ):
        count = 1_000_000 if THOROUGH or body != "SET OF NULL" else 50_000
        data = b"\x30\x80" + (tag + b"\x00") * count + b"\0\0"
        begin = time.process_time()
        assert problems_by(f"A ::= SEQUENCE OF {body}", data) == []
        assert time.process_time() - begin < 10


def test_garbage() -> None:
    head = opened_head()
    for seed in range(300 if THOROUGH else 20):
        chance = random.Random(seed)
        data = chance.randbytes(chance.choice((50, 5000, 200_000)))
        for start in (b"", b"\x7f\xd1\x46\x80", head):
            begin = time.process_time()
            found = problems_of(start + data)
            assert time.process_time() - begin < 2
            assert errors(found)


# -- memory -------------------------------------------------------------------------------------------

MEMORY = """
import sys
from qmigui.progress import Cancel, Progress
from qmigui.schema.check import check_ber
from tests.hostile.test_ber_fuzz import EndlessStream
from tests.memory import memory_figure

found = []
source = EndlessStream(int(sys.argv[1]), sys.argv[2])
check_ber(source, found.append, Progress(), Cancel())
print(memory_figure("VmHWM"), source.given, [(p.code, p.offset) for p in found][:5])
"""


class EndlessStream(PipeSource):
    """A pipe with a stream of any length that is never there as a whole.

    Args:
        length: octets of its pages.
        form: of them: ``run``, ``single``, or ``bad``: each element is wrong.
    """

    def __init__(self, length: int, form: str) -> None:
        page = bytes(range(256)) * 16
        run = {
            "run": ber_element("7fd052", b"\x02\x01\x00" + ber_element("04", page * 256)),
            "single": ber_element("7fc650", b"\x02\x01\x00" + ber_element("04", page)) * 64,
            "bad": ber_element("7fc650", b"\x02\x01\x80" + ber_element("04", page)) * 64,
        }[form]
        block = ber_element("30", ber_element("0c", b"pc.ram") + b"\x02\x04\x40\x00\x00\x00")
        listing = ber_element(
            "7fbe52", b"\x02\x04\x40\x00\x00\x00" + ber_element("30", block) + b"\x02\x02\x10\x00"
        )
        self._head = bytes.fromhex(
            "7fd14680 020101 020103 3080 7fd34680 0a0101 020102 0c0372616d 020100 020104 3080"
        )
        self._head += (
            listing + bytes.fromhex("7fd24280") + ber_element("0c", b"pc.ram") + bytes.fromhex("3080")
        )
        self._run = run
        self._count = length // len(run) + 1
        self._tail = bytes.fromhex("0000 0000 0000 0101ff 0000 0500 0000 0000")
        self.given = 0
        super().__init__(b"")
        self._todo = self._pieces_of_it()
        self._rest = memoryview(b"")

    def _pieces_of_it(self):
        yield self._head
        for _ in range(self._count):
            yield self._run
        yield self._tail

    def _receive(self, buf: memoryview) -> int:
        if not self._rest:
            self._rest = memoryview(next(self._todo, b""))
        count = min(len(buf), len(self._rest))
        buf[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        self.given += count
        return count


def ber_element(tag: str, contents: bytes) -> bytes:
    """One element."""
    return bytes.fromhex(tag) + short(len(contents)) + contents


@pytest.mark.parametrize("form", ["run", "single", "bad"])
def test_memory_does_not_grow(form: str) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "OPENBLAS_NUM_THREADS": "1"}
    length = (1 << 30 if THOROUGH else 1 << 28) if form != "bad" else 1 << 24
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(length), form],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    memory, given, codes = done.stdout.split(maxsplit=2)
    print(form, int(memory) >> 20, "MiB,", given, codes)
    assert int(given) > length
    assert int(memory) < 100 << 20
    assert ("value-range" in codes) == (form == "bad")


@pytest.mark.parametrize(
    "form",
    [
        "run",
        "single",
        "bad",
    ],
)
def test_cancel_is_heeded(form: str) -> None:
    cancel = Cancel()
    cancel.set()
    stream = EndlessStream(1 << 24, form)
    with pytest.raises(Cancelled):
        check_ber(stream, lambda _: None, Progress(), cancel)
    assert stream.given < 4 << 20
