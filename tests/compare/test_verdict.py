"""What a table of a destination's devices, and its own state, say of a state."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from qmigui.compare.destination import Destination
from qmigui.compare.dump_table import read_table
from qmigui.compare.pci_config import first_difference
from qmigui.compare.said import section_of
from qmigui.compare.verdict import check_against
from qmigui.errors import FormatError, Problem
from tests.builders import Block, Ram, StreamBuilder, Value, description_of
from tests.cli.program import only_line, run
from tests.compare.states import read
from tests.compare.test_states import be32
from tests.converting import to_ber
from tests.corpus import corpus

PAGE = 4096
BLOCKS = (Block("pc.ram", 4 * PAGE),)


def field(name: str, size: int = 4, *, version: int = 0, exists: bool = False, **more: Any) -> dict[str, Any]:
    """A field of a table."""
    return {"field": name, "version_id": version, "field_exists": exists, "size": size, **more}


def vmsd(
    name: str, fields: Sequence[dict[str, Any]], version: int = 1, minimum: int = 1, **more: Any
) -> dict[str, Any]:
    """A description of a table."""
    numbers = {"version_id": version, "minimum_version_id": minimum}
    return {"name": name, **numbers, "Fields": list(fields), **more}


def table(*devices: dict[str, Any], machine: str = "pc-test-1.0") -> bytes:
    """A whole table."""
    entries = {f"type-{n}": {"Name": f"type-{n}", "Description": each} for n, each in enumerate(devices)}
    return json.dumps({"vmschkmachine": {"Name": machine}, **entries}).encode()


def state(
    values: Sequence[Value],
    *,
    name: str = "dev",
    vmsd_name: str | None = None,
    version: int = 1,
    page_size: int = PAGE,
    **options: Any,
) -> bytes:
    """A state with RAM and one device."""
    ram = Ram(page_size).zeros(0, 4 * PAGE // page_size, name="pc.ram")
    builder = StreamBuilder(blocks=BLOCKS, page_size=page_size, **options).ram(ram)
    described = {"vmsd_name": vmsd_name or name, "version": version, "fields": description_of(list(values))}
    return builder.full(name, values=list(values), vmsd=described, version_id=version).build()


def problems(octets: bytes, against: bytes | None, own: bytes | None = None, **limits: int) -> list[Problem]:
    """What is found, in both forms of the state."""
    found = []
    for form in (octets, to_ber(octets)):
        with ExitStack() as stack:
            destination = Destination(None if against is None else read_table(against))
            if own is not None:
                destination.state = stack.enter_context(read(own))
            destination.limits = {name.encode(): limit for name, limit in limits.items()}
            found.append(list(check_against(stack.enter_context(read(form)), destination)))
    assert [each.code for each in found[0]] == [each.code for each in found[1]]
    return found[0]


def codes(octets: bytes, against: bytes | None, own: bytes | None = None, **limits: int) -> list[str]:
    return [f"{each.severity.value[0]}:{each.code}" for each in problems(octets, against, own, **limits)]


DEEP = b'{"name": "n", "Fields": [{"field": "f", "Description": '
DEEP_END = b'{"name": "n"}' + b"}]}" * 70 + b"}}"

X: Value = ("x", "uint32", be32(1))
Y: Value = ("y", "uint32", be32(2))
BYTE: Value = ("b", "uint8", b"\7")


# -- the table -----------------------------------------------------------------------------


def test_what_fits() -> None:
    assert codes(state([X, Y]), table(vmsd("dev", [field("x"), field("y")]))) == []
    # A section behind a bus has the bus's path in front, and may have no description to say so.
    for described in (True, False):
        bus = state([X], name="0000:00:03.0/dev", vmsd_name="dev", description=described)
        assert "e:section-unknown" not in codes(bus, table(vmsd("dev", [field("x")])))


def test_machine() -> None:
    (problem,) = problems(state([X]), table(vmsd("dev", [field("x")]), machine="pc-test-2.0"))
    assert problem.code == "machine"
    assert problem.expected == "pc-test-2.0"
    assert problem.hint == "QEMU: Machine type received is 'pc-test-1.0' and local is 'pc-test-2.0'"
    # QEMU compares only as much as it has received.
    assert codes(state([X]), table(vmsd("dev", [field("x")]), machine="pc-test-1.0.1")) == []


def test_versions() -> None:
    newer = table(vmsd("dev", [field("x")], version=3, minimum=2))
    (problem,) = problems(state([X], version=4), newer)
    assert problem.code == "version-new"
    assert problem.hint == "QEMU: savevm: unsupported version 4 for 'dev' v3"
    (problem,) = problems(state([X], version=1), newer)
    assert problem.code == "version-old"
    assert codes(state([X], version=2), newer) == []


def test_sections_that_are_not_there() -> None:
    other = table(vmsd("other", [field("x")]))
    (problem,) = problems(state([X]), other)
    assert problem.code == "section-unknown"
    assert problem.path == "section 2 'dev'"
    assert (problem.hint or "").startswith("QEMU: Unknown savevm section or instance 'dev' 0")
    assert codes(state([X], name="timer"), other) == ["n:not-in-table"]
    assert codes(state([X], name="0000:00:01.1/ide", vmsd_name="ide"), other) == ["n:not-in-table"]


MAYBE = field("a", exists=True)

LAYOUTS: list[tuple[str, list[Value], list[dict[str, Any]], list[str]]] = [
    ("a field too many", [X, Y], [field("x")], ["e:fields"]),
    ("a field missing", [X], [field("x"), field("y")], ["e:fields"]),
    ("a field missing that may be", [X], [field("x"), field("y", exists=True)], []),
    ("a field of a later version", [X], [field("x"), field("y", version=2)], []),
    ("a renamed field", [X, Y], [field("x"), field("z")], []),
    ("one field for two", [X, Y], [field("xy", 8)], []),
    ("a field for nothing but unused octets", [X, Y], [field("x"), field("unused", 4)], []),
    ("another order", [X, BYTE], [field("b", 1), field("x")], ["e:fields", "e:fields"]),
    ("another size", [X, BYTE], [field("x"), field("b", 4)], ["e:field-size"]),
    ("two of one name", [X], [field("x", 2, exists=True), field("x", 4, version=1)], []),
    ("names with numbers", [("x[0]", *X[1:]), ("x[1]", *X[1:])], [field("x"), field("x")], []),
    ("optional ones that add up", [X, Y], [MAYBE, field("c", exists=True), field("d")], []),
    ("optional ones that do not", [X, BYTE], [MAYBE, field("d", num=1)], ["e:fields"]),
]


@pytest.mark.parametrize(
    ("sent", "expected", "found"), [pytest.param(*row[1:], id=row[0]) for row in LAYOUTS]
)
def test_fields(sent: list[Value], expected: list[dict[str, Any]], found: list[str]) -> None:
    others = vmsd("others", [field("n", 4, num=1)])  # so that the table is one that tells counts
    assert codes(state(sent), table(vmsd("dev", expected), others)) == found


def test_tables_without_counts_do_not_tell_arrays() -> None:
    """Before QEMU 8.1 an array of five octets looks like one octet."""
    sent: list[Value] = [X, ("unused", "unused_buffer", bytes(5))]
    expected = [field("x"), field("flags", 1)]
    assert codes(state(sent), table(vmsd("dev", expected))) == []
    counted = table(vmsd("dev", expected), vmsd("others", [field("n", 4, num=1)]))
    assert codes(state(sent), counted) == ["e:fields"]


def with_subsection(name: str, version: int) -> bytes:
    head = b"\5" + bytes((len(name),)) + name.encode() + be32(version)
    described = {"vmsd_name": name, "version": version, "fields": [{"name": "y", "type": "uint8", "size": 1}]}
    device = {
        "vmsd_name": "dev",
        "version": 1,
        "fields": [{"name": "x", "type": "uint32", "size": 4}],
        "subsections": [described],
    }
    builder = StreamBuilder(blocks=BLOCKS).ram(Ram().zeros(0, 4, name="pc.ram"))
    return builder.full("dev", be32(1) + head + b"\7", vmsd=device).build()


@pytest.mark.parametrize(
    ("name", "version", "found"),
    [
        ("dev/a", 2, []),
        ("dev/a", 3, ["e:version-new"]),
        ("dev/a", 1, ["e:version-old"]),
        ("dev/b", 1, ["e:subsection-unknown"]),
    ],
)
def test_subsections(name: str, version: int, found: list[str]) -> None:
    known = vmsd("dev", [field("x")], Subsections=[vmsd("dev/a", [field("y", 1)], 2, 2)])
    assert codes(with_subsection(name, version), table(known)) == found


def test_classes_that_share_a_name() -> None:
    two = table(vmsd("dev", [field("z", 8)]), vmsd("dev", [field("x"), field("y")]))
    assert codes(state([X, Y]), two) == []


def test_undescribed_devices_are_noted() -> None:
    octets = state([X], description=False)
    assert codes(octets, table(vmsd("dev", [field("x")]))) == ["n:not-described"]
    assert codes(octets, table(vmsd("dev", [field("x")], version=3, minimum=2))) == ["e:version-old"]


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"[]",
        b"{}",
        b'{"a": 1}',
        b'{"a": {"Description": 5}}',
        b'{"a": {"Description": {"name": 5}}}',
        b'{"a": {"Description": {"name": "a", "version_id": "x"}}}',
        b'{"a": {"Description": {"name": "a", "Fields": 5}}}',
        b'{"a": {"Description": {"name": "a", "Fields": [5]}}}',
        b'{"a": {"Description": {"name": "a", "Fields": [{}]}}}',
        b"[" * 100_000,
        b'{"a": {"Description": ' + DEEP * 70 + DEEP_END,
    ],
)
def test_tables_that_are_none(octets: bytes, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="dump-vmstate"):
        read_table(octets)


# -- the destination's own state -----------------------------------------------------------


def test_own_machine() -> None:
    octets = state([X, Y])
    assert codes(octets, None, octets) == []
    assert codes(octets, None, state([X, Y], name="other")) == ["e:section-unknown"]
    assert codes(octets, None, state([X])) == ["e:fields"]
    assert codes(state([X], version=2), None, state([X])) == ["e:version-new"]
    assert codes(octets, None, state([X, Y], machine=None)) == ["e:configuration"]
    assert codes(state([X, Y], machine=None), None, octets) == ["e:configuration-missing"]
    assert codes(octets, None, state([X, Y], footers=False)) == ["e:footers"]
    assert codes(state([X, Y], footers=False), None, octets) == ["e:footers"]
    assert codes(octets, None, state([X, Y], page_size=1024)) == ["e:page-size"]
    # The machine knows what it has: the table's silence does not matter.
    assert codes(octets, table(vmsd("other", [])), octets) == []


def test_values_that_must_be_equal() -> None:
    equal: Value = ("count", "uint32 equal", be32(2))
    other: Value = ("count", "uint32 equal", be32(3))
    (problem,) = problems(state([equal]), None, state([other]))
    assert problem.code == "value-equal"
    assert "2 != 3" in (problem.hint or "")
    least: Value = ("count", "int32 le", be32(2))
    assert codes(state([least]), None, state([("count", "int32 le", be32(2))])) == []
    assert codes(state([least]), None, state([("count", "int32 le", be32(1))])) == ["e:value-limit"]


def test_ram_blocks() -> None:
    def with_blocks(*blocks: Block) -> bytes:
        count = blocks[0].length // PAGE
        return StreamBuilder(blocks=blocks).ram(Ram().zeros(0, count, name=blocks[0].name)).build()

    octets = with_blocks(Block("pc.ram", 2 * PAGE))
    assert codes(octets, None, octets) == []
    (problem,) = problems(octets, None, with_blocks(Block("other", 2 * PAGE)))
    assert problem.path == "section 1 'ram' / block 'pc.ram'"
    assert "Unknown ramblock" in (problem.hint or "")
    longer = with_blocks(Block("pc.ram", 3 * PAGE))
    assert "Size mismatch" in (problems(octets, None, longer)[0].hint or "")
    assert codes(octets, None, longer, **{"pc.ram": 4 * PAGE}) == []
    tables = with_blocks(Block("/rom@t", PAGE)), with_blocks(Block("/rom@t", 9 * PAGE))
    assert codes(tables[0], None, tables[1]) == []
    (problem,) = problems(tables[1], None, tables[0])
    assert "Size too large" in (problem.hint or "")


def test_incomplete_ram_is_said() -> None:
    octets = StreamBuilder(blocks=BLOCKS).ram(Ram().zeros(0, 3, name="pc.ram")).build()
    assert codes(octets, table(vmsd("dev", []))) == ["w:ram-incomplete"]


def test_pci_configurations() -> None:
    own = bytearray(256)
    own[0:4], own[6], own[0x34] = b"\x86\x80\x0e\x10", 0x10, 0x40
    own[0x10:0x18] = b"\x0c\0\0\0" + b"\0\0\0\0"  # one address of 64 bits
    own[0x40:0x4C] = b"\x11\x60\x03\x00" + bytes(8)
    own[0x60:0x70] = b"\x09\x00\x10\x05" + bytes(12)

    def changed(place: int, value: int) -> bytes:
        other = bytearray(own)
        other[place] = value
        return bytes(other)

    assert first_difference(bytes(own), bytes(own)) is None
    assert first_difference(changed(0x04, 7), bytes(own)) is None  # the command register
    assert first_difference(changed(0x13, 0xFE), bytes(own)) is None  # an address
    assert first_difference(changed(0x14, 0x0C), bytes(own)) is None  # its upper half
    assert first_difference(changed(0x43, 0x80), bytes(own)) is None  # MSI-X is on
    assert first_difference(changed(0x70, 1), bytes(own)) is None
    assert first_difference(changed(0x64, 1), bytes(own)) is None  # a guest writes there
    assert first_difference(changed(0x02, 0), bytes(own)) == (2, 0x0E)
    assert first_difference(changed(0x10, 0x04), bytes(own)) == (0x10, 0x08)
    assert first_difference(changed(0x42, 0x01), bytes(own)) == (0x42, 0x02)
    assert first_difference(changed(0x41, 0x70), bytes(own)) == (0x41, 0x10)
    assert first_difference(b"", bytes(own)) is None


# -- words and calls -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("Unknown savevm section or instance '0000:00:03.0/e1000' 0. Make sure", "0000:00:03.0/e1000"),
        ("error while loading state for instance 0x0 of device 'cpu'", "cpu"),
        ("error while loading state section id 36(0000:00:03.0/e1000)", "0000:00:03.0/e1000"),
        ("Missing section footer for 0000:00:01.3/piix4_pm", "0000:00:01.3/piix4_pm"),
        ("savevm: unsupported version 4 for 'dev' v3", "dev"),
        ("Machine type received is 'a' and local is 'b'", "configuration"),
        ('Unknown ramblock "pc.rom", cannot accept migration', "ram"),
        ("Size mismatch: pc.ram: 0x1 != 0x2: Invalid argument", "ram"),
        ("load of migration failed: Invalid argument", None),
    ],
)
def test_words_of_qemu(line: str, section: str | None) -> None:
    assert section_of(["something else", line]) == section


def test_command_line(tmp_path: Path) -> None:
    file, good, bad = tmp_path / "vm", tmp_path / "good.json", tmp_path / "bad.json"
    file.write_bytes(state([X]))
    good.write_bytes(table(vmsd("dev", [field("x")])))
    bad.write_bytes(table(vmsd("dev", [field("y", 8, num=1)])))
    done = run("--check-against", good, file)
    assert done.returncode == 0
    assert b"nothing keeps it from loading" in done.stdout
    done = run("--check-against", bad, file, "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert told["loads"] is False
    assert told["destination"] == ["table"]
    assert told["problems"][0]["path"] == "section 2 'dev' / field 'x'"
    assert run("--check-against", good, "-", data=file.read_bytes()).returncode == 0
    assert run("--check-against", file, file).returncode == 20
    assert run("--check-against", good, tmp_path / "none").returncode == 10
    check = "--check-against"
    for words in ([check], [check, file], [check, "1", "2", "3"], ["--try-load", file]):
        done = run(*words)
        assert done.returncode == 2
        only_line(done)


def test_real_states_fit_the_tables_of_their_qemu() -> None:
    """No finding for states that their own QEMU loads."""
    cases = {case.id: case for case in corpus().cases}
    if "dump-vmstate-7.2" not in cases:
        pytest.skip("needs the full corpus")
    for dump, name, ids in (
        ("dump-vmstate-7.2", "x86_64-pc.json", ("pc-i440fx-7.2-on-7.2", "dev-virtio-many-7.2")),
        ("dump-vmstate-11.1", "x86_64-pc.json", ("pc-i440fx-11.1-on-11.1", "dev-nics-11.1")),
        ("dump-vmstate-7.2", "ppc64-pseries.json", ("ppc64-pseries-7.2",)),
    ):
        against = cases[dump].file(name).read()
        for case_id in ids:
            stream = cases[case_id].stream
            assert stream is not None
            with read(stream.read()) as content:
                found = list(check_against(content, Destination(read_table(against))))
            errors = [problem for problem in found if problem.severity.value == "error"]
            assert [problem.code for problem in errors] in ([], ["machine"]), errors


def test_a_mismatch_that_was_shipped() -> None:
    """Since 6.2 the state of piix4_pm has a field that 5.2 does not know (formats.md 10.2)."""
    cases = {case.id: case for case in corpus().cases}
    if "dump-vmstate-5.2" not in cases:
        pytest.skip("needs the full corpus")
    stream = cases["pc-i440fx-7.2-on-7.2"].stream
    assert stream is not None
    against = cases["dump-vmstate-5.2"].file("x86_64-pc.json").read()
    with read(stream.read()) as content:
        found = list(check_against(content, Destination(read_table(against))))
    paths = [problem.path for problem in found if problem.severity.value == "error"]
    assert "section 31 '0000:00:01.3/piix4_pm' / field 'acpi_pci_hotplug.acpi_index'" in paths
