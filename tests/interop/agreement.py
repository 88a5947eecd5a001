"""What it means that a tool agrees with us."""

from __future__ import annotations

from typing import NamedTuple

from tests.converting import to_ber, to_binary
from tests.interop import own
from tests.interop.decoders import Asn1tools, Decoder
from tests.interop.values import Tree, first_difference
from tests.interop.wire_form import payload_of, vmstates


class Sample(NamedTuple):
    """BER and what is known of it.

    Attributes:
        ber: a QemuFile.
        stream: the binary stream that it stands for; None: not looked at.
        tree: what asn1tools makes of it, which the others are compared with.
        reading: what our own reader makes of it.
    """

    ber: bytes
    stream: bytes | None
    tree: Tree
    reading: own.Reading


def sample_of_stream(stream: bytes, single: bool, asn1tools: Asn1tools) -> Sample:
    """Convert a stream and read the BER."""
    return sample_of_ber(to_ber(stream, single=single), stream, asn1tools)


def sample_of_ber(ber: bytes, stream: bytes | None, asn1tools: Asn1tools) -> Sample:
    """Read BER."""
    return Sample(ber, stream, asn1tools.decode(ber), own.read(ber))


def check(sample: Sample, decoder: Decoder) -> None:
    """A tool reads the same as asn1tools and as our reader, and what it writes we read.

    Also, the octets of each device follow from its tree by the rules that the
    module's comments give.
    """
    tree = decoder.decode(sample.ber)
    assert first_difference(tree, sample.tree) is None
    assert first_difference(own.merged(tree), sample.reading.tree) is None
    assert [payload_of(vmstate) for vmstate in vmstates(tree["items"])] == sample.reading.payloads
    if decoder.can_encode:
        recoded = decoder.encode(sample.ber)
        if sample.stream is not None:
            assert to_binary(recoded) == sample.stream
        else:
            assert first_difference(own.read(recoded).tree, sample.reading.tree) is None
