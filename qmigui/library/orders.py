"""What a list of states can be sorted by."""

from __future__ import annotations

ORDERS = (
    "stored",
    "created",
    "name",
    "machine",
    "arch",
    "qemu",
    "ram_size",
    "raw_size",
    "stored_size",
    "ratio",
    "depth",
    "series",
    "source",
    "health",
    "problem_count",
    "verified",
    "tags",
)
"""Names of orders; each is one of the attributes of an Entry."""
