"""What asn1c and our checker say of many files, and what a literal reading of the octets shows.

:func:`deviations` knows from X.690 and the module what is wrong in a file whose
elements can be walked; it uses nothing of the package.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from qmigui.errors import Problem, Severity
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.memory import MemorySource
from qmigui.schema.check import check_by_module
from qmigui.schema.octets import REACH
from qmigui.schema.shipped import shipped_module
from tests.foreign import END
from tests.hostile.ber_elements import Element
from tests.interop.mutations import with_contents
from tests.interop.values import ROOT

Tag = tuple[int, int]
"""Class and number."""

NONE = (-1, 0)
"""Of nothing: the outermost element lies there."""

BOOLEAN, INTEGER, OCTET_STRING, NULL, ENUMERATED, UTF8 = ((0, number) for number in (1, 2, 4, 5, 10, 12))
HOOK, ZERO_PAGE = (1, 9295), (1, 0)
SEC_FULL, SEC_MIN, CARRIER, SUBSECTION = (1, 10694), (1, 10701), (1, 8641), (1, 10707)
MAPPED, ZERO_RUN = (1, 9938), (1, 11602)
U32 = (2, 2)
INTEGERS = {INTEGER, ENUMERATED, ZERO_PAGE, *((2, number) for number in range(8))}
WORDS = {SEC_FULL: {1, 4}, SEC_MIN: {2, 3}, CARRIER: {1, 2}}
"""Values of the ENUMERATED in each of these."""

OF_32_BITS = {SEC_FULL, SEC_MIN, SUBSECTION, (2, 0), (2, 1), (2, 2), (2, 3)}
"""All INTEGERs in these have a range up to 2^32 - 1; in MappedRAM the first one."""


class Verdict(NamedTuple):
    """Of asn1c.

    Attributes:
        accepted: it decoded all of the file, and no constraint is broken.
        words: what it said.
    """

    accepted: bool
    words: str


class Deviation(NamedTuple):
    """Something that X.690 or the module forbid, or that not every tool reads.

    Attributes:
        rule: what it is, as in docs/ber-tools.md.
        element: where.
    """

    rule: str
    element: Element


def build(directory: Path) -> Path:
    """Make the program of ``verdicts.c`` beside the code that asn1c made in *directory*."""
    program = directory / "verdicts"
    sources = [path.name for path in directory.glob("*.c") if path.name != "converter-sample.c"]
    own = str(Path(__file__).with_suffix(".c"))
    command = ["gcc", "-O0", "-w", "-I.", "-o", program.name, own, *sorted(sources)]
    subprocess.run(command, cwd=directory, check=True, capture_output=True, timeout=100)
    return program


def of_asn1c(program: Path, files: Sequence[bytes]) -> list[Verdict]:
    """What asn1c says of each file."""
    octets = b"".join(len(data).to_bytes(4, "big") + data for data in files)
    done = subprocess.run([program], input=octets, check=True, capture_output=True, timeout=600)
    lines = done.stdout.decode("latin-1").splitlines()
    assert len(lines) == len(files)
    found = []
    for data, line in zip(files, lines, strict=True):
        word, consumed, _ = line.split(" ", 2)
        found.append(Verdict(word == "ok" and int(consumed) == len(data), line))
    return found


def errors_of(data: bytes) -> list[Problem]:
    """What our checker finds wrong with a file by the module alone."""
    problems: list[Problem] = []
    type_ = shipped_module().types[ROOT]
    check_by_module(MemorySource(data), type_, problems.append, Progress(), Cancel(), window=REACH)
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def elements_of(data: bytes) -> list[Element]:
    """All elements of a file, as asn1c walks them; none of one that cannot be walked."""
    try:
        whole = _read(data, 0, len(data), None)
        return list(whole.walk()) if whole.end == len(data) else []
    except (IndexError, RecursionError):
        return []


def _read(data: bytes, pos: int, end: int, parent: Element | None) -> Element:
    """The element at *pos*; IndexError: it goes past *end*."""
    start = pos
    pos += 1
    if data[start] & 0x1F == 0x1F:
        while data[pos] & 0x80:
            pos += 1
        pos += 1
    tag = data[start:pos]
    constructed, length = bool(tag[0] & 0x20), data[pos]
    pos += 1
    indefinite = length == 0x80 and constructed
    if length & 0x80:
        size = length & 0x7F
        length = int.from_bytes(data[pos : pos + size])
        pos += size
    inner_end = end if indefinite else pos + length
    if inner_end > end:
        raise IndexError
    element = Element(start, pos, inner_end, inner_end, tag, indefinite, parent)
    if not constructed:
        return element
    while data[pos : pos + 2] != END if indefinite else pos < inner_end:
        element.children.append(_read(data, pos, inner_end, element))
        pos = element.children[-1].end
    if indefinite:
        element.contents_end, element.end = pos, pos + 2
    return element


def tag_of(element: Element) -> Tag:
    """Class and number, however they are written."""
    first = element.tag[0]
    number = first & 0x1F
    if number == 0x1F:
        number = 0
        for octet in element.tag[1:]:
            number = number << 7 | octet & 0x7F
    return first >> 6, number


def value_of(element: Element, data: bytes) -> int:
    """Of an INTEGER."""
    return int.from_bytes(data[element.contents : element.contents_end], "big", signed=True)


def text_of(element: Element, data: bytes) -> bytes:
    """Of a string, its segments joined."""
    if element.constructed:
        return b"".join(text_of(child, data) for child in element.children)
    return data[element.contents : element.contents_end]


def deviations(data: bytes) -> list[Deviation]:
    """What is wrong, in the order of the file, as far as a walk without a grammar shows it."""
    return [Deviation(rule, element) for element in elements_of(data) for rule in _rules(element, data)]


def _rules(element: Element, data: bytes) -> Iterator[str]:
    tag, length = tag_of(element), element.contents_end - element.contents
    parent = tag_of(element.parent) if element.parent is not None else NONE
    if len(element.tag) > 1 and (tag[1] < 31 or element.tag[1] == 0x80):
        yield "tag"
    if element.constructed:
        segments = tag == UTF8 and parent != UTF8
        if segments and any(tag_of(child) != OCTET_STRING for child in element.children):
            yield "segments"
    elif data[element.start + len(element.tag)] == 0x80:
        yield "length"
    elif tag == BOOLEAN and length != 1:
        yield "BOOLEAN"
    elif tag in {NULL, HOOK} and length:
        yield "NULL"
    elif tag in INTEGERS and not length:
        yield "no octets"
    elif tag == ENUMERATED and value_of(element, data) not in WORDS.get(parent, ()):
        yield "ENUMERATED"
    elif _is_of_32_bits(element, tag, parent) and not 0 <= value_of(element, data) < 1 << 32:
        yield "range"
    if tag == UTF8 and parent != UTF8:
        text = text_of(element, data)
        try:
            if not 1 <= len(text.decode()) <= 255:
                yield "SIZE"
        except UnicodeDecodeError:
            yield "UTF-8"


def _is_of_32_bits(element: Element, tag: Tag, parent: Tag) -> bool:
    if tag == INTEGER:
        assert element.parent is not None
        return parent in OF_32_BITS or (parent == MAPPED and element.parent.children[0] is element)
    return tag == U32


def liberty_of(element: Element, data: bytes) -> str | None:
    """What X.690 and the module allow, and asn1c refuses."""
    tag = tag_of(element)
    if tag == UTF8 and element.constructed:
        return "UTF8String in segments"
    parent = tag_of(element.parent) if element.parent is not None else None
    if tag == INTEGER and parent == ZERO_RUN and value_of(element, data) >= 1 << 63:
        return "1..MAX"
    return None


def liberties(data: bytes) -> list[str]:
    """All of them."""
    found = (liberty_of(element, data) for element in elements_of(data))
    return [liberty for liberty in found if liberty is not None]


def without_liberties(data: bytes) -> bytes:
    """The file with plain strings and a small number in their place, lengths made right."""

    def written(element: Element) -> bytes:
        match liberty_of(element, data):
            case "UTF8String in segments":
                return with_contents(b"\x0c", text_of(element, data))
            case "1..MAX":
                return with_contents(element.tag, b"\x01")
        if element.constructed:
            return with_contents(element.tag, b"".join(map(written, element.children)))
        return data[element.start : element.end]

    return written(elements_of(data)[0])
