"""One element of a real BER file is damaged: it must be told there, nowhere earlier, and as one problem.

Some of the damages of each kind are tried; with ``QMIGUI_THOROUGH`` many more, in more files.
What is known of a damage comes from :mod:`tests.hostile.ber_elements` and
:mod:`tests.hostile.ber_rewrite`, which use nothing of the package.
"""

from __future__ import annotations

import functools
import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from qmigui.errors import Problem
from tests.checking import THOROUGH, errors, problems_of
from tests.converting import to_ber
from tests.corpus import corpus, samples
from tests.hostile import ber_elements, ber_rewrite
from tests.hostile.ber_elements import Element
from tests.hostile.ber_rewrite import Change

SMALL = ("m68k-virt-7.2", "mips-malta-be-7.2", "alpha-clipper-11.1")
MORE = ("isapc-on-7.2", "s390x-ccw-11.1", "x-ignore-shared-7.2", "multifd-none-11.1", "compress-xbzrle-5.2")
NAMES = (*SMALL, *MORE) if THOROUGH else SMALL
FILES = [f"{name}, {form}" for name in NAMES for form in ("runs", "single")]
if not THOROUGH:
    FILES.pop()
EACH = 300 if THOROUGH else 7
"""Damages of a kind at any element of one file."""

RARE = 100 if THOROUGH else 4
"""The same at elements of which there are few: heads of sections, the block list."""


@dataclass
class File:
    """One BER file.

    Attributes:
        data: its octets.
        root: its elements.
        elements: all of them but the root.
        tags: the elements of each tag and each tag around.
    """

    data: bytes
    root: Element
    elements: list[Element] = field(default_factory=list)
    groups: list[list[Element]] = field(default_factory=list)


@functools.cache
def file_of(name: str) -> File | None:
    """The file, or None: it is not here."""
    case_id, form = name.split(", ")
    found = [s for s in (*samples().streams(), *corpus().streams()) if s.case_id == case_id]
    if not found:
        return None
    data = to_ber(found[0].read(), single=form == "single")
    root = ber_elements.read(data)
    file = File(data, root, [element for element in root.walk() if element.parent is not None])
    groups: dict[tuple[bytes, bytes], list[Element]] = {}
    for element in file.elements:
        assert element.parent is not None
        groups.setdefault((element.tag, element.parent.tag), []).append(element)
    file.groups = list(groups.values())
    return file


def pick(file: File, chance: random.Random, *, rare: bool) -> Element:
    """An element; *rare*: each combination of its tag and that around it as often as any other."""
    return chance.choice(chance.choice(file.groups) if rare else file.elements)


# -- kinds of damage -----------------------------------------------------------------


def by_octets(kind: str, file: File, element: Element, chance: random.Random) -> Change | None:
    """Damage to header or end-of-contents octets."""
    done = ber_elements.damage(kind, element, file.data, chance)
    if done is None:
        return None
    if kind == "tag":
        new = done.data[element.start : element.start + len(element.tag)]
        in_block_list = element.tag in {b"\x80", b"\x81"} and not ber_rewrite.is_value(element)
        if in_block_list or (ber_rewrite.is_value(element) and new in ber_rewrite.VALUES):
            return None  # another alternative: the module is content
    growth = len(done.data) - len(file.data)
    return Change(
        kind,
        element.start,
        element.end,
        done.data[element.start : element.end + growth],
        done.first,
        done.last,
    )


def in_place(kind: str, file: File, element: Element, chance: random.Random) -> Change | None:
    """Damage to a value."""
    return ber_rewrite.in_place(kind, element, file.data)


def rewritten(kind: str, file: File, element: Element, chance: random.Random) -> Change | None:
    """Damage to the structure."""
    return ber_rewrite.rewritten(kind, element, file.data, file.root, chance)


Maker = Callable[[str, File, Element, random.Random], "Change | None"]
OCTETS = ("tag", "length", "length +1", "length -1", "end-of-contents")
MAKERS: dict[str, Maker] = {
    **dict.fromkeys(ber_rewrite.IN_PLACE, in_place),
    **dict.fromkeys(OCTETS, by_octets),
    **dict.fromkeys(ber_rewrite.REWRITTEN, rewritten),
}


