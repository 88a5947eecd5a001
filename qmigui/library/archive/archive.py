"""An archive that is being read: any part of it, without the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from qmigui.library.archive.info import ArchiveInfo
    from qmigui.qemufile.base import Source


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the stream, in the order of the wire.

    Attributes:
        offset: of its first octet in the archived file.
        length: of all of it, head and footer too; None where its end was not found.
        kind: 1 START, 2 PART, 3 END, 4 FULL.
        section_id, idstr, instance_id, version_id: as on the wire (those of START for PART and END).
        body_offset, body_length: of a FULL section's payload; None for others.
    """

    offset: int
    length: int | None
    kind: int
    section_id: int
    idstr: str
    instance_id: int
    version_id: int
    body_offset: int | None = None
    body_length: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One RAM block of the list.

    Attributes:
        name: its id.
        used_length: bytes.
        page_size: of its backing memory, where the stream tells.
        guest_addr: guest physical address, where the stream tells.
        pages_offset: mapped-ram: where in the archived file the page of address 0 stands.
        bitmap_offset: mapped-ram: where its bitmap stands.
    """

    name: str
    used_length: int
    page_size: int | None = None
    guest_addr: int | None = None
    pages_offset: int | None = None
    bitmap_offset: int | None = None


FindParent = "Callable[[str], Archive | None]"


class Archive:
    """Reads one archive.  Safe to use from several threads.

    Attributes:
        path: of the file.
        info: what it says of itself.
        stored_size: length of the file in bytes.
        sections: of the stream, those before damage or all.
        blocks: RAM blocks.
    """

    path: Path
    info: ArchiveInfo
    stored_size: int
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]

    @classmethod
    def open(cls, path: Path, find_parent: Callable[[str], Archive | None] | None = None) -> Self:
        """Open the file at *path*; no frame is decoded.

        Args:
            path: of the file.
            find_parent: gives the open archive whose stream has this SHA-256 (hexadecimal), or
                None; asked when a frame needs it, not before.  What it gives stays the
                caller's to close.  None: the directory of *path* is looked through.

        Raises:
            LibraryError: it is no archive, or a damaged one; see :mod:`.salvage`.
        """
        raise NotImplementedError

    @property
    def parent(self) -> Archive | None:
        """The archive that this is a delta against; None: it needs none.

        Raises:
            LibraryError: it is missing, or not the right one.
        """
        raise NotImplementedError

    def read(self, offset: int, length: int) -> bytes:
        """Bytes of the archived file; fewer than *length* only at its end.

        Raises:
            LibraryError: a frame is damaged, or the parent that it needs is missing.
        """
        raise NotImplementedError

    def source(self) -> Source:
        """The archived file as a seekable source; closing it leaves the archive open."""
        raise NotImplementedError

    def page(self, block: str, address: int) -> bytes | None:
        """What the page at *address* of *block* holds after the whole stream was loaded.

        Returns:
            As many octets as the target's page size; None: the stream does not have that page.

        Raises:
            LibraryError: no such block or address, or a frame is damaged.
        """
        raise NotImplementedError

    def device_data(self, idstr: str, instance_id: int = 0) -> bytes:
        """The payload of one FULL section.

        Raises:
            LibraryError: there is none of that name, or its frame is damaged.
        """
        raise NotImplementedError

    def description(self) -> bytes | None:
        """The text (JSON) of the VM description; None: the stream has none."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of it; a second call does nothing."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        """Use it in a ``with`` block, which closes it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()
