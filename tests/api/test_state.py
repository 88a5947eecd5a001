"""A state from Python: both forms tell the same, and what is told stands where it is said to stand."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import os
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest

import qmigui
from qmigui import service
from qmigui.api.fields import tree_of
from qmigui.compare.values import Value
from tests.builders import StreamBuilder
from tests.corpus import corpus, samples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qmigui import Field
    from qmigui.compare.values import Values
    from tests.corpus import CorpusFile

INTEGERS = {"u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64"}


@pytest.fixture
def twin(sample: CorpusFile, tmp_path: Path) -> Path:
    """A small stream as BER."""
    path = tmp_path / "vm.ber"
    qmigui.convert(str(sample.path()), str(path), sync=False)
    return path


def leaves(field: Field) -> Iterator[Field]:
    """All values in it."""
    for inner in field:
        if len(inner) or inner.type == "subsection":
            yield from leaves(inner)
        else:
            yield inner


def test_import_is_light_and_every_name_is_there() -> None:
    program = """
import sys, qmigui
heavy = {"typing", "numpy", "asn1tools", "zstandard", "qmigui.service", "qmigui.errors"} & sys.modules.keys()
assert not heavy, heavy
import qmigui.api
assert sorted(qmigui.__all__) == sorted([*qmigui.api.__all__, "__version__"])
assert all(getattr(qmigui, name) is not None for name in qmigui.__all__)
try:
    qmigui.nothing
except AttributeError:
    pass
else:
    raise SystemExit(1)
assert not sys.modules.keys() & {"PySide6", "sqlite3"}
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_the_use_cases_are_those_of_the_service() -> None:
    assert qmigui.convert is service.convert
    assert qmigui.diff is service.compare
    assert qmigui.validate is service.validate
    assert qmigui.extract_ram is service.extract_ram


def test_both_forms_tell_the_same(sample: CorpusFile, twin: Path) -> None:
    with qmigui.open_state(sample.path()) as one, qmigui.open_state(twin) as other:
        assert (one.form, other.form) == ("binary", "ber")
        for name in ("machine", "page_size", "target", "damage"):
            assert getattr(one, name) == getattr(other, name), name
        assert one.damage is None
        assert one.ram_blocks() == other.ram_blocks()
        told = [
            [(s.kind, s.section_id, s.idstr, s.instance_id, s.version_id, s.is_ram) for s in state.sections()]
            for state in (one, other)
        ]
        assert told[0] == told[1]
        count = 0
        for mine, its in zip(one.devices(), other.devices(), strict=True):
            assert mine.is_described == its.is_described, (mine, mine.why_octets)
            assert mine.octets() == its.octets()
            assert mine.to_python() == its.to_python()
            count += sum(1 for _ in leaves(mine.fields))
        assert count > 100
        assert qmigui.diff(str(sample.path()), str(twin)).diff.is_equal


def test_sections_stand_where_they_are_said_to(sample: CorpusFile) -> None:
    octets = sample.read()
    with qmigui.open_state(sample.path()) as state:
        end = 0
        for section in state.sections():
            assert section.offset >= end
            end = section.offset + section.length
            assert int.from_bytes(octets[section.offset + 1 : section.offset + 5]) == section.section_id
            assert octets[end - 5] == 0x7E or not state.machine
        assert end <= state.size == len(octets)


def test_values_stand_where_they_are_said_to(sample: CorpusFile) -> None:
    octets = sample.read()
    with qmigui.open_state(sample.path()) as state:
        for device in state.devices():
            data = device.octets()
            for field in itertools.islice(leaves(device.fields), 3000):
                place = field.source_offset
                assert place is not None
                part = octets[place : place + field.length]
                assert part == data[field.offset : field.offset + field.length]
                if field.type in INTEGERS:
                    assert field.value == int.from_bytes(part, signed=field.type.startswith("s"))
                elif field.type == "octets":
                    assert field.value == part


