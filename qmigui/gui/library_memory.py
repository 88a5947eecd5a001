"""What the window remembers of the library: columns, order, groups, saved searches, folders."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from pathlib import Path

from qmigui.gui import settings

_MOST_SEARCHES = 50
_MOST_FOLDERS = 8


@dataclass
class LibraryMemory:
    """How the library is shown.

    Attributes:
        header: of the table, as Qt saves it.
        order, descending, grouping: as :class:`~qmigui.gui.library_model.LibraryModel` has them.
        has_details: whether the details are shown.
        split: as Qt saves it: list and details.
        searches: name and query.
        folders: of other libraries, the one used last first.
        folder: of the library that is shown; empty: the user's own.
    """

    header: bytes = b""
    order: str = "created"
    descending: bool = True
    grouping: str = "none"
    has_details: bool = False
    split: bytes = b""
    searches: list[tuple[str, str]] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    folder: str = ""

    @classmethod
    def load(cls) -> LibraryMemory:
        """What was saved last; what makes no sense of it is as at first."""
        value = settings.library_view()
        made = cls()
        made.header, made.split = _octets(value.get("header")), _octets(value.get("split"))
        for name in ("order", "grouping", "folder"):
            if isinstance(given := value.get(name), str):
                setattr(made, name, given)
        for name in ("descending", "has_details"):
            if isinstance(given := value.get(name), bool):
                setattr(made, name, given)
        searches, folders = value.get("searches"), value.get("folders")
        if isinstance(searches, list):
            made.searches = [
                (str(one[0]), str(one[1])) for one in searches if isinstance(one, list) and len(one) == 2
            ]
        if isinstance(folders, list):
            made.folders = [str(one) for one in folders]
        return made

    def save(self) -> None:
        """Keep it."""
        settings.set_library_view(
            {
                "header": base64.b64encode(self.header).decode(),
                "order": self.order,
                "descending": self.descending,
                "grouping": self.grouping,
                "has_details": self.has_details,
                "split": base64.b64encode(self.split).decode(),
                "searches": [list(one) for one in self.searches[:_MOST_SEARCHES]],
                "folders": self.folders[:_MOST_FOLDERS],
                "folder": self.folder,
            }
        )

    def use_folder(self, directory: Path | None) -> None:
        """Another library is shown; None: the user's own."""
        self.folder = str(directory) if directory is not None else ""
        if directory is not None:
            self.folders = [self.folder, *(one for one in self.folders if one != self.folder)][:_MOST_FOLDERS]
        self.save()


def _octets(value: object) -> bytes:
    try:
        return base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except (ValueError, binascii.Error):
        return b""
