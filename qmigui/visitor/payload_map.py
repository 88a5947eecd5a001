"""From a place in a device's payload to the place of its BER that holds it.

Made only when something is wrong there: the element is read once more, and the
octets that each call of the visitor stands for are counted.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from qmigui.visitor.ber_reader import read_vmstate
from qmigui.visitor.binary import BinaryVisitor


class PayloadMap:
    """Finds places.

    Args:
        element: gives the octets of a VMState element that is known to be right.
        offset: where it stands in the source.
    """

    __slots__ = ("_element", "_offset", "_places")

    def __init__(self, element: Callable[[], bytes], offset: int) -> None:
        self._element = element
        self._offset = offset
        self._places: tuple[list[int], list[int]] | None = None

    def __call__(self, payload_offset: int) -> int:
        """The offset in the source of the value that holds this octet of the payload."""
        if self._places is None:
            recorder = _Recorder()
            read_vmstate(self._element(), self._offset, None, recorder)
            self._places = recorder.payload_offsets, recorder.offsets
        starts, offsets = self._places
        index = bisect_right(starts, payload_offset) - 1
        return offsets[index] if index >= 0 else self._offset


class _Recorder(BinaryVisitor):
    """Notes where each field starts, in the payload and in the source."""

    def __init__(self) -> None:
        super().__init__()
        self.payload_offsets: list[int] = []
        self.offsets: list[int] = []

    def field(self, name: str, type_name: str, offset: int) -> None:
        """A field: both of its places."""
        self.payload_offsets.append(len(self.data))
        self.offsets.append(offset)
