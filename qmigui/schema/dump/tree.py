"""A tree of a BER file: one line for each element.

A SEQUENCE of a name and a value takes one line; so do elements of a list that
are alike, and pages of RAM that follow each other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import NamedTuple

from qmigui.schema.contents import MAX_WHOLE
from qmigui.schema.dump import values
from qmigui.schema.dump.handler import ALL
from qmigui.schema.dump.steps import Step
from qmigui.schema.dump.texts import Texts
from qmigui.schema.header import tag_name
from qmigui.schema.model import Kind, Type
from qmigui.stream.tree_output import Output
from qmigui.stream.tree_text import (
    LINE,
    SHOWN,
    WHOLE,
    Lines,
    Pages,
    integer_text,
    octets_text,
    pages_text,
    place_text,
    quoted,
)
from qmigui.visitor.tlv import INDEFINITE

PAGE_KINDS = {
    "FullPage": "full",
    "PageRun": "full",
    "ZeroRun": "zero",
    "StaleRun": "stale",
    "FillPage": "filled",
    "XBZRLEPage": "xbzrle",
    "ZlibPage": "zlib",
}
"""By type, what pages they are."""

PAGE_DATA = frozenset(("FullPage", "PageRun", "StaleRun", "XBZRLEPage", "ZlibPage"))
"""Types whose ``data`` is that of pages."""

_OF_WHOLE_PAGES = frozenset(("FullPage", "PageRun", "StaleRun"))
_HAS_PAGE_SIZE = frozenset(("RAMBlockList", "MappedRAM"))
_PAGES = "RAMPages"
_LISTS = frozenset((Kind.SEQUENCE_OF.value, Kind.SET_OF.value))
_OCTETS = frozenset((Kind.OCTET_STRING, Kind.ANY))


def value_text(type_: Type) -> Callable[[bytes], str]:
    """How contents octets of a primitive element are shown."""
    kind = type_.body.kind
    check = values.checker(type_)
    names = type_.body.values

    def shown(octets: bytes) -> str:
        check(octets)
        if kind is Kind.INTEGER:
            return integer_text(values.integer(octets))
        if kind is Kind.ENUMERATED:
            number = values.integer(octets)
            return f"{names[number]}({number})" if number in names else integer_text(number)
        if kind is Kind.BOOLEAN:
            return "true" if octets[0] else "false"
        if kind is Kind.NULL:
            return ""
        if kind in _OCTETS:
            return octets_text(octets)
        if kind is Kind.BIT_STRING:
            unused, octets = values.bits(octets)
            return f"{8 * len(octets) - unused} bits  {octets.hex(' ')}".rstrip()
        if kind in {Kind.OBJECT_IDENTIFIER, Kind.RELATIVE_OID}:
            return values.numbers(octets, relative=kind is Kind.RELATIVE_OID)
        if kind is Kind.REAL:
            return repr(values.real(octets))
        return quoted(values.text(kind, octets))

    return shown


class _Form:
    """What a step is at any indent.

    Attributes:
        type_text: what its type is called.
        texts: by contents, the value of a primitive element.
        is_collapsed: it is a list's SEQUENCE of a name and a value.
        page: the kind of pages that it is, or empty.
    """

    __slots__ = ("is_collapsed", "page", "texts", "type_text")

    def __init__(self, step: Step) -> None:
        element = step.type.body.element
        name = step.type.name
        self.type_text = f"{name} {element.name}" if element is not None and name in _LISTS else name
        self.texts = Texts(value_text(step.type))
        target = step.target
        self.is_collapsed = (
            step.in_list
            and not step.label
            and target is not None
            and target.is_flat
            and target.leading == 1
            and len(target.node.members) == 2
        )
        self.page = PAGE_KINDS.get(step.type.name, "") if step.in_list else ""


class _Run(NamedTuple):
    """Elements of a list that are alike."""

    step: Step
    indent: int
    octets: bytes
    first: int
    number: int
    offset: int


class _Page:
    """An element with pages, whose members are coming."""

    def __init__(self, kind: str, type_name: str, indent: int, offset: int) -> None:
        self.kind = kind
        self.is_whole = type_name in _OF_WHOLE_PAGES
        self.is_run = type_name in {"PageRun", "StaleRun"}
        self.indent = indent
        self.offset = offset
        self.numbers: dict[str, int] = {}
        self.length = 0
        self.is_shown = False


class TreeHandler:
    """Makes a tree.

    Args:
        output: takes it.
        size: of the file, where that is known.
        joins_pages: the module is that of saved states.
        everything: show data of pages and long strings as well.
        lines: takes the lines; None: text for the output.
    """

    wants_names = True
    most = LINE

    def __init__(
        self,
        output: Output,
        size: int | None = None,
        *,
        joins_pages: bool = True,
        everything: bool = False,
        lines: Lines | None = None,
    ) -> None:
        self._output = output
        self._lines = lines if lines is not None else Lines(output, size)
        self._pages = Pages(self._lines)
        self._joins_pages = joins_pages
        self._everything = everything
        self._run: _Run | None = None
        # Types of the open elements, and for the innermost if it is collapsed: its name and offset.
        self._types: list[str] = []
        self._named: tuple[str, int] | None = None
        self._page: _Page | None = None
        # Of a string: what is held of it until its length is known.
        self._held: list[tuple[bytes, int]] = []
        self._held_length = 0
        self._begun: tuple[Step, int, str, str, int] | None = None

    def _form(self, step: Step) -> _Form:
        form: _Form | None = step.forms.get(0)
        if form is None:
            form = step.forms[0] = _Form(step)
        return form

    def _settle(self) -> None:
        """Put the lines of what was joined: something else comes."""
        run = self._run
        if run is not None:
            self._run = None
            label = f"{place_text(run.first, run.number)} {run.step.label}".rstrip()
            form = self._form(run.step)
            self._lines.add(run.offset, run.indent, label, form.type_text, form.texts[run.octets])
        self._pages.flush()

    def _place(self, step: Step, index: int, offset: int) -> tuple[str, str, int]:
        """Name, type and offset of an element that is not in a run."""
        if self._named is not None:
            (name, offset), self._named = self._named, None
            return name, step.label or self._form(step).type_text, offset
        label = step.label
        if step.in_list:
            label = f"[{index}] {label}".rstrip()
        return label, self._form(step).type_text, offset

    # -- primitive elements ----------------------------------------------------------------

    def leaf(self, step: Step, indent: int, octets: bytes, index: int, offset: int) -> None:
        """One line, or one with others of its kind."""
        form = step.forms.get(0) or self._form(step)
        if self._page is not None:
            if step.label != "data":
                self._page.numbers[step.label] = values.integer(octets)
            else:
                self._show_page(self._page, octets)
            return
        if step.in_list:
            if step.label == "compr" and self._joins_pages:
                self._zeros([values.integer(octets)], indent, offset, 0)
                return
            run = self._run
            if run is not None and run.octets == octets and run.step is step:
                self._run = run._replace(number=run.number + 1)
                return
            form.texts[octets]  # raises now, not later
            self._settle()
            self._run = _Run(step, indent, octets, index, 1, offset)
            return
        if step.is_name and self._named is not None:
            return
        if self._joins_pages and step.label == "pagesize" and self._types[-1] in _HAS_PAGE_SIZE:
            self._pages.page_size = values.integer(octets)
        self._settle()
        text = form.texts[octets]
        name, type_, offset = self._place(step, index, offset)
        self._lines.add(offset, indent, name, type_, text)

    def leaves(self, step: Step, indent: int, elements: Sequence[bytes], index: int, offset: int) -> None:
        """Runs of those that are alike."""
        if step.label == "compr" and self._joins_pages:
            from_bytes = int.from_bytes
            numbers = [from_bytes(element[2:], "big", signed=True) for element in elements]
            step_size = self._pages.page_size
            stop = numbers[0] + len(numbers) * step_size
            if step_size and numbers == list(range(numbers[0], stop, step_size)):
                self._zeros(numbers, indent, offset, 0)
                return
            for number, element in zip(numbers, elements, strict=True):
                self._zeros([number], indent, offset, 0)
                offset += len(element)
            return
        texts = self._form(step).texts
        for element in set(elements):
            texts[element[2:]]
        for element, group in groupby(elements):
            count = len(list(group))
            octets = element[2:]
            run = self._run
            if run is not None and run.octets == octets and run.step is step:
                self._run = run._replace(number=run.number + count)
            else:
                self._settle()
                self._run = _Run(step, indent, octets, index, count, offset)
            index += count
            offset += count * len(element)

    def _zeros(self, addrs: list[int], indent: int, offset: int, length: int) -> None:
        if self._run is not None:
            self._settle()
        self._pages.indent = indent
        self._pages.add("zero", addrs[0], len(addrs), offset, length)

    # -- constructed elements --------------------------------------------------------------

    def begin(self, step: Step, indent: int, name: str | None, index: int, offset: int) -> int:
        """A line, and what is in it one level deeper."""
        form = step.forms.get(0) or self._form(step)
        if form.page and self._joins_pages:
            if self._run is not None:
                self._settle()
            self._page = _Page(form.page, step.type.name, indent, offset)
            self._types.append(step.type.name)
            return indent + 1
        self._settle()
        self._types.append(step.type.name)
        if form.is_collapsed and name is not None:
            self._named = quoted(name), offset
            return indent
        if step.target is not None and step.target.is_wrapper:
            return indent
        label, type_, offset = self._place(step, index, offset)
        if name is not None:
            label = f"{step.label} {quoted(name)}".strip() if not step.in_list else f"{label} {quoted(name)}"
        self._lines.add(offset, indent, label, type_)
        return indent + 1

    def end(self, step: Step, indent: int) -> None:
        """Nothing is to be seen of it, unless it was pages."""
        self._types.pop()
        page = self._page
        if page is None:
            self._settle()
            self._named = None
            return
        self._page = None
        if page.is_shown:
            return
        if page.is_whole and not page.is_run and not self._pages.page_size:
            self._pages.page_size = page.length  # the block list has not been shown
        self._pages.indent = page.indent
        kind, addr, count, length = self._page_words(page)
        self._pages.add(kind, addr, count, page.offset, length)

    def _page_words(self, page: _Page) -> tuple[str, int, int, int]:
        """Kind, address, count and length of pages."""
        count = page.numbers.get("count", 1)
        size = self._pages.page_size
        length = page.length
        if page.is_whole:
            count = max(1, length // size) if size else 1
            length = 0
        kind = page.kind
        if "value" in page.numbers:
            kind = f"{kind} ({page.numbers['value']:#x})"
        return kind, page.numbers.get("addr", 0), count, length

    # -- strings ---------------------------------------------------------------------------

    def string_begin(self, step: Step, indent: int, index: int, offset: int) -> int:
        """Its line comes when its length is known, or when more of it has come than is held."""
        self._held.clear()
        self._held_length = 0
        self._begun = None
        if self._page is not None:
            return ALL if self._everything else 0
        if step.is_name and self._named is not None:
            return 0
        self._settle()
        name, type_, offset = self._place(step, index, offset)
        self._begun = step, indent, name, type_, offset
        return ALL if self._everything else WHOLE

    def string_piece(self, octets: bytes, offset: int, *, begins: bool) -> None:
        """Hold them, or put them."""
        if self._page is not None and not self._page.is_shown:
            self._show_page(self._page)
        if self._page is None and self._begun is not None and self._held_length <= WHOLE:
            self._held.append((octets, offset))
            self._held_length += len(octets)
            if self._held_length > WHOLE:
                self._put_held(None)
            return
        indent = self._page.indent if self._page is not None else self._begun[1] if self._begun else 0
        self._lines.octets(octets, offset, indent + 1)

    def _show_page(self, page: _Page, data: bytes | None = None) -> None:
        """The line of pages whose data is shown: in it, where it is short, else below."""
        self._settle()
        page.is_shown = True
        addr = page.numbers.get("addr", 0)
        name = f"pages {addr:#x}.." if page.is_run else f"page {addr:#x}"
        words = f"{page.kind} pages" if page.is_run else pages_text(page.kind, 1)
        if data is not None:
            words += f"  {octets_text(data)}"
        self._lines.add(page.offset, page.indent, name, "", words)

    def _put_held(self, length: int | None, most: int = ALL) -> None:
        """The line of a string, and what is held of it."""
        assert self._begun is not None
        _, indent, name, type_, offset = self._begun
        self._lines.add(offset, indent, name, type_, f"{length:,} octets" if length is not None else "")
        for octets, place in self._held:
            self._lines.octets(octets[:most], place, indent + 1)
            most -= min(most, len(octets))
        self._held.clear()

    def string_end(self, step: Step, indent: int, length: int, index: int, offset: int) -> None:
        """Its line, and what is shown of it."""
        if self._page is not None:
            self._page.length = length
            return
        if self._begun is None:
            return
        step, indent, name, type_, offset = self._begun
        if step.kind not in _OCTETS and length <= MAX_WHOLE:
            self._lines.add(offset, indent, name, type_, self._held_text(step))
        elif length <= WHOLE:
            if step.kind in _OCTETS and length <= LINE:
                text = octets_text(b"".join(octets for octets, _ in self._held))
                self._lines.add(offset, indent, name, type_, text)
            else:
                self._put_held(length)
        elif not self._everything:
            self._put_held(length, SHOWN)
            self._lines.more(length - SHOWN, indent + 1)

    def _held_text(self, step: Step) -> str:
        """The value of a string that is held whole."""
        if step.kind is not Kind.BIT_STRING:
            return value_text(step.type)(b"".join(octets for octets, _ in self._held))
        bits = values.BitPieces()
        joined = b"".join(bits.feed(octets, begins=True) for octets, _ in self._held)
        return value_text(step.type)(bytes((bits.unused,)) + joined)

    # -- the rest --------------------------------------------------------------------------

    def unknown(self, look: int, indent: int, index: int, length: int, offset: int) -> None:
        """A line with its tag."""
        self._settle()
        words = "" if length == INDEFINITE else f"{length:,} octets"
        self._lines.add(offset, indent, tag_name(look), "unknown", words)

    def flush(self) -> None:
        """Hand on what there is, if it is worth it."""
        self._output.flush()

    def finish(self) -> None:
        """Put what was joined: nothing more comes, or nothing more can be read."""
        self._settle()
