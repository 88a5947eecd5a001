"""Which elements a dump shows."""

from __future__ import annotations

import io
import json
from xml.etree import ElementTree as ET

import pytest

from qmigui.qemufile.memory import MemorySource
from qmigui.schema.dump.run import dump_ber
from qmigui.stream.feed import Feed
from qmigui.stream.reader import BinaryReader
from qmigui.stream.tree import StreamTree
from qmigui.stream.tree_output import Output
from qmigui.stream.tree_select import PathPattern, Relation, matches_name
from tests.builders import Block, Ram, StreamBuilder
from tests.converting import to_ber
from tests.interop import built

INSIDE, ABOVE, APART = Relation.INSIDE, Relation.ABOVE, Relation.APART
FIELD = "items[14] / secfull 'cpu_common' / vmstate / fields / 'halted'"


@pytest.mark.parametrize(
    ("pattern", "path", "relation"),
    [
        (FIELD, FIELD, INSIDE),
        (FIELD, FIELD + " / u32", INSIDE),
        (FIELD, "items", ABOVE),
        (FIELD, "items[14] / secfull 'cpu_common'", ABOVE),
        (FIELD, "items[1] / secfull 'cpu_common'", APART),
        (FIELD, "items[14] / secfull 'cpu'", APART),
        ("items[1]", "items[14]", APART),
        ("items[14]", FIELD, INSIDE),
        ("items [14]/secfull", FIELD, INSIDE),
        ("items / secfull / idstr", "items[3] / secfull 'x' / idstr", INSIDE),
        ("items / secfull / idstr", "items[3] / secfull 'x' / kind", APART),
        ("items/secfull 'a/b'/ id", "items[3] / secfull 'a/b' / id", INSIDE),
        ("items[2] / secmin 'ram' / ram", "items[2] / secmin / ram[0]", INSIDE),
        ("section 5 'cpu' / field 'a.b[3].c'", "section 5 'cpu' / field 'a'", ABOVE),
        ("section 5 'cpu' / field 'a.b[3].c'", "section 5 'cpu' / field 'a.b[3]'", ABOVE),
        ("section 5 'cpu' / field 'a.b'", "section 5 'cpu' / field 'a.b[3].c'", INSIDE),
        ("section 5 'cpu' / field 'a.b'", "section 5 'cpu' / field 'a.bc'", APART),
        ("section 5", "section 5 'cpu' / field 'a'", INSIDE),
        ("section 5", "section 55 'cpu'", APART),
    ],
)
def test_paths(pattern: str, path: str, relation: Relation) -> None:
    assert PathPattern(pattern).relation(path) is relation


def test_names() -> None:
    assert matches_name("virtio-blk", ["virtio-*"])
    assert matches_name("a[0]", ["a[0]"])  # as it is, though the pattern would be another
    assert not matches_name("Virtio", ["virtio"])


def stream() -> bytes:
    """Two cpus, another device, RAM before them."""
    builder = StreamBuilder(blocks=(Block("pc.ram", 1 << 20), Block("rom", 4096)))
    builder.ram(Ram().zeros(0, 9, name="pc.ram").page(0, name="rom"))
    for instance in range(2):
        values = [("halted", "uint32", b"\0\0\0%c" % instance), ("on", "bool", b"\1")]
        builder.full("cpu", values=values, instance_id=instance)
    return builder.full("timer", values=[("now", "uint8", b"\7")]).build()


def dumped(form: str, sections: tuple[str, ...] = (), path: str | None = None) -> tuple[str, bool]:
    """Text of the BER, and whether anything was found."""
    text = io.StringIO()
    pattern = PathPattern(path) if path is not None else None
    source = MemorySource(to_ber(stream()))
    found = dump_ber(source, text.write, form, sections=sections, pattern=pattern)
    return text.getvalue(), found


def binary(sections: tuple[str, ...] = (), path: str | None = None) -> tuple[list[str], bool]:
    """Lines of the binary form."""
    text = io.StringIO()
    feed = Feed(MemorySource(stream()))
    output = Output(text.write)
    pattern = PathPattern(path) if path is not None else None
    tree = StreamTree(output, None, sections=sections, pattern=pattern)
    tree.run(BinaryReader(feed).events())
    output.flush(0)
    feed.close()
    return text.getvalue().splitlines(), tree.found


@pytest.mark.parametrize(
    ("sections", "names"),
    [
        (("cpu",), ["cpu", "cpu"]),
        (("timer", "cpu"), ["cpu", "cpu", "timer"]),
        (("[ct]*",), ["cpu", "cpu", "timer"]),
        (("ram",), ["ram", None, None]),
    ],
)
def test_sections(sections: tuple[str, ...], names: list[str | None]) -> None:
    text, found = dumped("json", sections)
    assert found
    items = json.loads(text)["items"]
    assert [next(iter(item.values())).get("idstr") for item in items] == names
    whole = json.loads(dumped("json")[0])["items"]
    assert all(item in whole for item in items)
    root = ET.fromstring(dumped("xer", sections)[0])
    assert len(list(root.iter("secfull")) + list(root.iter("secmin"))) == len(names)
    lines, found = binary(sections)
    assert found
    assert sum(" section " in line for line in lines) == len(names)


def test_one_field() -> None:
    path = "items[4] / secfull 'cpu' / vmstate / fields / 'halted'"
    assert json.loads(dumped("json", path=path)[0]) == {
        "items": [{"secfull": {"body": {"vmstate": {"fields": [{"name": "halted", "value": {"u32": 0}}]}}}}]
    }
    lines, found = binary(path="section 2 'cpu' / field 'halted'")
    assert found
    assert ["'halted'" in line for line in lines] == [False, True]


def test_both() -> None:
    text, found = dumped("json", ("cpu",), "items / secfull / instance")
    assert found
    assert [item["secfull"] for item in json.loads(text)["items"]] == [{"instance": 0}, {"instance": 1}]


def test_one_block() -> None:
    lines, found = binary(path="section 1 'ram' / block 'rom'")
    assert found
    assert not any("pc.ram" in line for line in lines)
    assert any("1 full page" in line for line in lines)


@pytest.mark.parametrize("form", ["tree", "xer", "json"])
def test_nothing(form: str) -> None:
    assert dumped(form, ("none",)) == ("", False)
    assert dumped(form, path="items[99]")[1] is False
    assert binary(("none",)) == ([], False)


def test_sections_in_a_package() -> None:
    text = io.StringIO()
    assert dump_ber(MemorySource(to_ber(built.package())), text.write, "json", sections=("cpu",))
    (item,) = json.loads(text.getvalue())["items"]
    assert [next(iter(inner)) for inner in item["command"]["package"]] == ["secfull"]
