"""The fields of one described device as plain values, by name.

A struct is a dict, an array a list; a subsection stands beside the fields of
its struct, under its own name.
"""

from __future__ import annotations

import struct
from typing import Any

from qmigui.errors import FormatError
from qmigui.memory.state import DeviceState
from qmigui.visitor.base import BOOL, KINDS, Buffer
from qmigui.vmstate.walk import walk

Values = dict[str, Any]


def values_of(device: DeviceState) -> Values | None:
    """The fields of a section; None when no description, or not one of this section, tells them."""
    if device.device is None:
        return None
    visitor = _Collector()
    try:
        walk(device.device, device.payload, visitor)
    except FormatError:
        return None
    result: Values = visitor.result
    return result


class _Collector:
    """A visitor that keeps everything; see :class:`~qmigui.visitor.base.Visitor`."""

    def __init__(self) -> None:
        self.result: Values = {}
        self._stack: list[Values | list[Any]] = []
        self._name = ""

    def _put(self, value: object) -> None:
        if not self._stack:
            return
        top = self._stack[-1]
        if isinstance(top, list):
            top.append(value)
        else:
            top.setdefault(self._name, value)

    def _open(self, value: Values | list[Any]) -> None:
        self._put(value)
        self._stack.append(value)

    def _close(self) -> None:
        self._stack.pop()

    def field(self, name: str, type_name: str, offset: int) -> None:
        """A field of this name follows."""
        self._name = name

    def boolean(self, value: bool, /) -> None:
        """One octet."""
        self._put(value)

    def integer(self, kind: str, value: int, /) -> None:
        """One integer."""
        self._put(value)

    def integers(self, kind: str, data: Buffer, /) -> None:
        """Elements of an array."""
        code, width = ("?", 1) if kind == BOOL else (KINDS[kind].code, KINDS[kind].width)
        top = self._stack[-1]
        assert isinstance(top, list)
        top += struct.unpack(f">{len(data) // width}{code}", data)

    def octets(self, data: Buffer, /) -> None:
        """Octets with no known meaning."""
        self._put(bytes(data))

    def nullptr(self) -> None:
        """A pointer that is NULL."""
        self._put(None)

    def begin_struct(self) -> None:
        """Fields follow."""
        if self._stack:
            self._open({})
        else:
            self._stack.append(self.result)

    def end_struct(self) -> None:
        """The struct is over."""
        self._close()

    def begin_array(self) -> None:
        """Values follow."""
        self._open([])

    def end_array(self) -> None:
        """The array is over."""
        self._close()

    begin_list = begin_tree = begin_array
    end_list = end_tree = end_array

    def list_element(self) -> None:
        """Another struct."""

    def begin_tree_entry(self) -> None:
        """A key and a value follow."""
        self._open([])

    def tree_key(self, value: int, /) -> None:
        """A key that is an integer."""
        self._put(value)

    def end_tree_entry(self) -> None:
        """The entry is over."""
        self._close()

    def begin_subsections(self) -> None:
        """They stand beside the fields."""

    def begin_subsection(self, name: str, version_id: int, /) -> None:
        """A struct of this name follows."""
        self._name = name

    def end_subsection(self) -> None:
        """The subsection is over."""

    def end_subsections(self) -> None:
        """The struct has no more."""
