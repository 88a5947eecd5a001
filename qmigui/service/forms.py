"""The two forms of a stream, and how a file tells which it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.errors import FormatError

if TYPE_CHECKING:
    from qmigui.qemufile.base import Source

BINARY = "binary"
BER = "ber"
LIBVIRT = "libvirt"
"""A binary stream in a save image of libvirt: only a form to write."""


def form_of(source: Source) -> str:
    """The form of the stream that *source* stands at, told by its content.

    Raises:
        FormatError: it is neither, and what it is where that is known.
        TransportError: it cannot be read, or comes from a QEMU that we could not satisfy.
    """
    from qmigui.stream.recognise import recognise
    from qmigui.stream.return_path import refuse_way_back

    form = recognise(source)
    refuse_way_back(source)
    return form


def damaged_form_of(source: Source) -> str:
    """The form of a stream whose first octets may be damaged.

    Raises:
        FormatError: it cannot be either.
    """
    from qmigui.stream.recognise import likeliest_form

    try:
        return form_of(source)
    except FormatError:
        form = likeliest_form(source)
        if form is None:
            raise
        return form
