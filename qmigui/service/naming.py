"""What the name of a state tells without opening it: where it is, and how to call it.

The names are those of :func:`qmigui.service.opening.open_state`.
"""

from __future__ import annotations

import os
from pathlib import Path

from qmigui.qemufile.names import is_there, split

LIBRARY_PREFIX = "library:"
_PLACES = ("unix:", "tcp:", "fd:", "vsock:", "rdma:", "exec:")
_FILE = "file:"
_OFFSET = ",offset="


def is_of_library(name: str) -> bool:
    """Whether *name* means a state of the library."""
    return name.startswith(LIBRARY_PREFIX) and "\0" not in name and not is_there(name)


def is_address(name: str) -> bool:
    """Whether *name* can be read only once: a socket, a descriptor."""
    return name == "-" or (name.startswith(_PLACES) and not is_there(name))


def absolute_name(name: str | Path) -> str:
    """The same name, whatever directory somebody else is in."""
    text = os.fspath(name)
    if not text or is_of_library(text) or is_address(text):
        return text
    if _is_file_address(text):
        return _FILE + _joined(text.removeprefix(_FILE))
    return _joined(text)


def file_of(name: str | Path) -> Path | None:
    """The file that *name* lies in; None: the library has it, or it is no file."""
    plain = _plain(os.fspath(name))
    return Path(plain) if plain else None


def short_name(name: str | Path) -> str:
    """How a tab or a list calls it: without its folder."""
    text = os.fspath(name)
    plain = _plain(text)
    if not plain:
        return text.removeprefix(LIBRARY_PREFIX) if is_of_library(text) else text
    # What stands behind the file's name tells which state in it is meant.
    return Path(plain).name + _behind(text, plain)


def folder_name(name: str | Path) -> str:
    """Where it is: the path of a folder, or nothing for a state of the library."""
    file = file_of(name)
    return str(file.parent) if file is not None else ""


def beside(name: str | Path) -> Path:
    """A path that what is made of *name* may be called after: in its folder, or the user's own."""
    text = os.fspath(name)
    plain = _plain(text)
    if not plain:
        return Path.home() / _as_file_name(short_name(text))
    file, behind = Path(plain), _behind(text, plain)
    return file.with_name(f"{file.stem}{_as_file_name(behind)}{file.suffix}") if behind else file


def _plain(name: str) -> str:
    """The path in *name*, or nothing."""
    if not name or is_of_library(name) or is_address(name):
        return ""
    if _is_file_address(name):
        return name.removeprefix(_FILE).partition(_OFFSET)[0]
    return split(name).plain


def _behind(name: str, plain: str) -> str:
    """What stands behind the path."""
    return (name.removeprefix(_FILE) if _is_file_address(name) else name)[len(plain) :]


def _is_file_address(name: str) -> bool:
    return name.startswith(_FILE) and not is_there(name)


def _as_file_name(words: str) -> str:
    """Words as a part of a file's name."""
    return "".join(letter if letter.isalnum() or letter in "-_. " else "-" for letter in words)[:100]


def _joined(path: str) -> str:
    return path if os.path.isabs(path) else os.path.join(os.getcwd(), path)
