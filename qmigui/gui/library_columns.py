"""The columns of the library's table: names, orders, texts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, QObject

from qmigui.gui.language import percent

if TYPE_CHECKING:
    from qmigui.service import Entry

(
    NAME, MACHINE, QEMU, ARCH, RAM, SIZE, STORED, RATIO, DATE, ADDED, TAGS, HEALTH, VERIFIED, BASE,
) = range(14)  # fmt: skip
COUNT = 14

ORDERS = {
    NAME: "name",
    MACHINE: "machine",
    QEMU: "qemu",
    ARCH: "arch",
    RAM: "ram_size",
    SIZE: "raw_size",
    STORED: "stored_size",
    RATIO: "ratio",
    DATE: "created",
    ADDED: "stored",
    TAGS: "tags",
    HEALTH: "health",
    VERIFIED: "verified",
    BASE: "depth",
}
"""How the service calls the order of a column."""

WIDTHS = {
    NAME: 27, MACHINE: 19, QEMU: 7, ARCH: 10, RAM: 11, SIZE: 11, STORED: 11, RATIO: 8, DATE: 19, ADDED: 19,
    TAGS: 22, HEALTH: 18, VERIFIED: 19, BASE: 12,
}  # fmt: skip
"""In average characters."""

NUMBERS = frozenset({RAM, SIZE, STORED, RATIO})
HIDDEN = frozenset({SIZE, ADDED, VERIFIED, BASE})
"""Columns that are not shown until somebody wants them."""


class Columns(QObject):
    """What cells say, in the language of the window."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.names = (
            self.tr("Name"),
            self.tr("Machine"),
            self.tr("QEMU"),
            self.tr("Target"),
            self.tr("RAM"),
            self.tr("Size"),
            self.tr("Stored"),
            self.tr("Ratio"),
            self.tr("Created"),
            self.tr("Added"),
            self.tr("Tags"),
            self.tr("Health"),
            self.tr("Verified"),
            self.tr("Delta of"),
        )
        self.health_words = {
            "clean": self.tr("clean"),
            "warnings": self.tr("warnings"),
            "damaged": self.tr("damaged"),
            "unchecked": self.tr("unchecked"),
            "orphan": self.tr("parent missing"),
            "missing": self.tr("file missing"),
            "failed": self.tr("archive damaged"),
        }
        self.forms = {
            "binary": self.tr("binary stream"),
            "ber": self.tr("BER"),
            "libvirt": self.tr("libvirt save image"),
            "opaque": self.tr("no migration stream"),
        }

    def text(self, entry: Entry, column: int) -> str:
        """The text of a cell."""
        locale = QLocale()
        sizes = {RAM: entry.ram_size, SIZE: entry.raw_size, STORED: entry.stored_size}
        if column in sizes:
            return size_text(sizes[column], locale)
        times = {DATE: entry.created, ADDED: entry.stored, VERIFIED: entry.verified}
        if column in times:
            return time_text(times[column])
        if column == RATIO:
            return share_text(entry.ratio)
        texts = {
            NAME: entry.name,
            MACHINE: entry.machine or "",
            QEMU: entry.qemu or "",
            ARCH: entry.arch or "",
            TAGS: ", ".join(entry.tags),
            HEALTH: self.health_words[entry.health.value],
            BASE: entry.parent[:8] if entry.parent else "",
        }
        return texts[column]


def size_text(size: int | None, locale: QLocale) -> str:
    """A size in few digits; nothing for what is not known."""
    return "" if size is None else locale.formattedDataSize(size, 1 if size < 100 << 30 else 0)


def share_text(share: float | None) -> str:
    """A share in few digits; nothing for what is not known."""
    if share is None:
        return ""
    return percent(share, 1 if share < 0.1 else 0)


def time_text(seconds: float | None) -> str:
    """A moment as the clock on the wall has it, in digits that sort."""
    if seconds is None:
        return ""
    try:
        moment = datetime.fromtimestamp(seconds).astimezone()
    except (ValueError, OverflowError, OSError):
        return ""
    return f"{moment:%Y-%m-%d %H:%M}"


def long_time_text(seconds: float) -> str:
    """A moment as the language of the window has it."""
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(seconds)), QLocale.FormatType.ShortFormat)
