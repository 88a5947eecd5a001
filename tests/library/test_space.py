"""A disk that gets full at every stage of every change: an error, and nothing lost or left behind."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qmigui import service
from qmigui.errors import LibraryError, QmiguiError, TransportError
from qmigui.service import Library
from tests.library.guests import SMALL, opened, restored, series, sha256, stream, variant, write

PAGE = 4096
STEPS = 400
"""More pages than any of the changes needs."""
STRIDE = 5 if int(os.environ.get("QMIGUI_THOROUGH", "1")) == 1 else 1
"""Pages from one try to the next; QMIGUI_THOROUGH tries every one."""


class SmallDisk:
    """A file system in memory whose size can be changed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def resize(self, pages: int) -> None:
        self._mount("-o", f"remount,size={pages * PAGE}", str(self.path))

    def leave(self, free: int) -> None:
        """Let so many pages be free."""
        status = os.statvfs(self.path)
        self.resize(status.f_blocks - status.f_bfree + free)

    def _mount(self, *arguments: str) -> None:
        subprocess.run(["mount", *arguments], check=True, capture_output=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """Such a file system, with room at first."""
    path = tmp_path / "disk"
    path.mkdir()
    if os.geteuid() or shutil.which("mount") is None:
        pytest.skip("only the superuser can make a small file system")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(path)], check=False, capture_output=True
    )
    if done.returncode:
        pytest.skip("no file system can be made here")
    yield SmallDisk(path)
    subprocess.run(["umount", str(path)], check=True)


def contents(library: Library) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    """What must not change."""
    return {
        entry.id: (entry.raw_sha256, entry.name, entry.tags) for entry in service.list_states(library)
    }


def try_with_little_room(
    disk: SmallDisk,
    directory: Path,
    change: Callable[[Library], object],
) -> int:
    """Try *change* with 0, 1, 2 ... pages of room until it works.

    Returns:
        How often it failed.
    """
    failures = 0
    for free in range(0, STEPS, STRIDE):
        disk.resize(1 << 14)
        with opened(directory) as library:
            before = contents(library)
            names = set(os.listdir(directory))
            disk.leave(free)
            try:
                change(library)
            except (LibraryError, TransportError) as error:
                failures += 1
                assert "No space left" in str(error) or "disk I/O" in str(error), error
            else:
                disk.resize(1 << 14)
                return failures
            assert contents(library) == before
        disk.resize(1 << 14)
        with opened(directory) as library:
            assert library.notes == []
            assert contents(library) == before
            assert {name for name in os.listdir(directory) if not name.startswith("catalogue")} <= names
            library.database.check()
    pytest.fail("it needs more room than that")


def test_storing(disk: SmallDisk, tmp_path: Path) -> None:
    directory = disk.path / "library"
    with opened(directory) as library:
        series(library, tmp_path, 2)
    path = write(tmp_path / "new.bin", stream(SMALL))
    failures = try_with_little_room(
        disk, directory, lambda library: service.store_state(library, str(path), name="new")
    )
    assert failures > 3
    with opened(directory) as library:
        assert sha256(restored(library, "new", tmp_path)) == sha256(stream(SMALL))
        assert all(state.is_clean for state in service.verify_states(library))


def test_a_new_library(disk: SmallDisk, tmp_path: Path) -> None:
    path = write(tmp_path / "new.bin", stream(SMALL))
    for pages in range(2, STEPS, STRIDE):
        disk.resize(1 << 14)
        directory = disk.path / f"library {pages}"
        disk.leave(pages)
        try:
            with opened(directory) as library:
                service.store_state(library, str(path))
                break
        except QmiguiError:
            disk.resize(1 << 14)
            if directory.exists():
                with opened(directory) as library:
                    assert service.count_states(library) == 0
                shutil.rmtree(directory)
    else:
        pytest.fail("it needs more room than that")
    with opened(directory) as library:
        assert service.count_states(library) == 1


def test_words(disk: SmallDisk, tmp_path: Path) -> None:
    directory = disk.path / "library"
    with opened(directory) as library:
        series(library, tmp_path, 1)
    failures = try_with_little_room(
        disk, directory, lambda library: service.rename_state(library, "state 0", "x" * 200)
    )
    assert failures > 0


def test_flattening(disk: SmallDisk, tmp_path: Path) -> None:
    directory = disk.path / "library"
    with opened(directory) as library:
        entry = series(library, tmp_path, 2)[1]
    failures = try_with_little_room(
        disk, directory, lambda library: service.flatten_state(library, entry.id)
    )
    assert failures > 3
    with opened(directory) as library:
        assert restored(library, entry.id, tmp_path) == variant(1)


def test_rebasing(disk: SmallDisk, tmp_path: Path) -> None:
    """The parent goes when the child has been written anew, not before."""
    directory = disk.path / "library"
    with opened(directory) as library:
        first, second = series(library, tmp_path, 2)
    for free in range(0, STEPS, STRIDE):
        disk.resize(1 << 14)
        with opened(directory) as library:
            disk.leave(free)
            try:
                service.remove_states(library, [first.id], delete=True, rebase=True)
                break
            except (LibraryError, TransportError):
                assert free < STEPS - STRIDE
        disk.resize(1 << 14)
        with opened(directory) as library:
            assert sha256(restored(library, second.id, tmp_path)) == second.raw_sha256
            assert sha256(restored(library, first.id, tmp_path)) == first.raw_sha256
    disk.resize(1 << 14)
    with opened(directory) as library:
        assert list(contents(library)) == [second.id]
        assert restored(library, second.id, tmp_path) == variant(1)


def test_the_trash_of_a_full_disk(disk: SmallDisk, tmp_path: Path) -> None:
    """Removing for good must work when there is no room for the trash's own notes."""
    directory = disk.path / "library"
    with opened(directory) as library:
        series(library, tmp_path, 1)
        disk.leave(0)
        try:
            service.remove_states(library, ["state 0"])
        except LibraryError:
            assert [name for _, name, _ in contents(library).values()] == ["state 0"]
        disk.resize(1 << 14)
    with opened(directory) as library:
        for entry in service.list_states(library):
            service.remove_states(library, [entry.id], delete=True)
        assert service.count_states(library) == 0


def test_rebuilding(disk: SmallDisk, tmp_path: Path) -> None:
    directory = disk.path / "library"
    with opened(directory) as library:
        series(library, tmp_path, 2)
    failures = 0
    for free in range(0, STEPS, STRIDE):
        disk.resize(1 << 14)
        for name in os.listdir(directory):
            if name.startswith("catalogue.sqlite3"):
                (directory / name).unlink()
        disk.leave(free)
        try:
            with opened(directory) as library:
                assert service.count_states(library) == 2
                break
        except LibraryError:
            failures += 1
        disk.resize(1 << 14)
        with opened(directory) as library:
            assert service.count_states(library) == 2
    assert 3 < failures < STEPS // STRIDE - 1