def changes(kind: str, file: File, seed: str, *, rare: bool) -> Iterator[Change]:
    """Damages of one kind."""
    chance = random.Random(seed)
    done: set[tuple[int, bytes]] = set()
    count = RARE if rare else EACH
    for _ in range(400 * count):
        change = MAKERS[kind](kind, file, pick(file, chance, rare=rare), chance)
        if change is not None and (change.start, change.octets) not in done:
            done.add((change.start, change.octets))
            yield change
            if len(done) == count:
                return


# -- one damage ------------------------------------------------------------------------


@dataclass
class Outcome:
    """What was told of damages of one kind.

    Attributes:
        counts: of files, and of those with one error, none, the first one elsewhere, an earlier one.
        examples: of what is not as it should be.
    """

    counts: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def add(self, name: str, change: Change, found: list[Problem]) -> None:
        """Take note of one file."""
        offsets = [problem.offset if problem.offset is not None else -1 for problem in found]
        faults = {
            "none": not found,
            "elsewhere": bool(found) and not change.first <= offsets[0] <= change.last,
            "earlier": bool(found) and min(offsets) < change.first,
            "several": len(found) > 1,
        }
        self.counts["files"] += 1
        self.counts["one error"] += len(found) == 1
        for fault, is_so in faults.items():
            self.counts[fault] += is_so
        if any(faults.values()):
            words = ", ".join(f"{p.code} at {p.offset}: {p.message}" for p in found[:3])
            new = change.octets[:12].hex(" ")
            at = f"{name}, octet {change.start}, {new}, {change.first} to {change.last}"
            self.examples.append(f"{at}: {len(found)} errors: {words}")

    def share(self, what: str) -> float:
        """Of all files."""
        return self.counts[what] / max(1, self.counts["files"])


@functools.cache
def outcome_of(kind: str, *, rare: bool) -> Outcome:
    """Damages of one kind in all files."""
    outcome = Outcome()
    for name in FILES:
        file = file_of(name)
        if file is None:
            continue
        for change in changes(kind, file, f"{name} {kind} {rare}", rare=rare):
            outcome.add(name, change, errors(problems_of(change.apply(file.data))))
    print(f"{kind}, {'rare' if rare else 'any'} elements:", dict(outcome.counts))
    for example in outcome.examples[:200]:
        print("   ", example)
    return outcome


_NEXT = "a name or number that swallows the next tag is right in itself: the next two elements are blamed"
_TRIED = "an address cut short is told, and so is what is left of it; a number of megabytes is believed"

ELSEWHERE: dict[tuple[str, bool], str] = {
    ("length", True): _NEXT,
    ("length +1", False): _NEXT,
    ("length +1", True): _NEXT,
}
"""Kinds of damage for which more is told elsewhere than should be."""

TWICE: dict[tuple[str, bool], str] = {
    ("length", False): _TRIED,
    ("length +1", False): _NEXT,
    ("end-of-contents", False): "both octets are taken for an element that is one too many in a list",
}
"""Kinds of damage that take too often more than one error."""


def xfail(reason: str | None) -> list[pytest.MarkDecorator]:
    """The mark of a test that fails because of a fault that is known; other cases may hide it."""
    return [pytest.mark.xfail(reason=reason, strict=not THOROUGH)] if reason else []


def kinds(failing: dict[tuple[str, bool], str]) -> list[object]:
    """All kinds, those marked that fail."""
    return [
        pytest.param(
            kind,
            rare,
            marks=xfail(failing.get((kind, rare))),
            id=f"{kind}-{'rare' if rare else 'any'}",
        )
        for kind in MAKERS
        for rare in (False, True)
    ]


