"""From payload to BER and back: each thing that QEMU describes, and what it describes wrong."""

from __future__ import annotations

import json
import struct
from typing import Any

import pytest

from qmigui.visitor import ber_reader, tags
from qmigui.visitor.base import BOOL, KINDS, Buffer
from qmigui.vmstate import codec
from qmigui.vmstate.description import Description, Device
from qmigui.vmstate.walk import walk

Json = dict[str, Any]


def leaf(name: str, type_name: str, size: int, **keys: object) -> Json:
    return {"name": name, **keys, "type": type_name, "size": size}


def members(name: str, *fields: Json, **keys: object) -> Json:
    return {"vmsd_name": name, "version": 1, "fields": list(fields), **keys}


def a_struct(name: str, size: int, *fields: Json, **keys: object) -> Json:
    return {"name": name, **keys, "type": "struct", "struct": members("inner", *fields), "size": size}


def a_device(*fields: Json, **keys: object) -> Device:
    text = json.dumps({"name": "dev", "instance_id": 0, **members("dev", *fields, **keys)})
    return from_text(text)


def from_text(text: str) -> Device:
    (found,) = Description(f'{{"devices": [{text}]}}'.encode()).devices()
    return found


class Teller:
    """A visitor that writes down what it is told as short words."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def field(self, name: str, type_name: str, offset: int) -> None:
        self.words.append(f"{name}:{type_name}@{offset}")

    def boolean(self, value: bool, /) -> None:
        self.words.append(str(value))

    def integer(self, kind: str, value: int, /) -> None:
        self.words.append(f"{kind}={value}")

    def integers(self, kind: str, data: Buffer, /) -> None:
        for values in struct.iter_unpack(">" + KINDS[kind].code if kind != BOOL else "?", data):
            self.words.append(f"{kind}={values[0]}" if kind != BOOL else str(values[0]))

    def octets(self, data: Buffer, /) -> None:
        self.words.append(f"<{bytes(data).hex()}>")

    def begin_subsection(self, name: str, version_id: int, /) -> None:
        self.words.append(f"sub {name} {version_id}")

    def tree_key(self, value: int, /) -> None:
        self.words.append(f"key={value}")

    def nullptr(self) -> None:
        self.words.append("null")

    def begin_struct(self) -> None:
        self.words.append("{")

    def end_struct(self) -> None:
        self.words.append("}")

    def begin_array(self) -> None:
        self.words.append("[")

    def end_array(self) -> None:
        self.words.append("]")

    def begin_list(self) -> None:
        self.words.append("list")

    def list_element(self) -> None:
        self.words.append("+")

    def end_list(self) -> None:
        self.words.append("end")

    def begin_tree(self) -> None:
        self.words.append("tree")

    def begin_tree_entry(self) -> None:
        self.words.append("+")

    def end_tree_entry(self) -> None:
        pass

    def end_tree(self) -> None:
        self.words.append("end")

    def begin_subsections(self) -> None:
        pass

    def end_subsection(self) -> None:
        pass

    def end_subsections(self) -> None:
        pass


def told(found: Device, payload: bytes, warning: str | None = None) -> str:
    """What a visitor is told of *payload*, after a look at both ways through BER."""
    encoded = codec.encode(found, memoryview(payload))
    assert encoded.ber is not None, encoded.warning
    assert codec.decode(encoded.ber, 0, None) == payload
    if warning is None:
        assert encoded.warning is None
    else:
        assert encoded.warning is not None
        assert warning in encoded.warning
    from_walk, from_ber = Teller(), Teller()
    walk(found, memoryview(payload), from_walk)
    ber_reader.read_vmstate(encoded.ber, 0, None, from_ber)
    values = [word for word in from_walk.words if "@" not in word]
    assert values == [word for word in from_ber.words if "@" not in word]
    assert from_walk.words[0] == "{"
    assert from_walk.words[-1] == "}"
    return " ".join(from_walk.words[1:-1])


def refused(found: Device, payload: bytes) -> str:
    encoded = codec.encode(found, memoryview(payload))
    assert encoded.ber is None
    assert encoded.warning is not None
    return encoded.warning


@pytest.mark.parametrize(
    ("type_name", "payload", "words"),
    [
        ("bool", b"\1", "True"),
        ("bool", b"\0", "False"),
        ("bool", b"\2", "u8=2"),
        ("uint8", b"\xff", "u8=255"),
        ("int8", b"\xff", "s8=-1"),
        ("uint16 equal", b"\1\0", "u16=256"),
        ("int32 le", b"\xff\xff\xff\xfe", "s32=-2"),
        ("uint32", b"\xff\0\0\0", "u32=4278190080"),
        ("timer", b"\xff" * 8, "s64=-1"),
        ("int64 equal", b"\xff" * 8, f"u64={(1 << 64) - 1}"),
        ("CPU_Double_U", b"\x40" + bytes(7), f"u64={0x40 << 56}"),
        ("cpsr", b"\0\0\0\1", "u32=1"),
        ("fsr", b"\0" * 8, "u64=0"),
        ("tlb_entry", b"abc", "<616263>"),
        ("uint32", b"ab", "<6162>"),
        ("uint32", b"", "<>"),
        ("bitmap", b"\0" * 7 + b"\1", "[ u64=1 ]"),
        ("bitmap", b"abc", "<616263>"),
        ("pci irq state", b"\0" * 16, "[ u32=0 u32=0 u32=0 u32=0 ]"),
        ("nullptr", b"0", "null"),
        ("nullptr", b"2", "u8=50"),
        ("never heard of", b"ab", "<6162>"),
    ],
)
def test_a_type_is_a_word_and_a_size(type_name: str, payload: bytes, words: str) -> None:
    found = a_device(leaf("x", type_name, len(payload)))
    assert told(found, payload) == f"x:{type_name}@0 {words}"


def test_old_style() -> None:
    found = from_text(
        '{"name": "slirp", "instance_id": 0, "size": 3, '
        '"fields": [{"name": "data", "size": 3, "type": "buffer"}]}'
    )
    assert told(found, b"abc") == "data:buffer@0 <616263>"


def test_structs_and_subsections_stand_in_place() -> None:
    inner = members("in/more", leaf("c", "uint8", 1))
    held = {**a_struct("s", 1 + 2 + 7 + 4 + 1, leaf("b", "uint8", 1))}
    held["struct"]["subsections"] = [inner]
    outer = members("dev/sub", leaf("d", "uint8", 1), subsections=[members("dev/sub/sub")])
    found = a_device(held, leaf("z", "uint8", 1), subsections=[outer])
    payload = b"\1\5\7in/more\0\0\0\3\2\4" + b"\5\7dev/sub\0\0\0\x09\6" + b"\5\x0bdev/sub/sub\xff\0\0\0"
    assert found.payload_length() == len(payload)
    assert told(found, payload) == (
        "s:struct@0 { b:uint8@0 u8=1 sub in/more 3 { c:uint8@14 u8=2 } } z:uint8@15 u8=4"
        " sub dev/sub 9 { d:uint8@29 u8=6 sub dev/sub/sub 4278190080 { } }"
    )


@pytest.mark.parametrize("style", ["all have an index", "but the last", "none has"])
def test_elements_described_one_by_one(style: str) -> None:
    fields = [leaf("r", "uint8", 1, index=number) for number in range(3)]
    for last in fields[2:] if style == "but the last" else fields if style == "none has" else []:
        del last["index"]
    found = a_device(leaf("q", "uint8", 1), *fields)
    assert told(found, b"\1\2\3\4") == "q:uint8@0 u8=1 r:uint8@1 [ u8=2 u8=3 u8=4 ]"


def test_elements_described_by_the_first() -> None:
    found = a_device(
        leaf("a", "uint16", 2, array_len=2),
        leaf("b", "bool", 1, array_len=3),
        leaf("c", "buffer", 2, array_len=2),
        a_struct("d", 3, leaf("e", "uint8", 1), leaf("f", "uint16", 2), array_len=2),
        leaf("g", "bool", 1, array_len=2),
        leaf("h", "uint8", 1, array_len=0),
        leaf("i", "shpc", 0, array_len=10**18),
    )
    payload = b"\0\1\0\2" + b"\0\1\1" + b"abcd" + b"\7\0\x08\x09\0\x0a" + b"\1\2"
    assert told(found, payload) == (
        "a:uint16@0 [ u16=1 u16=2 ] b:bool@4 [ False True True ] c:buffer@7 [ <6162> <6364> ]"
        " d:struct@11 [ { e:uint8@11 u8=7 f:uint16@12 u16=8 } { e:uint8@14 u8=9 f:uint16@15 u16=10 } ]"
        " g:bool@17 [ True u8=2 ] h:uint8@19 [ ] i:shpc@19 [ ]"
    )


def keys(**parts: object) -> str:
    return json.dumps(parts)[1:-1]


def test_lists_repeat_their_keys() -> None:
    element = keys(vmsd_name="e", version=1, fields=[leaf("v", "uint8", 1)])
    for type_name in ("qtailq", "qlist"):
        found = from_text(
            '{"name": "d", "instance_id": 0, "vmsd_name": "d", "version": 1, "fields": ['
            f'{{"name": "l", "type": "{type_name}", {element}, {element}, "size": 5}},'
            f'{{"name": "n", "type": "{type_name}", "size": 1}}]}}'
        )
        assert told(found, b"\1\7\1\x08\0\0") == (
            f"l:{type_name}@0 list + {{ v:uint8@1 u8=7 }} + {{ v:uint8@3 u8=8 }} end n:{type_name}@5 list end"
        )
        wrong = "field 'l' (payload offset 0): told as octets: marker 0x2 is not 1"
        assert told(found, b"\1\7\2\x08\0\0", wrong).startswith(f"l:{type_name}@0 <0107020800>")


def test_trees_have_keys_of_two_kinds() -> None:
    key = keys(vmsd_name="k", version=1, fields=[leaf("k", "uint8", 1)])
    value = keys(vmsd_name="v", version=1, fields=[leaf("v", "uint8", 1)])
    start = '{"name": "d", "instance_id": 0, "vmsd_name": "d", "version": 1, "fields": ['
    found = from_text(f'{start}{{"name": "t", "type": "gtree", {key}, {value}, "size": 8}}]}}')
    assert told(found, b"\0\0\0\1\1\5\6\0") == "t:gtree@0 tree + { k:uint8@5 u8=5 } { v:uint8@6 u8=6 } end"
    found = from_text(f'{start}{{"name": "t", "type": "gtree", {value}, {value}, "size": 25}}]}}')
    payload = b"\0\0\0\2" + b"\1" + bytes(7) + b"\x09\5" + b"\1" + bytes(8) + b"\6\0"
    assert told(found, payload) == (
        "t:gtree@0 tree + key=9 { v:uint8@13 u8=5 } + key=0 { v:uint8@23 u8=6 } end"
    )
    told(found, b"\0\0\0\3" + payload[4:], "3 entries, not the 2 described")
    told(found, payload[:-1] + b"\1", "marker 0x1 is not 0")
    found = from_text(f'{start}{{"name": "t", "type": "gtree", {value}, "size": 8}}]}}')
    told(found, b"\0\0\0\1\1\5\6\0", "account for")
    found = from_text(f'{start}{{"name": "t", "type": "gtree", "size": 5}}]}}')
    assert told(found, bytes(5)) == "t:gtree@0 tree end"


def test_members_in_the_field_itself() -> None:
    inline = {**members("tmp", leaf("v", "uint8", 1))}
    found = a_device({"name": "t", "type": "tmp", **inline, "size": 1})
    assert told(found, b"\3") == "t:tmp@0 { v:uint8@0 u8=3 }"


def test_members_that_do_not_add_up() -> None:
    found = a_device(a_struct("s", 3, leaf("v", "uint8", 1)), leaf("w", "uint8", 1))
    warning = "field 's' (payload offset 0): told as octets: its members account for 1 of 3 octets"
    assert told(found, b"\1\2\3\4", warning) == "s:struct@0 <010203> w:uint8@3 u8=4"
    found = a_device(*(a_struct(name, 3, leaf("v", "uint8", 1)) for name in "abc"))
    told(found, bytes(9), "and 2 more fields")


def test_members_without_use() -> None:
    found = a_device(a_struct("s", 1, leaf("v", "uint8", -1)))
    assert told(found, b"\1", "'size' is not a number") == "s:struct@0 <01>"


# == arrays of pointers ==

NULLS = leaf("p", "nullptr", 1)


def test_nulls_up_to_9() -> None:
    null = {"name": "p", "index": 0, "type": "struct", "struct": {}, "size": 1}
    found = a_device(null, a_struct("p", 1, leaf("v", "uint8", 1), index=1))
    assert told(found, b"0\1") == "p:struct@0 [ null { v:uint8@1 u8=1 } ]"


def test_nulls_up_to_9_hide_the_others() -> None:
    nulls = {"name": "p", "array_len": 3, "type": "struct", "struct": {}, "size": 1}
    found = a_device(leaf("a", "uint8", 1), nulls, leaf("z", "uint8", 1))
    assert told(found, b"\x01000\2") == "a:uint8@0 u8=1 p:struct@1 [ null null null ] z:uint8@4 u8=2"
    hidden = "field 'p' (payload offset 1): told as octets: its elements differ in size"
    assert told(found, b"\x010abc0\2", hidden) == "a:uint8@0 u8=1 p:struct@1 <3061626330> z:uint8@6 u8=2"


@pytest.mark.parametrize("null", ["nullptr", "ptr-marker"])
def test_runs_of_nulls(null: str) -> None:
    value = a_struct("p", 2, leaf("v", "uint16", 2))
    found = a_device(leaf("p", null, 1, array_len=2), value, leaf("p", null, 1))
    assert found.payload_length() == 5
    assert told(found, b"00\0\x070") == f"p:{null}@0 [ null null {{ v:uint16@2 u16=7 }} null ]"


def test_a_first_run_has_the_length_of_all() -> None:
    first = a_struct("p", 2, leaf("v", "uint16", 2), array_len=4)
    found = a_device(first, leaf("p", "nullptr", 1, array_len=3))
    assert found.payload_length() == 5
    assert told(found, b"\x00\x07000") == "p:struct@0 [ { v:uint16@0 u16=7 } null null null ]"
    stated = bytes(8) + b"000"  # a version that counts right
    assert told(found, stated).endswith("null null null ]")


def test_nulls_described_one_by_one_count_what_is_left() -> None:
    value = a_struct("p", 2, leaf("v", "uint16", 2), index=0)
    nulls = [leaf("p", "nullptr", 1, array_len=count) for count in (2, 3)]
    found = a_device(value, *nulls, {**value, "index": 3})
    assert found.payload_length() == 6
    assert told(found, b"\0\7" + b"00" + b"\0\x08").endswith("null null { v:uint16@4 u16=8 } ]")


def test_markers_before_every_element() -> None:
    value = a_struct("p", 2, leaf("v", "uint16", 2))
    marker = leaf("p", "ptr-marker", 1)
    found = a_device(marker, value, marker, marker, value)
    assert told(found, b"1\0\x0701\0\x08") == (
        "p:ptr-marker@0 [ u8=49 { v:uint16@1 u16=7 } null u8=49 { v:uint16@5 u16=8 } ]"
    )


# == arrays whose elements differ ==


def test_the_one_array_that_may_differ_takes_what_is_left() -> None:
    found = a_device(leaf("a", "uint8", 1), leaf("b", "buffer", 2, array_len=3), leaf("c", "uint8", 1))
    words = "a:uint8@0 u8=1 b:buffer@1 <{}> c:uint8@{} u8=2"
    assert told(found, b"\1abc\2", "(-3 octets)") == words.format("616263", 4)
    assert told(found, b"\1abcdefgh\2", "(+2 octets)") == words.format("6162636465666768", 9)
    assert "field 'b': needs 6 bytes, 0 are left" in refused(found, b"\1")


def test_structs_are_suspected_last() -> None:
    row = a_struct("p", 2, leaf("v", "uint16", 2), array_len=3)
    found = a_device(row, leaf("z", "uint8", 1))
    assert (
        told(found, b"\0\x0700\1", "field 'p' (payload offset 0)") == "p:struct@0 <00073030> z:uint8@4 u8=1"
    )
    found = a_device(row, leaf("b", "buffer", 1, array_len=2))
    assert told(found, bytes(9), "field 'b' (payload offset 6)").endswith("b:buffer@6 <000000>")
    assert "needs 6 bytes, 3 are left" in refused(
        a_device(row, {**row, "name": "q"}, leaf("z", "uint8", 1)), bytes(9)
    )


def test_within_a_struct_too() -> None:
    found = a_device(a_struct("s", 6, leaf("b", "buffer", 2, array_len=2), leaf("c", "uint8", 1)))
    warning = "field 's.b' (payload offset 0)"
    assert told(found, b"abcde\1", warning) == "s:struct@0 { b:buffer@0 <6162636465> c:uint8@5 u8=1 }"


def test_within_a_subsection_too() -> None:
    sub = members("dev/s", leaf("b", "buffer", 2, array_len=2))
    found = a_device(leaf("a", "uint8", 1), subsections=[sub, members("dev/t")])
    payload = b"\1\5\5dev/s\0\0\0\1abcde\5\5dev/t\0\0\0\1"
    assert "sub dev/s 1 { b:buffer@12 <6162636465> } sub dev/t" in told(
        found, payload, "subsection 'dev/s' / field 'b' (payload offset 12)"
    )
    assert "subsection 'dev/t' is not where it should be" in refused(found, payload[:-11] + bytes(11))


def test_two_arrays_that_may_differ() -> None:
    found = a_device(*(leaf(name, "buffer", 2, array_len=2) for name in "ab"))
    assert refused(found, bytes(9)) == (
        "field 'b': the description accounts for 8 of 9 bytes (payload offset 8)"
    )


# == what cannot be ==


def test_a_payload_of_another_length() -> None:
    found = a_device(leaf("a", "uint32", 4), leaf("b", "uint32", 4))
    assert refused(found, bytes(6)) == "field 'b': needs 4 bytes, 2 are left (payload offset 4)"
    assert refused(found, bytes(9)) == (
        "field 'b': the description accounts for 8 of 9 bytes (payload offset 8)"
    )
    assert "0 of 1 bytes" in refused(a_device(), b"a")


def test_a_subsection_that_is_not_there() -> None:
    found = a_device(leaf("a", "uint8", 1), subsections=[members("dev/s")])
    assert refused(found, b"\1\5\5dev/t\0\0\0\1") == (
        "subsection 'dev/s' is not where it should be (payload offset 1)"
    )
    held = a_struct("s", 12, leaf("b", "uint8", 1))
    held["struct"]["subsections"] = [members("dev/s")]
    found = a_device(held)
    told(found, b"\1\5\5dev/s\0\0\0\1")
    assert told(found, b"\1\5\5dev/t\0\0\0\1", "subsection 'dev/s' is not").startswith("s:struct@0 <")


def test_a_device_without_use() -> None:
    assert "of no use: 'size' is not a number" in refused(a_device(leaf("a", "uint8", -1)), b"a")


@pytest.mark.parametrize("name", ["", "x" * 256, chr(0xD800), chr(0xDC80)])
def test_a_name_that_has_no_place_in_ber(name: str) -> None:
    assert "name" in refused(a_device(leaf(name, "uint8", 1)), b"a")


def test_names_of_any_script() -> None:
    name = "\U0001f600" * 255
    assert told(a_device(leaf(name, "uint8", 1)), b"\1") == f"{name}:uint8@0 u8=1"


def test_numbers_that_no_payload_backs() -> None:
    huge = 10**18
    assert "needs" in refused(a_device(leaf("a", "uint8", 1, array_len=huge)), b"a")
    assert "needs" in refused(a_device(leaf("a", "buffer", huge)), b"a")
    assert "needs" in refused(a_device(a_struct("s", huge, leaf("a", "uint8", 1, array_len=huge))), b"a")
    empty = a_struct("s", 0, *(leaf(f"e{number}", "buffer", 0) for number in range(9)), array_len=huge)
    assert told(a_device(empty), b"") == "s:struct@0 [ ]"
    inner = a_struct("t", 0, *(leaf("long name " * 9 + str(number), "buffer", 0) for number in range(400)))
    dense = a_struct("s", 1, leaf("a", "uint8", 1), inner, array_len=30000)
    assert "far more" in refused(a_device(dense), bytes(30000))


def test_nesting_ends_in_octets() -> None:
    for levels in range(1, 40):
        inner = leaf("v", "buffer", 1, array_len=1)
        for _ in range(levels):
            inner = a_struct("s", 1, inner, index=0)
        encoded = codec.encode(a_device(inner), memoryview(b"\7"))
        assert encoded.ber is not None, (levels, encoded.warning)
        assert (encoded.warning is None) == (levels <= (tags.MAX_LEVEL - 5) // 4), levels
    inner = members("dev/s")
    for _ in range(20):
        inner = members("dev/s", subsections=[inner])
    assert "nested too deep" in refused(a_device(subsections=[inner]), b"a")


def test_ber_that_does_not_read_back_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    found = a_device(leaf("a", "uint8", 1))
    monkeypatch.setattr(codec, "decode", lambda *_: b"b")
    assert "other bytes (payload offset 0)" in refused(found, b"a")
    monkeypatch.setattr(codec, "decode", lambda *_: b"")
    assert "other bytes (payload offset 0)" in refused(found, b"a")
