"""What the user says of a state after it was stored: a small file beside the archive.

An archive does not change any more, and the catalogue may be lost; so a new
name, tags, a note, and what a verification found are kept in
``<archive's name>.json``.  Without one, the words in the archive hold.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qmigui.errors import LibraryError
from qmigui.library.archive.names import DELTA_SUFFIX, SUFFIX
from qmigui.library.archive.part_file import PartFile
from qmigui.library.texts import MAX_NOTE, storable, told_name, told_tags

SIDECAR_SUFFIX = ".json"
FORMAT = 1
MAX_LENGTH = 1 << 20
"""Longest file, in octets, that is read."""
_MAX_FAILURE = 2000


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What is kept beside an archive.

    Attributes:
        id: of the archive.
        name, tags, note: the user's.
        verified: when it was verified last, seconds since 1970, or None.
        failure: what that found, one sentence, or None.
    """

    id: str
    name: str
    tags: tuple[str, ...] = ()
    note: str = ""
    verified: float | None = None
    failure: str | None = None

    def to_octets(self) -> bytes:
        """The file's content."""
        values = {
            "format": FORMAT,
            "id": self.id,
            "name": self.name,
            "tags": list(self.tags),
            "note": self.note,
            "verified": self.verified,
            "failure": self.failure,
        }
        return json.dumps(values, ensure_ascii=False, indent=1).encode() + b"\n"


def stem_of(file_name: str) -> str | None:
    """The name of an archive without its suffix; None: that is no archive's name."""
    for suffix in (SUFFIX, DELTA_SUFFIX):
        if file_name.endswith(suffix) and len(file_name) > len(suffix) and not file_name.startswith("."):
            return file_name.removesuffix(suffix)
    return None


def sidecar_path(archive: Path) -> Path:
    """Where the words to the archive at that path are."""
    return archive.with_name((stem_of(archive.name) or archive.name) + SIDECAR_SUFFIX)


def read_sidecar(archive: Path) -> Sidecar | None:
    """The words beside an archive; None: there are none that can be read.

    A file that makes no sense is passed over: the archive's own words hold then.
    """
    try:
        with sidecar_path(archive).open("rb") as file:
            octets = file.read(MAX_LENGTH + 1)
        if len(octets) > MAX_LENGTH:
            return None
        value = json.loads(octets)
    except (OSError, ValueError, RecursionError):
        return None
    return _taken(value) if isinstance(value, dict) and value.get("format") == FORMAT else None


def _taken(value: dict[str, Any]) -> Sidecar | None:
    identity, name, tags, note = (value.get(key) for key in ("id", "name", "tags", "note"))
    if not isinstance(identity, str) or not isinstance(name, str) or not isinstance(note, str):
        return None
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        return None
    verified, failure = value.get("verified"), value.get("failure")
    is_time = isinstance(verified, int | float) and not isinstance(verified, bool) and math.isfinite(verified)
    return Sidecar(
        storable(identity),
        told_name(name, identity),
        told_tags(tags),
        storable(note)[:MAX_NOTE],
        float(verified) if is_time else None,  # type: ignore[arg-type]
        storable(failure)[:_MAX_FAILURE] if isinstance(failure, str) else None,
    )


@contextlib.contextmanager
def replaced_sidecar(archive: Path, words: Sidecar) -> Iterator[None]:
    """Put the words beside an archive, in one step; if the block fails, the old ones are back.

    That needs no room on the disk: until the block is over the old file has a second name.

    Raises:
        LibraryError: they could not be written; the old ones stay.
    """
    path = sidecar_path(archive)
    octets = words.to_octets()
    kept = _keep(path)
    try:
        with PartFile(path.parent, path.name, replace=True) as part:
            part.write((octets,))
            part.commit()
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            if kept is not None:
                os.replace(kept, path)
            else:
                path.unlink(missing_ok=True)
        raise
    if kept is not None:
        with contextlib.suppress(OSError):  # the next start removes it
            kept.unlink()


def _keep(path: Path) -> Path | None:
    """Give a file a second name, such as unfinished files have; None: there is no file."""
    second = path.with_name(f".{path.name}.{os.urandom(8).hex()}.part")
    try:
        os.link(path, second)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise LibraryError(f"cannot be kept: {error.strerror}", source=str(path)) from error
    return second


def remove_sidecar(archive: Path) -> None:
    """Remove the words beside an archive, if there are any."""
    with contextlib.suppress(OSError):
        sidecar_path(archive).unlink()
