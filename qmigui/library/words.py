"""Changes what the user says of a state: beside the archive first, in the catalogue last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.errors import LibraryError
from qmigui.library.finding import find
from qmigui.library.sidecar import Sidecar, read_sidecar, replaced_sidecar
from qmigui.library.texts import clean_name, clean_note, clean_tags, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qmigui.library.entry import Entry
    from qmigui.library.library import Library


def rename(library: Library, reference: str, name: str) -> Entry:
    """Give a state another name."""
    good = clean_name(name)
    return _change(library, reference, lambda entry: (good, entry.tags, entry.note))


def add_tags(library: Library, reference: str, tags: Sequence[str]) -> Entry:
    """Add tags; those that it has stay as they are written."""
    good = clean_tags(tags)
    return _change(
        library, reference, lambda entry: (entry.name, clean_tags((*entry.tags, *good)), entry.note)
    )


def remove_tags(library: Library, reference: str, tags: Sequence[str]) -> Entry:
    """Take tags away, however they are written."""
    going = {fold(tag) for tag in clean_tags(tags)}
    return _change(
        library,
        reference,
        lambda entry: (entry.name, tuple(tag for tag in entry.tags if fold(tag) not in going), entry.note),
    )


def set_note(library: Library, reference: str, note: str) -> Entry:
    """Give a state another note."""
    good = clean_note(note)
    return _change(library, reference, lambda entry: (entry.name, entry.tags, good))


def _change(
    library: Library, reference: str, changed: Callable[[Entry], tuple[str, tuple[str, ...], str]]
) -> Entry:
    """Apply a change to what is there now: two programs that change different things lose nothing."""
    key = find(library, reference).key
    with library.committing():
        entry = library.catalogue.entry(key)
        if entry is None:
            raise LibraryError(f"there is no state '{reference}' in the library any more")
        name, tags, note = changed(entry)
        if (name, tags, note) == (entry.name, entry.tags, entry.note):
            return entry
        path = library.path_of(entry)
        old = read_sidecar(path)
        verified, failure = (old.verified, old.failure) if old is not None else (entry.verified, None)
        words = Sidecar(entry.id, name, tags, note, verified, failure)
        with replaced_sidecar(path, words), library.database.write():
            library.ledger.set_words(entry, name=name, tags=tags, note=note)
            found = library.catalogue.entry(key)
        assert found is not None
        return found
