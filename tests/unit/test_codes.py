"""The lists of problems, and the page that tells them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qmigui.schema.codes import CODES as BER_CODES
from qmigui.stream.checks.codes import CODES as STREAM_CODES

PAGE = Path(__file__).parents[2] / "docs" / "validate.md"
PACKAGE = Path(__file__).parents[2] / "qmigui"


@pytest.mark.parametrize(("heading", "codes"), [("BER and of", BER_CODES), ("streams", STREAM_CODES)])
def test_the_page_lists_every_code(heading: str, codes: Any) -> None:
    part = PAGE.read_text().partition(f"## Codes of {heading}")[2].partition("\n## ")[0]
    listed = [line.split(" | ", 2) for line in part.splitlines() if line.startswith("| `")]
    told = {code.strip("|` "): (severity, rest.removesuffix(" |")) for code, severity, rest in listed}
    assert told == {code: (known.severity.value, known.meaning) for code, known in codes.items()}


def test_every_code_is_used() -> None:
    text = "".join(path.read_text() for path in PACKAGE.rglob("*.py") if path.name != "codes.py")
    assert not [code for code in {**BER_CODES, **STREAM_CODES} if f'"{code}"' not in text]
