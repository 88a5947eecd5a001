"""The same problems with quick ways and without, for every window and every way to give the octets.

What differs with a pipe: it does not tell how much comes, so what goes past the end
of the data is told only there, and lengths and numbers of octets "up to the end" are
left out; and an error whose octets are passed already cannot be looked at again.  So
for pipes only clean files, and those with one damage that is none of length, are
compared in full; else that the same place is told first.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from qmigui.errors import Problem
from qmigui.qemufile.base import Source
from qmigui.qemufile.memory import MemorySource
from tests import foreign
from tests.checking import THOROUGH, errors, problems_by, problems_of
from tests.converting import to_ber
from tests.corpus import samples
from tests.hostile import ber_elements, ber_rewrite
from tests.sources import ODD, HoleySource, MappedSource, PipeSource

WINDOWS = (1, 131072 + 1, 200_000, 1 << 20, 3 << 20)
"""The buffer holds 128 KiB and 4 KiB at least; behind that every size counts."""


class DribblingSource(MemorySource):
    """A file that gives few octets at a time.

    Args:
        data: what it gives.
        pieces: how many at most, in turn.
    """

    def __init__(self, data: bytes, pieces: tuple[int, ...]) -> None:
        super().__init__(data, "dribbling file")
        self._pieces = pieces
        self._reads = 0

    def readinto(self, buf: memoryview) -> int:
        """The next ones."""
        self._reads += 1
        return super().readinto(buf[: self._pieces[self._reads % len(self._pieces)]])


SEEKABLE: dict[str, Callable[[bytes], Source]] = {
    "sparse": HoleySource,
    "one octet at a time": lambda data: DribblingSource(data, (1,)),
    "odd pieces": lambda data: DribblingSource(data, ODD),
    "mapped": MappedSource,
    "mapped in part": lambda data: MappedSource(data, failing=2 * len(data) // 3),
}


def all_ways(data: bytes, *, windows: tuple[int, ...] = WINDOWS) -> list[Problem]:
    """What is told of a stream, the same in all ways but by pipe."""
    found = all_buffers(data, windows)
    assert problems_of(data, plain=False) == found
    return found


def all_buffers(data: bytes, windows: tuple[int, ...] = WINDOWS) -> list[Problem]:
    """What is told of a stream, the same for every window and source that can seek."""
    found = problems_of(data)
    for window in windows:
        assert problems_of(data, window=window) == found, window
    for name, source in SEEKABLE.items():
        if name != "one octet at a time" or len(data) < 10_000:
            assert problems_of(source(data)) == found, name
    return found


def by_pipe(data: bytes, found: list[Problem]) -> None:
    """Compare with what is told by a pipe, in full."""
    for pieces in ((1 << 30,), ODD, (1,)) if len(data) < 10_000 else ((1 << 30,), ODD):
        assert problems_of(PipeSource(data, pieces)) == found
    assert problems_of(PipeSource(data), plain=False) == found
    assert problems_of(PipeSource(data), window=1) == found


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Small real streams as BER, in both page forms and in foreign ones."""
    found: dict[str, bytes] = {}
    for file in samples().streams():
        if file.case_id not in {"m68k-virt-7.2", "mips-malta-be-7.2"}:
            continue
        stream = file.read()
        for single in (False, True):
            found[f"{file.case_id} {single}"] = to_ber(stream, single=single)
        if file.case_id.startswith("m68k"):
            for style in ("indefinite", "strings in odd pieces", "4 octets of length"):
                found[style] = foreign.rewritten(to_ber(stream), foreign.STYLES[style])
    return found


def test_clean_files(files: dict[str, bytes]) -> None:
    for data in files.values():
        found = all_ways(data)
        by_pipe(data, found)


def without_ends(problem: Problem) -> tuple[object, ...]:
    """What a pipe can know of a problem."""
    return problem.code, problem.offset, problem.path, problem.expected, problem.found


def damaged(data: bytes, root: ber_elements.Element, chance: random.Random) -> tuple[str, bytes] | None:
    """A file with one damage of any kind."""
    elements = getattr(root, "all_of_it", None)
    if elements is None:
        elements = [element for element in root.walk() if element.parent is not None]
        root.all_of_it = elements  # type: ignore[attr-defined]
    element = chance.choice(elements)
    kind = chance.choice((*ber_elements.KINDS, *ber_rewrite.IN_PLACE, "octet"))
    if kind == "octet":
        place = chance.randrange(len(data))
        return kind, ber_elements.replaced(data, place, place + 1, chance.randbytes(1))
    if kind in ber_rewrite.IN_PLACE:
        change = ber_rewrite.in_place(kind, element, data)
        return None if change is None else (kind, change.apply(data))
    damage = ber_elements.damage(kind, element, data, chance)
    return None if damage is None else (kind, damage.data)


