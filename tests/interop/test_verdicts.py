"""Our checker and asn1c agree on what is a QemuFile, but for what is told here.

Thousands of changed files are given to both.  Where only one takes a file, a
literal reading of its octets (:mod:`tests.interop.verdicts`) must show why: one of
:data:`ACCEPTED` or :data:`REFUSED`, which docs/ber-tools.md lists.  ``QMIGUI_THOROUGH=10``
tries ten times as many files.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from qmigui.errors import Problem
from tests.converting import to_ber
from tests.corpus import samples
from tests.foreign import END
from tests.interop import built, verdicts
from tests.interop.decoders import Asn1c
from tests.interop.mutations import Base, Mutant, mutants
from tests.interop.test_tool_defects import file_of, section_of

THOROUGH = int(os.environ.get("QMIGUI_THOROUGH", "1"))
COUNT = 2400 * THOROUGH
SEED = 1

REAL = ("m68k-virt-7.2",)
BUILT = ("configuration", "advised", "package", "mapped", "opaque", "names", "devices")

ACCEPTED = {
    "tag": "asn1c reads tags below 31 in the long form, and leading zero digits (X.690 8.1.2.2, 8.1.2.4.2)",
    "length": "asn1c takes an indefinite length on a primitive element for none (X.690 8.1.3.2)",
    "BOOLEAN": "asn1c takes any number of octets (X.690 8.2.1)",
    "NULL": "asn1c passes over its contents (X.690 8.8.2)",
    "no octets": "asn1c takes an INTEGER or ENUMERATED of no octets for 0 (X.690 8.3.1)",
    "ENUMERATED": "asn1c takes any number",
    "range": "asn1c makes no check for ranges up to 2^32 - 1",
    "SIZE": "asn1c loses the SIZE of a string type that has a name of its own, QemuString",
    "UTF-8": "asn1c takes surrogates, and characters from 110000 on",
    "segments": "asn1c wants the string's own tag at segments of a UTF8String (X.690 8.23)",
}
"""What is wrong with files that only asn1c takes."""

REFUSED = {
    "UTF8String in segments": "the same: segments that are OCTET STRINGs are what it should read",
    "1..MAX": "asn1c checks this range by way of a long, which 2^63 and more do not fit in",
}
"""What is right in files that only we take."""


EXAMPLES = {
    "tag": file_of(b"\x1f\x05\x00"),
    "length": file_of(b"\x05\x80"),
    "BOOLEAN": file_of(section_of(b"\x04\x00")).replace(b"\x01\x01\xff", b"\x01\x02\x00\xff"),
    "NULL": file_of(b"\x05\x01\x00"),
    "no octets": file_of(section_of(b"\x04\x00").replace(b"\x02\x01\x00", b"\x02\x00")),
    "ENUMERATED": file_of(section_of(b"\x04\x00").replace(b"\x0a\x01\x01", b"\x0a\x01\x02")),
    "range": file_of(section_of(b"\x04\x00").replace(b"\x02\x01\x00", b"\x02\x01\xff")),
    "SIZE": file_of(section_of(b"\x04\x00").replace(b"\x0c\x01d", b"\x0c\x00")),
    "UTF-8": file_of(section_of(b"\x04\x00").replace(b"\x0c\x01d", b"\x0c\x03\xed\xa0\x80")),
    "segments": file_of(section_of(b"\x04\x00").replace(b"\x0c\x01d", b"\x2c\x03\x0c\x01d")),
    "UTF8String in segments": file_of(section_of(b"\x04\x00").replace(b"\x0c\x01d", b"\x2c\x03\x04\x01d")),
    "1..MAX": file_of(
        section_of(
            b"\x30\x80\x7f\xd2\x42\x80\x30\x80\x7f\xda\x52\x80\x02\x01\x00\x02\x09"
            + (2**63).to_bytes(9)
            + 4 * END
        )
    ),
}
"""The least file of each kind."""


@pytest.fixture(scope="session")
def program(asn1c_decoder: Asn1c) -> Path:
    """Asks the code that asn1c made."""
    return verdicts.build(asn1c_decoder._directory)


def bases() -> list[Base]:
    """What is changed: both page forms of each."""
    streams: dict[str, Callable[[], bytes]] = {name: built.STREAMS[name] for name in BUILT}
    for file in samples().streams():
        if file.case_id in REAL:
            streams[file.case_id] = file.read
    found = [
        Base(f"{name}, {pages}", to_ber(make(), single=pages == "single"))
        for name, make in streams.items()
        for pages in ("run", "single")
    ]
    return [*found, Base("carrier", built.carrier())]


def explained(file: Mutant, is_taken: bool, errors: list[Problem]) -> str | None:
    """The kind of disagreement, empty for none; None: it cannot be."""
    found = verdicts.deviations(file.data)
    if not errors:
        if found:
            return None  # it is wrong, and we do not see it
        return "" if is_taken else next(iter(verdicts.liberties(file.data)), None)
    if file.kind == "same":
        return None  # it is right
    if not is_taken:
        return ""
    if not found:
        return None
    rule, element = found[0]
    assert element.parent is not None
    assert errors[0].offset is not None
    # Told there, or at an element before, whose length may be what is wrong.
    return rule if element.parent.start <= errors[0].offset <= element.end else None


@pytest.mark.slow
@pytest.mark.timeout(300 * THOROUGH)
def test_every_disagreement_is_a_known_one(program: Path) -> None:
    files = list(mutants(bases(), COUNT, SEED))
    assert len(files) >= 2000
    seen: Counter[str] = Counter()
    wrong, only_ours = [], []
    for file, verdict in zip(files, verdicts.of_asn1c(program, [file.data for file in files]), strict=True):
        errors = verdicts.errors_of(file.data)
        taken = f"asn1c {'takes' if verdict.accepted else 'refuses'}, we {'refuse' if errors else 'take'}"
        kind = explained(file, verdict.accepted, errors)
        seen[f"{file.kind}: {taken}"] += 1
        if kind is None:
            wrong.append(f"{file.words}: {verdict.words}: {', '.join(map(str, errors[:3]))}")
        elif kind:
            seen[kind] += 1
            if kind in REFUSED:
                only_ours.append(verdicts.without_liberties(file.data))
    print(*(f"{count:6} {words}" for words, count in sorted(seen.items())), sep="\n")
    assert not wrong
    assert set(seen) > {f"{kind}: asn1c takes, we take" for kind in ("same", "elements", "octets")}
    assert all(verdict.accepted for verdict in verdicts.of_asn1c(program, only_ours))


@pytest.mark.parametrize("kind", EXAMPLES)
def test_each_kind(kind: str, program: Path) -> None:
    data = EXAMPLES[kind]
    (verdict,) = verdicts.of_asn1c(program, [data])
    errors = verdicts.errors_of(data)
    # Where asn1c has learnt it, docs/ber-tools.md is to be changed.
    if kind in ACCEPTED:
        assert [deviation.rule for deviation in verdicts.deviations(data)] == [kind]
        assert verdict.accepted
        assert len(errors) == 1
    else:
        assert verdicts.liberties(data) == [kind]
        assert not verdict.accepted
        assert not errors


def test_the_kinds_are_told() -> None:
    assert set(EXAMPLES) == set(ACCEPTED) | set(REFUSED)
    text = (Path(__file__).parents[2] / "docs" / "ber-tools.md").read_text()
    table = text.partition("## Verdicts")[2]
    assert [kind for kind in EXAMPLES if f"| {kind} |" not in table] == []


def test_the_plain_file_is_taken(program: Path) -> None:
    data = file_of(section_of(b"\x04\x00"))
    (verdict,) = verdicts.of_asn1c(program, [data])
    assert verdict.accepted
    assert not verdicts.errors_of(data)
    assert not verdicts.deviations(data)
