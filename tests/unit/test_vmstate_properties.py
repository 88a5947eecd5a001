"""Any device: descriptions with their payloads, made up together, and damaged ones."""

from __future__ import annotations

import json
import struct
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from qmigui.errors import FormatError
from qmigui.visitor.base import KINDS, Buffer
from qmigui.visitor.binary import BinaryVisitor
from qmigui.vmstate import codec
from qmigui.vmstate.description import Description, DescriptionError, Device
from qmigui.vmstate.walk import walk

TYPES = [
    ("bool", 1),
    ("uint8", 1),
    ("int16", 2),
    ("uint32", 4),
    ("int64", 8),
    ("timer", 8),
    ("buffer", 3),
    ("unused_buffer", 0),
    ("bitmap", 16),
    ("pci irq state", 16),
    ("virtio", 9),
    ("nullptr", 1),
    ("uint32", 3),
]


class Part(NamedTuple):
    """The keys of a vmsd as JSON text without braces, and its payload."""

    keys: str
    data: bytes


def keys_text(**keys: object) -> str:
    return json.dumps(keys, ensure_ascii=False)[1:-1]


names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6)


@st.composite
def leaves(draw: st.DrawFn) -> tuple[str, str, int, bytes]:
    """Type, nothing, size and octets of one value."""
    type_name, size = draw(st.sampled_from(TYPES))
    return type_name, "", size, draw(st.binary(min_size=size, max_size=size))


@st.composite
def values(draw: st.DrawFn, depth: int) -> tuple[str, str, int, bytes]:
    """Type, text of the members, size and octets of one value."""
    if depth == 0 or draw(st.booleans()):
        return draw(leaves())
    shape = draw(st.sampled_from(["struct", "tmp", "vstruct", "qtailq", "qlist", "gtree", "direct"]))
    if shape in {"struct", "tmp", "vstruct"}:
        part = draw(parts(depth - 1))
        text = f'"struct": {{{part.keys}}}' if shape == "struct" else part.keys
        return shape, text, len(part.data), part.data
    count = draw(st.integers(0, 3))
    elements = draw(st.lists(parts(depth - 1), min_size=count, max_size=count))
    if shape in {"qtailq", "qlist"}:
        data = b"".join(b"\1" + part.data for part in elements) + b"\0"
        return shape, ", ".join(part.keys for part in elements), len(data), data
    head = count.to_bytes(4, "big")
    if shape == "direct":
        data = head + b"".join(b"\1" + draw(st.binary(min_size=8, max_size=8)) + p.data for p in elements)
        return "gtree", ", ".join(part.keys for part in elements), len(data) + 1, data + b"\0"
    tree_keys = [draw(parts(0)) for _ in elements]
    pairs = list(zip(tree_keys, elements, strict=True))
    data = head + b"".join(b"\1" + key.data + part.data for key, part in pairs) + b"\0"
    return "gtree", ", ".join(f"{key.keys}, {part.keys}" for key, part in pairs), len(data), data


@st.composite
def fields(draw: st.DrawFn, number: int, depth: int) -> Part:
    """The objects of one field, separated by commas."""
    name = f"{draw(names)}{number}"
    form = draw(st.sampled_from(["single", "compressed", "one by one", "without index"]))
    if form == "compressed":
        type_name, size = draw(st.sampled_from(TYPES))
        count = draw(st.integers(2, 40))
        data = draw(st.binary(min_size=size * count, max_size=size * count))
        return Part("{" + keys_text(name=name, array_len=count, type=type_name, size=size) + "}", data)
    elements = [draw(values(depth)) for _ in range(1 if form == "single" else draw(st.integers(2, 4)))]
    if form != "single":
        # Neighbours without length are each one element in every version but with "nullptr".
        elements = [element for element in elements if element[0] != "nullptr"] or elements[:1]
    objects = []
    for index, (type_name, text, size, _) in enumerate(elements):
        head = keys_text(name=name, **({"index": index} if form == "one by one" else {}), type=type_name)
        tail = keys_text(size=size)
        objects.append("{" + ", ".join(piece for piece in (head, text, tail) if piece) + "}")
    return Part(", ".join(objects), b"".join(element[3] for element in elements))


