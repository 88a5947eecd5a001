"""What stands behind a name: ``disk.qcow2#NAME``, a snapshot; ``file@OFFSET``, a place in a file; or both.

A file that really has the whole name wins.
"""

from __future__ import annotations

import os
import re
from typing import NamedTuple

_OFFSET = re.compile(r"(?P<plain>.+)@(?P<offset>0[xX][0-9a-fA-F]{1,16}|[0-9]{1,19})", re.DOTALL | re.ASCII)
_NO_FILES = re.compile(r"-|fd:[0-9]+", re.ASCII)


class Name(NamedTuple):
    """A name, taken apart.

    Attributes:
        plain: what to open.
        offset: where to begin in it, or None.
        snapshot: the snapshot's name or id, or None.
    """

    plain: str
    offset: int | None = None
    snapshot: str | None = None


def split(name: str) -> Name:
    """Take *name* apart, as far as what stands before ``#`` or ``@`` is there."""
    if is_there(name):
        return Name(name)
    if (found := _with_offset(name)) is not None:
        return found
    at = name.rfind("#")
    while at > 0:
        plain, snapshot = name[:at], name[at + 1 :]
        if is_there(plain) or _NO_FILES.fullmatch(plain):
            return Name(plain, snapshot=snapshot)
        if (found := _with_offset(plain)) is not None:
            return Name(found.plain, found.offset, snapshot)
        at = name.rfind("#", 0, at)
    return Name(name)


def _with_offset(name: str) -> Name | None:
    """*name* as a place in something that is there, or None."""
    match = _OFFSET.fullmatch(name)
    if match is None:
        return None
    plain, number = match["plain"], match["offset"]
    if not is_there(plain) and not _NO_FILES.fullmatch(plain):
        return None
    return Name(plain, offset=int(number, 0 if number[1:2] in "xX" else 10))


def is_there(name: str) -> bool:
    """Whether a file, or a link that leads nowhere, has that name; none has what cannot be one."""
    try:
        return os.path.lexists(name)
    except ValueError:  # a NUL, or characters that no file name has
        return False
