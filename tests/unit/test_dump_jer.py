"""JER beside what asn1tools writes of the same values."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import asn1tools
import pytest

from qmigui import service
from qmigui.qemufile.memory import MemorySource
from qmigui.schema.dump.run import dump_ber
from qmigui.schema.load import load_module
from tests.converting import to_ber
from tests.corpus import CorpusFile
from tests.interop import built
from tests.unit.test_dump_xer import OTHER, other_ber


def jer(ber: bytes, **options: object) -> str:
    """Our text."""
    text = io.StringIO()
    dump_ber(MemorySource(ber), text.write, "json", **options)  # type: ignore[arg-type]
    return text.getvalue()


@pytest.fixture(scope="module")
def theirs() -> Callable[[bytes], str]:
    """What asn1tools makes of BER."""
    ber, jer = (asn1tools.compile_string(service.schema_text(), codec) for codec in ("ber", "jer"))

    def convert(octets: bytes) -> str:
        text: bytes = jer.encode("QemuFile", ber.decode("QemuFile", octets), indent=2)
        return text.decode()

    return convert


def assert_same(ber: bytes, theirs: Callable[[bytes], str]) -> None:
    """The same values, and the same text."""
    ours, other = jer(ber, everything=True), theirs(ber)
    assert json.loads(ours) == json.loads(other)
    assert (ours == other + "\n") is True


@pytest.mark.parametrize("single", [False, True])
@pytest.mark.parametrize("name", built.STREAMS)
def test_built_streams(name: str, single: bool, theirs: Callable[[bytes], str]) -> None:
    assert_same(to_ber(built.STREAMS[name](), single=single), theirs)


@pytest.mark.parametrize("make", built.BER.values(), ids=built.BER)
def test_what_only_ber_holds(make: Callable[[], bytes], theirs: Callable[[bytes], str]) -> None:
    assert_same(make(), theirs)


def test_strings_of_indefinite_length(theirs: Callable[[bytes], str]) -> None:
    assert_same(to_ber(built.endless_strings()), theirs)


@pytest.mark.parametrize("single", [False, True])
def test_samples(sample: CorpusFile, single: bool, theirs: Callable[[bytes], str]) -> None:
    assert_same(to_ber(sample.read(), single=single), theirs)


def test_another_module() -> None:
    text = jer(other_ber(), type_=load_module(OTHER, "other").types["Top"])
    value = json.loads(text)
    assert text == json.dumps(value, indent=2) + "\n"
    assert value == {
        "bools": [True, False],
        "words": ["red", "green"],
        "texts": ["a\x01<&>\n", ""],
        "tagged": 5,
        "chosen": {"two": True},
        "bits": {"value": "AABBC8", "length": 21},
        "real": 1.5,
        "oid": "1.2.840.113549",
        "either": {"inner": {"one": 3}},
        "wide": [1 << 63, -1],
        "none": {},
        "list": [[], [1, 2]],
    }


@pytest.mark.parametrize("single", [False, True])
def test_data_of_pages_is_left_out(single: bool) -> None:
    ber = to_ber(built.records(), single=single)
    short, whole = json.loads(jer(ber)), json.loads(jer(ber, everything=True))

    def shortened(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: shortened(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [shortened(inner) for inner in value]
        return f"... {len(value) // 2} octets" if key == "data" else value

    assert short == shortened(whole)
    assert short != whole
