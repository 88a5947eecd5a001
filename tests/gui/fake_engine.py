"""Stands in for the command line engine: ``--convert SOURCE TARGET --progress lines``.

The first word in the source says what happens.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path


def main() -> int:
    """Do as told; the exit code."""
    verb, source, target, option, kind = sys.argv[1:]
    assert (verb, option, kind) == ("--convert", "--progress", "lines")
    assert Path(source).is_absolute()
    assert Path(target).is_absolute()
    text = Path(source).read_text()
    for step in range(5):
        print(f"progress {step * 2**40} {2**42}", flush=True)
    if text.startswith("slow"):
        time.sleep(60)
    if text.startswith("bad"):
        print(f"qmigui: {source}: 0x1f3a8: needs 8 bytes, 5 left", file=sys.stderr)
        return 20
    if text.startswith("odd"):
        print(f"qmigui: {source}: warning: section 'x' is carried as it is", file=sys.stderr)
    if text.startswith("dies"):
        return -9
    Path(target).write_text("done")
    return 0


if __name__ == "__main__":
    sys.exit(main())
