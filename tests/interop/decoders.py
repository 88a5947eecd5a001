"""Three tools that know nothing of qmigui, each made from our ASN.1 module as it is."""

from __future__ import annotations

import importlib.util
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import asn1tools
from pycrate_asn1c.asnproc import PycrateGenerator, generate_modules

from tests.interop.values import ROOT, Module, Tree
from tests.pycrate_compiler import compile_alone


class ToolError(Exception):
    """A tool refused what it was given; its own words."""


class Decoder(ABC):
    """A tool that reads and writes BER.

    Attributes:
        name: of the tool.
        can_encode: whether what it writes can be relied on.
    """

    name: str
    can_encode = True

    @abstractmethod
    def decode(self, octets: bytes) -> Tree:
        """A QemuFile in normal form, constraints checked where the tool can.

        Raises:
            ToolError: the tool refuses it.
        """

    @abstractmethod
    def encode(self, octets: bytes) -> bytes:
        """The same value as the tool itself writes it.

        Raises:
            ToolError: the tool refuses it.
        """


class Asn1tools(Decoder):
    """https://github.com/eerimoq/asn1tools: reads the module when it runs."""

    name = "asn1tools"

    def __init__(self, text: str) -> None:
        self._module = Module(text)
        self._specification = asn1tools.compile_string(text, "ber")

    def _decode(self, octets: bytes) -> Any:
        try:
            return self._specification.decode(ROOT, octets, check_constraints=True)
        except Exception as error:
            raise ToolError(f"{type(error).__name__}: {error}") from error

    def decode(self, octets: bytes) -> Tree:
        """Decode in this process."""
        return self._module.normal(self._decode(octets))

    def encode(self, octets: bytes) -> bytes:
        """Definite lengths throughout."""
        return self.encode_tree(self._decode(octets))

    def encode_tree(self, tree: Tree, type_name: str = ROOT) -> bytes:
        """BER of a tree of the normal form, which is this tool's own."""
        return bytes(self._specification.encode(type_name, tree, check_constraints=True))


class Pycrate(Decoder):
    """https://github.com/pycrate-org/pycrate: makes Python modules.

    Args:
        text: the module.
        directory: for the Python module.
    """

    name = "pycrate"
    # A struct in a struct makes it lose or refuse the members that follow; see test_tool_defects.
    can_encode = False

    def __init__(self, text: str, directory: Path) -> None:
        self._module = Module(text)
        compile_alone(text)
        path = directory / "qemu_by_pycrate.py"
        generate_modules(PycrateGenerator, str(path))
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None
        assert spec.loader is not None
        made = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(made)
        self._type: Any = made.Qemu.QemuFile

    def decode(self, octets: bytes) -> Tree:
        """Decode in this process; pycrate checks ranges as it goes."""
        try:
            self._type.from_ber(octets)
        except Exception as error:
            raise ToolError(f"{type(error).__name__}: {error}") from error
        return self._module.normal(self._type.get_val())

    def encode(self, octets: bytes) -> bytes:
        """Definite lengths throughout."""
        tree = self.decode(octets)
        try:
            self._type.set_val(self._module.with_null(tree, 0))
            return bytes(self._type.to_ber())
        except Exception as error:
            raise ToolError(f"{type(error).__name__}: {error}") from error


class Asn1c(Decoder):
    """The C code that asn1c of Debian makes; https://github.com/vlm/asn1c.

    Args:
        text: the module.
        directory: to build in; takes some seconds.
        wide_types: integers of any length.

    Attributes:
        text: the module.
        messages: what asn1c said of it.
    """

    name = "asn1c"

    def __init__(self, text: str, directory: Path, *, wide_types: bool = True) -> None:
        self.text = text
        self._module = Module(text)
        self._directory = directory
        (directory / "module.asn1").write_text(text)
        options = ["-fwide-types"] if wide_types else []
        self.messages = self._run("asn1c", *options, f"-pdu={ROOT}", "module.asn1").stderr.decode()
        sources = sorted(path.name for path in directory.glob("*.c"))
        self._run("gcc", "-O0", "-w", f"-DPDU={ROOT}", "-I.", "-o", "converter", *sources)

    def _run(self, *command: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(command, cwd=self._directory, check=True, capture_output=True, timeout=100)

    def convert(self, octets: bytes, *options: str) -> bytes:
        """Run the converter on *octets*."""
        path = self._directory / "input.ber"
        path.write_bytes(octets)
        command: Sequence[str] = [str(self._directory / "converter"), "-c", "-iber", *options, str(path)]
        done = subprocess.run(command, check=False, capture_output=True, timeout=100)
        if done.returncode:
            raise ToolError(f"exit code {done.returncode}: {done.stderr.decode().strip()}")
        return done.stdout

    def decode(self, octets: bytes) -> Tree:
        """Decode by way of XML."""
        return self._module.from_xer(ET.fromstring(self.convert(octets, "-oxer")))

    def encode(self, octets: bytes) -> bytes:
        """DER."""
        return self.convert(octets, "-oder")