@pytest.mark.parametrize(("kind", "rare"), kinds(ELSEWHERE))
@pytest.mark.timeout(3600 if THOROUGH else 120)
def test_damage_is_told_where_it_is(kind: str, *, rare: bool) -> None:
    outcome = outcome_of(kind, rare=rare)
    assert outcome.counts["files"] >= 15
    assert outcome.share("none") <= 0.02, outcome.examples
    assert outcome.share("elsewhere") <= 0.02, outcome.examples
    assert outcome.share("earlier") <= 0.02, outcome.examples


@pytest.mark.parametrize(("kind", "rare"), kinds(TWICE))
@pytest.mark.timeout(3600 if THOROUGH else 120)
def test_damage_is_told_once(kind: str, *, rare: bool) -> None:
    outcome = outcome_of(kind, rare=rare)
    assert outcome.share("one error") >= (0.8 if rare else 0.95), outcome.examples


# -- cut ---------------------------------------------------------------------------------------


def innermost(element: Element, offset: int) -> Element:
    """The innermost element that *offset* is inside of, not at its start."""
    for child in element.children:
        if child.start < offset < child.end:
            return innermost(child, offset)
    return element


@pytest.mark.parametrize("name", FILES)
@pytest.mark.timeout(3600 if THOROUGH else 120)
def test_cut(name: str) -> None:
    file = file_of(name)
    if file is None:
        pytest.skip("not in this corpus")
    chance = random.Random(name)
    count = 2000 if THOROUGH else 20
    places = {chance.randrange(30, len(file.data)) for _ in range(count)}
    places |= {*range(30, 300 if THOROUGH else 40)}
    places |= {element.start for element in chance.sample(file.elements, 200 if THOROUGH else 10)} | {
        len(file.data) - 1
    }
    for cut in sorted(places):
        found = errors(problems_of(file.data[:cut]))
        inside = innermost(file.root, cut)
        start = inside.start if not inside.constructed or cut < inside.contents else inside.contents
        assert len(found) == 1, (cut, found[:3])
        assert found[0].code in {"truncated", "length"}
        offset = found[0].offset
        assert offset is not None
        assert start <= offset <= cut, (cut, found[0])


@pytest.mark.parametrize("cut", [0, 1, 2, 3, 4, 7, 10, 12])
def test_cut_early(cut: int) -> None:
    file = file_of(FILES[0])
    assert file is not None
    assert [p.code for p in errors(problems_of(file.data[:cut]))] == ["truncated"]


# -- octets inserted or lost: all lengths around are wrong then -----------------------------------


def raw(file: File, element: Element, chance: random.Random) -> tuple[int, int, bytes] | None:
    """Octets inserted before an element, or its first ones lost: what to put in place of what."""
    parent = element.parent
    assert parent is not None
    start = element.start + chance.randrange(len(element.tag) + 1)
    if chance.random() < 0.5:
        return start, start, chance.randbytes(chance.randrange(1, 9))
    end = min(start + chance.randrange(1, 9), element.end)
    ends = {0} | {child.end for child in parent.children} | {child.start for child in parent.children}
    if parent.indefinite and start in ends and end in ends:
        return None  # whole elements: nobody can tell
    return start, end, b""


