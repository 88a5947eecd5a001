"""What our own reader makes of the BER of one device, in the normal form of the tools."""

from __future__ import annotations

import struct
from typing import Any, NamedTuple

from qmigui.visitor.base import BOOL, KINDS, Buffer
from qmigui.visitor.ber_reader import read_vmstate
from tests.interop.values import Tree


class _Frame(NamedTuple):
    """A value that is being built: its contents so far, and the field that it is for."""

    kind: str
    contents: Any
    name: str | None


class TreeVisitor:
    """Builds the tree of a VMState from the calls of a visitor."""

    def __init__(self) -> None:
        self.tree: Tree = None
        self._name: str | None = None
        self._open: list[_Frame] = []

    def _put(self, alternative: str, value: Tree) -> None:
        if not self._open:
            assert alternative == "struct"
            self.tree = value
            return
        kind, contents, _ = self._open[-1]
        if kind == "struct":
            assert self._name is not None
            contents["fields"].append({"name": self._name, "value": (alternative, value)})
            self._name = None
        elif kind == "array":
            contents.append((alternative, value))
        elif kind == "entry" and "key" not in contents:
            contents["key"] = (alternative, value)
        else:
            assert alternative == "struct"
            if kind == "list":
                contents.append(value)
            else:
                contents["contents" if kind == "subsection" else "value"] = value

    def _begin(self, kind: str, contents: object) -> None:
        self._open.append(_Frame(kind, contents, self._name))
        self._name = None

    def _end(self) -> Any:
        _, contents, self._name = self._open.pop()
        return contents

    def field(self, name: str, type_name: str, offset: int) -> None:
        self._name = name

    def boolean(self, value: bool, /) -> None:
        self._put("bool", value)

    def integer(self, kind: str, value: int, /) -> None:
        self._put(kind, value)

    def integers(self, kind: str, data: Buffer, /) -> None:
        code = "?" if kind == BOOL else KINDS[kind].code
        for (value,) in struct.iter_unpack(">" + code, data):
            self._put(kind, value)

    def octets(self, data: Buffer, /) -> None:
        self._put("octets", bytes(data))

    def nullptr(self) -> None:
        self._put("nullptr", None)

    def begin_struct(self) -> None:
        self._begin("struct", {"fields": []})

    def end_struct(self) -> None:
        contents = self._end()
        self._put("struct", contents)

    def begin_array(self) -> None:
        self._begin("array", [])

    def end_array(self) -> None:
        contents = self._end()
        self._put("array", contents)

    def begin_list(self) -> None:
        self._begin("list", [])

    def list_element(self) -> None:
        pass

    def end_list(self) -> None:
        contents = self._end()
        self._put("list", contents)

    def begin_tree(self) -> None:
        self._begin("tree", [])

    def begin_tree_entry(self) -> None:
        self._begin("entry", {})

    def tree_key(self, value: int, /) -> None:
        self._put("direct", value)

    def end_tree_entry(self) -> None:
        entry = self._end()
        self._open[-1].contents.append(entry)

    def end_tree(self) -> None:
        contents = self._end()
        self._put("tree", contents)

    def begin_subsections(self) -> None:
        self._open[-1].contents["subsections"] = []

    def begin_subsection(self, name: str, version_id: int, /) -> None:
        self._begin("subsection", {"name": name, "versionid": version_id})

    def end_subsection(self) -> None:
        subsection = self._end()
        self._open[-1].contents["subsections"].append(subsection)

    def end_subsections(self) -> None:
        pass


def vmstate_tree(octets: bytes | memoryview) -> Tree:
    """The tree of one VMState element."""
    visitor = TreeVisitor()
    read_vmstate(octets, 0, None, visitor)
    return visitor.tree
