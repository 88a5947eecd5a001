"""The ASN.1 module of the BER form, as text."""

from __future__ import annotations


def schema_text() -> str:
    """The ASN.1 module of the BER form."""
    from qmigui.schema.shipped import shipped_text

    return shipped_text()