@pytest.mark.parametrize(
    "name",
    FILES,
)
@pytest.mark.timeout(3600 if THOROUGH else 120)
def test_octets_inserted_or_lost(name: str) -> None:
    file = file_of(name)
    if file is None:
        pytest.skip("not in this corpus")
    items = ber_rewrite.items_of(file.root).children
    chance = random.Random(f"raw {name}")
    counts: Counter[str] = Counter()
    examples = []
    for _ in range(EACH * 4):
        element = pick(file, chance, rare=chance.random() < 0.3)
        item = ber_rewrite.item_of(element, file.root)
        assert element.parent is not None
        if item is None or item is element or items.index(item) + 2 >= len(items):
            continue
        lost = raw(file, element, chance)
        later = chance.choice(items[items.index(item) + 1 :])
        second = next(
            (
                spoiled
                for child in later.walk()
                if (spoiled := ber_rewrite.in_place("value below its range", child, file.data)) is not None
            ),
            None,
        )
        if lost is None or second is None:
            continue
        start, end, octets = lost
        growth = len(octets) - (end - start)
        data = second.apply(file.data)
        data = data[:start] + octets + data[end:]
        found = errors(problems_of(data))
        offsets = [problem.offset if problem.offset is not None else -1 for problem in found]
        counts["files"] += 1
        good_first = bool(offsets) and element.parent.start <= offsets[0] <= item.end + max(0, growth)
        # Octets put in may be whole elements that fit, or change a value only: then only the second is told.
        first_is_second = bool(offsets) and offsets[0] == second.first + growth
        counts["first elsewhere"] += not good_first and not first_is_second
        counts["unnoticed"] += first_is_second
        counts["second lost"] += second.first + growth not in offsets
        if (not good_first and not first_is_second) or second.first + growth not in offsets:
            new = octets.hex(" ")
            at = f"octet {start}, {end - start} lost, {new} put in, item {item.start} to {item.end}"
            words = ", ".join(f"{p.code} at {p.offset}: {p.message}" for p in found[:4])
            examples.append(f"{at}; second at {second.first + growth}: {words}")
    print(f"{name}:", dict(counts))
    assert counts["files"] >= EACH
    assert counts["first elsewhere"] <= 0.02 * counts["files"], "\n".join(examples)
    assert counts["unnoticed"] <= 0.1 * counts["files"]
    assert counts["second lost"] <= 0.02 * counts["files"], "\n".join(examples)


# -- ten at once -----------------------------------------------------------------------------------

TEN_KINDS = tuple(kind for kind in MAKERS if kind != "end-of-contents")


def ten(file: File, chance: random.Random) -> list[Change]:
    """Ten damages of different kinds at places that have nothing to do with each other.

    Each alone is told as one error: a damage that can be read in two ways may take two.
    """
    chosen: list[Change] = []
    areas: list[tuple[int, int]] = []
    order = list(TEN_KINDS)
    chance.shuffle(order)
    todo = itertools.cycle(order)
    kind = next(todo)
    for _ in range(4000):
        element = pick(file, chance, rare=chance.random() < 0.3)
        item = ber_rewrite.item_of(element, file.root)
        if item is None:
            continue
        # In RAM another page is place enough, elsewhere it must be another item.
        area = item
        if item.children[-2:-1] and item.children[-2].tag == ber_rewrite.SEQUENCE:
            area = element
            while area.parent is not None and area.parent.indefinite:
                if area.parent.tag == ber_rewrite.SEQUENCE and area.tag != ber_rewrite.BLOCK_LIST:
                    break
                area = area.parent
            area = element if area.indefinite else area
        margin = 64 if area is not item else 0
        if any(area.start - margin < end and start < area.end + margin for start, end in areas):
            continue
        change = MAKERS[kind](kind, file, element, chance)
        if change is None or change.start < item.start or change.end > item.end:
            continue
        alone = errors(problems_of(change.apply(file.data)))
        if len(alone) != 1 or alone[0].offset is None or not change.first <= alone[0].offset <= change.last:
            continue
        chosen.append(change)
        areas.append((area.start, area.end))
        kind = next(todo)
        if len(chosen) == 10:
            break
    return sorted(chosen, key=lambda change: change.start)


SEEDS = range(20) if THOROUGH else range(1)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", FILES)
@pytest.mark.timeout(3600 if THOROUGH else 120)
def test_ten_damages(name: str, seed: int) -> None:
    file = file_of(name)
    if file is None:
        pytest.skip("not in this corpus")
    chosen = ten(file, random.Random(f"ten {name} {seed}"))
    assert len(chosen) == 10
    assert len({change.kind for change in chosen}) >= 8
    data = file.data
    for change in reversed(chosen):
        data = change.apply(data)
    found = errors(problems_of(data))
    offsets = [problem.offset if problem.offset is not None else -1 for problem in found]
    moved = 0
    told = []
    for change in chosen:
        told.append([o for o in offsets if change.first + moved <= o <= change.last + moved])
        moved += change.growth
    words = "\n".join(map(str, [*chosen, *found]))
    assert all(told), words
    assert len(found) == 10, words


