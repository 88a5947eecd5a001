"""The ASN.1 module of the BER form, as text."""

from __future__ import annotations


def schema_text() -> str:
    """The ASN.1 module of the BER form."""
    from importlib.resources import files

    return (files("qmigui.schema") / "qemu-migration.asn1").read_text("utf-8")
