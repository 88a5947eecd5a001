"""No error where there is none: the BER of real streams, as we write it and as others may."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qmigui import service
from qmigui.errors import Problem
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.memory import MemorySource
from qmigui.qemufile.opener import open_source
from qmigui.schema.check import check_ber, check_by_module
from qmigui.schema.codes import CODES
from qmigui.schema.shipped import shipped_module
from tests import foreign
from tests.checking import THOROUGH, errors, problems_of, told
from tests.converting import to_ber
from tests.corpus import CorpusFile, samples
from tests.foreign import STYLES
from tests.gallery import gallery
from tests.sources import PipeSource

BIG = 1 << 20
"""Streams of more octets are checked in one page form only, unless all is wanted."""

TRULY_WRONG: dict[str, set[str]] = {}
"""Streams in which something is wrong indeed, with the codes of it."""


def problems_in(path: Path, *, by_module: bool = False) -> list[Problem]:
    """What is told of a file."""
    found: list[Problem] = []
    with open_source(str(path)) as source:
        if by_module:
            type_ = shipped_module().types["QemuFile"]
            check_by_module(source, type_, found.append, Progress(), Cancel())
        else:
            check_ber(source, found.append, Progress(), Cancel())
    return found


@pytest.mark.parametrize("single", [False, True], ids=["runs", "single"])
def test_real_streams(stream_file: CorpusFile, tmp_path: Path, *, single: bool) -> None:
    if single and stream_file.size > BIG and not THOROUGH:
        pytest.skip("big: with QMIGUI_THOROUGH only")
    ber = tmp_path / "ber"
    service.convert(str(stream_file.path()), str(ber), single_pages=single)
    found = problems_in(ber)
    codes = {problem.code for problem in errors(found)}
    assert codes == TRULY_WRONG.get(stream_file.case_id, set()), [str(p) for p in errors(found)][:5]
    if THOROUGH or stream_file.size < BIG:
        assert problems_in(ber, by_module=True) == []


@pytest.mark.parametrize("style", STYLES)
def test_foreign_forms(style: str) -> None:
    for file in samples().streams():
        if file.size > 120_000 and not THOROUGH:
            continue
        ours = to_ber(file.read())
        expected = problems_of(ours)
        assert not errors(expected)
        found = problems_of(foreign.rewritten(ours, STYLES[style]))
        assert [p.code for p in found] == [p.code for p in expected], [str(p) for p in found][:3]
        assert [without_places(p) for p in found] == [without_places(p) for p in expected]


def without_places(problem: Problem) -> tuple[object, ...]:
    """What does not depend on the form."""
    return problem.severity, problem.code, re.sub(r"\d+", "", problem.message), problem.path


@pytest.mark.parametrize("style", STYLES)
def test_foreign_forms_by_the_module_alone(style: str) -> None:
    type_ = shipped_module().types["QemuFile"]
    streams = gallery()
    streams |= {
        file.case_id: file.read() for file in samples().streams() if THOROUGH or "m68k" in file.case_id
    }
    for name, stream in streams.items():
        data = foreign.rewritten(to_ber(stream), STYLES[style])
        for plain in (True, False):
            for source in (MemorySource(data), PipeSource(data, (1000,))):
                found: list[Problem] = []
                check_by_module(source, type_, found.append, Progress(), Cancel(), plain=plain)
                assert found == [], (name, plain)


def test_a_name_in_pieces() -> None:
    ours = to_ber(next(file for file in samples().streams() if file.case_id == "m68k-virt-7.2").read())
    # The section of RAM is of indefinite length: nothing else changes.
    place = ours.index(b"\x0c\x03ram")
    data = ours[:place] + b"\x2c\x80\x04\x01r\x04\x02am\x00\x00" + ours[place + 5 :]
    assert [code for code, _ in told(problems_of(data))] == [code for code, _ in told(problems_of(ours))]


@pytest.mark.parametrize("single", [False, True], ids=["runs", "single"])
def test_made_up_streams(*, single: bool) -> None:
    for name, stream in gallery().items():
        found = errors(problems_of(to_ber(stream, single=single)))
        assert not [problem for problem in found if problem.code in CODES], name
