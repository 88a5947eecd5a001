"""Archives that earlier versions wrote are read as they are."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from qmigui.library.archive import layout
from qmigui.library.archive.archive import Archive
from qmigui.library.archive.create import SUFFIX
from qmigui.library.archive.verify import verify
from tests.library.archives import content, unpacked
from tests.library.fixtures import ARCHIVES, DELTAS, RAM, STREAMS, words

FILES = sorted(ARCHIVES.glob("v*/*.qst.*"))


def test_every_version_is_kept() -> None:
    assert [path.name for path in sorted(ARCHIVES.iterdir())] == [f"v{n + 1}" for n in range(layout.VERSION)]
    assert len(FILES) >= len(STREAMS) + len(DELTAS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_kept_archive_is_read(path: Path) -> None:
    wanted = json.loads((path.parent / "SHA256.json").read_text())[path.name]
    name = path.name.partition(".")[0]
    with Archive.open(path) as archive:
        data = content(archive)
        assert hashlib.sha256(data).hexdigest() == wanted == archive.info.raw_sha256
        assert archive.info.facts.name == name and archive.info.facts.tags == ("kept",)
        assert archive.source().pread(3, 50) == data[3:53]
        if archive.info.content == "stream":
            assert archive.device_data("cpu") in data
            assert archive.blocks[0].used_length == RAM
            for address in range(0, RAM, 4096):
                page = archive.page("pc.ram", address)
                assert page is None or len(page) == 4096
    assert verify(path).is_clean
    if path.name.endswith(SUFFIX):
        assert unpacked(path) == data


@pytest.mark.parametrize("version", sorted(path.name for path in ARCHIVES.iterdir()))
def test_pages_of_kept_archives(version: str) -> None:
    def page(name: str, address: int) -> bytes | None:
        (path,) = (ARCHIVES / version).glob(f"{name}.qst.*")
        with Archive.open(path) as archive:
            return archive.page("pc.ram", address)

    first, second = words(1)[:4096].ljust(4096), words(2)[:4096].ljust(4096)
    assert page("live", 0) == second
    assert page("live", 0x9000) == first
    assert page("live", 0x4000) == bytes(4096)
    assert page("live", RAM - 4096) is None
    assert page("second", 78 * 4096) == words(1078)[:4096].ljust(4096)
    assert page("second", 77 * 4096) == words(77)[:4096].ljust(4096)
    assert page("mapped", 7 * 4096) == words(7)[:4096].ljust(4096)
