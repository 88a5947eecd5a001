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


@pytest.mark.parametrize(("folder", "codes"), [("schema", BER_CODES), ("stream", STREAM_CODES)])
def test_every_code_is_used(folder: str, codes: dict[str, object]) -> None:
    text = "".join(path.read_text() for path in (PACKAGE / folder).rglob("*.py") if path.name != "codes.py")
    assert [code for code in codes if f'"{code}"' not in text] == []
