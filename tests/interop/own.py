"""What our own reader makes of BER, in the normal form of the tools.

:class:`BerReader` tells RAM pages as runs, whatever elements they came in; so
:func:`merged` brings the trees of the tools to runs too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from unittest import mock

from qmigui.qemufile.memory import MemorySource
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.ber_reader import BerReader
from qmigui.stream.feed import WINDOW, Feed
from qmigui.vmstate import codec
from tests.interop.own_devices import vmstate_tree
from tests.interop.values import Tree

_ZERO, _PAGE, _STALE = "zero pages", "pages", "stale pages"
_RUN_NAMES = {ev.PageKind.ZERO: _ZERO, ev.PageKind.PAGE: _PAGE, ev.PageKind.STALE: _STALE}


@dataclass
class Reading:
    """What our reader made of a file.

    Attributes:
        tree: the value, with pages as :func:`merged` has them.
        payloads: the binary form of each device in the tree that has a vmstate, in order.
    """

    tree: Tree = None
    payloads: list[bytes] = field(default_factory=list)


def read(octets: bytes, window: int = WINDOW) -> Reading:
    """Read a QemuFile with our own reader.

    Args:
        octets: the file.
        window: octets that the reader has at once.
    """
    result = Reading()
    typed: list[Tree] = []
    decode = codec.decode

    def listening(element: bytes | memoryview, base_offset: int, path: str | None) -> bytes:
        typed.append(vmstate_tree(element))
        return decode(element, base_offset, path)

    feed = Feed(MemorySource(octets), window=window)
    builder = _Builder(result, typed)
    try:
        with mock.patch.object(codec, "decode", listening):
            for event in BerReader(feed).events():
                builder.take(event)
    finally:
        feed.close()
    assert not typed
    return result


class _Builder:
    """Builds the tree of a file from events."""

    def __init__(self, result: Reading, typed: list[Tree]) -> None:
        self._result = result
        self._typed = typed
        self._items: list[Tree] = []
        self._outer: list[list[Tree]] = []
        self._section: dict[str, Tree] = {}
        self._records: list[Tree] = []
        self._pages: list[Tree] = []
        self._mapped: dict[str, Tree] = {}
        self._blocks: list[Tree] = []
        self._page_size = 0

    def take(self, event: ev.Event) -> None:
        """Add what *event* tells."""
        match event:
            case ev.StreamHeader():
                self._result.tree = {"mapping": 1}
                if event.carrier is not None:
                    self._result.tree["carrier"] = _carrier(event.carrier)
                self._result.tree |= {"version": event.version, "items": self._items}
            case ev.Configuration():
                self._items.append(("configuration", _configuration(event)))
            case ev.Command():
                self._items.append(("command", {"code": event.code, "data": event.data}))
            case ev.PackageBegin():
                package: list[Tree] = []
                self._items[-1][1]["package"] = package
                self._outer.append(self._items)
                self._items = package
            case ev.PackageEnd():
                self._items = self._outer.pop()
            case ev.SectionBegin() | ev.SectionEnd() | ev.DevicePayload() | ev.Opaque():
                self._in_section(event)
            case ev.Eof():
                self._items.append(("eof", None))
            case ev.Description():
                if event.first:
                    self._items.append(("description", b""))
                self._items[-1] = ("description", self._items[-1][1] + bytes(event.data))
                assert not event.last or len(self._items[-1][1]) == event.total_length
            case ev.Trailing():
                if self._items[-1][0] != "trailing":
                    self._items.append(("trailing", b""))
                self._items[-1] = ("trailing", self._items[-1][1] + bytes(event.data))
            case ev.StreamEnd():
                assert not self._outer
            case _:
                self._ram(event)

    def _in_section(self, event: ev.SectionBegin | ev.SectionEnd | ev.DevicePayload | ev.Opaque) -> None:
        section = self._section
        match event:
            case ev.SectionBegin():
                named = event.kind in {wire.SECTION_START, wire.SECTION_FULL}
                section = self._section = {"kind": wire.KIND_NAMES[event.kind], "id": event.section_id}
                if named:
                    section["idstr"] = event.idstr.decode()
                    section |= {"instance": event.instance_id, "version": event.version_id}
                self._records = []
                empty = {ev.Body.RAM: ("ram", self._records), ev.Body.OPAQUE: ("oldblob", b"")}
                section["body"] = empty.get(event.body)
                self._items.append(("secfull" if named else "secmin", section))
            case ev.DevicePayload():
                section["body"] = ("vmstate", self._typed.pop(0))
                self._result.payloads.append(bytes(event.payload))
            case ev.Opaque():
                section["body"] = ("oldblob", section["body"][1] + bytes(event.data))
            case ev.SectionEnd():
                section["footer"] = event.footer

    def _ram(self, event: ev.Event) -> None:
        match event:
            case ev.RamListBegin():
                self._blocks = []
                self._records.append(("blocklist", {"totalram": event.total_length, "blocks": self._blocks}))
            case ev.RamListBlock():
                self._blocks.append(self._list_block(event))
            case ev.MappedGap():
                gap = self._mapped.setdefault("gap", b"")
                assert len(gap) == event.addr
                self._mapped["gap"] = gap + bytes(event.data)
            case ev.MappedEnd():
                self._mapped["pages"] = self._pages
            case ev.RamListEnd():
                self._records[-1][1]["pagesize"] = self._page_size = event.page_size
            case ev.RamBlock():
                self._pages = []
                block: dict[str, Tree] = {} if event.name is None else {"name": event.name.decode()}
                self._records.append(("block", block | {"pages": self._pages}))
            case ev.RamFlush():
                self._records.append(("flush", None))
            case ev.RamRecord():
                self._pages.append(_record(event))
            case ev.RamRuns():
                self._runs(event)
            case _:
                raise AssertionError(event)

    def _list_block(self, event: ev.RamListBlock) -> Tree:
        block: dict[str, Tree] = {"name": event.name.decode(), "len": event.used_length}
        if event.page_size is not None:
            block["pagesize"] = event.page_size
        if event.guest_addr is not None:
            block["addr"] = event.guest_addr
        mapped = event.mapped
        if mapped is not None:
            self._pages = []
            self._page_size = mapped.page_size
            self._mapped = block["mapped"] = {
                "version": mapped.version,
                "pagesize": mapped.page_size,
                "bitmapoffset": mapped.bitmap_offset,
                "pagesoffset": mapped.pages_offset,
                "bitmap": mapped.bitmap,
            }
        return block

    def _runs(self, runs: ev.RamRuns) -> None:
        size = runs.stride
        page_size = self._page_size
        for kind, addr, count, offset in zip(
            runs.kinds.tolist(),
            runs.addrs.tolist(),
            runs.counts.tolist(),
            runs.data_offsets.tolist(),
            strict=True,
        ):
            data = b""
            if kind != ev.PageKind.ZERO:
                starts = range(offset, offset + count * size, size)
                data = b"".join(bytes(runs.window[start : start + page_size]) for start in starts)
            _add_run(self._pages, _RUN_NAMES[ev.PageKind(kind)], addr, count * page_size, data)


def _carrier(carrier: ev.Carrier) -> Tree:
    tree: dict[str, Tree] = {"kind": ("libvirt", "offset")[carrier.kind - 1], "head": carrier.head}
    if carrier.compression is not None:
        tree["compression"] = carrier.compression
    return tree


def _configuration(event: ev.Configuration) -> Tree:
    tree: dict[str, Tree] = {"machine": event.machine}
    subsections: list[Tree] = []
    for sub in event.subsections:
        version = {"versionid": sub.version_id}
        match sub:
            case ev.TargetPageBits():
                subsections.append(("targetpagebits", version | {"bits": sub.bits}))
            case ev.Capabilities():
                names = [name.decode() for name in sub.names]
                subsections.append(("capabilities", {**version, "names": names}))
            case ev.Uuid():
                subsections.append(("uuid", {**version, "uuid": sub.uuid}))
            case ev.OtherSubsection():
                name = sub.name.decode()
                subsections.append(("other", {"name": name, **version, "contents": sub.contents}))
    if subsections:
        tree["subsections"] = subsections
    return tree


def _record(event: ev.RamRecord) -> Tree:
    match event.flag:
        case wire.RAM_HOOK:
            return ("hook", None)
        case wire.RAM_ZERO:
            return ("fillpage", {"addr": event.addr, "value": event.data[0]})
        case wire.RAM_XBZRLE:
            return ("xbzrle", {"addr": event.addr, "data": bytes(event.data)})
        case wire.RAM_COMPRESS_PAGE:
            return ("zlibpage", {"addr": event.addr, "data": bytes(event.data)})
    raise AssertionError(event.flag)


# -- runs ---------------------------------------------------------------------------------


def _add_run(pages: list[Tree], kind: str, addr: int, length: int, data: bytes) -> None:
    """Add pages to a list, to its last run if they follow it."""
    if pages and pages[-1][0] == kind:
        run = pages[-1][1]
        if run["addr"] + run["length"] == addr:
            run["length"] += length
            run["data"] += data
            return
    pages.append((kind, {"addr": addr, "length": length, "data": bytearray(data)}))


def merged(tree: Tree, page_size: int = 0) -> Tree:
    """A file's tree with pages of one kind that follow each other as one run.

    A run is ``(kind, {addr, length, data})``; also, octets that only salvage
    has become trailing octets, as our reader tells them.

    Args:
        tree: as a tool decoded it.
        page_size: bytes, where the file has no block list.
    """
    return {**tree, "items": _merged_items(tree["items"], page_size)}


def _merged_items(items: list[Tree], page_size: int) -> list[Tree]:
    result: list[Tree] = []
    for name, value in items:
        if name == "command" and "package" in value:
            result.append((name, {**value, "package": _merged_items(value["package"], page_size)}))
        elif name in {"secfull", "secmin"} and value["body"][0] == "ram":
            records, page_size = _merged_records(value["body"][1], page_size)
            result.append((name, {**value, "body": ("ram", records)}))
        elif name == "unparsed":
            result.append(("trailing", value["data"]))
        else:
            result.append((name, value))
    return result


def _merged_records(records: list[Tree], page_size: int) -> tuple[list[Tree], int]:
    result: list[Tree] = []
    for name, value in records:
        if name == "blocklist":
            page_size = value["pagesize"]
            blocks = [
                {**block, "mapped": _merged_pages(block["mapped"], page_size)} if "mapped" in block else block
                for block in value["blocks"]
            ]
            result.append((name, {**value, "blocks": blocks}))
        else:
            result.append((name, _merged_pages(value, page_size) if name == "block" else value))
    return result, page_size


def _merged_pages(holder: Tree, page_size: int) -> Tree:
    """A RAMSecBlock or MappedRAM with its pages as runs."""
    pages: list[Tree] = []
    for name, value in holder["pages"]:
        match name:
            case "compr":
                _add_run(pages, _ZERO, value, page_size, b"")
            case "zerorun":
                _add_run(pages, _ZERO, value["addr"], value["count"] * page_size, b"")
            case "fullpage" | "pagerun":
                _add_run(pages, _PAGE, value["addr"], len(value["data"]), value["data"])
            case "stale":
                _add_run(pages, _STALE, value["addr"], len(value["data"]), value["data"])
            case _:
                pages.append((name, value))
    return {**holder, "pages": pages}
