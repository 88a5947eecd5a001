"""The tools, made once for all tests here."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from qmigui import service
from tests.interop.decoders import Asn1c, Asn1tools, Decoder, Pycrate
from tests.interop.values import Module

TOOLS = ("asn1tools", "pycrate", "asn1c")


@pytest.fixture(scope="session")
def module() -> Module:
    """The types of our module."""
    return Module(service.schema_text())


@pytest.fixture(scope="session")
def asn1tools_decoder() -> Asn1tools:
    """The tool that the others are compared with."""
    return Asn1tools(service.schema_text())


@pytest.fixture(scope="session")
def pycrate_decoder(tmp_path_factory: pytest.TempPathFactory) -> Pycrate:
    """Made from our module as it is."""
    return Pycrate(service.schema_text(), tmp_path_factory.mktemp("pycrate"))


@pytest.fixture(scope="session")
def asn1c_decoder(tmp_path_factory: pytest.TempPathFactory) -> Asn1c:
    """Made from our module as it is; takes some seconds."""
    missing = [name for name in ("asn1c", "gcc") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"needs {' and '.join(missing)}: apt-get install asn1c gcc libc6-dev")
    return Asn1c(service.schema_text(), tmp_path_factory.mktemp("asn1c"))


@pytest.fixture
def decoder_of(request: pytest.FixtureRequest) -> Callable[[str], Decoder]:
    """Gives the tool of a name; skips the test where it is missing."""

    def get(tool: str) -> Decoder:
        decoder: Decoder = request.getfixturevalue(f"{tool}_decoder")
        return decoder

    return get
