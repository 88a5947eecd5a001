"""Keeping the rest of a pipe."""

from __future__ import annotations

import os
import tempfile

import pytest

from qmigui.errors import Cancelled, TransportError
from qmigui.progress import Cancel
from qmigui.qemufile import spool
from qmigui.qemufile.memory import MemorySource
from qmigui.qemufile.spool import Spool

DATA = os.urandom(10_000)


def read_all(source) -> bytes:
    buf, data = memoryview(bytearray(999)), b""
    while count := source.readinto(buf):
        data += buf[:count]
    return data


@pytest.mark.parametrize("memory_limit", [0, 1, 100, 9_999, 10_000, 1 << 24])
def test_what_is_left_can_be_read_at_its_own_offsets(memory_limit):
    reader = MemorySource(DATA)
    reader.seek(1000)
    with Spool(reader, "pipe", start_offset=1000, memory_limit=memory_limit) as kept:
        assert (kept.name, kept.size, kept.seekable) == ("pipe", 10_000, True)
        assert kept.peek(5) == DATA[1000:1005]
        assert read_all(kept) == DATA[1000:]
        assert kept.pread(1500, 10) == DATA[1500:1510]
        assert kept.pread(9_995, 100) == DATA[9_995:]
        kept.seek(9_000)
        assert read_all(kept) == DATA[9_000:]
        with pytest.raises(TransportError, match="pipe: 0x3e7: can be read again from 0x3e8 on only"):
            kept.pread(999, 1)
    kept.close()


def test_nothing_left():
    with Spool(MemorySource(b""), "pipe") as kept:
        assert kept.size == 0
        assert read_all(kept) == b""


def test_the_temporary_file_has_no_name(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Spool(MemorySource(DATA), "pipe", memory_limit=10) as kept:
        assert os.listdir(tmp_path) == []
        assert read_all(kept) == DATA


def test_no_room_for_the_temporary_file(tmp_path, monkeypatch):
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(spool, "write_all", full)
    with pytest.raises(TransportError) as caught:
        Spool(MemorySource(DATA), "pipe", memory_limit=10)
    assert str(caught.value) == (
        f"pipe: cannot be kept in a temporary file in {tmp_path}: No space left on device"
    )


def test_no_place_for_temporary_files(monkeypatch):
    def none() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", none)
    monkeypatch.setattr(tempfile, "tempdir", None)
    with pytest.raises(TransportError, match="pipe: cannot be kept in a temporary file: No usable"):
        Spool(MemorySource(DATA), "pipe", memory_limit=10)


def test_cancel():
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        Spool(MemorySource(DATA), "pipe", cancel=cancel)
