"""pycrate's compiler, which keeps what it has compiled for the whole process."""

from __future__ import annotations

from pycrate_asn1c import asnproc


def compile_alone(text: str) -> None:
    """Compile a module, and forget those that other tests have compiled: they would get in its way."""
    asnproc.GLOBAL.clear()
    asnproc.compile_text(text)
