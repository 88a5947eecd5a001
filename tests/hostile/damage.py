"""Damages streams and looks at what becomes of them; a program of its own, so that it can have limits.

``python -m tests.hostile.damage CASE FORM THOROUGH`` prints a line of JSON:
how many were tried, converted and refused, and every fault.  A damaged stream
converts, and then comes back as the same octets, or is refused in one line that
tells where.  The same octets always give the same result.
"""

from __future__ import annotations

import json
import random
import resource
import struct
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field

from qmigui.errors import FormatError, QmiguiError
from tests.builders import Block, Mapped, StreamBuilder, content
from tests.converting import to_ber, to_binary
from tests.corpus import corpus
from tests.memory import memory_figure

MIB = 1 << 20
MOST = 64 * MIB
MOST_MS = 2000
MOST_RSS = 160 * MIB
EVERY = 97
CHANGES, MOVES, PLACES = 10_000, 2_000, 1_000
SAMPLE = 40
"""So many times fewer are tried, unless it is to be thorough."""
TELLING = b"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x10\x20\x22\x24\x30\x40\x7e\x7f\x80\x81\x84\x88\xff"
HUGE = tuple(
    struct.pack(code, number)
    for code, numbers in (
        (">H", (2**16 - 1,)),
        (">I", (2**31, 2**31 - 1, 2**32 - 1)),
        (">Q", (2**40, 2**62, 2**63, 2**64 - 1)),
    )
    for number in numbers
)


@dataclass
class Outcome:
    """What became of all of them."""

    tried: int = 0
    converted: int = 0
    refused: int = 0
    slowest_ms: float = 0
    faults: list[str] = field(default_factory=list)


def mapped_stream() -> bytes:
    """A small stream in the fixed-offset form."""
    pages = {0: content(0), 1: content(1), 5: content(5), 39: content(39)}
    blocks = (
        Block("pc.ram", 40 * 4096, mapped=Mapped(pages, {7: content(7)}, b"\0\0gap", 8192)),
        Block("vga.vram", 16 * 4096, mapped=Mapped({3: bytes(4096)})),
        Block("pc.rom", 4096, mapped=Mapped(ignored=True)),
    )
    stream = StreamBuilder(capabilities=["mapped-ram"], blocks=blocks).ram()
    stream.full("timer", values=[("a", "uint32", b"\0\0\0\1"), ("b", "uint8", b"\3")])
    return stream.full("0000:00:02.0/vga", b"hello world").build()


def stream_of(case: str) -> bytes:
    """The stream called so."""
    return mapped_stream() if case == "mapped" else corpus().case(case).file("stream.bin").read()


def damaged(whole: bytes, chance: random.Random, share: int) -> Iterator[tuple[str, bytes]]:
    """Every damage, with words for it; of each kind one of *share*."""
    for end in range(chance.randrange(share) * EVERY, len(whole), share * EVERY):
        yield f"cut at {end}", whole[:end]
    for _ in range(CHANGES // share):
        place = structured_place(whole, chance)
        value = chance.choice(TELLING) if chance.random() < 0.5 else whole[place] ^ 1 << chance.randrange(8)
        yield f"{value:#04x} at {place}", whole[:place] + bytes((value,)) + whole[place + 1 :]
    for _ in range(MOVES // share):
        yield moved(whole, chance)
    # What looks like the be32 or be64 of a length: zeros, then something.
    places = [
        at for at in range(len(whole) - 8) if not whole[at] | whole[at + 1] and any(whole[at + 2 : at + 4])
    ]
    for place in chance.sample(places, min(len(places), PLACES // share)):
        for number in HUGE:
            yield f"{number.hex()} at {place}", whole[:place] + number + whole[place + len(number) :]


def structured_place(whole: bytes, chance: random.Random) -> int:
    """A place, every second time not in the middle of zeros."""
    place = chance.randrange(len(whole))
    if chance.random() < 0.5:
        while not any(whole[max(0, place - 8) : place + 8]):
            place = chance.randrange(len(whole))
    return place


def moved(whole: bytes, chance: random.Random) -> tuple[str, bytes]:
    """Two blocks exchanged, one lost, doubled or overwritten."""
    length = min(chance.choice((1, 4, 8, 9, 16, 64, 256, 1000, 4096, 4104)), len(whole) // 3)
    first, second = sorted(chance.sample(range(len(whole) - length), 2))
    one, other = whole[first : first + length], whole[second : second + length]
    words = f"{length} octets at {first} and {second}"
    match chance.randrange(4):
        case 0:
            octets = bytearray(whole)
            octets[first : first + length], octets[second : second + length] = other, one
            return f"{words} exchanged", bytes(octets)
        case 1:
            return f"{words} lost", whole[:first] + whole[first + length :]
        case 2:
            return f"{words} doubled", whole[:second] + one + whole[second:]
        case _:
            filled = bytes((chance.choice(TELLING),)) * length
            return f"{words} overwritten", whole[:first] + filled + whole[first + length :]


def fault_of_binary(octets: bytes) -> str | None:
    """What is wrong with the conversion of a binary stream there and back."""
    ber = to_ber(octets, most=MOST)
    try:
        return None if to_binary(ber, most=MOST) == octets else "comes back as other octets"
    except QmiguiError as error:
        return f"does not come back: {error}"


def fault_of_ber(octets: bytes) -> str | None:
    """What is wrong with the conversion of a BER file."""
    return None if to_binary(octets, most=MOST) == to_binary(octets, most=MOST) else "comes out in two ways"


def try_all(
    whole: bytes, fault_of: Callable[[bytes], str | None], chance: random.Random, share: int
) -> Outcome:
    """Damage *whole* in every way and convert it."""
    outcome = Outcome()
    for words, octets in damaged(whole, chance, share):
        started = time.process_time()
        outcome.tried += 1
        fault = None
        try:
            fault = fault_of(octets)
            outcome.converted += 1
        except QmiguiError as error:
            outcome.refused += 1
            # An error of the sink has no offset: the output is too long for it.
            if "\n" in str(error) or (isinstance(error, FormatError) and error.offset is None):
                fault = f"is refused in a wrong way: {error}"
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            fault = f"{type(error).__name__}: {error}"
        took_ms = 1000 * (time.process_time() - started)
        outcome.slowest_ms = max(outcome.slowest_ms, took_ms)
        if fault is None and took_ms > MOST_MS:
            fault = f"takes {took_ms:.0f} ms"
        if fault is not None:
            outcome.faults.append(f"{words}: {fault}")
    # Not from getrusage: there a new program has the figure of the one that started it.
    peak = memory_figure("VmHWM")
    assert peak is not None
    if peak > MOST_RSS + 2 * len(whole):
        outcome.faults.append(f"{peak >> 20} MiB of memory")
    return outcome


def main() -> None:
    """Do it."""
    case, form, thorough = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (1024 * MIB, 1024 * MIB))
    whole = stream_of(case)
    share = max(1, SAMPLE // int(thorough))
    chance = random.Random(f"{case} {form}")
    if form == "ber":
        outcome = try_all(to_ber(whole), fault_of_ber, chance, share)
    else:
        outcome = try_all(whole, fault_of_binary, chance, share)
    print(json.dumps(asdict(outcome)))


if __name__ == "__main__":
    main()
