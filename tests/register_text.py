"""What QEMU's ``info registers -a`` says, compared with registers that we read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qmigui.memory.cpu.registers import Cpu, Register


def by_cpu(text: str) -> dict[int, str]:
    """The text of each CPU."""
    parts = re.split(r"^\s*CPU#(\d+)\r?$", text, flags=re.MULTILINE)
    return {int(number): body for number, body in zip(parts[1::2], parts[2::2], strict=True)}


def shown(register: Register, body: str) -> str | None:
    """The digits that QEMU shows for a register, without what separates them; None: it shows none."""
    name = register.name
    if name == "PSW":
        found = re.search(r"PSW=mask ([0-9a-f]+) addr ([0-9a-f]+)", body)
        return found[1] + found[2] if found else None
    group = re.fullmatch(r"(GPR|FPR)(\d\d)", name)
    if group and re.search(rf"^{group[1]}00 ", body, re.MULTILINE):
        row = re.search(rf"^{group[1]}{int(group[2]) & ~3:02} (.*)$", body, re.MULTILINE)
        return row[1].split()[int(group[2]) & 3] if row else None
    found = re.search(rf"(?<![\w/]){re.escape(name)} *[=: ] *((?:[0-9a-f]+[ :]?)+)", body)
    if found is None:
        return None
    digits = register.text()
    words = re.split(r"[ :]", found[1].strip(" :"))
    wanted = len(digits.replace(" ", ""))
    joined = ""
    for word in words:
        joined += word
        if len(joined) >= wanted:
            break
    return joined


def differences(cpus: Iterable[Cpu], text: str) -> tuple[int, list[tuple[int, str, str, str]]]:
    """How many registers were compared, and those that differ: CPU, name, ours, QEMU's."""
    return _count(_compared(list(cpus), by_cpu(text)))


def _compared(cpus: list[Cpu], bodies: dict[int, str]) -> Iterator[tuple[int, str, str, str]]:
    for cpu in cpus:
        for register in cpu.registers:
            theirs = shown(register, bodies[cpu.index])
            if theirs is not None:
                yield cpu.index, register.name, register.text().replace(" ", ""), theirs


def _count(
    compared: Iterator[tuple[int, str, str, str]],
) -> tuple[int, list[tuple[int, str, str, str]]]:
    count, wrong = 0, []
    for item in compared:
        count += 1
        if int(item[2], 16) != int(item[3], 16):
            wrong.append(item)
    return count, wrong
