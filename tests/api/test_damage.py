"""Damaged states: what can be told is told, the rest is one of our errors."""

from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING

import pytest

import qmigui
from tests.corpus import samples
from tests.hostile.damage import damaged, mapped_stream

if TYPE_CHECKING:
    from pathlib import Path


def ask_everything(path: Path) -> list[str]:
    """Ask a state for all that it can tell; the errors that were raised."""
    errors = []

    def ask(question: object) -> None:
        try:
            assert callable(question)
            question()
        except qmigui.QmiguiError as error:
            errors.append(str(error))

    def memory() -> None:
        with state.memory() as found:
            for block in found.blocks:
                found.read(block.name, 0, min(block.length, 1 << 20), fill=0)

    def devices() -> None:
        for device in state.devices():
            assert device.get("a.b[3]") is None
            device.to_python()
            device.octets()
            [(field.offset, field.length, repr(field)) for field in device.fields]

    try:
        with qmigui.open_state(path) as state:
            ask(lambda: (state.machine, state.page_size, state.damage, state.ram_blocks()))
            ask(lambda: [section.length for section in state.sections()])
            ask(devices)
            ask(lambda: [len(run.data) for run in itertools.islice(state.page_runs(), 2000)])
            ask(memory)
            ask(state.registers)
            ask(state.problems)
    except qmigui.QmiguiError as error:
        errors.append(str(error))
    return errors


@pytest.mark.parametrize("form", ["binary", "ber", "mapped"])
def test_only_our_errors(form: str, tmp_path: Path) -> None:
    source = samples().case("m68k-virt-7.2").file("stream.bin").path()
    path = tmp_path / "vm"
    if form == "ber":
        qmigui.convert(str(source), str(path), sync=False)
        source = path
    whole = mapped_stream() if form == "mapped" else source.read_bytes()
    told = 0
    for _, octets in itertools.islice(damaged(whole, random.Random(7), 1000), 30):
        path.write_bytes(octets)
        told += bool(ask_everything(path))
    assert told > 2


def test_devices_behind_damage_are_still_told(tmp_path: Path) -> None:
    path = samples().case("isapc-on-7.2").file("stream.bin").path()
    with qmigui.open_state(path) as state:
        ram = next(section for section in state.sections() if section.kind == "end")
        wanted = {device.idstr: device.to_python() for device in state.devices()}
    octets = bytearray(path.read_bytes())
    octets[ram.offset - 40_000 : ram.offset - 39_000] = b"\xee" * 1000
    octets[ram.offset - 5] ^= 0xFF  # the footer before it
    (tmp_path / "vm").write_bytes(octets)
    with qmigui.open_state(tmp_path / "vm") as state:
        assert state.damage is not None
        assert {device.idstr: device.to_python() for device in state.devices()} == wanted
        assert state.problems(qmigui.Severity.ERROR)


def test_what_is_no_state(tmp_path: Path) -> None:
    for octets in (b"", b"hello", bytes(100_000)):
        (tmp_path / "x").write_bytes(octets)
        with pytest.raises(qmigui.QmiguiError):
            qmigui.open_state(tmp_path / "x")
    with pytest.raises(qmigui.TransportError):
        qmigui.open_state(tmp_path / "nothing")


def test_it_can_be_stopped() -> None:
    cancel = qmigui.Cancel()
    path = samples().case("isapc-on-7.2").file("stream.bin").path()
    with qmigui.open_state(path, cancel=cancel) as state:
        cancel.set()
        for question in (lambda: list(state.devices()), lambda: list(state.page_runs()), state.registers):
            with pytest.raises(qmigui.Cancelled):
                question()
