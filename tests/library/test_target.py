"""Target and version, held against what the collection knows of each stream."""

from __future__ import annotations

from pathlib import Path

import pytest

from qmigui.library.archive.archive import Archive
from qmigui.library.archive.create import create
from qmigui.library.target import target_of, version_of
from qmigui.qemufile.opener import open_source
from tests.corpus import Case, corpus


@pytest.mark.parametrize(
    ("machine", "expected"),
    [
        ("pc-q35-7.2", ("7.2", 7_0002_0000)),
        ("pc-i440fx-10.0", ("10.0", 10_0000_0000)),
        ("pc-1.3", ("1.3", 1_0003_0000)),
        ("s390-ccw-virtio-2.5", ("2.5", 2_0005_0000)),
        ("pc-q35-4.0.1", ("4.0.1", 4_0000_0001)),
        ("pseries-2.12-sxxm", ("2.12", 2_0012_0000)),
        ("virt", None),
        ("isapc", None),
        ("vexpress-a9", None),
        ("pc-q35-rhel8.6.0", None),
        ("", None),
        (None, None),
    ],
)
def test_versions(machine: str | None, expected: tuple[str, int] | None) -> None:
    assert version_of(machine) == expected


@pytest.mark.corpus
def test_targets_of_real_streams(tmp_path: Path) -> None:
    """The smallest stream of each target."""
    smallest: dict[str, Case] = {}
    for case in corpus().cases:
        arch = case.entry.get("arch")
        if arch and case.stream is not None and not case.id.startswith("suppress-vmdesc"):
            kept = smallest.get(arch)
            if kept is None or kept.stream is None or kept.stream.size > case.stream.size:
                smallest[arch] = case
    assert len(smallest) >= 4
    for arch, case in smallest.items():
        assert case.stream is not None
        with open_source(str(case.stream.path())) as source:
            made = create(source, tmp_path, f"{arch}.qst.zst", check=False)
        with Archive.open(made.path) as archive:
            assert archive.description() is not None
            assert target_of(archive) == arch, case.id
