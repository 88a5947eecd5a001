"""All that a state holds, read once: small things themselves, large ones as the places where they lie."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from qmigui.compare.octets import Octets, Store
from qmigui.compare.ram import RamContent
from qmigui.record import field, record
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.feed import Feed
from qmigui.vmstate.description import Description, DescriptionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qmigui.qemufile.base import Source
    from qmigui.vmstate.description import Device

Key = tuple[bytes, int, int]
"""Name, instance, and how many of the same name and instance stood before."""


@record(frozen=False, eq=False)
class Section:
    """A device section, or all parts of an iterable one.

    Attributes:
        begin: its first head.
        body: the octets of its bodies, one behind the other; of RAM nothing.
        element_offset: of the VMState element of BER; None: there is none.
        place: of the device in the VM description; None: it is not told by the reader.
    """

    begin: ev.SectionBegin
    body: Octets
    element_offset: int | None = None
    place: int | None = None

    @property
    def name(self) -> str:
        """Its idstr as a text."""
        return self.begin.idstr.decode("utf-8", "backslashreplace")


@record(frozen=False, eq=False)
class StateContent:
    """A state.

    Attributes:
        source: seekable; must stay open as long as this is used.
        is_ber: its form.
        configuration: None: it has none.
        sections: by name and instance, in the order of the stream; RAM among them.
        ram: its pages.
        unparsed: octets that a salvage has kept unread.
        description: the VM description, None: there is none of use.
        has_footers: whether sections have footers; None: there is no section.
        commands: codes of those that the stream has.
        told_pages: records of pages, of all blocks and rounds together.
        capabilities: of migration, that must be set where it is loaded.
    """

    source: Source
    is_ber: bool
    page_store: Store = field(default_factory=Store)
    octet_store: Store = field(default_factory=Store)
    configuration: ev.Configuration | None = None
    sections: dict[Key, Section] = field(default_factory=dict)
    ram: RamContent = field(init=False)
    unparsed: Octets = field(init=False)
    description: Description | None = None
    has_footers: bool | None = None
    commands: set[int] = field(default_factory=set)
    told_pages: int = 0
    capabilities: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Make what the stores belong to."""
        self.ram = RamContent(self.source, self.page_store)
        self.unparsed = Octets(self.source, self.octet_store)

    def __enter__(self) -> Self:
        """Use it in a ``with`` block, which drops its stores."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Drop its stores."""
        self.page_store.close()
        self.octet_store.close()

    def device(self, section: Section) -> Device | None:
        """What the VM description says of a section."""
        if self.description is None or section.place is None:
            return None
        return next(self.description.devices(section.place), None)


def read_state(
    source: Source,
    is_ber: bool,
    tick: Callable[[int], None],
    *,
    with_pages: bool = True,
) -> StateContent:
    """Read a state to its end.

    Args:
        source: seekable, stands at the start of the stream.
        is_ber: its form.
        tick: is called now and then, with the number of octets read since.
        with_pages: keep where the pages of RAM are; else only which blocks there are.

    Raises:
        QmiguiError: it could not be read, is broken, or somebody stopped it.
    """
    feed = Feed(source)
    content = StateContent(source, is_ber)
    try:
        _Collector(content, feed, tick, with_pages).run(_events(feed, is_ber, skim=not with_pages))
    except BaseException:
        content.__exit__(None, None, None)
        raise
    finally:
        feed.close()
    return content


def _events(feed: Feed, is_ber: bool, *, skim: bool) -> Iterator[ev.Event]:
    if is_ber:
        from qmigui.stream.ber_reader import BerReader

        return BerReader(feed).events()
    from qmigui.stream.reader import BinaryReader

    return BinaryReader(feed, skim=skim).events()


class _Collector:
    """Puts events where they belong."""

    def __init__(
        self, content: StateContent, feed: Feed, tick: Callable[[int], None], with_pages: bool
    ) -> None:
        self._content = content
        self._feed = feed
        self._tick = tick
        self._with_pages = with_pages
        self._ticked = 0
        self._section: Section | None = None
        self._by_id: dict[int, Section] = {}
        self._text = bytearray()

    def run(self, events: Iterator[ev.Event]) -> None:
        take_ram, feed = self._content.ram.take, self._feed
        for event in events:
            if isinstance(event, ev.RamRuns | ev.RamRecord):
                self._count(event)
                if self._with_pages:
                    take_ram(event, feed)
            else:
                take_ram(event, feed)
                self._take(event)
            if feed.offset != self._ticked:
                self._tick(feed.offset - self._ticked)
                self._ticked = feed.offset
        if self._text:
            self._describe()

    def _count(self, event: ev.RamRuns | ev.RamRecord) -> None:
        content = self._content
        if isinstance(event, ev.RamRuns):
            content.told_pages += int(event.counts.sum())
            return
        content.told_pages += 1
        if event.flag == wire.RAM_COMPRESS_PAGE:
            content.capabilities.add("compress")

    def _take(self, event: ev.Event) -> None:
        match event:
            case ev.SectionBegin():
                self._begin(event)
            case ev.SectionEnd():
                self._section = None
                if self._content.has_footers is None:
                    self._content.has_footers = event.footer
            case ev.DevicePayload():
                self._device(event)
            case ev.Opaque():
                if self._section is not None:
                    self._section.body.add(event.offset, len(event.data))
            case ev.Configuration():
                self._content.configuration = event
                for sub in event.subsections:
                    if isinstance(sub, ev.Capabilities):
                        self._content.capabilities |= {name.decode("utf-8", "replace") for name in sub.names}
            case ev.Command():
                self._content.commands.add(event.code)
                if event.code == wire.CMD_POSTCOPY_ADVISE and event.data:
                    self._content.capabilities.add("postcopy-ram")
            case ev.Description():
                if event.total_length <= wire.MAX_DESCRIPTION:
                    self._text += event.data
            case ev.Unparsed():
                self._content.unparsed.keep(event.data)
            case _:
                pass

    def _begin(self, begin: ev.SectionBegin) -> None:
        content = self._content
        if begin.kind in (wire.SECTION_PART, wire.SECTION_END):
            self._section = self._by_id[begin.section_id]
            return
        number = 0
        while (begin.idstr, begin.instance_id, number) in content.sections:
            number += 1
        section = Section(begin, Octets(content.source, content.octet_store))
        content.sections[begin.idstr, begin.instance_id, number] = section
        self._by_id[begin.section_id] = section
        self._section = section

    def _device(self, event: ev.DevicePayload) -> None:
        section = self._section
        assert section is not None
        if self._content.is_ber:
            section.element_offset = event.offset
            section.body.keep(event.payload)
        elif event.locate is None:
            section.body.add(event.offset, len(event.payload))
        else:
            section.body.keep(event.payload)
        if event.device is not None:
            section.place = event.device.place

    def _describe(self) -> None:
        """Read the description; BER tells it behind the devices."""
        content = self._content
        try:
            content.description = Description(self._text)
            if not content.is_ber:
                return
            places: dict[tuple[bytes, int], int] = {}
            for device in content.description.devices():
                name = device.name.encode("utf-8", "surrogateescape")
                places.setdefault((name, device.instance_id), device.place)
                if len(places) > wire.MAX_SECTIONS:
                    break
        except (DescriptionError, UnicodeEncodeError):
            return
        for (idstr, instance_id, number), section in content.sections.items():
            if not number:
                section.place = places.get((idstr, instance_id))
