"""From what the user wrote to one state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.errors import LibraryError, printable
from qmigui.library.texts import fold, storable

if TYPE_CHECKING:
    from qmigui.library.entry import Entry
    from qmigui.library.library import Library

_FEWEST_DIGITS = 4
_ID_DIGITS = 32
_MOST_CANDIDATES = 6


class AmbiguousReference(LibraryError):
    """More than one state is meant.

    Args:
        message: names the candidates.
        candidates: the first of them.
    """

    def __init__(self, message: str, candidates: tuple[Entry, ...]) -> None:
        super().__init__(message)
        self.candidates = candidates


def find(library: Library, reference: str) -> Entry:
    """The one state that *reference* means: an id, the first digits of one (four at least), or a name.

    A whole id, and a name that is written exactly, go before what is only alike.

    Raises:
        AmbiguousReference: there is more than one.
        LibraryError: there is none.
    """
    text = storable(reference).strip()
    digits = text.lower().replace("-", "")
    is_id = bool(digits) and all(one in "0123456789abcdef" for one in digits)
    catalogue, most = library.catalogue, _MOST_CANDIDATES + 1
    if is_id and len(digits) == _ID_DIGITS:
        found = catalogue.listed("id = ?", (digits,))
        if found:
            return found[0]
    found = catalogue.listed("name_folded = ?", (fold(text),), most)
    exact = [entry for entry in found if entry.name == text]
    if is_id and _FEWEST_DIGITS <= len(digits) <= _ID_DIGITS:
        known = {entry.key for entry in found}
        alike = catalogue.listed("id >= ? AND id < ?", (digits, digits + "g"), most)
        found += [entry for entry in alike if entry.key not in known]
    elif len(exact) == 1:
        return exact[0]
    if not found:
        raise LibraryError(f"there is no state '{printable(reference)}' in the library")
    if len(found) > 1:
        raise AmbiguousReference(_ambiguous(reference, found), tuple(found[:_MOST_CANDIDATES]))
    return found[0]


def _ambiguous(reference: str, found: list[Entry]) -> str:
    named = ", ".join(entry.label for entry in found[:_MOST_CANDIDATES])
    more = ", and more" if len(found) > _MOST_CANDIDATES else ""
    return f"'{printable(reference)}' is more than one state: {named}{more}"
