"""Memory taken out of a damaged state: one error and no output, or all that is said to be there."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qmigui import service
from qmigui.errors import FormatError, QmiguiError
from tests.converting import to_ber
from tests.corpus import corpus, samples
from tests.hostile.damage import damaged
from tests.hostile.test_damaged_corpus import UNDETECTABLE, apply, recipes

THOROUGH = int(os.environ.get("QMIGUI_THOROUGH", "1"))


def tries(state: Path, out: Path) -> list[Callable[[], object]]:
    """Everything that reads memory or registers."""

    def read() -> None:
        with service.open_memory(str(state)) as memory:
            for block in memory.blocks[:4]:
                memory.read(block.name, 0, min(block.length, 1 << 16), fill=0)
            memory.read_physical(0, 1 << 16, fill=0)

    return [
        lambda: service.extract_ram(str(state), str(out), sync=False),
        lambda: service.extract_ram(str(state), str(out), format="physical", sync=False),
        lambda: service.extract_ram(str(state), str(out), format="elf", sync=False),
        lambda: service.registers(str(state)),
        read,
    ]


def remove(out: Path) -> None:
    """What a good try has made."""
    if out.is_dir():
        for file in out.iterdir():
            file.unlink()
        out.rmdir()
    else:
        out.unlink(missing_ok=True)


def survives(state: Path, out: Path) -> int:
    """All tries end well or with an error of ours and nothing left; how many errors."""
    errors = 0
    for attempt in tries(state, out):
        try:
            attempt()
        except QmiguiError as error:
            errors += 1
            assert not out.exists()
            assert "\n" not in str(error)
        remove(out)
        assert not list(out.parent.glob(".qmigui-*"))
    return errors


@pytest.mark.parametrize(("name", "base_id", "recipe"), list(recipes()))
def test_damaged_states_give_one_error_and_no_output(
    name: str, base_id: str, recipe: dict[str, Any], tmp_path: Path
) -> None:
    stream = corpus().case(base_id).stream
    assert stream is not None
    state, out = tmp_path / "state", tmp_path / "out"
    state.write_bytes(apply(stream.read(), recipe))
    undetectable = (name, recipe["id"]) in UNDETECTABLE
    try:
        report = service.extract_ram(str(state), str(out), sync=False)
    except FormatError as error:
        assert not undetectable
        assert error.source is not None
        assert os.listdir(tmp_path) == ["state"]
    else:
        assert set(os.listdir(tmp_path)) == {"state", "out"}
        truth = {block["name"] for block in corpus().case(base_id).ram_blocks}
        if recipe["id"] != "block-name-char":
            assert {block.text for block in report.blocks} == truth
        remove(out)
    survives(state, out)


@pytest.mark.parametrize("form", ["binary", "ber"])
@pytest.mark.parametrize("case", ["isapc-on-7.2", "m68k-virt-7.2"])
def test_only_our_errors_leave(case: str, form: str, tmp_path: Path) -> None:
    stream = samples().case(case).stream
    assert stream is not None
    whole = stream.read() if form == "binary" else to_ber(stream.read())
    state, out = tmp_path / "state", tmp_path / "out"
    chance = random.Random(case + form)
    kinds = list(damaged(whole, chance, 40 // min(THOROUGH, 40)))
    errors = 0
    for _, octets in chance.sample(kinds, min(len(kinds), 25 * THOROUGH)):
        state.write_bytes(octets)
        errors += survives(state, out)
    assert errors
