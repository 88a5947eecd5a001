"""What is in a wheel: the window's icons and languages, and none of their sources."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_wheel_has_the_languages(tmp_path: Path) -> None:
    source = tmp_path / "source"
    kept = shutil.ignore_patterns(".*", "build", "dist", "__pycache__", "tests", "*.qm")
    shutil.copytree(ROOT, source, ignore=kept)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*command, "--no-build-isolation", "-w", tmp_path, source], check=True)
    (wheel,) = tmp_path.glob("qmigui-*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    catalogues = {path.stem for path in (ROOT / "translations").glob("*.ts")}
    assert catalogues
    assert {name for name in names if "/translations/" in name} == {
        f"qmigui/_data/translations/{name}.qm" for name in catalogues
    }
    assert "qmigui/_data/resources/icons/qmigui.svg" in names
    assert not [name for name in names if name.startswith(("tools/", "tests/"))]
