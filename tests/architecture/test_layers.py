"""The import rule of the house, held by reading every import statement.

``errors, progress <- qemufile <- visitor <- vmstate <- stream <- schema <-
library | memory <- compare | live <- service <- cli | gui | api``: an arrow points to what may be imported.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import qmigui
from qmigui import service

PACKAGE = Path(qmigui.__file__).parent

LAYERS = (
    ("__init__",),
    ("closing", "record", "data_files"),
    ("errors",),
    ("progress",),
    ("qemufile",),
    ("visitor",),
    ("vmstate",),
    ("stream",),
    ("schema",),
    ("library", "memory"),
    ("compare", "live"),
    ("service",),
    ("cli", "gui", "api"),
    ("__main__",),
)
"""From left to right; parts of one layer do not import each other."""

RANKS = {part: rank for rank, parts in enumerate(LAYERS) for part in parts}

HOMES = {
    "numpy": {"stream", "schema", "library", "memory", "compare"},
    "asn1tools": {"schema"},
    "zstandard": {"qemufile", "library"},
    "xxhash": {"library"},
    "lz4": {"qemufile"},
    "lzallright": {"qemufile"},
    "platformdirs": {"library", "gui"},
    "qemu": {"live"},  # qemu.qmp
    "PySide6": {"gui"},
    "sqlite3": {"library"},
}
"""Packages that are kept in few places, and these places.  No other package from outside is used."""


@dataclass(frozen=True)
class Import:
    """One imported module.

    Attributes:
        importer: file, below the package.
        line: line number.
        part: the part of the house that the file belongs to.
        target: full name of the imported module.
    """

    importer: Path
    line: int
    part: str
    target: str

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.target}"


def part_of(path: Path) -> str:
    """The part of the house that *path*, below the package, belongs to."""
    return path.parts[0].removesuffix(".py")


def imports() -> list[Import]:
    """Every import in the package, those for type checkers and inside functions too."""
    found = []
    for file in sorted(PACKAGE.rglob("*.py")):
        path = file.relative_to(PACKAGE)
        for node in ast.walk(ast.parse(file.read_bytes(), str(file))):
            if isinstance(node, ast.Import):
                targets = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{path}:{node.lineno} imports relatively"
                # "from qmigui import service" imports a part, not the root
                targets = [f"{node.module}.{alias.name}" for alias in node.names]
            else:
                continue
            found += [Import(path, node.lineno, part_of(path), target) for target in targets]
    assert found
    return found


def test_every_part_has_its_place() -> None:
    parts = {part_of(file.relative_to(PACKAGE)) for file in PACKAGE.rglob("*.py")}
    assert parts <= RANKS.keys()


def test_arrows_point_left_only() -> None:
    wrong = []
    for item in imports():
        package, _, rest = item.target.partition(".")
        if package != "qmigui":
            continue
        target = rest.partition(".")[0]
        target = target if target in RANKS else "__init__"  # a name of the root, as __version__
        if (item.part, target) == ("__init__", "api"):
            continue  # for type checkers: the root hands on what the API gives, when it is asked for
        if target != item.part and RANKS[target] >= RANKS[item.part]:
            wrong.append(str(item))
    assert not wrong


def test_packages_from_outside_stay_at_home() -> None:
    wrong = []
    for item in imports():
        package = item.target.partition(".")[0]
        if package in HOMES:
            if item.part not in HOMES[package]:
                wrong.append(str(item))
        elif package != "qmigui" and package not in sys.stdlib_module_names:
            wrong.append(f"{item}: a new dependency needs a home here")
    assert not wrong


CORE_WITHOUT_QT = """
import importlib, pkgutil, sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"PySide6", "shiboken6"}:
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Blocker())
import qmigui
from qmigui import service
modules = pkgutil.walk_packages(qmigui.__path__, "qmigui.", onerror=lambda name: None)
core = [module.name for module in modules if not module.name.startswith("qmigui.gui.")]
for name in core:
    importlib.import_module(name)
print(len(core))
"""

VERSION = """
import sys
from qmigui.__main__ import main
assert main(["--version"]) == 0
heavy = {"PySide6", "shiboken6", "numpy", "asn1tools", "zstandard", "argparse", "json", "asyncio", "socket"}
heavy &= sys.modules.keys()
assert not heavy, heavy
"""

HELP = """
import sys
from qmigui.__main__ import main
try:
    code = main(["--help"])
except SystemExit as exit:
    code = exit.code
assert not code, code
heavy = {"PySide6", "shiboken6", "numpy", "asn1tools", "zstandard", "asyncio", "socket"} & sys.modules.keys()
assert not heavy, heavy
"""

CONVERT = """
import sys
sys.modules["PySide6"] = None
from qmigui.__main__ import main
source, ber, back = sys.argv[1:]
sys.exit(main(["--convert", source, ber]) or main(["--convert", ber, back]))
"""


def run(program: str, *arguments: str) -> str:
    """Run *program* in a fresh interpreter; its output."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        cwd=PACKAGE.parent,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_core_imports_without_qt() -> None:
    assert int(run(CORE_WITHOUT_QT)) > 10


def test_version_loads_nothing_heavy() -> None:
    assert run(VERSION) == f"qmigui {qmigui.__version__}\n"


def test_help_loads_nothing_heavy() -> None:
    assert "--convert" in run(HELP)


@pytest.mark.corpus
def test_a_stream_is_converted_without_qt(tmp_path: Path) -> None:
    from tests.corpus import samples

    stream = samples().case("m68k-virt-7.2").file("stream.bin")
    run(CONVERT, str(stream.path()), str(tmp_path / "a.ber"), str(tmp_path / "b.bin"))
    assert (tmp_path / "a.ber").read_bytes()[:3] == bytes.fromhex("7fd146")
    assert (tmp_path / "b.bin").read_bytes() == stream.read()


def test_no_module_hides_a_name_of_the_services() -> None:
    """Loading a module puts it into its package: it would stand in the place of what it is named as."""
    modules = {path.stem for path in Path(service.__file__).parent.glob("*.py")}
    assert not modules & set(service.__all__)
