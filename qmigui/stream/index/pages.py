"""Nodes of RAM: segments of blocks, runs of pages, pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.stream.index.builder import totals_text
from qmigui.stream.index.nodes import MOST_CHILDREN, Kind, Node, Row, Space, child_count, level_for, node_of
from qmigui.stream.index.runs import NAMES, Layout, PageState
from qmigui.stream.ram import ZERO_RECORD
from qmigui.stream.tree_text import pages_name, pages_text

if TYPE_CHECKING:
    from qmigui.stream.index.index import Index
    from qmigui.stream.index.items import Item

_KINDS = {PageState.ZERO: Kind.ZERO_PAGES, PageState.FULL: Kind.PAGES}
_MOST_PAGES = 1 << 28
_NOTHING = Row(0, "", "", "", -1, 0, Kind.WAITING, 0)


class PageNodes:
    """Serves them.

    Args:
        index: whose pages they are.
    """

    def __init__(self, index: Index) -> None:
        self._index = index

    # -- children ----------------------------------------------------------------------

    def segment_count(self, item: Item) -> int:
        """How many segments an item has."""
        return item.last - item.first

    def of_item(self, item: Item) -> list[Row]:
        """The segments of an item, or groups of them."""
        return self._range(Space.SEGMENT, Space.SEGMENTS, item.first, item.last)

    def _range(self, space: Space, groups: Space, first: int, last: int, second: int = -1) -> list[Row]:
        """Children for the elements from *first* to before *last*, in groups where they are many.

        Args:
            space: of single elements.
            groups: of groups of them.
            first: number of the first element.
            last: number behind the last one.
            second: -1: these are first parts of a node's number; else the first part.
        """
        level = level_for(last - first)
        if not level and space == Space.PAGE:
            return self._page_rows(second, first, last)
        if not level and space == Space.RUN:
            return self._run_rows(first, last)
        step = MOST_CHILDREN**level
        rows = []
        for start in range(first, last, step):
            parts = (start, 0) if second < 0 else (second, start)
            node = Node(groups, *parts, level) if level else Node(space, *parts)
            rows.append(self.row(node))
        return rows

    def children(self, node: Node) -> list[Row]:
        """What lies in one of these nodes."""
        segments, runs = self._index.builder.segments, self._index.builder.runs
        step = MOST_CHILDREN**node.level
        if node.space == Space.SEGMENT and node.first < len(segments):
            segment = segments[node.first]
            return self._range(Space.RUN, Space.RUNS, segment.first, segment.last)
        if node.space == Space.SEGMENTS and node.first < len(segments):
            item = self._index.builder.items[segments[node.first].item]
            last = min(item.last, node.first + step)
            return self._range(Space.SEGMENT, Space.SEGMENTS, node.first, last)
        if node.space == Space.RUNS and node.first < runs.length:
            segment = segments[segments.of_run(node.first)]
            return self._range(Space.RUN, Space.RUNS, node.first, min(segment.last, node.first + step))
        if node.space in {Space.RUN, Space.PAGES} and node.first < runs.length:
            count = min(runs.get(node.first).pages, _MOST_PAGES)
            if node.space == Space.RUN:
                return self._range(Space.PAGE, Space.PAGES, 0, count, node.first) if count > 1 else []
            last = min(count, node.second + step)
            return self._range(Space.PAGE, Space.PAGES, node.second, last, node.first)
        return []

    # -- rows --------------------------------------------------------------------------

    def row(self, node: Node) -> Row:
        """What is shown of one of these nodes."""
        segments, runs = self._index.builder.segments, self._index.builder.runs
        if node.space in {Space.SEGMENT, Space.SEGMENTS}:
            if node.first >= len(segments):
                return _NOTHING
            return self._segment_row(node) if node.space == Space.SEGMENT else self._segments_row(node)
        if node.first >= runs.length:
            return _NOTHING
        if node.space == Space.RUN:
            return self._run_rows(node.first, node.first + 1)[0]
        if node.space == Space.RUNS:
            return self._runs_row(node)
        return self._page_row(node)

    def _block_name(self, block: int) -> str:
        maps = self._index.builder.maps
        return f"block '{maps[block].name}'" if 0 <= block < len(maps) else "block"

    def _segment_row(self, node: Node) -> Row:
        segment = self._index.builder.segments[node.first]
        totals = self._index.builder.runs.totals(segment.first, segment.last)
        return Row(
            node.number,
            self._block_name(segment.block),
            "pages",
            totals_text(totals.tolist()),
            segment.offset,
            segment.end - segment.offset,
            Kind.CONTAINER,
            child_count(segment.last - segment.first),
        )

    def _segments_row(self, node: Node) -> Row:
        segments = self._index.builder.segments
        item = self._index.builder.items[segments[node.first].item]
        last = min(item.last, node.first + MOST_CHILDREN**node.level)
        first, end = segments[node.first], segments[last - 1]
        name = f"{self._block_name(first.block)} .. {self._block_name(end.block)}"
        totals = self._index.builder.runs.totals(first.first, end.last)
        count = -(-(last - node.first) // MOST_CHILDREN ** (node.level - 1))
        length = end.end - first.offset
        words = totals_text(totals.tolist())
        return Row(node.number, name, "pages", words, first.offset, length, Kind.GROUP, count)

    def run_end(self, run: int) -> int:
        """Where the records of a run end."""
        runs, segments = self._index.builder.runs, self._index.builder.segments
        segment = segments[segments.of_run(run)]
        if segment.layout == Layout.MAPPED:
            found = runs.get(run)
            return found.offset + found.pages * self._index.builder.page_size
        return runs.offset_of(run + 1) if run + 1 < segment.last else segment.end

    def _run_rows(self, first: int, last: int) -> list[Row]:
        """The rows of runs of one segment, all at once."""
        runs, segments = self._index.builder.runs, self._index.builder.segments
        size = self._index.builder.page_size
        segment = segments[segments.of_run(first)]
        found = [runs.get(number) for number in range(first, last)]
        if segment.layout == Layout.MAPPED:
            ends = [run.offset + run.pages * size for run in found]
        else:
            ends = [run.offset for run in found[1:]]
            ends.append(runs.offset_of(last) if last < segment.last else segment.end)
        rows = []
        for number, (run, end) in enumerate(zip(found, ends, strict=True), start=first):
            name = NAMES[PageState(run.state)]
            row = Row(
                Node(Space.RUN, number).number,
                pages_name(run.page * size, run.pages, size),
                name,
                pages_text(name, run.pages),
                run.offset,
                max(0, end - run.offset),
                _KINDS.get(PageState(run.state), Kind.OTHER_PAGES),
                child_count(min(run.pages, _MOST_PAGES)) if run.pages > 1 else 0,
            )
            rows.append(row)
        return rows

    def _page_rows(self, number: int, first: int, last: int) -> list[Row]:
        """The rows of pages of one run, all at once: the second and later ones are equally far apart."""
        run = self._index.builder.runs.get(number)
        size = self._index.builder.page_size
        kind = _KINDS.get(PageState(run.state), Kind.OTHER_PAGES)
        name = NAMES[PageState(run.state)]
        start, length = self.page_place(number, 0)
        places = [(start, length)] if not first else []
        if last > 1:
            second, length = self.page_place(number, 1)
            step = length if second != start else 0
            begin = max(first, 1)
            places += [(second + (page - 1) * step, length) for page in range(begin, last)]
        node = Node(Space.PAGE, number, first).number
        addr = (run.page + first) * size
        return [
            Row(node + place, f"page {addr + place * size:#x}", name, "", offset, length, kind, 0)
            for place, (offset, length) in enumerate(places)
        ]

    def _runs_row(self, node: Node) -> Row:
        runs, segments = self._index.builder.runs, self._index.builder.segments
        size = self._index.builder.page_size
        segment = segments[segments.of_run(node.first)]
        last = min(segment.last, node.first + MOST_CHILDREN**node.level)
        first_run, last_run = runs.get(node.first), runs.get(last - 1)
        name = f"pages {first_run.page * size:#x}..{(last_run.page + last_run.pages - 1) * size:#x}"
        words = totals_text(runs.totals(node.first, last).tolist())
        count = -(-(last - node.first) // MOST_CHILDREN ** (node.level - 1))
        length = max(0, self.run_end(last - 1) - first_run.offset)
        return Row(node.number, name, "", words, first_run.offset, length, Kind.GROUP, count)

    def _page_row(self, node: Node) -> Row:
        run = self._index.builder.runs.get(node.first)
        size = self._index.builder.page_size
        state = PageState(run.state)
        if node.space == Space.PAGES:
            last = min(run.pages, node.second + MOST_CHILDREN**node.level)
            offset, _ = self.page_place(node.first, node.second)
            start, length = self.page_place(node.first, last - 1)
            name = f"pages {(run.page + node.second) * size:#x}..{(run.page + last - 1) * size:#x}"
            words = pages_text(NAMES[state], last - node.second)
            count = -(-(last - node.second) // MOST_CHILDREN ** (node.level - 1))
            return Row(node.number, name, "", words, offset, start + length - offset, Kind.GROUP, count)
        return self._page_rows(node.first, node.second, node.second + 1)[0]

    def page_place(self, run_number: int, page: int) -> tuple[int, int]:
        """Where one page of a run stands, and how many octets it takes there."""
        run = self._index.builder.runs.get(run_number)
        segments = self._index.builder.segments
        size = self._index.builder.page_size
        layout = segments[segments.of_run(run_number)].layout
        if layout == Layout.MAPPED:
            return run.offset + page * size, size
        end = self.run_end(run_number)
        if run.pages == 1 or (layout == Layout.ELEMENTS and run.state == PageState.ZERO):
            return run.offset, max(0, end - run.offset)
        if layout == Layout.ELEMENTS:
            return end - (run.pages - page) * size, size
        record = ZERO_RECORD if run.state == PageState.ZERO else 8 + size
        # The first record may have a name.
        start = end - (run.pages - page) * record
        return (run.offset, record + start - run.offset) if not page else (start, record)

    # -- places ------------------------------------------------------------------------

    def at(self, item: Item, offset: int) -> list[int]:
        """The nodes in an item that have an octet, or none."""
        segments, runs = self._index.builder.segments, self._index.builder.runs
        number = segments.at(item.first, item.last, offset) if item.last > item.first else None
        if number is None:
            return []
        segment = segments[number]
        chain = self._groups(Space.SEGMENTS, item.first, number, item.last - item.first)
        chain.append(Node(Space.SEGMENT, number).number)
        run = runs.at(segment.first, segment.last, offset)
        if not runs.offset_of(run) <= offset < self.run_end(run):
            return chain
        chain += self._groups(Space.RUNS, segment.first, run, segment.last - segment.first)
        chain.append(Node(Space.RUN, run).number)
        count = runs.get(run).pages
        if count > 1:
            page = self._page_at(run, min(count, _MOST_PAGES), offset)
            if page is not None:
                chain += self._groups(Space.PAGES, 0, page, min(count, _MOST_PAGES), run)
                chain.append(Node(Space.PAGE, run, page).number)
        return chain

    def _page_at(self, run: int, count: int, offset: int) -> int | None:
        first, _ = self.page_place(run, 0)
        second, stride = self.page_place(run, 1)
        if first == second:
            return None  # one element for all of them
        page = 0 if offset < second else 1 + (offset - second) // stride
        return int(page) if page < count and offset >= first else None

    def _groups(self, space: Space, first: int, place: int, count: int, second: int = -1) -> list[int]:
        """The groups around an element, outermost first."""
        chain = []
        for level in range(level_for(count), 0, -1):
            step = MOST_CHILDREN**level
            start = first + (place - first) // step * step
            node = Node(space, start, 0, level) if second < 0 else Node(space, second, start, level)
            chain.append(node.number)
        return chain

    def spans(self, item: Item, first: int, last: int, most: int) -> list[Row]:
        """Runs with octets from *first* to before *last*; where they have several pages, those."""
        if item.first == item.last:
            return []
        runs, segments = self._index.builder.runs, self._index.builder.segments
        found: list[Row] = []
        place = first
        while place < last and len(found) < most:
            number = segments.at(item.first, item.last, place)
            if number is None:
                later = [
                    segments[near].offset
                    for near in range(item.first, item.last)
                    if segments[near].offset > place
                ][:1]
                if not later:
                    return found
                place = later[0]
                continue
            segment = segments[number]
            run = runs.at(segment.first, segment.last, place)
            end = self.run_end(run)
            if runs.offset_of(run) <= place < end:
                chain = self.at(item, place)
                row = self._index.row(chain[-1])
                found.append(row)
                place = max(place + 1, row.offset + row.length)
            elif run + 1 < segment.last:
                place = max(place + 1, runs.offset_of(run + 1))
            else:
                place = max(place + 1, segment.end)
        return found

    def page(self, block: int, page: int) -> list[int]:
        """The nodes of what was sent last of a page of a block, from the outermost one inwards."""
        segments, runs = self._index.builder.segments, self._index.builder.runs
        for number in reversed(segments.of_block(block)):
            segment = segments[number]
            run = runs.find_page(segment.first, segment.last, page)
            if run is not None:
                offset, _ = self.page_place(run, page - runs.get(run).page)
                return self._index.at(offset)
        return []

    def mark_problem(self, offset: int) -> bool:
        """Show the page at an offset as one with a problem, if there is one."""
        builder = self._index.builder
        chain = self._index.at(offset)
        node = node_of(chain[-1]) if chain else Node(Space.ROOT)
        if node.space not in {Space.RUN, Space.PAGE}:
            return False
        segment = builder.segments[builder.segments.of_run(node.first)]
        if not 0 <= segment.block < len(builder.maps):
            return False
        block = builder.maps[segment.block]
        page = builder.runs.get(node.first).page + node.second
        place = page >> block.shift
        if place < len(block.cells):
            block.cells[place] = PageState.PROBLEM
        return True
