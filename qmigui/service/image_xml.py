"""The use cases of the domain XML in libvirt save images: to get at it, and to take another one in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.errors import FormatError, QmiguiError
from qmigui.qemufile.libvirt import MAX_DATA_LENGTH
from qmigui.qemufile.libvirt_edit import check_xml
from qmigui.qemufile.opener import open_raw
from qmigui.service.forms import BER, form_of
from qmigui.service.opening import open_state

if TYPE_CHECKING:
    from qmigui.progress import Cancel
    from qmigui.qemufile.base import Source, Waiting
    from qmigui.qemufile.envelope import Envelope


def domain_xml(name: str, *, cancel: Cancel | None = None, waiting: Waiting | None = None) -> bytes:
    """The domain XML of a libvirt save image, or of the one that a BER file was made of, as it is.

    Args:
        name: as :func:`~qmigui.service.opening.open_state` takes it.
        cancel: stops it.
        waiting: how to deal with whoever is at the other end of a socket.

    Raises:
        FormatError: there is none.
        QmiguiError: it could not be read.
    """
    with open_state(name, lenient=True, cancel=cancel, waiting=waiting) as source:
        try:
            envelope = source.envelope
            if envelope is None or envelope.is_readable:
                envelope = _kept(source) or envelope
            head = None if envelope is None else envelope.libvirt
            if envelope is not None and (head is None or not head.xml):
                envelope.raise_fatal()
            if head is None:
                raise FormatError("is no libvirt save image, so there is no domain XML")
            if not head.xml:
                raise FormatError("the image has no domain XML")
        except QmiguiError as error:
            if error.source is None:
                error.source = source.name
            raise
        return head.xml


def _kept(source: Source) -> Envelope | None:
    """What BER has kept of a carrier, or None."""
    from qmigui.stream.ber_reader import BerReader
    from qmigui.stream.events import StreamHeader
    from qmigui.stream.feed import Feed
    from qmigui.stream.info_carrier import kept_envelope

    if form_of(source) != BER:
        return None
    header = next(BerReader(Feed(source)).events())
    kept = header.carrier if isinstance(header, StreamHeader) else None
    return None if kept is None else kept_envelope(kept)


def read_xml(name: str, *, cancel: Cancel | None = None) -> bytes:
    """A domain XML that is to be put into an image, looked through.

    Args:
        name: a path, ``-`` or ``fd:N``.
        cancel: can end the wait for a pipe.

    Raises:
        FormatError: it is none that libvirt could read.
        TransportError: it could not be read.
    """
    with open_raw(name, cancel=cancel) as source:
        text = source.peek(MAX_DATA_LENGTH)
        try:
            check_xml(text)
        except FormatError as error:
            error.source = source.name
            raise
        return text