@st.composite
def parts(draw: st.DrawFn, depth: int) -> Part:
    """A vmsd."""
    name = draw(names)
    members = [draw(fields(number, depth)) for number in range(draw(st.integers(0, 3)))]
    text = f"{keys_text(vmsd_name=name, version=1)}, " + '"fields": ['
    text += ", ".join(part.keys for part in members) + "]"
    data = b"".join(part.data for part in members)
    if depth and draw(st.booleans()):
        subsections = [draw(parts(depth - 1)) for _ in range(draw(st.integers(1, 2)))]
        text += ', "subsections": [' + ", ".join(f"{{{part.keys}}}" for part in subsections) + "]"
        for part in subsections:
            wire_name = json.loads(f"{{{part.keys}}}")["vmsd_name"].encode()
            data += bytes((5, len(wire_name))) + wire_name + b"\0\0\0\1" + part.data
    return Part(text, data)


def text_of(part: Part) -> str:
    return f'{{"devices": [{{"name": "dev", "instance_id": 0, {part.keys}}}]}}'


def device(text: str) -> Device:
    (found,) = Description(text.encode("utf-8", "surrogatepass")).devices()
    return found


class Offsets(BinaryVisitor):
    """Compares each offset that is told with the bytes so far."""

    def field(self, name: str, type_name: str, offset: int) -> None:
        assert name
        assert type_name
        assert offset == len(self.data)

    def integers(self, kind: str, data: Buffer, /) -> None:
        assert len(data) % (KINDS[kind].width if kind in KINDS else 1) == 0
        super().integers(kind, data)


@given(part=parts(3))
def test_a_device_comes_back_from_ber(part: Part) -> None:
    found = device(text_of(part))
    assert found.payload_length() == len(part.data)
    encoded = codec.encode(found, memoryview(part.data))
    assert encoded.warning is None
    assert encoded.ber is not None
    assert codec.decode(memoryview(encoded.ber), 0, None) == part.data
    assert found.vmsd is not None
    assert len(encoded.ber) <= found.vmsd.weight
    visitor = Offsets()
    walk(found, memoryview(part.data), visitor)
    assert visitor.data == part.data


@given(
    part=parts(2),
    place=st.integers(0, 1 << 16),
    what=st.sampled_from(
        ["", "1", "9", "-", '"', "{", "}", "[", "]", ",", "null", "1e3", "999999999999", "\\"]
    ),
    extra=st.binary(max_size=3),
)
@settings(max_examples=200)
def test_a_damaged_description_does_no_harm(part: Part, place: int, what: str, extra: bytes) -> None:
    text = text_of(part)
    place %= len(text)
    damaged = text[:place] + what + text[place + 1 :]
    try:
        devices = list(Description(damaged.encode("utf-8", "surrogatepass")).devices())
    except DescriptionError:
        return
    for found in devices:
        for payload in (part.data, part.data + extra, part.data[:-1]):
            encoded = codec.encode(found, memoryview(payload))
            assert (encoded.ber is not None) or encoded.warning
            if encoded.ber is not None:
                assert codec.decode(encoded.ber, 0, None) == payload


@given(
    part=parts(2),
    changes=st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 255)), min_size=1, max_size=4),
    cut=st.integers(0, 3),
)
@settings(max_examples=200)
def test_damaged_ber_is_read_or_refused(part: Part, changes: list[tuple[int, int]], cut: int) -> None:
    encoded = codec.encode(device(text_of(part)), memoryview(part.data))
    assert encoded.ber is not None
    ber = bytearray(encoded.ber)
    for place, value in changes:
        ber[place % len(ber)] = value
    octets = bytes(ber[: len(ber) - cut])
    try:
        payload = codec.decode(octets, 100, "section 1 'dev'")
    except FormatError as error:
        assert error.offset is not None
        assert 100 <= error.offset <= 100 + len(octets)
        assert str(error.path).startswith("section 1 'dev'")
    else:
        assert len(payload) <= 8 * len(octets)


@given(payload=st.binary(max_size=40), part=parts(2))
def test_a_payload_of_another_device_does_no_harm(payload: bytes, part: Part) -> None:
    encoded = codec.encode(device(text_of(part)), memoryview(payload))
    if encoded.ber is not None:
        assert codec.decode(encoded.ber, 0, None) == payload


@given(words=st.lists(st.integers(0, (1 << 32) - 1), min_size=2, max_size=3000))
@settings(max_examples=20)
def test_long_arrays(words: list[int]) -> None:
    data = struct.pack(f">{len(words)}I", *words)
    entry = "{" + keys_text(name="regs", array_len=len(words), type="uint32", size=4) + "}"
    found = device(text_of(Part(f'{keys_text(vmsd_name="d", version=1)}, "fields": [{entry}]', data)))
    encoded = codec.encode(found, memoryview(data))
    assert encoded.ber is not None
    assert codec.decode(encoded.ber, 0, None) == data