def test_paths_of_fields_lead_back_to_them(sample: CorpusFile, twin: Path) -> None:
    for path in (sample.path(), twin):
        with qmigui.open_state(path) as state:
            for device in state.devices():
                fields = list(itertools.islice(leaves(device.fields), 500))
                # i8254 has both channels[0], a struct, and a field with that and more as its name.
                alike = Counter(field.path for field in fields)
                for field in fields:
                    found = device[field.path]
                    assert found.path == field.path
                    assert found.offset == field.offset or alike[field.path] > 1
                    assert found.value == field.value or alike[field.path] > 1
                    assert field.path in device
                assert device.get("there is no such field") is None
                for sub in device.subsections():
                    assert device[sub.name].version_id == sub.version_id
                    assert sub.offset + sub.length <= len(device.octets())


def test_arrays_by_index() -> None:
    with qmigui.open_state(samples().case("isapc-on-7.2").file("stream.bin").path()) as state:
        regs = state.device("cpu")["env.regs"]
        assert regs.type == "array"
        assert [field.value for field in regs] == regs.to_python()
        assert len(regs) == 8
        assert regs[3].value == state.device("cpu")["field 'env.regs[3]'"].value == regs.to_python()[3]
        eax = next(register for register in state.registers(0)[0].registers if register.name == "EAX")
        assert regs[0].value == eax.value
        assert state.target == "i386"
        with pytest.raises(KeyError):
            regs[8]
        with pytest.raises(KeyError):
            state.device("cpu", 7)
        with pytest.raises(KeyError):
            state.device("cpu")["env.regs[3].x"]
        # Two sections of one name and instance, each along its own description.
        assert [device.is_described for device in state.devices() if device.name == "isa-ide"] == [True, True]


def test_names_with_dots_and_values_beside_parts() -> None:
    number = Value("u8", 7, 0, 1)
    run = Value("u16", bytes(range(8)), 4, 8, 4)
    values: Values = {
        ("a.b",): number,
        ("a", "b.c", 0): run,
        ("a", "b", "c"): Value("u8", 9, 12, 1),
        ("a", "b.c", 0, "#2"): run,
        ("t", 0, "key"): Value("u64", 5, 20, 8),
        ("t", 0): Value("u8", 6, 28, 1),
        ("e[1]",): number,
    }
    from qmigui.api.fields import Field

    root = Field(tree_of(values), (), lambda offset: offset)
    assert root["a.b"].value == 7
    assert root["a.b.c[2]"].value == 0x0405
    assert root["a"]["b"]["c"].value == 9
    assert root["t[0].key"].value == 5
    assert root["t"][0].value == 6
    assert (root["t"].offset, root["t"].length) == (20, 9)
    assert root["e[1]"].value == 7
    assert root.to_python()["t"] == [{"value": 6, "key": 5}]
    assert root["a.b.c.#2"].to_python() == root["a.b.c"].to_python()["#2"]
    assert [repr(field) for field in leaves(root)]


def test_pages_are_those_of_the_memory(sample: CorpusFile, twin: Path) -> None:
    case = samples().case(sample.case_id)
    for path in (sample.path(), twin):
        octets = path.read_bytes()
        with qmigui.open_state(path) as state, state.memory() as memory:
            seen = dict.fromkeys((block.name for block in state.ram_blocks()), 0)
            for run in state.page_runs():
                seen[run.block] += run.length
                assert run.page_size == state.page_size
                content = memory.read(run.block, run.address, run.length)
                if run.kind == "full":
                    assert content == run.data
                    assert run.data_offset is not None
                    assert octets[run.data_offset :][: run.page_size] == run.data[: run.page_size]
                else:
                    assert run.kind == "zero"
                    assert not any(content)
                if state.form == "binary":
                    head = int.from_bytes(octets[run.offset : run.offset + 8])
                    assert head // run.page_size * run.page_size == run.address
            assert seen == {block.name: block.length for block in state.ram_blocks()}
            for block in case.ram_blocks:
                content = memory.read(block["name"], 0, block["used_length"])
                assert hashlib.sha256(content).hexdigest() == block["sha256"]
            first = state.ram_blocks()[0].name
            assert {run.block for run in state.page_runs(first)} == {first}


def test_readings_do_not_disturb_each_other() -> None:
    path = samples().case("isapc-on-7.2").file("stream.bin").path()
    with qmigui.open_state(path) as state:
        alone = [(run.block, run.address, run.data) for run in state.page_runs()]
        mixed = []
        for run, other in zip(state.page_runs(), state.page_runs(), strict=True):
            mixed.append((run.block, run.address, run.data))
            if len(mixed) % 50 == 1:
                state.device("cpu").to_python()
                state.registers()
            assert other.data == run.data
        assert mixed == alone


