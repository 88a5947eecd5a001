"""What QEMU says when a state does not load, and which section it means.

The words are those of ``migration/savevm.c``, ``vmstate.c`` and ``ram.c`` of
QEMU 2.x to 11.x.
"""

from __future__ import annotations

import re

_SECTION = tuple(
    re.compile(pattern)
    for pattern in (
        r"Unknown savevm section or instance '([^']+)'",
        r"error while loading state for instance 0x[0-9a-f]+ of device '([^']+)'",
        r"error while loading state section id \d+\(([^)]+)\)",
        r"[Mm]issing section footer for (\S+)",
        r"Mismatched section id in footer for (\S+)",
        r"savevm: unsupported version \d+ for '([^']+)'",
        r"Failed to load section ID: .* \(([^)]+)\)",
    )
)
_CONFIGURATION = re.compile(
    r"Machine type received is|Configuration section missing|TARGET_PAGE_BITS|Capability \S+ is o"
    r"|UUID received|Unknown savevm section type 7"
)
_RAM = re.compile(
    r"[Uu]nknown ramblock|(?:Length|Size) (?:mismatch|too large)|Can't find block|Illegal RAM offset"
)


def section_of(lines: list[str]) -> str | None:
    """The section that the first of some messages which names one means; None: none does.

    ``configuration`` stands for what comes before all sections.
    """
    for line in lines:
        if _CONFIGURATION.search(line):
            return "configuration"
        if _RAM.search(line):
            return "ram"
        for pattern in _SECTION:
            found = pattern.search(line)
            if found:
                return found[1]
    return None
