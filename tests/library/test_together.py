"""Several programs at work on one library."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from qmigui import service
from qmigui.errors import Cancelled
from qmigui.library.locks import locked
from qmigui.progress import Cancel
from tests.cli.program import ENGINE, environment
from tests.library.guests import SMALL, files, opened, sha256, store, stream, variant, write


def start(library: Path, *arguments: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*ENGINE, *map(str, arguments), "--library", str(library)],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_several_store_at_once(tmp_path: Path) -> None:
    """Into a library that is not there yet; half of the states are the same."""
    library = tmp_path / "library"
    paths = [write(tmp_path / f"state {number}", variant(number)) for number in range(6)]
    shares = (paths[:4], paths[2:], paths[::-1])
    processes = [start(library, "--store", *share, "--level", "fast") for share in shares]
    for process in processes:
        out, err = process.communicate(timeout=100)
        assert process.returncode == 0, err
        assert out.count(b"\n") == len(shares[processes.index(process)])
    with opened(library) as found:
        entries = service.list_states(found)
        assert sorted(entry.raw_sha256 for entry in entries) == sorted(sha256(variant(n)) for n in range(6))
        assert all(state.is_clean for state in service.verify_states(found))
        assert len([name for name in files(library) if not name.endswith(".json")]) == 6


def test_storing_while_the_catalogue_is_made_anew(tmp_path: Path) -> None:
    library = tmp_path / "library"
    with opened(library) as found:
        for number in range(4):
            store(found, tmp_path, variant(number), parent="none", level="fast")
    paths = [write(tmp_path / f"state {number}", variant(number)) for number in range(4, 8)]
    processes = [start(library, "--store", *paths, "--level", "fast")]
    processes += [start(library, "--rebuild") for _ in range(2)]
    processes.append(start(library, "--verify"))
    for process in processes:
        _, err = process.communicate(timeout=100)
        assert process.returncode == 0, err
    with opened(library) as found:
        assert service.count_states(found) == 8
        assert service.count_states(found, "health:warnings") == 8
        assert service.rebuild_library(found).total == 8


def test_a_parent_is_not_removed_under_a_child(tmp_path: Path) -> None:
    library = tmp_path / "library"
    with opened(library) as found:
        parent = store(found, tmp_path, variant(0))
    for number in range(1, 4):
        path = write(tmp_path / "state", variant(number))
        storing = start(library, "--store", path, "--parent", parent.id)
        removing = start(library, "--remove", parent.id, "--delete")
        codes = [process.wait(60) for process in (storing, removing)]
        for process in (storing, removing):
            process.communicate()
        assert codes in ([0, 40], [40, 0], [40, 40])
        with opened(library) as found:
            assert all(state.is_clean for state in service.verify_states(found))
            if not service.count_states(found, f"id:{parent.id}"):
                assert codes == [40, 0]
                break


def test_waiting_for_others_can_be_cancelled(tmp_path: Path) -> None:
    with opened(tmp_path / "library") as library:
        path = write(tmp_path / "state", stream(SMALL))
        cancel = Cancel()
        with locked(library.place.commit_lock):
            timer = threading.Timer(0.3, cancel.set)
            timer.start()
            with pytest.raises(Cancelled):
                service.store_state(library, str(path), cancel=cancel)
            timer.join()
        assert files(tmp_path / "library") == []
        assert service.store_state(library, str(path)).is_new


def test_a_list_does_not_wait_for_others(tmp_path: Path) -> None:
    with opened(tmp_path / "library") as library:
        store(library, tmp_path, stream(SMALL), name="s")
        with locked(library.place.commit_lock):
            done = subprocess.run(
                [*ENGINE, "--list", "--library", str(tmp_path / "library")],
                env=environment(),
                capture_output=True,
                timeout=20,
                check=False,
            )
        assert done.returncode == 0
        assert done.stdout.count(b"\n") == 2


_OTHERS_CAN_LOCK = """
import fcntl, os, sys
fd = os.open(sys.argv[1], os.O_RDWR)
try:
    fcntl.lockf(fd, fcntl.LOCK_EX | fcntl.LOCK_NB, 512, 0x40000000)
except OSError:
    sys.exit(0)
sys.exit("nobody holds it")
"""


def test_a_second_start_in_one_process_leaves_the_locks_of_the_first(tmp_path: Path) -> None:
    """Two threads that find no catalogue both make one; SQLite's lock on it must stay."""
    with service.open_library(str(tmp_path / "library")) as first:
        path = first.place.catalogue
        check = [sys.executable, "-c", _OTHERS_CAN_LOCK, str(path)]
        assert subprocess.run(check, check=False).returncode == 0
        first._new_database().close()
        assert subprocess.run(check, check=False).returncode == 0
