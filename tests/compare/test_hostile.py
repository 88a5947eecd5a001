"""Damaged states and tables: an error of ours or an answer, nothing else.

``QMIGUI_THOROUGH`` tries that many times more.
"""

from __future__ import annotations

import json
import os
import random

import pytest

from qmigui.compare.destination import Destination
from qmigui.compare.diff import diff_states
from qmigui.compare.dump_table import read_table
from qmigui.compare.edit import Overlay
from qmigui.compare.selection import Ignored
from qmigui.compare.verdict import check_against
from qmigui.errors import QmiguiError
from tests.compare.states import ignore_tick, read
from tests.compare.test_verdict import field, table, vmsd
from tests.converting import events_of, to_ber
from tests.corpus import samples
from tests.gallery import gallery

THOROUGH = int(os.environ.get("QMIGUI_THOROUGH", "1"))
PATHS = ("cpu/halted", "cpu/on", "configuration/machine", "configuration/uuid")
NEAR_THE_END = 20_000
"""Most damage goes there: that is where devices and description are."""


def damaged(octets: bytes, chance: random.Random) -> bytes:
    """Some octets changed, gone or too many."""
    out = bytearray(octets)
    for _ in range(chance.randint(1, 5)):
        reach = len(out) if chance.random() < 0.3 else min(len(out), NEAR_THE_END)
        place = len(out) - 1 - chance.randrange(reach)
        match chance.randrange(4):
            case 0:
                del out[place : place + chance.randint(1, 20)]
            case 1:
                out[place:place] = chance.randbytes(chance.randint(1, 9))
            case _:
                out[place] = chance.randrange(256)
    return bytes(out)


def originals() -> list[bytes]:
    """Small states in both forms."""
    found = list(gallery().values())
    found.append(samples().case("m68k-virt-7.2").file("stream.bin").read())
    return [*found, *map(to_ber, found)]


def test_damaged_states() -> None:
    chance = random.Random(7)
    states = originals()
    against = read_table(table(vmsd("cpu", [field("halted")]), vmsd("dev", [field("x", 8)])))
    answers = 0
    for _ in range(150 * THOROUGH):
        octets = chance.choice(states)
        try:
            with read(octets) as one, read(damaged(octets, chance)) as other:
                found = diff_states(one, other, Ignored(()), want_ranges=True, tick=ignore_tick)
                json.dumps(found.to_json())
                for state, own in ((one, other), (other, one)):
                    list(check_against(state, Destination(against, own)))
        except QmiguiError:
            continue
        answers += 1
    assert answers


def test_damaged_tables() -> None:
    chance = random.Random(8)
    devices = [vmsd("cpu", [field("halted"), field("x", 8, exists=True)], Subsections=[vmsd("cpu/a", [])])]
    octets = table(*devices)
    with read(gallery()["plain"]) as state:
        for _ in range(300 * THOROUGH):
            out = bytearray(octets)
            for _ in range(chance.randint(1, 3)):
                out[chance.randrange(len(out))] = chance.choice(b'"{}[]:,0159-atrue. \\')
            try:
                list(check_against(state, Destination(read_table(bytes(out)))))
            except QmiguiError:
                continue


@pytest.mark.parametrize("value", ["", "0", "-1", "0x", "9" * 5000, "\0", "'", "=", "true", "ff" * 3000])
def test_any_value(value: str) -> None:
    for path in (*PATHS, "[0]", "cpu/[[[", "'", "/"):
        try:
            list(Overlay([f"{path}={value}"]).filter(iter(events_of(gallery()["plain"]))))
        except QmiguiError:
            continue
