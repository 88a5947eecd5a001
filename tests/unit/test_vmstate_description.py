"""The JSON text: its styles, its damages, and what it costs."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmigui.vmstate.description import MAX_TEXT_LENGTH, Description, DescriptionError, Device

U8 = {"name": "a", "type": "uint8", "size": 1}


def device(**keys: object) -> dict[str, object]:
    return {"name": "dev", "instance_id": 0, "vmsd_name": "dev", "version": 1, "fields": [U8], **keys}


def one(**keys: object) -> Device:
    (found,) = Description(json.dumps({"devices": [device(**keys)]}).encode()).devices()
    return found


def test_style_of_new_versions() -> None:
    text = (
        b'{"configuration": {"vmsd_name": "configuration", "version": 1, "fields": [{"name": "len", '
        b'"type": "uint32", "size": 4}, {"name": "name", "type": "buffer", "size": 13}]}, '
        b'"page_size": 4096, "devices": [{"name": "timer", "instance_id": 0, "vmsd_name": "timer", '
        b'"version": 2, "fields": [{"name": "ticks", "type": "int64", "size": 8}]}]}'
    )
    description = Description(memoryview(text))
    assert description.page_size == 4096
    assert description.configuration is not None
    assert description.configuration.length == 17
    (timer,) = description.devices()
    assert (timer.name, timer.instance_id, timer.version_id, timer.vmsd_name) == ("timer", 0, 2, "timer")
    assert timer.payload_length() == 8
    assert [found.name for found in description.devices()] == ["timer"]


def test_style_of_old_versions() -> None:
    text = (
        b'{ "page_size" : 1024, "devices" : [ { "name" : "a\tb", "instance_id" : -2147483648, '
        b'"vmsd_name" : "x", "version" : 1, "fields" : [ { "name" : "v", "type" : "bool", "size" : 1 } ] }, '
        b'{ "name" : "slirp", "instance_id" : 0, "size" : 131, "fields" : [ { "name" : "data", '
        b'"size" : 131, "type" : "buffer" } ] } ] }'
    )
    description = Description(text)
    assert description.page_size == 1024
    assert description.configuration is None
    first, second = description.devices()
    assert (first.name, first.instance_id, first.payload_length()) == ("a\tb", 0x80000000, 1)
    assert (second.version_id, second.vmsd_name, second.payload_length()) == (None, None, 131)


def test_subsections_count_with_their_heads() -> None:
    sub = {"vmsd_name": "dev/\u00e4", "version": 1, "fields": [U8], "subsections": []}
    assert one(subsections=[sub, {**sub, "subsections": [sub]}]).payload_length() == 1 + 3 * (2 + 6 + 4 + 1)


def test_nothing_described() -> None:
    for text in (b"{}", b'{"page_size": 1}', b'{"devices": []}', b' { "devices" : [ ] } '):
        assert list(Description(text).devices()) == []


@pytest.mark.parametrize("head", ['"page_size": -1', '"page_size": true', '"configuration": {"fields": 1}'])
def test_an_odd_head_does_no_harm_to_the_devices(head: str) -> None:
    description = Description(f'{{{head}, "devices": [{json.dumps(device())}]}}'.encode())
    assert description.page_size is None
    assert description.configuration is None
    assert len(list(description.devices())) == 1


def test_a_damaged_text_is_good_up_to_the_damage() -> None:
    good = json.dumps(device())
    for rest in ("", ",", ", {", ", 5]}", f" {good}]}}", ', {"name": 1}]', ', {"name": "x"}]', ", nul"):
        devices = Description(f'{{"devices": [{good}{rest}'.encode()).devices()
        assert next(devices).name == "dev"
        with pytest.raises(DescriptionError):
            next(devices)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"{",
        b'{"page_size"',
        b'{"devices": 1}',
        b'{"x": ' + b"9" * 5000 + b"}",
        b"\xff\xfe{}",
        b'{"x": ' + b"[" * 200000,
        b'{"x": ' + b'{"":' * 200000,
    ],
)
def test_what_is_no_description(text: bytes) -> None:
    with pytest.raises(DescriptionError):
        Description(text)


def test_a_text_that_is_too_long_is_not_read() -> None:
    with pytest.raises(DescriptionError, match="too long"):
        Description(b" " * (MAX_TEXT_LENGTH + 1))


def test_many_small_devices_take_linear_time() -> None:
    text = b'{"devices": [' + b",".join([b'{"name":"a","instance_id":0}'] * 20000) + b"]}"
    start = time.process_time()
    assert sum(1 for _ in Description(text).devices()) == 20000
    assert time.process_time() - start < 10


def test_a_device_longer_than_a_window() -> None:
    fields = [{**U8, "name": f"field{number}"} for number in range(10000)]
    assert one(fields=fields).payload_length() == 10000


@pytest.mark.parametrize("instance_id", [None, True, 1.0, "0", 1 << 32, -(1 << 32) - 1], ids=repr)
def test_no_instance(instance_id: object) -> None:
    with pytest.raises(DescriptionError):
        one(instance_id=instance_id)


@pytest.mark.parametrize(
    "fields",
    [
        5,
        [5],
        [[]],
        [{}],
        [{**U8, "size": -1}],
        [{**U8, "size": "1"}],
        [{**U8, "size": True}],
        [{**U8, "size": None}],
        [{**U8, "name": 1}],
        [{**U8, "type": []}],
        [{**U8, "array_len": -1}],
        [{**U8, "array_len": 1.5}],
    ],
)
def test_a_device_without_use(fields: object) -> None:
    found = one(fields=fields)
    assert found.payload_length() is None
    assert found.vmsd is None
    assert found.problem


@pytest.mark.parametrize("name", ["", "x" * 256, "\ud800"])
def test_a_subsection_needs_a_name(name: str) -> None:
    assert one(subsections=[{"vmsd_name": name, "version": 1, "fields": []}]).payload_length() is None


@given(text=st.binary(max_size=200))
def test_any_octets_are_read_or_refused(text: bytes) -> None:
    for start in (b"", b'{"devices": [', b'{"devices": [{"name":"a","instance_id":0,"fields":['):
        try:
            for found in Description(start + text).devices():
                found.payload_length()
        except DescriptionError:
            pass


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 1 << 70) | st.floats(allow_nan=True) | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "name",
                    "size",
                    "type",
                    "fields",
                    "struct",
                    "vmsd_name",
                    "version",
                    "array_len",
                    "subsections",
                ]
            ),
            inner,
            max_size=8,
        )
    ),
    max_leaves=30,
)


@given(value=json_values)
def test_any_json_is_a_device_of_use_or_not(value: object) -> None:
    length = one(fields=value, subsections=[]).payload_length()
    assert length is None or length >= 0
    one(fields=[{**U8, "type": "struct", "struct": value}]).payload_length()
