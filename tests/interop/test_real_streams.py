"""Three strangers read the BER of real streams, and read what we read.

For each stream and each tool: the tool's tree is the same as the other tools'
and as that of our own reader; each device's octets follow from the tree by the
rules in the module; and the BER that the tool itself writes of the tree gives
back the very stream.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pytest

from tests import corpus as collection
from tests.converting import to_ber
from tests.corpus import CorpusFile
from tests.interop.agreement import Sample, check, sample_of_stream
from tests.interop.conftest import TOOLS
from tests.interop.decoders import Asn1tools, Decoder
from tests.interop.values import Module

STREAMS = (
    # One of each architecture; big-endian and little-endian, page sizes of 4 KiB and 8 KiB.
    "alpha-clipper-11.1",
    "isapc-on-11.1",
    "isapc-on-7.2",
    "m68k-virt-7.2",
    "mips-malta-be-7.2",
    "pc-q35-11.1-on-11.1",
    "riscv64-virt-opensbi-7.2",
    "s390x-ccw-11.1",  # linked lists, NULL pointers, opaque iterables
    "sparc64-sun4u-11.1",
    # One of each kind.
    "compress-7.2",
    "dev-numa-hotplug-7.2",
    "dirty-bitmaps-10.0",  # 57,000 sections
    "mapped-ram-10.0",
    "multifd-none-11.1",  # its main channel
    "no-config-no-footer-7.2",
    "pc-i440fx-1.4-on-5.2",
    "postcopy-real-10.0",  # a package
    "suppress-vmdesc-7.2",  # opaque devices
    "x-ignore-shared-7.2",
    "xbzrle-7.2",
)


ONCE = ("dirty-bitmaps-10.0",)
"""Hardly any pages, and slow."""


def _files() -> list[CorpusFile]:
    return [file for file in collection.corpus().streams() if file.case_id in STREAMS]


def _cases() -> list[object]:
    return [
        pytest.param(file, pages, id=f"{file.case_id}-{pages}")
        for file in _files()
        for pages in ("run", "single")
        if pages == "run" or file.case_id not in ONCE
    ]


@lru_cache(maxsize=1)
def sample(file: CorpusFile, pages: str, asn1tools: Asn1tools) -> Sample:
    """A stream converted; kept for the other tools."""
    return sample_of_stream(file.read(), pages == "single", asn1tools)


@pytest.mark.corpus
@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize(("file", "pages"), _cases())
def test_all_read_the_same(
    file: CorpusFile,
    pages: str,
    tool: str,
    decoder_of: Callable[[str], Decoder],
    asn1tools_decoder: Asn1tools,
) -> None:
    check(sample(file, pages, asn1tools_decoder), decoder_of(tool))


@pytest.mark.corpus
@pytest.mark.parametrize(
    "file", [file for file in _files() if file.case_id not in ONCE], ids=lambda file: file.case_id
)
def test_single_pages_are_of_the_historic_types(
    file: CorpusFile, asn1tools_decoder: Asn1tools, module: Module
) -> None:
    tree = asn1tools_decoder.decode(to_ber(file.read(), single=True))
    pages = {part for part in module.parts(tree) if part.startswith("RAMPage.")}
    assert not pages & {"RAMPage.zerorun", "RAMPage.pagerun"}
