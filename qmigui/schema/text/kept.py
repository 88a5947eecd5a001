"""asn1tools' tree of the shipped module, kept beside it: to import asn1tools takes longer than most checks.

``python -m qmigui.schema.text.kept`` makes it anew after a change of the module;
a test compares it with what asn1tools says.  A tree of another text is not used.
"""

from __future__ import annotations

import hashlib
import json
from importlib import resources
from pathlib import Path
from typing import Any

NAME = "qemu-migration.tree.json"


def kept_answer(text: str) -> dict[str, Any] | None:
    """What the parser once answered for *text*, or None."""
    try:
        document = json.loads(resources.files("qmigui.schema").joinpath(NAME).read_text("ascii"))
    except (OSError, ValueError):
        return None
    is_it = isinstance(document, dict) and document.get("sha256") == _digest(text)
    return document["answer"] if is_it else None


def make_document(text: str) -> str:
    """What is kept for *text*."""
    from qmigui.schema.text.worker import parse

    document = {"sha256": _digest(text), "answer": parse(text)}
    return json.dumps(document, separators=(",", ":")) + "\n"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def shipped_text() -> str:
    """The text that the parser is given for the shipped module."""
    from qmigui.schema.load import SHIPPED
    from qmigui.schema.text.lint import outline
    from qmigui.schema.text.syntax import text_of
    from qmigui.schema.text.tokens import tokenize

    source = resources.files("qmigui.schema").joinpath(SHIPPED).read_text("utf-8")
    return text_of(outline(tokenize(source, SHIPPED)))


if __name__ == "__main__":
    (Path(__file__).parents[1] / NAME).write_text(make_document(shipped_text()), "ascii")
