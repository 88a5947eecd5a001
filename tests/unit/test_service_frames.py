"""What goes between the window and its engine."""

from __future__ import annotations

import json
import os
import threading
from typing import TYPE_CHECKING, Any

import pytest

from qmigui.errors import Problem, Severity
from qmigui.service import frames
from qmigui.service.serving import Server
from tests.corpus import samples

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_rows_go_through() -> None:
    rows = [
        frames.RowRecord(2**63 + 5, "naïve", "u8", "1 (0x1)", 2**40, 7, 3, 4096),
        frames.RowRecord(1, "x" * 5000, "", "\udce9", -1, 0, 0, 0),
    ]
    read = frames.Rows(frames.pack_rows(rows))
    assert len(read) == 2
    assert read[0] == rows[0]
    assert len(read[1].name) == 1000
    assert read[1].value == "\\udce9"
    assert read.nodes() == [rows[0].node, rows[1].node]
    assert read.place_of(1) == 1
    assert read.place_of(7) == -1
    assert read.children(0) == 4096
    with pytest.raises(IndexError):
        read[2]


def test_problems_go_through() -> None:
    problems = [
        Problem(Severity.ERROR, "a-code", "what is wrong", 2**40, "path / to", 9, "this", "that", "because"),
        Problem(Severity.NOTE, "b", "nothing else"),
    ]
    assert frames.unpack_problems(frames.pack_problems(problems)) == problems


class Asked:
    """An engine in a thread, asked over pipes."""

    def __init__(self) -> None:
        self.read_fd, to_us = os.pipe()
        to_it, self.write_fd = os.pipe()
        self._fds = (to_it, to_us)
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.events: list[Any] = []
        self.thread.start()

    def _serve(self) -> None:
        Server(*self._fds).run()

    def close(self) -> None:
        os.close(self.write_fd)
        self.thread.join(30)
        for fd in (self.read_fd, *self._fds):
            os.close(fd)

    def _take(self, length: int) -> bytes:
        data = b""
        while len(data) < length:
            piece = os.read(self.read_fd, length - len(data))
            assert piece
            data += piece
        return data

    def frame(self) -> tuple[int, int, bytes]:
        length, number, kind = frames.HEAD.unpack(self._take(frames.HEAD.size))
        return number, kind, self._take(length)

    def ask(self, line: bytes | dict[str, Any]) -> tuple[int, bytes]:
        """The answer: kind and body; what nobody asked for is kept aside."""
        octets = line if isinstance(line, bytes) else json.dumps({"id": 1, **line}).encode()
        os.write(self.write_fd, octets + b"\n")
        while True:
            number, kind, body = self.frame()
            if kind == frames.EVENT or (number == 0 and kind != frames.ERROR):
                self.events.append(json.loads(body))
                continue
            return kind, body


@pytest.fixture
def engine() -> Iterator[Asked]:
    asked = Asked()
    yield asked
    asked.close()


def test_an_engine_answers_nonsense_with_errors(engine: Asked) -> None:
    for line in (b"", b"{", b"[1]", b'{"id": 3, "do": "fly"}', b'{"id": 4, "do": "children", "node": 0}'):
        kind, body = engine.ask(line)
        assert kind == frames.ERROR
        assert json.loads(body)["text"]


def test_an_engine_answers_what_the_tree_asks(engine: Asked) -> None:
    path = str(samples().case("m68k-virt-7.2").file("stream.bin").path())
    kind, body = engine.ask({"do": "open", "path": path})
    assert kind == frames.JSON
    assert json.loads(body)["form"] == "binary"
    kind, body = engine.ask({"do": "children", "node": 0})
    rows = frames.Rows(body)
    assert rows[0].name == "stream"
    for node in (2**64 - 1, 2**63, 12345, rows.node(2)):  # numbers that were never given make no harm
        kind, body = engine.ask({"do": "children", "node": node})
        assert kind == frames.ROWS
    kind, body = engine.ask({"do": "blocks"})
    blocks = json.loads(body)["blocks"]
    kind, body = engine.ask({"do": "cells", "block": 0, "first": 0, "last": blocks[0]["pages"], "most": 100})
    assert kind == frames.CELLS
    assert 0 < len(body) - 8 <= 100
    kind, body = engine.ask({"do": "cells", "block": 99, "first": 0, "last": 5, "most": 100})
    assert body == bytes(8)
    kind, body = engine.ask({"do": "page", "block": 0, "page": 0})
    chain = frames.Rows(body)
    assert chain[len(chain) - 1].name.startswith("page")
    kind, body = engine.ask({"do": "json", "node": rows.node(1)})
    assert json.loads(json.loads(body)["json"])["name"] == "configuration"
    kind, body = engine.ask({"do": "validate", "path": path, "most": 10})
    assert json.loads(body)["counts"] == {}


def test_a_missing_file_is_told(engine: Asked) -> None:
    kind, body = engine.ask({"do": "open", "path": "/nowhere/vm.bin"})
    assert kind == frames.ERROR
    assert json.loads(body)["is_bug"] is False
