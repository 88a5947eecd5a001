from __future__ import annotations

import pytest

from qmigui.stream.checks.kept import KeptOctets


@pytest.mark.parametrize("limit", [0, 3, 10, 100])
def test_what_is_appended_can_be_read(limit: int) -> None:
    kept = KeptOctets(limit)
    for octets in (b"abc", b"", memoryview(b"defgh"), b"ij"):
        kept.append(octets)
        assert kept.read(0, 3) == b"abc"
    assert kept.length == 10
    assert kept.read(2, 5) == b"cdefg"
    kept.append(b"k")
    assert kept.read(9, 5) == b"jk"
    kept.close()
