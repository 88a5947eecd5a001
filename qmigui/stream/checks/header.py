"""Configuration and commands.

Sources: QEMU ``migration/savevm.c`` (``vmstate_configuration``, ``loadvm_process_command``).
"""

from __future__ import annotations

import struct

from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.checks.facts import Facts
from qmigui.stream.checks.report import Reports

SUBSECTIONS = (
    b"configuration/target-page-bits",
    b"configuration/capabilities",
    b"configuration/uuid",
)
"""In the order in which QEMU writes them."""

CAPABILITIES = frozenset((b"x-ignore-shared", b"mapped-ram"))
"""``should_validate_capability``: no others are ever listed."""

_PATH = "configuration"
_PING, _LISTEN, _RUN, _DISCARD, _RECV_BITMAP = 2, 4, 5, 6, 10
_LENGTHS = {1: (0,), 2: (4,), 3: (0, 16), 4: (0,), 5: (0,), 7: (4,), 8: (0,), 9: (0,), 11: (0,)}


class HeaderChecks:
    """Checks 3, 21 (capabilities) and 25."""

    def __init__(self, reports: Reports, facts: Facts) -> None:
        self._reports = reports
        self._facts = facts

    def configuration(self, event: ev.Configuration) -> None:
        """Take the configuration section."""
        self._facts.has_configuration = True
        tell, offset = self._reports.tell, event.offset
        if not 0 < len(event.machine) < 256 or not is_printable(event.machine):
            name = event.machine[:64].decode("utf-8", "backslashreplace")
            tell("machine-name", f"'{name}' is no machine name", offset=offset, path=_PATH, found=name)
        last = -1
        for sub in event.subsections:
            name_octets, rank = _rank(sub)
            path = name_octets.decode("utf-8", "backslashreplace")
            if sub.version_id != 1:
                tell(
                    "config-version",
                    f"version {sub.version_id}, not 1",
                    offset=offset,
                    path=path,
                    expected="1",
                    found=str(sub.version_id),
                )
            if rank < 0:
                tell("config-subsection", "a subsection that is not known", offset=offset, path=path)
            elif rank <= last:
                tell("config-order", "the subsection comes twice or too late", offset=offset, path=path)
            last = max(last, rank)
            if isinstance(sub, ev.TargetPageBits):
                self._facts.page_bits_told = 1 << sub.bits
            elif isinstance(sub, ev.Capabilities):
                self._facts.capabilities = sub.names
                self._capabilities(sub, offset, path)

    def _capabilities(self, sub: ev.Capabilities, offset: int, path: str) -> None:
        for number, name in enumerate(sub.names):
            text = name.decode("utf-8", "backslashreplace")
            if name not in CAPABILITIES:
                message = f"capability '{text}' is not one that a configuration lists"
                self._reports.tell("capability", message, offset=offset, path=path, found=text)
            elif name in sub.names[:number]:
                message = f"capability '{text}' comes twice"
                self._reports.tell("capability", message, offset=offset, path=path, found=text)

    def command(self, event: ev.Command) -> None:
        """Take a command."""
        code, length = event.code, len(event.data)
        self._facts.commands.add(code)
        if not 0 < code < len(wire.COMMAND_NAMES):
            message = f"unknown command {code:#x}"
            self._reports.tell("command-unknown", message, offset=event.offset, path="command")
            return
        path = f"command {wire.COMMAND_NAMES[code]}"
        lengths = _LENGTHS.get(code)
        if lengths is not None and length not in lengths:
            expected = " or ".join(map(str, lengths))
            self._reports.tell(
                "command-length",
                f"length {length}, not {expected}",
                offset=event.offset,
                path=path,
                expected=expected,
                found=str(length),
            )
            return
        wrong = _data_fault(code, event.data)
        if wrong is not None:
            self._reports.tell("command-data", wrong, offset=event.offset, path=path)


def _data_fault(code: int, data: bytes) -> str | None:
    """What is wrong with the data of a command of good length, or None."""
    if code == wire.CMD_POSTCOPY_ADVISE and data:
        summary, page_size = struct.unpack(">QQ", data)
        if not is_page_size(page_size):
            return f"a target page size of {page_size}"
        if not summary or summary & (page_size - 1):
            return f"page sizes {summary:#x} of blocks that do not go with pages of {page_size}"
    elif code == _DISCARD:
        name_end = 2 + data[1] if len(data) > 1 else 0
        ranges = len(data) - name_end - 1
        if not name_end or data[0] or ranges < 16 or ranges % 16 or data[name_end]:
            return "no list of ranges of a block"
    elif code == _RECV_BITMAP and (not data or len(data) != 1 + data[0]):
        return "no name of a block"
    return None


def _rank(sub: ev.ConfigSubsection) -> tuple[bytes, int]:
    """Name and place of a subsection; a place of -1 for one that is not known."""
    match sub:
        case ev.TargetPageBits():
            return SUBSECTIONS[0], 0
        case ev.Capabilities():
            return SUBSECTIONS[1], 1
        case ev.Uuid():
            return SUBSECTIONS[2], 2
        case _:
            return sub.name, -1


def is_printable(name: bytes) -> bool:
    """Whether *name* is text of printable ASCII, as all names in QEMU are."""
    return all(0x20 <= octet < 0x7F for octet in name)


def is_page_size(size: int) -> bool:
    """Whether a target can have pages of *size* octets."""
    return wire.MIN_PAGE_SIZE <= size <= wire.MAX_PAGE_SIZE and not size & (size - 1)
