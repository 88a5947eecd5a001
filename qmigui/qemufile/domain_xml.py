"""The XML of libvirt in a save image: is it well-formed, and what does it say of the guest?

It comes from whoever made the file.  So nothing outside of it is fetched, a
document type (the place where entities are declared) is refused, and depth and
length are bounded; the parser is expat.  Source: libvirt,
``src/conf/schemas/domaincommon.rng``.
"""

from __future__ import annotations

from typing import Any

from qmigui.record import field, record

MAX_DEPTH = 200
MAX_TEXT = 4096
"""Octets of one value that are kept."""
MAX_DISKS = 1000


class XmlError(Exception):
    """Not XML that we read.

    Args:
        message: what is wrong.
        index: octets before the place, from the start of the text.
    """

    def __init__(self, message: str, index: int) -> None:
        super().__init__(message)
        self.message = message
        self.index = index


@record(frozen=False)
class Domain:
    """What the XML says of the guest; None where it says nothing.

    Attributes:
        root: name of the outermost element.
        texts: contents of the elements and attributes in :data:`_WANTED`.
        disks: where the disks are, in the XML's order.
    """

    root: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    disks: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {**self.texts, "disks": self.disks}


_WANTED = {
    "domain/name": "name",
    "domain/uuid": "uuid",
    "domain/title": "title",
    "domain/memory": "memory",
    "domain/vcpu": "vcpus",
    "domain/devices/emulator": "emulator",
}
"""Elements whose contents are kept, by their path, and the names they get."""

_ATTRIBUTES = {
    "domain": {"type": "type"},
    "domain/memory": {"unit": "memory_unit"},
    "domain/os/type": {"arch": "arch", "machine": "machine"},
}
_SOURCES = ("file", "dev", "name", "volume")


def parse(text: bytes) -> Domain:
    """Read all of *text*.

    Raises:
        XmlError: it is not well-formed, or has what we refuse.
    """
    from xml.parsers import expat

    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=None)
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.EntityDeclHandler = reader.refuse
    parser.ExternalEntityRefHandler = reader.refuse
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        index = max(0, min(parser.ErrorByteIndex, len(text)))
        raise XmlError(expat.ErrorString(error.code), index) from None
    except _RefusedError as error:
        raise XmlError(str(error), max(0, parser.CurrentByteIndex)) from None
    except (UnicodeError, LookupError, ValueError) as error:  # an encoding that expat has no table for
        raise XmlError(f"cannot be decoded: {error}", 0) from None
    return reader.found


class _RefusedError(Exception):
    """What we do not want to see in a domain's XML."""


class _Reader:
    """Takes what the parser finds."""

    def __init__(self) -> None:
        self.found = Domain()
        self._path: list[str] = []
        self._wanted: str | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if len(self._path) >= MAX_DEPTH:
            raise _RefusedError(f"elements nest deeper than {MAX_DEPTH}")
        self._path.append(name)
        if len(self._path) == 1:
            self.found.root = name[:MAX_TEXT]
        if len(self._path) > 4:
            return
        path = "/".join(self._path)
        self._wanted = _WANTED.get(path)
        if self._wanted is not None:
            self.found.texts.setdefault(self._wanted, "")
        for attribute, key in _ATTRIBUTES.get(path, {}).items():
            if attribute in attributes:
                self.found.texts[key] = attributes[attribute][:MAX_TEXT]
        if path == "domain/devices/disk/source" and len(self.found.disks) < MAX_DISKS:
            self.found.disks += [attributes[key][:MAX_TEXT] for key in _SOURCES if key in attributes][:1]

    def end(self, name: str) -> None:
        """An element ends."""
        self._path.pop()
        self._wanted = None

    def characters(self, text: str) -> None:
        """Contents of an element."""
        if self._wanted is not None:
            self.found.texts[self._wanted] = (self.found.texts[self._wanted] + text)[:MAX_TEXT]

    def refuse(self, *arguments: object) -> int:
        """Something that could make a small text mean a large or a foreign one."""
        raise _RefusedError("a document type or an entity is declared, which is not read")
