"""What the tests of languages look at: the texts of the code, and those of the catalogues."""

from __future__ import annotations

import ast
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUI = ROOT / "qmigui" / "gui"
FOLDER = ROOT / "translations"
TOOL = ROOT / "tools" / "translate"

FORMS = {"de": 2, "es": 2, "fr": 2, "ja": 1, "zh_CN": 1, "ar": 6}
"""How many plural forms Qt has for a language: numerus.cpp of Qt Linguist (fewer than CLDR)."""

WITHOUT_MNEMONICS = frozenset({"ja", "zh_CN", "ar"})
"""Whose letters are not typed with Alt."""


def codes() -> list[str]:
    """The languages that there are catalogues of."""
    return sorted(path.stem.removeprefix("qmigui_") for path in FOLDER.glob("qmigui_*.ts"))


def path_of(code: str) -> Path:
    """The catalogue of a language."""
    return FOLDER / f"qmigui_{code}.ts"


@dataclass(frozen=True)
class Message:
    """One text of a catalogue, with its translations: one, or one for each plural form."""

    context: str
    source: str
    has_number: bool
    is_finished: bool
    forms: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str, bool]:
        """What the code asks with."""
        return self.context, self.source, self.has_number


def messages(path: Path) -> list[Message]:
    """All texts of a catalogue."""
    found = []
    for context in ET.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            numbered = [form.text or "" for form in translation.iter("numerusform")]
            found.append(
                Message(
                    context=context.findtext("name") or "",
                    source=message.findtext("source") or "",
                    has_number=message.get("numerus") == "yes",
                    is_finished=translation.get("type") is None,
                    forms=tuple(numbered) if numbered else (translation.text or "",),
                )
            )
    return found


def compile_all(folder: Path) -> None:
    """Compile the catalogues of the checkout into *folder*."""
    subprocess.run([sys.executable, str(TOOL), "--compile", "--into", str(folder)], check=True)


def updated(folder: Path, code: str) -> list[Message]:
    """A copy of a catalogue with what lupdate finds in the code; *folder* is for it alone."""
    copy = folder / path_of(code).name
    copy.write_bytes(path_of(code).read_bytes())
    arguments = [sys.executable, str(TOOL), "--folder", str(folder), "--into", str(folder)]
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)
    return messages(copy)


class Texts(ast.NodeVisitor):
    """The texts of one module, as Python sees them.

    Attributes:
        found: context, text, and whether it goes with a number.
        wrong: lines that lupdate cannot read, with the reason.
    """

    def __init__(self, path: Path) -> None:
        self.found: set[tuple[str, str, bool]] = set()
        self.wrong: list[str] = []
        self._path = path
        self._classes: list[str] = []
        self.visit(ast.parse(path.read_text(encoding="utf-8")))

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Its name is the context of what is in it."""
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_Call(self, node: ast.Call) -> None:
        """Take a text that is to be translated."""
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        arguments = node.args
        if name == "tr":
            by_self = ast.unparse(node.func) == "self.tr"
            if not by_self or not self._classes:
                self._blame(node, "tr of something else than self")
            else:
                self._take(node, self._classes[-1], arguments)
        elif name == "translate" and ast.unparse(node.func) == "QCoreApplication.translate":
            context = arguments[0] if arguments else None
            if isinstance(context, ast.Constant) and isinstance(context.value, str):
                self._take(node, context.value, arguments[1:])
            else:
                self._blame(node, "a context that is no literal")
        self.generic_visit(node)

    def _take(self, node: ast.Call, context: str, arguments: list[ast.expr]) -> None:
        text = arguments[0] if arguments else None
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            self.found.add((context, text.value, len(arguments) > 2))
        else:
            self._blame(node, "a text that is no literal")

    def _blame(self, node: ast.AST, why: str) -> None:
        self.wrong.append(f"{self._path.name}:{getattr(node, 'lineno', 0)}: {why}")


def texts() -> tuple[set[tuple[str, str, bool]], list[str]]:
    """Those of all modules, and what is wrong with them."""
    found: set[tuple[str, str, bool]] = set()
    wrong: list[str] = []
    for path in sorted(GUI.rglob("*.py")):
        module = Texts(path)
        found |= module.found
        wrong += module.wrong
    return found, wrong


def classes() -> dict[str, set[str]]:
    """Each class of the window by name, with the names of its bases."""
    bases: dict[str, set[str]] = {}
    for path in sorted(GUI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases[node.name] = {ast.unparse(base).split(".")[-1] for base in node.bases}
    return bases