def test_problems_are_those_of_validation(sample: CorpusFile) -> None:
    with qmigui.open_state(sample.path()) as state:
        assert state.problems() == qmigui.validate(str(sample.path())).problems
        assert state.problems(qmigui.Severity.ERROR) == []


def told(state: qmigui.State) -> list[object]:
    """Something of all that a state tells."""
    values = [device.to_python() for device in state.devices()]
    return [state.machine, values, [(run.address, run.pages) for run in state.page_runs()]]


def test_every_carrier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = samples().case("m68k-virt-7.2").file("stream.bin").path()
    octets = plain.read_bytes()
    with qmigui.open_state(plain) as state:
        wanted = told(state)
    (tmp_path / "vm.gz").write_bytes(gzip.compress(octets))
    (tmp_path / "later").write_bytes(b"?" * 777 + octets)
    monkeypatch.setenv("QMIGUI_LIBRARY", str(tmp_path / "library"))
    with service.open_library() as library:
        service.store_state(library, str(plain), name="mine")
    (entry,) = qmigui.list_library()
    assert qmigui.list_library("no such state") == []
    for name in (tmp_path / "vm.gz", f"{tmp_path}/later@777", "library:mine", f"library:{entry.id}"):
        with qmigui.open_state(name) as state:
            assert told(state) == wanted, name
            assert state.problems() == []
    reading, writing = os.pipe()
    with subprocess.Popen(["cat", str(plain)], stdout=writing) as process:
        os.close(writing)
        with qmigui.open_state(f"fd:{reading}") as state:
            assert told(state) == wanted
            with pytest.raises(qmigui.UsageError):
                state.problems()
        process.wait(10)


@pytest.mark.corpus
@pytest.mark.parametrize(
    "case_id",
    [
        "libvirt-raw-7.0",
        "mapped-ram-10.0",
        "xbzrle-7.2",
        "compress-7.2",
        "suppress-vmdesc-7.2",
        "aarch64-virt-smp2-11.1",
    ],
)
def test_cases_of_the_corpus(case_id: str) -> None:
    if not corpus().is_full:
        pytest.skip("the collection is not here")
    case = corpus().case(case_id)
    file = case.stream or max(case.files, key=lambda file: file.size)
    with qmigui.open_state(file.path()) as state:
        assert state.damage is None
        kinds = {run.kind for run in state.page_runs()}
        devices = list(state.devices())
        assert len(devices) > 5
        assert all(device.octets() or device.to_python() == {} for device in devices)
        known = sum(device.is_described for device in devices)
        assert known == 0 if case_id.startswith("suppress") else known > len(devices) // 2
        if case_id.startswith("mapped"):
            octets = file.read()
            assert all(block.is_mapped for block in state.ram_blocks())
            run = next(run for run in state.page_runs() if run.kind == "full")
            assert run.data_offset == run.offset
            assert octets[run.offset :][: run.length] == run.data
        if case_id.startswith(("xbzrle", "compress")):
            assert kinds & {"xbzrle", "compressed"}
        with state.memory() as memory:
            for block in case.ram_blocks:
                if block["used_length"] <= 64 << 20 and memory.report.is_complete:
                    content = memory.read(block["name"], 0, block["used_length"])
                    assert hashlib.sha256(content).hexdigest() == block["sha256"]


def test_a_device_that_does_not_fit_its_description_is_octets(tmp_path: Path) -> None:
    described = {"vmsd_name": "dev", "version": 1, "fields": [{"name": "a", "type": "uint16", "size": 2}]}
    stream = StreamBuilder().full("dev", b"abcdefg", vmsd=described).full("bus/good", b"\1\2", vmsd=described)
    (tmp_path / "vm").write_bytes(stream.build())
    with qmigui.open_state(tmp_path / "vm") as state:
        device = state.device("dev")
        assert not device.is_described
        assert device.why_octets
        assert len(device.fields) == 0
        assert state.device("good")["a"].value == 0x0102
