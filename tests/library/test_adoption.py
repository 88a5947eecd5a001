"""Archives that come from anywhere, with whatever they say of themselves."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from qmigui import service
from qmigui.cli.library_text import details_json, list_lines, show_lines
from qmigui.library.archive import create as creating
from qmigui.library.archive.create import create
from qmigui.library.archive.info import MAX_RAW_SIZE, ArchiveInfo, Facts, ParentRef
from qmigui.qemufile.memory import MemorySource
from tests.library.guests import SMALL, opened, stream

HOSTILE_FACTS = [
    Facts(name="\ud800\udcff\0\x1b[2J\n", tags=("\0", "", "t" * 1000, "\ud800"), note="\ud800\0\r\n\x07"),
    Facts(name="x" * 100_000, tags=tuple(map(str, range(5000))), note="n" * 200_000),
    Facts(name="", source_name="\u202egnp.exe\n", source_mtime=1e300, form="ber"),
    Facts(source_mtime=-1e300, form="\0", extra={"a": [1, {"b": None}]}),
    Facts(name="'); DROP TABLE states; --", source_mtime=0.0, form="x" * 10_000),
]


def adopted(directory: Path) -> service.Details:
    """What a library says of the one archive in its folder."""
    with opened(directory) as library:
        (entry,) = service.list_states(library)
        details = service.show_state(library, entry.id)
        text = "".join([*list_lines([entry], 80), *show_lines(details)])
        assert not set(text) & set("\0\x1b\x07\r\u202e")
        text.encode()
        json.dumps(details_json(details)).encode()
        assert service.library_stats(library).count == 1
        assert service.count_states(library, f"id:{entry.id}") == 1
        assert service.rebuild_library(library).total == 1
    return details


@pytest.mark.parametrize("facts", HOSTILE_FACTS, ids=range(len(HOSTILE_FACTS)))
def test_whatever_the_facts_are(tmp_path: Path, facts: Facts) -> None:
    create(MemorySource(stream(SMALL)), tmp_path, "a.qst.zst", facts=facts)
    entry = adopted(tmp_path).entry
    assert 0 < len(entry.name) <= 200
    assert len(entry.tags) <= 100
    assert all(0 < len(tag) <= 100 for tag in entry.tags)
    assert len(entry.note) <= 65_536
    assert entry.to_json()["created"][:4].isdecimal()
    assert entry.machine == "virt-7.2"


@pytest.mark.parametrize(
    "changes",
    [
        {"ram_total": MAX_RAW_SIZE, "device_count": MAX_RAW_SIZE},
        {"problem_counts": {"error": 1 << 200, "warning": -5, "odd": 3}},
        {"checked": True, "problems": ({"severity": "\ud800", "offset": 1 << 300, "x": [[]]}, {"path": 5})},
        {"vm_key": "\ud800\0", "level": "\x1b", "machine": "\n\u202e"},
        {"created": "yesterday"},
        {"created": "9999-12-31T23:59:59+14:00"},
        {"created": "0001-01-01T00:00:00"},
        {"machine": "pc-q35-9999.9999.9999", "uuid": "\ud800", "capabilities": ("\0",)},
        {"parent": ParentRef("p", "0" * 64, 5, "\ud800/../x"), "depth": 60_000},
    ],
    ids=range(9),
)  # fmt: skip
def test_whatever_the_info_is(
    tmp_path: Path, changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The archive itself is sound: only what it says is odd."""

    def odd(**values: Any) -> ArchiveInfo:
        return replace(ArchiveInfo(**values), **changes)

    monkeypatch.setattr(creating, "ArchiveInfo", odd)
    create(MemorySource(stream(SMALL)), tmp_path, "a.qst.zst")
    monkeypatch.undo()
    details = adopted(tmp_path)
    assert details.entry.file_name == "a.qst.zst"
    assert isinstance(details.entry.health, service.Health)


def test_parents_that_lead_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two archives that claim to be each other's parents."""
    hashes = ["a" * 64, "b" * 64]
    for number in range(2):

        def odd(number: int = number, **values: Any) -> ArchiveInfo:
            parent = ParentRef("p", hashes[1 - number], values["raw_size"], "x")
            return replace(ArchiveInfo(**values), raw_sha256=hashes[number], parent=parent, depth=1)

        with monkeypatch.context() as patched:
            patched.setattr(creating, "ArchiveInfo", odd)
            create(MemorySource(stream(SMALL)), tmp_path, f"{number}.qst.zst")
    with opened(tmp_path) as library:
        entries = service.list_states(library)
        assert len(entries) == 2
        for entry in entries:
            details = service.show_state(library, entry.id)
            assert len(details.parents) <= 2
        assert all(not state.is_clean for state in service.verify_states(library))
        assert service.rebuild_library(library).total == 2
        service.remove_states(library, [entry.id for entry in entries], delete=True)
        assert service.count_states(library) == 0
