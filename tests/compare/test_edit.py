"""``--set``: one value changes, everything else keeps its octets."""

from __future__ import annotations

from pathlib import Path

import pytest

from qmigui import service
from qmigui.errors import UsageError
from tests.builders import Block, Mapped, Ram, StreamBuilder
from tests.cli.program import only_line, run
from tests.compare.states import diff, told
from tests.compare.test_states import be32, device
from tests.converting import to_ber, to_binary

PAGE = 4096


def state() -> bytes:
    builder = StreamBuilder(blocks=(Block("pc.ram", 4 * PAGE),), uuid=bytes(16), page_bits=True)
    builder.ram(Ram().zero(0, name="pc.ram").page(PAGE))
    values = [
        ("halted", "uint32", be32(1)),
        ("offset", "int16", b"\xff\xfe"),
        ("on", "bool", b"\0"),
        ("buf", "buffer", b"abcd"),
    ]
    builder.full("cpu", values=values).full("cpu", values=values, instance_id=1)
    return builder.full("opaque", b"data", described=False).build()


def convert(octets: bytes, directory: Path, *settings: str, to: str = "binary") -> bytes:
    source, target = directory / "in", directory / "out"
    source.write_bytes(octets)
    service.convert(str(source), str(target), to=to, settings=settings)
    return target.read_bytes()


SUB_Y = "section 2 'dev' / subsection 'dev/a' / field 'y'"
UUID = "00112233-4455-6677-8899-aabbccddeeff"

CHANGES = [
    ("cpu@0/halted=7", "section 2 'cpu' / field 'halted'", 7),
    ("section 2 'cpu' / field 'halted'=0xFFFFFFFF", "section 2 'cpu' / field 'halted'", 0xFFFFFFFF),
    ("section 3 'cpu'/field 'offset' = -32768", "section 3 'cpu' / field 'offset'", -32768),
    ("cpu@1/on=true", "section 3 'cpu' / field 'on'", True),
    ("cpu@0/buf=00 ff:7a30", "section 2 'cpu' / field 'buf'", b"\0\xffz0"),
    ("configuration / machine=pc-test-22.0", "configuration / machine", "pc-test-22.0"),
    (f"configuration/uuid={UUID}", "configuration / uuid", bytes(range(0, 256, 17))),
]


@pytest.mark.parametrize(("setting", "path", "value"), CHANGES)
def test_one_value_changes(setting: str, path: str, value: object, tmp_path: Path) -> None:
    octets = state()
    changed = convert(octets, tmp_path, setting)
    ((where, _, new),) = told(diff(octets, changed))
    assert (where, new) == (path, value)
    # Whatever way it goes, the same comes out.
    assert convert(to_ber(octets), tmp_path, setting) == changed
    assert to_binary(convert(octets, tmp_path, setting, to="ber")) == changed
    assert to_binary(convert(to_ber(octets), tmp_path, setting, to="ber")) == changed
    if not path.startswith("configuration / machine"):
        differing = [place for place, (a, b) in enumerate(zip(octets, changed, strict=True)) if a != b]
        assert differing[-1] - differing[0] < 16


def test_several_values(tmp_path: Path) -> None:
    octets = state()
    changed = convert(octets, tmp_path, "cpu@0/halted=5", "cpu@1/halted=6", "cpu@1/on=1")
    assert [new for _, _, new in told(diff(octets, changed))] == [5, 6, True]


def test_elements_and_subsections(tmp_path: Path) -> None:
    octets = device([1, 2, 3], {"dev/a": 1})
    for setting, path in {
        "dev/regs[2]=9": "section 2 'dev' / field 'regs[2]'",
        "section 'dev' / field 'regs[0]'=9": "section 2 'dev' / field 'regs[0]'",
        "dev/queue[0].x=9": "section 2 'dev' / field 'queue[0].x'",
        "dev/dev/a/y=9": SUB_Y,
        "section 'dev' / subsection 'dev/a' / field 'y'=9": SUB_Y,
    }.items():
        for source in (octets, to_ber(octets)):
            ((where, _, new),) = told(diff(octets, convert(source, tmp_path, setting)))
            assert (where, new) == (path, 9)


REFUSED = [
    ("halted", "no PATH=VALUE"),
    ("=5", "names nothing"),
    ("cpu/halted=5", "more than one value: section 2 'cpu'"),
    ("cpu@0/halt=5", "there are cpu/halted"),
    ("cpu@2/halted=5", "means nothing"),
    ("rtc/x=5", "means nothing"),
    ("cpu@0/halted=0x100000000", "not within 0..4294967295 (u32)"),
    ("cpu@0/halted=-1", "not within"),
    ("cpu@0/offset=40000", "not within -32768..32767 (s16)"),
    ("cpu@0/halted=many", "no integer"),
    ("cpu@0/on=2", "no truth value"),
    ("cpu@0/buf=00", "1 octets where 4 stand"),
    ("cpu@0/buf=xy", "not hexadecimal"),
    ("opaque/data=1", "nothing describes this section"),
    ("ram/x=1", "nothing describes this section"),
    ("configuration/machine=", "1 to 65535 octets"),
    ("configuration/target-page-bits=13", "cannot be set"),
    ("configuration/uuid=1234", "the length cannot change"),
    ("configuration/no=1", "means nothing"),
    ("cpu@0/regs[99999999999999]=1", "means nothing"),
]


@pytest.mark.parametrize(("setting", "message"), REFUSED)
def test_what_is_refused(setting: str, message: str, tmp_path: Path) -> None:
    for octets in (state(), to_ber(state())):
        with pytest.raises(UsageError) as caught:
            convert(octets, tmp_path, setting)
        assert message in str(caught.value)
        assert not (tmp_path / "out").exists()


def test_fixed_places_of_ram_keep_the_machine(tmp_path: Path) -> None:
    blocks = (Block("pc.ram", 4 * PAGE, mapped=Mapped({0: b"x" * PAGE})),)
    octets = StreamBuilder(capabilities=["mapped-ram"], blocks=blocks).ram().full("dev").build()
    with pytest.raises(UsageError, match="keep its length"):
        convert(octets, tmp_path, "configuration/machine=longer-than-that")
    changed = convert(octets, tmp_path, "configuration/machine=pc-test-9.0")
    assert len(changed) == len(octets)


def test_salvage_sets_nothing(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(state())
    paths = str(tmp_path / "in"), str(tmp_path / "out")
    with pytest.raises(UsageError, match="salvaged"):
        service.convert(*paths, salvage=True, settings=["cpu@0/halted=1"])


def test_on_the_command_line(tmp_path: Path) -> None:
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(state())
    words = ("--set", "cpu@0/halted=3", "--set", "cpu@1/halted=4", "--to", "binary", "--quiet")
    assert run("--convert", source, target, *words).returncode == 0
    assert run("--diff", source, target).returncode == 1
    done = run("--convert", source, tmp_path / "none", "--set", "cpu/halted=3", "--quiet")
    assert done.returncode == 2
    assert "more than one value" in only_line(done)
    assert not (tmp_path / "none").exists()