def each_damaged(
    files: dict[str, bytes], seed: int, count: int, *, single: bool
) -> Iterator[tuple[str, bytes]]:
    """Files with one damage, each with what was done."""
    chance = random.Random(seed)
    names = [name for name in files if name.endswith("True") == single]
    trees = {name: ber_elements.read(files[name]) for name in names}
    for _ in range(count):
        name = chance.choice(names)
        done = damaged(files[name], trees[name], chance)
        if done is not None:
            yield f"{name}: {done[0]}", done[1]


COUNT = 4000 if THOROUGH else 40


@pytest.mark.parametrize("single", [False, True])
@pytest.mark.timeout(3600 if THOROUGH else 120)
def test_damaged_files_without_quick_ways(files: dict[str, bytes], *, single: bool) -> None:
    differ = [
        what
        for what, data in each_damaged(files, 2024, COUNT, single=single)
        if problems_of(data) != problems_of(data, plain=False)
    ]
    print(differ)
    assert not differ


@pytest.mark.parametrize("single", [False, True])
@pytest.mark.timeout(3600 if THOROUGH else 120)
def test_damaged_files_in_all_buffers(files: dict[str, bytes], *, single: bool) -> None:
    chance = random.Random(1)
    for _, data in each_damaged(files, 11, COUNT // 2, single=single):
        all_buffers(data, (1, chance.choice(WINDOWS)))
    for _, data in each_damaged(files, 13, COUNT, single=single):
        assert problems_of(MappedSource(data)) == problems_of(data)
    for _, data in each_damaged(files, 12, COUNT // 12, single=single):
        found = problems_of(data, plain=False)
        assert problems_of(data, plain=False, window=1) == found
        assert problems_of(DribblingSource(data, ODD), plain=False) == found


@pytest.mark.timeout(3600 if THOROUGH else 120)
def test_damaged_files_by_pipe(files: dict[str, bytes]) -> None:
    for what, data in each_damaged(files, 77, COUNT, single=False):
        found, piped = problems_of(data), problems_of(PipeSource(data, ODD))
        assert problems_of(PipeSource(data, (1, 70, 3000)), window=1) == piped, what
        assert bool(errors(found)) == bool(errors(piped)), what
        if what.endswith(ber_rewrite.IN_PLACE):
            assert [without_ends(p) for p in found] == [without_ends(p) for p in piped]


# -- small modules ---------------------------------------------------------------------------------

MODULE = """A ::= SEQUENCE { s SEQUENCE OF B, t SEQUENCE OF INTEGER (0..300), u SEQUENCE OF U, n NULL }
    B ::= SEQUENCE { a INTEGER (0..70000), o OCTET STRING (SIZE (0..9)), b BOOLEAN OPTIONAL }
    U ::= CHOICE { i INTEGER (-5..5), l SEQUENCE OF U,
        c [APPLICATION 300] SET { x NULL, y BOOLEAN OPTIONAL } }"""


def element(tag: bytes, contents: bytes, *, indefinite: bool = False) -> bytes:
    """One element."""
    return tag + b"\x80" + contents + b"\0\0" if indefinite else tag + foreign.short(len(contents)) + contents


def made(chance: random.Random) -> bytes:
    """A value of the module: long runs, mixed with what breaks them."""

    def number(most: int) -> bytes:
        value = chance.randrange(most)
        return element(b"\x02", value.to_bytes(value.bit_length() // 8 + 1, "big"))

    def any_u(depth: int) -> bytes:
        pick = chance.randrange(4)
        if pick < 2 or not depth:
            return element(b"\x02", bytes((chance.choice((0, 1, 5, 251, 255)),)))
        if pick == 2:
            inner = b"".join(any_u(depth - 1) for _ in range(chance.randrange(4)))
            return element(b"\x30", inner, indefinite=chance.random() < 0.3)
        return element(b"\x7f\x82\x2c", b"\x05\x00" + chance.choice((b"", b"\x01\x01\xff")))

    same = number(70000)
    bs = []
    for _ in range(chance.randrange(120)):
        contents = same if chance.random() < 0.9 else number(70000)
        contents += b"\x04\x02ab" if chance.random() < 0.9 else b"\x04\x09abcdefghi"
        contents += chance.choice((b"", b"\x01\x01\x00")) if chance.random() < 0.1 else b"\x01\x01\xff"
        bs.append(element(b"\x30", contents, indefinite=chance.random() < 0.02))
    ts = [number(128) if chance.random() < 0.98 else number(300) for _ in range(chance.randrange(300))]
    us = [any_u(3) for _ in range(chance.randrange(60))]
    lists = (b"".join(part) for part in (bs, ts, us))
    body = b"".join(element(b"\x30", part, indefinite=chance.random() < 0.5) for part in lists)
    return element(b"\x30", body + b"\x05\x00", indefinite=chance.random() < 0.5)


def same_by_module(data: bytes, windows: tuple[int, ...] = (1, 140_000)) -> list[Problem]:
    """What is told, the same in all ways."""
    found = problems_by(MODULE, data)
    assert problems_by(MODULE, data, plain=False) == found
    for window in windows:
        assert problems_by(MODULE, data, window=window) == found
        assert problems_by(MODULE, data, window=window, plain=False) == found
    assert problems_by(MODULE, DribblingSource(data, (1, 5, 2))) == found
    return found


@settings(max_examples=400 if THOROUGH else 25, deadline=None)
@given(st.integers(0, 1 << 32))
def test_values_of_a_module(seed: int) -> None:
    data = made(random.Random(seed))
    assert same_by_module(data) == []
    assert problems_by(MODULE, PipeSource(data, (3, 1000))) == []


# Shrinking would take minutes, as long as it fails.
@settings(
    max_examples=400 if THOROUGH else 60,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    derandomize=True,
)
@given(
    st.integers(0, 1 << 32),
    st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), min_size=1, max_size=4),
)
def test_spoiled_values_of_a_module(seed: int, spoiled: list[tuple[int, int]]) -> None:
    data = bytearray(made(random.Random(seed)))
    for place, octet in spoiled:
        data[place % len(data)] = octet
    found = same_by_module(bytes(data))
    piped = problems_by(MODULE, PipeSource(bytes(data), (3, 1000)))
    assert bool(errors(piped)) == bool(errors(found))


def test_every_octet_of_a_value() -> None:
    chance = random.Random(9)
    data = made(random.Random(5))
    places = range(len(data)) if THOROUGH else chance.sample(range(len(data)), 100)
    for place in places:
        for new in (data[place] ^ 1 << chance.randrange(8), (data[place] + 1) & 0xFF):
            same_by_module(data[:place] + bytes((new,)) + data[place + 1 :], windows=(1,))
        same_by_module(data[:place] + data[place + 1 :], windows=(1,))
        same_by_module(data[:place], windows=(1,))


@pytest.mark.parametrize(
    ("body", "piece", "bad"),
    [
        ("A ::= SEQUENCE OF INTEGER (0..9)", "020105", "000105"),
        ("A ::= SEQUENCE OF INTEGER (0..9)", "020105", "0201"),
        ("A ::= SEQUENCE OF SEQUENCE { i INTEGER }", "3003020105", "000105"),
    ],
)
@pytest.mark.parametrize("count", [3, 200])
def test_damage_behind_a_run(
    body: str, piece: str, bad: str, count: int, request: pytest.FixtureRequest
) -> None:
    if "{" in body and count == 200:
        pytest.skip("the same in both ways")
    run = bytes.fromhex(piece) * count
    data = b"\x30\x80" + run + bytes.fromhex(bad) + run + b"\0\0"
    assert problems_by(body, data) == problems_by(body, data, plain=False)


def test_over_several_windows() -> None:
    """Errors before, at and behind the edges of the buffer, whatever its size."""
    count = 60_000
    pieces = [b"\x02\x01\x05"] * count
    chance = random.Random(3)
    wrong = sorted({*chance.sample(range(0, count, 2), 40), 0, 43690, 45056})
    for index in wrong:
        pieces[index] = chance.choice((b"\x02\x01\x80", b"\x02\x00", b"\x01\x01\xff", b"\x04\x03abc"))
    data = b"\x30\x80" + b"".join(pieces) + b"\0\0"
    body = "A ::= SEQUENCE OF INTEGER (0..9)"
    found = problems_by(body, data)
    assert len(found) == len(wrong)
    assert problems_by(body, data, plain=False) == found
    for window in (1, 131_073, 150_001, 1 << 20):
        assert problems_by(body, data, window=window) == found
        assert problems_by(body, data, window=window, plain=False) == found
    assert problems_by(body, PipeSource(data, ODD)) == found
    assert problems_by(body, DribblingSource(data, (7,))) == found


LONG = "A ::= SEQUENCE { a OCTET STRING (SIZE (0..5)), u UTF8String, i INTEGER (0..5), n NULL }"


@pytest.mark.parametrize(
    "length", [4095, 4096, 4097, 8192, 131_072, 135_168, 1 << 20, (1 << 20) + 4096, 3 << 20]
)
def test_long_strings(length: int) -> None:
    text = "é".encode() * (length // 2)
    contents = element(b"\x04", bytes(length)) + element(b"\x0c", text) + b"\x02\x01\x06\x05\x00"
    for data in (element(b"\x30", contents), element(b"\x30", contents, indefinite=True)):
        found = problems_by(LONG, data)
        assert [p.code for p in found] == ["size", "value-range"]
        for window in (1, 1 << 20, 2_000_003):
            assert problems_by(LONG, data, window=window) == found
        assert problems_by(LONG, data, plain=False) == found
        assert problems_by(LONG, PipeSource(data, ODD)) == found