# -- single cases, found by the others ---------------------------------------------------------------


@pytest.mark.parametrize("new", ["400321e001", "400421e00000", "40047fc99000"])
def test_a_zero_page_that_is_not_aligned_or_beyond_its_block(new: str) -> None:
    file = file_of("m68k-virt-7.2, single")
    assert file is not None
    octets = bytes.fromhex(new)
    element = [e for e in file.elements if e.tag == b"\x40" and e.end - e.start == len(octets)][200]
    data = ber_elements.replaced(file.data, element.start, element.end, octets)
    assert problems_of(data, plain=False)
    assert [(p.code, p.offset) for p in problems_of(data)] == [("page-beyond-block", element.start)]


def test_a_page_without_its_address() -> None:
    file = file_of("mips-malta-be-7.2, single")
    assert file is not None
    page = next(e for e in file.elements if e.tag == bytes.fromhex("7fc650"))
    change = ber_rewrite.rewritten("member removed", page.children[0], file.data, file.root, random.Random(1))
    assert change is not None
    (problem,) = errors(problems_of(change.apply(file.data)))
    assert problem.code == "missing"
    assert change.first <= (problem.offset or 0) <= change.last


def test_a_number_that_goes_past_the_end_of_the_data() -> None:
    file = file_of("m68k-virt-7.2, single")
    assert file is not None
    element = next(e for e in file.elements if e.tag == b"\x40" and e.end - e.start == 5)
    data = bytearray(file.data)
    data[element.start + 1] = 0x83
    assert [p.offset for p in errors(problems_of(bytes(data)))] == [element.start]


def test_a_section_that_never_started_is_told_once() -> None:
    file = file_of("m68k-virt-7.2, runs")
    assert file is not None
    part = next(e for e in file.elements if e.tag == ber_rewrite.MIN)
    number = part.children[1]
    data = ber_elements.replaced(file.data, number.end - 1, number.end, b"\x7d")
    found = [p for p in problems_of(data) if p.code == "section-not-started"]
    assert [p.offset for p in found] == [part.start]


def test_what_goes_on_with_a_section_whose_head_is_damaged_is_not_told() -> None:
    """Not that it never started, nor its pages, whichever member of the head is lost."""
    file = file_of("m68k-virt-7.2, runs")
    assert file is not None
    head = next(e for e in file.elements if e.tag == ber_rewrite.FULL)
    for member, code in ((1, "value-range"), (2, "text")):
        kind = "value below its range" if code == "value-range" else "no UTF-8"
        change = ber_rewrite.in_place(kind, head.children[member], file.data)
        assert change is not None
        found = errors(problems_of(change.apply(file.data)))
        assert [(p.code, p.offset) for p in found] == [(code, head.children[member].start)]


def test_a_section_that_never_started_is_told_beside_a_damaged_head() -> None:
    file = file_of("m68k-virt-7.2, runs")
    assert file is not None
    head = next(e for e in file.elements if e.tag == ber_rewrite.FULL)
    parts = [e for e in file.elements if e.tag == ber_rewrite.MIN]
    assert len(parts) >= 2
    change = ber_rewrite.in_place("no UTF-8", head.children[2], file.data)
    assert change is not None
    number = parts[-1].children[1]
    data = ber_elements.replaced(change.apply(file.data), number.end - 1, number.end, b"\x7d")
    codes = [p.code for p in errors(problems_of(data))]
    assert codes == ["text", "section-not-started"]


def test_an_address_in_an_element_of_the_wrong_length_is_not_told() -> None:
    file = file_of("m68k-virt-7.2, single")
    assert file is not None
    element = [e for e in file.elements if e.tag == b"\x40" and e.end - e.start == 5][200]
    for length in (2, 4):
        data = bytearray(file.data)
        data[element.start + 1] = length
        found = errors(problems_of(bytes(data)))
        assert [(p.code, p.offset) for p in found] == [("length", element.start)]
