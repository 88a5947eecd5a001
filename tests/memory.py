"""What the system tells of a program's memory."""

from __future__ import annotations

import re
from pathlib import Path


def memory_figure(name: str, pid: int | None = None) -> int | None:
    """A figure of ``/proc/PID/status``, see proc_pid_status(5).

    Args:
        name: as it stands there, e.g. ``RssAnon``.
        pid: of the program; this one without.

    Returns:
        Octets, or None for a program that has ended.
    """
    try:
        status = Path(f"/proc/{pid or 'self'}/status").read_text()
    except OSError:
        return None
    found = re.search(rf"^{name}:\s*(\d+) kB", status, re.MULTILINE)
    return int(found[1]) << 10 if found else None
