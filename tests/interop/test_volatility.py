"""Volatility 3 reads our cores and LiME files, and follows the guest's page tables in them."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from qmigui import service
from tests.corpus import corpus

pytest.importorskip("volatility3", reason="needs volatility3, a package of the test requirements")

CASES = ("linux-virtio-7.2", "linux-q35-usb-11.1")


@pytest.mark.corpus
@pytest.mark.parametrize("form", ["elf", "lime"])
@pytest.mark.parametrize("name", CASES)
def test_memory_of_a_running_kernel(name: str, form: str, tmp_path: Path) -> None:
    case = next((case for case in corpus().cases if case.id == name), None)
    if case is None or case.stream is None:
        pytest.skip("not in this collection")
    state, out = str(case.stream.path()), tmp_path / "memory"
    report = service.extract_ram(state, str(out), format=form, sync=False)
    assert report.map is not None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the library's own making
        from volatility3.framework import contexts
        from volatility3.framework.layers import elf, intel, lime, physical
    context = contexts.Context()
    context.config["base.location"] = out.as_uri()
    context.add_layer(physical.FileLayer(context, "base", "base"))
    context.config["memory.base_layer"] = "base"
    kind = elf.Elf64Layer if form == "elf" else lime.LimeLayer
    layer = kind(context, "memory", "memory")
    context.add_layer(layer)
    (cpu, *_) = service.registers(state)
    context.config["kernel.memory_layer"] = "memory"
    context.config["kernel.page_map_offset"] = cpu.register("CR3")
    context.add_layer(intel.Intel32e(context, "kernel", "kernel"))
    with service.open_memory(state) as memory:
        for item in report.map.ranges:
            for addr in (item.addr, item.end - 4096):
                assert layer.read(addr, 4096) == memory.read_physical(addr, 4096)
        # The code that the CPU was in, by its virtual address and by its physical one.
        virtual = cpu.register("RIP")
        addr = next(iter(context.layers["kernel"].mapping(virtual, 16)))[2]
        code = context.layers["kernel"].read(virtual, 16)
        assert any(code)
        assert code == memory.read_physical(addr, 16)
    # Where the kernel sleeps: after "sti; hlt".
    assert context.layers["kernel"].read(virtual - 1, 1) == b"\xf4"
