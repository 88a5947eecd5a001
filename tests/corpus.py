"""The collection of real streams that tests run on.

``QMIGUI_CORPUS`` names its directory (by default ``../shared/corpus`` beside
the checkout); without one, the small streams in ``tests/data`` take its place.
Files are unpacked when a test first asks for one, into a directory that goes
away with the session.  ``QMIGUI_CORPUS_CACHE`` names a directory to keep them in.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import zstandard

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS = Path(__file__).resolve().parent
DATA = TESTS / "data"
DEFAULT = TESTS.parent.parent / "shared" / "corpus"

_MAIN_STREAMS = {"stream.bin", "stream.ch0.bin"}
"""A recorded socket migration has a file for each connection; the first one is the stream."""


@dataclass(frozen=True)
class CorpusFile:
    """One file of a case.

    Attributes:
        case_id: the case it belongs to.
        name: its name without ``.zst``, e.g. ``stream.bin``.
        role: e.g. ``stream``, ``libvirt save image``, ``recipes``.
        size: bytes when unpacked.
        sha256: of the unpacked file.
        packed: where the compressed file is.
    """

    case_id: str
    name: str
    role: str
    size: int
    sha256: str
    packed: Path

    def path(self) -> Path:
        """The unpacked file; do not write to it."""
        target = cache_directory() / self.case_id / self.name
        if target.exists() and target.stat().st_size == self.size:
            return target
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as out,
            self.packed.open("rb") as packed,
        ):
            zstandard.ZstdDecompressor().copy_stream(packed, out)
        Path(out.name).replace(target)  # another process may be doing the same
        return target

    def read(self) -> bytes:
        """The unpacked bytes."""
        return self.path().read_bytes()

    def is_intact(self) -> bool:
        """Whether the unpacked file is the one that the manifest means."""
        with self.path().open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == self.sha256


@dataclass(frozen=True)
class Case:
    """One run of QEMU.

    Attributes:
        id: e.g. ``isapc-on-7.2``.
        entry: all that the manifest tells of it.
        files: its files.
    """

    id: str
    entry: dict[str, Any] = field(repr=False, hash=False)
    files: tuple[CorpusFile, ...]

    def file(self, name: str) -> CorpusFile:
        """The file called *name* (without ``.zst``)."""
        return next(file for file in self.files if file.name == name)

    @property
    def stream(self) -> CorpusFile | None:
        """The file that is a whole migration stream, if the case has one."""
        return next((file for file in self.files if file.name in _MAIN_STREAMS), None)

    @property
    def ram_blocks(self) -> list[dict[str, Any]]:
        """The truth for the guest's RAM: name, used_length, sha256 ..."""
        blocks: list[dict[str, Any]] = self.entry.get("ram_blocks", [])
        return blocks


@dataclass(frozen=True)
class Corpus:
    """All cases under one directory.

    Attributes:
        root: the directory.
        is_full: False for the small one in ``tests/data``.
        cases: in the order of their ids.
    """

    root: Path
    is_full: bool
    cases: tuple[Case, ...]

    def case(self, case_id: str) -> Case:
        """The case with this id."""
        return next(case for case in self.cases if case.id == case_id)

    def streams(self) -> Iterator[CorpusFile]:
        """Every file that is a whole migration stream, one for each case that has one."""
        return (case.stream for case in self.cases if case.stream)

    def files(self, role: str | None = None) -> Iterator[CorpusFile]:
        """Every file, or every one with this role."""
        return (file for case in self.cases for file in case.files if role in (None, file.role))


@functools.cache
def corpus() -> Corpus:
    """The full collection where there is one, else the small one.

    Raises:
        FileNotFoundError: ``QMIGUI_CORPUS`` is set, but there is no collection.
    """
    wanted = os.environ.get("QMIGUI_CORPUS")
    root = Path(wanted) if wanted else DEFAULT
    if (root / "MANIFEST.json").is_file():
        return load(root)
    if wanted:
        raise FileNotFoundError(f"QMIGUI_CORPUS={wanted}: no MANIFEST.json there")
    return samples()


@functools.cache
def samples() -> Corpus:
    """The small streams in ``tests/data``, always there."""
    return load(DATA)


def load(root: Path) -> Corpus:
    """Read the manifest under *root*."""
    manifest = json.loads((root / "MANIFEST.json").read_bytes())
    cases = tuple(_case(root, entry) for entry in manifest["cases"])
    return Corpus(root, root != DATA, cases)


def _case(root: Path, entry: dict[str, Any]) -> Case:
    files = tuple(
        CorpusFile(
            case_id=entry["id"],
            name=Path(file["file"]).name.removesuffix(".zst"),
            role=file["role"],
            size=file["size"],
            sha256=file["sha256"],
            packed=root / file["file"],
        )
        for file in entry["files"]
    )
    return Case(entry["id"], entry, files)


@functools.cache
def cache_directory() -> Path:
    """Where unpacked files are."""
    if kept := os.environ.get("QMIGUI_CORPUS_CACHE"):
        return Path(kept)
    return Path(tempfile.mkdtemp(prefix="qmigui-tests-"))


def remove_cache() -> None:
    """Remove unpacked files, unless they are to be kept."""
    if cache_directory.cache_info().currsize and not os.environ.get("QMIGUI_CORPUS_CACHE"):
        shutil.rmtree(cache_directory(), ignore_errors=True)
    cache_directory.cache_clear()
