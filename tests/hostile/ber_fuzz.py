"""Mutated BER files: run as a program, it checks many of them and prints what went wrong as JSON.

Arguments: a number to begin with, how many files, and ``ber``, ``module`` or ``tiny``.
"""

from __future__ import annotations

import itertools
import json
import random
import sys
import time
import traceback
from collections.abc import Iterator

from qmigui.errors import Cancelled, TransportError
from tests import foreign
from tests.checking import errors, module, problems_by, problems_of
from tests.converting import to_ber
from tests.gallery import gallery
from tests.hostile import ber_elements, ber_rewrite
from tests.hostile.ber_elements import Element
from tests.memory import memory_figure
from tests.sources import PipeSource

SECONDS = 1.0
"""CPU time that a file of some kB may take."""

MODULES = (
    "A ::= SEQUENCE OF A",
    "A ::= SEQUENCE { a INTEGER (0..5), b BOOLEAN OPTIONAL, c SEQUENCE OF UTF8String, ... }",
    "A ::= CHOICE { i INTEGER, s SET { x NULL, y [1] OCTET STRING OPTIONAL }, l SEQUENCE OF A, ... }",
    """A ::= [APPLICATION 9000] SEQUENCE { n [APPLICATION 300] INTEGER, l SEQUENCE OF A,
          o OCTET STRING (SIZE (0..4)), e [2] EXPLICIT ENUMERATED { p, q },
          t GeneralizedTime OPTIONAL, w ANY OPTIONAL }""",
)
SAMPLES = (
    "3080 3004 3000 3000 3080 0000 0000",
    "3013 020105 0101ff 3009 0c0141 2c80 0401c3 0401a9 0000 9f6400",
    "300c 3106 0500 a102 0400 020105 8100",
    "7fc628 1c 5f822c 0105 3080 0000 04024142 a2030a0101 180a32303234303133313132 3000",
)


def octets(data: bytes, chance: random.Random) -> bytes:
    """Some octets are changed, put in, taken out, doubled or exchanged."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 4, 16))):
        place = chance.randrange(len(out) + 1)
        count = chance.choice((1, 1, 2, 4, 40))
        match chance.randrange(7):
            case 0:
                out[place : place + 1] = chance.randbytes(1)
            case 1:
                out[place : place + count] = chance.randbytes(count)
            case 2:
                out[place:place] = chance.randbytes(count)
            case 3:
                del out[place : place + count]
            case 4:
                out[place:place] = out[place : place + count]
            case 5:
                out[place : place + 1] = chance.choice(
                    (b"\x80", b"\x00\x00", b"\x30\x80", b"\x84\xff\xff\xff\xff", b"\x1f", b"\xff")
                )
            case _:
                other = chance.randrange(len(out) + 1)
                out[place : place + count] = out[other : other + count]
    return bytes(out)


def mutated(data: bytes, elements: list[Element], root: Element, chance: random.Random) -> bytes:
    """One file."""
    pick = chance.randrange(4)
    if pick == 0 or not elements:
        return octets(data, chance)
    for _ in range(20):
        element = chance.choice(elements)
        if pick == 1:
            change = ber_rewrite.rewritten(chance.choice(ber_rewrite.REWRITTEN), element, data, root, chance)
            if change is not None:
                return change.apply(data)
        elif pick == 2:
            damage = ber_elements.damage(chance.choice(ber_elements.KINDS), element, data, chance)
            if damage is not None:
                return damage.data if chance.random() < 0.8 else octets(damage.data, chance)
        else:
            other = chance.choice(elements)
            return data[: element.start] + data[other.start : other.end] + data[element.end :]
    return octets(data, chance)


def streams() -> list[bytes]:
    """Small files with all there is, in several forms."""
    found = []
    for stream in gallery().values():
        data = to_ber(stream)
        found += [data, to_ber(stream, single=True)]
        found += [
            foreign.rewritten(data, foreign.STYLES[style])
            for style in ("indefinite", "strings in odd pieces", "4 octets of length")
        ]
    return found


def cases(what: str, seed: int, count: int) -> Iterator[tuple[bytes, str | None]]:
    """Octets, and the module that they are to be checked against, or None."""
    chance = random.Random(seed)
    if what == "ber":
        files = streams()
        trees = [ber_elements.read(data) for data in files]
        elements = [[element for element in root.walk() if element.parent is not None] for root in trees]
        for _ in range(count):
            index = chance.randrange(len(files))
            yield mutated(files[index], elements[index], trees[index], chance), None
    elif what == "module":
        for _ in range(count):
            index = chance.randrange(len(MODULES))
            yield octets(bytes.fromhex(SAMPLES[index]) * chance.choice((1, 1, 1, 30)), chance), MODULES[index]
    else:
        yield from itertools.islice(tiny(chance), count)


def tiny(chance: random.Random) -> Iterator[tuple[bytes, str | None]]:
    """Very short files: all of one octet, many of two and three, then longer ones of octets that matter."""
    matter = bytes.fromhex("00 01 02 04 05 0a 0c 1f 24 30 31 40 5f 7f 80 81 84 88 a0 bf d1 46 ff fe 03 7d")
    yield from ((b"", body) for body in (None, *MODULES))
    for size in (1, 2):
        for each in itertools.product(range(256) if size == 1 else matter, repeat=size):
            yield from ((bytes(each), body) for body in (None, *MODULES))
    while True:
        size = chance.randrange(2, 41)
        start = chance.choice(
            (b"", b"\x30\x80", b"\x7f\xd1\x46\x80", b"\x7f\xc6\x28\x80", b"\x31\x80", b"\x24\x80")
        )
        some = bytes(chance.choices(matter, k=size)) if chance.random() < 0.7 else chance.randbytes(size)
        yield (start + some)[:size], chance.choice((None, *MODULES))


def check(data: bytes, body: str | None, chance: random.Random) -> int:
    """Check one file, now and then in another way; return the number of errors."""
    pick = chance.randrange(20)
    source = PipeSource(data, (1, 3, 4096)) if pick == 0 else data
    plain = pick != 1
    if body is None:
        found = problems_of(source, plain=plain)
    else:
        module(body)
        found = problems_by(body, source, plain=plain)
    for problem in found:
        assert problem.offset is None or 0 <= problem.offset <= len(data), problem
        assert str(problem).isprintable(), problem
        assert problem.length is None or problem.offset is None or problem.length >= 0, problem
    return len(errors(found))


def main() -> None:
    """The program."""
    seed, count, what = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    chance = random.Random(seed + 1)
    faults: dict[str, list[str]] = {}
    checked = wrong = 0
    slowest = 0.0
    for data, body in cases(what, seed, count):
        begin = time.process_time()
        try:
            wrong += check(data, body, chance) > 0
        except (Cancelled, TransportError):
            raise
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            place = traceback.extract_tb(error.__traceback__)[-1]
            faults.setdefault(f"{type(error).__name__} in {place.name}: {str(error)[:80]}", []).append(
                data.hex()
            )
        took = time.process_time() - begin
        if took > SECONDS:
            faults.setdefault("slow", []).append(data.hex())
        slowest = max(slowest, took)
        checked += 1
    shortest = {name: min(found, key=len) for name, found in faults.items()}
    outcome = {
        "checked": checked,
        "wrong": wrong,
        "slowest": round(slowest, 3),
        "memory": memory_figure("VmHWM"),
        "faults": {name: [len(faults[name]), data] for name, data in shortest.items()},
    }
    print(json.dumps(outcome))


if __name__ == "__main__":
    main()
