"""The rows of one element of a BER file, by the code that makes the tree of ``--dump``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.errors import FormatError
from qmigui.qemufile.memory import MemorySource
from qmigui.schema.dump.steps import Steps
from qmigui.schema.dump.tree import PAGE_DATA, TreeHandler
from qmigui.schema.dump.walker import Walker
from qmigui.schema.shipped import shipped_module
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.index.decoding import finished, rows_of_events
from qmigui.stream.index.rows import FullError, ItemRows
from qmigui.stream.tree_output import Output

if TYPE_CHECKING:
    from qmigui.qemufile.base import Source
    from qmigui.stream.index.items import Item

_MOST = 2 * wire.MAX_DEVICE_PAYLOAD


class _Placed(ItemRows):
    """Rows of octets that were taken out of a file.

    Args:
        item: the element.
    """

    def __init__(self, item: Item) -> None:
        super().__init__(item.offset, item.end)

    def add(
        self,
        offset: int | None,
        indent: int,
        name: str,
        type_: str = "",
        value: str = "",
        length: int | None = None,
    ) -> None:
        """One element, whose offset counts from the first octet that was taken."""
        place = None if offset is None else offset + self.start
        super().add(place, indent, name, type_, value, length)


class BerDecoder:
    """Decodes elements of a BER file.

    Args:
        source: seekable.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._steps: Steps | None = None

    def rows(self, item: Item) -> ItemRows:
        """The content of *item*, as far as it can be read."""
        section = item.section
        if section is not None and section.body is ev.Body.RAM:
            return rows_of_events(item, item.events)
        rows = _Placed(item)
        if self._steps is None:
            self._steps = Steps(shipped_module().types["Item"], PAGE_DATA)
        octets = self._source.pread(item.offset, min(max(0, item.end - item.offset), _MOST))
        handler = TreeHandler(Output(lambda _: None), lines=rows)
        full = False
        try:
            Walker(self._steps, MemorySource(octets), handler).run()
            handler.finish()
        except FullError:
            full = True
        except FormatError as error:
            handler.finish()
            rows.add(error.offset, 1, "not readable", "", error.message)
        return finished(rows, item, full=full)
