"""What goes between the window and its engine: frames of a fixed head, rows as records of fixed size.

Requests are lines of JSON.  An answer is a frame: length of its body, number of
the request (0: nobody asked) and kind, then the body.  Rows and problems are
records of fixed size with their texts behind, so that the window picks what it
paints without unpacking the rest.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from qmigui.errors import Problem, Severity

HEAD = struct.Struct("<IIB")
"""Length of the body, request, kind."""

JSON, ROWS, CELLS, ERROR, EVENT, PROBLEMS = range(6)
"""Kinds of frames."""

MOST_BODY = 64 << 20
"""A longer one is a mistake."""

_ROW = struct.Struct("<QqqIIIHHB3x")
_PROBLEM = struct.Struct("<qqBxHIIIIII")
_COUNT = struct.Struct("<I")
_MOST_NAME = 1000
_MOST_VALUE = 8000
SEVERITIES = tuple(severity.value for severity in Severity)
"""Their numbers in records are their places here."""


class RowRecord(NamedTuple):
    """A row of the tree as the window sees it; see :class:`qmigui.stream.index.nodes.Row`."""

    node: int
    name: str
    type: str
    value: str
    offset: int
    length: int
    kind: int
    children: int


class Rows:
    """Many rows, unpacked one by one when they are asked for.

    Args:
        body: of a frame.
    """

    __slots__ = ("_body", "_texts", "count")

    def __init__(self, body: bytes) -> None:
        self.count = int(_COUNT.unpack_from(body)[0])
        self._body = body
        self._texts = _COUNT.size + self.count * _ROW.size

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, row: int) -> RowRecord:
        if not 0 <= row < self.count:
            raise IndexError(row)
        node, offset, length, children, place, value_length, name_length, type_length, kind = (
            _ROW.unpack_from(self._body, _COUNT.size + row * _ROW.size)
        )
        start = self._texts + place
        body = self._body
        name_end = start + name_length
        type_end = name_end + type_length
        return RowRecord(
            node,
            body[start:name_end].decode(),
            body[name_end:type_end].decode(),
            body[type_end : type_end + value_length].decode(),
            offset,
            length,
            kind,
            children,
        )

    def node(self, row: int) -> int:
        """The number of one."""
        return int.from_bytes(self._node_octets(row), "little")

    def _node_octets(self, row: int) -> bytes:
        start = _COUNT.size + row * _ROW.size
        return self._body[start : start + 8]

    def children(self, row: int) -> int:
        """How many children one has."""
        return int(_ROW.unpack_from(self._body, _COUNT.size + row * _ROW.size)[3])

    def place_of(self, node: int) -> int:
        """Which row a node is, or -1."""
        wanted = node.to_bytes(8, "little")
        for row in range(self.count):
            if self._node_octets(row) == wanted:
                return row
        return -1

    def nodes(self) -> list[int]:
        """The numbers of all."""
        return [self.node(row) for row in range(self.count)]


def request_line(number: int, verb: str, arguments: dict[str, object]) -> bytes:
    """One question."""
    return json.dumps({"id": number, "do": verb, **arguments}).encode() + b"\n"


def frame(request: int, kind: int, body: bytes) -> bytes:
    """One frame."""
    return HEAD.pack(len(body), request, kind) + body


def json_frame(request: int, value: object, kind: int = JSON) -> bytes:
    """One that holds plain values."""
    return frame(request, kind, json.dumps(value).encode())


def json_body(body: bytes) -> Any:
    """What such a frame holds."""
    return json.loads(body)


def _cut(text: str, most: int) -> bytes:
    """UTF-8 of a text that is not too long; texts of a stream may hold what no Unicode text can."""
    short = text if len(text) <= most else text[: most - 1] + "…"
    return short.encode("utf-8", "backslashreplace")


def pack_rows(rows: Sequence[Any]) -> bytes:
    """The body of a frame with rows."""
    records = [_COUNT.pack(len(rows))]
    texts: list[bytes] = []
    place = 0
    for node, name, type_, value, offset, length, kind, children in rows:
        octets = _cut(name, _MOST_NAME), _cut(type_, _MOST_NAME), _cut(value, _MOST_VALUE)
        lengths = [len(text) for text in octets]
        records.append(
            _ROW.pack(
                node, offset, length, children, place, lengths[2], lengths[0], lengths[1], int(kind)
            )
        )
        texts += octets
        place += sum(lengths)
    return b"".join((*records, *texts))


def pack_problems(problems: Iterable[Problem]) -> bytes:
    """The body of a frame with problems."""
    parts = []
    for problem in problems:
        texts = [
            _cut(text or "", _MOST_VALUE)
            for text in (
                problem.path,
                problem.message,
                problem.expected,
                problem.found,
                problem.hint,
            )
        ]
        code = _cut(problem.code, 100)
        parts.append(
            _PROBLEM.pack(
                -1 if problem.offset is None else min(problem.offset, (1 << 63) - 1),
                -1 if problem.length is None else min(problem.length, (1 << 63) - 1),
                SEVERITIES.index(problem.severity.value),
                len(code),
                *(len(text) for text in texts),
                0,
            )
        )
        parts.append(code)
        parts += texts
    return b"".join(parts)


def unpack_problems(body: bytes) -> list[Problem]:
    """The problems of such a frame."""
    problems = []
    place = 0
    while place < len(body):
        offset, length, severity, code_length, *lengths, _ = _PROBLEM.unpack_from(body, place)
        place += _PROBLEM.size
        code = body[place : place + code_length].decode()
        place += code_length
        texts: list[str | None] = []
        for size in lengths:
            texts.append(body[place : place + size].decode() or None)
            place += size
        path, message, expected, found, hint = texts
        problems.append(
            Problem(
                Severity(SEVERITIES[severity]),
                code,
                message or "",
                None if offset < 0 else offset,
                path,
                None if length < 0 else length,
                expected,
                found,
                hint,
            )
        )
    return problems
