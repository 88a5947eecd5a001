"""Loads ASN.1 modules: from their text to :class:`qmigui.schema.model.Module`.

asn1tools parses them.  Modules of strangers are parsed in another process, with
limits of time and memory.
"""

from __future__ import annotations

from collections.abc import Iterable

from qmigui.errors import SchemaError
from qmigui.schema.model import Module
from qmigui.schema.text.checks import check_module
from qmigui.schema.text.lint import outline
from qmigui.schema.text.resolve import resolve
from qmigui.schema.text.syntax import USUAL_LIMITS, Limits, add_nodes
from qmigui.schema.text.tokens import Token, tokenize

MAX_FILE_LENGTH = 1 << 20
"""Bytes; the biggest published modules have less."""

MAX_WARNINGS = 200


def load_module(text: str, name: str, limits: Limits = USUAL_LIMITS, *, trusted: bool = False) -> Module:
    """Load the ASN.1 modules in *text*.

    Args:
        text: one module, or several; they may import from each other.
        name: of the text, for messages.
        limits: of the process that parses it.
        trusted: parse it here, without limits.

    Raises:
        SchemaError: the text makes no sense, has what we would judge wrongly, or
            takes too much time or memory; with line and column where known.
    """
    if len(text) > MAX_FILE_LENGTH:
        raise SchemaError(f"a schema of over {MAX_FILE_LENGTH >> 20} MiB", source=name)
    return _load(tokenize(text, name), None if trusted else limits)


def load_file(path: str, limits: Limits = USUAL_LIMITS) -> Module:
    """Load the ASN.1 modules in the file *path*.

    Args:
        path: of a text in UTF-8, else it is taken as Latin-1.
        limits: as for :func:`load_module`.

    Raises:
        SchemaError: as for :func:`load_module`, or the file cannot be read.
    """
    return load_files((path,), limits)


def load_files(paths: Iterable[str], limits: Limits = USUAL_LIMITS) -> Module:
    """Load the ASN.1 modules in several files, which may import from each other.

    Args:
        paths: the types of the first come first.
        limits: as for :func:`load_module`.

    Raises:
        SchemaError: as for :func:`load_module`, or a file cannot be read.
    """
    tokens: list[Token] = []
    for path in paths:
        if tokens:
            tokens.pop()  # the END
        tokens += tokenize(_read(path), path)
    if not tokens:
        raise SchemaError("no schema is given")
    return _load(tokens, limits)


def _read(path: str) -> str:
    """The text of a file."""
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_FILE_LENGTH + 1)
    except OSError as error:
        raise SchemaError(error.strerror or "it cannot be read", source=path) from error
    except ValueError as error:  # a NUL in the path
        raise SchemaError("it cannot be read", source=path) from error
    if len(data) > MAX_FILE_LENGTH:
        raise SchemaError(f"a schema of over {MAX_FILE_LENGTH >> 20} MiB", source=path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _load(tokens: list[Token], limits: Limits | None) -> Module:
    """From the tokens to the model."""
    source = tokens[0].source
    try:
        text = outline(tokens)
        add_nodes(text, limits)
        module, places = resolve(text)
        warnings = [*module.warnings, *check_module(module, places)]
        if len(warnings) > MAX_WARNINGS:
            warnings[MAX_WARNINGS:] = [f"{len(warnings) - MAX_WARNINGS} warnings more"]
        module.warnings = tuple(warnings)
    except RecursionError as error:
        raise SchemaError("types are nested too deep", source=source) from error
    except SchemaError as error:
        error.source = error.source or source
        raise
    return module
