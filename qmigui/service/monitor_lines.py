"""What has to be said to a QEMU so that it sends its state, or waits for one."""

from __future__ import annotations

import json
from typing import NamedTuple

from qmigui.errors import UsageError
from qmigui.qemufile.addresses import UnixAddress, parse


class MonitorWords(NamedTuple):
    """Lines for QEMU.

    Attributes:
        address: as QEMU writes it.
        hmp: for its monitor for people: send the state to us.
        qmp: the same for its monitor for programs.
        incoming: what stands on the command line of a QEMU that waits for a state from us.
    """

    address: str
    hmp: str
    qmp: str
    incoming: str


def monitor_words(address: str) -> MonitorWords:
    """What has to be said so that QEMU and we meet at *address*.

    Args:
        address: ``unix:PATH`` or ``tcp:HOST:PORT``, as docs/live.md says.

    Raises:
        UsageError: it makes no sense.
    """
    parsed = parse(address)
    if parsed is None:
        raise UsageError("is no address: unix:PATH or tcp:HOST:PORT", source=address)
    if isinstance(parsed, UnixAddress) and not parsed.path.startswith("/"):
        raise UsageError("needs the whole path: QEMU runs in another directory", source=address)
    uri = str(parsed)
    quoted = '"' + uri.replace("\\", "\\\\").replace('"', '\\"') + '"'
    needs_quotes = any(letter in ' \t"\\' for letter in uri)
    return MonitorWords(
        uri,
        f"migrate -d {quoted if needs_quotes else uri}",
        json.dumps({"execute": "migrate", "arguments": {"uri": uri}}),
        f"-incoming {_shell(uri)}",
    )


def _shell(word: str) -> str:
    from shlex import quote

    return quote(word)
