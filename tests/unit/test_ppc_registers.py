"""PowerPC registers of QEMUs that leave something out."""

from __future__ import annotations

from typing import Any

import pytest

from qmigui.memory.cpu.ppc import registers
from qmigui.memory.cpu.registers import Cpu


def values(**more: Any) -> dict[str, Any]:
    """The fields that all of them write."""
    return {
        "env.gpr": list(range(32)),
        "env.crf": [4, 0, 0, 0, 0, 0, 0, 8],
        "env.nip": 0x100,
        "env.spr": list(range(1024)),
        "env.msr": 0x8000000000003000,
        "cpu/fpu": {"env.vsr": [0] * 32, "env.fpscr": 0x12},
        **more,
    }


@pytest.mark.parametrize(("more", "reservation"), [({}, None), ({"env.reserve_addr": 0x40}, 0x40)])
def test_a_reservation_is_shown_where_it_is_written(more: dict[str, Any], reservation: int | None) -> None:
    found = {register.name: register.value for register in registers(Cpu(0, "ppc64", values=values(**more)))}
    assert found.get("RES") == reservation
    assert found["FPSCR"] == 0x12
    assert found["CR"] == 0x40000008
    assert found["LR"] == 8
