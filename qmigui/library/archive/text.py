"""The TEXT frame: what a person without this program needs, as plain ASCII.

In a delta it is a shell script with the table that it reads.  The table's
lines begin with digits of the stream's own hash, so that nothing that lies in
the guest's memory can be taken for one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from qmigui.library.archive.info import ArchiveInfo

_PLAIN = """
This is an archive of a saved QEMU virtual machine, made by {tool}.
It is one file in zstd's seekable format, and any zstd gives back what was stored:
    zstd -d < THIS_FILE > STATE
stored length: {size} bytes
stored SHA-256: {sha256}
id: {id}
Layout: ARCHIVE.md of qmigui, version 1.
"""

_DELTA = """
# begin of the restore script
# This is an archive of a saved QEMU virtual machine, made by {tool}.
# It holds the difference to another state, without which it cannot be restored:
#   parent length: {parent_size} bytes
#   parent SHA-256: {parent_sha256}
# stored length: {size} bytes
# stored SHA-256: {sha256}
# id: {id}
# Layout: ARCHIVE.md of qmigui, version 1.
# To restore with sh, zstd and grep alone: restore the parent first, then
#   LC_ALL=C sed -n '/^# begin of the restore script$/,/^# end of the restore script$/p' DELTA > restore.sh
#   sh restore.sh DELTA PARENT_STATE OUTPUT
delta=$1 parent=$2 out=$3
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
LC_ALL=C grep -a '^{key} [0-9]* [0-9]* [0-9]* [0-9]*$' "$delta" > "$work/table"
while read key offset length from count; do
  tail -c +$((offset+1)) "$delta" | head -c "$length" > "$work/frame.zst"
  if [ "$count" -gt 0 ]; then
    tail -c +$((from+1)) "$parent" | head -c "$count" > "$work/prefix"
    zstd -dqc --memory=2048MB --patch-from="$work/prefix" "$work/frame.zst" || exit 1
  else
    zstd -dqc "$work/frame.zst" || exit 1
  fi
done < "$work/table" > "$out"
echo "{sha256}  $out" | sha256sum -c -
exit $?
# end of the restore script
"""


def text_of(info: ArchiveInfo, table: npt.NDArray[np.void]) -> bytes:
    """The contents of the frame."""
    values = {"tool": info.tool, "size": info.raw_size, "sha256": info.raw_sha256, "id": info.id}
    if info.parent is None:
        return _PLAIN.format(**values).encode("ascii", "replace")
    key = table_key(info.raw_sha256)
    parent = {"parent_size": info.parent.raw_size, "parent_sha256": info.parent.raw_sha256}
    head = _DELTA.format(**values, **parent, key=key)
    columns = ("stored_offset", "stored_length", "parent_offset", "parent_length")
    lines = [
        f"{key} {offset} {length} {start} {count}\n"
        for offset, length, start, count in zip(*(table[name].tolist() for name in columns), strict=True)
    ]
    return (head + "".join(lines)).encode("ascii", "replace")


def table_key(raw_sha256: str) -> str:
    """What the lines of a delta's table begin with."""
    return raw_sha256[:16]
