"""What a page of RAM can be when two states are compared."""

from __future__ import annotations

EQUAL, CHANGED, ZEROED, ONLY_A, ONLY_B, NEITHER = range(6)

PAGE_NAMES = ("equal", "changed", "zeroed", "only in A", "only in B", "in neither")
"""By number; *zeroed*: it has content in A and is zero in B."""

DIFFERENT = (CHANGED, ZEROED, ONLY_A, ONLY_B)
