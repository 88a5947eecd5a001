"""Three strangers read all that the module knows, as our writer writes it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pytest

from qmigui.errors import FormatError
from tests.converting import convert, to_ber
from tests.interop import built, own
from tests.interop.agreement import Sample, check, sample_of_ber, sample_of_stream
from tests.interop.conftest import TOOLS
from tests.interop.decoders import Asn1tools, Decoder
from tests.interop.values import Module, first_difference

each_tool = pytest.mark.parametrize("tool", TOOLS)


@lru_cache(maxsize=1)
def sample(name: str, pages: str, asn1tools: Asn1tools) -> Sample:
    """A case; kept for the other tools."""
    if name in built.BER:
        return sample_of_ber(built.BER[name](), None, asn1tools)
    return sample_of_stream(built.STREAMS[name](), pages == "single", asn1tools)


@each_tool
@pytest.mark.parametrize("pages", ["run", "single"])
@pytest.mark.parametrize("name", built.STREAMS)
def test_built_streams(
    name: str, pages: str, tool: str, decoder_of: Callable[[str], Decoder], asn1tools_decoder: Asn1tools
) -> None:
    check(sample(name, pages, asn1tools_decoder), decoder_of(tool))


@each_tool
@pytest.mark.parametrize("name", built.BER)
def test_what_only_ber_holds(
    name: str, tool: str, decoder_of: Callable[[str], Decoder], asn1tools_decoder: Asn1tools
) -> None:
    check(sample(name, "run", asn1tools_decoder), decoder_of(tool))


@each_tool
def test_what_salvage_leaves(
    tool: str, decoder_of: Callable[[str], Decoder], asn1tools_decoder: Asn1tools
) -> None:
    ber = asn1tools_decoder.encode_tree(built.SALVAGED)
    tree = decoder_of(tool).decode(ber)
    assert first_difference(tree, built.SALVAGED) is None
    with pytest.raises(FormatError, match="never started"):
        own.read(ber)


@each_tool
def test_the_deepest_structs(
    tool: str, decoder_of: Callable[[str], Decoder], asn1tools_decoder: Asn1tools
) -> None:
    levels = next(n for n in range(1, 100) if convert(built.nested(n), to_ber=True).problems) - 1
    assert levels >= 12, "the innermost are octets from here on"
    check(sample_of_stream(built.nested(levels), False, asn1tools_decoder), decoder_of(tool))


def test_nothing_is_left_out(module: Module, asn1tools_decoder: Asn1tools) -> None:
    trees = [built.SALVAGED]
    for make in built.STREAMS.values():
        trees += [asn1tools_decoder.decode(to_ber(make(), single=single)) for single in (False, True)]
    trees += [asn1tools_decoder.decode(make()) for make in built.BER.values()]
    found = {part for tree in trees for part in module.parts(tree)}
    assert module.all_parts() - found == set()


@pytest.mark.parametrize("tool", [tool for tool in TOOLS if tool != "pycrate"])
def test_strings_whose_length_is_not_known(
    tool: str, decoder_of: Callable[[str], Decoder], asn1tools_decoder: Asn1tools
) -> None:
    check(sample_of_stream(built.endless_strings(), False, asn1tools_decoder), decoder_of(tool))


@pytest.mark.parametrize("by", ["asn1tools", "asn1c"])
def test_pycrate_reads_them_with_a_length(
    by: str,
    decoder_of: Callable[[str], Decoder],
    asn1tools_decoder: Asn1tools,
    pycrate_decoder: Decoder,
) -> None:
    ber = to_ber(built.endless_strings())
    recoded = decoder_of(by).encode(ber)
    assert first_difference(pycrate_decoder.decode(recoded), asn1tools_decoder.decode(ber)) is None
